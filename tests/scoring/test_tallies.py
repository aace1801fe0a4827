"""Earlier results: what runs on end, what counts in a window, what is used up, what is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.compile import compile_policy
from rules.program import Program
from scoring.assessment import Assessment
from scoring.evidence import Evidence
from scoring.intake.past import PastGathering
from scoring.period import months_back, one_back, read_period, year_back
from tests.scoring.situation import HEAD, assessments, evidence_of

COMPANY = """
对象: {种类: 企业, 字段: {得分: 整数}}
指标: {工作: {取值: 得分, 缺失: 待定}}
总分: {范围: "[0..100]", 保留: 0}
等次: {优: 90以上, 良: 60以上不满90, 差: 不满60}
名单: {黑榜: {条件: 等次 = 差}, 黄牌: {条件: 总分 < 70}}
"""
# S-02, 鄞州: half-yearly; the first time on the black list is a talk, the second in a row more.
YINZHOU = (
    COMPANY
    + """
历史: {连续黑榜: {连续: 黑榜}}
处置:
  约谈: {条件: 黑榜}
  更换项目经理: {条件: 连续黑榜 >= 2}
"""
)
# S-03, 合肥: monthly; two yellow cards within one year are a red one.
HEFEI = (
    COMPANY
    + """
历史: {一年黄牌: {次数: 黄牌, 内: 12个月, 计于: 期末, 缺史: 按零, 用后清零: 红牌}}
处置: {红牌: {条件: 一年黄牌 >= 2}}
"""
)


def policy(text: str, period: str = "年度", **head: str) -> Program:
    stated = HEAD.replace("周期: 年度", f"周期: {period}").replace("2026-01-01", "2000-01-01")
    return compile_policy((stated + text).encode(), "test.yaml")[0]


def situation(
    program: Program,
    label: str,
    score: int,
    past: Mapping[str, str | Mapping[str, str] | None],
    *,
    start: date | None = None,
    as_of: date | None = None,
) -> Evidence:
    """The subject 甲 with this score, after a result for each period of `past`: the lists and
    triggers it was on (`黑榜;黄牌`), or cells; None is a period with no result of 甲."""
    here = read_period(label, program.head, as_of)
    gathering = PastGathering(program, here, start)
    for period, told in past.items():
        cells = {"state": "已评", "total": "80", "grade": "良", "lists": "", "triggers": ""}
        if isinstance(told, str):
            triggers = {trigger.name for trigger in program.triggers}
            names = [name for name in told.split(";") if name]
            cells["lists"] = ";".join(n for n in names if n not in triggers)
            cells["triggers"] = ";".join(n for n in names if n in triggers)
        elif told is not None:
            cells |= told
        subject = "乙" if told is None else "甲"
        row = {"policy": "test", "period": period, "subject": subject, **cells}
        gathering.read_rows(f"{period}.csv", [row])
    evidence = evidence_of(program, {"甲": {"得分": score}})
    return replace(
        evidence, period=here, history=gathering.history(), rejects=tuple(gathering.rejects)
    )


def assessed(program: Program, evidence: Evidence) -> Assessment:
    return assessments(program, evidence)["甲"]


def fired(program: Program, label: str, score: int, past: Any, **more: Any) -> list[str]:
    found = assessed(program, situation(program, label, score, past, **more))
    return [case.trigger for case in found.triggers]


# --- the published vectors ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("past", "label", "score", "expected"),
    [
        ({"2025-H2": ""}, "2026-H1", 50, ["约谈"]),
        ({"2026-H1": "黑榜"}, "2026-H2", 50, ["约谈", "更换项目经理"]),
        ({"2026-H1": "黑榜", "2026-H2": ""}, "2027-H1", 50, ["约谈"]),
        ({"2026-H1": "黑榜", "2026-H2": "黑榜"}, "2027-H1", 80, []),
    ],
    ids=["first half", "both halves", "not in a row", "not this time"],
)
def test_yinzhou_takes_the_second_step_after_two_halves_in_a_row(past, label, score, expected):
    assert fired(policy(YINZHOU, "半年"), label, score, past) == expected


@pytest.mark.parametrize(
    ("past", "label", "expected"),
    [
        ({}, "2023-04", []),
        ({"2023-04": "黄牌", "2023-05": "", "2023-06": ""}, "2023-07", ["红牌"]),
        ({f"2023-{m:02}": "黄牌" if m == 4 else "" for m in range(4, 13)}, "2024-01", ["红牌"]),
    ],
    ids=["first card", "April and July", "April and January"],
)
def test_hefei_gives_a_red_card_for_two_yellow_ones_within_a_year(past, label, expected):
    assert fired(policy(HEFEI, "月度"), label, 65, past) == expected


def monthly(first: str, count: int, cards: Mapping[str, str]) -> dict[str, str]:
    year, month = map(int, first.split("-"))
    labels = [f"{year + (month + i - 1) // 12}-{(month + i - 1) % 12 + 1:02}" for i in range(count)]
    return {label: cards.get(label, "") for label in labels}


@pytest.mark.parametrize(("months", "count"), [(11, 2), (12, 1), (13, 1)])
def test_a_card_of_so_many_months_ago_is_one_of_so_many(months, count):
    past = monthly("2023-04", months, {"2023-04": "黄牌"})
    labels = [*monthly("2023-04", months + 1, {})]
    found = assessed(policy(HEFEI, "月度"), situation(policy(HEFEI, "月度"), labels[-1], 65, past))
    assert found.history["一年黄牌"] == count


@pytest.mark.parametrize("year", [2024, 2025, 2028, 2029])
def test_twelve_months_are_twelve_months_at_the_end_of_february_too(year):
    program = policy(HEFEI, "月度")
    past = monthly(f"{year - 1}-01", 13, dict.fromkeys(monthly(f"{year - 1}-01", 13, {}), "黄牌"))
    found = assessed(program, situation(program, f"{year}-02", 65, past))
    assert found.history["一年黄牌"] == 12


def test_cards_are_spent_by_the_red_one():
    program = policy(HEFEI, "月度")
    past = monthly("2023-01", 5, {"2023-01": "黄牌", "2023-03": "黄牌;红牌", "2023-05": "黄牌"})
    found = assessed(program, situation(program, "2023-06", 80, past))
    assert (found.history["一年黄牌.earlier"], found.history["一年黄牌"]) == (1, 1)
    assert fired(program, "2023-06", 65, past) == ["红牌"]


# --- what is unknown ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("past", "start", "score", "value"),
    [
        ({}, None, 50, None),
        ({}, None, 80, 0),
        ({"2024": "黑榜"}, None, 50, None),
        ({"2023": "", "2025": "黑榜"}, None, 50, 2),
        ({"2024": "黑榜", "2023": ""}, None, 50, None),
        ({"2024": "", "2025": "黑榜"}, None, 50, 2),
        ({"2025": None}, None, 50, 1),
        ({"2025": {"state": "未评", "total": "", "grade": ""}}, None, 50, 1),
        ({"2025": {"state": "待定", "total": "", "grade": ""}}, None, 50, None),
        ({"2025": {"grade": "甲等"}}, None, 50, None),
        ({"2025": {"lists": "黑名单"}}, None, 50, None),
        ({"2025": {"pending_lists": "黑榜"}}, None, 50, None),
        ({"2025": {"lists": "黑榜", "provisional": "黑榜"}}, None, 50, None),
        ({"2025": {"status": "仅计分", "lists": "黑榜"}}, None, 50, 1),
        ({"2025": {"status": "起草", "lists": "黑榜"}}, None, 50, None),
        ({"2025": {"policy": "other"}}, None, 50, None),
        ({"2025": "黑榜", "2024": ""}, date(2025, 1, 1), 50, 2),
        ({"2025": ""}, date(2026, 1, 1), 50, None),
    ],
    ids=[
        "no history", "not now", "gap", "enough before a gap", "gap before", "two",
        "no result", "not graded", "pending",
        "unknown grade", "unknown list", "list pending", "place provisional", "shadow", "draft",
        "other policy", "enough since the start", "before the start",
    ],
)  # fmt: skip
def test_a_run_is_known_as_far_as_its_periods_are(past, start, score, value):
    program = policy(YINZHOU)
    found = assessed(program, situation(program, "2026", score, past, start=start))
    assert found.history["连续黑榜"] == value
    assert found.pending_triggers == (("更换项目经理",) if value is None else ())
    assert ("连续黑榜" in [caution.place for caution in found.cautions]) is (value is None)


QUANTITIES = (
    COMPANY
    + """
历史:
  连续差: {连续: 等次 = 差, 跳过: 未评, 缺史: 按零}
  含试行: {连续: 等次 = 差, 含仅计分: 是, 缺史: 按零}
  三年未评: {次数: 未评, 内: 3年, 计于: 期末, 缺史: 按零}
  三年低分: {次数: 总分 < 85, 内: 3年, 计于: 期末, 缺史: 按零}
  上期总分: {上期: 总分}
  上年等次: {上年同期: 等次}
统计口径: {升降: {算式: 上期总分 * 2}}
处置: {整改: {条件: 连续差.往期 >= 1 且 总分 < 上期总分}}
"""
)
BAD = {"grade": "差", "total": "40"}
NONE = {"state": "未评", "grade": "", "total": ""}


@pytest.mark.parametrize(
    ("past", "expected"),
    [
        (
            {"2024": BAD, "2025": NONE},
            {"连续差": 2, "连续差.earlier": 1, "含试行": 1, "三年未评": 1, "三年低分": 2}
            | {"上期总分": None, "上年等次": None},
        ),
        (
            {"2025": {**BAD, "status": "仅计分"}},
            {"连续差": 1, "连续差.earlier": 0, "含试行": 2, "三年未评": 0, "三年低分": 1}
            | {"上期总分": None, "上年等次": None},
        ),
        (
            {"2025": BAD},
            {"连续差": 2, "连续差.earlier": 1, "含试行": 2, "三年未评": 0, "三年低分": 2}
            | {"上期总分": 40, "上年等次": "差"},
        ),
        (
            {},
            {"连续差": 1, "连续差.earlier": 0, "含试行": 1, "三年未评": 0, "三年低分": 1}
            | {"上期总分": None, "上年等次": None},
        ),
    ],
    ids=["passed over", "shadow", "known", "none"],
)
def test_quantities_are_those_counted_by_hand(past, expected):
    program = policy(QUANTITIES)
    found = assessed(program, situation(program, "2026", 30, past))
    earlier = {f"{name}.earlier" for name in ("含试行", "三年未评", "三年低分")}
    assert {n: v for n, v in found.history.items() if n not in earlier} == expected
    last = expected["上期总分"]
    assert found.measures == {"升降": None if last is None else 2 * last}
    fires = expected["连续差.earlier"] and last is not None
    assert [case.trigger for case in found.triggers] == (["整改"] if fires else [])


def test_history_before_its_start_stays_unknown_where_none_is_zero_within_it():
    program = policy(HEFEI, "月度")
    within = situation(program, "2023-04", 65, {}, start=date(2023, 3, 1))
    assert assessed(program, within).history["一年黄牌"] is None
    without = situation(program, "2023-04", 65, {})
    assert assessed(program, without).history["一年黄牌"] == 1


# --- the day a card is dated at ----------------------------------------------------------------

DATED = HEFEI.replace("计于: 期末", "计于: 截止日").replace(", 用后清零: 红牌", "")


@pytest.mark.parametrize(
    ("stated", "count"),
    [("2023-05-20", 2), ("2023-05-10", 1), ("2023-05-15", 1), ("", None)],
    ids=["within", "before", "the very day", "not told"],
)
def test_a_card_dated_at_its_as_of_date_counts_by_that_day(stated, count):
    program = policy(DATED, "月度")
    past: dict[str, Any] = {**monthly("2023-05", 11, {})}
    past = {"2023-04": {"lists": "黄牌", "as_of": stated}, **past}
    # Not told, it might be any day: the card of a month inside the window.
    if not stated:
        past["2023-06"] = {"lists": "黄牌", "as_of": ""}
    evidence = situation(program, "2024-04", 65, past, as_of=date(2024, 5, 15))
    assert assessed(program, evidence).history["一年黄牌"] == count


# --- properties --------------------------------------------------------------------------------

ROWS = st.lists(st.sampled_from(["", "黑榜", None]), max_size=6)


@settings(deadline=None, max_examples=60)
@given(ROWS, st.booleans(), st.randoms())
def test_a_run_is_the_length_of_the_last_stretch_whatever_the_order_of_files(
    rows: list[str | None], now: bool, random: Any
) -> None:
    program = policy(YINZHOU)
    past = {str(2025 - i): row for i, row in enumerate(rows)}
    shuffled = list(past.items())
    random.shuffle(shuffled)
    stretch = next((i for i, row in enumerate(rows) if row != "黑榜"), None)
    # Two decide it, however many there were before all history.
    expected = 1 + (len(rows) if stretch is None else stretch)
    if stretch is None and expected < 2:
        expected = None
    found = assessed(program, situation(program, "2026", 50 if now else 80, dict(shuffled)))
    assert found.history["连续黑榜"] == (expected if now else 0)


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(0, 60), st.integers(0, 60))
def test_months_back_are_months_back_again(day: date, one: int, two: int) -> None:
    first = day.replace(day=1)
    assert months_back(months_back(first, one), two) == months_back(first, one + two)
    assert months_back(day, 0) == day


@pytest.mark.parametrize(
    ("kind", "label", "before", "year"),
    [
        ("年度", "2026", "2025", "2025"),
        ("半年", "2026-H1", "2025-H2", "2025-H1"),
        ("季度", "2026-Q1", "2025-Q4", "2025-Q1"),
        ("月度", "2024-03", "2024-02", "2023-03"),
    ],
)
def test_the_period_before_has_its_own_name_and_days(kind, label, before, year):
    program = policy(COMPANY, kind)
    here = read_period(label, program.head, None)
    assert one_back(here, program.head.period) == read_period(before, program.head, None)
    assert year_back(here, program.head.period) == read_period(year, program.head, None)
