"""Lists: red, warning, black or by any name; a list whose condition is unknown waits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from rules.program import ListRule
from rules.values import Truth
from scoring.notes import Notes


def membership(
    lists: Sequence[ListRule],
    truths: Iterable[Truth],
    *,
    held_back: Collection[str],
    notes: Notes,
) -> dict[str, Truth]:
    """Whether the subject is on each list, in policy order; None is the list's 待定 sheet, where
    the lists `held_back` are too."""
    return {
        rule.name: None
        if rule.name in held_back
        else notes.settle(truth, rule.on_unknown, rule.name)
        for rule, truth in zip(lists, truths, strict=True)
    }


def without_ties(
    lists: Sequence[ListRule], truths: Sequence[Truth], behind: Sequence[Truth]
) -> tuple[Truth, ...]:
    """The truths as they are for lists that leave out who ties at the cut: a condition must hold
    `behind` too, where the subject is given the place after all it ties with."""
    return tuple(
        truth if rule.ties_in else _both(truth, other)
        for rule, truth, other in zip(lists, truths, behind, strict=True)
    )


def _both(one: Truth, other: Truth) -> Truth:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True
