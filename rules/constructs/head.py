"""Who issued a policy, when it holds, and its named constants."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from rules.constructs.opened import Extends
from rules.constructs.words import ADDED, PeriodKind, Status
from rules.expr.kinds import Kind
from rules.values import Number, Value


@dataclass(frozen=True, slots=True)
class Basis:
    """Where a rule comes from. `illustrative` marks a number nobody has issued (依据: 示例)."""

    document: str
    clause: str = ""
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    language: int
    id: str
    title: str
    version: str
    status: Status
    period: PeriodKind
    effective_from: date
    effective_to: date | None = None
    document_number: str = ""
    issuer: str = ""
    applied_year: str = ""
    systems: tuple[int, ...] = ()
    basis: tuple[Basis, ...] = ()
    extends: Extends | None = field(default=None, metadata=ADDED)


@dataclass(frozen=True, slots=True)
class Parameter:
    """A named constant. A `table` maps words to numbers for `lookup`; then `value` is None."""

    name: str
    kind: Kind
    value: Value = None
    table: tuple[tuple[str, Number], ...] = ()
    unit: str = ""
    basis: tuple[Basis, ...] = ()
