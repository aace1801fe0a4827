"""A mapping, checked against a policy and ready to read sheets by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Literal, TypeAlias

from rules.source import Span
from scoring.intake.former_names import FormerName
from scoring.intake.mapping.rewriting import Rewriting


@dataclass(frozen=True, slots=True)
class UnderHeading:
    text: str


@dataclass(frozen=True, slots=True)
class InColumn:
    """`index` from 0."""

    index: int


@dataclass(frozen=True, slots=True)
class InCell:
    """One cell above the headings, the same for every row; `row` from 1, `index` from 0."""

    row: int
    index: int


@dataclass(frozen=True, slots=True)
class Titled:
    """The name of the sheet, or of the file without its endings."""

    of: Literal["sheet_name", "file_name"]


@dataclass(frozen=True, slots=True)
class Constant:
    text: str


Source: TypeAlias = UnderHeading | InColumn | InCell | Titled | Constant


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """`target` is the heading under which admission finds the field."""

    target: str
    source: Source
    rewriting: Rewriting = field(default_factory=Rewriting)
    fill_down: Literal["merged", "blank"] | None = None
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class WidePlan:
    """Columns that become records: the item's word by heading, and what the cells mean."""

    item: str
    number: str
    columns: tuple[tuple[str, str], ...]
    rewriting: Rewriting = field(default_factory=Rewriting)
    skip_blank: bool = False
    span: Span | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class TablePlan:
    """`kind` is the evidence kind's name, None for subjects. `headings` are one row or two."""

    kind: str | None
    headings: tuple[int, ...]
    first_row: int
    fields: tuple[FieldPlan, ...]
    files: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    wide: WidePlan | None = None
    fill_headings: bool = False
    stop_at: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    skip_hidden_rows: bool = False
    skip_hidden_sheets: bool = False
    span: Span | None = field(default=None, compare=False)

    def covers_file(self, file: str) -> bool:
        """By the whole display name or its last part."""
        return not self.files or _named(file, self.files) or _named(_base(file), self.files)

    def covers(self, file: str, sheet: str) -> bool:
        return self.covers_file(file) and (not self.sheets or _named(sheet, self.sheets))


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """`name` is the file it was read from."""

    name: str
    tables: tuple[TablePlan, ...]
    unread_sheets: tuple[str, ...] = ()
    former_names: tuple[FormerName, ...] = ()
    span: Span | None = field(default=None, compare=False)

    def leaves_out(self, sheet: str) -> bool:
        return _named(sheet, self.unread_sheets)


def _named(name: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _base(file: str) -> str:
    return file.rpartition("/")[2]
