"""What the value of a leaf comes to for everybody, and what a missing one gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import Truth
from rules.program import (
    BandTable,
    Decision,
    Indicator,
    KOfN,
    Source,
    Stepwise,
    Valued,
    WholeBrackets,
)
from rules.values import Value, plain
from scoring.notes import Words
from scoring.population.course import Course
from scoring.population.measure.asking import both
from scoring.population.noted import Filled
from scoring.population.score.changes import change
from scoring.population.score.decisions import decide
from scoring.population.score.scales import beyond_all, scaled
from scoring.score.decisions import NO_ROW
from scoring.score.ledger import Absence
from scoring.score.scales import NOWHERE, not_so_many
from scoring.score.scores import (
    FULL_FOR_MISSING,
    LEFT_FOR_MISSING,
    ZERO_FOR_MISSING,
    no_points_for,
    no_row_for,
    no_value_for,
)


@dataclass(frozen=True, slots=True)
class Meeting:
    """Rows of a table that hold together where only one may, and the condition that they do."""

    table: Decision
    rows: Sequence[Truth]
    condition: str


@dataclass(frozen=True, slots=True)
class SourcePoints:
    """`raw` is what a value came to before it was rounded to `points`; steps have none but `moves`,
    and `points` with the start in it. Where the condition `lacking` holds the leaf is `absent`."""

    points: Scaled
    raw: Scaled | None = None
    moves: Sequence[Scaled] = ()
    lacking: str = ""
    absent: Absence = ""
    meetings: Sequence[Meeting] = field(default=())


def source_of(course: Course, leaf: Indicator, source: Source) -> SourcePoints:
    match source:
        case Stepwise():
            changed = change(course, leaf, source)
            return SourcePoints(changed.balance, moves=changed.moves)
        case Decision():
            return _decided(course, leaf, source)
        case Valued():
            return _valued(course, leaf, source)


def _decided(course: Course, leaf: Indicator, table: Decision) -> SourcePoints:
    decided = decide(course, table)
    raw = course.number(decided.raw)
    course.wait(no_row_for(leaf.name, NO_ROW), decided.nowhere)
    missing = both(f"{raw.top} IS NULL", f"NOT coalesce({decided.nowhere}, false)")
    meetings = [Meeting(table, decided.rows, both(course.guard, decided.meeting))]
    return _settled(course, leaf, table, raw, missing, meetings)


def _valued(course: Course, leaf: Indicator, source: Valued) -> SourcePoints:
    value = course.translator.number(source.value)
    if value.bottom is not None:
        value = course.number(value)
    raw = scaled(source.scale, value, leaf.full or 0, course.translator.condition)
    if raw.nullable:
        raw = course.number(raw)
    match source.scale:
        case BandTable() | WholeBrackets():
            nowhere = f"({raw.top} IS NULL AND {value.top} IS NOT NULL)"
            course.wait(no_points_for(leaf.name, NOWHERE), nowhere)
        case KOfN() as scale:
            value = course.number(value)
            told = {"top": value.top, "bottom": value.bottom or "1"}
            course.wait(_too_many(leaf.name, scale, value), beyond_all(scale, value), told)
    missing = f"{value.top} IS NULL" if value.nullable else ""
    return _settled(course, leaf, source, raw, missing)


def _too_many(leaf: str, scale: KOfN, value: Scaled) -> Filled:
    def words(told: Mapping[str, Value]) -> Words:
        number = Fraction(int(str(told["top"])), int(str(told["bottom"])) * 10**value.scale)
        return no_points_for(leaf, not_so_many(scale, plain(number)))

    return words


def _settled(
    course: Course,
    leaf: Indicator,
    source: Valued | Decision,
    raw: Scaled,
    missing: str,
    meetings: Sequence[Meeting] = (),
) -> SourcePoints:
    """With what the policy says of a missing value, and rounded; `missing` is empty where a value
    is always there."""
    lacking = ""
    absent: Absence = ""
    if missing:
        match source.missing:
            case "full" | "zero":
                full = source.missing == "full"
                course.note(leaf.name, FULL_FOR_MISSING if full else ZERO_FOR_MISSING, missing)
                instead = numbers.literal((leaf.full or 0) if full else 0)
                raw = numbers.chosen(f"({missing})", instead, raw, nullable=False)
            case "exclude":
                course.note(leaf.name, LEFT_FOR_MISSING, missing)
                lacking, absent = missing, "excluded"
            case "group_mean":
                lacking, absent = missing, "takes_mean"
            case "pending" | None:
                course.wait(no_value_for(leaf.name), missing)
    points = raw if source.rounding is None else numbers.rounded(raw, source.rounding)
    return SourcePoints(points, raw, (), lacking, absent, meetings)
