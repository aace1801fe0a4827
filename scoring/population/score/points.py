"""The points of an indicator as columns, and what becomes of numbers that differ by class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import Text, compared, quoted
from rules.program import Indicator, Program
from rules.values import Number, Value
from scoring.population.course import Course
from scoring.population.score.sources import Meeting
from scoring.score.ledger import Absence
from scoring.score.scores import class_missing

NOTHING, ONE = numbers.whole_literal(0), numbers.whole_literal(1)
# What the column of an indicator's state says; it is missing while the indicator waits.
STATES: Sequence[Absence] = ("", "not_applicable", "excluded", "takes_mean")
THERE = "0"


@dataclass(frozen=True, slots=True)
class Points:
    """`points` are missing where there are none; `state` says why. `raw`, `taken` and `moves` are
    what its value came to; `meant` whether that is the mean of its group. What goes up is by
    `weight`: the points, their full `mark`, and of the rest what was `lost` and what is `gone`."""

    points: Scaled
    state: str = THERE
    raw: Scaled | None = None
    taken: Scaled | None = None
    moves: Sequence[Scaled] = ()
    meant: str = "false"
    weight: Scaled = ONE
    mark: Scaled = NOTHING
    lost: Scaled = NOTHING
    gone: Scaled = NOTHING
    meetings: Sequence[Meeting] = field(default=())

    @property
    def known(self) -> str:
        """Whether the indicator is scored, as a condition."""
        if self.state != THERE:
            return f"{self.state} IS NOT NULL"
        return f"{self.points.top} IS NOT NULL" if self.points.nullable else "true"

    @property
    def always(self) -> bool:
        """Whether it has points of everybody who does not wait."""
        return self.state == THERE

    def adding(self) -> Scaled:
        """Its points as a section adds them: none where there are none."""
        if self.always:
            return self.points
        there = numbers.chosen(f"({self.state} = 0)", self.points, NOTHING, nullable=False)
        return replace(there, nullable=False)


@dataclass(frozen=True, slots=True)
class Form:
    """An indicator with its numbers for one class, and the condition of being of it."""

    indicator: Indicator
    condition: str


def forms_of(course: Course, indicator: Indicator) -> Sequence[Form]:
    """One for each class."""
    if not indicator.variants:
        return (Form(indicator, "true"),)
    own = course.summary[indicator.class_field]
    return [
        Form(variant, compared("=", own, Text(quoted(word))).sql)
        for word, variant in indicator.variants
    ]


def any_form(forms: Sequence[Form]) -> str:
    """Whether the subject has a class, as a condition."""
    return f"coalesce({' OR '.join(form.condition for form in forms)}, false)"


def wait_for_class(course: Course, indicator: Indicator, forms: Sequence[Form]) -> None:
    if indicator.variants and course.summary[indicator.class_field].nullable:
        course.wait(class_missing(indicator), f"NOT {any_form(forms)}")


def form_of(indicator: Indicator, fields: Mapping[str, Value]) -> Indicator | None:
    """The form of one subject, read back."""
    if not indicator.variants:
        return indicator
    return dict(indicator.variants).get(str(fields[indicator.class_field]))


def by_form(forms: Sequence[Form], numbers_of: Sequence[Scaled]) -> Scaled:
    """The number of the subject's own form; missing where it has none."""
    if len(forms) == 1:
        return numbers_of[0]
    found = numbers.NO_NUMBER
    for form, number in zip(reversed(forms), reversed(numbers_of), strict=True):
        found = numbers.chosen(form.condition, number, found, nullable=False)
    return found


def stated(forms: Sequence[Form], numbers_of: Iterator[Number]) -> Scaled:
    """A number of the policy by form; nobody asks it of whoever has none."""
    each = list(numbers_of)
    if len(set(each)) == 1:
        return numbers.literal(each[0])
    return replace(by_form(forms, [numbers.literal(number) for number in each]), nullable=False)


def tops_of(program: Program) -> Sequence[Indicator]:
    return [one for one in program.indicators if one.parent is None]
