"""What follows from grades, in a comparison: lists, cases, coefficients, money, seats, rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rules.values import Value
from scoring.comparison.comparison import Comparison
from scoring.comparison.edit_words import FAMILIES
from scoring.comparison.firing import Fired
from scoring.comparison.memberships import Kind, Member, Membership
from scoring.comparison.quotas import overflow
from scoring.comparison.rewards import Change, Given, PoolMove
from scoring.conclude.awards import PoolSum
from scoring.grade.quota_lines import QuotaLine
from scoring.notes import Words
from scoring.package.table import Column
from scoring.reports.comparison.teller import COUNT, NAME, Teller, yuan_told
from scoring.reports.document import Block, Grid, Heading, Remark

_SUBJECT = Heading(Words("对象", "subject"), NAME)
_DETAILS: Mapping[str, Words] = {
    "evidence": Words("证据条数", "number of records"),
    "reason": Words("未评、待定的原因", "reason of the state"),
    "measures": Words("统计口径", "measures"),
    "history": Words("往期", "history"),
    "indicators": Words("指标得分", "points of indicators"),
    "ledger": Words("账目", "ledger"),
    "places": Words("名次", "places"),
    "provisional": Words("暂定的内容", "what is provisional"),
    "cautions": Words("提示", "cautions"),
}


def effects(found: Comparison, teller: Teller) -> Iterator[tuple[Words, Iterator[Block]]]:
    yield Words("名单", "lists"), _members(found, "list", teller)
    yield Words("处置", "triggers"), _members(found, "trigger", teller)
    yield Words("系数", "coefficients"), _coefficients(found, teller)
    yield Words("奖励资金", "award pools"), _pools(found, teller)
    yield Words("比例控制", "quotas"), _quotas(found, teller)
    yield Words("规则、一票否决", "rules and vetoes"), _firings(found, teller)
    yield Words("其他不同", "what else differs"), _details(found, teller)


def _members(found: Comparison, kind: Kind, teller: Teller) -> Iterator[Block]:
    headings = (
        Heading(FAMILIES[kind], NAME),
        Heading(Words("原", "before"), COUNT),
        Heading(Words("新", "after"), COUNT),
        Heading(Words("增减", "gained and lost"), Column("why")),
    )
    rows: list[tuple[Value, ...]] = [
        (one.name, one.before, one.after, "\n".join(_changes(one, teller)))
        for one in found.memberships
        if one.kind == kind
    ]
    yield from teller.grid(headings, rows)


def _changes(one: Membership, teller: Teller) -> Iterator[str]:
    parts: tuple[tuple[Words, Sequence[Member | str]], ...] = (
        (Words("新增", "gained"), one.gained),
        (Words("移出", "lost"), one.lost),
        (Words("新待定", "now pending"), one.waiting),
        (Words("不再待定", "no longer pending"), one.no_longer_waiting),
        (Words("内容改变", "reworded"), one.reworded),
    )
    for words, members in parts:
        if members:
            for_now = sum(isinstance(m, Member) and m.provisional for m in members)
            note = Words(f"（暂定 {for_now:,}）", f" ({for_now:,} provisional)")
            counted = f"{teller.say(words)} {len(members):,}{teller.say(note) if for_now else ''}"
            people = teller.people([m if isinstance(m, str) else m.subject for m in members])
            yield teller.say(Words(f"{counted}：{people}", f"{counted}: {people}"))


def _coefficients(found: Comparison, teller: Teller) -> Iterator[Block]:
    for move in found.coefficients:
        factor = Column("factor", "decimal", move.digits)
        counts = f"{_count(move.before)} → {_count(move.after)}"
        title = Words(f"{move.name}（有系数的 {counts}）", f"{move.name} ({counts} have one)")
        yield from _changed(move.changes, factor, title, teller)


def _pools(found: Comparison, teller: Teller) -> Iterator[Block]:
    for move in found.pools:
        yuan = Column("yuan", "decimal", move.digits, "grouped")
        headings = (
            Heading(Words("", ""), NAME),
            Heading(Words("资金", "pool"), yuan),
            Heading(Words("分配", "paid"), yuan),
            Heading(Words("份数", "shares"), COUNT),
            Heading(Words("留存", "unspent"), yuan),
            Heading(Words("待定", "pending"), COUNT),
            Heading(Words("", ""), NAME),
        )
        sides = ((Words("原", "before"), move.before), (Words("新", "after"), move.after))
        rows = [_sum(teller.say(words), total, teller) for words, total in sides if total]
        yield Grid(headings, rows, Words(f"{move.name}（元）", f"{move.name}, yuan"))
        yield Remark(_reconciled(move))
        yield from _changed(move.changes, yuan, Words(move.name, move.name), teller)


def _sum(side: str, total: PoolSum, teller: Teller) -> tuple[Value, ...]:
    counts = (total.paid, total.winners, total.unspent, total.waiting)
    for_now = teller.say(Words("暂定", "provisional")) if total.provisional else ""
    return (side, total.pool, *counts, for_now)


def _reconciled(move: PoolMove) -> Words:
    """Before, what moves, and after, so that anyone can add it up."""

    was, now = (0 if total is None else total.paid for total in (move.before, move.after))
    yuan = [yuan_told(amount, move.digits) for amount in (was, move.gained, move.lost, now)]
    sums = f"{yuan[0]} + {yuan[1]} − {yuan[2]} = {yuan[3]}"
    return Words(
        f"原分配 + 增加 − 减少 = 新分配：{sums}", f"paid before + more − less = paid after: {sums}"
    )


def _changed(
    changes: Sequence[Change], column: Column, title: Words, teller: Teller
) -> Iterator[Block]:
    headings = (
        _SUBJECT,
        Heading(Words("原", "before"), column),
        Heading(Words("新", "after"), column),
        Heading(Words("差", "difference"), column),
        Heading(Words("", ""), NAME),
    )
    rows: list[tuple[Value, ...]] = [
        (
            teller.called(change.subject),
            change.before.value if change.before else None,
            change.after.value if change.after else None,
            change.difference,
            teller.say(_open(change.before, change.after)),
        )
        for change in changes
    ]
    yield from teller.grid(headings, rows, title)


def _open(before: Given | None, after: Given | None) -> Words:
    """What of the two is not sure yet."""
    zh, en = [], []
    for side_zh, side_en, given in (("原", "before", before), ("新", "after", after)):
        if given is not None and given.value is None:
            zh.append(f"{side_zh}待定")
            en.append(f"{side_en} pending")
        elif given is not None and given.provisional:
            zh.append(f"{side_zh}暂定")
            en.append(f"{side_en} provisional")
    return Words("，".join(zh), ", ".join(en))


def _count(count: int | None) -> str:
    return "—" if count is None else f"{count:,}"


def _quotas(found: Comparison, teller: Teller) -> Iterator[Block]:
    def pair(words: Words) -> tuple[Heading, Heading]:
        old = Words(f"原{words.zh}", f"{words.en} before")
        return Heading(old, COUNT), Heading(Words(f"新{words.zh}", "after"), COUNT)

    headings = (
        Heading(Words("等次", "grade"), NAME),
        Heading(Words("组别", "group"), NAME),
        *pair(Words("名额", "room")),
        *pair(Words("候选", "candidates")),
        *pair(Words("超出", "without room")),
    )
    rows = [(move.grade, move.group, *_sides(move.before, move.after)) for move in found.quotas]
    yield from teller.grid(headings, rows)


def _sides(before: QuotaLine | None, after: QuotaLine | None) -> Iterator[Value]:
    for line in (before, after):
        yield None if line is None else line.room
    for line in (before, after):
        yield None if line is None else line.candidates
    yield overflow(before)
    yield overflow(after)


def _firings(found: Comparison, teller: Teller) -> Iterator[Block]:
    headings = (
        Heading(Words("种类", "kind"), NAME),
        Heading(Words("名称", "name"), NAME),
        Heading(Words("原记录", "records before"), COUNT),
        Heading(Words("新记录", "after"), COUNT),
        Heading(Words("原对象", "subjects before"), COUNT),
        Heading(Words("新对象", "after"), COUNT),
        Heading(Words("原分数", "points before"), Column("points", "exact")),
        Heading(Words("新分数", "after"), Column("points", "exact")),
        Heading(Words("", ""), NAME),
    )
    turns = {
        "started": Words("开始成立", "started"),
        "stopped": Words("不再成立", "stopped"),
        "other": Words("", ""),
    }
    rows = []
    for one in found.firings:
        family, name = teller.say(FAMILIES[one.key.family]), one.label or one.key.name
        counts = zip(_fired(one.before), _fired(one.after), strict=True)
        by_rule = one.key.family == "rule"
        told = [
            n if by_rule or place == 1 else None for place, both in enumerate(counts) for n in both
        ]
        rows.append((family, name, *told, teller.say(turns[one.turn])))
    yield from teller.grid(headings, rows)


def _fired(fired: Fired | None) -> tuple[Value, Value, Value]:
    return (None,) * 3 if fired is None else (fired.hits, fired.subjects, fired.points)


def _details(found: Comparison, teller: Teller) -> Iterator[Block]:
    before, after = found.rejected
    if before != after:
        yield Remark(
            Words(f"退回的记录 {before:,} → {after:,}", f"rejected records {before:,} → {after:,}")
        )
    headings = (
        Heading(Words("内容", "what"), NAME),
        Heading(Words("不同的对象", "subjects"), COUNT),
    )
    rows: list[tuple[Value, ...]] = [
        (teller.say(_DETAILS[what]), count) for what, count in found.details.items()
    ]
    if rows:
        yield Grid(headings, rows)
