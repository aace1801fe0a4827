"""Where a condition is true and where it is false: a small decision procedure, sound and bounded.

A comparison of one quantity with a constant divides what the quantity may be. Whatever else is
asked (a function, two fields side by side) counts as a quantity of its own that may be anything, so
a region may be too large and is never too small: what holds nowhere in it holds nowhere.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from rules.backends.reference import MIRRORED, is_missing, spelled_out
from rules.check.bands import bounds_of
from rules.check.parts import Line, Part, Words, everything, meet, minus, on_line, stretch
from rules.check.regions import EVERYWHERE, NOWHERE, Region, Space
from rules.expr.checker import kind_of
from rules.expr.kinds import BooleanKind, CategoryKind, Kind
from rules.expr.nodes import (
    And,
    Comparator,
    Compare,
    Conditional,
    Expr,
    In,
    Literal,
    Not,
    Or,
    Ref,
)
from rules.expr.rewrite import fold, substitute

# How one side of a comparison stands to the other where neither is a constant.
_SIDES = CategoryKind(("<", "=", ">"))
_ALLOWED: Mapping[Comparator, frozenset[str]] = {
    "=": frozenset("="),
    "!=": frozenset("<>"),
    "<": frozenset("<"),
    "<=": frozenset("<="),
    ">": frozenset(">"),
    ">=": frozenset(">="),
}


@dataclass(frozen=True, slots=True)
class Truths:
    """Elsewhere the condition is unknown."""

    true: Region
    false: Region

    @property
    def opposite(self) -> Truths:
        return Truths(self.false, self.true)


ALWAYS = Truths(EVERYWHERE, NOWHERE)
UNKNOWN = Truths(NOWHERE, NOWHERE)


@dataclass(slots=True)
class Truth:
    """Conditions over the quantities of one room: the fields of a record, or a subject's summary.

    `meaning` gives what a name stands for, where that is a condition of its own; `whole` what a
    quantity may be."""

    constants: Mapping[str, Literal]
    meaning: Callable[[Ref], Expr | None]
    whole: Callable[[Ref], Part]
    space: Space = field(default_factory=Space)
    _found: dict[Expr, Truths] = field(default_factory=dict)

    def of(self, condition: Expr) -> Truths:
        """Raises TooManyBoxes where the condition is too ragged."""
        found = self._found.get(condition)
        if found is None:
            found = self._of(fold(substitute(condition, self.constants)))
            self._found[condition] = found
        return found

    def _of(self, expr: Expr) -> Truths:
        match expr:
            case Literal(value=bool() as value):
                return ALWAYS if value else ALWAYS.opposite
            case Literal():
                return UNKNOWN
            case Not(operand=operand):
                return self._of(operand).opposite
            case And(parts=parts):
                return self._all([self._of(part) for part in parts])
            case Or(parts=parts):
                return self._all([self._of(part).opposite for part in parts]).opposite
            case In():
                return self._of(spelled_out(expr))
            case Compare():
                return self._comparison(expr.comparator, expr.left, expr.right)
        return self._quantity(expr)

    def _quantity(self, expr: Expr) -> Truths:
        """A value that is itself true or false."""
        match expr:
            case Conditional():
                return self._choice(expr.condition, self._of(expr.then), self._of(expr.otherwise))
            case Ref():
                stands_for = self.meaning(expr)
                if stands_for is not None:
                    return self.of(stands_for)
        return self._test(expr, BooleanKind(), Words(frozenset((True,))))

    def _all(self, parts: list[Truths]) -> Truths:
        found = ALWAYS
        for part in parts:
            false = self.space.either(found.false, part.false)
            found = Truths(self.space.both(found.true, part.true), false)
        return found

    def _choice(self, condition: Expr, then: Truths, otherwise: Truths) -> Truths:
        held = self._of(condition)
        both, either = self.space.both, self.space.either
        return Truths(
            either(both(held.true, then.true), both(held.false, otherwise.true)),
            either(both(held.true, then.false), both(held.false, otherwise.false)),
        )

    def _comparison(self, comparator: Comparator, left: Expr, right: Expr) -> Truths:
        if isinstance(left, Literal) and not isinstance(right, Literal):
            return self._comparison(MIRRORED[comparator], right, left)
        if not isinstance(right, Literal):
            return self._side_by_side(comparator, left, right)
        if is_missing(right):
            truths = self._missing(left)
            return truths if comparator == "=" else truths.opposite
        if isinstance(left, Conditional):
            branches = [
                self._comparison(comparator, branch, right)
                for branch in (left.then, left.otherwise)
            ]
            return self._choice(left.condition, *branches)
        if isinstance(left, Literal):
            return (
                UNKNOWN if left.value is None else self._of(fold(Compare(comparator, left, right)))
            )
        kind = left.kind if isinstance(left, Ref) else kind_of(left)
        if isinstance(kind, BooleanKind):
            truths = self._of(left)
            return truths if (comparator == "=") == right.value else truths.opposite
        return self._test(left, kind, _values(comparator, right, kind))

    def _side_by_side(self, comparator: Comparator, left: Expr, right: Expr) -> Truths:
        if repr(left) > repr(right):
            comparator, left, right = MIRRORED[comparator], right, left
        return self._test(Compare("=", left, right), _SIDES, Words(_ALLOWED[comparator]))

    def _missing(self, expr: Expr) -> Truths:
        kind = expr.kind if isinstance(expr, Ref) else kind_of(expr)
        absent = (
            Words(frozenset()) if isinstance(self._whole(expr, kind).known, Words) else Line(())
        )
        return self._part(expr, kind, Part(absent, missing=True), unless_missing=False)

    def _test(self, quantity: Expr, kind: Kind, values: Line | Words) -> Truths:
        return self._part(quantity, kind, Part(values), unless_missing=True)

    def _part(self, quantity: Expr, kind: Kind, part: Part, *, unless_missing: bool) -> Truths:
        """True in the part, false outside of it; neither where it is missing and that matters."""
        whole = self._whole(quantity, kind)
        inside, outside = meet(whole, part), minus(whole, part)
        if unless_missing:
            outside = Part(outside.known)
        return Truths(*(self._region(quantity, some, whole) for some in (inside, outside)))

    def _region(self, quantity: Expr, part: Part, whole: Part) -> Region:
        if part.empty:
            return NOWHERE
        return EVERYWHERE if part == whole else ({quantity: part},)

    def _whole(self, quantity: Expr, kind: Kind) -> Part:
        known = self.space.whole.get(quantity)
        if known is None:
            known = (
                self.whole(quantity)
                if isinstance(quantity, Ref)
                else everything(kind, may_be_missing=True)
            )
            self.space.whole[quantity] = known
        return known


def _values(comparator: Comparator, right: Literal, kind: Kind) -> Line | Words:
    """The values of the kind that stand so to the constant."""
    at = on_line(right.value)
    if at is not None:
        pieces = [stretch(low, high, kind).stretches for low, high in bounds_of(comparator, at)]
        return Line(tuple(piece for some in pieces for piece in some))
    if isinstance(kind, CategoryKind) and comparator not in ("=", "!="):
        return Words(frozenset(_compared(comparator, str(right.value), kind.words)))
    equal = Words(frozenset((right.value,)))
    return equal if comparator == "=" else Words(equal.values, others=True)


def _compared(comparator: Comparator, word: str, ascending: tuple[str, ...]) -> tuple[str, ...]:
    place = ascending.index(word)
    match comparator:
        case "<":
            return ascending[:place]
        case "<=":
            return ascending[: place + 1]
        case ">":
            return ascending[place + 1 :]
    return ascending[place:]
