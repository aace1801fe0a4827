"""What the checks and decisions of a policy came to for one subject, and what is on record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from rules.backends.reference import Evaluate
from rules.constructs.checks import (
    EXCEPTED,
    FILED,
    VALID_TO,
    WAIVER_APPROVER,
    WAIVER_REASON,
    WAIVERS,
)
from rules.program import Check, Choice, Program, Quantified, Ruling
from rules.values import Value
from scoring.assessment import Assessment
from scoring.evidence import Evidence, Record
from scoring.expressions import NO_RECORD, compiler_of, word_of


@dataclass(frozen=True, slots=True)
class Filed:
    """An exception or a reason on record, valid at the as-of date."""

    reason: str
    approver: str
    filed: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """`result` None is unknown (不明). `choices` are the rows of a decision up to the one that
    holds, whether or not its reasons are on record; none where no row holds."""

    of: Check | Ruling
    result: str | None
    deadline: date | None = None
    choices: tuple[Choice, ...] = ()
    filed: tuple[Filed, ...] = ()

    @property
    def reason(self) -> str:
        """What the policy gives as the reason of the row that holds."""
        return self.choices[-1].reason if self.choices else ""


def needed(choices: Sequence[Choice]) -> list[str]:
    """The records that taking the last of the choices asks for: its own and those before it, where
    it asks for one at all."""
    asks = bool(choices) and bool(choices[-1].record)
    return [choice.record for choice in choices if choice.record] if asks else []


@dataclass(frozen=True)
class Judge:
    """One policy, ready to tell the verdicts of any assessment of it."""

    program: Program

    def verdicts(self, evidence: Evidence, assessment: Assessment) -> Iterator[Verdict]:
        """In the order of the policy; nothing of what the subject never came to."""
        for one in self.program.structure:
            if one.name not in assessment.measures:
                continue
            result = word_of(assessment.measures[one.name])
            match one:
                case Check():
                    due = assessment.measures.get(one.due)
                    names = [one.record] if result == EXCEPTED else []
                    filed = self._filed(names, evidence, assessment.subject)
                    yield Verdict(one, result, _day(due), filed=filed)
                case Ruling():
                    summary = _summary(evidence, assessment)
                    choices = self._up_to(one, summary) if result is not None else ()
                    names = needed(choices)
                    filed = self._filed(names, evidence, assessment.subject)
                    yield Verdict(one, result, None, choices, filed)

    def _up_to(self, ruling: Ruling, summary: Mapping[str, Value]) -> tuple[Choice, ...]:
        for number, when in enumerate(self._conditions[ruling.name], 1):
            if when is None or when(NO_RECORD, summary):
                return ruling.choices[:number]
        return ()

    def _filed(self, names: Iterable[str], evidence: Evidence, subject: str) -> tuple[Filed, ...]:
        tests = [self._on_record[name] for name in names]
        if not tests:
            return ()
        dates = {"as_of": evidence.period.as_of}
        records = [record for record in evidence.of(subject) if record.kind == WAIVERS]
        return tuple(
            self._of_record(record)
            for test in tests
            for record in records
            if test(record.values, dates)
        )

    def _of_record(self, record: Record) -> Filed:
        kind = self.program.kinds[WAIVERS]
        reason, approver, filed, valid_to = (
            record.values[kind.index(name)]
            for name in (WAIVER_REASON, WAIVER_APPROVER, FILED, VALID_TO)
        )
        return Filed(str(reason), str(approver), _day(filed), _day(valid_to))

    @cached_property
    def _conditions(self) -> Mapping[str, tuple[Evaluate | None, ...]]:
        compiled = compiler_of(self.program)
        return {
            one.name: tuple(
                None if choice.when is None else compiled(choice.when, None)
                for choice in one.choices
            )
            for one in self.program.structure
            if isinstance(one, Ruling)
        }

    @cached_property
    def _on_record(self) -> Mapping[str, Evaluate]:
        """By the measure's name, whether a record is what it asks for."""
        compiled = compiler_of(self.program)
        return {
            measure.name: compiled(measure.aggregate.test, WAIVERS)
            for measure in self.program.measures
            if isinstance(measure.aggregate, Quantified) and measure.aggregate.evidence == WAIVERS
        }


def _day(value: Value) -> date | None:
    return value if isinstance(value, date) else None


def _summary(evidence: Evidence, assessment: Assessment) -> Mapping[str, Value]:
    """What the conditions of a decision may read."""
    period = evidence.period
    dates = {"as_of": period.as_of, "period_start": period.start, "period_end": period.end}
    return {**assessment.fields, **assessment.history, **assessment.measures, **dates}
