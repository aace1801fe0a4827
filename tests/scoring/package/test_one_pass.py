"""A package is written in one pass: whoever was written is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from weakref import ReferenceType, ref

from bench.workload import evidence, program
from rules.backends.reference import ReferenceMatcher
from scoring.assess import assess_population
from scoring.assessment import Assessment
from scoring.package.writing import write_tables
from scoring.runs.crosscheck import CrossCheck
from scoring.runs.outcome import EngineReport, Judged
from scoring.runs.request import Request


def test_no_more_than_the_one_at_hand_is_kept(tmp_path: Path) -> None:
    policy, given = program(), evidence(30)
    found = assess_population(policy, given, ReferenceMatcher(policy))
    shown: list[ReferenceType[Assessment]] = []
    alive: list[int] = []

    def one_by_one() -> Iterator[Assessment]:
        for assessment in found:
            copy = replace(assessment)
            shown.append(ref(copy))
            yield copy
            alive.append(sum(one() is not None for one in shown))

    request = Request(Path("policy.yaml"), (), "2025")
    check = CrossCheck(policy, given, "none")
    judged = Judged(
        request,
        policy,
        (),
        given,
        check.watch(one_by_one()),
        lambda: EngineReport("duckdb", {}, 0, 0, 0),
    )
    summary, _ = write_tables(judged, tmp_path)
    assert (summary.counts.everyone, max(alive)) == (30, 1)
