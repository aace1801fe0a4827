"""The engine in tasks beside Spark SQL by hand: `python -m bench.cluster FOLDER RECORDS`.

Reports only. FOLDER is that of `bench.growth`, whose Parquet and snapshot are read; PEERS the
folder of the peers' bench, which has the SQL; MASTER where to run (local[2]). One session, in
turns: tallies in tasks and the later stages here, against one query. Processor time is that of this
process and of all it began, the Java machine and its workers among them.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from bench.workload import program
from scoring.cluster.assess import tally_in_parts
from scoring.cluster.session import SparkTasks, connected_to
from scoring.population.results import conclude
from scoring.population.store import open_snapshot
from scoring.snapshot.connecting import connected

_TIMES = 3
_TICKS = os.sysconf("SC_CLK_TCK")
_MEMORY = os.environ.get("MEMORY", "1GB")


def used() -> float:
    """Seconds of processor of this process, of those it began, and of those that are over."""
    return sum(_ticks(pid) for pid in _family(os.getpid())) / _TICKS


def _family(root: int) -> Iterator[int]:
    yield root
    for task in Path(f"/proc/{root}/task").glob("*/children"):
        for child in task.read_text().split():
            yield from _family(int(child))


def _ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(int(field) for field in fields[11:15])


class Turn:
    """Seconds of the clock and of processor of each turn."""

    def __init__(self, name: str) -> None:
        self.name, self.walls, self.processor = name, list[float](), list[float]()

    @contextmanager
    def measured(self) -> Iterator[None]:
        wall, before = perf_counter(), used()
        yield
        self.walls.append(perf_counter() - wall)
        self.processor.append(used() - before)

    def show(self) -> None:
        print(
            f"{self.name:34} processor {median(self.processor):8.2f} s   "
            f"clock {median(self.walls):8.2f} s   first {self.processor[0]:8.2f}",
            flush=True,
        )


def by_hand(tasks: SparkTasks, own: Path) -> Callable[[], Any]:
    sys.path.insert(0, os.environ["PEERS"])
    os.environ.setdefault("BENCH_DATA", str(own))
    from engines.e_spark import spark_sql  # type: ignore[import-not-found]  # it is elsewhere

    spark = tasks.spark
    evidence = spark.read.parquet(str(own / "evidence.parquet"))
    evidence.withColumnRenamed("mark", "score").createOrReplaceTempView("ev")
    spark.read.parquet(str(own / "subjects.parquet")).createOrReplaceTempView("sub")
    query = spark_sql("ev", "sub")
    return lambda: spark.sql(query).toArrow()


def main(folder: Path, records: int, master: str, parts: int | None) -> None:
    own, policy = (folder / str(records)).resolve(), program()
    start = Turn("starting the session")
    tallying, later = Turn("kaoping: tallies in tasks"), Turn("kaoping: the later stages")
    hand = Turn("Spark SQL by hand")
    with start.measured():
        session = connected_to(master)
        tasks = session.__enter__()
    query = by_hand(tasks, own)
    for _ in range(_TIMES):
        shared = own / "shared"
        with connected(own / "snapshot", shared, memory=_MEMORY) as connection:
            store = open_snapshot(connection, policy, own / "snapshot", records="false")
            with tallying.measured():
                kernel = tally_in_parts(
                    store, policy, tasks, snapshot=own / "snapshot", shared=shared, parts=parts
                )
            size = sum(path.stat().st_size for path in shared.rglob("*.parquet"))
            with later.measured():
                results = conclude(store, policy, kernel)
            ((subjects,),) = store.rows(f"SELECT count(*) FROM {results.course.tables}")
        shutil.rmtree(shared)
        with hand.measured():
            found = query()
    if found.num_rows != subjects:
        raise SystemExit(f"{found.num_rows} rows by hand, {subjects} subjects")
    for turn in (start, tallying, later, hand):
        turn.show()
    print(
        f"{records:,} records, {found.num_rows:,} subjects; back from tasks "
        f"{size / found.num_rows:.1f} bytes a subject, {size / records:.2f} a record"
    )
    session.__exit__(None, None, None)


if __name__ == "__main__":
    main(
        Path(sys.argv[1]),
        int(sys.argv[2]),
        os.environ.get("MASTER", "local[2]"),
        int(os.environ["PARTS"]) if "PARTS" in os.environ else None,
    )
