"""Joins the City's evaluations and registrations: every building's latest result, by company.

    python tests/samples/toronto_management.py EVALUATIONS.csv.gz REGISTRATIONS.csv.gz OUT.csv

Derived, not published by the City. Names stay as they were registered, blanks around them aside;
buildings without a named company are left out and counted on stderr.
"""

from __future__ import annotations

import csv
import gzip
import io
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

Row = Mapping[str, str]

HEADINGS = ("company", "building", "address", "units", "evaluated_on", "score", "result")
_UNNAMED = ("", "N/A")


def read(path: Path) -> list[Row]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def latest(evaluations: Iterable[Row]) -> dict[str, Row]:
    """The last evaluation of each building (RSN): by day, then by the City's running number."""
    found: dict[str, Row] = {}
    for row in sorted(evaluations, key=lambda r: (r["EVALUATION_COMPLETED_ON"], int(r["_id"]))):
        found[row["RSN"]] = row
    return found


def buildings(evaluations: Iterable[Row], registrations: Iterable[Row]) -> list[tuple[str, ...]]:
    companies = {row["RSN"]: row["PROP_MANAGEMENT_COMPANY_NAME"].strip() for row in registrations}
    rows = [
        (
            companies[rsn],
            rsn,
            row["SITE_ADDRESS"].strip(),
            row["CONFIRMED_UNITS"],
            row["EVALUATION_COMPLETED_ON"],
            row["SCORE"],
            row["RESULTS_OF_SCORE"],
        )
        for rsn, row in latest(evaluations).items()
        if companies.get(rsn, "") not in _UNNAMED
    ]
    return sorted(rows)


def render(rows: Iterable[tuple[str, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerows(rows)
    return text.getvalue().encode()


if __name__ == "__main__":
    evaluations, registrations, out = map(Path, sys.argv[1:])
    evaluated = read(evaluations)
    derived = buildings(evaluated, read(registrations))
    out.write_bytes(render(derived))
    left_out = len(latest(evaluated)) - len(derived)
    print(f"{len(derived)} buildings, {left_out} without a named company", file=sys.stderr)
