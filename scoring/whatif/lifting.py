"""What would lift a subject to the next grade: the smallest changes, each verified."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from rules.diagnostics import PolicyError, closest, diagnose
from rules.matching import Matcher
from rules.program import Program, Veto
from rules.values import Number
from scoring.assessment import Assessment
from scoring.evidence import Evidence
from scoring.explanation.account import Account
from scoring.explanation.voice import Voice
from scoring.grade.grades import after_vetoes
from scoring.whatif.changes import Change, records_in
from scoring.whatif.goal import Goal, next_grade
from scoring.whatif.moves import NOTHING_KEPT, Kept, dials, mores, readings, withouts
from scoring.whatif.rescoring import Rescoring, TriesSpentError
from scoring.whatif.search import Found, Search

# Assessments made for one subject at most.
MOST = 40_000
# Options tried among all the others.
_VERIFIED = 5

# why nothing was found: it is not graded, it is the best, a veto allows no better, nothing that
# was tried reaches it, the standards are met and there is no seat, as much was tried as is allowed
Lack = Literal["state", "best", "veto", "nothing", "seat", "spent"]


@dataclass(frozen=True, slots=True)
class Lift:
    """Options from the fewest records up. `lack` says why there are none; `spent` that more might
    be found by trying longer."""

    subject: str
    target: str | None
    options: tuple[Found, ...] = ()
    lack: Lack | None = None
    vetoes: tuple[Veto, ...] = ()
    tries: int = 0
    spent: bool = False


def lift(
    program: Program,
    evidence: Evidence,
    assessments: Mapping[str, Assessment],
    subject: str,
    matcher: Matcher,
    *,
    target: str | None = None,
    kept: Kept = NOTHING_KEPT,
) -> Lift:
    """To `target`, the next grade where none is said. A veto that holds is held: it is no matter
    of better evidence."""
    own = assessments[subject]
    if own.state != "graded" or own.grade is None:
        return Lift(subject, None, lack="state")
    target = target or next_grade(program, own.grade)
    names = [grade.name for grade in program.grades]
    if target is None or names.index(target) >= names.index(own.grade):
        return Lift(subject, target, lack="best")
    holding = tuple(veto for veto in program.vetoes if veto.id in own.vetoes)
    if names.index(after_vetoes(program.grades, names[0], holding)) > names.index(target):
        return Lift(subject, target, lack="veto", vetoes=holding)
    return _Lifting(program, evidence, assessments, own, matcher, kept).to(target, holding)


def require_grade(program: Program, name: str) -> None:
    """Raises PolicyError where the policy has no such grade."""
    names = [grade.name for grade in program.grades]
    if name not in names:
        meant = closest(name, names)
        raise PolicyError([diagnose("nothing-so-named", None, name=name, suggestion=meant)])


class _Lifting:
    def __init__(
        self,
        program: Program,
        evidence: Evidence,
        assessments: Mapping[str, Assessment],
        own: Assessment,
        matcher: Matcher,
        kept: Kept,
    ) -> None:
        self._program, self._evidence, self._own, self._kept = program, evidence, own, kept
        self._assessments = assessments
        self._summary = Account(program, evidence, own, Voice("zh")).summary
        self._rescoring = Rescoring(program, evidence, own.subject, matcher, most=MOST)
        self._spent = False

    def to(self, target: str, holding: tuple[Veto, ...]) -> Lift:
        goal = Goal(self._program, self._summary, target, self._own.vetoes)
        by_standards = self._searched(goal)
        seated, unseated = self._among_all(by_standards, target)
        bar = self._bar(unseated, target)
        if not seated and bar is not None:
            by_standards = self._searched(goal.raised(bar)) or by_standards
            seated, _ = self._among_all(by_standards, target)
        seated.sort(key=lambda found: records_in(found.changes))
        lack = None if seated else self._lack(holding, by_standards)
        return Lift(
            self._own.subject,
            target,
            tuple(seated),
            lack,
            holding if lack == "veto" else (),
            self._rescoring.tries,
            self._spent,
        )

    def _lack(self, holding: Sequence[Veto], by_standards: Sequence[Found]) -> Lack:
        if by_standards:
            return "seat"
        if any(veto.effect == "zero" for veto in holding):
            return "veto"
        return "spent" if self._spent else "nothing"

    def _searched(self, goal: Goal) -> list[Found]:
        found: list[Found] = []
        try:
            for some in self._sorts(Search(self._rescoring, goal)):
                found += some
        except TriesSpentError:
            self._spent = True
        return found

    def _sorts(self, search: Search) -> Iterator[Sequence[Found]]:
        """Each sort of change by itself; only where none of them does, all together."""
        program, evidence, own, kept = self._program, self._evidence, self._own, self._kept
        numbers = list(dials(program, evidence, own.subject, kept))
        single: list[Change] = [*withouts(own, kept)]
        single += readings(program, evidence.of(own.subject), kept)
        besides = mores(program, evidence, self._summary, own.subject, kept)
        figures = search.figures(numbers)
        yield figures
        fewest = search.fewest(single)
        yield [fewest] if fewest else []
        copies = search.copies(besides)
        yield copies
        if not (figures or fewest or copies):
            ends = [dial.to(end) for dial in numbers for end in (dial.tries[0], dial.tries[-1])]
            together = search.any_together([*single, *ends, *besides])
            yield [together] if together else []

    def _among_all(self, found: Sequence[Found], target: str) -> tuple[list[Found], list[Found]]:
        """Those that hold among all the others, with what then comes out, and those that do not."""
        if not self._rescoring.grade_needs_all:
            return list(found), []
        names = [grade.name for grade in self._program.grades]
        seated: list[Found] = []
        unseated: list[Found] = []
        for one in sorted(found, key=lambda found: records_in(found.changes))[:_VERIFIED]:
            try:
                after = self._rescoring.among_all(one.changes)
            except TriesSpentError:
                self._spent = True
                break
            holds = after.grade is not None and names.index(after.grade) <= names.index(target)
            (seated if holds else unseated).append(replace(one, after=after))
        return seated, unseated

    def _bar(self, unseated: Sequence[Found], target: str) -> Number | None:
        """The least total of those who hold a seat in the way, where there are such."""
        lost = {
            (seat.quota, seat.group)
            for found in unseated
            for seat in found.after.seats
            if seat.grade == target and seat.outcome == "displaced"
        }
        totals = [
            other.total
            for other in self._assessments.values()
            for seat in other.seats
            if seat.grade == target and seat.outcome == "seated" and not seat.direct
            if (seat.quota, seat.group) in lost and other.subject != self._own.subject
        ]
        return min((total for total in totals if total is not None), default=None)
