"""The first sheets of a report: what was run, how it came out, how it is spread."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from rules.program import Head, Status
from rules.values import Rounding, round_number, show_number
from scoring.evidence import Period
from scoring.explanation.case_phrases import CASE_STATE_WORDS
from scoring.notes import Words
from scoring.package.cases import case_states
from scoring.package.table import Column
from scoring.period import applied_in
from scoring.reports.checked import checks_block
from scoring.reports.distribution import histogram
from scoring.reports.document import Block, Chart, Facts, Grid, Heading, Remark, Sheet
from scoring.runs.counts import Proposed
from scoring.runs.outcome import Summary

STATUS: Mapping[Status, Words] = {
    "draft": Words("起草：尚未发布，结果不产生效力", "draft: not issued, the result has no effect"),
    "shadow": Words("仅计分：结果不产生效力", "shadow: the result has no effect"),
    "effective": Words("生效", "effective"),
    "repealed": Words("废止", "repealed"),
}
_NAME = Column("name")
_COUNT = Column("count", "whole", form="grouped")
_SHARE = Column("share", "decimal", 3, "percent")
RECORDS = {
    "in": Words("收到", "delivered"),
    "scored": Words("已计", "scored"),
    "not_graded": Words("未评对象", "not graded"),
    "pending": Words("待定对象", "pending"),
    "rejected": Words("退回", "rejected"),
}
SUBJECTS = {
    "graded": Words("已评", "graded"),
    "not_graded": Words("未评", "not graded"),
    "pending": Words("待定", "pending"),
}


PARTIAL = Words(
    "期中结果：截止日早于期末，不是最终结果",
    "part of a period: the as-of date is before its last day, so nothing is final",
)


def marks(summary: Summary) -> tuple[Words, ...]:
    mark, status = summary.request.mark, summary.program.head.status
    told = Words(mark.zh, mark.en) if mark else None
    return marks_of(status, told, summary.evidence.period)


def marks_of(status: Status, mark: Words | None, period: Period) -> tuple[Words, ...]:
    """What every reader must be told: a result without effect, what the evidence is, and that
    nothing is final yet."""
    return (
        *((STATUS[status],) if status != "effective" else ()),
        *((mark,) if mark else ()),
        *((PARTIAL,) if period.partial else ()),
    )


def about(summary: Summary) -> Words:
    return about_period(summary.program.head, summary.evidence.period)


def about_period(head: Head, period: Period) -> Words:
    """Which policy, which period, until when, in one line."""
    days = f"{period.start} – {period.end}"
    return Words(
        f"{head.id} {head.version}，周期 {period.label}（{days}），截止日 {period.as_of}",
        f"period {period.label}, as of {period.as_of}",
    )


def summary_sheet(summary: Summary) -> Sheet:
    return Sheet(Words("汇总", "summary"), tuple(_summary(summary)))


def distribution_sheet(summary: Summary) -> Sheet | None:
    """None where nobody is graded."""
    if not summary.subjects["graded"]:
        return None
    blocks = tuple(_distribution(summary))
    return Sheet(Words("分布", "distribution"), blocks) if blocks else None


def _summary(summary: Summary) -> Iterator[Block]:
    yield Facts(tuple(_facts(summary)))
    yield _counts(
        Words("证据：收到 = 已计 + 未评对象 + 待定对象 + 退回", "records of evidence"),
        {words: summary.records[name] for name, words in RECORDS.items()},
    )
    everyone = {Words("全部", "all"): summary.counts.everyone}
    states = {words: summary.subjects[name] for name, words in SUBJECTS.items()}
    yield _counts(Words("对象：全部 = 已评 + 未评 + 待定", "subjects"), everyone | states)
    yield from checks_block(summary)
    yield from _lists(summary)
    yield from _triggers(summary)
    yield from _cases(summary)
    yield from _coefficients(summary)
    yield from _pools(summary)


def _facts(summary: Summary) -> Iterator[tuple[Words, str]]:
    """Nothing of the engine, which the manifest tells: the report is the same by any of them."""
    head = summary.program.head
    status = STATUS[head.status]
    yield Words("细则", "policy"), f"{head.title}（{head.id} {head.version}）"
    if head.issuer:
        yield (
            Words("发布单位", "issuer"),
            " ".join(filter(None, (head.issuer, head.document_number))),
        )
    yield Words("细则状态", "status"), f"{status.zh} · {status.en}"
    period = summary.evidence.period
    yield Words("考评周期", "period"), f"{period.label}：{period.start} – {period.end}"
    yield Words("截止日", "as of"), period.as_of.isoformat()
    if applied := applied_in(head, period):
        yield Words("适用年度", "applied in"), applied
    yield Words("细则摘要", "policy digest"), summary.program.digest


def _counts(title: Words, counts: Mapping[Words, int]) -> Grid:
    headings = tuple(Heading(words, _COUNT) for words in counts)
    return Grid(headings, [tuple(counts.values())], title)


def _lists(summary: Summary) -> Iterator[Grid]:
    rows = _proposed(summary.counts.lists)
    yield from _outcomes(Words("名单", "lists"), Words("列入", "listed"), rows)


def _cases(summary: Summary) -> Iterator[Grid]:
    """How many cases stand how, where the policy follows them."""
    if summary.program.follows_cases:
        states = case_states(summary)
        counts = {words: states[state] for state, words in CASE_STATE_WORDS.items()}
        yield _counts(Words("案件", "cases"), counts)


def _triggers(summary: Summary) -> Iterator[Grid]:
    rows = _proposed(summary.counts.triggers)
    yield from _outcomes(Words("处置", "triggers"), Words("建议", "proposed"), rows)


def _proposed(found: Mapping[str, Proposed]) -> list[tuple[str, int, int, int]]:
    return [(name, one.sure, one.provisional, one.pending) for name, one in found.items()]


def _outcomes(title: Words, sure: Words, rows: list[tuple[str, int, int, int]]) -> Iterator[Grid]:
    headings = (
        Heading(title, _NAME),
        Heading(sure, _COUNT),
        Heading(Words("其中暂定", "provisional"), _COUNT),
        Heading(Words("待定", "pending"), _COUNT),
    )
    if rows:
        yield Grid(headings, rows, title)


def _coefficients(summary: Summary) -> Iterator[Grid]:
    headings = (
        Heading(Words("系数", "coefficient"), _NAME),
        Heading(Words("建议", "proposed"), _COUNT),
        Heading(Words("最低", "lowest"), Column("low", "exact")),
        Heading(Words("最高", "highest"), Column("high", "exact")),
        Heading(Words("待定", "pending"), _COUNT),
    )
    rows = [
        (name, one.proposed, one.low, one.high, one.pending)
        for name, one in summary.counts.coefficients.items()
    ]
    if rows:
        yield Grid(headings, rows, Words("系数", "coefficients"))


def _pools(summary: Summary) -> Iterator[Grid]:
    pools = summary.program.awards
    if not pools:
        return
    yuan = Column("yuan", "decimal", max(pool.digits for pool in pools), "grouped")
    headings = (
        Heading(Words("奖励资金", "award pool"), _NAME),
        Heading(Words("资金（元）", "pool, yuan"), yuan),
        Heading(Words("分配（元）", "shared, yuan"), yuan),
        Heading(Words("留存（元）", "unspent, yuan"), yuan),
        Heading(Words("份数", "shares"), _COUNT),
        Heading(Words("待定", "pending"), _COUNT),
        Heading(Words("暂定", "provisional"), Column("provisional", "boolean")),
    )
    sums = [(name, pool.sum()) for name, pool in summary.counts.pools.items()]
    rows = [
        (name, s.pool, s.paid, s.unspent, s.winners, s.waiting, s.provisional) for name, s in sums
    ]
    yield Grid(
        headings, rows, Words("奖励资金：资金 = 分配 + 留存", "award pools, to the last unit")
    )


def _distribution(summary: Summary) -> Iterator[Block]:
    graded = summary.subjects["graded"]
    counted = Heading(Words("个数", "subjects"), _COUNT)
    if summary.program.grades:
        rows = [
            (name, n, round_number(Fraction(n, graded), Rounding(3)))
            for name, n in summary.grades.items()
        ]
        headings = (
            Heading(Words("等次", "grade"), _NAME),
            counted,
            Heading(Words("占已评", "share"), _SHARE),
        )
        title = Words(f"等次分布（已评 {graded}）", "grades of the graded")
        yield Grid(headings, rows, title, Chart(Words("等次分布", "grades"), 0, 1))
    total = summary.program.total
    totals = summary.counts.totals
    if total is not None and totals:
        bins = histogram(totals, total.high)
        low, high = (show_number(end, total.rounding.digits) for end in (min(totals), max(totals)))
        yield Grid(
            (Heading(Words("总分", "total"), _NAME), counted),
            bins,
            Words(f"总分分布（{low} – {high}）", "totals of the graded"),
            Chart(Words("总分分布", "totals"), 0, 1),
        )
        yield Remark(
            Words("分数段含下限、不含上限", "an interval has its lower end and not its upper end")
        )
