"""What an earlier result says by itself: its state, and nothing where there was none."""

from __future__ import annotations

from rules.program import GRADE, TOTAL, Program
from rules.values import Value
from scoring.assessment import State
from scoring.evidence import History, Result

_NAMED = 6


def states(state: State) -> dict[str, Value]:
    """What a condition may ask of a result's state."""
    return {name: name == state for name in ("graded", "not_graded", "pending")}


def blank_result(program: Program) -> Result:
    """The result of whoever took no part: nothing but its state is known of it."""
    names = [TOTAL, GRADE, *outcome_names(program)]
    return Result("not_graded", {**dict.fromkeys(names), **states("not_graded")})


def periods_told(history: History) -> str:
    """The periods there are results of, by name; of many the first and the last, and how many."""
    labels = list(history.periods)
    if len(labels) > _NAMED:
        return f"{labels[0]} … {labels[-1]}（{len(labels)}）"
    return "、".join(labels) or "—"


def holders_of(program: Program) -> tuple[str, ...]:
    """The fields of a subject that say who held it."""
    return tuple(dict.fromkeys(quantity.holder for quantity in program.history if quantity.holder))


def outcome_names(program: Program) -> tuple[str, ...]:
    return (*(rule.name for rule in program.lists), *(t.name for t in program.triggers))
