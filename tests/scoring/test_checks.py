"""Checks, decisions and exceptions in a package: the same by every engine, told to people."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from rules.backends.crossed import Engine
from rules.library import shipped_calendars
from scoring.explanation.explain import explain
from scoring.explanation.voice import Language
from scoring.run import assess_one, run_review, verify_package
from scoring.runs.request import Request
from tests.scoring.situation import HEAD

POLICY = """
对象:
  种类: 小区
  字段: {正式党员数: 整数, 成立日: {类型: 日期, 缺失: 不计}, 审批日: {类型: 日期, 缺失: 不计}}
核查:
  三人: {条件: 正式党员数 >= 3, 力度: 原则上, 名称: 正式党员三人, 依据: 示例}
  审批: {完成: 审批日, 自: 成立日, 期限: 3 工作日, 缺失: 不符合, 力度: 应当, 依据: 示例}
判定:
  组建:
    依次:
      - {判为: 单独, 当: 正式党员数 >= 3}
      - {判为: 联合, 当: 正式党员数 >= 1, 须备案: 是, 原因: 正式党员不足三名}
    依据: 示例
例外备案: {批准人: [街道, 社区]}
等次: {依次: [{好: 审批 = 符合}, {差: 其余}]}
"""
SUBJECTS = """对象,正式党员数,成立日,审批日
备案,2,2026-09-30,2026-10-10
不足,1,2026-09-30,2026-10-12
无党员,0,,
缺年历,4,2026-12-30,2027-01-04
齐全,3,2026-09-29,2026-10-08
"""
WAIVERS = """对象,核查,原因,批准人,备案日,有效至
备案,三人,小区党员少,街道,2025-03-01,2026-12-31
备案,组建.联合,没有第三名正式党员,社区,2026-09-01,
不足,三人,口头同意,某领导,2026-09-01,
"""
ENGINES: tuple[Engine, ...] = ("reference", "durable", "duckdb")
CALENDARS = tuple(file for file in shipped_calendars() if "2026" in file.name)


@pytest.fixture(scope="module")
def request_of_a_year(tmp_path_factory: pytest.TempPathFactory) -> Request:
    folder = tmp_path_factory.mktemp("year")
    (folder / "policy.yaml").write_text(HEAD + POLICY, encoding="utf-8")
    (folder / "对象.csv").write_text(SUBJECTS, encoding="utf-8")
    (folder / "例外备案.csv").write_text(WAIVERS, encoding="utf-8")
    return Request(
        policy=folder / "policy.yaml",
        evidence=(folder / "例外备案.csv",),
        subjects=folder / "对象.csv",
        period="2026",
        calendars=CALENDARS,
    )


def rows_of(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.reader(lines))


@pytest.mark.parametrize("engine", ENGINES)
def test_the_package_tells_every_result_with_what_is_on_record(
    request_of_a_year: Request, engine: Engine, tmp_path: Path
) -> None:
    run_review(replace(request_of_a_year, engine=engine), tmp_path / "package")
    told = ["subject", "check", "sort", "strength", "result", "why", "deadline"]
    filed = ["on_record", "approver", "filed", "valid_to"]
    three, nothing = ["三人", "check", "in_principle"], [""] * 4
    approval, founding = ["审批", "check", "shall"], ["组建", "decision", ""]
    few = "正式党员不足三名"
    assert rows_of(tmp_path / "package" / "checks.csv") == [
        [*told, *filed],
        ["不足", *three, "缺备案", "", "", *nothing],
        ["不足", *approval, "不符合", "", "2026-10-10", *nothing],
        ["不足", *founding, "缺备案", few, "", *nothing],
        ["备案", *three, "例外", "", "", "小区党员少", "街道", "2025-03-01", "2026-12-31"],
        ["备案", *approval, "符合", "", "2026-10-10", *nothing],
        ["备案", *founding, "联合", few, "", "没有第三名正式党员", "社区", "2026-09-01", ""],
        ["无党员", *three, "缺备案", "", "", *nothing],
        ["无党员", *approval, "unknown", "", "", *nothing],
        ["无党员", *founding, "不符合", "", "", *nothing],
        ["缺年历", *three, "符合", "", "", *nothing],
        ["缺年历", *approval, "unknown", "", "", *nothing],
        ["缺年历", *founding, "单独", "", "", *nothing],
        ["齐全", *three, "符合", "", "", *nothing],
        ["齐全", *approval, "符合", "", "2026-10-09", *nothing],
        ["齐全", *founding, "单独", "", "", *nothing],
    ]
    assert verify_package(tmp_path / "package") is None


def test_who_may_not_approve_is_rejected_at_the_row(
    request_of_a_year: Request, tmp_path: Path
) -> None:
    run_review(request_of_a_year, tmp_path / "package")
    _, (file, _, row, column, _, value, *_) = rows_of(tmp_path / "package" / "rejects.csv")
    assert (file, row, column, value) == ("例外备案.csv", "4", "批准人", "某领导")


def test_without_the_table_of_exceptions_nobody_knows_whether_there_is_one(
    request_of_a_year: Request, tmp_path: Path
) -> None:
    run_review(replace(request_of_a_year, evidence=()), tmp_path / "package")
    results = {(row[0], row[1]): row[4] for row in rows_of(tmp_path / "package" / "checks.csv")}
    assert {subject: results[subject, "三人"] for subject in ("备案", "不足", "齐全")} == {
        "备案": "unknown",
        "不足": "unknown",
        "齐全": "符合",
    }


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_explanation_reads_as_reviewed(
    request_of_a_year: Request, language: Language, golden: Callable[[str, str], None]
) -> None:
    told = []
    for subject in ("备案", "不足", "无党员", "缺年历"):
        program, evidence, found = assess_one(request_of_a_year, subject)
        told.append("\n".join(explain(program, evidence, found, language)))
    golden(f"explain/exceptions.{language}.txt", "\n\n".join(told) + "\n")


def test_the_manifest_tells_the_base_of_a_whole(request_of_a_year: Request, tmp_path: Path) -> None:
    extends = "基于: {编号: city, 版本: '1', 摘要: 'sha256:0'}\n"
    policy = tmp_path / "whole.yaml"
    policy.write_text(HEAD + extends + POLICY, encoding="utf-8")
    run_review(replace(request_of_a_year, policy=policy), tmp_path / "package")
    manifest = json.loads((tmp_path / "package" / "manifest.json").read_text("utf-8"))
    stated = {"id": "city", "version": "1", "digest": "sha256:0"}
    assert manifest["policy"]["extends"] == stated
    assert verify_package(tmp_path / "package") is None
