"""Where a quantity decides: the bounds that conditions and ladders hold it to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from rules.dependencies import names_read
from rules.expr.kinds import NumberKind, PercentKind
from rules.expr.nodes import Compare, Expr, Ref
from rules.program import TOTAL, Count, Distinct, Program, Tally, Windowed
from rules.values import Number, plain
from scoring.coverage.edges import comparisons_in
from scoring.expressions import NO_RECORD, compiler_of, number_of

# On which side of the bound the bound itself is: with what is above it, or with what is below.
_WITH_ABOVE: Mapping[str, bool] = {">=": True, "<": True, ">": False, "<=": False}
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Bound:
    """`unit` is the least step of the quantity; it may only grow where it `counts` records or
    periods."""

    quantity: Ref
    at: Number
    with_above: bool
    unit: Number
    counts: bool

    def across(self, value: Number) -> Number:
        """The nearest value on the other side."""
        if value >= self.at if self.with_above else value > self.at:
            return plain(Fraction(self.at) - self.unit) if self.with_above else self.at
        return self.at if self.with_above else plain(Fraction(self.at) + self.unit)


def bounds_of(program: Program) -> tuple[Bound, ...]:
    """Each once, in policy order."""
    counted = {q.name for q in program.history if isinstance(q, Tally)}
    counted |= {
        measure.name
        for measure in program.measures
        if isinstance(measure.aggregate, Count | Distinct | Windowed)
    }
    digits = {m.name: m.rounding.digits for m in program.measures if m.rounding}
    if program.total is not None:
        digits[TOTAL] = program.total.rounding.digits
    found: dict[Bound, None] = {}
    for quantity, at, with_above in _stated(program):
        if isinstance(quantity.kind, NumberKind | PercentKind):
            places = digits.get(quantity.name, quantity.kind.decimals)
            places = _DECIMALS if places is None else places
            places += 2 if isinstance(quantity.kind, PercentKind) else 0
            counts = quantity.name in counted
            unit = 1 if counts else plain(Fraction(1, 10**places))
            found[Bound(quantity, at, with_above, unit, counts)] = None
    return tuple(found)


def _stated(program: Program) -> Iterator[tuple[Ref, Number, bool]]:
    compiled = compiler_of(program)
    for when in _conditions(program):
        for part in comparisons_in(when):
            match part:
                case Compare(left=Ref(space="summary") as quantity, comparator=sign, right=right):
                    if sign in _WITH_ABOVE and names_read(right) <= program.values.keys():
                        at = compiled(right, None)(NO_RECORD, program.values)
                        if isinstance(at, int | Fraction) and not isinstance(at, bool):
                            yield quantity, at, _WITH_ABOVE[sign]
    for trigger in program.triggers:
        if isinstance(trigger.level, Ref):
            for rung in trigger.ladder:
                at = number_of(rung.at)
                if at is not None:
                    yield trigger.level, at, True


def _conditions(program: Program) -> Iterator[Expr]:
    yield from (veto.when for veto in program.vetoes)
    yield from (rule.when for rule in program.direct_grades)
    yield from (grade.when for grade in program.grades if grade.when is not None)
    yield from (rule.when for rule in program.lists)
    yield from (trigger.when for trigger in program.triggers)
