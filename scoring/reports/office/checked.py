"""What the checks and decisions of a policy came to, and whom a check fails."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rules.constructs.checks import NOT_MET, UNRECORDED
from rules.values import Value
from scoring.notes import Words
from scoring.package.stored import Stored
from scoring.reports.codes import READINGS, spoken
from scoring.reports.document import Block
from scoring.reports.headings import heading_of
from scoring.reports.office.tables import MOST_ROWS, counted, fitting

_FILE = "checks.csv"
_TAKEN = ("subject", "check", "strength", "result", "why", "deadline")
_COUNTED = slice(1, 4)


def check_blocks(stored: Stored) -> Iterator[Block]:
    counts: Counter[tuple[Value, ...]] = Counter()
    failed: list[tuple[Value, ...]] = []
    count = 0
    readings = [READINGS.get(("checks", name)) for name in _TAKEN]
    seen: tuple[Value, ...] = ()
    for row in stored.rows("checks", *_TAKEN):
        if row[:2] == seen:  # there is a row for each reason on record
            continue
        seen = row[:2]
        told = tuple(map(spoken, readings, row))
        counts[told[_COUNTED]] += 1
        if row[3] in (NOT_MET, UNRECORDED):
            count += 1
            if count <= MOST_ROWS:
                failed.append(told)
    headings = [heading_of(stored.column("checks", name)) for name in _TAKEN]
    order = {one.name: at for at, one in enumerate(stored.program.structure)}
    ranked = sorted(counts.items(), key=lambda one: (order[str(one[0][0])], str(one[0][2])))
    rows = [(*told, times) for told, times in ranked]
    yield fitting((*headings[_COUNTED], counted("个数", "subjects")), rows, len(rows), _FILE)
    title = Words("不符合或者缺备案的对象", "whom a check fails")
    yield fitting(headings, failed, count, _FILE, title=title)
