"""Who reads whose name: what a construct reads of the summary, and how deep a measure rests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass

from rules.expr.nodes import Expr, Ref
from rules.program import Conclusion, Measure, Relative, Trigger


def names_read(construct: object) -> frozenset[str]:
    """The names of the summary that any expression of a construct reads."""
    return frozenset(_summary_names(construct))


def asked_of(construct: Conclusion) -> tuple[Expr | None, ...]:
    """What a conclusion reads of the period at hand; what a tally is spent by is earlier."""
    level = construct.level if isinstance(construct, Trigger) else None
    return (construct.when, level)


def _summary_names(part: object) -> Iterator[str]:
    match part:
        case Ref():
            if part.space == "summary":
                yield part.name
        case tuple():
            for member in part:
                yield from _summary_names(member)
        case _ if is_dataclass(part) and not isinstance(part, type):
            # Spans, which no comparison looks at, read nothing.
            for field in (field for field in fields(part) if field.compare):
                yield from _summary_names(getattr(part, field.name))


def levels_of(measures: Mapping[str, Measure]) -> Mapping[str, int]:
    """By name, how many times the whole population must be looked at before the measure is known;
    0 where a subject alone is enough. `measures` stand after those they read."""
    levels: dict[str, int] = {}
    for name, measure in measures.items():
        read = max((levels.get(other, 0) for other in names_read(measure)), default=0)
        levels[name] = read + isinstance(measure.aggregate, Relative)
    return levels
