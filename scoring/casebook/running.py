"""Runs the cases of a test file through admission and assessment, and tells what differs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count

from rules.backends.crossed import Engine, matcher_for
from rules.expr.kinds import TextKind
from rules.library import shipped_calendars
from rules.program import EvidenceKind, Program
from rules.source import Span
from scoring.assess import Assessor, Witness
from scoring.assessment import Assessment
from scoring.casebook.case_files import of_subject
from scoring.casebook.cases import Case, Casebook, Expectation, Party, Row
from scoring.casebook.comparing import Got, found, shown
from scoring.casebook.words import chinese
from scoring.conclude.case_files import CaseFile
from scoring.evidence import Evidence
from scoring.intake.admit import admit_records
from scoring.intake.calendars import with_calendars
from scoring.intake.headings import headings_of
from scoring.intake.past import PastGathering
from scoring.intake.subjects import SUBJECT_HEADINGS


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as expected, at the place where it is expected. `expectation` is the
    one it differs from and `value` what came out; neither where the subject, or a record, was
    refused."""

    subject: str
    what: str
    expected: str
    got: str
    span: Span
    expectation: Expectation | None = None
    value: Got = None

    def render(self) -> str:
        line, column = self.span.position
        return (
            f"{self.span.source.name}:{line}:{column}: {self.subject} {self.what}\n"
            f"    应得 expected: {self.expected}\n"
            f"    实得 got:      {self.got}"
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """`assessments` are what came out, for coverage and for display."""

    case: Case
    differences: tuple[Difference, ...]
    assessments: tuple[Assessment, ...] = ()

    @property
    def passed(self) -> bool:
        return not self.case.skip and not self.differences

    def render(self) -> str:
        lines = [f"用例 case “{self.case.name}”", *(d.render() for d in self.differences)]
        return "\n".join(lines)


class Runner:
    """A policy ready for any number of cases."""

    def __init__(
        self, program: Program, engine: Engine = "auto", witness: Witness | None = None
    ) -> None:
        self.program = program
        self._assessor = Assessor(program, matcher_for(program, engine))
        self._witness = witness

    def run(self, book: Casebook) -> Iterator[Verdict]:
        for case in book.cases:
            yield self.judge(case)

    def judge(self, case: Case) -> Verdict:
        """A skipped case is not run."""
        return Verdict(case, ()) if case.skip else self.judge_admitted(case, self.admitted(case))

    def admitted(self, case: Case) -> Evidence:
        return _admitted(self.program, case)

    def judge_admitted(self, case: Case, evidence: Evidence) -> Verdict:
        """Subjects of one case are the whole population."""
        if differences := tuple(_refusals(case, evidence)):
            return Verdict(case, differences)
        assessments = self._assessor.population(evidence, witness=self._witness)
        by_subject = {assessment.subject: assessment for assessment in assessments}
        differing = [
            difference
            for party in case.parties
            for difference in _differences(party, by_subject.get(party.subject))
        ]
        return Verdict(case, tuple(differing), assessments)


def _differences(party: Party, assessment: Assessment | None) -> Iterator[Difference]:
    """Nothing is as expected of a subject whose own row was refused."""
    for expected in party.expected:
        got = found(assessment, expected.path) if assessment else None
        if assessment is None or got != expected.wanted:
            yield Difference(
                party.subject,
                " ".join(chinese(word) for word in expected.path),
                shown(expected.wanted, expected.kind),
                shown(got, expected.kind),
                expected.span,
                expected if assessment else None,
                got,
            )


def _refusals(case: Case, evidence: Evidence) -> Iterator[Difference]:
    """Records are refused as the case says, and no others."""
    got = tuple(sorted(reject.code for reject in evidence.rejects))
    if got != case.rejects:
        reasons = "；".join(
            f"{r.file} {r.column} {r.value} {r.reason_zh}" for r in evidence.rejects
        )
        told = f"{shown(got, None)}（{reasons}）" if reasons else shown(got, None)
        yield Difference("", chinese("rejects"), shown(case.rejects, None), told, case.span)


def _admitted(program: Program, case: Case) -> Evidence:
    """Every kind is delivered, if empty, that the case does not say was not. Earlier results are
    one table."""
    rows: dict[str, list[Mapping[str, object]]] = {}
    for kind in program.evidence:
        numbers = count(1)
        if kind.name not in case.not_delivered:
            rows[kind.name] = [
                _filled(kind, party, row, case, next(numbers))
                for party in case.parties
                for row in party.setting.evidence.get(kind.name, ())
            ]
    evidence = admit_records(
        program,
        period=case.period,
        evidence=rows,
        subjects={party.subject: party.setting.fields for party in case.parties},
    )
    evidence = with_calendars(program, evidence, shipped_calendars())
    if program.history or case.history_from is not None or any(_past_rows(program, case)):
        gathering = PastGathering(program, case.period, case.history_from)
        gathering.read_rows(chinese("history"), _past_rows(program, case))
        evidence = gathering.beside(evidence)
    return replace(evidence, history=replace(evidence.history, cases=_past_cases(program, case)))


def _past_cases(program: Program, case: Case) -> Mapping[str, tuple[CaseFile, ...]]:
    return {
        party.subject: tuple(
            of_subject(one, program.head.id, party.subject) for one in party.setting.cases
        )
        for party in case.parties
        if party.setting.cases
    }


def _past_rows(program: Program, case: Case) -> Iterator[Row]:
    for party in case.parties:
        for row in party.setting.history or ():
            yield {**row, "policy": program.head.id, "subject": party.subject}


def _filled(
    kind: EvidenceKind, party: Party, row: Row, case: Case, number: int
) -> Mapping[str, object]:
    """The row with what a test need not write: whose it is, a number of its own, and the first day
    of the period as its date; a result of another policy is dated as its period ends."""
    owner = {} if kind.along else {(kind.subject or SUBJECT_HEADINGS)[0]: party.subject}
    filled: dict[str, object] = {**owner, **row}
    for wanted in kind.fields:
        dates = wanted.name == kind.event_date and kind.imported is None
        tells_apart = wanted.name in kind.identity and isinstance(wanted.kind, TextKind)
        if not (dates or tells_apart):
            continue
        headings = headings_of(wanted)
        if not any(heading in filled for heading in headings):
            filled[headings[0]] = case.period.start if dates else f"{kind.name}-{number}"
    return filled
