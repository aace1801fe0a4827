"""How one subject stands while the stages run: what is known so far, and what it waits for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import chain

from rules.program import GRADE, DirectGrade, PeriodKind, Program, Veto
from rules.values import Number, Truth, Value
from scoring.assessment import (
    Assessment,
    Case,
    Finding,
    LedgerLine,
    Place,
    Recommendation,
    Seat,
    Share,
    State,
)
from scoring.conclude.case_files import CaseFile
from scoring.conclude.following import NOBODY, Followed
from scoring.evidence import Evidence, Record, Subject
from scoring.grade.ranks import Contender
from scoring.measure.doubts import Possible
from scoring.notes import NEEDS_POPULATION, Notes, Words
from scoring.past.tallies import Past
from scoring.score.composition import weighted_lines
from scoring.score.ledger import Absence, RuleSum, Scored, check_ledger


@dataclass(slots=True, eq=False)
class Company:
    """The group of a relative measure, or of a mean; `lacking` are its subjects whose value is not
    there, or of whom it is not known whether they take part. What its subjects are compared by was
    itself taken of the companies `behind`."""

    lacking: list[Standing] = field(default_factory=list)
    behind: set[Company] = field(default_factory=set)

    def take_in(self, standing: Standing, rests: Set[str]) -> None:
        """A subject whose value rests on other measures and means."""
        found = (standing.companies.get(name) for name in rests)
        self.behind.update(company for company in found if company not in (None, self))

    @property
    def is_open(self) -> bool:
        """While one who is lacking is 待定, or a value may change, what was taken is 暂定."""
        lacks = any(standing.state == "pending" for standing in self.lacking)
        return lacks or any(company.is_open for company in self.behind)


@dataclass(slots=True)
class Standing:
    """`summary` holds every summary name of the policy, missing until its stage has run; `alone`
    where the rest of the population is not at hand; `possible` is what it may hold besides; `found`
    sums the findings by rule. `files` are the cases its triggers opened or took up, by trigger."""

    subject: Subject
    evidence: Evidence
    records: Sequence[Record]
    summary: dict[str, Value]
    alone: bool
    notes: Notes = field(default_factory=Notes)
    state: State = "graded"
    refusals: list[str] = field(default_factory=list)
    doubtful: bool = False  # whether it takes part at all is unknown
    companies: dict[str, Company] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    found: Mapping[str, RuleSum] = field(default_factory=dict)
    measures: dict[str, Value] = field(default_factory=dict)
    possible: tuple[Possible, ...] = ()
    scored: dict[str, Scored] = field(default_factory=dict)
    total_lines: tuple[LedgerLine, ...] = ()
    total: Number | None = None
    total_before_veto: Number | None = None
    stalled: bool = False  # whether a veto makes the total 0 is unknown
    zeroed_by: tuple[Veto, ...] = ()
    vetoed_by: tuple[Veto, ...] = ()
    granted_by: tuple[DirectGrade, ...] = ()
    grade_before_veto: str | None = None
    grade_after_veto: str | None = None
    grade: str | None = None
    seats: tuple[Seat, ...] = ()
    places: dict[str, Place] = field(default_factory=dict)
    lists: dict[str, Truth] = field(default_factory=dict)
    past: dict[str, Value] = field(default_factory=dict)
    cases: tuple[Case, ...] = ()
    followed: Followed = NOBODY
    files: dict[str, CaseFile] = field(default_factory=dict)
    waiting_triggers: tuple[str, ...] = ()
    coefficients: dict[str, Recommendation] = field(default_factory=dict)
    awards: dict[str, Share] = field(default_factory=dict)
    provisional: tuple[str, ...] = ()
    changing: frozenset[str] = frozenset()  # 暂定 as the whole population showed at once

    @property
    def contender(self) -> Contender:
        return Contender(
            self.subject.id,
            self.state == "pending",
            self.summary,
            self.notes,
            self.possible,
            self.may_change,
        )

    def needs_population(self, name: str, rests: Mapping[str, Set[str]]) -> bool:
        """What rests on a rank cannot be told of a subject alone, whatever else its condition says;
        nor what rests on a grade that a quota may take from it. Its own points are its own."""
        known = {*self.scored, *([GRADE] if self.grade is not None else ())}
        return self.alone and bool(rests[name] - known)

    def held_back(self, names: Iterable[str], rests: Mapping[str, Set[str]]) -> frozenset[str]:
        held_back = frozenset(name for name in names if self.needs_population(name, rests))
        for name in sorted(held_back):
            self.notes.caution(name, NEEDS_POPULATION)
        return held_back

    def of_the_past(self, kind: PeriodKind) -> Past:
        evidence = self.evidence
        own = self.subject
        return Past(evidence.history, own.id, evidence.period, kind, own.fields)

    @property
    def unsettled(self) -> frozenset[str]:
        """The relative measures, and the points by a group's mean, that may yet change."""
        found = (name for name, company in self.companies.items() if company.is_open)
        return self.changing.union(found)

    @property
    def may_change(self) -> frozenset[str]:
        """The ranks, relative measures and means that are 暂定, and the grade where quotas give
        it."""
        places = (name for name, place in self.places.items() if place.provisional)
        grade = [GRADE] if self.grade_provisional else []
        return self.unsettled.union(places, grade)

    def measure(self, name: str, value: Value) -> None:
        self.measures[name] = self.summary[name] = value

    def score(self, indicator: str, scored: Scored) -> None:
        """An indicator that is no part of the total has no points: they stay missing."""
        self.scored[indicator] = scored
        if not scored.absent:
            self.summary[indicator] = scored.points

    def hold(self, grade: str | None) -> None:
        self.grade = self.summary[GRADE] = grade

    @property
    def grade_provisional(self) -> bool:
        return any(seat.provisional for seat in self.seats)

    def close_stage(self) -> None:
        """A subject that is refused is 未评 whatever else it lacks; one that waits is 待定."""
        if self.state != "graded":
            return
        if self.refusals:
            self.state = "not_graded"
        elif self.notes.waits:
            self.state = "pending"

    def assessment(self, program: Program, ledger_order: Iterable[str]) -> Assessment:
        """The result. Points of sections stand after those of their children in the ledger."""
        ledger = self._ledger(program, ledger_order)
        if self.total is not None:
            check_ledger(ledger, self.total)
        reason = self._reason()
        vetoes = {veto.id for veto in (*self.zeroed_by, *self.vetoed_by)}
        return Assessment(
            subject=self.subject.id,
            fields=self.subject.fields,
            state=self.state,
            reason_zh=reason.zh,
            reason_en=reason.en,
            evidence_count=len(self.records),
            findings=self.findings,
            measures=self.measures,
            indicators=self._points(program),
            ledger=ledger,
            total=self.total,
            grade_before_veto=self.grade_before_veto,
            vetoes=tuple(veto.id for veto in program.vetoes if veto.id in vetoes),
            grade=self.grade,
            grade_after_veto=self.grade_after_veto,
            seats=self.seats,
            direct_grades=tuple(rule.id for rule in self.granted_by),
            history=self.past,
            places=self.places,
            lists=tuple(name for name, truth in self.lists.items() if truth),
            pending_lists=tuple(name for name, truth in self.lists.items() if truth is None),
            triggers=self.cases,
            pending_triggers=self.waiting_triggers,
            coefficients=self.coefficients,
            awards=self.awards,
            provisional=self.provisional,
            not_applicable=self._absent("not_applicable"),
            excluded=self._absent("excluded"),
            cautions=self.notes.cautions,
            cases=self._case_files(),
        )

    def _points(self, program: Program) -> dict[str, Number]:
        scored = ((one.name, self.scored.get(one.name)) for one in program.indicators)
        return {name: own.points for name, own in scored if own is not None and not own.absent}

    def _ledger(self, program: Program, order: Iterable[str]) -> tuple[LedgerLine, ...]:
        lines = weighted_lines(program.indicators, self.scored)
        of_tree = (lines[name] for name in order if name in lines)
        return (*chain.from_iterable(of_tree), *self.total_lines)

    def _case_files(self) -> tuple[CaseFile, ...]:
        """Those of earlier runs as they stand, then the new ones; what rests on something 暂定 is
        it too."""
        found = {case.id: case for case in self.followed.cases}
        for trigger, case in self.files.items():
            new = case.id not in found
            found[case.id] = replace(case, provisional=trigger in self.provisional) if new else case
        return tuple(found.values())

    def _absent(self, why: Absence) -> tuple[str, ...]:
        return tuple(name for name, scored in self.scored.items() if scored.absent == why)

    def _reason(self) -> Words:
        if self.state == "not_graded":
            reason = "；".join(self.refusals)
            return Words(reason, reason)
        waits = self.notes.waits
        return Words("；".join(wait.zh for wait in waits), "; ".join(wait.en for wait in waits))
