"""The tables of a package: headings, order, exact cells, CSV and Parquet that say the same."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from fractions import Fraction

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.values import plain
from scoring.evidence import Reject
from scoring.package import tables
from scoring.package.delimited import write_csv
from scoring.package.filling import Findings
from scoring.package.parquet import write_parquet
from scoring.package.table import Column, Table
from scoring.runs.counts import count


def listed(listing, program, assessments):
    return listing.table(assessments, count(program, assessments))


def read_parquet(path):
    with duckdb.connect(":memory:") as connection:
        found = connection.execute("SELECT * FROM read_parquet($path)", {"path": str(path)})
        return [(column[0], str(column[1])) for column in found.description], found.fetchall()


def test_results_have_a_row_for_each_subject_in_code_point_order(
    tmp_path, program, assessments, golden
):
    write_csv(listed(tables.results_table(program), program, assessments), tmp_path)
    golden("package/results.csv", (tmp_path / "results.csv").read_text(encoding="utf-8"))


def test_lists_triggers_and_rejects_say_who_waits_too(tmp_path, program, assessments, golden):
    rejects = [
        Reject("乙.csv", 3, "得分", "1e3", "number.exponent", "不是数", "not a plain number"),
        Reject("乙.csv", 0, "", "", "file.empty", "空文件", "the file is empty", 0),
        Reject("乙.csv", 2, "得分", 'a"b\nc', "number.form", "不是数", "not a plain number", 3),
    ]
    for table in (
        listed(tables.lists_table(program), program, assessments),
        listed(tables.triggers_table(program), program, assessments),
        tables.rejects_table(rejects),
    ):
        write_csv(table, tmp_path)
        text = (tmp_path / f"{table.name}.csv").read_text(encoding="utf-8")
        golden(f"package/{table.name}.csv", text)


def test_results_in_parquet_are_typed_and_hold_no_double(tmp_path, program, assessments):
    write_parquet(listed(tables.results_table(program), program, assessments), tmp_path)
    columns, rows = read_parquet(tmp_path / "results.parquet")
    types = dict(columns)
    assert not [name for name, type_ in columns if type_ in ("DOUBLE", "FLOAT", "NUMBER")]
    assert types["field_面积"] == "DECIMAL(38,1)"
    assert types["measure_办结率"] == "DECIMAL(38,4)"
    assert types["measure_比值"] == "VARCHAR"
    assert types["points_投诉处置"] == "DECIMAL(38,0)"
    assert types["points_全部"] == "DECIMAL(38,2)"
    assert types["total"] == "DECIMAL(38,2)"
    row = dict(zip(types, rows[2], strict=True))
    assert row["subject"] == "乙,物业"
    assert row["total"] == Decimal("83.67")
    assert row["measure_比值"] == "1/3"
    assert row["measure_办结率"] == Decimal("0.6667")


def test_the_ledger_keeps_fractions_and_its_own_order(tmp_path, program, assessments):
    write_parquet(listed(tables.ledger_table(), program, assessments), tmp_path)
    _, rows = read_parquet(tmp_path / "ledger.parquet")
    assert rows == [
        ("乙,物业", 1, "start", "投诉处置", "", 0, "60", "60", "", "60"),
        (
            "乙,物业", 2, "rule", "投诉处置", "投诉处置-1", 2, "-4", "-3", "cap:投诉处置-1", "-3",
        ),
        ("乙,物业", 3, "measure", "办结", "", 1, "80/3", "80/3", "", "80/3"),
        ("乙,物业", 4, "rounding", "办结", "", 0, "1/300", "1/300", "", "0"),
    ]  # fmt: skip


def test_findings_name_the_record_the_rule_and_what_was_lost(tmp_path, program, assessments):
    with Findings(program, tmp_path) as files:
        for assessment in assessments:
            files.take(assessment)
    _, rows = read_parquet(tmp_path / "findings" / "part-00001.parquet")
    whose = ("乙,物业", "投诉处置", "投诉处置-1", "投诉")
    assert rows == [
        (*whose, "t1", date(2026, 3, 1), "-2", "-2", "", "超期"),
        (*whose, "t2", None, "-2", "-1", "cap:投诉处置-1", "超期"),
    ]


def test_no_row_at_all_still_gives_every_column(tmp_path, program):
    write_parquet(listed(tables.results_table(program), program, []), tmp_path)
    columns, rows = read_parquet(tmp_path / "results.parquet")
    assert rows == []
    assert [name for name, _ in columns] == [
        column.name for column in tables.results_table(program).columns
    ]


cells = st.one_of(
    st.none(), st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
)
numbers = st.one_of(
    st.none(), st.integers(-(10**33), 10**33).map(lambda n: plain(Fraction(n, 10**4)))
)
COLUMNS = (Column("a"), Column("n", "decimal", 4), Column("x", "exact"))


@settings(deadline=None, max_examples=60)
@given(rows=st.lists(st.tuples(cells, numbers, numbers), max_size=5))
def test_csv_and_parquet_give_back_what_was_written(tmp_path_factory, rows):
    folder = tmp_path_factory.mktemp("tables")
    table = Table("t", COLUMNS, rows)
    write_csv(table, folder)
    write_parquet(table, folder)
    with (folder / "t.csv").open(encoding="utf-8", newline="") as file:
        read = list(csv.reader(file))[1:]
    assert [(a, n and Fraction(n), x and Fraction(x)) for a, n, x in read] == [
        (a or "", "" if n is None else n, "" if x is None else x) for a, n, x in rows
    ]
    _, stored = read_parquet(folder / "t.parquet")
    assert [(a, n and Fraction(n), x if x is None else Fraction(x)) for a, n, x in stored] == rows


def test_the_same_table_gives_the_same_bytes(tmp_path, program, assessments):
    table = listed(tables.results_table(program), program, assessments * 8_000)
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_parquet(table, tmp_path / name)
    one, two = ((tmp_path / name / "results.parquet").read_bytes() for name in ("one", "two"))
    assert one == two


@pytest.mark.parametrize(
    ("column", "value"),
    [
        (Column("n", "decimal", 1), Fraction(1, 100)),
        (Column("n", "decimal", 1), Fraction(1, 3)),
        (Column("n", "whole"), Fraction(1, 2)),
        (Column("n", "whole"), True),
        (Column("n", "decimal", 1), True),
        (Column("n", "text"), 1),
    ],
    ids=["digit too many", "no finite decimals", "half", "truth", "truth as decimal", "number"],
)
def test_a_value_that_its_column_cannot_hold_is_never_written(tmp_path, column, value):
    table = Table("t", (column,), [(value,)])
    with pytest.raises(ValueError, match="column 'n'"):
        write_csv(table, tmp_path)
