"""What a goal rests on: the fields and the records whose change can bring it nearer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rules.dependencies import names_read
from rules.program import GRADE, TOTAL, Program, Relative
from scoring.drafting.goals import Goal
from scoring.resting import all_read, evidence_in


@dataclass(frozen=True, slots=True)
class Reach:
    """`kinds` of evidence, a kind before those that belong to it. `others`: who else is there
    counts. `history`: earlier results count, which no draft invents."""

    fields: frozenset[str]
    kinds: tuple[str, ...]
    others: bool
    history: bool


def reach_of(goal: Goal, program: Program) -> Reach:
    names = _names(goal, program)
    kinds = set(_kinds(goal, program, names))
    rules = [rule for rule in program.rules if rule.indicator in names]
    kinds |= {rule.evidence for rule in rules}
    for kind in reversed(program.evidence):
        if kind.name in kinds and kind.parent:
            kinds.add(kind.parent.evidence)
    derived = [kind.derived for kind in program.evidence if kind.name in kinds]
    names |= {name for part in (*rules, *derived) for name in names_read(part)}
    relative = {m.name for m in program.measures if isinstance(m.aggregate, Relative)}
    ranks = {rank.name for rank in program.ranks}
    return Reach(
        frozenset(field.name for field in program.subject.fields if field.name in names),
        tuple(kind.name for kind in program.evidence if kind.name in kinds),
        goal.stand == "shows" or bool(names & (relative | ranks)),
        any(name.partition(".")[0] == past.name for past in program.history for name in names),
    )


def _names(goal: Goal, program: Program) -> set[str]:
    """All the names of the summary behind it; a result rests on everything."""
    rests = all_read(program)
    if goal.expr is None:
        return {*rests, *rests[TOTAL], *rests[GRADE], *(f.name for f in program.subject.fields)}
    read = names_read(goal.expr)
    return (
        set(read)
        .union(*(rests.get(name, frozenset()) for name in read))
        .union(*(names_read(i) for i in program.indicators if i.name in read))
    )


def _kinds(goal: Goal, program: Program, names: set[str]) -> Iterator[str]:
    if goal.evidence is not None:
        yield goal.evidence
    for measure in program.measures:
        if measure.name in names:
            yield from evidence_in(measure)
