"""Tells the staged records of one kind apart, as `identities.py` does for records in memory."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from rules.values import Value
from scoring.evidence import Record
from scoring.intake.bulk.dictionaries import is_text
from scoring.intake.bulk.everybody import KNOWN
from scoring.intake.bulk.staging import Stage
from scoring.intake.identities import Harvest, content_places
from scoring.snapshot.shapes import PlaceOf


def settle(
    connection: duckdb.DuckDBPyConnection, stage: Stage, harvest: Harvest, places: Sequence[PlaceOf]
) -> int:
    """Afterwards each staged record has an id of its own, and the harvest the rejects. Gives how
    many records stay. `places` are
    what their origins have in common."""
    _number(connection, stage)
    twice = f"SELECT id FROM {stage.table} GROUP BY id HAVING count(*) > 1"
    connection.execute(f"CREATE OR REPLACE TEMP TABLE twice AS {twice}")
    same = _records(connection, stage, places)
    if same:
        alone = Harvest(harvest.kind, named=[record for record, _, _ in same])
        kept = {id(record) for record in alone.settle()}
        harvest.rejects += alone.rejects
        connection.execute(f"DELETE FROM {stage.table} WHERE id IN (FROM twice)")
        stage.add((r, subject, place, False) for r, subject, place in same if id(r) in kept)
    ((count,),) = connection.execute(f"SELECT count(*) FROM {stage.table}").fetchall()
    return int(count)


def _number(connection: duckdb.DuckDBPyConnection, stage: Stage) -> None:
    """Ids made of equal contents are told apart by -2, -3, … in the order of their places."""
    again = (
        f"SELECT rowid AS r, row_number() OVER (PARTITION BY id ORDER BY o, line) AS times "
        f"FROM {stage.table} WHERE made AND id IN "
        f"(SELECT id FROM {stage.table} WHERE made GROUP BY id HAVING count(*) > 1)"
    )
    connection.execute(
        f"UPDATE {stage.table} SET id = id || '-' || times FROM ({again}) AS again "
        f"WHERE {stage.table}.rowid = again.r AND times > 1"
    )


def _records(
    connection: duckdb.DuckDBPyConnection, stage: Stage, places: Sequence[PlaceOf]
) -> list[tuple[Record, int, int]]:
    """The records whose id is another's too, with their subject and their place."""
    fields = stage.kind.fields
    taken = ", ".join(["p", f"{KNOWN}.subject", "d", "id", "o", "line"])
    values = "".join(f", v{i}" for i in range(len(fields)))
    rows = connection.execute(
        f"SELECT {taken}{values} FROM {stage.table} JOIN {KNOWN} USING (p) WHERE id IN (FROM twice)"
    ).fetchall()
    found = []
    for p, subject, day, id_, place, line, *cells in rows:
        read: list[Value] = [
            cell if is_text(field) else stage.dictionaries.of(field).values[cell]
            for field, cell in zip(fields, cells, strict=True)
        ]
        origin = places[place].at(line)
        record = Record(stage.kind.name, id_, subject, day, tuple(read), origin)
        found.append((record, p, place))
    return found


def repeats(connection: duckdb.DuckDBPyConnection, stage: Stage) -> int:
    """How many records say what another of the same subject says."""
    content = ", ".join(["p", "d", *(f"v{i}" for i in content_places(stage.kind))])
    counted = f"SELECT count(*) FROM (SELECT DISTINCT {content} FROM {stage.table})"
    ((different,),) = connection.execute(counted).fetchall()
    ((every,),) = connection.execute(f"SELECT count(*) FROM {stage.table}").fetchall()
    return int(every - different)
