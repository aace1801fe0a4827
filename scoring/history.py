"""What an earlier result says by itself: its state, and nothing where there was none."""

from __future__ import annotations

from rules.program import GRADE, TOTAL, Program
from rules.values import Value
from scoring.assessment import State
from scoring.evidence import Result


def states(state: State) -> dict[str, Value]:
    """What a condition may ask of a result's state."""
    return {name: name == state for name in ("graded", "not_graded", "pending")}


def blank_result(program: Program) -> Result:
    """The result of whoever took no part: nothing but its state is known of it."""
    names = [TOTAL, GRADE, *outcome_names(program)]
    return Result("not_graded", {**dict.fromkeys(names), **states("not_graded")})


def outcome_names(program: Program) -> tuple[str, ...]:
    return (*(rule.name for rule in program.lists), *(t.name for t in program.triggers))
