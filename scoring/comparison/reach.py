"""How far an edit reaches: whose own value of the edited construct differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, TypeAlias

from rules.expr.nodes import Expr, Ref
from rules.program import EvidenceKind, Program
from scoring.assessment import Assessment
from scoring.comparison.edits import Edit, Family, Key, constructs_of
from scoring.comparison.pairs import Pair

# What an assessment says of one construct; equal where it says the same.
Observe: TypeAlias = Callable[[Assessment], Any]


@dataclass(frozen=True, slots=True)
class Reach:
    """`touched` are those of whom the construct, or one that reads it, says something else; how
    many of them `moved`, whatever moved them. None where a result does not show such a thing: a
    title, who signs."""

    edit: Edit
    touched: int | None
    moved: int | None


def reaches(
    before: Program, after: Program, edits: Mapping[Key, Edit], pairs: Sequence[Pair]
) -> tuple[Reach, ...]:
    both = [pair for pair in pairs if pair.before and pair.after]
    constructs = {**constructs_of(before), **constructs_of(after)}
    return tuple(_reach(edit, constructs, both) for edit in edits.values())


def _reach(edit: Edit, constructs: Mapping[Key, Any], pairs: Sequence[Pair]) -> Reach:
    observing = [
        observe
        for key in [edit.key, *readers(edit.key, constructs)]
        if (observe := _observe(key, constructs.get(key))) is not None
    ]
    if not observing:
        return Reach(edit, None, None)
    touched = [
        pair
        for pair in pairs
        if pair.before and pair.after
        if any(observe(pair.before) != observe(pair.after) for observe in observing)
    ]
    return Reach(edit, len(touched), sum(pair.moved for pair in touched))


def readers(key: Key, constructs: Mapping[Key, Any]) -> list[Key]:
    """What shows a construct that no result shows itself: a parameter by whatever reads it, a kind
    of evidence by its rules and measures."""
    match key.family:
        case "parameter":
            return [o for o, c in constructs.items() if key.name in parameters_read(c, constructs)]
        case "evidence":
            return [o for o, construct in constructs.items() if key.name in set(_kinds(construct))]
        case "joint_cap":
            return [Key("rule", rule) for rule in key.name.split("+")]
    return []


def parameters_read(construct: Any, constructs: Mapping[Key, Any]) -> frozenset[str]:
    """The parameters that an expression of the construct reads, or a field it reads of a record."""
    derived = {
        name: formula
        for kind in set(_kinds(construct))
        for name, formula in _formulas(kind, constructs)
    }
    read, seen, left = set[str](), set[str](), [*refs_of(construct)]
    while left:
        ref = left.pop()
        if ref.space == "parameter":
            read.add(ref.name)
        elif ref.space == "record" and ref.name in derived and ref.name not in seen:
            seen.add(ref.name)
            left += refs_of(derived[ref.name])
    return frozenset(read)


def _formulas(name: str, constructs: Mapping[Key, Any]) -> Iterator[tuple[str, Expr]]:
    """The derived fields of a kind of evidence, its own and those of its parent."""
    kind = constructs.get(Key("evidence", name))
    if not isinstance(kind, EvidenceKind):
        return
    yield from ((derived.name, derived.formula) for derived in kind.derived)
    if kind.parent:
        above = dict(_formulas(kind.parent.evidence, constructs))
        for field in kind.parent.fields:
            if field.field in above:
                yield field.name, above[field.field]


def refs_of(part: Any) -> Iterator[Ref]:
    """Every name that an expression of the construct reads, in reading order."""
    if isinstance(part, Ref):
        yield part
    for member in _members(part):
        yield from refs_of(member)


def _kinds(part: Any) -> Iterator[str]:
    """The kinds of evidence that a rule or a measure looks at."""
    for name in ("evidence", "items"):
        if kind := getattr(part, name, ""):
            yield kind
    for member in _members(part):
        yield from _kinds(member)


def _members(part: Any) -> Iterator[Any]:
    if isinstance(part, tuple):
        yield from part
    elif is_dataclass(part):
        yield from (getattr(part, field.name) for field in fields(part) if field.compare)


def _observe(key: Key, construct: Any) -> Observe | None:
    """What an assessment shows of the construct; None where it shows nothing of its own."""
    if key.family == "ineligibility":
        return lambda a: a.state == "not_graded" and a.reason_zh == construct.reason
    observed = _OBSERVED.get(key.family)
    return None if observed is None else lambda a: observed(a, key.name)


def _rule(assessment: Assessment, rule: str) -> Any:
    """Its line, or that of every rule."""
    lines = [line for line in assessment.ledger if line.kind == "rule"]
    return [(o.rule, o.hits, o.raw, o.applied, o.lost_to) for o in lines if rule in ("", o.rule)]


def _indicator(assessment: Assessment, name: str) -> Any:
    left = (name in assessment.not_applicable, name in assessment.excluded)
    return assessment.indicators.get(name), *left


def _trigger(assessment: Assessment, name: str) -> Any:
    cases = [case for case in assessment.triggers if case.trigger == name]
    return cases, name in assessment.pending_triggers


_OBSERVED: Mapping[Family, Callable[[Assessment, str], Any]] = {
    "subject": lambda a, _: (a.fields, a.state, a.evidence_count),
    "evidence": lambda a, _: a.evidence_count,
    "history": lambda a, name: a.history.get(name),
    "measure": lambda a, name: a.measures.get(name),
    "check": lambda a, name: a.measures.get(name),
    "indicator": _indicator,
    "rule": _rule,
    "total": lambda a, _: a.total,
    "veto": lambda a, name: name in a.vetoes and (a.grade_after_veto, a.total == 0),
    "direct_grade": lambda a, name: name in a.direct_grades and a.grade_before_veto,
    # Without a name it is the order of them all.
    "grade": lambda a, name: a.grade_before_veto == name if name else a.grade_before_veto,
    "rank": lambda a, name: a.places.get(name),
    "quota": lambda a, name: tuple(seat for seat in a.seats if seat.quota == name),
    "list": lambda a, name: (name in a.lists, name in a.pending_lists),
    "trigger": _trigger,
    "coefficient": lambda a, name: a.coefficients.get(name),
    "award": lambda a, name: (share := a.awards.get(name)) and share.amount,
}
