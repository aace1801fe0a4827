"""`kaoping overlay`: supplements laid over their base, and what another base would do to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from rules.compile import compile_policy
from rules.diagnostics import PolicyError, render_all
from rules.library import Entry
from rules.supplement.laying import Laid, lay_over, read_supplement
from rules.supplement.writing import written
from scoring.comparison.edit_words import FAMILIES, edit_words
from scoring.comparison.edits import Edit, edits_between
from service.cli.faults import DONE, WRONG, Misuse
from service.cli.options import FILE, FOLDER, Language, with_format, with_language, with_policies
from service.cli.output import print_json
from service.cli.policies import library


@dataclass(frozen=True, slots=True)
class _Told:
    """One supplement laid over a base, and what is told of it."""

    file: Path
    laid: Laid
    edits: tuple[Edit, ...]


@click.command("overlay")
@click.argument("supplements", type=FILE, nargs=-1, required=True)
@click.option("--base", help="试用另一份基础细则 · another base, to see what it would do")
@click.option("--out", type=FOLDER, help="把补充以后的细则写进哪个文件夹 · a folder for the wholes")
@with_format
@with_language
@with_policies
def lay_supplements(
    supplements: tuple[Path, ...],
    base: str | None,
    out: Path | None,
    form: str,
    language: Language,
    folders: tuple[Path, ...],
) -> int:
    """把补充规定加到基础细则上 · lay supplements over the policy they extend.

    列出改了什么、加了什么，超出开放范围的当场指出；--base 时列出换了基础细则会变什么
    · lists what is changed and added, refuses what is not open; with --base what would change.
    """
    if base and out:
        raise Misuse("--base 只作比较，不能和 --out 一起用", "--base only compares; drop --out")
    shelf = library(folders)
    told: list[_Told] = []
    refused = False
    for file in supplements:
        try:
            stated, _ = read_supplement(file.read_bytes(), str(file))
            own = shelf.find(f"{stated.extends.id}@{stated.extends.version}")
            told.append(_told(file, own, shelf.find(base) if base else None))
        except PolicyError as error:
            refused = True
            click.echo(render_all(error.diagnostics), err=True)
    if form == "json":
        print_json({"supplements": [_described(one) for one in told]})
    else:
        _print(told, language)
    for one in told if out else ():
        _write(one, out or Path())
    return WRONG if refused else DONE


def _told(file: Path, own: Entry, other: Entry | None) -> _Told:
    """What it changes of its base; with another base, what that would change of the whole."""
    data = file.read_bytes()
    laid = lay_over(own.path.read_bytes(), str(own.path), data, str(file))
    if other is None:
        edits = edits_between(laid.base, laid.program).values()
        # That the whole leaves nothing open is no doing of the supplement's.
        return _Told(file, laid, tuple(e for e in edits if e.key.family != "opened"))
    trial = lay_over(other.path.read_bytes(), str(other.path), data, str(file), trial=True)
    return _Told(file, trial, tuple(edits_between(laid.program, trial.program).values()))


def _write(one: _Told, out: Path) -> None:
    """The whole as a policy of its own, which compiles to the same Program."""
    head = one.laid.program.head
    extends = one.laid.base.head
    text = f"# 由 {one.file.name} 加在 {extends.id} {extends.version} 上得出，不要直接改。\n"
    text += written(one.laid.tree)
    file = out / head.id / f"{head.version}.yaml"
    again, _ = compile_policy(text.encode(), str(file))
    if again.digest != one.laid.program.digest:
        raise AssertionError(f"the whole of {one.file.name} reads otherwise once it is written")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8", newline="\n")
    click.echo(f"已写出 written：{file}", err=True)


def _print(told: Iterable[_Told], language: Language) -> None:
    for one in told:
        head, base = one.laid.program.head, one.laid.base.head
        click.echo(f"{head.title}（{head.id} {head.version}） ← {base.id} {base.version}")
        for edit in one.edits:
            click.echo(f"  {_said(edit)[language]}")
        if not one.edits:
            click.echo("  没有改动" if language != "en" else "  nothing changes")


def _said(edit: Edit) -> Mapping[str, str]:
    family, words, name = FAMILIES[edit.key.family], edit_words(edit), edit.key.name
    zh, en = (f"“{name}”", f" “{name}”") if name else ("", "")
    return {"zh": f"{family.zh}{zh}：{words.zh}", "en": f"{family.en}{en}: {words.en}"}


def _described(one: _Told) -> Mapping[str, Any]:
    head, base = one.laid.program.head, one.laid.base.head
    return {
        "file": one.file.name,
        "id": head.id,
        "version": head.version,
        "digest": one.laid.program.digest,
        "base": {"id": base.id, "version": base.version, "digest": one.laid.base.digest},
        "changes": [
            {"what": edit.key.family, "name": edit.key.name, "how": edit.how, **_said(edit)}
            for edit in one.edits
        ],
    }
