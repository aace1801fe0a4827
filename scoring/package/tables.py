"""What was decided, as the tables of a result package: English headings, code-point row order.

A name the policy gives stands after its prefix: `points_投诉处置`, `place_街道排名`. No fixed
heading begins with a prefix, so no two headings can meet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import compress

from rules.program import ListRule, Program, Tally, Trigger
from rules.values import Value
from scoring.assessment import Assessment, Caution
from scoring.evidence import Reject, place_order
from scoring.grade.quota_lines import QuotaLine
from scoring.package.columns import (
    history_columns,
    indicator_columns,
    measure_column,
    total_columns,
    value_column,
)
from scoring.package.reward_tables import reward_cells, reward_columns
from scoring.package.table import Column, Listing, Part, Row, Table

_BETWEEN = ";"


def results_table(program: Program) -> Listing:
    """One row for each subject."""
    places = (
        column
        for rank in program.ranks
        for column in (
            Column(f"group_{rank.name}"),
            Column(f"place_{rank.name}", "whole"),
            Column(f"last_{rank.name}", "whole"),
            Column(f"size_{rank.name}", "whole"),
            Column(f"provisional_{rank.name}", "boolean"),
        )
    )
    columns = (
        Column("subject"),
        *(value_column(f"field_{field.name}", field.kind) for field in program.subject.fields),
        *history_columns(program),
        *(measure_column(f"measure_{measure.name}", measure) for measure in program.measures),
        *indicator_columns(program),
        *total_columns(program),
        *map(Column, ("state", "reason", "reason_en")),
        Column("grade_before_veto"),
        *([Column("direct_grades")] if program.direct_grades else ()),
        *map(Column, ("vetoes", "grade_after_veto")),
        *([Column("quota"), Column("grade_provisional", "boolean")] if program.quotas else ()),
        Column("grade"),
        *places,
        *map(Column, ("lists", "pending_lists", "triggers", "pending_triggers")),
        *reward_columns(program),
        *map(Column, ("provisional", "warnings")),
        *map(Column, ("not_applicable", "excluded")),
    )
    return Listing("results", columns, (Part(lambda one: (tuple(_result(program, one)),)),))


def _result(program: Program, assessment: Assessment) -> Iterator[Value]:
    yield assessment.subject
    for field in program.subject.fields:
        yield assessment.fields.get(field.name)
    yield from _history(program, assessment)
    for measure in program.measures:
        yield assessment.measures.get(measure.name)
    for indicator in program.indicators:
        yield assessment.indicators.get(indicator.name)
    if program.total is not None:
        yield assessment.total
    yield assessment.state
    yield assessment.reason_zh
    yield assessment.reason_en
    yield assessment.grade_before_veto
    if program.direct_grades:
        yield _joined(assessment.direct_grades)
    yield _joined(assessment.vetoes)
    yield assessment.grade_after_veto
    if program.quotas:
        yield _joined(f"{seat.grade}:{seat.outcome}" for seat in assessment.seats)
        yield assessment.grade_provisional if assessment.grade is not None else None
    yield assessment.grade
    for rank in program.ranks:
        place = assessment.places.get(rank.name)
        yield from (
            (place.group, place.place, place.place_from_last, place.size, place.provisional)
            if place
            else (None,) * 5
        )
    yield _joined(assessment.lists)
    yield _joined(assessment.pending_lists)
    yield _joined(case.trigger for case in assessment.triggers)
    yield _joined(assessment.pending_triggers)
    yield from reward_cells(program, assessment)
    yield _joined(assessment.provisional)
    yield _joined(_warning(caution) for caution in assessment.cautions)
    yield _joined(assessment.not_applicable)
    yield _joined(assessment.excluded)


def _history(program: Program, assessment: Assessment) -> Iterator[Value]:
    for quantity in program.history:
        yield assessment.history.get(quantity.name)
        if isinstance(quantity, Tally):
            yield assessment.history.get(quantity.earlier)


def _warning(caution: Caution) -> str:
    return f"{caution.place}：{caution.zh}（{caution.count}）"


def ledger_table() -> Listing:
    """One row for each line of each ledger, in the ledger's own order. Points are exact: the lines
    before the rounding line may be fractions without finite decimals, and the sum of
    `contribution` is the total only if none of them is cut off."""
    columns = (
        Column("subject"),
        Column("line", "whole"),
        *map(Column, ("kind", "indicator", "rule")),
        Column("hits", "whole"),
        Column("raw", "exact"),
        Column("applied", "exact"),
        Column("lost_to"),
        Column("contribution", "exact"),
    )
    return Listing("ledger", columns, (Part(_lines),))


def _lines(assessment: Assessment) -> Iterator[Row]:
    for number, line in enumerate(assessment.ledger, 1):
        yield (
            assessment.subject,
            number,
            line.kind,
            line.indicator,
            line.rule,
            line.hits,
            line.raw,
            line.applied,
            line.lost_to,
            line.contribution,
        )


def findings_table(program: Program, number: int) -> Listing:
    """One row for each record that met a rule; `why` is the rule's own words. `number` is that of
    the file, as findings stand in several."""
    columns = (
        *map(Column, ("subject", "indicator", "rule", "kind", "evidence")),
        Column("date", "date"),
        Column("raw", "exact"),
        Column("applied", "exact"),
        *map(Column, ("lost_to", "why")),
    )
    words = {rule.id: rule.label for rule in program.rules}
    part = Part(lambda one: _findings(one, words))
    return Listing(f"findings/part-{number:05}", columns, (part,))


def _findings(assessment: Assessment, words: Mapping[str, str]) -> Iterator[Row]:
    for finding in assessment.findings:
        yield (
            assessment.subject,
            finding.indicator,
            finding.rule,
            finding.kind,
            finding.evidence,
            finding.date,
            finding.raw,
            finding.applied,
            finding.lost_to,
            words.get(finding.rule, ""),
        )


def quotas_table(lines: Iterable[QuotaLine]) -> Table:
    """One row for each grade with a quota in each group that has candidates for it, as it was
    filled from the best grade down."""
    columns = (
        *map(Column, ("quota", "grade", "group")),
        *(Column(name, "whole") for name in ("size", "room", "candidates", "seated")),
        *(Column(name, "whole") for name in ("displaced", "beyond")),
        *(Column(name, "boolean") for name in ("approved", "provisional")),
    )
    rows: list[Row] = [
        (
            line.quota,
            line.grade,
            line.group,
            line.size,
            line.room,
            line.candidates,
            line.seated,
            line.displaced,
            line.beyond,
            line.approved,
            line.provisional,
        )
        for line in lines
    ]
    return Table("quotas", columns, rows)


def lists_table(program: Program) -> Listing:
    """Who is on which list, for now (暂定) while a rank it rests on is provisional, or waits for it
    (待定); in policy order of the lists."""
    columns = (
        *map(Column, ("list", "subject", "status", "state")),
        *total_columns(program),
        *map(Column, ("grade", "publicity", "audience")),
    )
    parts = tuple(Part(partial(_listed, program, rule)) for rule in program.lists)
    return Listing("lists", columns, parts)


def _listed(program: Program, rule: ListRule, assessment: Assessment) -> Iterator[Row]:
    if rule.name in assessment.lists:
        status = "provisional" if rule.name in assessment.provisional else "listed"
    elif rule.name in assessment.pending_lists:
        status = "pending"
    else:
        return
    yield (
        rule.name,
        assessment.subject,
        status,
        assessment.state,
        *((assessment.total,) if program.total else ()),
        assessment.grade,
        rule.publicity,
        rule.audience,
    )


def triggers_table(program: Program) -> Listing:
    """The cases proposed, or waiting for what is lacking, in policy order of the triggers."""
    ladders = any(trigger.ladder for trigger in program.triggers)
    working = program.counts_working_days
    columns = (
        *map(Column, ("trigger", "subject", "status", "action", "recipients")),
        Column("deadline", "date"),
        Column("because"),
        *([Column("level", "whole")] if ladders else ()),
        *([Column("deadline_provisional", "boolean")] if working else ()),
    )
    taken = (True,) * 7 + (ladders, working)

    def fired(trigger: Trigger, assessment: Assessment) -> Iterator[Row]:
        return (tuple(compress(row, taken)) for row in _fired(trigger, assessment))

    parts = tuple(Part(partial(fired, trigger)) for trigger in program.triggers)
    return Listing("triggers", columns, parts)


def _fired(trigger: Trigger, assessment: Assessment) -> Iterator[Row]:
    cases = [case for case in assessment.triggers if case.trigger == trigger.name]
    status = "provisional" if trigger.name in assessment.provisional else "proposed"
    for case in cases:
        recipients = _joined(case.recipients)
        opened = (status, case.action, recipients, case.deadline, case.because)
        unsure = case.deadline_provisional
        yield (trigger.name, assessment.subject, *opened, case.level, unsure)
    if trigger.name in assessment.pending_triggers:
        waits = ("pending", trigger.action, "", None, "", None, None)
        yield (trigger.name, assessment.subject, *waits)


def rejects_table(rejects: Iterable[Reject]) -> Table:
    """What was not taken, by file and place; row 0 is the file as a whole."""
    columns = (
        *map(Column, ("file", "sheet")),
        Column("row", "whole"),
        *map(Column, ("column", "cell", "value", "code", "reason", "reason_en")),
        Column("records", "whole"),
    )
    rows: list[tuple[Value, ...]] = [
        (
            r.file,
            r.sheet,
            r.row,
            r.column,
            r.cell,
            r.value,
            r.code,
            r.reason_zh,
            r.reason_en,
            r.records,
        )
        for r in sorted(rejects, key=place_order)
    ]
    return Table("rejects", columns, rows)


def _joined(words: Iterable[str]) -> str:
    return _BETWEEN.join(words)
