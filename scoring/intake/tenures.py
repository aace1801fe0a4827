"""Who was with whom from when to when, and from–to evidence cut to the period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from rules.program import EvidenceKind, Relation, Tenure
from rules.values import Value
from scoring.evidence import Notice, Period, Record, Reject
from scoring.intake.faults import Fault, fault, listed

_DAY = timedelta(days=1)


class Stretch(NamedTuple):
    """Days of one subject, both ends inclusive; open ends are the ends of the calendar. `told` are
    the other fields of the relation."""

    since: date
    until: date
    subject: str
    told: tuple[Value, ...] = ()

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1

    def within(self, since: date, until: date) -> Stretch | None:
        cut = self._replace(since=max(self.since, since), until=min(self.until, until))
        return cut if cut.since <= cut.until else None


@dataclass(frozen=True, slots=True)
class Holdings:
    """The stretches of one relation by who is on its other side, in order. Where it was not
    `delivered` nobody knows them. Days that are nobody else's are the key's own where that is
    `itself` a subject; `blank` is what is told of them."""

    relation: str
    sole: bool
    delivered: bool = True
    by_key: Mapping[str, tuple[Stretch, ...]] = field(default_factory=dict)
    itself: bool = False
    blank: tuple[Value, ...] = ()

    def within(self, key: str, since: date, until: date) -> list[Stretch]:
        """The stretches, each cut to these days."""
        cut = (stretch.within(since, until) for stretch in self.by_key.get(key, ()))
        found = [stretch for stretch in cut if stretch]
        if not self.itself:
            return found
        return sorted([*found, *_between(found, key, since, until, self.blank)], key=_order)

    def longest(self, key: str, since: date, until: date) -> list[Stretch]:
        """Who had the most of these days, with all of them for a stretch; several where they had as
        many. What is told otherwise in two stretches of one subject is not known of the whole."""
        own: dict[str, list[Stretch]] = {}
        for stretch in self.within(key, since, until):
            own.setdefault(stretch.subject, []).append(stretch)
        days = {subject: sum(one.days for one in found) for subject, found in own.items()}
        most = max(days.values(), default=0)
        return [
            Stretch(since, until, subject, _agreed([one.told for one in own[subject]]))
            for subject in sorted(own)
            if days[subject] == most
        ]


@dataclass(slots=True)
class Settled:
    """The records of a from–to kind that stay, cut to the period, and what is said of the rest."""

    records: list[Record] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    holdings: Holdings | None = None


def settle_tenures(
    kind: EvidenceKind, tenure: Tenure, records: Sequence[Record], period: Period
) -> Settled:
    """A relation keeps its stretches as they are, for results of other periods; what counts in this
    one is cut to it, up to the as-of date."""
    settled = Settled()
    read = _Reading(kind, tenure, period)
    sound = [record for record in records if not _refused(settled, record, read.backwards(record))]
    if kind.relation:
        sound = _apart(settled, sound, read, kind.relation)
        settled.holdings = read.holdings(sound, kind.relation)
        settled.notices += _gaps(settled.holdings, period)
    elsewhere = 0
    for record in sound:
        cut = read.cut(record)
        if cut is not None:
            settled.records.append(cut)
        elif kind.relation:
            elsewhere += 1
        else:
            wrong = fault("outside-period", start=period.start, end=period.end)
            _refused(settled, record, wrong)
    if elsewhere:
        settled.notices.append(fault("tenure-elsewhere", relation=kind.name).notice(elsewhere))
    return settled


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a record tells its stretch."""

    kind: EvidenceKind
    tenure: Tenure
    period: Period

    def stretch(self, record: Record) -> Stretch:
        return stretch_of(self.kind, self.tenure, record)

    def key(self, record: Record, relation: Relation) -> str:
        return str(record.values[self.kind.index(relation.key)])

    def backwards(self, record: Record) -> Fault | None:
        since, until = self.stretch(record)[:2]
        return fault("tenure-backwards", since=since, until=until) if until < since else None

    def overlapping(self, records: Iterable[Record], relation: Relation) -> Iterator[str]:
        """The ids of those that share a day with another: of the same other side, where that has
        one subject at a time, else of the same two."""
        together: dict[tuple[str, str], list[tuple[Stretch, str]]] = {}
        for record in records:
            who = "" if relation.sole else record.subject
            own = (self.stretch(record), record.id)
            together.setdefault((self.key(record, relation), who), []).append(own)
        for stretches in together.values():
            stretches.sort(key=lambda one: (*one[0][:3], one[1]))
            latest = stretches[0]
            for later in stretches[1:]:
                if later[0].since <= latest[0].until:
                    yield from (latest[1], later[1])
                latest = max(latest, later, key=lambda one: one[0].until)

    def holdings(self, records: Iterable[Record], relation: Relation) -> Holdings:
        by_key: dict[str, list[Stretch]] = {}
        said = {relation.key, self.tenure.since, self.tenure.until}
        kept = [at for at, one in enumerate(self.kind.fields) if one.name not in said]
        for record in records:
            told = tuple(record.values[at] for at in kept)
            own = self.stretch(record)._replace(told=told)
            by_key.setdefault(self.key(record, relation), []).append(own)
        ordered = {key: tuple(sorted(by_key[key], key=_order)) for key in sorted(by_key)}
        return Holdings(
            self.kind.name,
            relation.sole,
            by_key=ordered,
            itself=relation.itself,
            blank=(None,) * len(kept),
        )

    def cut(self, record: Record) -> Record | None:
        cut = self.stretch(record).within(*days_counted(self.period))
        return cut and dated(self.kind, self.tenure, record, cut)


def _apart(
    settled: Settled, records: Sequence[Record], read: _Reading, relation: Relation
) -> list[Record]:
    """Without those that share a day: to take one of them would be a silent choice."""
    overlapping = set(read.overlapping(records, relation))
    for record in records:
        if record.id in overlapping:
            told = {"key": read.key(record, relation), "relation": read.kind.name}
            _refused(settled, record, fault("tenure-overlap", **told))
    return [record for record in records if record.id not in overlapping]


def _order(stretch: Stretch) -> tuple[date, date, str]:
    return stretch[:3]


def _between(
    others: Sequence[Stretch], key: str, since: date, until: date, blank: tuple[Value, ...]
) -> Iterator[Stretch]:
    """The days of these that are none of the others', as the key's own."""
    for other in others:
        if since < other.since:
            yield Stretch(since, other.since - _DAY, key, blank)
        if other.until >= until:
            return
        since = max(since, other.until + _DAY)
    yield Stretch(since, until, key, blank)


def _agreed(told: Sequence[tuple[Value, ...]]) -> tuple[Value, ...]:
    columns = zip(*told, strict=True)
    return tuple(column[0] if len(set(column)) == 1 else None for column in columns)


def days_counted(period: Period) -> tuple[date, date]:
    """The days of the period that are past by its as-of date."""
    return period.start, min(period.end, period.as_of)


def stretch_of(kind: EvidenceKind, tenure: Tenure, record: Record) -> Stretch:
    since = record.values[kind.index(tenure.since)]
    until = record.values[kind.index(tenure.until)]
    return Stretch(
        since if isinstance(since, date) else date.min,
        until if isinstance(until, date) else date.max,
        record.subject,
    )


def dated(kind: EvidenceKind, tenure: Tenure, record: Record, stretch: Stretch) -> Record:
    """The record with these days for its own."""
    values = list(record.values)
    values[kind.index(tenure.since)] = stretch.since
    values[kind.index(tenure.until)] = stretch.until
    return replace(record, values=tuple(values))


def _refused(settled: Settled, record: Record, wrong: Fault | None) -> bool:
    if wrong is None:
        return False
    settled.rejects.append(wrong.reject(replace(record.origin, cell="")))
    return True


def _gaps(holdings: Holdings, period: Period) -> list[Notice]:
    """Days of the period between two stretches, where there should be one at a time."""
    if not holdings.sole:
        return []
    found = [
        f"{key} {before.until + _DAY}–{after.since - _DAY}"
        for key in holdings.by_key
        for before, after in pairwise(holdings.within(key, *days_counted(period)))
        if before.until + _DAY < after.since
    ]
    if not found:
        return []
    return [fault("tenure-gaps", relation=holdings.relation, **listed(found)).notice(len(found))]
