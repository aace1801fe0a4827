"""Passes for what follows from the points: vetoes, grades, ranks, lists."""

from __future__ import annotations

from collections.abc import Mapping

from rules import program as plan
from rules.check.bands import Band, check_bands, is_band
from rules.check.grade_order import check_direction, check_reachable
from rules.compiler.draft import Draft, basis_of, named, on_unknown, refs
from rules.compiler.effects import effects_of
from rules.compiler.names import (
    constant_names,
    grade_names,
    list_names,
    score_names,
    total_kind,
    total_names,
)
from rules.diagnostics import PolicyError, closest
from rules.expr.checker import Names
from rules.expr.kinds import CategoryKind, DateKind, Kind, NumberKind, PercentKind
from rules.expr.nodes import Expr, Ref, walk
from rules.expr.parser import parse_expression
from rules.model import Formula, Veto
from rules.source import Span
from rules.vocabulary import CHOICES, spellings_of
from rules.yaml_reader import ScalarNode

_ELSE = spellings_of(CHOICES, {"else"})


# --- vetoes ----------------------------------------------------------------------------------


def compile_vetoes(draft: Draft) -> None:
    for number, text in enumerate(draft.policy.veto, 1):
        found = _effect(draft, text)
        if found is None:
            continue
        effect, grade = found
        names = score_names(draft) if effect == "zero" else total_names(draft)
        when = draft.condition(text.when, names)
        if when is not None:
            draft.vetoes.append(
                plan.Veto(
                    id=draft.take_id(text.id or f"veto-{number}", text.value_span("id")),
                    when=when,
                    effect=effect,
                    grade=grade,
                    steps=text.step_down or 0,
                    on_unknown=on_unknown(text.unknown),
                    label=text.label,
                    basis=basis_of(text),
                )
            )


def _effect(draft: Draft, text: Veto) -> tuple[plan.VetoEffect, str] | None:
    effects: Mapping[str, plan.VetoEffect] = {
        "zero": "zero",
        "force": "force",
        "at_best": "cap",
        "bar_top": "bar",
        "step_down": "step_down",
    }
    given = [key for key in effects if getattr(text, key)]
    if len(given) != 1:
        draft.report("one-effect", named(text))
        return None
    grade = text.force or text.at_best or ""
    if grade and not is_grade(draft, grade, text.value_span(given[0])):
        return None
    if text.zero and draft.qualitative:
        draft.report("no-total", text.value_span("zero"), name="清零")
        return None
    return effects[given[0]], grade


def is_grade(draft: Draft, grade: str, span: Span | None) -> bool:
    """Whether the policy has a grade of this name; it is reported where it has none."""
    grades = draft.policy.grades.standards
    if grade in grades:
        return True
    draft.report(
        "unknown-grade",
        span,
        name=grade,
        known="、".join(grades),
        suggestion=closest(grade, grades),
    )
    return False


# --- direct grades ---------------------------------------------------------------------------


def compile_direct_grades(draft: Draft) -> None:
    names = total_names(draft)
    for number, text in enumerate(draft.policy.direct_grade, 1):
        known = is_grade(draft, text.force, text.value_span("force"))
        when = draft.condition(text.when, names)
        if known and when is not None:
            draft.direct_grades.append(
                plan.DirectGrade(
                    id=draft.take_id(text.id or f"direct-{number}", text.value_span("id")),
                    when=when,
                    grade=text.force,
                    on_unknown=on_unknown(text.unknown),
                    label=text.label,
                    basis=basis_of(text),
                )
            )


# --- grades ----------------------------------------------------------------------------------


def compile_grades(draft: Draft) -> None:
    text = draft.policy.grades
    if not text.standards:
        draft.report("expected-mapping", text.at.whole)
        return
    total = Ref("summary", plan.TOTAL, total_kind(draft))
    bands: list[Band] = []
    for name, formula in text.standards.items():
        last = name == list(text.standards)[-1]
        if formula is None:
            draft.grades.append(plan.Grade(name, None))
            continue
        if isinstance(formula.node, ScalarNode) and formula.node.text in _ELSE:
            if not last:
                draft.report("else-not-last", formula.span, name=name)
            draft.grades.append(plan.Grade(name, None))
            continue
        when = _standard(draft, formula, total)
        if when is None:
            continue
        draft.grades.append(plan.Grade(name, when))
        bands.append(Band(name, formula.span, when))
    if len(draft.grades) == len(text.standards) and any(text.standards.values()):
        _check_standards(draft, bands, total)


def _standard(draft: Draft, formula: Formula, total: Ref) -> Expr | None:
    """A band over the total (`90以上`), or a condition that names what it compares."""
    if isinstance(formula.node, ScalarNode) and not _names_something(formula.node, draft):
        if draft.qualitative:
            draft.report("no-total", formula.span, name=formula.text)
            return None
        return draft.tests(formula.node, total, constant_names(draft))
    return draft.condition(formula, total_names(draft))


def _names_something(node: ScalarNode, draft: Draft) -> bool:
    """Whether the text is an expression of its own, not a cell to hold the total against."""
    try:
        tree = parse_expression(node.fragment)
    except PolicyError:
        return False
    return any(getattr(n, "name", None) not in {None, *draft.parameters} for n in walk(tree))


def _check_standards(draft: Draft, bands: list[Band], total: Ref) -> None:
    """Bands partition what the rounded total can be; other standards must say 依次 and end."""
    if any(draft.is_open(band.when) for band in bands):
        return
    text = draft.policy.grades
    literals = draft.literals()
    ends = draft.grades[-1].when is None
    mixed = [band for band in bands if not is_band(band.when, total, literals)]
    if text.in_order:
        if not ends:
            draft.report("order-without-else", text.at.whole)
        draft.problems += check_reachable([b for b in bands if b not in mixed], literals)
        return
    for band in mixed:
        draft.report("conditions-need-order", band.span, name=band.name)
    if mixed or draft.total is None:
        return
    found = check_bands(bands, total_kind(draft), literals, text.at.whole)
    draft.problems += [d for d in found if not (ends and d.code == "band-gap")]
    draft.problems += check_direction(bands, literals, text.at.whole)


# --- ranks -----------------------------------------------------------------------------------


def compile_ranks(draft: Draft) -> None:
    names = grade_names(draft)
    fields = {f.name for f in draft.subject.fields} if draft.subject else set()
    for name, text in draft.policy.rank.items():
        by = _comparable(draft, text.by, names)
        takes_part = draft.condition(text.takes_part, names) if text.takes_part else None
        ties = [(_comparable(draft, t.by, names), t.order == "descending") for t in text.tie_break]
        for field in text.within:
            if field not in fields:
                draft.report(
                    "unknown-subject-field",
                    text.value_span("within"),
                    name=field,
                    suggestion=closest(field, fields),
                )
        if by is None or any(tie is None for tie, _ in ties):
            continue
        draft.ranks.append(
            plan.Rank(
                name=name,
                by=by,
                descending=text.order == "descending",
                within=tuple(text.within),
                takes_part=takes_part,
                method=text.ties,
                tie_breaks=tuple((tie, down) for tie, down in ties if tie is not None),
                label=text.label,
            )
        )


def _comparable(draft: Draft, formula: Formula, names: Names) -> Expr | None:
    checked = draft.expression(formula, names)
    if checked is None:
        return None
    if not _has_order(checked[1]):
        draft.report("rank-without-order", formula.span, text=formula.text)
        return None
    return checked[0]


def _has_order(kind: Kind) -> bool:
    if isinstance(kind, CategoryKind):
        return kind.ordered
    return isinstance(kind, NumberKind | PercentKind | DateKind)


# --- lists -----------------------------------------------------------------------------------


def compile_lists(draft: Draft) -> None:
    names = list_names(draft)
    for name, text in draft.policy.lists.items():
        when = draft.condition(text.when, names)
        ties_in = text.ties == "include"
        if when is not None and not ties_in:
            _check_ties(draft, when, text.value_span("ties"))
        if when is not None:
            draft.lists.append(
                plan.ListRule(
                    name=name,
                    when=when,
                    ties_in=ties_in,
                    on_unknown=on_unknown(text.unknown),
                    publicity=text.publicity,
                    audience=text.audience,
                    label=text.label,
                    basis=basis_of(text),
                    effects=effects_of(draft, text.effect),
                )
            )


def _check_ties(draft: Draft, when: Expr, span: Span | None) -> None:
    """Who ties can be left out only where the condition itself cuts a rank off at a place."""
    read = {ref.name.rpartition(".")[0] for ref in refs(when)}
    ranks = {name: rank for name, rank in draft.policy.rank.items() if name in read}
    if not ranks:
        draft.report("ties-without-rank", span)
    for name, rank in ranks.items():
        if rank.ties == "dense":
            draft.report("ties-take-no-place", span, name=name)
