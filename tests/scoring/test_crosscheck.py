"""Subjects assessed again by the rule engine: how many, and what is said where it differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from bench.workload import evidence as workload_evidence
from bench.workload import program as workload
from rules.program import Program
from scoring.assessment import Assessment
from scoring.concluding import Disagreement
from scoring.evidence import Evidence
from scoring.population.assess import assess_at_once
from scoring.run import review
from scoring.runs import engines
from scoring.runs.crosscheck import (
    SAMPLE,
    CrossCheck,
    EnginesDifferError,
    _step,
    differences,
    measured_otherwise,
)
from scoring.runs.request import Crosscheck
from scoring.runs.sample import read_sample
from tests.scoring.concluded import concluded_otherwise
from tests.scoring.situation import evidence_of, program_of

CASES = Path(__file__).parent / "cases"
POLICIES = Path(__file__).parents[2] / "policies"


def crosscheck(
    program: Program, evidence: Evidence, found: Sequence[Assessment], how: Crosscheck
) -> int:
    check = CrossCheck(program, evidence, how)
    assert list(check.watch(found)) == list(found)
    return check.settle()


def test_subjects_are_assessed_again_in_other_processes_without_difference() -> None:
    program, evidence = workload(), workload_evidence(60)
    found = assess_at_once(program, evidence)
    assert [crosscheck(program, evidence, found, how) for how in ("none", "all")] == [0, 60]


@pytest.mark.parametrize(
    ("subjects", "checked"), [(1, 1), (SAMPLE, SAMPLE), (SAMPLE + 1, 101), (5_001, 193)]
)
def test_a_sample_is_every_nth_subject(subjects: int, checked: int) -> None:
    assert len(range(0, subjects, _step(subjects, "sample"))) == checked


def test_the_first_differing_line_is_named_with_its_subject() -> None:
    program, evidence = workload(), workload_evidence(3)
    good = assess_at_once(program, evidence)
    place = next(i for i, line in enumerate(good[1].ledger) if line.kind == "rule")
    line = good[1].ledger[place]
    wrong = line._replace(applied=line.applied - 1, contribution=line.contribution - 1)
    ledger = (*good[1].ledger[:place], wrong, *good[1].ledger[place + 1 :])
    (found,) = differences((program, evidence, [good[0], replace(good[1], ledger=ledger)]))
    assert (found.subject, found.place) == (good[1].subject, line.indicator)
    assert f"rule {line.rule}" in found.ours
    assert found.ours != found.theirs


@pytest.mark.parametrize(("case", "field"), [("relative", "measures"), ("group-means", "ledger")])
def test_what_is_measured_beside_others_is_compared_where_all_are(case: str, field: str) -> None:
    text = yaml.safe_load((CASES / f"{case}.yaml").read_text(encoding="utf-8"))
    program = program_of(text["policy"])
    evidence = evidence_of(program, text["subjects"], text.get("records", ()))
    good = assess_at_once(program, evidence)
    assert measured_otherwise(program, evidence, good) == []
    assert crosscheck(program, evidence, good, "all") == len(good)
    place = next(i for i, one in enumerate(good) if one.state == "graded")
    wrong = replace(good[place], **{field: type(getattr(good[place], field))()})  # type: ignore[arg-type]  # nothing of its kind
    with pytest.raises(EnginesDifferError) as error:
        crosscheck(program, evidence, (*good[:place], wrong, *good[place + 1 :]), "all")
    assert good[place].subject in [one.subject for one in error.value.found]


def test_a_wrong_place_is_found_in_the_whole_population() -> None:
    program, evidence = workload(), workload_evidence(40)
    good = assess_at_once(program, evidence)
    assert concluded_otherwise(program, evidence, good, good[:1]) == []
    place = good[7].places["regional"]
    wrong = replace(good[7], places={"regional": replace(place, place=place.place + 1)})
    (found,) = concluded_otherwise(program, evidence, [*good[:7], wrong, *good[8:]], good[:1])
    assert found == Disagreement(
        wrong.subject, "regional", f"place {place.place + 1}", f"place {place.place}"
    )


def test_a_difference_stops_the_run_and_says_where() -> None:
    program, evidence = workload(), workload_evidence(3)
    good = assess_at_once(program, evidence)
    wrong = [replace(one, ledger=one.ledger[:-1]) for one in good[:1]]
    with pytest.raises(EnginesDifferError) as stopped:
        crosscheck(program, evidence, [*wrong, *good[1:]], "all")
    lines = list(stopped.value.lines())
    assert lines[0] == (
        "抽查 3 个对象，两个引擎有 1 个不同，没有写出任何结果",
        "two engines differ on 1 of 3 subjects, no result was written",
    )
    assert lines[1][1].startswith(f"{good[0].subject}, ")


@pytest.mark.parametrize(
    ("many", "engine", "checked"), [(71, "duckdb", 72), (72, "durable", 72)], ids=["many", "few"]
)
def test_auto_takes_the_whole_population_at_once_where_there_are_many(
    many: int, engine: str, checked: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("durable_rules_engine", exc_type=ImportError)
    monkeypatch.setattr(engines, "MANY", many)
    folder = POLICIES / "property-company"
    outcome = review(read_sample(folder / "sample/sample.yaml", folder / "2026.1.yaml"))
    assert (outcome.engine.name, outcome.engine.checked) == (engine, checked)
