"""`kaoping map`: proposes a mapping of a spreadsheet, and shows what a mapping reads of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import click

from rules.diagnostics import Diagnostic, PolicyError, render
from rules.program import Program
from rules.widths import cut, width
from scoring.evidence import Reject
from scoring.intake.mapping.loading import read_mapping
from scoring.intake.mapping.proposing.preview import Preview, previews
from scoring.intake.mapping.proposing.proposal import propose
from scoring.intake.mapping.proposing.read_sheet import ReadSheet, read_sheets
from scoring.intake.mapping.proposing.writing import Writer
from scoring.intake.mapping.remembered import place_for
from service.cli.faults import DONE, WRONG, Misuse
from service.cli.options import FILE, Language, with_format, with_language, with_policies
from service.cli.output import padded, print_json
from service.cli.policies import library, placed

_SHOWN_RECORDS = 5
_SHOWN_REJECTS = 20
_WIDEST_CELL = 24


@dataclass(frozen=True, slots=True)
class _Found:
    """The text of a mapping, what is wrong with it, and else what it reads."""

    text: str
    proposed: bool
    problems: tuple[Diagnostic, ...] = ()
    previews: Sequence[Preview] = ()


@click.command("map")
@click.argument("sheet", type=FILE)
@click.option("--policy", required=True, help="细则的文件或者编号 · a policy file or id")
@click.option("--mapping", type=FILE, help="看这份映射会读到什么 · show what this mapping reads")
@click.option(
    "--write",
    type=click.Path(path_type=Path),
    help="把提出的映射写到这里 · write the proposal here",
)
@with_format
@with_language
@with_policies
def map_sheet(
    sheet: Path,
    policy: str,
    mapping: Path | None,
    write: Path | None,
    form: str,
    language: Language,
    folders: tuple[Path, ...],
) -> int:
    """提出怎样读一张表，并显示会读到什么 · propose how to read a table, and show what it reads.

    SHEET 是 xlsx 或 csv 文件；映射有错时退出码为 1 · exit code 1 where the mapping is wrong.
    """
    _check_target(mapping, write)
    program = library(folders).find(policy).program
    sheets = read_sheets(sheet)
    if mapping:
        name, text = mapping.name, mapping.read_text(encoding="utf-8")
    else:
        name, text = place_for(sheet).name, propose(program, sheet.name, sheets, Writer(language))
    if write:
        write.write_text(text, encoding="utf-8", newline="\n")
    found = _read(program, sheets, name, text, proposed=mapping is None)
    if form == "json":
        print_json(_described(found, sheet, program, write))
    else:
        for line in _lines(found, sheet, write, language):
            click.echo(line)
    return WRONG if found.problems else DONE


def _check_target(mapping: Path | None, write: Path | None) -> None:
    if mapping and write:
        raise Misuse("--mapping 和 --write 只能写一个", "give --mapping or --write, not both")
    if write and write.exists():
        raise Misuse(
            f"“{write}”已经存在，不会覆盖",
            f"“{write}” exists and is not replaced",
        )


def _read(
    program: Program, sheets: Sequence[ReadSheet], name: str, text: str, *, proposed: bool
) -> _Found:
    try:
        mapping = read_mapping(text.encode(), name, program)
        read = previews(program, mapping, sheets, shown=_SHOWN_RECORDS)
        return _Found(text, proposed, previews=read)
    except PolicyError as error:
        return _Found(text, proposed, problems=error.diagnostics)


def _described(found: _Found, sheet: Path, program: Program, write: Path | None) -> dict[str, Any]:
    return {
        "file": sheet.name,
        "policy": program.head.id,
        "mapping": found.text,
        "written": str(write) if write else None,
        "problems": [placed(place_for(sheet), problem) for problem in found.problems],
        "tables": [
            {
                "sheet": preview.sheet,
                "read_as": preview.kind or "subjects",
                "records": preview.records,
                "first": list(preview.first),
                "rejects": [asdict(reject) for reject in preview.rejects],
                "notices": [asdict(notice) for notice in preview.notices],
            }
            for preview in found.previews
        ],
    }


def _lines(found: _Found, sheet: Path, write: Path | None, language: Language) -> Iterator[str]:
    yield found.text
    for problem in found.problems:
        yield render(problem, "en" if language == "en" else "both") + "\n"
    for preview in found.previews:
        yield from _shown(preview, language)
    if write:
        yield _told(language, f"已写到 {write}", f"written to {write}")
    elif found.proposed and not found.problems:
        place = place_for(sheet)
        yield _told(
            language,
            f"没有写文件；满意就加上 --write {place}",
            f"nothing was written; if it is right, add --write {place}",
        )


def _shown(preview: Preview, language: Language) -> Iterator[str]:
    kind = preview.kind or _told(language, "对象", "subjects")
    counts = f"{preview.records:,}，{_told(language, '退回', 'rejects')} {len(preview.rejects):,}"
    yield f"== {preview.sheet} → {kind}：{_told(language, '记录', 'records')} {counts}"
    yield from _grid(preview)
    for reject in preview.rejects[:_SHOWN_REJECTS]:
        yield f"  {_reject(reject, language)}"
    if len(preview.rejects) > _SHOWN_REJECTS:
        yield f"  …  +{len(preview.rejects) - _SHOWN_REJECTS}"
    for notice in preview.notices:
        yield f"  {notice.count:>6}  {notice.en if language == 'en' else notice.zh}"
    yield ""


def _grid(preview: Preview) -> Iterator[str]:
    if not preview.first:
        return
    headings = list(preview.first[0])
    rows = [headings, *([record[name] for name in headings] for record in preview.first)]
    cells = [[cut(cell, _WIDEST_CELL) for cell in row] for row in rows]
    widths = [max(width(row[at]) for row in cells) for at in range(len(headings))]
    for row in cells:
        line = "  ".join(padded(cell, columns) for cell, columns in zip(row, widths, strict=True))
        yield f"  {line}".rstrip()


def _reject(reject: Reject, language: Language) -> str:
    place = reject.cell or f"{_told(language, '行', 'row')} {reject.row}"
    reason = reject.reason_en if language == "en" else reject.reason_zh
    return f"! {place} {reject.column} “{reject.value}” {reason}"


def _told(language: Language, zh: str, en: str) -> str:
    return en if language == "en" else zh
