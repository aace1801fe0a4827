"""Everyone near a line of the total, and the single findings that decide on which side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from rules.expr.nodes import Compare, Expr, Literal, Ref
from rules.matching import Matcher
from rules.program import TOTAL, Program
from rules.values import Number, plain
from scoring.assessment import Assessment, Finding
from scoring.coverage.edges import comparisons_in
from scoring.evidence import Evidence
from scoring.whatif.changes import Without
from scoring.whatif.rescoring import Rescoring, TriesSpentError

# Assessments made for the whole report at most.
MOST = 40_000
_CROSSES = {">=": False, "<": False, ">": True, "<=": True}


@dataclass(frozen=True, slots=True)
class Line:
    """Where a total decides: `of` are the grades, lists and triggers that ask for it. A total
    exactly there is above it, unless it is `over`: then it must be passed."""

    at: Number
    over: bool
    of: tuple[str, ...]

    def above(self, total: Number) -> bool:
        return total > self.at if self.over else total >= self.at


@dataclass(frozen=True, slots=True)
class Near:
    """`distance` is the total less the line. `decisive` are the findings any one of which, were its
    record not there, would put the subject on the other side; None where it was not tried."""

    assessment: Assessment
    line: Line
    distance: Number
    decisive: tuple[Finding, ...] | None

    @property
    def apart(self) -> Number:
        return max(self.distance, -self.distance)


def lines_of(program: Program) -> tuple[Line, ...]:
    """From the highest down."""
    found: dict[tuple[Number, bool], dict[str, None]] = {}
    for name, when in _conditions(program):
        for at, over in _compared(when):
            found.setdefault((at, over), {})[name] = None
    lines = [Line(at, over, tuple(names)) for (at, over), names in found.items()]
    return tuple(sorted(lines, key=lambda line: (line.at, line.over), reverse=True))


def near(
    program: Program,
    evidence: Evidence,
    assessments: Sequence[Assessment],
    within: Number,
    matcher: Matcher,
) -> tuple[Near, ...]:
    """The nearest first, in code-point order of those as near."""
    lines = lines_of(program)
    found = []
    left = MOST
    for own in assessments:
        if own.total is None or own.state != "graded":
            continue
        for line in lines:
            distance = plain(Fraction(own.total) - line.at)
            if -within <= distance <= within:
                rescoring = Rescoring(program, evidence, own.subject, matcher, most=left)
                found.append(Near(own, line, distance, _decisive(own, line, rescoring)))
                left -= rescoring.made
    return tuple(sorted(found, key=lambda one: (one.apart, one.assessment.subject)))


def _decisive(own: Assessment, line: Line, rescoring: Rescoring) -> tuple[Finding, ...] | None:
    if own.total is None:
        return ()
    above = line.above(own.total)
    by_record: Mapping[tuple[str, str], Finding] = {
        (finding.kind, finding.evidence): finding
        for finding in own.findings
        if (finding.applied > 0) is above and finding.applied
    }
    found = []
    for finding in by_record.values():
        try:
            after = rescoring([Without(finding.kind, finding.evidence)])
        except TriesSpentError:
            return None
        if after.total is not None and line.above(after.total) is not above:
            found.append(finding)
    return tuple(sorted(found, key=lambda one: (-max(one.applied, -one.applied), one.evidence)))


def _conditions(program: Program) -> Iterator[tuple[str, Expr]]:
    for grade in program.grades:
        if grade.when is not None:
            yield grade.name, grade.when
    for listed in program.lists:
        yield listed.name, listed.when
    for trigger in program.triggers:
        yield trigger.name, trigger.when


def _compared(when: Expr) -> Iterator[tuple[Number, bool]]:
    """The bounds of the total in a condition."""
    for part in comparisons_in(when):
        match part:
            case Compare(left=Ref(name=name), comparator=sign, right=Literal(value=bound)):
                if name == TOTAL and sign in _CROSSES and isinstance(bound, int | Fraction):
                    yield plain(bound), _CROSSES[sign]
