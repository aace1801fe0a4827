"""Row groups of a Parquet file: rows of many columns in smaller groups, none lost, in order."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from scoring.package.parquet import parquet_file
from scoring.package.table import Column


@pytest.mark.parametrize(
    ("columns", "rows", "groups"),
    [(1, 5, [5]), (12, 25_000, [20_480, 4_520]), (120, 4_100, [2_048, 2_048, 4])],
    ids=["few", "several", "many columns"],
)
def test_rows_stand_in_groups_by_their_width(
    tmp_path: Path, columns: int, rows: int, groups: list[int]
) -> None:
    named = [Column(f"c{at}", "whole") for at in range(columns)]
    with parquet_file("found", named, tmp_path) as file:
        for number in range(rows):
            file.add([str(number)] * columns)
    path = str(tmp_path / "found.parquet")
    with duckdb.connect(":memory:") as connection:
        told = connection.execute(
            "SELECT DISTINCT row_group_id, row_group_num_rows FROM parquet_metadata($path) "
            "ORDER BY 1",
            {"path": path},
        ).fetchall()
        first = connection.execute("SELECT c0 FROM read_parquet($path)", {"path": path}).fetchall()
    assert [count for _, count in told] == groups
    assert first == [(number,) for number in range(rows)]
