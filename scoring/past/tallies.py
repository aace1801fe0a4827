"""Quantities of history: counted back from the latest period, or recalled from one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from rules.backends.reference import Evaluate
from rules.program import PeriodKind, Program, Recall, Tally
from rules.values import Truth, Value
from scoring.evidence import History, Lack, Origin, Period, Result
from scoring.expressions import NO_RECORD, Compile
from scoring.notes import Words
from scoring.past.history import blank_result
from scoring.period import months_back, one_back, year_back

# What one period does to a tally: it counts; it does not; it is passed over; what was used up
# before it no longer counts; it is before all history, and so not; whether it counts is unknown.
# A recalled value is from it, or it was scored without effect, or another one held the subject.
Verdict = Literal[
    "counts", "not", "skipped", "spent", "before", "unknown", "recalled", "shadow", "other"
]


class Mention(NamedTuple):
    """A period that was looked at; `lack` says why its result is not known."""

    period: str
    verdict: Verdict
    origin: Origin | None = None
    lack: Lack | None = None


def unknown_past(mention: Mention) -> Words:
    """Why a period leaves a quantity unknown."""
    words = _LACKS[mention.lack]
    return Words(words.zh.format(mention.period), words.en.format(mention.period))


_LACKS: Mapping[Lack | None, Words] = {
    None: Words("{} 的情况不明", "what it was in {} is unknown"),
    "gap": Words("没有提供 {} 的结果", "the results of {} were not delivered"),
    "before": Words("没有 {} 及以前的结果", "there are no results of {} or earlier"),
    "refused": Words("{} 的结果已退回", "the result of {} was rejected"),
    "holder": Words("{} 由谁负责不明", "who held it in {} is not known"),
}


@dataclass(frozen=True, slots=True)
class Count:
    """`value` is None where a period that matters is unknown; `mentions` go back in time, and only
    the last can be unknown: then `value` is the least it may be, and that decides."""

    value: int | None
    mentions: tuple[Mention, ...]

    @property
    def open(self) -> bool:
        return bool(self.mentions) and self.mentions[-1].verdict == "unknown"


@dataclass(frozen=True, slots=True)
class Past:
    """One subject's history as a run sees it."""

    history: History
    subject: str
    here: Period
    kind: PeriodKind
    fields: Mapping[str, Value] = field(default_factory=dict)

    def held_by(self, holder: str, result: Result) -> Truth:
        """Whether an earlier result is of who holds the subject now."""
        then, now = result.holders.get(holder), self.fields.get(holder)
        return True if not holder else None if then is None or now is None else then == now


@dataclass(frozen=True, slots=True)
class TallyPlan:
    tally: Tally
    when: Evaluate
    spent_by: Evaluate | None
    blank: Result

    def count(self, past: Past, *, this: Mention | None) -> Count:
        """Over earlier periods, and the one at hand where `this` says what it does."""
        mentions: list[Mention] = []
        found = 0
        ends = {"spent", "before"}
        if self.tally.months is None:
            ends |= {"not", "shadow", "other"}
        for mention in self._mentions(past, this):
            mentions.append(mention)
            if mention.verdict == "unknown":
                enough = self.tally.enough is not None and found >= self.tally.enough
                return Count(found if enough else None, tuple(mentions))
            if mention.verdict in ends:
                break
            found += mention.verdict == "counts"
        return Count(found, tuple(mentions))

    def at_hand(self, here: Period, summary: Mapping[str, Value]) -> Mention:
        """What the period at hand does to the tally."""
        truth = self.when(NO_RECORD, summary)
        return Mention(here.label, self.verdict(None if truth is None else bool(truth)))

    def verdict(self, truth: Truth) -> Verdict:
        """What a period does, by whether the condition holds in it."""
        return "unknown" if truth is None else "counts" if truth else "not"

    def _mentions(self, past: Past, this: Mention | None) -> Iterator[Mention]:
        if this is not None:
            yield this
        window = _Window.of(self.tally, past)
        period = one_back(past.here, past.kind)
        while window is None or period.end > window.floor:
            result = past.history.of(past.subject, period, self.blank)
            if not isinstance(result, Result):
                before = result == "before" and self.tally.none_is_zero
                yield Mention(period.label, "before" if before else "unknown", None, result)
            elif (verdict := self._of(result, period, window)) is not None:
                yield self._held(past, period, result, verdict)
            period = one_back(period, past.kind)

    def _held(self, past: Past, period: Period, result: Result, verdict: Verdict) -> Mention:
        """What the result does, by who held the subject."""
        held = past.held_by(self.tally.holder, result)
        if held is False:
            return Mention(period.label, "other", result.origin)
        if held is None and verdict in ("counts", "spent", "unknown"):
            return Mention(period.label, "unknown", result.origin, "holder")
        return Mention(period.label, verdict, result.origin)

    def _of(self, result: Result, period: Period, window: _Window | None) -> Verdict | None:
        """What an earlier result does; None where it is dated outside the window."""
        day = period.end if self.tally.dated == "period_end" else result.as_of
        if window is not None and day is not None and not window.low < day <= window.high:
            return None
        if result.shadow and not self.tally.with_shadow:
            return "shadow"
        if result.state == "not_graded" and self.tally.skip_not_graded:
            return "skipped"
        spent = self.spent_by is not None and self._holds(self.spent_by, result)
        if spent:
            return "spent"
        verdict = self.verdict(self._holds(self.when, result))
        undated = window is not None and day is None and verdict != "not"
        return "unknown" if spent is None or undated else verdict

    def _holds(self, condition: Evaluate, result: Result) -> Truth:
        """Of a subject without grade nothing holds but what its state says."""
        truth = condition(NO_RECORD, result.values)
        if truth is None:
            return False if result.state == "not_graded" else None
        return bool(truth)


class _Window(NamedTuple):
    """Results dated in (low, high]; no period that ends on `floor` or earlier has one."""

    low: date
    high: date
    floor: date

    @staticmethod
    def of(tally: Tally, past: Past) -> _Window | None:
        if tally.months is None:
            return None
        high = past.here.end if tally.dated == "period_end" else past.here.as_of
        low = floor = months_back(high, tally.months)
        if tally.dated == "as_of":
            # A result may have been stated long after its period ended.
            for earlier in past.history.periods.values():
                if earlier.stated is not None and earlier.stated > low:
                    floor = min(floor, months_back(earlier.period.start, 1))
        return _Window(low, high, floor)


def prepare_tally(tally: Tally, program: Program, compiled: Compile) -> TallyPlan:
    spent_by = None if tally.spent_by is None else compiled(tally.spent_by, None)
    return TallyPlan(tally, compiled(tally.when, None), spent_by, blank_result(program))


@dataclass(frozen=True, slots=True)
class RecallPlan:
    recall: Recall
    value: Evaluate
    blank: Result

    def recall_from(self, past: Past) -> tuple[Value, Mention]:
        """The value, and which result it is from."""
        back = one_back if self.recall.back == "period" else year_back
        period = back(past.here, past.kind)
        result = past.history.of(past.subject, period, self.blank)
        if not isinstance(result, Result):
            return None, Mention(period.label, "unknown", None, result)
        if result.shadow and not self.recall.with_shadow:
            return None, Mention(period.label, "shadow", result.origin)
        held = past.held_by(self.recall.holder, result)
        if held is False:
            return None, Mention(period.label, "other", result.origin)
        if held is None and result.state == "graded":
            return None, Mention(period.label, "unknown", result.origin, "holder")
        value = self.value(NO_RECORD, result.values)
        return value, Mention(period.label, "recalled", result.origin)


def prepare_recall(recall: Recall, program: Program, compiled: Compile) -> RecallPlan:
    return RecallPlan(recall, compiled(recall.value, None), blank_result(program))
