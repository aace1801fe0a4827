"""Grades best first: bands that go up, and grades nobody can get."""

from __future__ import annotations

import pytest

from rules.check.bands import Band
from rules.check.grade_order import check_direction, check_reachable
from rules.expr.checker import check_tests
from rules.expr.kinds import NumberKind
from rules.expr.names import Names
from rules.expr.nodes import Ref
from rules.expr.parser import parse_test
from rules.source import Fragment

TOTAL = Ref("summary", "总分", NumberKind(2, 0, 100))


def bands(*texts: str) -> list[Band]:
    found = []
    for number, text in enumerate(texts, 1):
        tests = parse_test(Fragment.whole(text))
        found.append(Band(str(number), None, check_tests(tests, TOTAL, Names({}))))
    return found


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["90以上", "60以上不满90", "不满60"], []),
        (["60以上", "不满60"], []),
        (["100", "[60..100)", "不满60"], []),
        (["60以上"], []),
        (["不满60", "60以上"], [("grades-rise", "1")]),
        (["不满60", "60以上不满90", "90以上"], [("grades-rise", "1")]),
        (["60以上不满90", "90以上", "不满60"], [("grades-order", "2")]),
        (["90以上", "不满60", "60以上不满90"], [("grades-order", "3")]),
    ],
    ids=str,
)
def test_a_better_grade_has_the_higher_totals(texts, expected):
    found = check_direction(bands(*texts), {}, None)
    assert [(d.code, d.args.get("name") or d.args["best"]) for d in found] == expected


@pytest.mark.parametrize(
    ("texts", "unreachable"),
    [
        ([">= 90", ">= 60", "< 60"], []),
        ([">= 60", ">= 90", "< 60"], ["2"]),
        ([">= 90", "[60..90)", ">= 60", "< 70"], ["3"]),
        ([">= 90", "(60..90)", ">= 60"], []),
        (["> 90", "< 90", "90"], []),
        (["> 90", "<= 90", "90", "< 5"], ["3", "4"]),
        (["!= 5", "5", "[0..5]"], ["3"]),
        ([">= 90", ">= 90"], ["2"]),
    ],
    ids=str,
)
def test_a_grade_whose_totals_are_taken_is_never_given(texts, unreachable):
    assert [d.args["name"] for d in check_reachable(bands(*texts), {})] == unreachable
