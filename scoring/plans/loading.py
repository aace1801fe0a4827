"""Reads a plan of reviews: what it names must be there, each at its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from rules.diagnostics import Diagnostic, PolicyError, diagnose, listed
from rules.library import Entry
from rules.loader import load_document
from rules.references import references
from rules.source import Span
from rules.yaml_reader import read_yaml
from scoring.intake.deliveries import Delivery
from scoring.period import read_period
from scoring.plans.model import PlanText, ReviewText
from scoring.plans.plan import Plan, Review
from scoring.plans.words import LEXICON
from scoring.runs.request import Mark, Request


def policies_named(path: Path) -> frozenset[str]:
    """The policies of a plan, as it names them."""
    text = load_document(PlanText, read_yaml(path.read_bytes(), path.name), LEXICON)
    return frozenset(str(review.policy) for review in text.reviews)


def read_plan(
    path: Path, find: Callable[[str], Entry], calendars: Callable[[Entry], tuple[Path, ...]]
) -> Plan:
    """`find` gives the policy of an id. Raises PolicyError with everything that is wrong."""
    text = load_document(PlanText, read_yaml(path.read_bytes(), path.name), LEXICON)
    reading = _Reading(path.parent, text, find, calendars)
    reviews = [review for one in text.reviews if (review := reading.review(one))]
    reading.require_apart(reviews)
    if not text.reviews:
        reading.report("plan-empty", text.key_span("reviews"))
    if reading.problems:
        raise PolicyError(listed(reading.problems))
    return Plan(text.plan, tuple(reviews))


@dataclass(slots=True)
class _Reading:
    folder: Path
    plan: PlanText
    find: Callable[[str], Entry]
    calendars: Callable[[Entry], tuple[Path, ...]]
    problems: list[Diagnostic] = field(default_factory=list)

    def report(self, code: str, span: Span | None, /, **args: object) -> None:
        self.problems.append(diagnose(code, span, **args))

    def review(self, text: ReviewText) -> Review | None:
        span = text.value_span("policy")
        label = text.period or self.plan.period
        if not label:
            self.report("missing-key", span, key="周期", english="period")
            return None
        as_of = text.as_of or self.plan.as_of
        try:
            entry = self.find(self._policy(text.policy))
            period = read_period(label, entry.program.head, as_of)
        except PolicyError as error:
            # What is wrong inside a policy has its own place, what is asked of it has the plan's.
            self.problems += [d if d.span else _at(d, span) for d in error.diagnostics]
            return None
        request = Request(
            policy=entry.path,
            evidence=tuple(self._evidence(text)),
            period=label,
            subjects=self._path(text, "subjects", text.subjects) if text.subjects else None,
            as_of=as_of,
            history=tuple(self._paths(text, "history", text.history)),
            history_from=text.history_from,
            mapping=self._path(text, "mapping", text.mapping) if text.mapping else None,
            calendars=self.calendars(entry),
            imports=tuple(self._paths(text, "imports", text.imports)),
            mark=self._mark(),
        )
        named = references(entry.path.read_bytes(), entry.path.name)
        return Review(entry.program, request, period, span, named)

    def _mark(self) -> Mark | None:
        said = self.plan.mark
        return Mark(said.zh, said.en or said.zh) if said else None

    def require_apart(self, reviews: list[Review]) -> None:
        met: set[str] = set()
        for review in reviews:
            if review.name in met:
                told = {"id": review.program.head.id, "period": review.period.label}
                self.report("plan-twice", review.span, **told)
            met.add(review.name)

    def _policy(self, name: str) -> str:
        is_path = name.endswith((".yaml", ".yml"))
        return str(self.folder / name) if is_path else name

    def _evidence(self, text: ReviewText) -> Iterator[Path | Delivery]:
        for said in text.evidence:
            kind, equals, name = said.partition("=")
            if equals and not (self.folder / said).exists():
                yield Delivery(self._path(text, "evidence", name), kind)
            else:
                yield self._path(text, "evidence", said)

    def _paths(self, text: ReviewText, key: str, names: list[str]) -> Iterator[Path]:
        return (self._path(text, key, name) for name in names)

    def _path(self, text: ReviewText, key: str, name: str) -> Path:
        path = self.folder / name
        if not path.exists():
            self.report("plan-file", text.value_span(key), name=name)
        return path


def _at(problem: Diagnostic, span: Span | None) -> Diagnostic:
    return diagnose(problem.code, span, **problem.args)
