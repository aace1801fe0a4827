"""Policies that need each other within one period, told from their texts: no plan is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rules.diagnostics import Diagnostic, diagnose
from rules.program import Program
from rules.source import Span


@dataclass(frozen=True, slots=True)
class Named:
    """A policy, and where its text names others, by id."""

    program: Program
    references: Mapping[str, Span | None]


def circles(policies: Sequence[Named], asked: Iterable[str]) -> Iterator[Diagnostic]:
    """The shortest circle through each of the ids that are `asked` of, at its place there where its
    own text has one; a circle that goes through several is told once."""
    needs = _needs(policies)
    own = {one.program.head.id: {*one.references.values()} for one in policies}
    told: set[frozenset[str]] = set()
    for name in asked:
        path = _back(name, needs)
        if path and frozenset(path) not in told:
            told.add(frozenset(path))
            links = [(one, needs[one][other]) for one, other in _pairs(path)]
            places = [span for _, span in links]
            place = next((span for span in places if span in own[name]), places[0])
            yield diagnose("import-cycle", place, cycle=circle_words(links))


def circle_words(links: Sequence[tuple[str, Span | None]]) -> str:
    """Each policy with the place that makes it need the next; the last needs the first."""
    words = [f"{name} [{_place(span)}]" if span else name for name, span in links]
    return " → ".join([*words, links[0][0]])


def _place(span: Span) -> str:
    """The file by its last name: which policy it is stands before it."""
    line, column = span.position
    return f"{span.source.name.rpartition('/')[2]}:{line}:{column}"


def _needs(policies: Sequence[Named]) -> Mapping[str, Mapping[str, Span | None]]:
    """What stands before each policy in some period, whatever the periods of a plan: results of
    this period, or of each one of the year, and what is written on a day of it. Results of the
    last period are there already; an as-of date may lie in another period."""
    by_id = {one.program.head.id: one for one in policies}
    needs: dict[str, dict[str, Span | None]] = {name: {} for name in by_id}
    for name, one in by_id.items():
        for kind in one.program.evidence:
            wanted = kind.imported
            other = by_id.get(wanted.policy) if wanted else None
            if wanted and other and (wanted.which == "each" or _alike(wanted.which, one, other)):
                needs[name].setdefault(wanted.policy, one.references.get(wanted.policy))
        for _, effect in one.program.effects:
            if effect.policy in by_id and effect.dated != "as_of":
                needs[effect.policy].setdefault(name, one.references.get(effect.policy))
    return needs


def _alike(which: str, one: Named, other: Named) -> bool:
    """Of this period are results only where it is a period of the same kind."""
    return which == "this" and one.program.head.period == other.program.head.period


def _back(name: str, needs: Mapping[str, Mapping[str, Span | None]]) -> list[str]:
    """The shortest way from a policy to itself; the first in order of several, none without."""
    paths = [[name]]
    seen: set[str] = set()
    while paths:
        longer = []
        for path in paths:
            for other in sorted(needs.get(path[-1], ())):
                if other == name:
                    return path
                if other not in seen:
                    seen.add(other)
                    longer.append([*path, other])
        paths = longer
    return []


def _pairs(path: Sequence[str]) -> Iterator[tuple[str, str]]:
    return zip(path, [*path[1:], path[0]], strict=True)
