"""What a test file holds: cases with their evidence, and what is expected of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from rules.expr.kinds import Kind
from rules.expr.printer import Spelling
from rules.source import Span
from rules.values import Value
from scoring.conclude.case_files import CaseFile
from scoring.evidence import Period

# What is compared, in canonical words: ("total",), ("measures", NAME), ("rank", NAME, "place").
Path: TypeAlias = tuple[str, ...]
Row: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Expectation:
    """`wanted` is a value of `kind`, or the set of names that must be there (`kind` None)."""

    path: Path
    wanted: Value | frozenset[str]
    kind: Kind | None
    span: Span


@dataclass(frozen=True, slots=True)
class Setting:
    """A subject's fields and its rows of evidence by kind, as text; rows already multiplied. Its
    earlier results are by English heading, None where nothing is said of them, and so its cases."""

    fields: Row = field(default_factory=dict)
    evidence: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    history: tuple[Row, ...] | None = None
    cases: tuple[CaseFile, ...] | None = None

    def over(self, below: Setting) -> Setting:
        """This setting laid over another: its fields win, its kinds, earlier results and cases
        replace the other's."""
        history = below.history if self.history is None else self.history
        fields, evidence = {**below.fields, **self.fields}, {**below.evidence, **self.evidence}
        cases = below.cases if self.cases is None else self.cases
        return Setting(fields, evidence, history, cases)


@dataclass(frozen=True, slots=True)
class Party:
    """One subject of a case."""

    subject: str
    setting: Setting
    expected: tuple[Expectation, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """`rejects` are the codes of the records that must be refused, sorted; none where not said.
    History is complete from `history_from`, or from the earliest result that is told."""

    name: str
    span: Span
    period: Period
    history_from: date | None
    parties: tuple[Party, ...]
    not_delivered: frozenset[str]
    rejects: tuple[str, ...]
    skip: str


@dataclass(frozen=True, slots=True)
class Casebook:
    """`language` is that of its keys."""

    title: str
    cases: tuple[Case, ...]
    language: Spelling = "zh"
