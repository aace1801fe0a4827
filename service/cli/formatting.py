"""`kaoping fmt`: policies, their tests and mappings laid out, in the words of one language."""

from __future__ import annotations

from pathlib import Path

import click

from rules.diagnostics import PolicyError, diagnose, render_all
from rules.expr.printer import Spelling
from rules.format.formatter import (
    format_document,
    format_layout,
    format_policy,
    format_supplement,
)
from rules.lexicon import POLICY, Lexicon
from rules.library import Library
from rules.supplement.laying import read_supplement
from rules.yaml_reader import MappingNode, read_yaml
from scoring.intake.mapping.model import Mapping
from scoring.intake.mapping.words import LEXICON
from scoring.plans.model import PlanText
from scoring.plans.words import LEXICON as PLAN
from service.cli.faults import DONE, WRONG
from service.cli.options import ANY_PATH, Language, with_format, with_language, with_policies
from service.cli.output import print_json
from service.cli.policies import library
from service.cli.rewriting import difference, rewrite
from service.cli.together import is_plan


@click.command("fmt")
@click.argument("paths", type=ANY_PATH, nargs=-1, required=True)
@click.option(
    "--keys",
    type=click.Choice(["zh", "en"]),
    help="关键词换成中文或英文，名称和文字不动 · the words of the language in Chinese or English",
)
@click.option(
    "--check", is_flag=True, help="只说哪些要改，不改 · say which would change, write none"
)
@click.option("--diff", is_flag=True, help="只显示怎样改，不改 · show the changes, write none")
@with_format
@with_language
@with_policies
def format_files(
    paths: tuple[Path, ...],
    keys: Spelling | None,
    check: bool,
    diff: bool,
    form: str,
    language: Language,
    folders: tuple[Path, ...],
) -> int:
    """整理细则的版式 · lay out policies, comments kept, meaning kept.

    PATHS 是细则、补充、计划、用例、映射或者文件夹；--check 时有要改的，退出码为 1
    · policies, supplements, plans, tests, mappings, folders; with --check exit code 1 where one
    would change.
    """
    shelf = library(folders)
    files = [file for path in paths for file in _files(path)]
    refused: list[PolicyError] = []
    changed: dict[Path, tuple[str, str]] = {}
    for file in files:
        data = file.read_bytes()
        try:
            text = formatted(data, file, keys, shelf)
        except PolicyError as error:
            refused.append(error)
            continue
        if text.encode() != data:
            changed[file] = (data.decode("utf-8-sig", errors="replace"), text)
    for refusal in refused:
        click.echo(render_all(refusal.diagnostics), err=True)
    if not (check or diff):
        for file, (_, text) in changed.items():
            rewrite(file, text)
    _tell(files, changed, form=form, language=language, wrote=not (check or diff), diff=diff)
    return WRONG if refused or (check and changed) else DONE


def formatted(data: bytes, file: Path, keys: Spelling | None, shelf: Library) -> str:
    """A document by its words, anything else, as tests are, by its lines. The base of a supplement
    is on the shelf."""
    name = str(file)
    if file.name.endswith(".test.yaml"):
        return format_layout(data, name)
    root = read_yaml(data, name)
    found = {e.key.text for e in root.entries} if isinstance(root, MappingNode) else set()
    if found & _spelled(LEXICON, "tables"):
        return format_document(data, name, Mapping, LEXICON, keys)
    if is_plan(data, name):
        return format_document(data, name, PlanText, PLAN, keys)
    if found & _spelled(POLICY, "supplement"):
        base = _base(data, name, shelf) if keys else None
        return format_supplement(data, name, keys, base)
    if found & _spelled(POLICY, "policy") and found & _spelled(POLICY, "id"):
        return format_policy(data, name, keys)
    return format_layout(data, name)


def _base(data: bytes, name: str, shelf: Library) -> tuple[bytes, str]:
    stated, _ = read_supplement(data, name)
    path = shelf.find(f"{stated.extends.id}@{stated.extends.version}").path
    return path.read_bytes(), str(path)


def _spelled(lexicon: Lexicon, key: str) -> set[str]:
    return {s for word in lexicon.keys if word.english == key for s in word.spellings}


def _files(path: Path) -> list[Path]:
    """The file itself, or every one below a folder; there is one."""
    if not path.is_dir():
        return [path]
    files = sorted(path.rglob("*.yaml"))
    if not files:
        raise PolicyError([diagnose("no-policy-file", None, path=path)])
    return files


def _tell(
    files: list[Path],
    changed: dict[Path, tuple[str, str]],
    *,
    form: str,
    language: Language,
    wrote: bool,
    diff: bool,
) -> None:
    if form == "json":
        print_json(
            {
                "files": [{"file": str(file), "changed": file in changed} for file in files],
                "written": wrote,
            }
        )
        return
    if diff:
        for file, (before, after) in changed.items():
            click.echo("\n".join(difference(file, before, after)))
    zh, en = ("已整理", "rewritten") if wrote else ("需要整理", "would be rewritten")
    for file in changed:
        click.echo(f"{en}: {file}" if language == "en" else f"{zh} {en}：{file}", err=diff)
    english = f"files {len(files)}, {en} {len(changed)}"
    told = f"{len(files)} 个文件，{zh} {len(changed)} 个 · {english}"
    click.echo(english if language == "en" else told, err=True)
