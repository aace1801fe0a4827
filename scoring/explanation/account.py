"""One assessment beside the policy and the evidence it rests on: what an explanation draws on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import NamedTuple

from rules.expr.nodes import Expr
from rules.program import GRADE, TOTAL, Program
from rules.values import Value
from scoring.assessment import Assessment
from scoring.conclude.following import follow
from scoring.evidence import Evidence, Origin, Record
from scoring.explanation.voice import Voice
from scoring.expressions import NO_RECORD, compiler_of
from scoring.grade.ranks import place_values
from scoring.measure.reading import Reading
from scoring.notes import Notes


class Sentence(NamedTuple):
    """One thing said, and how deep it stands below what it belongs to."""

    depth: int
    text: str


def below(sentences: Iterable[Sentence], steps: int = 1) -> Iterator[Sentence]:
    return (Sentence(depth + steps, text) for depth, text in sentences)


@dataclass(frozen=True)
class Account:
    program: Program
    evidence: Evidence
    assessment: Assessment
    voice: Voice

    @cached_property
    def summary(self) -> Mapping[str, Value]:
        """What the conditions of the policy read, with the parameters."""
        period, found = self.evidence.period, self.assessment
        places = [place_values(r.name, found.places.get(r.name)) for r in self.program.ranks]
        waiting = dict.fromkeys((*found.pending_lists, *found.pending_triggers))
        opened = {case.trigger for case in found.triggers}
        return {
            **self.program.values,
            **found.fields,
            **found.measures,
            **found.indicators,
            **{name: value for members in places for name, value in members.items()},
            **{rule.name: rule.name in found.lists for rule in self.program.lists},
            **{trigger.name: trigger.name in opened for trigger in self.program.triggers},
            **found.history,
            **waiting,
            TOTAL: found.total,
            GRADE: found.grade,
            "as_of": period.as_of,
            "period_start": period.start,
            "period_end": period.end,
        }

    @cached_property
    def _records(self) -> Mapping[tuple[str, str], Record]:
        name = self.assessment.subject
        records = self.evidence.of(name)
        late = follow(self.program, self.evidence, name, records).late
        return {(record.kind, record.id): record for record in (*records, *late)}

    def reading(self, name: str) -> Reading:
        """What the measure of this name is taken of."""
        return Reading(name, self._by_kind, self.summary, Notes())

    @cached_property
    def _by_kind(self) -> Mapping[str, Sequence[Record]]:
        found: dict[str, list[Record]] = {}
        for record in self._records.values():
            found.setdefault(record.kind, []).append(record)
        return found

    def record(self, kind: str, evidence: str) -> Mapping[str, Value]:
        """The fields of a record by name."""
        values = self._records[kind, evidence].values
        columns = self.program.kinds[kind].columns
        return {column.name: value for column, value in zip(columns, values, strict=True)}

    def date_of(self, kind: str, evidence: str) -> date | None:
        return self._records[kind, evidence].date

    def origin_of(self, kind: str, evidence: str) -> Origin:
        """Where the record was read."""
        return self._records[kind, evidence].origin

    def records(self, kind: str) -> Iterator[tuple[str, Mapping[str, Value]]]:
        """Of one kind: the id, and the fields by name."""
        for of, evidence in self._records:
            if of == kind:
                yield evidence, self.record(kind, evidence)

    def rests(self, *names: str) -> str:
        """What is said of things that rest on a place or value that may yet change."""
        provisional = set(names) & set(self.assessment.provisional)
        return self.voice.say("rests") if provisional else ""

    def worth(self, expr: Expr) -> Value:
        """What an expression over the summary came to."""
        return compiler_of(self.program)(expr, None)(NO_RECORD, self.summary)

    @cached_property
    def digits(self) -> Mapping[str, int]:
        """The decimals that the policy declares for what it rounds."""
        total = self.program.total
        rounded = {m.name: m.rounding.digits for m in self.program.measures if m.rounding}
        return rounded if total is None else {**rounded, TOTAL: total.rounding.digits}

    def actuals(self, exprs: Iterable[Expr], record: Mapping[str, Value] | None = None) -> str:
        """What the names of expressions were worth, of a record and of the summary."""
        return self.voice.actuals(exprs, record or {}, self.summary, self.digits)

    def condition(self, when: Expr) -> Iterator[Sentence]:
        """A condition over the summary and, below it, what each of its names was worth."""
        yield Sentence(0, self.voice.say("condition", when=self.voice.condition(when)))
        actuals = self.actuals([when])
        if actuals:
            yield Sentence(1, actuals)
