"""Finds the subjects of records along a relation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from rules.program import Along, EvidenceKind, Tenure
from scoring.evidence import Period, Record, Reject, Subject
from scoring.intake.faults import Fault, fault, listed
from scoring.intake.tenures import Holdings, Stretch, dated, days_counted, stretch_of
from scoring.period import last_of_month

# One subject has it, whoever else held the other side too.
_BY_LENGTH = ("longest", "month_longest")


@dataclass(frozen=True, slots=True)
class Attribution:
    """A kind whose records name somebody else, and the relation that leads to the subject. Where
    whom it names may be a subject `itself`, `find` gives the one that is called so."""

    kind: EvidenceKind
    along: Along
    holdings: Holdings
    period: Period
    find: Callable[[str, date | None], Subject | Fault]

    def attribute(self, records: Iterable[Record]) -> tuple[list[Record], list[Reject]]:
        """Each record for every subject it belongs to; one that belongs to nobody is rejected."""
        kept: list[Record] = []
        rejects: list[Reject] = []
        tenure = self.kind.tenure
        for record in records:
            found: list[Record] | Fault
            if not self.holdings.delivered:
                found = fault("relation-not-delivered", relation=self.holdings.relation)
            elif tenure and self.along.read_at == "by_tenure":
                found = self._share(record, tenure, rejects)
            else:
                found = self._of(record)
            if isinstance(found, Fault):
                rejects.append(self._reject(record, found))
            else:
                kept += self._known(record, found, rejects) if self.holdings.itself else found
        return kept, rejects

    def _known(
        self, record: Record, found: list[Record], rejects: list[Reject]
    ) -> Iterator[Record]:
        """With the subjects that are what the record names itself as they are called; one that is
        none is refused, and no part that belongs to another is lost with it."""
        name = self._key(record)
        for part in found:
            own = self.find(name, record.date) if part.subject == name else None
            if isinstance(own, Fault):
                rejects.append(self._reject(record, own, records=0 if found[1:] else 1))
            else:
                yield replace(part, subject=own.id) if own else part

    def _of(self, record: Record) -> list[Record] | Fault:
        since, until = self._days(record)
        if self.along.read_at not in _BY_LENGTH:
            holders = self.holdings.within(self._key(record), since, until)
        else:
            holders = self.holdings.longest(self._key(record), since, until)
            if len(holders) > 1:
                told = {"key": self._key(record), "relation": self.holdings.relation}
                tied = listed([holder.subject for holder in holders])
                return fault("holders-tied", **told, **tied)
        if not holders:
            return self._nobody(record, since, until)
        return [self._owned(record, holder) for holder in holders]

    def _days(self, record: Record) -> tuple[date, date]:
        """The days the relation is read on: one day, or those of which most decide."""
        since, until = days_counted(self.period)
        match self.along.read_at:
            case "period_end":
                return self.period.end, self.period.end
            case "as_of":
                return self.period.as_of, self.period.as_of
            case "longest":
                return since, until
            case "field":
                return self._told(record), self._told(record)
        day = record.date
        if day is None:
            raise TypeError(f"{self.kind.name} has no day to read a relation on")
        if self.along.read_at == "event":
            return day, day
        last = last_of_month(day.year, day.month)
        return max(day.replace(day=1), since), min(last, until)

    def _told(self, record: Record) -> date:
        """The day in a field of the record."""
        day = record.values[self.kind.index(self.along.day)]
        if not isinstance(day, date):
            raise TypeError(f"{self.kind.name} has no day to read a relation on")
        return day

    def _share(self, record: Record, tenure: Tenure, rejects: list[Reject]) -> list[Record] | Fault:
        """From–to evidence for each subject's own days; the days that are nobody's are told, and
        no record is lost with them."""
        since, until = stretch_of(self.kind, tenure, record)[:2]
        stretches = self.holdings.within(self._key(record), since, until)
        if not stretches:
            return self._nobody(record, since, until)
        shared = []
        for stretch in stretches:
            own = dated(self.kind, tenure, record, stretch)
            id_ = f"{record.id}/{stretch.subject}/{stretch.since.isoformat()}"
            values = (*own.values, *stretch.told)
            shared.append(replace(own, subject=stretch.subject, id=id_, values=values))
        held = {day for stretch in stretches for day in _days_of(stretch)}
        lacking = (until - since).days + 1 - len(held)
        if lacking:
            told = {"key": self._key(record), "relation": self.holdings.relation}
            wrong = fault("partly-held", days=lacking, **told)
            rejects.append(self._reject(record, wrong, records=0))
        return shared

    def _owned(self, record: Record, holder: Stretch) -> Record:
        """With what the relation tells. A record that may belong to several has an identity for
        each."""
        one = self.holdings.sole or self.along.read_at in _BY_LENGTH
        id_ = record.id if one else f"{record.id}/{holder.subject}"
        values = (*record.values, *holder.told)
        return replace(record, subject=holder.subject, id=id_, values=values)

    def _nobody(self, record: Record, since: date, until: date) -> Fault:
        told = {"key": self._key(record), "relation": self.holdings.relation}
        if since == until:
            return fault("no-holder", when_zh=since, when_en=since, **told)
        zh, en = f"{since} 至 {until}", f"{since} to {until}"
        return fault("no-holder", when_zh=zh, when_en=en, **told)

    def _key(self, record: Record) -> str:
        return str(record.values[self.kind.index(self.along.field)])

    def _reject(self, record: Record, wrong: Fault, *, records: int = 1) -> Reject:
        # Which cell it was is not known any more: the record as a whole is told.
        origin = replace(record.origin, column=self.along.field, cell="")
        return wrong.reject(origin, value=self._key(record), records=records)


def _days_of(stretch: Stretch) -> Iterator[date]:
    for number in range(stretch.days):
        yield stretch.since + timedelta(days=number)
