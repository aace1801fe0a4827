"""Packs that rest on each other: their plan is reviewed over their samples, by every engine."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from rules.backends.crossed import Engine
from rules.library import Library, shipped
from scoring.package.manifest import read_manifest
from scoring.plans.loading import read_plan
from scoring.plans.plan import Plan
from scoring.plans.running import WHOLE, run_plan
from scoring.run import verify_package

PLANS = sorted(shipped().glob("*/sample/plan.yaml"))
NAMES = [plan.parts[-3] for plan in PLANS]
LIBRARY = Library((shipped(),))

# What a package shows people names the engine that made it.
NAMES_THE_ENGINE = {"report.html"}


def read(plan: Path) -> Plan:
    return read_plan(plan, LIBRARY.find, lambda _: LIBRARY.calendars())


def outputs(plan: Plan, engine: Engine, out: Path) -> Mapping[str, Mapping[str, object]]:
    """Of each package; every one verified, with somebody graded."""
    by_engine = tuple(
        replace(review, request=replace(review.request, engine=engine)) for review in plan.reviews
    )
    found = {}
    for review, package, outcome in run_plan(replace(plan, reviews=by_engine), out):
        assert outcome is not None
        assert outcome.subjects["graded"] > 0, review.name
        assert verify_package(package) is None
        written = read_manifest(package)["outputs"]
        found[review.name] = {name: written[name] for name in written.keys() - NAMES_THE_ENGINE}
    return found


@pytest.mark.parametrize("plan", PLANS, ids=NAMES)
def test_every_engine_gives_the_same_packages_of_a_plan(plan: Path, tmp_path: Path) -> None:
    read_back = read(plan)
    expected = outputs(read_back, "reference", tmp_path / "reference")
    for engine in ("durable", "duckdb"):
        found = outputs(read_back, engine, tmp_path / engine)
        assert found == expected
    whole = json.loads((tmp_path / "reference" / WHOLE).read_text(encoding="utf-8"))
    assert [one["package"] for one in whole["order"]] == list(expected)


def test_every_pack_is_tried_by_its_sample_or_by_a_plan() -> None:
    planned = {review.program.head.id for plan in PLANS for review in read(plan).reviews}
    alone = {path.parents[1].name for path in shipped().glob("*/sample/sample.yaml")}
    assert alone | planned == {path.parent.name for path in LIBRARY.files()}


@pytest.mark.parametrize("plan", PLANS, ids=NAMES)
def test_the_evidence_of_a_plan_is_said_to_be_invented(plan: Path) -> None:
    """On every page of every package, and in the readme of every sample it uses."""
    for review in read(plan).reviews:
        mark = review.request.mark
        assert mark is not None
        assert ("合成数据" in mark.zh, "synthetic data" in mark.en) == (True, True)
        for given in review.request.evidence:
            path = getattr(given, "path", given)
            text = (path.resolve().parent / "README.md").read_text(encoding="utf-8")
            assert text.startswith("# 合成数据 · synthetic data")
