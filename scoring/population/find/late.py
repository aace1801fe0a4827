"""Late cases as a table for the rules that deduct for them: few, so made by the definition."""

from __future__ import annotations

from collections.abc import Mapping

from rules.program import Program
from scoring.conclude.following import follow
from scoring.evidence import Evidence
from scoring.find.hits import order_of
from scoring.population.store import Store, with_tables
from scoring.snapshot.filling import fill_kind
from scoring.snapshot.shapes import PlaceOf, StoredTable


def with_late_cases(store: Store, program: Program, evidence: Evidence) -> Store:
    """The store with a table of each kind that the run makes itself."""
    return with_tables(store, program, late_tables(store, program, evidence))


def late_tables(store: Store, program: Program, evidence: Evidence) -> Mapping[str, StoredTable]:
    """The tables that are made for it, by kind."""
    if not program.made_kinds:
        return {}
    late = [
        record
        for name in sorted(evidence.history.cases.keys() & evidence.subjects.keys())
        for record in follow(program, evidence, name, evidence.of(name)).late
    ]
    numbers = {str(name): s for name, s in store.rows("SELECT subject, s FROM subjects")}
    tables = {}
    for at, kind in enumerate(program.made_kinds):
        own = sorted((record for record in late if record.kind == kind.name), key=order_of)
        placed = [(_whole(numbers[one.subject]), place, one) for place, one in enumerate(own)]
        places = {PlaceOf.of(one.origin): 0 for one in own}
        table = fill_kind(store.connection, f"late{at}", kind.columns, placed, places)
        tables[kind.name] = table
    return tables


def _whole(number: object) -> int:
    if isinstance(number, int):
        return number
    raise TypeError(f"{number!r} is no number of a subject")
