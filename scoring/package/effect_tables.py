"""The evidence that a package holds for other policies, in `effects/POLICY/`."""

from __future__ import annotations

import re
from pathlib import Path

from rules.program import Effect, Program
from scoring.conclude.effects import Told, columns_of, effects_told
from scoring.evidence import Period
from scoring.package.delimited import write_csv
from scoring.package.table import Column, Table
from scoring.runs.outcome import Summary

EFFECTS = "effects"


def write_effects(summary: Summary, folder: Path) -> None:
    """A file for every kind that is written to, even one without a record: then it is known that
    there is none."""
    for told in _told(summary):
        table = _table(summary, told)
        (folder / table.name).parent.mkdir(parents=True, exist_ok=True)
        write_csv(table, folder)


def effects_counted(summary: Summary) -> dict[str, object]:
    """For the manifest; nothing where the policy writes none."""
    if not summary.program.effects:
        return {}
    return {
        "effects": [
            {
                "policy": told.policy,
                "kind": told.kind,
                "written": len(told.records),
                "provisional": told.provisional,
                "pending": told.pending,
            }
            for told in _told(summary)
        ]
    }


def _told(summary: Summary) -> tuple[Told, ...]:
    return effects_told(summary.program, summary.counts.acting, summary.evidence)


def _table(summary: Summary, told: Told) -> Table:
    """The headings of the policy that writes; the one that reads names its fields so."""
    names = columns_of(summary.program, told.policy, told.kind)
    head = ("编号", summary.program.subject.kind, "发生日", *names)
    rows = [
        (one.cause, one.subject, one.day.isoformat(), *(dict(one.cells).get(n) for n in names))
        for one in told.records
    ]
    columns = tuple(Column(name) for name in head)
    return Table(_path(summary.program, summary.evidence.period, told), columns, rows)


def effect_file(program: Program, period: Period, effect: Effect) -> str:
    """Where in its package the evidence of an effect stands."""
    return f"{_path(program, period, effect)}.csv"


def _path(program: Program, period: Period, into: Told | Effect) -> str:
    """Named for its source too, so that the files of several may lie side by side."""
    source = re.sub("[^0-9A-Za-z-]", "_", f"{program.head.id}-{period.label}")
    return f"{EFFECTS}/{into.policy}/{into.kind}-{source}"
