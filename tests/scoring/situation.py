"""A policy as text, evidence as plain data, and the assessments of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from rules.backends.reference import ReferenceMatcher, columns_of, compile_expression
from rules.compile import compile_policy
from rules.program import EvidenceKind, Program
from rules.values import Value, read_decimal, read_percent, round_number
from scoring.assess import Assessor
from scoring.assessment import Assessment
from scoring.evidence import Evidence, Origin, Period, Record, Subject
from scoring.expressions import rounding_of

PERIOD = Period("2026", date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31))
RUN = {"as_of": PERIOD.as_of, "period_start": PERIOD.start, "period_end": PERIOD.end}

HEAD = """
考评: 测试细则
编号: test
版本: "1"
状态: 仅计分
生效: 2026-01-01
周期: 年度
"""


def program_of(text: str) -> Program:
    program, _ = compile_policy((HEAD + text).encode(), "test.yaml")
    return program


def value_of(cell: Any) -> Value:
    """A cell as the tests write it: numbers and percentages as text or integers."""
    if isinstance(cell, str):
        for read in (read_decimal, read_percent):
            if (number := read(cell)) is not None:
                return number
    value: Value = cell
    return value


def record_of(
    program: Program, cells: Mapping[str, Any], subject: Subject, others: Iterable[Record] = ()
) -> Record:
    """`kind`, `id`, `date` and the fields of the kind; derived fields are computed, those of the
    parent are read of `others`: the record whose id is the key."""
    kind = program.kinds[cells["kind"]]
    when = cells.get("date")
    values = tuple(
        when if field.name == kind.event_date else value_of(cells.get(field.name))
        for field in kind.fields
    )
    values += _inherited(kind, values, others)
    values += _derived(program, kind, values, {**subject.fields, **RUN})
    return Record(kind.name, str(cells["id"]), subject.id, when, values, Origin("f.csv", 1))


def _inherited(
    kind: EvidenceKind, values: tuple[Value, ...], others: Iterable[Record]
) -> tuple[Value, ...]:
    if kind.parent is None:
        return ()
    key = values[kind.index(kind.parent.keys[0])]
    size = len(kind.parent.fields)
    own = (r.values for r in others if (r.kind, r.id) == (kind.parent.evidence, key))
    return next(own, (None,) * size)[:size]


def _derived(
    program: Program, kind: EvidenceKind, values: tuple[Value, ...], summary: Mapping[str, Value]
) -> tuple[Value, ...]:
    columns, count = columns_of(program, kind.name), len(values)
    for derived in kind.derived:
        compute = compile_expression(derived.formula, columns, program.parameters)
        value = compute(values, summary)
        if (rounding := rounding_of(derived)) and value is not None:
            value = round_number(value, rounding)  # type: ignore[arg-type]
        values += (value,)
    return values[count:]


def evidence_of(
    program: Program,
    subjects: Mapping[str, Mapping[str, Any]],
    records: Iterable[Mapping[str, Any]] = (),
    delivered: Iterable[str] | None = None,
) -> Evidence:
    """Every kind is delivered unless said otherwise. A record names its `subject`."""
    names = [field.name for field in program.subject.fields]
    known = {
        subject: Subject(subject, {name: value_of(fields.get(name)) for name in names})
        for subject, fields in subjects.items()
    }
    admitted: dict[str, list[Record]] = {}
    for cells in records:
        others = admitted.get(cells["subject"], ())
        record = record_of(program, cells, known[cells["subject"]], others)
        admitted.setdefault(record.subject, []).append(record)
    for of_subject in admitted.values():
        of_subject.sort(key=lambda r: (r.date is not None, r.date or date.min, r.id))
    kinds = program.kinds if delivered is None else delivered
    return Evidence(
        PERIOD, known, {name: tuple(rs) for name, rs in admitted.items()}, frozenset(kinds)
    )


def assessments(program: Program, evidence: Evidence) -> dict[str, Assessment]:
    found = Assessor(program, ReferenceMatcher(program)).population(evidence)
    return {assessment.subject: assessment for assessment in found}
