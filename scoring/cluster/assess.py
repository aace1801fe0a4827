"""Everybody assessed in parts: records tallied by tasks elsewhere, the later stages here."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Protocol, TypeAlias, assert_never

import pyarrow as pa

from rules.program import Program
from rules.values import Value
from scoring.assess import Progress
from scoring.assessment import Assessment
from scoring.cluster.crossing import Crossing, schema_of
from scoring.cluster.ranges import divide, parts_of
from scoring.cluster.tasks import (
    Answers,
    Question,
    Task,
    Told,
    UnansweredError,
    observe_parts,
    tally_parts,
)
from scoring.evidence import Evidence
from scoring.population.assess import assessed, refusing
from scoring.population.find.hits import HITS
from scoring.population.find.late import late_tables
from scoring.population.kernel import Kernel, Prepared, kernel_of
from scoring.population.measure.gathering import TALLIES, gather
from scoring.population.store import Over, Store, open_snapshot, with_tables
from scoring.snapshot.connecting import connected, quoted_path
from scoring.snapshot.shapes import StoredTable
from scoring.snapshot.writing import write_table

# What is done with the numbers of some parts: batches in, batches out.
Do: TypeAlias = Callable[[Iterator[pa.RecordBatch]], Iterator[pa.RecordBatch]]


class Tasks(Protocol):
    """A place where parts are worked on, each by itself and in any order; `schema` says in words of
    Spark what comes out. Rows come back here, or as Parquet in a folder that is made."""

    @property
    def parallel(self) -> int: ...
    def collect(self, do: Do, schema: str, parts: int) -> Sequence[tuple[Any, ...]]: ...
    def write(self, do: Do, schema: str, parts: int, folder: Path) -> None: ...


@contextmanager
def assessed_in_parts(
    program: Program,
    evidence: Evidence,
    tasks: AbstractContextManager[Tasks],
    *,
    snapshot: Path,
    shared: Path,
    findings: bool = False,
    parts: int | None = None,
    memory: str | None = None,
    progress: Progress | None = None,
) -> Iterator[Iterable[Assessment]]:
    """What `assessed_at_once` gives of a `snapshot` that every task sees under the same path. What
    is tallied comes back through the folder `shared`, which every task sees and may write; it is
    made, and is gone before the first assessment is read."""
    snapshot, shared = snapshot.resolve(), shared.resolve()
    with connected(snapshot, shared, memory=memory) as connection:
        with refusing():
            store = open_snapshot(connection, program, snapshot, records="false")
            with _folder(shared), tasks as place:
                made = _made(store, program, evidence, shared)
                store = with_tables(store, program, made)
                kernel = tally_in_parts(
                    store,
                    program,
                    place,
                    snapshot=snapshot,
                    shared=shared,
                    made=made,
                    findings=findings,
                    parts=parts,
                    memory=memory,
                )
            found = assessed(store, program, evidence, kernel, progress)
        yield found


@contextmanager
def _folder(path: Path) -> Iterator[None]:
    """While the block lasts."""
    path.mkdir()
    try:
        yield
    finally:
        shutil.rmtree(path, ignore_errors=True)


def _made(
    store: Store, program: Program, evidence: Evidence, shared: Path
) -> Mapping[str, StoredTable]:
    """Late cases are made of what earlier packages tell, which tasks have not before them: they are
    written where tasks find them, and here no record is left."""
    made = late_tables(store, program, evidence)
    for table in made.values():
        write_table(store.connection, table, shared)
        store.connection.execute(f"DELETE FROM {table.name}")
    return made


def tally_in_parts(
    store: Store,
    program: Program,
    tasks: Tasks,
    *,
    snapshot: Path,
    shared: Path,
    made: Mapping[str, StoredTable] | None = None,
    findings: bool = False,
    parts: int | None = None,
    memory: str | None = None,
) -> Kernel:
    """What `tally` makes of a whole store, in one that has the subjects and no records."""
    records = sum(rows.count for rows in store.kinds.values())
    parts = parts or parts_of(records, tasks.parallel)
    task = Task(program, snapshot, shared, divide(store, parts), made or {}, findings, memory)
    return _Division(tasks, parts).tallied(store, task)


@dataclass(frozen=True, slots=True)
class _Division:
    tasks: Tasks
    parts: int

    def tallied(self, store: Store, task: Task) -> Kernel:
        """The tables that tallying makes, as if all of it had been done here."""
        task, prepared = self._prepared(store, task)
        gather(store, prepared.passes)
        self._fill_tallies(store, task)
        if task.findings and prepared.rules.hits is not None:
            self._fill_hits(store, task)
        return kernel_of(store, task.program, prepared, findings=task.findings)

    def _prepared(self, store: Store, task: Task) -> tuple[Task, Prepared]:
        """With everything observed that the tallies hang on: where a question comes up here,
        without any records, all parts are asked, and it is begun anew."""
        while True:
            store.connection.begin()
            try:
                prepared = task.prepared(replace(store, observe=Answers(task.answers)))
            except UnansweredError as error:
                store.connection.rollback()
                answer = self._observed(task, error.question)
                task = replace(task, answers=(*task.answers, answer))
            else:
                store.connection.commit()
                return task, prepared

    def _observed(self, task: Task, question: Question) -> Told:
        ask = partial(observe_parts, task=task)
        told = self.tasks.collect(ask, "told string", self.parts)
        rows = [tuple(row) for (text,) in told for row in json.loads(text)]
        return together(rows, question.over)

    def _fill_tallies(self, store: Store, task: Task) -> None:
        """The rows of all parts in place of those that were made of no records."""
        own = {name for name, _ in _described(store, "subjects")} - {"s"}
        here = _described(store, TALLIES)
        found = self._returned(task, TALLIES, [Crossing(*c) for c in here if c[0] not in own])
        if found is not None:
            names = ", ".join(name for name, _ in here)
            store.connection.execute(
                f"CREATE OR REPLACE TABLE {TALLIES} AS SELECT {names} FROM subjects "
                f"JOIN ({found}) USING (s) ORDER BY s"
            )
        ((count,),) = store.rows(f"SELECT count(*) FROM {TALLIES}")
        if count != store.subjects.count:
            raise RuntimeError(f"{count} tallies came back of {store.subjects.count} subjects")

    def _fill_hits(self, store: Store, task: Task) -> None:
        found = self._returned(task, HITS, [Crossing(*c) for c in _described(store, HITS)])
        if found is not None:
            store.connection.execute(f"INSERT INTO {HITS} {found}")

    def _returned(self, task: Task, table: str, columns: Sequence[Crossing]) -> str | None:
        """The rows of all parts, as a query; nothing where no part has any."""
        count = partial(tally_parts, task=task, table=table, columns=columns)
        folder = task.shared / table
        self.tasks.write(count, schema_of(columns), self.parts, folder)
        if not any(folder.glob("*.parquet")):
            return None
        back = ", ".join(one.returned for one in columns)
        return f"SELECT {back} FROM read_parquet({quoted_path(folder / '*.parquet')})"


def together(rows: Sequence[tuple[Value, ...]], over: Over) -> Told:
    """What parts say, as if it had been asked of all at once."""
    match over:
        case "union":
            return sorted(set(rows), key=str)
        case "first":
            return sorted(rows, key=lambda row: row[:3])[:1]
        case "bounds":
            return [tuple(_bounds(rows))]
    assert_never(over)


def _bounds(rows: Sequence[tuple[Value, ...]]) -> Iterator[Value]:
    """Columns are least and greatest in turns; a part without rows says nothing."""
    for place, column in enumerate(zip(*rows, strict=True)):
        known = [value for value in column if value is not None]
        yield (max if place % 2 else min)(known, default=None)


def _described(store: Store, table: str) -> Sequence[tuple[str, str]]:
    """Names and types."""
    return [(str(name), str(type_)) for name, type_, *_ in store.rows(f"DESCRIBE {table}")]
