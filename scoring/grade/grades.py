"""Grades: the first band that holds, then the vetoes, which only ever lower."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rules.program import Grade, Veto
from rules.values import Truth
from scoring.notes import Notes, Words

NO_GRADE = Words("没有一个等次的条件成立", "the condition of no grade holds")


def fired(vetoes: Sequence[Veto], truths: Iterable[Truth], notes: Notes) -> tuple[Veto, ...]:
    """The vetoes that hold; the subject waits for an unknown one unless the policy says how it
    counts."""
    holding = []
    for veto, truth in zip(vetoes, truths, strict=True):
        settled = notes.settle(truth, veto.on_unknown, veto.id)
        if settled is None:
            name = veto.label or veto.id
            notes.wait(
                Words(f"一票否决“{name}”的条件不明", f"the condition of veto “{name}” is unknown")
            )
        elif settled:
            holding.append(veto)
    return tuple(holding)


def banded(grades: Sequence[Grade], truths: Iterable[Truth], notes: Notes) -> str | None:
    """The first grade whose condition holds. The subject waits where an unknown condition comes
    before any that holds, and where none holds."""
    for grade, truth in zip(grades, truths, strict=True):
        if truth:
            return grade.name
        if truth is None:
            notes.wait(
                Words(
                    f"等次“{grade.name}”的条件不明",
                    f"the condition of grade “{grade.name}” is unknown",
                )
            )
            return None
    if grades:
        notes.wait(NO_GRADE)
    return None


def grade_before_veto(grades: Sequence[Grade], truths: Iterable[Truth], notes: Notes) -> str | None:
    """The grade the total would have had. Nobody waits for it: where it is unknown it is noted."""
    alone = Notes()
    grade = banded(grades, truths, alone)
    for words in alone.waits:
        notes.caution("grade_before_veto", words)
    return grade


def after_vetoes(grades: Sequence[Grade], grade: str, holding: Iterable[Veto]) -> str:
    """The steps of every step-down add up, down to the last grade; then the lowest of what the
    other vetoes allow. A forced grade better than the one earned changes nothing: a veto is a
    ceiling."""
    names = [known.name for known in grades]
    earned = names.index(grade)
    ceilings = [0]
    for veto in holding:
        match veto.effect:
            case "step_down":
                earned += veto.steps
            case "force" | "cap":
                ceilings.append(names.index(veto.grade))
            case "bar":
                ceilings.append(1)
            case "zero":
                pass
    return names[min(max(earned, *ceilings), len(names) - 1)]
