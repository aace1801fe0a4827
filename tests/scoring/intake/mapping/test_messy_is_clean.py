"""Whatever is done to a clean table to make it messy, the mapping that says so undoes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from hypothesis import example, given, settings
from hypothesis import strategies as st

from scoring.intake.mapping.applying import apply_mapping
from scoring.intake.mapping.dates import read_date
from scoring.intake.mapping.loading import read_mapping
from scoring.intake.mapping.model import DateStyle
from scoring.intake.mapping.words import LEXICON
from scoring.intake.rows import Row
from scoring.intake.sheets import Merge
from tests.scoring.intake.mapping.mapped import PROGRAM, sheet

TARGETS = ("企业编号", "工单号", "发生日", "严重程度", "已核实", "扣分")
WORDS = {"一般": "轻", "较重": "中", "重大": "重"}
TICKS = {"是": "√", "否": "×"}

STYLES: Mapping[DateStyle, str] = {
    "chinese": "{0}年{1}月{2}日",
    "dotted": "{0}.{1}.{2}",
    "slashed": "{0}/{1:02}/{2:02}",
    "dashed": "{0}-{1}-{2}",
    "digits": "{0}{1:02}{2:02}",
    "with_time": "{0}-{1:02}-{2:02} 08:05:00",
    "serial_1900": "{3}",
    "serial_1904": "{4}",
}


def written(day: date, style: DateStyle) -> str:
    since_1900 = (day - date(1899, 12, 30)).days
    return STYLES[style].format(day.year, day.month, day.day, since_1900, since_1900 - 1462)


# Serial numbers of five digits begin on 1931-05-19 where days are counted from 1904.
@given(st.dates(date(1931, 5, 19), date(2170, 12, 31)), st.sampled_from(list(STYLES)))
@example(date(1931, 5, 19), "serial_1904")
def test_a_date_reads_back_from_every_style(day: date, style: DateStyle) -> None:
    assert read_date(written(day, style), [style]) == day


@dataclass(frozen=True)
class Mess:
    """What is done to the table: the order of its columns, rows above, two heading rows, where
    totals stand, how dates are written, and whether a company is written once for its rows."""

    order: Sequence[str]
    above: int
    two_rows: bool
    totals: frozenset[int]
    style: DateStyle
    thousands: bool
    merged: bool


messes = st.builds(
    Mess,
    order=st.permutations(TARGETS),
    above=st.integers(0, 3),
    two_rows=st.booleans(),
    totals=st.frozensets(st.integers(0, 6), max_size=3),
    style=st.sampled_from(list(STYLES)),
    thousands=st.booleans(),
    merged=st.booleans(),
)
rows = st.lists(
    st.tuples(
        st.sampled_from(["甲", "乙", "丙公司"]),
        st.text("GX0123456789", min_size=1, max_size=6),
        st.dates(date(2026, 1, 1), date(2026, 12, 31)),
        st.sampled_from(list(WORDS)),
        st.sampled_from(["是", "否", ""]),
        st.integers(0, 5_000_000),
    ),
    max_size=7,
)


def entry(mess: Mess) -> str:
    style = LEXICON.chinese_choice(mess.style)
    settings_of = {
        "企业编号": "下填: 合并单元格" if mess.merged else "",
        "发生日": f"日期: {style}",
        "严重程度": "词语: {一般: 轻, 较重: 中, 重大: 重}",
        "已核实": "词语: {是: √, 否: ×}, 缺失: [—]",
        "扣分": "千分位: 是" if mess.thousands else "",
    }
    first = mess.above + 1
    heads = f"[{first}, {first + 1}]" if mess.two_rows else str(first)
    upper = "登记/" if mess.two_rows else ""
    fields = "".join(
        f"      {name}: {{标题: {upper}{name}, {settings_of.get(name, '')}}}\n" for name in TARGETS
    ).replace(", }", "}")
    return f"表:\n  - 读作: 投诉\n    标题行: {heads}\n    跳过: 小计\n    字段:\n{fields}"


def messed(
    table: Sequence[tuple[str, str, date, str, str, int]], mess: Mess
) -> tuple[dict[int, list[str]], list[Merge]]:
    cells: dict[int, list[str]] = {at: [f"说明 {at}"] for at in range(1, mess.above + 1)}
    at = mess.above + 1
    merges: list[Merge] = []
    if mess.two_rows:
        cells[at] = ["登记", *[""] * (len(TARGETS) - 1)]
        merges.append(Merge(at, at, 0, len(TARGETS) - 1))
        at += 1
    cells[at] = list(mess.order)
    column = mess.order.index("企业编号")
    before, first = "", 0
    for number, (company, order, day, level, verified, points) in enumerate(table):
        at += 1
        if number in mess.totals:
            cells[at] = ["小 计", "1"]
            before = ""
            at += 1
        repeated = mess.merged and company == before
        if repeated:
            merges = [m for m in merges if (m.top, m.left) != (first, column)]
            merges.append(Merge(first, at, column, column))
        else:
            before, first = company, at
        shown = f"{points:,}" if mess.thousands else str(points)
        texts = {
            "企业编号": "" if repeated else company,
            "工单号": order,
            "发生日": written(day, mess.style),
            "严重程度": WORDS[level],
            "已核实": TICKS.get(verified, "—"),
            "扣分": shown,
        }
        cells[at] = [texts[name] for name in mess.order]
    return cells, merges


@settings(deadline=None, max_examples=150)
@given(rows, messes)
def test_a_mapping_undoes_the_mess(
    table: list[tuple[str, str, date, str, str, int]], mess: Mess
) -> None:
    plan = read_mapping(entry(mess).encode(), "映射.yaml", PROGRAM).tables[0]
    cells, merges = messed(table, mess)
    read = apply_mapping(plan, sheet(cells, merges=merges), "台账")
    found = [(line.cells, dict(line.faults)) for line in read.rows if isinstance(line, Row)]
    assert read.headings == ("企业编号", "工单号", "event_date", "严重程度", "已核实", "扣分")
    assert found == [
        ([company, order, day.isoformat(), level, verified, str(points)], {})
        for company, order, day, level, verified, points in table
    ]
    assert sum(n.count for n in read.notices() if n.code == "rows-by-word") == sum(
        number in mess.totals for number in range(len(table))
    )
