"""The result of an assessment: findings, ledger, grades, places, proposals, warnings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from rules.values import Number, Value
from scoring.conclude.case_files import CaseFile

# 已评 · 未评 (with its reason) · 待定 (what is lacking)
State = Literal["graded", "not_graded", "pending"]
LineKind = Literal[
    "start",
    "rule",
    "measure",
    "weight",
    "cap",
    "clamp",
    "renormalisation",
    "rounding",
    "veto",
]


class Finding(NamedTuple):
    """One record that met one rule. `raw` and `applied` are signed points in the indicator's own
    scale; what was lost, and to which limit, is `lost_to` (empty where nothing was). A tuple, as
    lines are: there are more of them than of anything else."""

    rule: str
    indicator: str
    kind: str
    evidence: str
    date: date | None
    raw: Number
    applied: Number
    lost_to: str = ""


class LedgerLine(NamedTuple):
    """`contribution` is what the line adds to the total; over all lines of a subject contributions
    sum to the total. `indicator` and `rule` are empty on lines of the whole (total, veto)."""

    kind: LineKind
    indicator: str
    rule: str
    hits: int
    raw: Number
    applied: Number
    lost_to: str
    contribution: Number


@dataclass(frozen=True, slots=True)
class Place:
    """A subject's place in one named rank, and the size of its group; `tied` share the place, it
    among them. The place is provisional (暂定) while the group holds a subject that is pending."""

    group: str
    place: int
    place_from_last: int
    size: int
    provisional: bool = False
    tied: int = 1


SeatOutcome = Literal["seated", "displaced", "beyond"]


@dataclass(frozen=True, slots=True)
class Seat:
    """A candidate for a grade that has a quota. `size` are the graded subjects of its group, `room`
    how many of them may hold the grade, `place` its place among the `candidates`, `held` the grade
    it holds then. `direct` candidates come first. `beyond` is a soft quota's: there was no room and
    the grade is held all the same."""

    quota: str
    grade: str
    group: str
    size: int
    room: int
    candidates: int
    place: int
    outcome: SeatOutcome
    held: str
    direct: bool = False
    approved: bool = False
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Caution:
    """A missing value that was met: where (a rule, measure, veto …), what, how often."""

    place: str
    zh: str
    en: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Case:
    """A trigger that fired: a proposal to act, with its deadline where the policy sets one.
    `level` is the rung of its ladder, the first being 1; the deadline is provisional where it is
    in working days of a year no calendar tells of."""

    trigger: str
    action: str
    recipients: tuple[str, ...]
    deadline: date | None
    because: str
    level: int | None = None
    deadline_provisional: bool = False


@dataclass(frozen=True, slots=True)
class Recommendation:
    """A coefficient proposed to whoever applies it: `computed` is the factor with its base, before
    `value` was kept within the limits. None where it waits for what is missing; provisional where
    it rests on a provisional place."""

    value: Number | None
    factor: Number | None = None
    base: Number | None = None
    computed: Number | None = None
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Share:
    """A part of an award pool in yuan, for `weight` out of all `weights` of the `winners`.

    `turn` is the subject's place among them where equal remainders are served. `amount` is None
    where it waits for what is missing; it is provisional while anybody may yet join the pool."""

    amount: Number | None
    weight: Number | None = None
    weights: Number = 0
    winners: int = 0
    turn: int = 0
    provisional: bool = False


@dataclass(frozen=True)
class Assessment:
    """Everything decided about one subject. Values not reached (a subject not graded) are None or
    empty. `pending_lists` and `pending_triggers` are those whose condition is unknown; those of
    `provisional` (measures, indicators, the total, the grade, lists, triggers) hold, but rest on a
    place, a relative measure or the mean of a group that may yet change. `digest` is what a
    signature is for, where the policy has sign-offs. Indicators that are no part of the total have
    no points: they do not apply, or were excluded for want of a value. `cases` are all that were
    ever opened of it, as they stand, where the policy follows them."""

    subject: str
    fields: Mapping[str, Value]
    state: State
    reason_zh: str = ""
    reason_en: str = ""
    evidence_count: int = 0
    findings: tuple[Finding, ...] = ()
    measures: Mapping[str, Value] = field(default_factory=dict)
    indicators: Mapping[str, Number] = field(default_factory=dict)
    ledger: tuple[LedgerLine, ...] = ()
    total: Number | None = None
    grade_before_veto: str | None = None
    vetoes: tuple[str, ...] = ()
    grade: str | None = None
    places: Mapping[str, Place] = field(default_factory=dict)
    lists: tuple[str, ...] = ()
    pending_lists: tuple[str, ...] = ()
    triggers: tuple[Case, ...] = ()
    pending_triggers: tuple[str, ...] = ()
    coefficients: Mapping[str, Recommendation] = field(default_factory=dict)
    awards: Mapping[str, Share] = field(default_factory=dict)
    digest: str | None = None
    provisional: tuple[str, ...] = ()
    not_applicable: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    cautions: tuple[Caution, ...] = ()
    direct_grades: tuple[str, ...] = ()
    history: Mapping[str, Value] = field(default_factory=dict)
    grade_after_veto: str | None = None
    seats: tuple[Seat, ...] = ()
    cases: tuple[CaseFile, ...] = ()

    @property
    def grade_provisional(self) -> bool:
        """Whether the grade may change while its group holds a subject that is pending."""
        return any(seat.provisional for seat in self.seats)
