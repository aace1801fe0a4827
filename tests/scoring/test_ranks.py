"""Ranks: ties, both ends, groups, who takes part, what is provisional."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.backends.reference import compile_expression
from rules.expr.kinds import BooleanKind, CategoryKind, NumberKind, TextKind
from rules.expr.nodes import Conditional, Expr, Literal, Ref
from rules.program import Rank
from rules.values import Value
from scoring.assessment import Caution, Place
from scoring.expressions import Compile
from scoring.grade.ranks import Contender, hold_rank, place_values, prepare_rank
from scoring.notes import Notes

TOTAL = Ref("summary", "total", NumberKind())
GRADE = Ref("summary", "grade", CategoryKind(("不合格", "合格", "优秀"), ordered=True))
CHOSEN = Conditional(Literal(True, "boolean"), GRADE, GRADE)
SECOND = Ref("summary", "second", NumberKind())


def compiled() -> Compile:
    def read(expr: Expr, _: str | None) -> Any:
        assert isinstance(expr, Ref)
        return lambda values, summary: summary[expr.name]

    return read


def contender(subject: str, pending: bool = False, **summary: Value) -> Contender:
    return Contender(subject, pending, summary, Notes())


def places(rank: Rank, *contenders: Contender) -> dict[str, Place]:
    return hold_rank(prepare_rank(rank, compiled()), contenders)


def totals(*values: Value) -> list[Contender]:
    return [contender(name, total=value) for name, value in zip("abcdefgh", values, strict=False)]


def both_ends(rank: Rank, *values: Value) -> list[tuple[int, int]]:
    held = places(rank, *totals(*values))
    return [(held[name].place, held[name].place_from_last) for name in sorted(held)]


@pytest.mark.parametrize(
    ("method", "values", "expected"),
    [
        ("competition", (90, 80, 70), [(1, 3), (2, 2), (3, 1)]),
        ("competition", (90, 80, 80, 70), [(1, 4), (2, 2), (2, 2), (4, 1)]),
        ("competition", (80, 90, 90), [(3, 1), (1, 2), (1, 2)]),
        ("competition", (5, 5, 5), [(1, 1), (1, 1), (1, 1)]),
        ("competition", (90, 80, 80, 80, 70), [(1, 5), (2, 2), (2, 2), (2, 2), (5, 1)]),
        ("dense", (90, 80, 80, 70), [(1, 3), (2, 2), (2, 2), (3, 1)]),
        ("dense", (5, 5, 5), [(1, 1), (1, 1), (1, 1)]),
        ("competition", (Fraction(1, 3), Fraction(2, 6), 0), [(1, 2), (1, 2), (3, 1)]),
        ("competition", (), []),
    ],
    ids=[
        "all-different",
        "a-tie-shares-and-skips",
        "a-tie-at-the-top",
        "all-equal",
        "three-tied",
        "dense-does-not-skip",
        "dense-all-equal",
        "equal-fractions-tie",
        "nobody",
    ],
)
def test_places_count_from_both_ends(method: Any, values: Any, expected: Any) -> None:
    assert both_ends(Rank("r", TOTAL, True, method=method), *values) == expected


def test_the_low_end_comes_first_where_the_rank_says_so() -> None:
    assert both_ends(Rank("r", TOTAL, False), 3, 1, 2) == [(3, 1), (1, 3), (2, 2)]


def test_tie_breaks_decide_among_equals_and_who_is_still_equal_shares() -> None:
    rank = Rank("r", TOTAL, True, tie_breaks=((SECOND, False),))
    held = places(
        rank,
        contender("a", total=90, second=2),
        contender("b", total=90, second=1),
        contender("c", total=90, second=2),
        contender("d", total=95, second=9),
    )
    assert {name: place.place for name, place in held.items()} == {"a": 3, "b": 2, "c": 3, "d": 1}


def test_a_missing_tie_break_comes_last_among_equals_and_is_noted_only_where_needed() -> None:
    rank = Rank("r", TOTAL, True, tie_breaks=((SECOND, False),))
    tied, other = contender("a", total=90, second=None), contender("b", total=90, second=5)
    lone = contender("c", total=80, second=None)
    held = places(rank, tied, other, lone)
    assert {name: place.place for name, place in held.items()} == {"a": 2, "b": 1, "c": 3}
    assert [caution.place for caution in tied.notes.cautions] == ["r"]
    assert other.notes.cautions == lone.notes.cautions == ()


def test_groups_are_ranked_apart_and_named_by_their_fields() -> None:
    town, big = Ref("summary", "town", TextKind()), Ref("summary", "big", BooleanKind())
    rank = Rank("r", TOTAL, True, within=(town.name, big.name))
    held = places(
        rank,
        contender("a", total=1, town="东", big=True),
        contender("b", total=2, town="东", big=True),
        contender("c", total=3, town="东", big=False),
    )
    assert held == {
        "a": Place("东/是", 2, 1, 2),
        "b": Place("东/是", 1, 2, 2),
        "c": Place("东/否", 1, 1, 1),
    }


@pytest.mark.parametrize("by", [GRADE, CHOSEN], ids=["a-name", "a-choice"])
def test_a_category_is_compared_by_its_order_never_as_text(by: Expr) -> None:
    words = ("合格", "优秀", "不合格")
    entries = [contender(name, grade=word) for name, word in zip("abc", words, strict=True)]
    held = hold_rank(
        prepare_rank(Rank("r", by, True), lambda expr, _: compile_expression(expr, {})), entries
    )
    assert [held[name].place for name in "abc"] == [2, 1, 3]


@pytest.mark.parametrize(
    ("rank", "lacking"),
    [
        (Rank("r", TOTAL, True), {"total": None}),
        (Rank("r", TOTAL, True, within=("town",)), {"total": 1, "town": None}),
        (Rank("r", TOTAL, True, takes_part=SECOND), {"total": 1, "second": None}),
    ],
    ids=["quantity", "group", "taking-part"],
)
def test_without_what_the_rank_needs_there_is_no_place_but_a_caution(
    rank: Rank, lacking: dict[str, Value]
) -> None:
    subject = contender("a", **lacking)
    assert places(rank, subject) == {}
    assert [(c.place, c.count) for c in subject.notes.cautions] == [("r", 1)]


def test_who_does_not_take_part_has_no_place_and_no_caution() -> None:
    rank = Rank("r", TOTAL, True, takes_part=SECOND)
    out = contender("a", total=9, second=False)
    held = places(rank, out, contender("b", total=1, second=True))
    assert held == {"b": Place("", 1, 1, 1)}
    assert out.notes.cautions == ()


def test_places_are_provisional_while_their_group_holds_a_pending_subject() -> None:
    rank = Rank("r", TOTAL, True, within=("town",))
    held = places(
        rank,
        contender("a", total=1, town="东"),
        contender("b", total=1, town="西"),
        contender("c", pending=True, total=None, town="东"),
    )
    assert held == {"a": Place("东", 1, 1, 1, True), "b": Place("西", 1, 1, 1, False)}


def test_a_subject_that_may_take_part_leaves_its_group_provisional() -> None:
    rank = Rank("r", TOTAL, True, takes_part=SECOND)
    held = places(rank, contender("a", total=1, second=True), contender("b", total=2, second=None))
    assert held == {"a": Place("", 1, 1, 1, True)}


def test_a_share_is_place_by_size_exactly_and_missing_without_a_place() -> None:
    assert place_values("r", Place("", 2, 6, 7)) == {
        "r.place": 2,
        "r.place_from_last": 6,
        "r.share": Fraction(2, 7),
        "r.share_from_last": Fraction(6, 7),
    }
    assert place_values("r", None) == dict.fromkeys(
        ["r.place", "r.place_from_last", "r.share", "r.share_from_last"]
    )


@settings(deadline=None, max_examples=60)
@given(
    st.lists(st.integers(0, 5), max_size=12),
    st.booleans(),
    st.sampled_from(["competition", "dense"]),
    st.randoms(use_true_random=False),
)
def test_the_last_place_is_the_first_of_the_reversed_rank(
    values: list[int], descending: bool, method: Any, random: Any
) -> None:
    entries = [contender(f"s{i:02}", total=value) for i, value in enumerate(values)]
    forward = places(Rank("r", TOTAL, descending, method=method), *entries)
    random.shuffle(entries)
    backward = places(Rank("r", TOTAL, not descending, method=method), *entries)
    assert {name: (p.place, p.place_from_last) for name, p in forward.items()} == {
        name: (p.place_from_last, p.place) for name, p in backward.items()
    }


def test_cautions_count_what_was_met_twice() -> None:
    subject = contender("a", total=None)
    plan = prepare_rank(Rank("r", TOTAL, True), compiled())
    hold_rank(plan, [subject])
    hold_rank(plan, [subject])
    assert subject.notes.cautions == (
        Caution(
            "r",
            "排名依据缺失，不列名次",
            "what the rank compares is missing, so there is no place",
            2,
        ),
    )
