"""What rests on the whole population, computed again of results: what is wrong is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeAlias

import pytest

from rules.backends.reference import ReferenceMatcher
from scoring.assess import assess_population
from scoring.assessment import Assessment
from scoring.concluding import Disagreement
from scoring.runs.crosscheck import CrossCheck, EnginesDifferError
from tests.scoring.concluded import concluded_otherwise
from tests.scoring.outcome_world import delivered, policy

Wrong: TypeAlias = Callable[[Assessment], Assessment]

PROGRAM = policy("shares", "equal")
FIELDS: list[dict[str, Any]] = [
    {"街道": "东", "得分": 98 - 2 * i, "人数": 4, "事故": 0, "获批": True} for i in range(7)
]
EVIDENCE = delivered(PROGRAM, FIELDS, [(0, True)])
GOOD = assess_population(PROGRAM, EVIDENCE, ReferenceMatcher(PROGRAM))


def placed(one: Assessment) -> Assessment:
    return replace(one, places=one.places | {"榜": replace(one.places["榜"], tied=2)})


def seated(one: Assessment) -> Assessment:
    return replace(one, seats=(replace(one.seats[0], room=3), *one.seats[1:]))


def listed(one: Assessment) -> Assessment:
    return replace(one, lists=tuple(name for name in one.lists if name != "红榜"))


def waiting(one: Assessment) -> Assessment:
    return replace(one, pending_triggers=("约谈",), triggers=())


def recommended(one: Assessment) -> Assessment:
    changed = replace(one.coefficients["绩效"], value=5)
    return replace(one, coefficients=one.coefficients | {"绩效": changed})


def shared(one: Assessment) -> Assessment:
    return replace(one, awards={"equal": replace(one.awards["equal"], amount=None)})


WRONG = {
    "place": (placed, "榜", "tied 2", "tied 1"),
    "seat": (seated, "quota-1 优秀", "room 3", "room 2"),
    "grade": (lambda one: replace(one, grade="良好"), "grade", "良好", "优秀"),
    "list": (listed, "红榜", "—", "✓"),
    "coefficient": (recommended, "绩效", "value 5", "value 4.8"),
    "share": (shared, "equal", "amount —", "amount 0.02"),
}


def found(*, wrong: Wrong, chosen: int) -> list[Disagreement]:
    told = [wrong(GOOD[0]), *GOOD[1:]]
    return concluded_otherwise(PROGRAM, EVIDENCE, told, told[len(told) - chosen :])


@pytest.mark.parametrize(("wrong", "place", "ours", "theirs"), WRONG.values(), ids=WRONG)
def test_the_first_difference_is_named(wrong: Wrong, place: str, ours: str, theirs: str) -> None:
    assert found(wrong=wrong, chosen=7) == [Disagreement("s0", place, ours, theirs)]


def test_a_case_that_is_said_to_wait_is_told_with_the_case() -> None:
    (told,) = found(wrong=waiting, chosen=7)
    assert (told.place, told.ours) == ("约谈", "?")
    assert told.theirs.startswith("trigger 约谈, ")


@pytest.mark.parametrize(
    ("wrong", "places"), [(placed, ["榜"]), (seated, ["quota-1 优秀"]), (listed, []), (shared, [])]
)
def test_places_and_seats_are_everybodys_the_rest_is_of_the_sample(
    wrong: Wrong, places: list[str]
) -> None:
    assert [one.place for one in found(wrong=wrong, chosen=2)] == places


def test_nothing_is_found_where_nothing_is_wrong() -> None:
    assert found(wrong=lambda one: one, chosen=7) == []


def test_a_wrong_list_ends_a_crosscheck_of_all() -> None:
    check = CrossCheck(PROGRAM, EVIDENCE, "all")
    assert len(list(check.watch([listed(GOOD[0]), *GOOD[1:]]))) == len(GOOD)
    with pytest.raises(EnginesDifferError) as stopped:
        check.settle()
    assert list(stopped.value.lines())[1] == ("s0，红榜：— ≠ ✓", "s0, 红榜: — ≠ ✓")
