"""What an engine that matches conditions must answer: the seam between engines and scoring."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from rules.expr.nodes import Expr
from rules.program import Program
from rules.values import Truth, Value

# The summary conditions of one group are asked together, when all they read is known:
#   ineligible  Program.ineligibilities      zero   vetoes of effect zero (before the total)
#   veto        the other vetoes             direct Program.direct_grades
#   grade       Program.grades (a 其余 grade has no condition)
#   list        Program.lists                trigger  Program.triggers
#   coefficient Program.coefficients         award    Program.awards
Group = Literal[
    "ineligible",
    "zero",
    "veto",
    "direct",
    "grade",
    "list",
    "trigger",
    "coefficient",
    "award",
]
GROUPS: tuple[Group, ...] = get_args(Group)


def conditions(program: Program, group: Group) -> tuple[tuple[str, Expr | None], ...]:
    """The conditions of a group in policy order, each with the name people know it by. None holds
    for whoever is left: 其余, or no condition."""
    match group:
        case "ineligible":
            return tuple((rule.reason, rule.when) for rule in program.ineligibilities)
        case "zero":
            return tuple((veto.id, veto.when) for veto in program.vetoes if veto.effect == "zero")
        case "veto":
            return tuple((veto.id, veto.when) for veto in program.vetoes if veto.effect != "zero")
        case "direct":
            return tuple((direct.id, direct.when) for direct in program.direct_grades)
        case "grade":
            return tuple((grade.name, grade.when) for grade in program.grades)
        case "list":
            return tuple((rule.name, rule.when) for rule in program.lists)
        case "trigger":
            return tuple((trigger.name, trigger.when) for trigger in program.triggers)
        case "coefficient":
            return tuple((given.name, given.when) for given in program.coefficients)
        case "award":
            return tuple((pool.name, pool.when) for pool in program.awards)


class Fact(Protocol):
    """A record as an engine sees it: its evidence kind and its values in the kind's order. The id
    only names it where something is to be said of it."""

    @property
    def kind(self) -> str: ...

    @property
    def id(self) -> str: ...

    @property
    def values(self) -> tuple[Value, ...]: ...


@dataclass(frozen=True, slots=True)
class Matches:
    """Pairs (index of the rule in Program.rules, index of the record), sorted. `unknown` is None
    from an engine that only tells what is true."""

    true: tuple[tuple[int, int], ...]
    unknown: tuple[tuple[int, int], ...] | None


class Matcher(Protocol):
    """One policy, ready to match. Summaries and run dates are by name; missing is None."""

    @property
    def name(self) -> str: ...

    def match(self, facts: Sequence[Fact], summary: Mapping[str, Value]) -> Matches:
        """The record rules over one subject's records; `summary` holds its own fields and the
        run's dates (as_of, period_start, period_end)."""
        ...

    def decide(self, group: Group, summary: Mapping[str, Value]) -> tuple[Truth, ...]:
        """The truth of each condition of the group, in policy order."""
        ...
