"""Evidence of earlier periods: until when it is valid, and in which periods it counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.compile import compile_policy
from rules.program import EvidenceKind, Program, TimeSpan, Validity
from rules.values import Value
from scoring.evidence import Period
from scoring.explanation.explain import explain
from scoring.period import months_after, months_back
from scoring.run import review_package, run_review, verify_package
from scoring.runs.outcome import Outcome
from scoring.runs.request import Request
from scoring.validity import counts_in, days_after, last_day

POLICY = """
考评: 示例信用评价
编号: credit
版本: "1"
状态: 生效
生效: 2020-01-01
周期: 年度
对象: {种类: 企业}
考核数据:
  不良信息:
    字段:
      案号: 文本
      等级: {依次: [一般, 严重]}
      有效至: {类型: 日期, 缺失: 不计}
      整改完成日: {类型: 日期, 缺失: 不计}
      计分: "[0..20]"
    标识: [案号]
    有效期:
      至: 有效至
      时长: {按: 等级, 表: {一般: 1年, 严重: 至整改}}
      整改日: 整改完成日
      计入: 期内
指标:
  信用:
    分值: 100
    起评分: 满分
    依据: 示例
    扣分: [{每: 不良信息, 扣: 计分, 依据: 示例}]
总分: {保留: 0}
等次: {守信: 60以上, 失信: 不满60}
"""
HEADINGS = "企业,案号,发生日,等级,有效至,整改完成日,计分\n"
REGISTER = """甲,当年,2026-03-01,一般,,,1
甲,去年的还在一年内,2025-01-01,一般,,,2
甲,前年末的满一年在去年,2024-12-31,一般,,,4
甲,自己写了期限,2019-06-30,一般,2026-01-01,,8
甲,自己的期限前一天到,2019-06-30,一般,2025-12-31,,16
乙,严重的没有整改,2015-02-28,严重,,,3
乙,严重的去年整改,2015-02-28,严重,,2025-12-31,5
乙,严重的今年整改,2015-02-28,严重,,2026-01-01,7
乙,明年的,2027-01-01,一般,,,11
乙,当年就过期,2026-02-01,一般,2026-02-28,,13
"""


def compiled(text: str = POLICY) -> Program:
    return compile_policy(text.encode(), "credit.yaml")[0]


def register(folder: Path, text: str = POLICY, rows: str = REGISTER, **run: object) -> Outcome:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "credit.yaml").write_text(text, encoding="utf-8")
    (folder / "企业.csv").write_text("企业\n甲\n乙\n", encoding="utf-8")
    (folder / "不良信息.csv").write_text(HEADINGS + rows, encoding="utf-8")
    asked = Request(folder / "credit.yaml", (folder / "不良信息.csv",), "2026", folder / "企业.csv")
    run_review(replace(asked, **run), folder / "out")  # type: ignore[arg-type]
    return review_package(folder / "out")


def counted(outcome: Outcome) -> dict[str, list[str]]:
    return {a.subject: sorted(f.evidence for f in a.findings) for a in outcome.assessments}


def test_what_is_still_valid_on_the_first_day_counts_with_what_happened(tmp_path: Path) -> None:
    outcome = register(tmp_path)
    assert counted(outcome) == {
        "甲": ["去年的还在一年内", "当年", "自己写了期限"],
        "乙": ["严重的今年整改", "严重的没有整改", "当年就过期"],
    }
    assert verify_package(tmp_path / "out") is None


def test_every_record_that_does_not_count_is_told_with_its_last_day(tmp_path: Path) -> None:
    outcome = register(tmp_path)
    told = [(r.row, r.column, r.code, r.reason_zh) for r in outcome.evidence.rejects]
    until = "有效期到 {} 为止，不计入 2026-01-01 至 2026-12-31 这一期"
    assert told == [
        (4, "发生日", "no-longer-valid", until.format("2025-12-31")),
        (6, "发生日", "no-longer-valid", until.format("2025-12-31")),
        (8, "发生日", "no-longer-valid", until.format("2025-12-31")),
        (10, "发生日", "outside-period", "不在考评周期 2026-01-01 至 2026-12-31 之内"),
    ]
    notices = {notice.code: (notice.count, notice.zh) for notice in outcome.evidence.notices}
    assert notices["carried"] == (4, "“不良信息”中有本期以前发生、仍然有效的记录，已计入")


def test_by_the_period_s_end_only_what_is_valid_then_counts(tmp_path: Path) -> None:
    text = POLICY.replace("计入: 期内", "计入: 期末")
    rows = REGISTER + "甲,年末到期,2019-06-30,一般,2026-12-31,,1\n甲,元旦,2026-01-01,一般,,,1\n"
    assert counted(register(tmp_path, text, rows)) == {
        "甲": ["元旦", "年末到期", "当年"],
        "乙": ["严重的没有整改"],
    }


def test_before_the_period_s_end_the_as_of_date_stands_for_it(tmp_path: Path) -> None:
    text = POLICY.replace("计入: 期内", "计入: 期末")
    found = counted(register(tmp_path, text, as_of=date(2026, 2, 28)))
    assert found["乙"] == ["严重的没有整改", "当年就过期"]


@pytest.mark.parametrize("engine", ["durable", "duckdb"])
def test_every_engine_counts_the_same_records(tmp_path: Path, engine: str) -> None:
    if engine == "durable":
        pytest.importorskip("durable_rules_engine", exc_type=ImportError)
    wanted = register(tmp_path / "reference", engine="reference")
    found = register(tmp_path / engine, engine=engine)
    results = [tmp_path / name / "out" / "results.csv" for name in ("reference", engine)]
    assert results[0].read_bytes() == results[1].read_bytes()
    assert found.evidence.rejects == wanted.evidence.rejects


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("zh", ["；本期以前发生，有效期到 2026-01-01 为止", "；本期以前发生，仍然有效"]),
        ("en", ["; of an earlier period, valid until 2026-01-01", "; of an earlier period, still"]),
    ],
)
def test_an_explanation_says_why_an_old_record_counts(
    tmp_path: Path, language: str, told: list[str]
) -> None:
    outcome = register(tmp_path)
    lines = [
        line
        for one in outcome.assessments
        for line in explain(outcome.program, outcome.evidence, one, language)  # type: ignore[arg-type]
    ]
    for part in told:
        assert sum(part in line for line in lines) >= 1
    assert not any("当年" in line and ("本期以前" in line or "earlier" in line) for line in lines)


# --- last days -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "span", "last"),
    [
        ("2024-02-29", TimeSpan(12, "month"), "2025-02-28"),
        ("2023-02-28", TimeSpan(12, "month"), "2024-02-28"),
        ("2025-08-31", TimeSpan(6, "month"), "2026-02-28"),
        ("2025-12-31", TimeSpan(2, "month"), "2026-02-28"),
        ("2025-12-31", TimeSpan(1, "month"), "2026-01-31"),
        ("2025-03-15", TimeSpan(36, "month"), "2028-03-15"),
        ("2024-02-28", TimeSpan(1, "day"), "2024-02-29"),
        ("2025-12-31", TimeSpan(90, "day"), "2026-03-31"),
        ("9999-12-01", TimeSpan(60, "day"), "9999-12-31"),
        ("9999-12-01", TimeSpan(1, "month"), "9999-12-31"),
    ],
)
def test_the_day_it_happened_is_not_counted(day: str, span: TimeSpan, last: str) -> None:
    assert days_after(date.fromisoformat(day), span) == date.fromisoformat(last)


@given(st.dates(date(1, 1, 1), date(9990, 1, 1)), st.integers(1, 99))
@settings(deadline=None, max_examples=50)
def test_months_after_lead_back_to_the_day_or_the_end_of_its_month(day: date, months: int) -> None:
    later = months_after(day, months)
    assert later > day
    assert later.day == day.day or later == months_back(months_after(later, 12), 12)
    assert (later.year - day.year) * 12 + later.month - day.month == months


def kind_of(validity: Validity) -> tuple[EvidenceKind, Mapping[str, int]]:
    kind = replace(compiled().kinds["不良信息"], validity=validity)
    return kind, {column.name: at for at, column in enumerate(kind.columns)}


YEARS = [Period(str(y), date(y, 1, 1), date(y, 12, 31), date(y, 12, 31)) for y in range(2015, 2031)]


@given(
    st.dates(date(2015, 1, 1), date(2029, 12, 31)),
    st.none() | st.dates(date(2015, 1, 1), date(2040, 1, 1)),
)
@settings(deadline=None, max_examples=100)
def test_a_record_counts_in_a_row_of_periods_from_its_own(
    day: date, rectified: date | None
) -> None:
    validity = Validity("in_period", lasting="until_rectified", rectified="整改完成日")
    kind, at = kind_of(validity)
    values: list[Value] = [None] * len(kind.columns)
    values[at["整改完成日"]] = rectified
    last = last_day(kind, validity, day, values)
    found = [p.start.year for p in YEARS if day <= p.end and counts_in(validity, p, day, last)]
    end = 2030 if rectified is None else min(max(rectified.year, day.year), 2030)
    assert found == list(range(day.year, end + 1))
