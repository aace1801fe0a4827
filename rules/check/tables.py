"""Rows of tables: decision tables that leave something out, rows and bands that never count."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rules import program as plan
from rules.check.lint import Lint
from rules.check.regions import EVERYWHERE, TooManyBoxes
from rules.check.roots import roots_of_measures
from rules.check.truths import ALWAYS, Truths
from rules.check.witness import told, witness_of
from rules.diagnostics import Diagnostic, diagnose
from rules.expr.kinds import PercentKind
from rules.expr.nodes import And, Compare, Literal, Ref
from rules.model import Decision, Indicator
from rules.values import show_number, show_percent


def check_tables(lint: Lint) -> Iterator[Diagnostic]:
    for item in lint.program.indicators:
        text = lint.indicator_texts[item.name]
        for form in [variant for _, variant in item.variants] or [item]:
            try:
                yield from _check(lint, form, text)
            except TooManyBoxes:
                continue


def _check(lint: Lint, item: plan.Indicator, text: Indicator) -> Iterator[Diagnostic]:
    truth = lint.of_subjects
    match item.valued:
        case plan.Decision() as table if text.decision:
            yield from _decision(lint, table, text.decision)
        case plan.Valued(_, plan.BandTable(bands) | plan.WholeBrackets(bands)) if text.scale:
            rows = text.scale.band_table or text.scale.whole_brackets or {}
            for (when, _), (band, row) in zip(bands, rows.items(), strict=True):
                if not truth.of(when).true:
                    yield diagnose("row-never", row.head.span, row=band)
        case plan.Valued(value, plan.StepTable(steps)) if text.scale:
            for at, _ in steps:
                if not truth.of(Compare(">=", value, Literal(at, "number"))).true:
                    percent = isinstance(lint.reach.kind(value), PercentKind)
                    shown = show_percent(at) if percent else show_number(at)
                    yield diagnose("row-never", text.scale.value_span("step_table"), row=shown)


# --- decision tables -----------------------------------------------------------------------------


def _decision(lint: Lint, table: plan.Decision, text: Decision) -> Iterator[Diagnostic]:
    truth = lint.of_subjects
    rows = [_truths(lint, row) for row in table.rows]
    for place, row in enumerate(rows):
        span = text.rows[place][0].span
        if not row.true:
            cells = ", ".join(cell.text for cell in text.rows[place])
            yield diagnose("row-never", span, row=cells)
            continue
        earlier = _before(table, place)
        left = row.true
        for other in earlier:
            left = truth.space.both(left, rows[other].false)
        if earlier and not left:
            before = "、".join(str(other + 1) for other in earlier)
            yield diagnose("row-masked", span, row=place + 1, before=before)
    if table.hit != "collect_sum":
        yield from _gap(lint, table, rows, text)


def _truths(lint: Lint, row: plan.Row) -> Truths:
    tests = [test for test in row.tests if test is not None]
    if not tests:
        return ALWAYS
    return lint.of_subjects.of(tests[0] if len(tests) == 1 else And(tuple(tests)))


def _before(table: plan.Decision, place: int) -> Sequence[int]:
    """The rows that are taken before this one where both hold."""
    match table.hit:
        case "first":
            return range(place)
        case "priority":
            rank = table.priorities.index
            own = rank(table.rows[place].points)
            return [i for i, row in enumerate(table.rows) if rank(row.points) < own]
    return ()


def _gap(
    lint: Lint, table: plan.Decision, rows: Sequence[Truths], text: Decision
) -> Iterator[Diagnostic]:
    """Values for which no row holds: the subject waits."""
    left = EVERYWHERE
    for row in rows:
        left = lint.of_subjects.space.both(left, row.false)
    witness = witness_of(left, roots_of_measures(lint.program))
    if witness is None:
        return
    inputs = [expr for expr in table.inputs if isinstance(expr, Ref)]
    ordered = {ref: witness[ref] for ref in inputs if ref in witness}
    yield diagnose(
        "rows-gap",
        text.value_span("rows"),
        witness=told(ordered or witness, "zh"),
        witness_en=told(ordered or witness, "en"),
    )
