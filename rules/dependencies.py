"""Who reads whose name: what a construct reads of the summary, and how deep a measure rests."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from operator import attrgetter

from rules.expr.nodes import Expr, Ref
from rules.program import Conclusion, Measure, Relative, Trigger


def names_read(construct: object) -> frozenset[str]:
    """The names of the summary that any expression of a construct reads."""
    found: set[str] = set()
    left = [construct]
    while left:
        part = left.pop()
        if isinstance(part, Ref):
            if part.space == "summary":
                found.add(part.name)
        elif isinstance(part, tuple):
            left += part
        else:
            kind: type = type(part)
            left += _values_of(kind)(part)
    return frozenset(found)


def parts_of(part: object) -> tuple[str, ...]:
    """The fields of a construct of a policy; spans, which no comparison looks at, say nothing. None
    of what is no construct."""
    kind: type = type(part)
    return _fields_of(kind)


@cache
def _values_of(kind: type) -> Callable[[object], tuple[object, ...]]:
    """What takes the parts of a construct of this class."""
    match _fields_of(kind):
        case ():
            return lambda part: ()
        case (name,):
            return lambda part: (getattr(part, name),)
        case names:
            return attrgetter(*names)


@cache
def _fields_of(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind) if one.compare) if is_dataclass(kind) else ()


def asked_of(construct: Conclusion) -> tuple[Expr | None, ...]:
    """What a conclusion reads of the period at hand; what a tally is spent by is earlier."""
    level = construct.level if isinstance(construct, Trigger) else None
    return (construct.when, level)


def levels_of(measures: Mapping[str, Measure]) -> Mapping[str, int]:
    """By name, how many times the whole population must be looked at before the measure is known;
    0 where a subject alone is enough. `measures` stand after those they read."""
    levels: dict[str, int] = {}
    for name, measure in measures.items():
        read = max((levels.get(other, 0) for other in names_read(measure)), default=0)
        levels[name] = read + isinstance(measure.aggregate, Relative)
    return levels
