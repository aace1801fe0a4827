"""The peers' workload by the population engine: `python -m bench.population DATA SIZE`.

Admits the peers' records of the period into a snapshot, then measures from opening that to the
table of results, within an engine that is there, as those of the peers are (`engine` is what one
costs), and compares every column with the reference.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

import duckdb

from bench.workload import PERIOD, program
from rules.backends.sql_numbers import Scaled
from scoring.intake.bulk.admit import admit_in_bulk
from scoring.intake.deliveries import Delivery
from scoring.population.kernel import tally
from scoring.population.results import Results, conclude
from scoring.population.store import Store, open_snapshot
from scoring.snapshot.connecting import connected


def admit(data: Path, size: str, folder: Path) -> None:
    """The snapshot of the records of the period, into a folder that is made."""
    folder.mkdir(parents=True)
    evidence = folder / "evidence.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (SELECT * RENAME (score AS mark) FROM read_parquet('{data}/ev_{size}.parquet') "
            f"WHERE occurred_on BETWEEN DATE '{PERIOD.start}' AND DATE '{PERIOD.end}') "
            f"TO '{evidence}'"
        )
    admit_in_bulk(
        program(),
        period=PERIOD,
        evidence=[Delivery(evidence)],
        subjects=data / f"sub_{size}.parquet",
        passed_over=(),
        folder=folder / "snapshot",
        originals={},
        progress=lambda file, rows: None,
    )


def differing(store: Store, results: Results, data: Path, size: str) -> Mapping[str, int]:
    """By column of the reference, how many subjects differ. Its coefficient is a double: the one
    nearest to the tenths that ours has."""
    if results.total is None or results.graded is None:
        raise TypeError("the workload has a total and grades")

    def hundredths(number: Scaled | None) -> str:
        if number is None:
            raise TypeError("the workload has a total")
        return f"{number.top} * {10 ** (2 - number.scale)}"

    points = {name: hundredths(one.points) for name, one in results.points.items()}
    coefficient = results.outcomes.coefficients[0].value
    black, red = (sql for _, sql in results.outcomes.lists)
    words = ", ".join(f"'{word}'" for word in results.graded.grade.words)
    ours = {
        "region": "f0",
        "ded": f"7000 - {points['conduct']}",
        "bonus": points["honours"],
        "sat": points["service"],
        "total": hundredths(results.total),
        "grade": f"[{words}][{results.graded.grade.sql} + 1]",
        "rk": results.outcomes.ranks[0].place,
        "lst": f"CASE WHEN {black} THEN 'black' WHEN {red} THEN 'red' ELSE 'none' END",
        "warn": results.outcomes.triggers[0].fires,
        "coef": f"({coefficient.top} * {10 ** (1 - coefficient.scale)})::DOUBLE / 10",
    }
    counted = ", ".join(
        f"count(*) FILTER (WHERE ({sql}) IS DISTINCT FROM theirs.{name})"
        for name, sql in ours.items()
    )
    reference = f"read_parquet('{data}/ref_{size}.parquet')"
    (row,) = store.connection.execute(
        f"SELECT {counted}, count(*) FILTER (WHERE s IS NULL OR theirs.subject_id IS NULL) "
        f"FROM (SELECT * FROM {results.course.tables}) "
        f"FULL JOIN {reference} AS theirs ON subject = subject_id"
    ).fetchall()
    return dict(zip([*ours, "subjects"], row, strict=True))


def main(data: Path, size: str, times: int) -> None:
    policy = program()
    made = data / f"admitted_{size}"
    if not made.exists():
        admit(data, size, made)
    engine, walls, processor = [], [], []
    for _ in range(times):
        start = perf_counter()
        with connected(made / "snapshot", data) as connection:
            wall, used = perf_counter(), process_time()
            store = open_snapshot(connection, policy, made / "snapshot")
            results = conclude(store, policy, tally(store, policy))
            walls.append(perf_counter() - wall)
            processor.append(process_time() - used)
            differ = differing(store, results, data, size)
            closing = perf_counter()
        engine.append(wall - start + perf_counter() - closing)
    told = {
        "records": sum(rows.count for rows in store.kinds.values()),
        "subjects": store.subjects.count,
        "wall": median(walls),
        "cpu": median(processor),
        "engine": median(engine),
        "first": walls[0],
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "differing": differ,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 5)
