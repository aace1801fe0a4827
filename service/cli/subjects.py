"""`kaoping assess`: one subject, and why it came out as it did."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import cast

import click

from rules.backends.crossed import Engine
from rules.program import Program
from scoring.assessment import Assessment
from scoring.evidence import Evidence
from scoring.explanation.explain import explain
from scoring.intake.deliveries import Delivery
from scoring.package.decision import decision
from scoring.run import assess_one
from scoring.runs.request import Request
from service.cli.options import (
    FILE,
    Day,
    Language,
    ManyPaths,
    with_evidence,
    with_format,
    with_history,
    with_imports,
    with_language,
    with_mapping,
    with_policies,
)
from service.cli.output import ScreenProgress, json_text
from service.cli.policies import calendars_for, library


@click.command("assess", cls=ManyPaths)
@click.argument("policy")
@with_evidence(required=True)
@click.option("--subjects", type=FILE, help="对象表 · the subjects and their fields")
@click.option("--subject", required=True, help="考评对象 · the subject's id")
@click.option("--period", required=True, help="周期 · 2026, 2026-Q1, 2026-03 …")
@click.option("--as-of", type=Day(), help="截止日，默认为周期末 · default: the end of the period")
@click.option(
    "--engine",
    type=click.Choice(["auto", "durable", "reference"]),
    default="auto",
    help="引擎 · engine",
)
@with_history
@with_imports
@with_mapping
@with_format
@with_language
@with_policies
def assess_subject(
    policy: str,
    evidence: tuple[Path | Delivery, ...],
    subjects: Path | None,
    subject: str,
    period: str,
    as_of: date | None,
    engine: str,
    history: tuple[Path, ...],
    history_from: date | None,
    imports: tuple[Path, ...],
    mapping: Path | None,
    form: str,
    language: Language,
    folders: tuple[Path, ...],
) -> None:
    """只考评一个对象并说明理由 · one subject, explained.

    名次等要看全体的结果待定 · what rests on the whole population is pending.
    """
    entry = library(folders).find(policy)
    request = Request(
        entry.path,
        evidence,
        period,
        subjects,
        as_of,
        cast(Engine, engine),
        history=history,
        history_from=history_from,
        imports=imports,
        mapping=mapping,
        calendars=calendars_for(entry, folders),
    )
    with ScreenProgress() as progress:
        program, admitted, assessment = assess_one(request, subject, progress=progress)
    for line in shown(program, admitted, assessment, form=form, language=language):
        click.echo(line)


def shown(
    program: Program, evidence: Evidence, assessment: Assessment, *, form: str, language: Language
) -> Iterator[str]:
    if form == "json":
        yield json_text(decision(program, assessment))
    else:
        yield from explain(program, evidence, assessment, language)
