"""The single changes that may be tried on the evidence of a subject."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, islice
from typing import Literal as OneOf

from rules.backends.reference import Evaluate
from rules.diagnostics import PolicyError, closest, diagnose
from rules.expr.kinds import BooleanKind, CategoryKind, NumberKind, PercentKind
from rules.expr.nodes import Compare, Expr, Literal, Ref
from rules.program import Count, Distinct, EvidenceKind, Field, Program, Sum, Windowed
from rules.values import Number, Value, decimals_of, plain
from scoring.assessment import Assessment
from scoring.coverage.conditions import conditions_of
from scoring.coverage.edges import comparisons_in
from scoring.evidence import Evidence, Record
from scoring.expressions import compiler_of
from scoring.whatif.changes import More, Reading, Without

# Records of others looked at for one that says what a subject might also have done.
_LOOKED_AT = 20_000


@dataclass(frozen=True, slots=True)
class Kept:
    """What may not be otherwise: whole kinds of evidence, or single fields as KIND.FIELD."""

    names: frozenset[str]

    def kind(self, kind: str) -> bool:
        return kind in self.names

    def field(self, kind: str, field: str) -> bool:
        return kind in self.names or f"{kind}.{field}" in self.names


NOTHING_KEPT = Kept(frozenset())


def require_kept(program: Program, names: Iterable[str]) -> Kept:
    """Raises PolicyError for what is no kind of evidence and no field of one."""
    known = {kind.name for kind in program.evidence}
    known |= {f"{kind.name}.{field.name}" for kind in program.evidence for field in kind.fields}
    problems = [
        diagnose("kept-unknown", None, name=name, suggestion=closest(name, known))
        for name in names
        if name not in known
    ]
    if problems:
        raise PolicyError(problems)
    return Kept(frozenset(names))


@dataclass(frozen=True, slots=True)
class Dial:
    """A number of a record that might be another: those worth a try, and the size of one step."""

    kind: str
    id: str
    field: str
    before: Number | None
    tries: tuple[Number, ...]
    step: Fraction

    def to(self, after: Number) -> Reading:
        return Reading(self.kind, self.id, self.field, self.before, after)

    def plus(self, steps: int) -> Number:
        return plain((self.before or 0) + steps * self.step)


def withouts(assessment: Assessment, kept: Kept) -> tuple[Without, ...]:
    """The records for which points were taken."""
    found = {
        Without(finding.kind, finding.evidence): None
        for finding in assessment.findings
        if finding.raw < 0 and not kept.kind(finding.kind)
    }
    return tuple(found)


def readings(program: Program, records: Sequence[Record], kept: Kept) -> Iterator[Reading]:
    """Every other truth, and every other word of a category that has an order: how well a thing
    was done. Words without an order say what it is, which is as it is."""
    for record in records:
        for field, value in _fields(program, record, kept):
            for other in _words(field):
                if other != value:
                    yield Reading(record.kind, record.id, field.name, value, other)


def dials(program: Program, evidence: Evidence, subject: str, kept: Kept) -> Iterator[Dial]:
    """Every number with the ends of its range, declared or met, and the bounds it is held to."""
    bounds = _bounds(program)
    spans = _spans(program, evidence)
    for record in evidence.of(subject):
        for field, value in _fields(program, record, kept):
            if not isinstance(field.kind, NumberKind | PercentKind):
                continue
            before = value if isinstance(value, int | Fraction) else None
            low, high = spans[record.kind, field.name]
            step = Fraction(1, 10 ** _decimals(field.kind, (before, low, high)))
            near = [n + by for n in bounds.get((record.kind, field.name), ()) for by in (0, step)]
            near += [n - step for n in bounds.get((record.kind, field.name), ())]
            tries = {n for n in (low, high, *near) if low <= n <= high and n != before}
            if tries:
                yield Dial(
                    record.kind,
                    record.id,
                    field.name,
                    before,
                    tuple(sorted(map(plain, tries))),
                    step,
                )


def mores(
    program: Program, evidence: Evidence, summary: Mapping[str, Value], subject: str, kept: Kept
) -> tuple[More, ...]:
    """One more record of every sort of which one more may add something; a result of another policy
    is nobody's to bring."""
    given = {kind.name for kind in program.evidence if kind.imported}
    counted = set(_counted(program)) - kept.names - given
    return tuple(More(like, 1) for like in sorts_of(program, evidence, summary, subject, counted))


def sorts_of(
    program: Program,
    evidence: Evidence,
    summary: Mapping[str, Value],
    subject: str,
    kinds: Collection[str],
) -> tuple[Record, ...]:
    """A record of every sort there is: sorts are told apart by which conditions hold, with what is
    known of the subject. Its own come first, then those of others in code-point order."""
    compiled = compiler_of(program)
    asked: dict[str, list[Evaluate]] = {kind.name: [] for kind in program.evidence}
    for condition in conditions_of(program):
        if condition.evidence is not None:
            asked[condition.evidence].append(compiled(condition.when, condition.evidence))
    found: dict[tuple[Value, ...], Record] = {}
    for record in _looked_at(evidence, subject):
        kind = program.kinds[record.kind]
        if kind.name in kinds and not kind.settled_late and kind.wide is None:
            truths = (ask(record.values, summary) for ask in asked[kind.name])
            found.setdefault((kind.name, *truths), record)
    return tuple(found.values())


def _counted(program: Program) -> Iterator[str]:
    """Kinds of which one more may add something: one that a rule adds points for, or that is
    counted or summed. One more vote in a mean is nobody's to bring."""
    for rule in program.rules:
        if rule.sign > 0:
            yield rule.evidence
    for measure in program.measures:
        if isinstance(measure.aggregate, Count | Distinct | Sum | Windowed):
            yield measure.aggregate.evidence


def _looked_at(evidence: Evidence, subject: str) -> Iterator[Record]:
    yield from evidence.of(subject)
    others = (evidence.of(name) for name in sorted(evidence.records) if name != subject)
    yield from islice(chain.from_iterable(others), _LOOKED_AT)


def _fields(program: Program, record: Record, kept: Kept) -> Iterator[tuple[Field, Value]]:
    """What a record states that is neither what tells it apart nor a person's award of points."""
    kind = program.kinds[record.kind]
    fixed = {*kind.identity, kind.event_date, *_telling(kind)}
    for field, value in zip(kind.fields, record.values, strict=False):
        if field.name not in fixed and not kept.field(kind.name, field.name):
            yield field, value


def _telling(kind: EvidenceKind) -> Iterator[str]:
    if kind.wide is not None:
        yield kind.wide.item
    if kind.parent is not None:
        yield from kind.parent.keys
    if kind.one_matter is not None:
        yield from kind.one_matter.keys
    if kind.validity is not None:
        # Otherwise it might not count in the period at all.
        yield from (kind.validity.to, kind.validity.class_field, kind.validity.rectified)
    if kind.relation is not None:
        yield kind.relation.key
    if kind.along is not None:
        yield kind.along.field


def _words(field: Field) -> tuple[Value, ...]:
    match field.kind:
        case CategoryKind(words=words, ordered=True):
            return words
        case BooleanKind():
            return (True, False)
    return ()


def _bounds(program: Program) -> Mapping[tuple[str, str], set[Number]]:
    """The numbers that conditions hold a field of a kind to."""
    found: dict[tuple[str, str], set[Number]] = {}
    for condition in conditions_of(program):
        if condition.evidence is not None:
            for name, number in _compared(condition.when):
                found.setdefault((condition.evidence, name), set()).add(number)
    return found


def _compared(when: Expr) -> Iterator[tuple[str, Number]]:
    for part in comparisons_in(when):
        match part:
            case Compare(left=Ref(space="record", name=name), right=Literal(value=bound)):
                if isinstance(bound, int | Fraction) and not isinstance(bound, bool):
                    yield name, bound


def _spans(program: Program, evidence: Evidence) -> Mapping[tuple[str, str], tuple[Number, Number]]:
    """The ends of every number of a kind: the declared ones, else those met in the evidence."""
    met: dict[tuple[str, str], tuple[Number, Number]] = {}
    numbers = {
        kind.name: [
            (at, field)
            for at, field in enumerate(kind.fields)
            if isinstance(field.kind, NumberKind | PercentKind)
        ]
        for kind in program.evidence
    }
    for record in chain.from_iterable(evidence.records.values()):
        for at, field in numbers[record.kind]:
            value = record.values[at]
            if isinstance(value, int | Fraction):
                low, high = met.get((record.kind, field.name), (value, value))
                met[record.kind, field.name] = (min(low, value), max(high, value))
    found = {}
    for kind, fields in numbers.items():
        for _, field in fields:
            low, high = met.get((kind, field.name), (0, 0))
            found[kind, field.name] = (_declared(field, low, "low"), _declared(field, high, "high"))
    return found


def _declared(field: Field, met: Number, end: OneOf["low", "high"]) -> Number:
    own: Number | None = getattr(field.kind, end)
    return met if own is None else own


def _decimals(kind: NumberKind | PercentKind, numbers: Sequence[Number | None]) -> int:
    """Declared, of the percent figure for a percentage; else as many as are written anywhere."""
    if kind.decimals is not None:
        return kind.decimals + (2 if isinstance(kind, PercentKind) else 0)
    written = [decimals_of(number) or 0 for number in numbers if number is not None]
    return max(written, default=0)
