"""One subject assessed anew after changes to its evidence, alone or among all the others."""

from __future__ import annotations

from collections.abc import Sequence

from rules.matching import Matcher
from rules.program import GRADE, TOTAL, Program
from scoring.assess import Assessor
from scoring.assessment import Assessment
from scoring.evidence import Evidence
from scoring.resting import population_read
from scoring.whatif.changes import Change, Changing


class TriesSpentError(Exception):
    """As many assessments were made as were allowed."""


class Rescoring:
    """`tries` counts the changes tried, `made` the assessments made, `most` at most. A subject is
    assessed alone where its total rests on nobody else; among all it takes as many assessments as
    there are subjects."""

    def __init__(
        self, program: Program, evidence: Evidence, subject: str, matcher: Matcher, *, most: int
    ) -> None:
        rests = population_read(program)
        self.needs_all = bool(rests.get(TOTAL))
        self.grade_needs_all = bool(rests[GRADE])
        self.tries = self.made = 0
        self._most = most
        self._size = len(evidence.subjects)
        self._changing = Changing(program, evidence, subject)
        self._assessor = Assessor(program, matcher)
        self._subject = subject

    def __call__(self, changes: Sequence[Change]) -> Assessment:
        """With all that hangs on nobody else; with everything where the total does."""
        return self.among_all(changes) if self.needs_all else self._alone(changes)

    def among_all(self, changes: Sequence[Change]) -> Assessment:
        """With everything. Raises TriesSpentError."""
        if not self.needs_all and not self.grade_needs_all:
            return self._alone(changes)
        self._spend(self._size)
        found = self._assessor.population(self._changing.among_all(changes))
        return next(one for one in found if one.subject == self._subject)

    def _alone(self, changes: Sequence[Change]) -> Assessment:
        self._spend(1)
        return self._assessor.subject(self._changing.alone(changes), self._subject)

    def _spend(self, assessments: int) -> None:
        if self.made + assessments > self._most:
            raise TriesSpentError
        self.made += assessments
        self.tries += 1
