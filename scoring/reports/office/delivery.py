"""What was delivered: by whom which evidence, what is lacking, and what was not taken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import compress
from typing import cast

from rules.program import Program
from rules.values import Value
from scoring.notes import Words
from scoring.package.stored import Stored
from scoring.reports.document import Block, Grid, Remark
from scoring.reports.headings import heading_of
from scoring.reports.office.tables import MOST_ROWS, counted, fitting, text
from scoring.resting import kinds_behind
from scoring.snapshot.held import Held

_NOT_SAID = "（细则未写明）"
_REJECTS = "rejects.csv"


def delivery_blocks(
    stored: Stored, held: Mapping[str, Held] | None, subjects: int
) -> Iterator[Block]:
    """`held` is what the snapshot of the evidence holds, None where there is none."""
    if held is None:
        yield Remark(
            Words("结果包里没有收好的证据，交没交不明", "there is no snapshot of the evidence")
        )
    else:
        yield from _by_provider(stored.program, held, subjects)
    yield from _rejected(stored)


def _by_provider(program: Program, held: Mapping[str, Held], subjects: int) -> Iterator[Block]:
    rows = sorted(_providers(program, held, subjects), key=lambda row: row[0] == _NOT_SAID)
    lacking = [kind for kind in program.kinds if kind in held and not held[kind].delivered]
    if lacking:
        names = "、".join(lacking)
        yield Remark(Words(f"没有交来的证据：{names}", f"not delivered: {names}"))
    headings = (
        text("考核单位", "supplied by"),
        text("证据", "evidence"),
        text("用于", "for"),
        text("是否交来", "delivered"),
        counted("记录数", "records"),
        counted("有记录的对象", "subjects with records"),
        counted("没有记录的对象", "subjects without"),
    )
    title = Words("证据由谁交、交来没有", "evidence, by who supplies it")
    yield Grid(headings, rows, title)
    yield Remark(
        Words(
            "没有记录不等于没有交：例如没有投诉的对象就没有投诉记录",
            "to have no record is not to lack one: without complaints there are no complaints",
        )
    )


def _providers(
    program: Program, held: Mapping[str, Held], subjects: int
) -> Iterator[tuple[Value, ...]]:
    """A row for each provider and kind of evidence, in policy order."""
    behind = kinds_behind(program)
    by_name = {indicator.name: indicator for indicator in program.indicators}
    uses: dict[tuple[str, str], dict[str, None]] = {}
    for indicator in program.indicators:
        section, scorer = indicator, indicator.scorer
        while not scorer and section.parent is not None:
            section = by_name[section.parent]
            scorer = section.scorer
        for kind in behind[indicator.name]:
            place = uses.setdefault((scorer or _NOT_SAID, kind), {})
            place[indicator.label or indicator.name] = None
    used = {kind for _, kind in uses}
    uses.update({(_NOT_SAID, kind): {} for kind in program.kinds if kind not in used})
    for (scorer, kind), indicators in uses.items():
        own = held.get(kind, Held(delivered=False, records=0, subjects=0))
        delivered = "已交 yes" if own.delivered else "未交 no"
        yield (
            scorer,
            kind,
            "、".join(indicators),
            delivered,
            own.records,
            own.subjects,
            subjects - own.subjects,
        )


def _rejected(stored: Stored) -> Iterator[Block]:
    files: Counter[str] = Counter()
    records: Counter[str] = Counter()
    rows: list[tuple[Value, ...]] = []
    columns = stored.columns("rejects")
    count = 0
    for row in stored.rows("rejects"):
        file = str(row[0])
        files[file] += 1
        records[file] += cast(int, row[-1])
        count += 1
        if count <= MOST_ROWS:
            rows.append(row)
    by_file = [(file, files[file], records[file]) for file in sorted(files)]
    headings = (text("文件", "file"), counted("处", "places"), counted("退回记录", "records lost"))
    title = Words("退回：按文件", "rejects by file")
    yield fitting(headings, by_file, len(by_file), _REJECTS, title=title)
    told = Words("退回：逐处", "rejects one by one")
    stands = [
        column.name != "code" and any(row[at] is not None for row in rows)
        for at, column in enumerate(columns)
    ]
    shown = [tuple(compress(row, stands)) for row in rows]
    yield fitting(
        tuple(map(heading_of, compress(columns, stands))), shown, count, _REJECTS, title=told
    )
