"""`kaoping warn`: what the subjects of a package are a few points, or one event, away from."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from rules.backends.crossed import matcher_for
from rules.values import Number
from scoring.explanation.voice import Voice
from scoring.package.delimited import write_csv
from scoring.package.steady import steadily
from scoring.run import review_package
from scoring.warning.telling import Telling, warnings_table
from scoring.warning.warnings import warnings_of
from service.cli.explaining import Amount
from service.cli.options import Language, with_format, with_language
from service.cli.output import ScreenProgress, json_text


@click.command("warn")
@click.argument("package", type=click.Path(path_type=Path))
@click.option(
    "--within",
    type=Amount(),
    default="1",
    help="差多少分以内，百分比是百分点，默认 1 · so many points, or percentage points; default 1",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="另写 warnings.csv 的文件夹 · also write warnings.csv into this folder",
)
@with_format
@with_language
def warn_early(
    package: Path, within: Number, out: Path | None, form: str, language: Language
) -> None:
    """预警：差几分、一次、一条记录就有变化的对象 · who is a little away from something.

    PACKAGE 是结果包，一般是截止日在期末之前的 · a result package, usually of a part of a period.
    """
    for line in steadily(package, lambda: list(_lines(package, within, out, form, language))):
        click.echo(line)


def _lines(
    package: Path, within: Number, out: Path | None, form: str, language: Language
) -> Iterator[str]:
    with ScreenProgress() as progress:
        outcome = review_package(package, progress=progress)
    program, evidence = outcome.program, outcome.evidence
    matcher = matcher_for(program, "reference")
    found = warnings_of(program, evidence, outcome.assessments, within, matcher)
    zh, en = (Telling(program, outcome.assessments, Voice(of)) for of in ("zh", "en"))
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        write_csv(warnings_table(found, zh, en), out)
    telling = zh if language == "zh" else en
    if form == "json":
        yield json_text(
            {
                "partial": evidence.period.partial,
                "within": str(within),
                "warnings": telling.rows(found),
                "untried": found.untried,
            }
        )
        return
    for depth, text in telling.outline(found, evidence.period, within):
        yield "  " * depth + text
