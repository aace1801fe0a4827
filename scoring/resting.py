"""What rests on the whole population: on a rank, a measure relative to a group, a group's mean."""

from __future__ import annotations

from collections.abc import Mapping

from rules.dependencies import names_read
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
    each name rests on, itself or by what it reads: measures, indicators, the total, the grade,
    ranks, tallies, lists and triggers."""
    rests: dict[str, frozenset[str]] = {}

    def rest(name: str, read: frozenset[str], *own: str) -> None:
        rests[name] = frozenset(own).union(*(rests.get(other, frozenset()) for other in read))

    for measure in program.measures:
        own = [measure.name] if isinstance(measure.aggregate, Relative) else []
        rest(measure.name, names_read(measure), *own)
    # Children stand after their sections, so the last come first.
    for indicator in reversed(program.indicators):
        own = [indicator.name] if takes_group_mean(indicator) else []
        rest(indicator.name, names_read(indicator) | set(indicator.children), *own)
    zeroing = tuple(veto for veto in program.vetoes if veto.effect == "zero")
    rest(TOTAL, names_read(zeroing) | {indicator.name for indicator in program.indicators})
    deciding = (program.grades, program.vetoes, program.direct_grades)
    # Where quotas give the grade it rests on the population itself.
    by_quota = [GRADE] if program.quotas else []
    rest(GRADE, names_read(deciding) | {TOTAL}, *by_quota)
    for rank in program.ranks:
        rest(rank.name, names_read(rank), rank.name)
        for member in RANK_MEMBERS:
            rests[f"{rank.name}.{member}"] = rests[rank.name]
    # Conclusions stand in the order in which they read each other.
    for construct in (construct for step in program.steps for construct in step.constructs):
        if isinstance(construct, Tally | ListRule | Trigger):
            rest(construct.name, names_read(construct.when))
    return rests
