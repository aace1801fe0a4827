"""Periods of one policy in a plan: each looks back to those before it, as if they were given."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from rules.library import Library
from scoring.plans.loading import read_plan
from scoring.plans.running import run_plan
from scoring.run import verify_package

VECTORS = Path(__file__).parents[2] / "conformance" / "vectors"
HEAD = "对象,发生日,处置,办理,经办人,延至\n"
TENURES = "项目,项目经理,自,至\n丁,经理一,2024-01-01,2024-02-05\n丁,经理二,2024-02-06,\n"
LATE, MANAGER = VECTORS / "04-taizhou-late.yaml", VECTORS / "04-taizhou-manager.yaml"
PLAN = f"""
计划: 逐月的项目，逐月的项目经理（合成）
考评:
  - {{细则: {MANAGER}, 周期: 2024-02, 证据: 任职.csv, 对象表: 经理.csv}}
  - {{细则: {LATE}, 周期: 2024-03, 证据: 三月/整改核实.csv, 对象表: 项目.csv}}
  - {{细则: {LATE}, 周期: 2024-02, 证据: 二月/整改核实.csv, 对象表: 项目.csv}}
  - {{细则: {LATE}, 周期: 2024-01, 证据: 一月/整改核实.csv, 对象表: 项目.csv}}
"""


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    files = {
        "plan.yaml": PLAN,
        "任职.csv": TENURES,
        "经理.csv": "项目经理\n经理一\n经理二\n",
        "项目.csv": "对象,得分\n丁,69\n",
        "一月/整改核实.csv": HEAD,
        "二月/整改核实.csv": HEAD,
        "三月/整改核实.csv": f"{HEAD}丁,2024-03-10,限期整改,整改核实,经办人一,\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "plan.yaml"


def table(path: Path, *columns: str) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [[row[column] for column in columns] for row in csv.DictReader(file)]


def test_cases_go_on_from_month_to_month_and_fall_on_the_manager(
    plan: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    done = run_plan(read_plan(plan, Library(()).find, lambda _: ()), out)
    months = [f"v04-taizhou-late-2024-0{month}" for month in (1, 2, 3)]
    assert [review.name for review, _, _ in done] == [
        *months[:2],
        "v04-taizhou-manager-2024-02",
        months[2],
    ]
    told = ("state", "since", "deadline", "overdue", "closed")
    assert [table(out / name / "cases.csv", *told)[0] for name in months] == [
        ["open", "2024-01-31", "2024-02-10", "", ""],
        ["open", "2024-02-29", "2024-03-10", "2024-02-11", ""],
        ["rectified", "2024-02-29", "2024-03-10", "2024-02-11", "2024-03-10"],
    ]
    managers = table(out / "v04-taizhou-manager-2024-02" / "results.csv", "subject", "total")
    assert managers == [["经理一", "98"], ["经理二", "100"]]
    whole = json.loads((out / "review.json").read_text(encoding="utf-8"))
    assert {one["package"]: one["needs"] for one in whole["order"]}[months[2]] == months[:2]
    assert verify_package(out / months[2]) is None


def test_a_partial_month_is_nothing_to_look_back_to(plan: Path, tmp_path: Path) -> None:
    text = plan.read_text(encoding="utf-8")
    early = text.replace(
        "周期: 2024-02, 证据: 二月", "周期: 2024-02, 截止日: 2024-02-20, 证据: 二月"
    )
    plan.write_text(early, encoding="utf-8")
    out = tmp_path / "out"
    list(run_plan(read_plan(plan, Library(()).find, lambda _: ()), out))
    whole = json.loads((out / "review.json").read_text(encoding="utf-8"))
    needs = {one["package"]: one["needs"] for one in whole["order"]}
    assert needs["v04-taizhou-late-2024-03"] == ["v04-taizhou-late-2024-01"]
