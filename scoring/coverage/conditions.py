"""Every condition a policy states, and the thresholds of its scales, each with its name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rules.expr.kinds import PercentKind
from rules.expr.nodes import Compare, Conditional, Expr, Form, Literal, Ref, walk
from rules.program import (
    BandTable,
    Decision,
    Formula,
    Indicator,
    KOfN,
    Linear,
    MarginalBrackets,
    Measure,
    PerItem,
    Program,
    Quantified,
    Ratio,
    Relative,
    Scale,
    StepTable,
    Stepwise,
    Valued,
    WholeBrackets,
    WorkingTerm,
    YearOnYear,
)
from rules.values import Number
from scoring.coverage.targets import Family

_ALWAYS = Literal(True, "boolean")


@dataclass(frozen=True, slots=True)
class Condition:
    """`evidence` is the kind of the records it is asked of, None where it is asked of a subject.
    `one_sided`: only its truth is asked for."""

    family: Family
    name: str
    evidence: str | None
    when: Expr
    one_sided: bool = False


def conditions_of(program: Program) -> Iterator[Condition]:
    """In the order of the policy's stages."""
    for ineligible in program.ineligibilities:
        yield Condition("eligibility", ineligible.reason, None, ineligible.when)
    for measure in program.measures:
        yield from _of_measure(measure)
    for rule in program.rules:
        always = rule.when is None
        yield Condition("rule", rule.id, rule.evidence, rule.when or _ALWAYS, one_sided=always)
    for indicator in program.indicators:
        yield from _of_indicator(indicator)
    for family, name, when in _of_outcomes(program):
        if when is not None:
            yield Condition(family, name, None, when)
    for grade in program.grades:
        if grade.when is not None:
            yield Condition("grade", grade.name, None, grade.when)
    yield from _choices(program)


def thresholds_of(program: Program) -> Iterator[tuple[str, Compare]]:
    """Where a scale bends: the steps, the ends of a slope, the ends of brackets, the target."""
    for indicator in program.indicators:
        for form in _forms(indicator):
            if isinstance(form.valued, Valued):
                value = form.valued.value
                for threshold in _bends(form.valued.scale):
                    bound = Literal(threshold, _form(value), value.span)
                    yield form.name, Compare(">=", value, bound, value.span)


def _values(program: Program) -> Iterator[tuple[str, str | None, Expr]]:
    """What is computed with a choice in it: points of records, formulas, values of indicators."""
    for measure in program.measures:
        if isinstance(measure.aggregate, Formula):
            yield measure.name, None, measure.aggregate.value
    for rule in program.rules:
        yield rule.id, rule.evidence, rule.points
    for indicator in program.indicators:
        for form in _forms(indicator):
            if isinstance(form.valued, Valued):
                yield form.name, None, form.valued.value


def _choices(program: Program) -> Iterator[Condition]:
    """The condition of every `if` in a value."""
    for name, evidence, value in _values(program):
        choices = (node for node in walk(value) if isinstance(node, Conditional))
        for number, choice in enumerate(choices, 1):
            yield Condition("choice", f"{name} 如果{number}", evidence, choice.condition)


def _of_outcomes(program: Program) -> Iterator[tuple[Family, str, Expr | None]]:
    for veto in program.vetoes:
        yield "veto", veto.id, veto.when
    for direct in program.direct_grades:
        yield "direct_grade", direct.id, direct.when
    for rank in program.ranks:
        yield "takes_part", rank.name, rank.takes_part
    for quota in program.quotas:
        yield "quota", quota.id, quota.approval
    for listed in program.lists:
        yield "list", listed.name, listed.when
    for trigger in program.triggers:
        yield "trigger", trigger.name, trigger.when
    for coefficient in program.coefficients:
        yield "coefficient", coefficient.name, coefficient.when
    for pool in program.awards:
        yield "award", pool.name, pool.when


def _of_measure(measure: Measure) -> Iterator[Condition]:
    """Without what is computed item by item: no summary ever holds an item's quantities."""
    aggregate = measure.aggregate
    tests: tuple[Expr | None, ...]
    match aggregate:
        case Formula() | YearOnYear() | Relative() | PerItem() | WorkingTerm():
            return
        case Ratio():
            tests = (aggregate.numerator, aggregate.denominator)
        case Quantified():
            tests = (aggregate.test,)
        case _:
            tests = (aggregate.when,)
    for test in tests:
        if test is not None:
            yield Condition("measure", measure.name, aggregate.evidence, test)


def _of_indicator(indicator: Indicator) -> Iterator[Condition]:
    for form in _forms(indicator):
        if form.applies is not None and form.applies is not indicator.applies:
            yield Condition("applies", form.name, None, form.applies)
        yield from _of_source(form)
    if indicator.applies is not None:
        yield Condition("applies", indicator.name, None, indicator.applies)


def _of_source(form: Indicator) -> Iterator[Condition]:
    match form.valued:
        case Valued(scale=BandTable(bands=bands)) | Valued(scale=WholeBrackets(bands=bands)):
            for number, (band, _) in enumerate(bands, 1):
                yield Condition("row", f"{form.name} 第{number}档", None, band, one_sided=True)
        case Decision(rows=rows):
            for number, row in enumerate(rows, 1):
                for test in row.tests:
                    if test is not None:
                        yield Condition("row", f"{form.name} 第{number}行", None, test)
        case Stepwise(changes=changes):
            for number, change in enumerate(changes, 1):
                if change.when is not None:
                    yield Condition("step", f"{form.name} 第{number}步", None, change.when)


def _forms(indicator: Indicator) -> tuple[Indicator, ...]:
    """The indicator, or each of its variants where classes have different numbers."""
    return tuple(form for _, form in indicator.variants) or (indicator,)


def _bends(scale: Scale) -> tuple[Number, ...]:
    match scale:
        case StepTable(steps=steps):
            return tuple(threshold for threshold, _ in steps)
        case Linear(low=low, high=high):
            return (low, high)
        case MarginalBrackets(parts=parts):
            return tuple(end for end, _ in parts if end is not None)
        case KOfN(pick=pick):
            return (pick,)
    return ()


def _form(value: Expr) -> Form:
    """How a bound of the value is written: a percentage for a ratio."""
    percent = any(isinstance(n, Ref) and isinstance(n.kind, PercentKind) for n in walk(value))
    return "percentage" if percent else "number"
