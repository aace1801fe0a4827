"""Names that subjects had before: which subject one stands for, and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from rules.source import Span
from scoring.evidence import Notice, Period
from scoring.intake.faults import Fault, fault, listed


@dataclass(frozen=True, slots=True)
class FormerName:
    """`since` and `until` are inclusive; None is without an end. `span` is where it was said."""

    name: str
    subject: str
    since: date | None = None
    until: date | None = None
    span: Span | None = field(default=None, compare=False)

    def holds(self, first: date, last: date) -> bool:
        """Whether it holds on any of these days."""
        return (self.since is None or self.since <= last) and (
            self.until is None or self.until >= first
        )

    def meets(self, other: FormerName) -> bool:
        """Whether both hold on one day."""
        first = max(filter(None, (self.since, other.since)), default=date.min)
        last = min(filter(None, (self.until, other.until)), default=date.max)
        return first <= last


@dataclass(slots=True)
class FormerNames:
    """A record of a day is of whom the name stood for that day; one without a day is of whom it
    stood for at some time of the period, if that is one only."""

    period: Period
    entries: Mapping[str, Sequence[FormerName]] = field(default_factory=dict)
    _used: Counter[str] = field(default_factory=Counter)

    def find(self, name: str, when: date | None) -> str | Fault | None:
        """The subject's id; None where this is no former name."""
        entries = self.entries.get(name)
        if entries is None:
            return None
        first, last = (when, when) if when else (self.period.start, self.period.end)
        found = {entry.subject for entry in entries if entry.holds(first, last)}
        if len(found) != 1:
            return fault("former-name-not-then", name=name, when=when or self.period.label)
        self._used[name] += 1
        return found.pop()

    @property
    def notices(self) -> Iterable[Notice]:
        if self._used:
            words = [f"{name}（{times}）" for name, times in sorted(self._used.items())]
            yield fault("former-names-used", **listed(words)).notice(self._used.total())


def by_name(entries: Iterable[FormerName]) -> Mapping[str, Sequence[FormerName]]:
    found: dict[str, list[FormerName]] = {}
    for entry in entries:
        found.setdefault(entry.name, []).append(entry)
    return found
