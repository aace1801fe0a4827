"""`kaoping test --generate`: cases for what no case of a policy shows, for a person to confirm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import click

from rules.expr.printer import Spelling
from rules.library import Entry, Library, read_entry
from rules.program import Head, Program
from rules.yaml_reader import MappingNode, read_yaml
from scoring.casebook.cases import Case
from scoring.casebook.loading import policy_of, read_casebook
from scoring.casebook.running import Runner
from scoring.coverage.coverage import Coverage
from scoring.drafting.columns import ground_of
from scoring.drafting.drafts import Drafts, draft
from scoring.drafting.writing import goal_told, why_not, write_drafts
from scoring.evidence import Period
from scoring.period import read_period
from service.cli.faults import DONE, Misuse
from service.cli.options import Language
from service.cli.output import ScreenProgress


def generate_tests(
    paths: tuple[str, ...], policies: Library, out: Path | None, language: Language
) -> int:
    """Drafts for one policy, on stdout or in a new file; what was not reached is told."""
    if len(paths) != 1:
        raise Misuse("--generate 一次起草一份细则的", "--generate drafts for one policy at a time")
    if out is not None and out.exists():
        zh, en = f"{out} 已经有了，请另起一个名字", f"{out} is there already; give another name"
        raise Misuse(zh, en)
    (path,) = paths
    is_tests = path.endswith(".test.yaml") and Path(path).is_file()
    entry = read_entry(policy_of(Path(path))) if is_tests else policies.find(path)
    tests = entry.path.with_name(f"{entry.path.stem}.test.yaml")
    program = entry.program
    cases = _cases(tests, program) if tests.is_file() else ()
    period = cases[0].period if cases else _first_period(program.head)
    with ScreenProgress() as progress:
        drafts = _drafted(program, period, cases, progress)
    text = write_drafts(drafts, program, period, _language_of(entry))
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8", newline="\n")
    _tell(drafts, language)
    return DONE


def _drafted(
    program: Program, period: Period, cases: tuple[Case, ...], progress: ScreenProgress
) -> Drafts:
    coverage = Coverage(program)
    runner = Runner(program, "reference", coverage.see)
    for case in cases:
        runner.judge(case)
    return draft(
        program,
        ground_of(program, period),
        coverage,
        cases,
        lambda done, of: progress("drafts", done, of),
    )


def _cases(tests: Path, program: Program) -> tuple[Case, ...]:
    """Without what they expect: they are where a search begins."""
    book = read_casebook(tests.read_bytes(), str(tests), program)
    bare = (
        replace(case, parties=tuple(replace(party, expected=()) for party in case.parties))
        for case in book.cases
    )
    return tuple(bare)


def _first_period(head: Head) -> Period:
    """The first whole period from the day the policy is in force."""
    year = head.effective_from.year + (head.effective_from > date(head.effective_from.year, 1, 1))
    labels = {
        "year": f"{year}",
        "half_year": f"{year}-H1",
        "quarter": f"{year}-Q1",
        "month": f"{year}-01",
        "custom": f"{year}-01-01/{year}-12-31",
    }
    return read_period(labels[head.period], head, None)


def _language_of(entry: Entry) -> Spelling:
    root = read_yaml(entry.path.read_bytes(), str(entry.path))
    keys = {one.key.text for one in root.entries} if isinstance(root, MappingNode) else set()
    return "en" if "policy" in keys else "zh"


def _tell(drafts: Drafts, language: Language) -> None:
    found, left = len(drafts.found), len(drafts.unreached)
    english = f"{found} cases drafted, {left} not reached"
    told = f"起草 {found} 个用例，{left} 处没有起草 · {english}"
    click.echo(english if language == "en" else told, err=True)
    for one in drafts.unreached:
        click.echo(f"  {goal_told(one.goal, language)}：{why_not(one, language)}", err=True)
