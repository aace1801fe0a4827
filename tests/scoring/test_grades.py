"""Grades: the first band that holds, and vetoes that only lower."""

from __future__ import annotations

from typing import Any

import pytest

from rules.expr.nodes import Literal
from rules.program import Grade, Veto
from rules.values import Truth
from scoring.grade.grades import after_vetoes, banded, fired, grade_before_veto
from scoring.notes import Notes, Words

YES = Literal(True, "boolean")
GRADES = tuple(Grade(name, YES) for name in ("优秀", "良好", "合格", "不合格"))


def veto(effect: Any, grade: str = "", steps: int = 0, **more: Any) -> Veto:
    return Veto(more.pop("id", effect), YES, effect, grade, steps, **more)


@pytest.mark.parametrize(
    ("earned", "vetoes", "expected"),
    [
        ("优秀", [], "优秀"),
        ("优秀", [veto("force", "不合格")], "不合格"),
        ("不合格", [veto("force", "合格")], "不合格"),
        ("优秀", [veto("cap", "合格")], "合格"),
        ("不合格", [veto("cap", "合格")], "不合格"),
        ("优秀", [veto("bar")], "良好"),
        ("合格", [veto("bar")], "合格"),
        ("优秀", [veto("step_down", steps=1)], "良好"),
        ("优秀", [veto("step_down", steps=1), veto("step_down", steps=2)], "不合格"),
        ("合格", [veto("step_down", steps=5)], "不合格"),
        ("优秀", [veto("step_down", steps=1), veto("cap", "合格")], "合格"),
        ("优秀", [veto("step_down", steps=3), veto("cap", "合格")], "不合格"),
        ("优秀", [veto("force", "合格"), veto("bar"), veto("cap", "不合格")], "不合格"),
        ("优秀", [veto("zero")], "优秀"),
    ],
    ids=[
        "none",
        "force-lowers",
        "force-never-raises",
        "cap-lowers",
        "cap-never-raises",
        "bar-gives-the-second",
        "bar-leaves-the-third",
        "step-down",
        "steps-add-up",
        "steps-stop-at-the-last",
        "step-down-then-cap",
        "step-down-below-cap",
        "lowest-wins",
        "zero-acts-on-the-total-only",
    ],
)
def test_the_grade_after_vetoes(earned: str, vetoes: list[Veto], expected: str) -> None:
    assert after_vetoes(GRADES, earned, vetoes) == expected
    assert after_vetoes(GRADES, earned, reversed(vetoes)) == expected


def test_barring_the_top_of_a_single_grade_changes_nothing() -> None:
    assert after_vetoes(GRADES[:1], "优秀", [veto("bar")]) == "优秀"


@pytest.mark.parametrize(
    ("truths", "grade", "waits"),
    [
        ((True, True, None, True), "优秀", []),
        ((False, True, None, True), "良好", []),
        (
            (False, None, True, True),
            None,
            [Words("等次“良好”的条件不明", "the condition of grade “良好” is unknown")],
        ),
        (
            (False, False, False, False),
            None,
            [Words("没有一个等次的条件成立", "the condition of no grade holds")],
        ),
    ],
    ids=["first-that-holds", "later-unknown-is-harmless", "unknown-before-true", "none-holds"],
)
def test_the_band(truths: tuple[Truth, ...], grade: str | None, waits: list[Words]) -> None:
    notes = Notes()
    assert banded(GRADES, truths, notes) == grade
    assert notes.waits == waits


def test_an_unknown_grade_before_veto_is_noted_and_nobody_waits_for_it() -> None:
    notes = Notes()
    assert grade_before_veto(GRADES, (None, True, True, True), notes) is None
    assert notes.waits == []
    assert [(c.place, c.zh) for c in notes.cautions] == [
        ("grade_before_veto", "等次“优秀”的条件不明")
    ]


@pytest.mark.parametrize(
    ("on_unknown", "truth", "holds", "waits", "cautions"),
    [
        ("pending", True, True, 0, 0),
        ("pending", False, False, 0, 0),
        ("pending", None, False, 1, 0),
        ("true", None, True, 0, 1),
        ("false", None, False, 0, 1),
        ("true", False, False, 0, 0),
    ],
)
def test_an_unknown_veto_never_passes_silently(
    on_unknown: Any, truth: Truth, holds: bool, waits: int, cautions: int
) -> None:
    notes = Notes()
    found = fired([veto("bar", id="v1", on_unknown=on_unknown)], [truth], notes)
    assert [v.id for v in found] == (["v1"] if holds else [])
    assert (len(notes.waits), len(notes.cautions)) == (waits, cautions)
