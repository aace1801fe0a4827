"""The lists and the triggers of a package, with the names of those who are on them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import compress

from rules.program import ListRule, Program, Trigger
from rules.values import Value
from scoring.notes import Words
from scoring.package.stored import Stored
from scoring.package.table import Column
from scoring.reports.citing import cited
from scoring.reports.codes import READINGS, spoken
from scoring.reports.document import Block, Facts
from scoring.reports.headings import heading_of
from scoring.reports.office.tables import MOST_ROWS, fitting

_Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Rows of a table of the package, by what stands in its first column; of a board that is too
    long there are none. `counts` are of all rows."""

    columns: tuple[Column, ...]
    rows: Mapping[str, list[_Row]]
    counts: Mapping[str, int]

    @property
    def subjects(self) -> frozenset[str]:
        return frozenset(str(row[0]) for rows in self.rows.values() for row in rows)


def read_board(stored: Stored, table: str, without: frozenset[str]) -> Board:
    """The first column, which is one of those left out, says which board a row is on; the second
    says who."""
    columns = stored.columns(table)
    kept = [column.name not in without for column in columns]
    readings = [READINGS.get((table, column.name)) for column in columns]
    rows: dict[str, list[_Row]] = {}
    counts: Counter[str] = Counter()
    for row in stored.rows(table):
        board = str(row[0])
        counts[board] += 1
        own = rows.setdefault(board, [])
        if counts[board] <= MOST_ROWS:
            own.append(tuple(compress(map(spoken, readings, row), kept)))
        else:
            own.clear()
    return Board(tuple(compress(columns, kept)), rows, counts)


def board_blocks(
    program: Program, board: Board, names: Mapping[str, str], rule: ListRule | Trigger, file: str
) -> Iterator[Block]:
    """`names` of subjects by id; none where subjects have none."""
    if facts := tuple(_facts(rule)):
        yield Facts(facts)
    named = program.subject.name_field is not None
    rows = [
        (row[0], names.get(str(row[0]), ""), *row[1:]) if named else row
        for row in board.rows.get(rule.name, [])
    ]
    subject, *others = map(heading_of, board.columns)
    headings = (subject, *((heading_of(Column("name")),) if named else ()), *others)
    yield fitting(headings, rows, board.counts.get(rule.name, 0), file)


def _facts(rule: ListRule | Trigger) -> Iterator[tuple[Words, str]]:
    match rule:
        case ListRule():
            told = (
                (Words("公示", "publicity"), rule.publicity),
                (Words("范围", "audience"), rule.audience),
            )
        case Trigger():
            told = (
                (Words("措施", "action"), rule.action),
                (Words("报送", "recipients"), "、".join(rule.recipients)),
            )
    yield from ((words, text) for words, text in told if text)
    if rule.basis:
        yield Words("依据", "basis"), cited(rule.basis)
