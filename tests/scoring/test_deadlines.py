"""Deadlines and ladders in a package: the same by every engine, with the calendars they need."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import pytest

from rules.backends.crossed import Engine
from rules.compile import compile_policy
from rules.library import shipped_calendars
from scoring.explanation.explain import explain
from scoring.run import assess_one, run_review, verify_package
from scoring.runs.request import Request

POLICY = Path(__file__).parents[1] / "conformance" / "vectors" / "07-beijing-ladder.yaml"
SUBJECTS = "对象,类别\n甲,住宅\n乙,其他\n丙,其他\n"
EVIDENCE = "对象,发生日,计分\n甲,2024-05-01,6\n甲,2024-05-02,3\n乙,2024-02-29,12\n丙,2024-12-31,5\n"
ENGINES: tuple[Engine, ...] = ("reference", "durable", "duckdb")


@pytest.fixture(scope="module")
def request_of_a_year(tmp_path_factory: pytest.TempPathFactory) -> Request:
    folder = tmp_path_factory.mktemp("year")
    (folder / "违规行为.csv").write_text(EVIDENCE, encoding="utf-8")
    (folder / "对象.csv").write_text(SUBJECTS, encoding="utf-8")
    return Request(
        policy=POLICY,
        evidence=(folder / "违规行为.csv",),
        subjects=folder / "对象.csv",
        period="2024",
        calendars=shipped_calendars(),
    )


@pytest.mark.parametrize("engine", ENGINES)
def test_the_package_tells_rung_and_deadline_and_verifies(
    request_of_a_year: Request, engine: Engine, tmp_path: Path
) -> None:
    run_review(replace(request_of_a_year, engine=engine), tmp_path / "package")
    with (tmp_path / "package" / "triggers.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [[row[key] for key in ("subject", "level", "action", "deadline")] for row in rows] == [
        ["乙", "3", "核查资质，一年内不得承接新项目", "2025-01-15"],
        ["甲", "2", "约谈法定代表人，一年内不予晋级", "2025-01-30"],
    ]
    assert {row["deadline_provisional"] for row in rows} == {"false"}
    assert verify_package(tmp_path / "package") is None


def test_the_calendars_are_kept_with_the_package(
    request_of_a_year: Request, tmp_path: Path
) -> None:
    run_review(request_of_a_year, tmp_path / "package")
    kept = sorted(path.name for path in (tmp_path / "package/inputs/calendar").iterdir())
    assert kept == ["cn-2024.yaml", "cn-2025.yaml", "cn-2026.yaml"]
    asked = json.loads((tmp_path / "package/inputs/request.json").read_text("utf-8"))
    assert asked["calendars"] == [f"calendar/{name}" for name in kept]


def test_without_a_calendar_the_deadline_is_provisional_and_said_to_be(
    request_of_a_year: Request,
) -> None:
    request = replace(request_of_a_year, calendars=())
    program, evidence, found = assess_one(request, "乙")
    (case,) = found.triggers
    assert (case.deadline.isoformat(), case.deadline_provisional) == ("2025-01-14", True)
    said = explain(program, evidence, found, "zh")
    assert "期限 2025-01-14（暂定）" in [line.strip() for line in said]
    assert any("没有 2025 年的工作日安排" in line for line in said)


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        pytest.param("zh", "递进第 3 级，共 3 级", id="zh"),
        pytest.param("en", "rung 3 of 3", id="en"),
    ],
)
def test_the_rung_is_explained(request_of_a_year: Request, language: str, expected: str) -> None:
    program, evidence, found = assess_one(request_of_a_year, "乙")
    lines = [line.strip() for line in explain(program, evidence, found, language)]  # type: ignore[arg-type]  # two languages
    at = lines.index(expected)
    assert "12" in lines[at + 1]


def test_a_subject_of_no_class_has_no_deadline_and_a_caution(
    request_of_a_year: Request, tmp_path: Path
) -> None:
    text = POLICY.read_text("utf-8").replace(
        "类别: [住宅, 其他]", "类别: {选项: [住宅, 其他], 缺失: 不计}"
    )
    (tmp_path / "policy.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "对象.csv").write_text("对象,类别\n乙,\n", encoding="utf-8")
    request = replace(
        request_of_a_year, policy=tmp_path / "policy.yaml", subjects=tmp_path / "对象.csv"
    )
    _, _, found = assess_one(request, "乙")
    assert [case.deadline for case in found.triggers] == [None]
    assert [caution.zh for caution in found.cautions] == ["没有类别，期限不明"]


UNKNOWN = "对象,发生日,计分\n乙,2024-02-29,8\n乙,2024-03-01,\n"


def test_a_rung_in_doubt_leaves_the_trigger_pending(
    request_of_a_year: Request, tmp_path: Path
) -> None:
    """Eight points are rung one; with the points nobody wrote down they may be more."""
    (tmp_path / "违规行为.csv").write_text(UNKNOWN, encoding="utf-8")
    text = POLICY.read_text("utf-8").replace("累计计分 < 6", "类别 = 住宅")
    text = text.replace("条件: 累计计分 >= 6", "条件: 类别 = 其他")
    (tmp_path / "policy.yaml").write_text(text, encoding="utf-8")
    request = replace(
        request_of_a_year,
        policy=tmp_path / "policy.yaml",
        evidence=(tmp_path / "违规行为.csv",),
    )
    _, _, found = assess_one(request, "乙")
    assert (found.triggers, found.pending_triggers) == ((), ("计分处置",))


def test_a_policy_without_the_new_constructs_keeps_its_digest() -> None:
    text = POLICY.with_name("05-yinzhou.yaml").read_bytes()
    canonical = compile_policy(text, "05-yinzhou.yaml")[0].canonical
    assert not {"ladder", "level", "terms", "working"} & set(canonical.split('"'))


@pytest.mark.parametrize("calendars", [shipped_calendars(), ()], ids=["known", "unknown-year"])
def test_deadlines_of_everybody_at_once_are_those_of_one_by_one(
    request_of_a_year: Request, calendars: tuple[Path, ...], tmp_path: Path
) -> None:
    request = replace(request_of_a_year, calendars=calendars)
    packages = []
    for engine in ENGINES:
        run_review(replace(request, engine=engine), tmp_path / engine)
        told = [(tmp_path / engine / name).read_bytes() for name in ("results.csv", "triggers.csv")]
        packages.append(told)
    assert packages[1:] == packages[:1] * 2
