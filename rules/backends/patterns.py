"""Conditions as patterns of the rule engine: only what it is known to decide rightly.

The engine compares one field of one fact with one constant, both whole numbers below 2**53 or
plain lower-case text. Everything else is computed by the reference evaluator and handed over as a
field that is 1, 0 or absent. Each condition is translated twice, once for true and once for false,
with the negation on its atoms; where neither holds it is unknown, because the engine finds no
comparison true of an absent field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import partial
from math import prod
from typing import Any, TypeAlias

from rules.backends.reference import (
    MIRRORED,
    Evaluate,
    compile_expression,
    is_constant,
    is_missing,
)
from rules.expr.kinds import (
    BooleanKind,
    CategoryKind,
    DateKind,
    DurationKind,
    Kind,
    NumberKind,
    PercentKind,
    TextKind,
)
from rules.expr.nodes import And, Comparator, Compare, Expr, Not, Or, Ref
from rules.expr.rewrite import negate, normal_form
from rules.program import Parameter
from rules.values import Number, Value, decimals_of

# A fact may make 64 conditions of a ruleset true and no more (error 303).
NODES = 50
# The engine matches a fact once for every way through the alternatives of a pattern.
WAYS = 60
# A pattern has room for 15 $and and $or (error 113), one of which stands around the whole.
JOINS = 14
# Whole numbers are compared exactly below this size.
LIMIT = 2**53
LONGEST_TEXT = 2_000

Encode: TypeAlias = Callable[[Any], int | str]

_OPERATORS: Mapping[Comparator, str] = {
    "!=": "$neq",
    "<": "$lt",
    "<=": "$lte",
    ">": "$gt",
    ">=": "$gte",
}


@dataclass(frozen=True, slots=True)
class Slot:
    """A field of the engine's facts: its name there, and how its value is had and written."""

    name: str
    evaluate: Evaluate
    encode: Encode

    def write(self, values: tuple[Value, ...], summary: Mapping[str, Value]) -> str:
        """`,"name":code`, or nothing where the value is missing."""
        value = self.evaluate(values, summary)
        if value is None:
            return ""
        return f',"{self.name}":{_written(self.encode(value))}'


@dataclass(frozen=True, slots=True)
class Pattern:
    """A pattern's text, what it costs the engine, the slots it reads, and how many atoms the
    engine decides itself."""

    text: str
    slots: frozenset[Slot]
    nodes: int = 1
    ways: int = 1
    joins: int = 0
    decided: int = 0
    handed: int = 0

    @property
    def fits(self) -> bool:
        return self.nodes <= NODES and self.ways <= WAYS and self.joins <= JOINS


# Every fact matches.
EVERY = Pattern("", frozenset())


@dataclass
class Facts:
    """The facts of one evidence kind, or of summaries (no columns): the slots that patterns over
    them need, named as they are met."""

    columns: Mapping[str, int]
    parameters: Iterable[Parameter]
    slots: dict[object, Slot] = field(default_factory=dict)

    def pattern(self, condition: Expr, *, holds: bool = True) -> Pattern:
        """The facts for which the condition is true, or false where not `holds`."""
        return self._pattern(normal_form(condition) if holds else negate(condition))

    def _pattern(self, condition: Expr) -> Pattern:
        match condition:
            case And():
                pattern = _all_of([self._pattern(part) for part in condition.parts])
            case Or():
                pattern = _one_of([self._pattern(part) for part in condition.parts])
            case Compare():
                return self._comparison(condition) or self._handed(condition)
            case Not():
                return self._handed(condition.operand, holds=False)
            case _:
                return self._handed(condition)
        if pattern.fits:
            return pattern
        return self._handed(condition, atoms=pattern.decided + pattern.handed)

    def _comparison(self, compare: Compare) -> Pattern | None:
        """The engine's own comparison, or None where it is not to be trusted with it."""
        comparator, ref, other = compare.comparator, compare.left, compare.right
        if is_constant(ref):
            comparator, ref, other = MIRRORED[comparator], other, ref
        if not isinstance(ref, Ref) or ref.space == "parameter" or not is_constant(other):
            return None
        if is_missing(other):
            return self._presence(comparator, ref)
        constant = compile_expression(other, {}, self.parameters)((), {})
        coding = _coding(ref.kind, comparator, constant)
        if coding is None:
            return None
        slot = self._slot((ref.space, ref.name, coding.scale), ref, coding.encode)
        leaf = f'{{"{slot.name}":{_written(coding.encode(constant))}}}'
        text = leaf if comparator == "=" else f'{{"{_OPERATORS[comparator]}":{leaf}}}'
        return Pattern(text, frozenset({slot}), decided=1)

    def _presence(self, comparator: Comparator, ref: Ref) -> Pattern | None:
        if comparator not in ("=", "!="):
            return None
        slot = self._slot((ref.space, ref.name, "present"), ref, _one)
        exists = "$nex" if comparator == "=" else "$ex"
        return Pattern(f'{{"{exists}":{{"{slot.name}":1}}}}', frozenset({slot}), decided=1)

    def _handed(self, condition: Expr, *, holds: bool = True, atoms: int = 1) -> Pattern:
        """The condition computed by the reference evaluator, as a field of the fact."""
        slot = self._slot(condition, condition, int)
        return Pattern(f'{{"{slot.name}":{int(holds)}}}', frozenset({slot}), handed=atoms)

    def _slot(self, key: object, expr: Expr, encode: Encode) -> Slot:
        if key not in self.slots:
            evaluate = compile_expression(expr, self.columns, self.parameters)
            self.slots[key] = Slot(f"f{len(self.slots)}", evaluate, encode)
        return self.slots[key]


def _all_of(parts: Sequence[Pattern]) -> Pattern:
    ways = prod(part.ways for part in parts)
    return _joined("$and", parts, nodes=sum(part.nodes for part in parts), ways=ways)


def _one_of(parts: Sequence[Pattern]) -> Pattern:
    """The engine makes one more node, where the alternatives meet again."""
    ways = sum(part.ways for part in parts)
    return _joined("$or", parts, nodes=sum(part.nodes for part in parts) + 1, ways=ways)


def _joined(word: str, parts: Sequence[Pattern], *, nodes: int, ways: int) -> Pattern:
    return Pattern(
        f'{{"{word}":[{",".join(part.text for part in parts)}]}}',
        frozenset().union(*(part.slots for part in parts)),
        nodes,
        ways,
        joins=sum(part.joins for part in parts) + 1,
        decided=sum(part.decided for part in parts),
        handed=sum(part.handed for part in parts),
    )


@dataclass(frozen=True, slots=True)
class _Coding:
    """How the values of a field become codes that compare as they do. Fields of different scale
    are different slots."""

    encode: Encode
    scale: int = 1


def _coding(kind: Kind, comparator: Comparator, constant: Value) -> _Coding | None:
    equality = comparator in ("=", "!=")
    match kind, constant:
        case NumberKind() | PercentKind() | DurationKind(), int() | Fraction():
            scale = _scale(kind, constant)
            coding = _Coding(partial(number_code, scale=scale), scale)
            return coding if abs(number_code(constant, scale)) < LIMIT else None
        case DateKind(), date():
            return _Coding(date.toordinal)
        case BooleanKind(), bool() if equality:
            return _Coding(int)
        case CategoryKind(), str() if constant in kind.words and (equality or kind.ordered):
            return _Coding(kind.words.index)
        case TextKind(), str() if equality and len(constant) <= LONGEST_TEXT:
            return _Coding(_text_code)
    return None


def _scale(kind: Kind, constant: Number) -> int:
    """The declared decimals where they write the constant too, so that all comparisons of a field
    share one slot; otherwise as fine as this constant needs."""
    needed = decimals_of(constant)
    if needed is None:
        return Fraction(constant).denominator
    match kind:
        case NumberKind(decimals=int(declared)):
            needed = max(needed, declared)
        case PercentKind(decimals=int(declared)):
            needed = max(needed, declared + 2)
    return int(10**needed)


def number_code(number: Number, scale: int) -> int:
    """Twice the scaled number, and one more where it lies above that: constants are whole at this
    scale, so every number, however fine, keeps its place among them. What is too large for the
    engine becomes its limit, which is beyond every constant."""
    if isinstance(number, int):
        code = 2 * number * scale
    else:
        whole, rest = divmod(number.numerator * scale, number.denominator)
        code = 2 * whole + (rest > 0)
    return max(-LIMIT, min(LIMIT, code))


def _text_code(text: str) -> str:
    """Text as plain lower-case letters and digits: the engine compares raw JSON, takes "5" for 5
    and "" for 0, and counts a length in 16 bits. What is longer than any constant is cut where it
    still differs from all of them."""
    return "t" + text[: LONGEST_TEXT + 1].encode("utf-8", "surrogatepass").hex()


def _one(_: Value) -> int:
    return 1


def _written(code: int | str) -> str:
    return f'"{code}"' if isinstance(code, str) else str(code)
