"""The files of a run that are read by its mapping: their tables, and what no entry covers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from rules.diagnostics import Diagnostic, PolicyError, diagnose
from scoring.evidence import Notice
from scoring.intake.faults import fault
from scoring.intake.mapping.applying import apply_mapping
from scoring.intake.mapping.plan import SheetMapping, TablePlan
from scoring.intake.opening import open_sheets
from scoring.intake.rows import Table
from scoring.intake.sheets import Sheet
from scoring.intake.sources import format_of, stem_of


@dataclass(slots=True)
class MappedFiles:
    """`files` are paths with their display names. A file no entry names is read as it stands, and
    without a mapping all are."""

    mapping: SheetMapping | None
    files: Sequence[tuple[Path, str]]
    notices: list[Notice] = field(default_factory=list)
    _met: list[Sheet] = field(default_factory=list)

    @property
    def _plans(self) -> tuple[TablePlan, ...]:
        return self.mapping.tables if self.mapping else ()

    def covers(self, name: str) -> bool:
        """JSON lines have headings of their own; a file that is one table has no named sheet."""
        form = format_of(name)
        return form != ".jsonl" and any(
            plan.covers_file(name) and (form == ".xlsx" or not plan.sheets) for plan in self._plans
        )

    def subjects(self) -> Iterator[Table]:
        """Raises PolicyError, after the last, for sheets that no entry covers, and for entries that
        cover no sheet."""
        for path, name in self._covered():
            with open_sheets(path, name) as sheets:
                self._met += sheets
                for plan, sheet in self._planned(sheets, subjects=True):
                    yield apply_mapping(plan, sheet, stem_of(name))
        if problems := list(self._problems()):
            raise PolicyError(problems)

    def evidence(self) -> Iterator[tuple[str, Table]]:
        """The kind's name with each table."""
        for path, name in self._covered():
            with open_sheets(path, name) as sheets:
                for plan, sheet in self._planned(sheets, subjects=False):
                    yield plan.kind or "", apply_mapping(plan, sheet, stem_of(name))

    def _covered(self) -> list[tuple[Path, str]]:
        """Each file once, though it may be the table of subjects and evidence."""
        found = {path.resolve(): (path, name) for path, name in self.files if self.covers(name)}
        return list(found.values())

    def _planned(
        self, sheets: Sequence[Sheet], *, subjects: bool
    ) -> Iterator[tuple[TablePlan, Sheet]]:
        """Each sheet with the entries that cover it. Rows are read once: several entries share
        them."""
        for sheet in sheets:
            plans = [
                plan
                for plan in self._plans
                if (plan.kind is None) == subjects and self._takes(plan, sheet)
            ]
            rows = list(sheet.rows) if len(plans) > 1 else None
            for plan in plans:
                yield plan, sheet if rows is None else replace(sheet, rows=iter(rows))

    def _takes(self, plan: TablePlan, sheet: Sheet) -> bool:
        if sheet.blank or not plan.covers(sheet.file, sheet.name):
            return False
        if sheet.hidden and plan.skip_hidden_sheets:
            self.notices.append(fault("sheet-left-out", file=sheet.title).notice())
            return False
        return True

    def _problems(self) -> Iterator[Diagnostic]:
        filled = [sheet for sheet in self._met if not sheet.blank]
        for sheet in filled:
            if any(plan.covers(sheet.file, sheet.name) for plan in self._plans):
                continue
            if self.mapping and self.mapping.leaves_out(sheet.name):
                self.notices.append(fault("sheet-left-out", file=sheet.title).notice())
            else:
                span = self.mapping.span if self.mapping else None
                yield diagnose("map-unread-sheet", span, place=sheet.title)
        names = [sheet.title for sheet in filled] or [name for _, name in self.files]
        for plan in self._plans:
            if not any(plan.covers(sheet.file, sheet.name) for sheet in filled):
                known, known_en = "、".join(names), ", ".join(names)
                yield diagnose("map-no-sheet", plan.span, known=known, known_en=known_en)
