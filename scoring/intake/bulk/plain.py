"""Files whose rows can be told apart without a parser: their rows as texts, some at a time."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import duckdb

from scoring.intake.bulk import slow
from scoring.intake.bulk.room import Room
from scoring.intake.bulk.slow import NotPlainError
from scoring.intake.opening import open_sheets
from scoring.intake.sheets import SheetRow
from scoring.intake.sources import Limits, format_of, is_packed, limits_of, open_bytes
from scoring.snapshot.connecting import quoted_path

RAW = "raw"
_ROWS = "rows_read"
_BYTES_AT_ONCE = 1 << 26
_ROWS_AT_ONCE = 1_000_000
_LEFT_AT_ONCE = 10_000
# Bytes of a row with what the definition makes of it.
_LEFT = 3_000
# No cell may be longer than what the parser of CSV takes.
_LONGEST_LINE = 100_000
# A NUL, what no cell holds so that it may stand for a comma or for nothing, a lone line end.
_CONTROLS = (b"\0", b"\x01", b"\x02", b"\r")
# A cell that needs nothing of what stands around it, and a line of such cells.
_CELL = r'"(?:[^"]|"")*"|[^",]*'
_LINE = f"(?:{_CELL})(?:,(?:{_CELL}))*"
# NULL where some quotation mark does not close a cell of its line.
_QUOTED_CELLS = (
    f"CASE WHEN NOT contains(t, '\"') THEN string_split(t, ',') "
    f"WHEN regexp_full_match(t, '{_LINE}') THEN list_transform("
    f"regexp_extract_all(',' || t, ',({_CELL})', 1), lambda c: "
    "CASE WHEN starts_with(c, '\"') THEN replace(c[2:-2], '\"\"', '\"') ELSE c END) END"
)
_TEXTS = ("VARCHAR", "DATE", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "BOOLEAN")


@dataclass(frozen=True, slots=True)
class PlainFile:
    """A file whose every row is a line, or Parquet of plain types; its headings stand in line 1."""

    path: Path
    name: str
    headings: tuple[str, ...]
    types: tuple[str, ...] = ()  # of the columns of a Parquet file

    def chunks(self, connection: duckdb.DuckDBPyConnection, work: Path) -> Iterator[int]:
        """Each time the next rows stand in RAW: `line`, `x0`, `x1`, …, and `ragged`, the
        whole text of a line with too few or too many cells. Gives how many they are."""
        return self._parquet(connection) if self.types else self._csv(connection, work)

    def _csv(self, connection: duckdb.DuckDBPyConnection, work: Path) -> Iterator[int]:
        columns = ", ".join(f"cells[{i + 1}] AS x{i}" for i in range(len(self.headings)))
        first = 2
        for part in _ahead(_parts(self.path, self.name, work)):
            split = _QUOTED_CELLS if part.quoted else "string_split(t, ',')"
            # Rows are numbered by where they stand: to count them would be work for one core.
            connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {_ROWS} AS SELECT {columns}, "
                f"CASE WHEN len(cells) <> {len(self.headings)} THEN t END AS ragged, "
                f"cells IS NOT NULL AS told FROM (SELECT t, {split} AS cells "
                f"FROM read_csv({quoted_path(part.path)}, columns = {{'t': 'VARCHAR'}}, "
                "delim = '\x01', quote = '', escape = '', header = false, auto_detect = false, "
                f"nullstr = '\x02', max_line_size = {_LONGEST_LINE}))"
            )
            connection.execute(
                f"CREATE OR REPLACE TEMP VIEW {RAW} AS SELECT rowid + {first} AS line, * "
                f"FROM {_ROWS}"
            )
            self._require_rows(connection, part.rows)
            yield part.rows
            first += part.rows

    def _require_rows(self, connection: duckdb.DuckDBPyConnection, rows: int) -> None:
        """Each line is one, and every quotation mark stands where it closes a cell of its line."""
        looked = f"SELECT count(*), max(length(ragged)), bool_and(told) FROM {_ROWS}"
        found, longest, told = connection.execute(looked).fetchall()[0]
        if found != rows or (longest or 0) > _LONGEST_LINE:
            raise NotPlainError(slow.LINES, self.name)
        if not told:
            raise NotPlainError(slow.QUOTES, self.name)

    def _parquet(self, connection: duckdb.DuckDBPyConnection) -> Iterator[int]:
        cells = ", ".join(_as_text(i, type_) for i, type_ in enumerate(self.types))
        names = ", ".join(f"h{i}" for i in range(len(self.types)))
        path = quoted_path(self.path)
        counted = connection.execute(f"SELECT count(*) FROM read_parquet({path})").fetchone()
        rows = int(counted[0]) if counted else 0
        for start in range(0, rows, _ROWS_AT_ONCE):
            end = min(start + _ROWS_AT_ONCE, rows)
            connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {_ROWS} AS SELECT n + 2 AS line, {cells}, "
                "NULL::VARCHAR AS ragged "
                f"FROM (SELECT * FROM read_parquet({path}, file_row_number = true) "
                f"WHERE file_row_number >= {start} AND file_row_number < {end}) "
                f"AS t({names}, n)"
            )
            connection.execute(f"CREATE OR REPLACE TEMP VIEW {RAW} AS SELECT * FROM {_ROWS}")
            yield end - start


class Taken(NamedTuple):
    """How many rows of RAW were staged, and the condition on one of them."""

    rows: int
    which: str


NONE_TAKEN = Taken(0, "false")


def left_rows(
    connection: duckdb.DuckDBPyConnection,
    file: PlainFile,
    rows: int,
    taken: Sequence[Taken],
    room: Room,
) -> Iterator[SheetRow]:
    """Those of the `rows` of RAW that were not staged, in order. None is staged twice."""
    if sum(one.rows for one in taken) == rows:
        return
    clean = " OR ".join(one.which for one in taken or [NONE_TAKEN])
    cells = ", ".join(f"x{i}" for i in range(len(file.headings)))
    connection.execute(f"SELECT line, ragged, {cells} FROM {RAW} WHERE NOT ({clean}) ORDER BY line")
    while found := connection.fetchmany(_LEFT_AT_ONCE):
        room.take(_LEFT, len(found))
        for line, ragged, *texts in found:
            yield SheetRow(line, texts if ragged is None else next(csv.reader([ragged])))


def _as_text(place: int, type_: str) -> str:
    if type_ == "BOOLEAN":
        return f"CASE h{place} WHEN true THEN '是' WHEN false THEN '否' ELSE '' END AS x{place}"
    return f"coalesce(h{place}::VARCHAR, '') AS x{place}"


def plain_file(path: Path, name: str) -> PlainFile:
    """Raises NotPlainError, and IntakeError for what cannot be opened at all."""
    kind = format_of(name)
    if kind not in (".csv", ".parquet"):
        raise NotPlainError(slow.FORMAT, name)
    with open_sheets(path, name) as sheets:
        headings = next(sheets[0].rows, SheetRow(1, [])).cells
        if sheets[0].remarks:
            raise NotPlainError(slow.ENCODING, name)
        if not any(headings):
            raise NotPlainError(slow.HEADINGS, name)
    if kind == ".parquet":
        return PlainFile(path, name, tuple(headings), _types(path, name))
    _require_plain(path, name)
    return PlainFile(path, name, tuple(headings))


def _types(path: Path, name: str) -> tuple[str, ...]:
    with duckdb.connect(":memory:") as connection:
        found = connection.execute(
            "DESCRIBE SELECT * FROM read_parquet($path)", {"path": str(path)}
        ).fetchall()
    types = tuple(str(row[1]) for row in found)
    if any(type_ not in _TEXTS for type_ in types):
        raise NotPlainError(slow.TYPES, name)
    return types


def _require_plain(path: Path, name: str) -> None:
    """The headings stand in their line. Whether every line is a row shows when they are read."""
    with open_bytes(path, name) as file:
        line = file.readline().removesuffix(b"\n").removesuffix(b"\r")
    if any(control in line for control in _CONTROLS):
        raise NotPlainError(slow.CONTROLS, name)
    if not re.fullmatch(_LINE, line.decode()):
        raise NotPlainError(slow.QUOTES, name)


@dataclass(frozen=True, slots=True)
class _Part:
    """Lines of a file, in a file of their own; `quoted` where some cell may be in quotes."""

    path: Path
    rows: int
    quoted: bool


def _parts(path: Path, name: str, work: Path) -> Iterator[_Part]:
    """What comes after the headings. Each part stands until the next but one is asked for. Raises
    NotPlainError where a line is blank, ends in another way than usual or holds a NUL."""
    left = limits_of(path, name, Limits()).total if is_packed(name) else None
    names = cycle((work / "even.txt", work / "odd.txt"))
    with open_bytes(path, name) as file:
        file.readline()
        while lines := file.read(_BYTES_AT_ONCE):
            if not lines.endswith(b"\n"):
                lines += file.readline()
            if b"\r" in lines:
                lines = lines.replace(b"\r\n", b"\n")
            if left is not None and (left := left - len(lines)) < 0:
                raise NotPlainError(slow.PACKED, name)
            if lines.startswith(b"\n") or b"\n\n" in lines:
                raise NotPlainError(slow.BLANK_LINES, name)
            if any(control in lines for control in _CONTROLS):
                raise NotPlainError(slow.CONTROLS, name)
            part = next(names)
            part.write_bytes(lines)
            yield _Part(part, lines.count(b"\n") + (not lines.endswith(b"\n")), b'"' in lines)


def _ahead(parts: Iterator[_Part]) -> Iterator[_Part]:
    """The same, each made while the one before is looked at."""
    with ThreadPoolExecutor(1) as worker:
        coming = worker.submit(next, parts, None)
        while part := coming.result():
            coming = worker.submit(next, parts, None)
            yield part
