"""Policies that rest on each other, whole: every plan by every engine, mergers, superiors."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

import pytest

from rules.backends.crossed import Engine
from rules.library import Library
from scoring.explanation.explain import explain
from scoring.package.manifest import read_manifest
from scoring.plans.loading import read_plan
from scoring.plans.running import run_plan
from scoring.run import review_subject, verify_package

CASES = Path(__file__).parents[1] / "cases"
PLANS = sorted(CASES.glob("*/plan.yaml"))
ENGINES: tuple[Engine, ...] = ("reference", "durable", "duckdb")
# What a package shows people names the engine that made it.
NAMES_THE_ENGINE = {"report.html"}

Row = tuple[str, ...]


def packages(case: str, out: Path, engine: Engine | None = None) -> list[Path]:
    plan = read_plan(CASES / case / "plan.yaml", Library(()).find, lambda _: ())
    return [folder for _, folder, _ in run_plan(plan, out, engine=engine)]


def outputs(package: Path) -> Mapping[str, object]:
    """Every file that came out, with its digest; effects are among them."""
    manifest = read_manifest(package)
    written = manifest["outputs"]
    told = {name: written[name] for name in written.keys() - NAMES_THE_ENGINE}
    return {**told, "effects": manifest.get("effects")}


def results(package: Path, *columns: str) -> Mapping[str, Row]:
    with (package / "results.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {row["subject"]: tuple(row[column] for column in columns) for row in rows}


@pytest.mark.parametrize("case", [plan.parent.name for plan in PLANS])
def test_every_engine_gives_the_same_packages_of_a_plan(case: str, tmp_path: Path) -> None:
    pytest.importorskip("durable_rules_engine", exc_type=ImportError)
    found = {
        engine: {one.name: outputs(one) for one in packages(case, tmp_path / engine, engine)}
        for engine in ENGINES
    }
    assert len(found["reference"]) > 1
    assert found["durable"] == found["reference"]
    assert found["duckdb"] == found["reference"]


def test_the_company_that_stays_has_the_evidence_and_the_past_of_those_merged_into_it(
    tmp_path: Path,
) -> None:
    """甲 and 乙 become 丙 on 1 July: 丙 has 200 × 365 + 100 × 365 household days, the complaints
    of all three, 100 − 10 × 4.33 points, and 乙's black list of 2025 makes this its second."""
    before, after = packages("merger", tmp_path)
    assert results(before, "total", "lists") == {
        "甲": ("95.00", ""),
        "乙": ("50.00", "黑榜"),
        "丁": ("100.00", ""),
    }
    columns = ("measure_户天", "measure_投诉数", "measure_上年最低分", "total", "lists", "state")
    assert results(after, *columns) == {
        "甲": ("0.0000", "0", "", "", "", "not_graded"),
        "乙": ("0.0000", "0", "", "", "", "not_graded"),
        "丙": ("109500.0000", "13", "50.00", "56.70", "黑榜", "graded"),
        "丁": ("36500.0000", "0", "100.00", "100.00", "", "graded"),
    }
    with (after / "triggers.csv").open(encoding="utf-8", newline="") as file:
        (talk,) = csv.DictReader(file)
    assert (talk["subject"], talk["trigger"], talk["level"]) == ("丙", "约谈", "2")
    assert verify_package(after) is None


def test_subordinates_make_their_superior_by_weight_and_one_that_lacks_makes_it_wait(
    tmp_path: Path,
) -> None:
    """乙 has C (80, 50 members) and since June B (50, 100 members): 60. 丙 has E and D, and D has
    no result; a mean over E alone would be 80."""
    _, street = packages("superior", tmp_path)
    columns = ("measure_平均分", "measure_加权分", "measure_最差", "measure_下级得分", "total")
    assert results(street, *columns, "grade", "state") == {
        "甲": ("90.00", "90.00", "好", "90.00", "90.00", "好", "graded"),
        "乙": ("65.00", "60.00", "差", "60.00", "68.00", "一般", "graded"),
        "丙": ("80.00", "80.00", "好", "", "", "", "pending"),
    }
    assert verify_package(street) is None


def test_an_explanation_names_whose_results_and_records_were_taken_over(tmp_path: Path) -> None:
    _, after = packages("merger", tmp_path)
    told = "\n".join(explain(*review_subject(after, "丙"), "zh"))
    assert "demo-merged/2025/乙：上年得分 = 50，上榜 = 是" in told


def test_types_of_branches_make_the_coverage_of_their_street(tmp_path: Path) -> None:
    """Two members make a joint branch, three one of their own, a unit's five none: C is covered by
    its unit's, D by nobody. Only 丙's exception is on record."""
    communities, streets = packages("coverage", tmp_path)
    with (communities / "checks.csv").open(encoding="utf-8", newline="") as file:
        told = {row["subject"]: (row["result"], row["why"]) for row in csv.DictReader(file)}
    assert {name: told[name] for name in "ABCD"} == {
        "A": ("单独", "正式党员满三名"),
        "B": ("联合", "正式党员不足三名"),
        "C": ("不新建", "单位型小区原则上不新建"),
        "D": ("不新建", "没有正式党员"),
    }
    columns = ("measure_组织覆盖率", "measure_工作覆盖率", "measure_组织覆盖", "measure_工作覆盖")
    assert results(streets, *columns, "grade") == {
        "甲": ("0.6667", "1.0000", "符合", "符合", "达标"),
        "乙": ("0.5000", "0.5000", "不符合", "缺备案", "未达标"),
        "丙": ("0.6667", "0.6667", "符合", "例外", "达标"),
    }
