"""Counts within a window: the same whatever the order, and as many as can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from random import Random

import duckdb
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.program import Program, TimeSpan
from scoring.measure.windows import before_window
from scoring.population.assess import assess_at_once
from scoring.population.kernel import tally
from scoring.population.results import conclude
from scoring.population.store import load
from tests.scoring.situation import assessments, evidence_of, program_of

CASES = Path(__file__).parent / "cases"

POLICY = """
对象: {{种类: 小区}}
考核数据: {{投诉: {{字段: {{问题: [甲, 乙]}}}}}}
统计口径:
  最多: {{计数: 投诉, 时段内: {span}, 相同: 问题}}
  凑满: {{计数: 投诉, 时段内: {span}, 相同: 问题, 每满: 2}}
指标: {{投诉: {{取值: 最多, 缺失: 零分}}}}
总分: {{保留: 0}}
等次: {{有: 1以上, 无: 不满1}}
"""
SPANS = {"1天": TimeSpan(1, "day"), "7天": TimeSpan(7, "day"), "1个月": TimeSpan(1, "month")}
START = date(2026, 1, 25)
EVENT = st.tuples(st.integers(0, 40), st.sampled_from(["甲", "乙"]))


def measured(span: str, events: Sequence[tuple[int, str]]) -> Mapping[str, object]:
    program = program_of(POLICY.format(span=span))
    records = [
        {
            "kind": "投诉",
            "id": f"{n}",
            "subject": "一",
            "date": START + timedelta(day),
            "问题": what,
        }
        for n, (day, what) in enumerate(events)
    ]
    return assessments(program, evidence_of(program, {"一": {}}, records))["一"].measures


def together(span: TimeSpan, group: Sequence[tuple[int, str]]) -> bool:
    """Whether one window holds them all, and they are of one sort."""
    days = sorted(START + timedelta(day) for day, _ in group)
    return len({what for _, what in group}) == 1 and days[0] > before_window(days[-1], span)


def most_groups(span: TimeSpan, events: Sequence[tuple[int, str]]) -> int:
    """By trying every way to pair them."""
    if len(events) < 2:
        return 0
    first, *others = events
    found = most_groups(span, others)
    for n, other in enumerate(others):
        if together(span, [first, other]):
            found = max(found, 1 + most_groups(span, [*others[:n], *others[n + 1 :]]))
    return found


@pytest.mark.parametrize("span", SPANS)
@given(events=st.lists(EVENT, max_size=6), seed=st.integers(0, 99))
@settings(deadline=None, max_examples=25)
def test_a_window_holds_what_trying_every_choice_finds(
    span: str, events: list[tuple[int, str]], seed: int
) -> None:
    sizes = range(len(events) + 1)
    choices = (choice for size in sizes for choice in combinations(events, size))
    fullest = max(len(c) for c in choices if not c or together(SPANS[span], c))
    expected = {"最多": fullest, "凑满": most_groups(SPANS[span], events)}
    assert measured(span, events) == expected
    Random(seed).shuffle(events)
    assert measured(span, events) == expected


@pytest.mark.parametrize(
    ("last", "span", "before"),
    [
        ("2026-03-30", TimeSpan(30, "day"), "2026-02-28"),
        ("2024-03-01", TimeSpan(1, "day"), "2024-02-29"),
        ("2026-03-31", TimeSpan(1, "month"), "2026-02-28"),
        ("2026-02-28", TimeSpan(1, "month"), "2026-01-31"),
        ("2024-02-29", TimeSpan(12, "month"), "2023-02-28"),
        ("0001-01-05", TimeSpan(30, "day"), "0001-01-01"),
    ],
)
def test_a_window_begins_on_the_day_after(last: str, span: TimeSpan, before: str) -> None:
    assert before_window(date.fromisoformat(last), span) == date.fromisoformat(before)


def concluded_in_sql(case: str) -> None:
    program: Program = program_of(yaml.safe_load((CASES / f"{case}.yaml").read_text())["policy"])
    evidence = evidence_of(program, {"一": {}})
    with duckdb.connect() as connection:
        store = load(connection, program, evidence)
        conclude(store, program, tally(store, program), evidence.history)


@pytest.mark.parametrize("case", ["windows", "window-groups"])
def test_a_window_is_counted_in_sql(case: str) -> None:
    concluded_in_sql(case)


SIDE_BY_SIDE = """
对象: {种类: 小区}
考核数据: {投诉: {字段: {问题: {类型: 文本, 缺失: 不计}, 属实: {类型: 是否, 缺失: 不计}}}}
统计口径:
  七天: {计数: 投诉, 当: 属实, 时段内: 7天, 相同: 问题}
  一个月: {计数: 投诉, 时段内: 1个月}
  三个月: {计数: 投诉, 时段内: 3个月, 相同: 问题}
  一年: {计数: 投诉, 时段内: 1年}
  两条: {计数: 投诉, 时段内: 1个月, 相同: 问题, 每满: 2}
  三条: {计数: 投诉, 当: 属实, 时段内: 10天, 每满: 3}
指标: {投诉: {取值: 一年, 缺失: 零分}}
总分: {保留: 0}
等次: {有: 1以上, 无: 不满1}
"""
RECORD = st.fixed_dictionaries(
    {
        "subject": st.sampled_from(["一", "二"]),
        "date": st.dates(date(2024, 1, 20), date(2024, 4, 10)) | st.just(date(2024, 2, 29)),
        "问题": st.sampled_from(["漏水", "噪声", None]),
        "属实": st.sampled_from([True, False, None]),
    }
)


@given(records=st.lists(RECORD, max_size=14))
@settings(deadline=None, max_examples=30)
def test_everybody_at_once_has_the_windows_of_one_by_one(records: list[dict[str, object]]) -> None:
    program = program_of(SIDE_BY_SIDE)
    numbered = [{**one, "kind": "投诉", "id": f"{n}"} for n, one in enumerate(records)]
    evidence = evidence_of(program, {"一": {}, "二": {}, "三": {}}, numbered)
    one_by_one = assessments(program, evidence)
    at_once = {one.subject: one for one in assess_at_once(program, evidence)}
    assert at_once == one_by_one
