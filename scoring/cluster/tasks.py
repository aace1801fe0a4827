"""What one task of the cluster does: the pass over the records of some subjects, in DuckDB."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

import pyarrow as pa

from rules.program import Program
from rules.values import Value
from scoring.cluster.crossing import Crossing
from scoring.cluster.ranges import Range
from scoring.population.kernel import Prepared, prepare
from scoring.population.measure.gathering import gather
from scoring.population.store import Over, Store, open_snapshot, open_table, with_tables
from scoring.snapshot.connecting import connected
from scoring.snapshot.shapes import StoredTable

Told: TypeAlias = list[tuple[Value, ...]]

_ROWS_AT_ONCE = 65_536


@dataclass(frozen=True, slots=True)
class Question:
    """Something to observe of the rows of all subjects; how what parts say comes together."""

    sql: str
    over: Over


class UnansweredError(Exception):
    def __init__(self, question: Question) -> None:
        super().__init__(question.sql)
        self.question = question


@dataclass(slots=True)
class Answers:
    """What was observed of all parts so far, in the order it is asked for."""

    known: Sequence[Told] = ()
    _used: int = field(default=0)

    def __call__(self, sql: str, over: Over) -> Told:
        if self._used == len(self.known):
            raise UnansweredError(Question(sql, over))
        self._used += 1
        return list(self.known[self._used - 1])


@dataclass(frozen=True, slots=True)
class Task:
    """The snapshot as every machine sees it, the tables in the folder `shared` that were made for
    the run, by kind, and what was observed of them all. With `findings` every rule is kept hit by
    hit."""

    program: Program
    snapshot: Path
    shared: Path
    ranges: Mapping[int, Range]
    made: Mapping[str, StoredTable]
    findings: bool = False
    memory: str | None = None
    answers: Sequence[Told] = ()

    def prepared(self, store: Store) -> Prepared:
        return prepare(store, self.program, findings=self.findings)


def observe_parts(batches: Iterator[pa.RecordBatch], *, task: Task) -> Iterator[pa.RecordBatch]:
    """What each part says to the first question without an answer, as JSON in the column `told`."""
    for store in _parts(batches, task):
        try:
            task.prepared(store)
        except UnansweredError as error:
            told = json.dumps(store.rows(error.question.sql), ensure_ascii=False)
            yield pa.RecordBatch.from_pydict({"told": [told]})


def tally_parts(
    batches: Iterator[pa.RecordBatch], *, task: Task, table: str, columns: Sequence[Crossing]
) -> Iterator[pa.RecordBatch]:
    """The rows of each part of a table that tallying makes."""
    sent = ", ".join(one.sent for one in columns)
    for store in _parts(batches, task):
        gather(store, task.prepared(store).passes)
        found = store.connection.sql(f"SELECT {sent} FROM {table}")
        yield from found.to_arrow_reader(_ROWS_AT_ONCE)


def _parts(batches: Iterator[pa.RecordBatch], task: Task) -> Iterator[Store]:
    """The subjects of each part with their records; what there is to know of all others comes from
    the answers."""
    for batch in batches:
        for part in batch.column("id").to_pylist():
            if (found := task.ranges.get(part)) is None:
                continue
            within = "s BETWEEN {} AND {}".format(*found)
            folders = (task.snapshot, task.shared)
            with connected(*folders, threads=1, memory=task.memory) as connection:
                store = open_snapshot(
                    connection, task.program, task.snapshot, subjects=within, records=within
                )
                for table in task.made.values():
                    open_table(connection, table, task.shared, within)
                store = with_tables(store, task.program, task.made)
                yield replace(store, observe=Answers(task.answers))
