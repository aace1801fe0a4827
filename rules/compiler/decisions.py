"""Points from several things at once: decision tables, and changes made one after another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from rules import program as plan
from rules.check.bands import is_band, meet
from rules.compiler.draft import Draft, named
from rules.compiler.names import constant_names, measure_names
from rules.compiler.scales import most
from rules.expr.kinds import BooleanKind, CategoryKind, Kind, NumberKind, PercentKind, TextKind
from rules.expr.nodes import Against, Compare, Expr, In, Literal, Ref
from rules.model import Change, Decision, Formula, Indicator
from rules.values import Number, Rounding, Value, decimals_of
from rules.vocabulary import CHOICES, spellings_of
from rules.yaml_reader import ScalarNode

_ANY = spellings_of(CHOICES, {"wildcard"})


# --- decision tables ---------------------------------------------------------------------------


def compile_decision(
    draft: Draft, text: Indicator, table: Decision, rounding: Rounding | None
) -> tuple[plan.Decision, int | None] | None:
    """The table, and the decimals of the points it gives."""
    inputs = [draft.expression(formula, measure_names(draft)) for formula in table.inputs]
    known = [checked for checked in inputs if checked is not None]
    if len(known) < len(inputs):
        return None
    rows = [_row(draft, row, known) for row in table.rows]
    whole = [row for row in rows if row is not None]
    if len(whole) < len(rows) or not whole:
        return None
    if table.hit == "unique":
        _refuse_overlaps(draft, table, known, whole)
    priorities = _priorities(draft, table, {row.points for row in whole})
    missing, within = missing_of(text)
    decision = plan.Decision(
        table.hit,
        tuple(expr for expr, _ in known),
        tuple(whole),
        priorities,
        rounding,
        missing,
        within,
    )
    return decision, most(decimals_of(row.points) for row in whole)


def missing_of(text: Indicator) -> tuple[plan.OnMissingValue | None, tuple[str, ...]]:
    """What a missing value gives, and the fields of the group of a group mean."""
    missing = text.missing
    return (missing.fill, tuple(missing.within)) if missing else (None, ())


def _row(
    draft: Draft, row: Sequence[Formula], inputs: Sequence[tuple[Expr, Kind]]
) -> plan.Row | None:
    if len(row) != len(inputs) + 1:
        span = row[0].span if row else None
        draft.report("row-width", span, cells=len(row), expected=len(inputs) + 1)
        return None
    names = measure_names(draft)
    tests: list[Expr | None] = []
    for cell, (expr, _) in zip(row, inputs, strict=False):
        if isinstance(cell.node, ScalarNode) and cell.node.text in _ANY:
            tests.append(None)
            continue
        test = draft.tests(cell.node, expr, names)
        if test is None:
            return None
        tests.append(test)
    points = draft.number(row[-1], constant_names(draft))
    return None if points is None else plan.Row(tuple(tests), points)


def _priorities(draft: Draft, table: Decision, points: set[Number]) -> tuple[Number, ...]:
    """The points from the most urgent to the least; each that a row gives stands there once."""
    span = table.value_span("priorities")
    if table.hit != "priority":
        if table.priorities:
            draft.report("priorities-unused", span)
        return ()
    names = constant_names(draft)
    given = [draft.number(formula, names) for formula in table.priorities]
    if set(given) != points or len(set(given)) < len(given):
        draft.report("priorities-differ", span)
    return tuple(number for number in given if number is not None)


def _refuse_overlaps(
    draft: Draft, table: Decision, inputs: Sequence[tuple[Expr, Kind]], rows: Sequence[plan.Row]
) -> None:
    """Rows that surely meet: whatever cannot be told now is checked for each subject."""
    names = [expr.name for expr, _ in inputs if isinstance(expr, Ref)]
    if len(set(names)) < len(inputs):
        return
    for (i, one), (j, other) in combinations(enumerate(rows), 2):
        pairs = zip(inputs, one.tests, other.tests, strict=True)
        if all(_meet(draft, checked, a, b) for checked, a, b in pairs):
            draft.report("rows-overlap", table.rows[j][0].span, one=i + 1, other=j + 1)


def _meet(draft: Draft, checked: tuple[Expr, Kind], one: Expr | None, other: Expr | None) -> bool:
    """Whether two cells surely hold for one value of the input; `-` meets every cell."""
    expr, kind = checked
    if one is None or other is None:
        return True
    if isinstance(kind, NumberKind | PercentKind):
        literals = draft.literals()
        constant = is_band(one, expr, literals) and is_band(other, expr, literals)
        return constant and meet(one, other, kind, literals)
    words, others = _values(one, kind), _values(other, kind)
    return words is not None and others is not None and bool(words & others)


def _values(test: Expr, kind: Kind) -> set[Value] | None:
    """The words or truths for which a cell of constants holds; None where it cannot be told."""
    if not isinstance(kind, CategoryKind | BooleanKind | TextKind):
        return None
    against: list[Against]
    match test:
        case Compare(comparator, _, value):
            against = [Against(comparator, value)]
        case In(_, tests):
            against = [part for part in tests if isinstance(part, Against)]
            if len(against) < len(tests):
                return None
        case _:
            return None
    if any(a.comparator != "=" or not isinstance(a.value, Literal) for a in against):
        return None
    return {a.value.value for a in against if isinstance(a.value, Literal)}


# --- step by step ------------------------------------------------------------------------------


def compile_stepwise(
    draft: Draft, text: Indicator, rounding: Rounding | None
) -> tuple[plan.Stepwise, int | None] | None:
    if text.missing is not None and text.missing.fill not in ("zero", "pending"):
        draft.report("missing-step", text.value_span("missing"))
    changes = [_change(draft, change) for change in text.steps]
    known = [change for change in changes if change is not None]
    if len(known) < len(changes):
        return None
    missing, within = missing_of(text)
    stepwise = plan.Stepwise(tuple(c for c, _ in known), rounding, missing, within)
    return stepwise, most(decimals for _, decimals in known)


def _change(draft: Draft, text: Change) -> tuple[plan.Change, int | None] | None:
    names = measure_names(draft)
    given = [formula for formula in (text.add, text.deduct) if formula is not None]
    if len(given) != 1:
        draft.report("add-or-deduct", named(text))
        return None
    points = draft.expression(given[0], names)
    when = draft.condition(text.when, names) if text.when is not None else None
    floor = draft.number(text.floor, constant_names(draft))
    cap = draft.number(text.cap, constant_names(draft))
    if floor is not None and cap is not None and floor > cap:
        draft.report("floor-above-cap", text.value_span("floor"))
    if points is None or (when is None and text.when is not None):
        return None
    check_points(draft, points, given[0])
    decimals = points[1].decimals if isinstance(points[1], NumberKind) else None
    limits = [decimals_of(limit) for limit in (floor, cap) if limit is not None]
    change = plan.Change(1 if text.add is not None else -1, points[0], when, floor, cap, text.label)
    return change, most([decimals, *limits])


def check_points(draft: Draft, points: tuple[Expr, Kind], text: Formula) -> None:
    """Points are a number, never negative: the list they stand in says whether they are taken."""
    expr, kind = points
    if draft.is_open(expr):
        return
    if isinstance(kind, PercentKind):
        draft.report("percent-for-number", text.span, text=text.text)
    elif not isinstance(kind, NumberKind):
        draft.report("expected-number", text.span, text=text.text)
    elif kind.low is None or kind.low < 0:
        value = draft.fold(expr)
        if isinstance(value, bool | str) or value is None or value < 0:  # type: ignore[operator]
            draft.report("negative-points", text.span, text=text.text)
