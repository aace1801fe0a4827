"""Early warning: what is a few points, one count or one event away from a line."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rules.backends.crossed import matcher_for
from rules.diagnostics import PolicyError
from rules.values import Number
from scoring.explanation.voice import Voice
from scoring.intake.past import with_history
from scoring.package.delimited import write_csv
from scoring.run import review_package, run_review
from scoring.runs.outcome import Outcome
from scoring.runs.request import Request
from scoring.settle.settling import run_settlement
from scoring.warning.events import Events
from scoring.warning.telling import Telling, warnings_table
from scoring.warning.warnings import Warnings, warnings_of

POLICY = """
考评: 项目考评
编号: projects
版本: "1"
状态: 生效
生效: 2020-01-01
周期: 年度
对象:
  种类: 项目
  字段: {得分: {类型: 数, 小数: 2, 缺失: 不计}, 满意率: {类型: 百分比, 缺失: 不计}}
考核数据:
  违规: {字段: {计分: "[0..12]", 属实: {类型: 是否, 缺失: 不计}}}
  投诉: {字段: {程度: {依次: [一般, 重大]}}}
统计口径:
  累计计分: {求和: 违规.计分}
  投诉数: {计数: 投诉}
  重大投诉: {计数: 投诉, 当: 程度 = 重大}
指标:
  工作: {取值: 得分, 缺失: 待定, 依据: 示例}
  投诉处置: {最低: -10, 扣分: [{每: 投诉, 扣: 2, 依据: 示例}], 依据: 示例}
总分: {范围: "[0..100]", 保留: 2}
一票否决: [{编号: 重大, 情形: 重大投诉 >= 1, 至多评为: 合格, 依据: 示例}]
等次: {优秀: 90以上, 合格: 60以上不满90, 不合格: 不满60}
名单: {红榜: {条件: 等次 = 优秀 且 满意率 >= 90%, 依据: 示例}}
处置:
  督办: {条件: 投诉数 >= 3, 措施: 督办, 依据: 示例}
  计分处置: {条件: 累计计分 >= 6, 递进: {6: 警示, 9: 约谈, 12: 核查}, 按: 累计计分, 依据: 示例}
"""
SUBJECTS = """项目,得分,满意率
一,90.50,95%
二,89.50,95%
三,75,95%
四,75,
五,,95%
六,91,89.5%
"""
VIOLATIONS = """项目,编号,发生日,计分,属实
三,v1,2026-02-01,5.5,是
四,v2,2026-02-01,8.5,是
"""
COMPLAINTS = """项目,编号,发生日,程度
三,c1,2026-03-01,一般
三,c2,2026-03-02,一般
四,c3,2026-03-03,一般
四,c4,2026-03-04,一般
四,c5,2026-03-05,一般
"""
TODAY = date(2026, 6, 30)
CARDS = "历史: {一年督办: {次数: 督办, 内: 12个月, 计于: 期末, 缺史: 按零}}"


def reviewed(
    folder: Path,
    text: str = POLICY,
    as_of: date | None = TODAY,
    *,
    complaints: str = COMPLAINTS,
    **more: Any,
) -> Outcome:
    folder.mkdir(parents=True, exist_ok=True)
    files = {
        "policy.yaml": text,
        "项目.csv": SUBJECTS,
        "违规.csv": VIOLATIONS,
        "投诉.csv": COMPLAINTS,
    }
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    evidence = (folder / "违规.csv", folder / "投诉.csv")
    asked = Request(folder / "policy.yaml", evidence, "2026", folder / "项目.csv", as_of=as_of)
    run_review(replace(asked, **more), folder / "out")
    return review_package(folder / "out")


def warned(outcome: Outcome, within: Number = 1) -> Warnings:
    matcher = matcher_for(outcome.program, "reference")
    return warnings_of(outcome.program, outcome.evidence, outcome.assessments, within, matcher)


def told(outcome: Outcome, found: Warnings, language: Any = "zh") -> Mapping[str, Sequence[str]]:
    telling = Telling(outcome.program, outcome.assessments, Voice(language))
    by_subject: dict[str, list[str]] = {}
    for near in found.near:
        words = f"{telling.cause(near)}：{telling.turned(near)}"
        by_subject.setdefault(near.subject, []).append(words)
    return by_subject


def told_of(folder: Path, text: str, complaints: str) -> Mapping[str, Sequence[str]]:
    outcome = reviewed(folder, text, complaints=complaints)
    return told(outcome, warned(outcome))


MAJOR = "再有一条“投诉”（像“c1”那样的）"


def test_points_counts_and_events_are_told_with_what_turns(tmp_path: Path) -> None:
    outcome = reviewed(tmp_path)
    assert told(outcome, warned(outcome)) == {
        "一": [
            "总分 90.50，再低 0.51：等次 优秀 → 合格，不再列入“红榜”",
            f"{MAJOR}：等次 优秀 → 合格，不再列入“红榜”",
        ],
        "三": [
            "累计计分 5.5，再高 0.5：“计分处置”到第 1 级：警示",
            "投诉数 2，再有一次：触发“督办”",
            "再有一条“违规”（像“v1”那样的）：“计分处置”到第 2 级：约谈",
            "再有一条“投诉”（像“c1”那样的）：触发“督办”",
        ],
        "二": ["总分 89.50，再高 0.50：等次 合格 → 优秀，列入“红榜”"],
        "六": [
            "满意率 89.5%，再高 0.5 个百分点：列入“红榜”",
            f"{MAJOR}：等次 优秀 → 合格",
        ],
        "四": [
            "累计计分 8.5，再高 0.5：“计分处置”到第 2 级：约谈",
            "再有一条“违规”（像“v1”那样的）：“计分处置”到第 3 级：核查",
        ],
    }


def test_a_record_that_leaves_the_subject_waiting_turns_nothing(tmp_path: Path) -> None:
    text = POLICY.replace("程度: {依次: [一般, 重大]}", "程度: {依次: [一般, 重大], 缺失: 不计}")
    found = told_of(tmp_path, text, COMPLAINTS + "四,c6,2026-03-06,\n")
    assert [line for lines in found.values() for line in lines if "c6" in line] == []


def test_whoever_waits_is_warned_of_nothing(tmp_path: Path) -> None:
    assert not {near.subject for near in warned(reviewed(tmp_path)).near} & {"五"}


@pytest.mark.parametrize(
    ("within", "found"),
    [(0, []), (1, ["一", "三", "二", "六", "四"]), (2, ["一", "三", "二", "六", "六", "四"])],
)
def test_a_wider_look_finds_more(tmp_path: Path, within: int, found: list[str]) -> None:
    near = warned(reviewed(tmp_path), within).near
    assert [one.subject for one in near if one.how == "points"] == found


def test_what_a_quantity_turns_is_what_an_assessment_with_it_says(tmp_path: Path) -> None:
    """A point less makes the grade that the warning tells."""
    outcome = reviewed(tmp_path / "now")
    (near,) = (n for n in warned(outcome).near if n.subject == "一" and n.of == "total")
    assert str(near.across) == "8999/100"
    later = reviewed(tmp_path / "then", POLICY.replace("取值: 得分", "取值: 得分 - 0.51", 1))
    grade = {a.subject: a.grade for a in later.assessments}["一"]
    assert [(t.what, t.after) for t in near.turns] == [("grade", grade), ("list", False)]


def test_one_more_card_is_told_with_the_red_one(tmp_path: Path) -> None:
    """S-03, 合肥: a yellow card this month is the second within a year."""
    text = POLICY.replace("周期: 年度", "周期: 月度").replace(
        "统计口径:",
        "历史: {一年督办: {次数: 督办, 内: 12个月, 计于: 期末, 缺史: 按零}}\n统计口径:",
        1,
    )
    text += "  红牌: {条件: 一年督办 >= 2, 依据: 示例}\n"
    (tmp_path / "past.csv").write_text(
        "细则,周期,对象,状态,总分,等次,名单,处置\nprojects,2026-02,三,已评,75,合格,,督办\n",
        encoding="utf-8",
    )
    past = (tmp_path / "past.csv",)
    outcome = reviewed(tmp_path / "in", text, None, period="2026-03", history=past)
    assert {a.subject: a.history.get("一年督办") for a in outcome.assessments}["三"] == 1
    found = told(outcome, warned(outcome))["三"]
    assert "投诉数 2，再有一次：触发“督办”，触发“红牌”" in found


def test_where_points_rest_on_everybody_no_event_is_tried(tmp_path: Path) -> None:
    text = POLICY.replace("缺失: 待定, 依据: 示例}\n", "缺失: 组均, 保留: 2, 依据: 示例}\n", 1)
    outcome = reviewed(tmp_path, text)
    found = warned(outcome)
    assert (found.alone, {near.how for near in found.near}) == (False, {"points", "count"})


def test_a_long_search_says_whom_it_left_out(tmp_path: Path) -> None:
    outcome = reviewed(tmp_path)
    matcher = matcher_for(outcome.program, "reference")
    events = Events(outcome.program, outcome.evidence, matcher, most=8)
    tried = [events.after_one(own) is not None for own in outcome.assessments]
    assert tried == [True, True, False, False, False, False]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_warnings_read_as_reviewed(tmp_path: Path, golden: Any, language: Any) -> None:
    outcome = reviewed(tmp_path)
    telling = Telling(outcome.program, outcome.assessments, Voice(language))
    lines = telling.outline(warned(outcome), outcome.evidence.period, 1)
    text = "\n".join("  " * depth + line for depth, line in lines)
    golden(f"explain/warnings.{language}.txt", text + "\n")


def test_the_table_has_a_row_of_each_warning(tmp_path: Path) -> None:
    outcome = reviewed(tmp_path)
    found = warned(outcome)
    zh, en = (Telling(outcome.program, outcome.assessments, Voice(of)) for of in ("zh", "en"))  # type: ignore[arg-type]
    write_csv(warnings_table(found, zh, en), tmp_path)
    with (tmp_path / "warnings.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(r["subject"], r["how"], r["quantity"], r["value"], r["across"]) for r in rows][:2] == [
        ("一", "points", "total", "90.5", "89.99"),
        ("一", "event", "投诉", "", ""),
    ]
    assert rows[0]["turns_en"] == "grade 优秀 → 合格, no longer on “红榜”"
    assert len(rows) == len(found.near)


# --- partial results -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("as_of", "partial"), [(TODAY, True), (None, False), (date(2027, 1, 5), False)]
)
def test_a_result_of_a_part_of_a_period_says_so(tmp_path: Path, as_of: Any, partial: bool) -> None:
    reviewed(tmp_path, as_of=as_of)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest.get("partial", False) is partial


def test_it_is_no_earlier_result_of_a_later_period(tmp_path: Path) -> None:
    outcome = reviewed(tmp_path)
    with pytest.raises(PolicyError) as refused:
        with_history(outcome.program, outcome.evidence, [tmp_path / "out"], None)
    assert [d.code for d in refused.value.diagnostics] == ["past-partial"]


def test_it_is_not_settled(tmp_path: Path) -> None:
    reviewed(tmp_path)
    (tmp_path / "签字.csv").write_text(
        "签字事项,方,角色,对象,意见,摘要,日期,签字人\n", encoding="utf-8"
    )
    with pytest.raises(PolicyError) as refused:
        run_settlement(tmp_path / "out", tmp_path / "签字.csv", TODAY, tmp_path / "settled")
    assert [d.code for d in refused.value.diagnostics] == ["settled-before-the-end"]
