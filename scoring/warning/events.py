"""One more record of every sort there is, as of the as-of date, and what would turn with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from rules.matching import Matcher
from rules.program import TOTAL, Program
from scoring.assess import Assessor
from scoring.assessment import Assessment
from scoring.evidence import Evidence, Record
from scoring.resting import population_read
from scoring.warning.turns import Turn, concluded, concluded_alone, turns
from scoring.whatif.changes import Changing, More
from scoring.whatif.moves import sorts_of

# Assessments made for all subjects together at most.
MOST = 40_000
NOBODY = ""


class Events:
    """Where the total rests on the others nobody can be assessed `alone`: nothing is tried then."""

    def __init__(
        self, program: Program, evidence: Evidence, matcher: Matcher, most: int = MOST
    ) -> None:
        self.alone = not population_read(program).get(TOTAL)
        self._left = most
        self._program = program
        self._evidence = evidence
        self._assessor = Assessor(program, matcher)
        kinds = {rule.evidence for rule in program.rules}
        kinds |= {getattr(measure.aggregate, "evidence", "") for measure in program.measures}
        likes = sorts_of(program, evidence, program.values, NOBODY, kinds) if self.alone else ()
        self._likes = [self._today(like) for like in likes]

    def after_one(self, own: Assessment) -> Sequence[tuple[Record, Sequence[Turn]]] | None:
        """What turns with one more record like one there is; of several of a kind that turn the
        same the first. None where as much was tried as is allowed."""
        if not self._likes:
            return ()
        if len(self._likes) >= self._left:
            return None
        self._left -= len(self._likes) + 1
        program, subject, actual = self._program, own.subject, concluded(self._program, own)
        changing = Changing(program, self._evidence, subject)
        before = concluded_alone(program, self._assessor.alone(changing.alone([]), subject))
        found: dict[tuple[str, tuple[Turn, ...]], Record] = {}
        for like in self._likes:
            after = self._assessor.alone(changing.alone([More(like, 1)]), subject)
            turned = turns(program, actual, before, concluded_alone(program, after))
            if turned:
                found.setdefault((like.kind, turned), like)
        return [(like, turned) for (_, turned), like in found.items()]

    def _today(self, like: Record) -> Record:
        """The record as if it happened on the last day there is evidence of."""
        kind, period = self._program.kinds[like.kind], self._evidence.period
        if like.date is None or kind.event_date is None:
            return like
        day = min(period.as_of, period.end)
        names = [column.name for column in kind.columns]
        values = list(like.values)
        if kind.event_date in names:
            values[names.index(kind.event_date)] = day
        return replace(like, date=day, values=tuple(values))
