"""Parquet is read as exact text, and DuckDB opens nothing else for it."""

from __future__ import annotations

import duckdb
import pytest

from scoring.intake.faults import IntakeError, fault
from scoring.intake.parquet_sheet import open_parquet
from scoring.intake.sheets import SheetRow
from tests.scoring.intake.programs import BALLOT, admitted, program


def written(folder, select, name="a.parquet"):
    path = folder / name
    duckdb.sql(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    return path


def cells_of(path):
    with open_parquet(path, path.name) as sheet:
        headings, *rows = sheet.rows
    return headings, rows


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("'甲 '", "甲 "),
        ("''", ""),
        ("NULL", ""),
        ("1.50::DECIMAL(38, 2)", "1.50"),
        ("0.1::DECIMAL(4, 1)", "0.1"),
        ("110105199001011234::BIGINT", "110105199001011234"),
        ("(0.1::DOUBLE + 0.2::DOUBLE)", "0.3"),
        ("85::DOUBLE", "85"),
        ("1e-7::DOUBLE", "0.0000001"),
        ("0.1::FLOAT", "0.1"),
        ("true", "是"),
        ("false", "否"),
        ("DATE '2026-03-05'", "2026-03-05"),
        ("TIMESTAMP '2026-03-05 00:00:00'", "2026-03-05"),
        ("TIMESTAMP '2026-03-05 14:30:00'", "2026-03-05 14:30:00"),
    ],
)
def test_a_value_reads_as_exact_text(tmp_path, value, text):
    headings, rows = cells_of(written(tmp_path, f'SELECT {value} AS "a""b"'))
    assert headings == SheetRow(1, ['a"b'])
    assert rows == [SheetRow(2, [text])]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("'NaN'::DOUBLE", "not-finite"),
        ("'-Infinity'::DOUBLE", "not-finite"),
        ("1e15::DOUBLE", "rounded-digits"),
        ("[1, 2]", "unread-type"),
        ("{'a': 1}", "unread-type"),
        ("'x'::BLOB", "unread-type"),
        ("TIMESTAMPTZ '2026-03-05 14:30:00+08'", "unread-type"),
    ],
)
def test_a_value_nothing_can_be_read_of_is_a_fault(tmp_path, value, code):
    _, (row,) = cells_of(written(tmp_path, f"SELECT {value} AS a"))
    assert row.faults == {0: fault(code)}


@pytest.mark.parametrize("data", [b"", b"PAR1", b"PAR1" + bytes(100) + b"PAR1", b"a,b\n1,2\n"])
def test_what_is_no_parquet_is_refused(tmp_path, data):
    path = tmp_path / "测评.parquet"
    path.write_bytes(data)
    with pytest.raises(IntakeError) as caught:
        admitted(program(BALLOT), path)
    assert (caught.value.code, caught.value.file) == ("damaged-parquet", "测评.parquet")


def test_records_stand_below_the_headings_and_keep_their_order(tmp_path):
    select = "SELECT 'A' || range AS 企业编号, '党员' AS 评价人, range AS 得分 FROM range(3000)"
    evidence = admitted(program(BALLOT), written(tmp_path, select, "测评.parquet"))
    assert evidence.admitted == 101
    assert [r.row for r in evidence.rejects] == list(range(103, 3002))
    assert {r.cell for r in evidence.rejects} == {""}
