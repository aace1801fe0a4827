"""Computes the derived fields of one evidence kind, in order, from what is typed."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from rules.backends.reference import compile_expression
from rules.program import EvidenceKind, Program
from rules.values import Value, round_number
from scoring.evidence import Period, Subject
from scoring.expressions import rounding_of


class Derivations:
    """Each derived field sees the record's fields, the fields derived before it, the subject's
    fields and the run's dates."""

    def __init__(self, program: Program, kind: EvidenceKind, period: Period) -> None:
        places = {column.name: at for at, column in enumerate(kind.columns)}
        self._steps = [
            (compile_expression(derived.formula, places, program.parameters), rounding_of(derived))
            for derived in kind.derived
        ]
        self._dates: Mapping[str, Value] = {
            "as_of": period.as_of,
            "period_start": period.start,
            "period_end": period.end,
        }
        self._summaries: dict[str, Mapping[str, Value]] = {}

    def extend(self, values: tuple[Value, ...], subject: Subject) -> tuple[Value, ...]:
        """The values with the derived ones behind them."""
        if not self._steps:
            return values
        summary = self._summaries.get(subject.id)
        if summary is None:
            summary = self._summaries[subject.id] = {**subject.fields, **self._dates}
        for evaluate, rounding in self._steps:
            value = evaluate(values, summary)
            if rounding and isinstance(value, int | Fraction) and not isinstance(value, bool):
                value = round_number(value, rounding)
            values = (*values, value)
        return values
