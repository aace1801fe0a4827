"""How subjects are divided: ranges of neighbours that hold about as many records each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from scoring.population.store import Store

# The first and last number of subjects that are neighbours.
Range: TypeAlias = tuple[int, int]

# So many records are quick to tally.
RECORDS_IN_A_PART = 2_000_000
# Every part reads the footers of whole files, whose row groups grow with the records: of very many
# records more parts would cost more to open than to tally.
MOST_PARTS = 1_000


def parts_of(records: int, least: int) -> int:
    """How many parts: at least so many, so that no core of a cluster is idle."""
    return max(1, least, min(-(-records // RECORDS_IN_A_PART), MOST_PARTS))


def divide(store: Store, parts: int) -> Mapping[int, Range]:
    """Ranges by the number of their part. A subject is never divided, so that beside one with very
    many records there may be parts without anybody."""
    weighed = "SELECT s, sum(held + 1) OVER (ORDER BY s) - 1 AS before FROM subjects"
    whole = "(SELECT sum(held + 1) FROM subjects)"
    found = store.rows(
        f"SELECT part, min(s), max(s) FROM (SELECT s, before * {parts} // {whole} AS part "
        f"FROM ({weighed})) GROUP BY part ORDER BY part"
    )
    return {int(part): (int(first), int(last)) for part, first, last in found}  # type: ignore[arg-type]  # whole numbers
