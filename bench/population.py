"""The peers' workload by the population engine: `python -m bench.population DATA SIZE`.

Reads the peers' Parquet as admission would (typed tables, words as places, the period's records),
then measures from there to the table of results, and compares every column with the reference.
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
from rules.backends.sql_terms import Day, Term, Text, Truth, Word
from scoring.population.kernel import tally
from scoring.population.results import Results, conclude
from scoring.population.store import Rows, Store

SEVERITIES = ("general", "serious", "major")
RATERS = ("party_member", "committee", "owner")
_TABLES = ("tallies", "scored", "results")


def _place(column: str, words: tuple[str, ...]) -> str:
    whens = " ".join(f"WHEN '{word}' THEN {place}" for place, word in enumerate(words))
    return f"(CASE {column} {whens} END)::TINYINT"


_CASE = (_place("severity", SEVERITIES), "verified", "days_to_resolve::SMALLINT")
_VOTE = (_place("rater_group", RATERS), "score::SMALLINT", "weight::TINYINT")
_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "complaint": _CASE,
    "inspection": _CASE,
    "survey": _VOTE,
    "award": ("verified",),
}


def _terms(kind: str) -> Mapping[str, Term]:
    found: dict[str, Term]
    match kind:
        case "survey":
            found = {
                "rater_group": Word("c0", RATERS),
                "mark": Scaled("c1", 0, 0, 100, nullable=True),
                "weight": Scaled("c2", 0, 1, 3),
            }
        case "award":
            found = {"verified": Truth("c0")}
        case _:
            found = {
                "severity": Word("c0", SEVERITIES),
                "verified": Truth("c1"),
                "days_to_resolve": Scaled("c2", 0, 0, 365, nullable=True),
            }
    return {**found, "event_date": Day("d")}


def admitted(connection: duckdb.DuckDBPyConnection, data: Path, size: str) -> Store:
    """The evidence of the period in the tables of the population engine."""
    execute = connection.execute
    execute(
        "CREATE TABLE subjects AS SELECT (row_number() OVER (ORDER BY subject_id) - 1)::INTEGER "
        f"AS s, subject_id, region AS f0 FROM read_parquet('{data}/sub_{size}.parquet')"
    )
    kinds = {}
    for number, (kind, columns) in enumerate(_COLUMNS.items()):
        taken = ", ".join(f"{sql} AS c{i}" for i, sql in enumerate(columns))
        execute(
            f"CREATE TABLE k{number} AS SELECT s, evidence_id AS q, evidence_id AS n, "
            f"occurred_on AS d, {taken} FROM read_parquet('{data}/ev_{size}.parquet') "
            f"JOIN subjects USING (subject_id) WHERE kind = '{kind}' "
            f"AND occurred_on BETWEEN DATE '{PERIOD.start}' AND DATE '{PERIOD.end}'"
        )
        ((count,),) = execute(f"SELECT count(*) FROM k{number}").fetchall()
        kinds[kind] = Rows(f"k{number}", _terms(kind), count, dated=True)
    ((count,),) = execute("SELECT count(*) FROM subjects").fetchall()
    subjects = Rows("subjects", {"region": Text("f0")}, count)
    return Store(connection, subjects, kinds, PERIOD, frozenset(kinds))


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
        f"FROM results FULL JOIN {reference} AS theirs USING (subject_id)"
    ).fetchall()
    return dict(zip([*ours, "subjects"], row, strict=True))


def main(data: Path, size: str, times: int) -> None:
    policy = program()
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"SET temp_directory = '{data}/spill'")
        start = perf_counter()
        store = admitted(connection, data, size)
        reading = perf_counter() - start
        walls, processor = [], []
        for _ in range(times):
            for table in _TABLES:
                connection.execute(f"DROP TABLE IF EXISTS {table}")
            wall, used = perf_counter(), process_time()
            results = conclude(store, policy, tally(store, policy))
            walls.append(perf_counter() - wall)
            processor.append(process_time() - used)
        told = {
            "records": sum(rows.count for rows in store.kinds.values()),
            "subjects": store.subjects.count,
            "admitting": reading,
            "wall": median(walls),
            "cpu": median(processor),
            "first": walls[0],
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            "differing": differing(store, results, data, size),
        }
    print(json.dumps(told))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 5)
