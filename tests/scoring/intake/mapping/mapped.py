"""Sheets in memory, and mappings for the programs of the intake tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from rules.program import Program
from scoring.evidence import Evidence
from scoring.intake.admit import Delivery, admit
from scoring.intake.mapping.loading import read_mapping
from scoring.intake.mapping.plan import SheetMapping
from scoring.intake.sheets import Merge, Sheet, SheetRow
from tests.scoring.intake.programs import BALLOT, COMPANY, COMPLAINT, MARKS, YEAR, program
from tests.scoring.intake.workbooks import Made, workbook

PROGRAM = program(COMPLAINT, BALLOT, MARKS, subject=COMPANY)

COMPANIES = {1: ["企业编号", "街道", "户数"], 2: ["甲", "东街", 100], 3: ["乙", "西街", 200]}
SUBJECTS = """\
  - 工作表: 企业
    读作: 对象
    标题行: 1
    字段: {企业编号: 企业编号, 街道: 街道, 户数: 户数}
"""


def mapping(tables: str, more: str = "", of: Program = PROGRAM) -> SheetMapping:
    """With the table of subjects, and further entries indented as list items."""
    text = f"表:\n{SUBJECTS}{tables}{more}"
    return read_mapping(text.encode(), "映射.yaml", of)


def admitted(
    folder: Path, tables: str, *sheets: Made, more: str = "", of: Program = PROGRAM
) -> Evidence:
    """A workbook 台账.xlsx with the two companies and these sheets, read by a mapping."""
    path = folder / "台账.xlsx"
    path.write_bytes(workbook(Made(COMPANIES, "企业"), *sheets))
    read = mapping(tables, more, of)
    return admit(of, period=YEAR, evidence=[Delivery(path)], subjects=None, mapping=read)


def sheet(
    rows: Mapping[int, Sequence[str]],
    name: str = "测评",
    merges: Sequence[Merge] = (),
    *,
    delimited: bool = False,
) -> Sheet:
    found = (SheetRow(number, list(cells)) for number, cells in rows.items())
    return Sheet("台账.xlsx", name, found, tuple(merges), delimited=delimited)


def rejected(evidence: Evidence) -> list[tuple[str, int, str, str, str, str]]:
    """Sheet, row, column, cell, value and code of each reject."""
    return [(r.sheet, r.row, r.column, r.cell, r.value, r.code) for r in evidence.rejects]


def told(evidence: Evidence, *codes: str) -> dict[str, list[tuple[str, int]]]:
    """The sentences of these notices, with their counts."""
    found: dict[str, list[tuple[str, int]]] = {}
    for notice in evidence.notices:
        if notice.code in codes:
            found.setdefault(notice.code, []).append((notice.zh, notice.count))
    return found
