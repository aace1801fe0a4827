"""What rests on what: on a rank, on a measure relative to a group, on kinds of evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules.dependencies import asked_of, names_read, parts_of
from rules.program import (
    GRADE,
    RANK_MEMBERS,
    TOTAL,
    ListRule,
    Program,
    Relative,
    Tally,
    Trigger,
    takes_group_mean,
)


def population_read(program: Program) -> Mapping[str, frozenset[str]]:
    """The ranks, the relative measures and the indicators that may take the mean of a group, that
    each name rests on, itself or by what it reads; and the grade where quotas give it."""
    own = {rank.name for rank in program.ranks}
    own |= {m.name for m in program.measures if isinstance(m.aggregate, Relative)}
    own |= {indicator.name for indicator in program.indicators if takes_group_mean(indicator)}
    own |= {GRADE} if program.quotas else set()
    return {name: read & own for name, read in all_read(program).items()}


def all_read(program: Program) -> Mapping[str, frozenset[str]]:
    """All that each name rests on, itself among it: measures, indicators, the total, the grade,
    ranks, tallies, lists and triggers."""
    rests: dict[str, frozenset[str]] = {}

    def rest(name: str, read: frozenset[str]) -> None:
        rests[name] = frozenset({name}).union(*(rests.get(other, frozenset()) for other in read))

    for measure in program.measures:
        rest(measure.name, names_read(measure))
    # Children stand after their sections, so the last come first.
    for indicator in reversed(program.indicators):
        rest(indicator.name, names_read(indicator) | set(indicator.children))
    zeroing = tuple(veto for veto in program.vetoes if veto.effect == "zero")
    rest(TOTAL, names_read(zeroing) | {indicator.name for indicator in program.indicators})
    rest(GRADE, names_read((program.grades, program.vetoes, program.direct_grades)) | {TOTAL})
    for rank in program.ranks:
        rest(rank.name, names_read(rank))
        for member in RANK_MEMBERS:
            rests[f"{rank.name}.{member}"] = rests[rank.name]
    # Conclusions stand in the order in which they read each other.
    for construct in (construct for step in program.steps for construct in step.constructs):
        if isinstance(construct, Tally | ListRule | Trigger):
            rest(construct.name, names_read(asked_of(construct)))
    return rests


def kinds_behind(program: Program) -> Mapping[str, tuple[str, ...]]:
    """The kinds of evidence that each leaf of the indicators takes its points from, by its own
    rules and by the measures it reads; in policy order."""
    rests = all_read(program)
    found = {}
    for indicator in program.indicators:
        kinds = {rule.evidence for rule in program.rules if rule.indicator == indicator.name}
        read = rests[indicator.name] if not indicator.children else frozenset()
        for measure in program.measures:
            if measure.name in read:
                kinds.update(evidence_in(measure))
        found[indicator.name] = tuple(kind.name for kind in program.evidence if kind.name in kinds)
    return found


def evidence_in(part: object) -> Iterator[str]:
    """The kinds an aggregate is taken of, those of an item's quantities among them."""
    if isinstance(part, tuple):
        for member in part:
            yield from evidence_in(member)
    for name in parts_of(part):
        value = getattr(part, name)
        if name == "evidence" and isinstance(value, str):
            yield value
        else:
            yield from evidence_in(value)
