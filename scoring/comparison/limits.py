"""What a change may do at most, and where it does more: a gate for those who edit policies."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias, get_args

from rules.program import Program
from rules.values import Number, add_up, show_number, show_percent
from scoring.comparison.comparison import Comparison
from scoring.comparison.pairs import Standing, standing
from scoring.comparison.totals import difference
from scoring.notes import Words
from scoring.runs.outcome import STATES
from scoring.wording import told, told_percent

Watched = Literal["any", "grade", "state", "total", "list", "trigger", "coefficient", "award"]
WATCHED: tuple[Watched, ...] = get_args(Watched)


@dataclass(frozen=True, slots=True)
class Forbidden:
    """What may not change: of one name, or, without one, of any."""

    kind: Watched
    name: str = ""

    def __str__(self) -> str:
        return f"{self.kind}:{self.name}" if self.name else self.kind


@dataclass(frozen=True, slots=True)
class Limits:
    """None is no limit. `moved` is a number of subjects, `moved_share` a share of all of them (0 to
    1), `money` yuan over all pools."""

    moved: int | None = None
    moved_share: Number | None = None
    money: Number | None = None
    forbidden: tuple[Forbidden, ...] = ()


@dataclass(frozen=True, slots=True)
class Breach:
    """A limit as it was asked for, and what was found."""

    limit: str
    words: Words


def breaches(comparison: Comparison, limits: Limits) -> tuple[Breach, ...]:
    watches = (_moved, _money, _forbidden)
    return tuple(breach for watch in watches for breach in watch(comparison, limits))


def names_of(program: Program, kind: Watched) -> tuple[str, ...]:
    """What a limit of this kind may name."""
    match kind:
        case "grade":
            return tuple(grade.name for grade in program.grades)
        case "state":
            return (*STATES, "absent")
        case "list":
            return tuple(rule.name for rule in program.lists)
        case "trigger":
            return tuple(trigger.name for trigger in program.triggers)
        case "coefficient":
            return tuple(coefficient.name for coefficient in program.coefficients)
        case "award":
            return tuple(pool.name for pool in program.awards)
        case "any" | "total":
            return ()


def _moved(comparison: Comparison, limits: Limits) -> Iterator[Breach]:
    moved, everybody = len(comparison.movers), len(comparison.pairs)
    share = Fraction(moved, everybody) if everybody else Fraction(0)
    words = Words(
        f"{everybody:,} 个对象中 {moved:,} 个变动（{told_percent(share)}）",
        f"{moved:,} of {everybody:,} subjects moved ({told_percent(share)})",
    )
    if limits.moved is not None and moved > limits.moved:
        yield Breach(f"--max-moved {limits.moved}", words)
    if limits.moved_share is not None and share > limits.moved_share:
        yield Breach(f"--max-moved {show_percent(limits.moved_share)}", words)


def _money(comparison: Comparison, limits: Limits) -> Iterator[Breach]:
    moved = add_up(pool.moved for pool in comparison.pools)
    if limits.money is not None and moved > limits.money:
        words = Words(f"金额增减合计 {told(moved, 2)} 元", f"{told(moved, 2)} yuan moved in all")
        yield Breach(f"--max-money {show_number(limits.money, 2)}", words)


def _forbidden(comparison: Comparison, limits: Limits) -> Iterator[Breach]:
    for forbidden in limits.forbidden:
        if count := _CHANGED[forbidden.kind](comparison, forbidden.name):
            words = Words(f"{count:,} 处变动", f"{count:,} changes")
            yield Breach(f"--forbid {forbidden}", words)


_Count: TypeAlias = Callable[[Comparison, str], int]


def _standings(reach: Callable[[Standing], str | None]) -> _Count:
    """Movers that gained or lost the grade, or the state, of this name."""

    def count(comparison: Comparison, name: str) -> int:
        sides = (
            (reach(standing(m.pair.before)), reach(standing(m.pair.after)))
            for m in comparison.movers
        )
        return sum(was != now and (not name or name in (was, now)) for was, now in sides)

    return count


def _members(kind: str) -> _Count:
    def count(comparison: Comparison, name: str) -> int:
        found = [m for m in comparison.memberships if m.kind == kind and name in ("", m.name)]
        parts = (p for m in found for p in (m.gained, m.lost, m.waiting, m.no_longer_waiting))
        return sum(map(len, parts)) + sum(len(m.reworded) for m in found)

    return count


def _any(comparison: Comparison, _name: str) -> int:
    """Everything that may be forbidden one by one."""
    return sum(count(comparison, "") for kind, count in _CHANGED.items() if kind != "any")


_CHANGED: Mapping[Watched, _Count] = {
    "any": _any,
    "grade": _standings(lambda standing: standing.grade),
    "state": _standings(lambda standing: standing.state),
    "total": lambda found, _: sum(bool(difference(pair)) for pair in found.pairs),
    "list": _members("list"),
    "trigger": _members("trigger"),
    "coefficient": lambda found, name: sum(
        len(move.changes) for move in found.coefficients if name in ("", move.name)
    ),
    "award": lambda found, name: sum(
        len(move.changes) or 1 for move in found.pools if name in ("", move.name)
    ),
}
