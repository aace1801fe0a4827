"""Writes the synthetic evidence of `in-service-member`: 8,800 members, the same rows always.

    python -m tests.samples.in_service_member policies/in-service-member/sample

Everything is invented but four head counts, which a published report gives: 8,723 registered,
2,512 of them of government bodies, 6,542 matched, 3,271 with a post. No names, homes, employers.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tests.samples.dice import FIRST, Dice
from tests.samples.sheets import Row, Tables, drawn, headings_of, saved, shown, write

MEMBERS, REGISTERED, MATCHED, POSTED, COMMITTEE = 8_800, 8_723, 6_542, 3_271, 750
GOVERNMENT = 2_512
POSTS = ("楼栋长", "党员中心户", "兼职网格员")

# What the dice alone would seldom give: places in the order in which members are drawn.
FORGED = {40, 4_100}
UNDER_REVIEW = {77, 5_012}
PUNISHED = {12: "警告", 300: "严重警告", 2_900: "警告", 6_100: "留党察看"}
REFUSED_POST = {3_300, 4_400, 5_500}
RESCUERS = {6, 3_900}
UNRATED = {2_222, 6_300}
UNCHECKED = {1_111, 3_500, 6_000}
UNPOPULAR = {500, 1_500, 2_500, 4_500}


@dataclass(frozen=True, slots=True)
class Member:
    """`turn` is the place in the drawn order: the first 750 sit on a committee, the first 3,271
    have a post, and so on. `zeal` from 0 to 100 moves everything."""

    number: int
    turn: int
    zeal: int
    government: bool

    @property
    def id(self) -> str:
        return f"示例党员{self.number:05}"

    @property
    def posted(self) -> bool:
        return self.turn < POSTED

    @property
    def matched(self) -> bool:
        return self.turn < MATCHED

    def dice(self, kind: str) -> Dice:
        return Dice("in-service-member", kind, self.number)

    def record(self, letter: str, number: int) -> str:
        return f"{letter}{self.number:05}-{number:02}"


def _drawn(word: str, numbers: Sequence[int]) -> list[int]:
    return sorted(numbers, key=lambda n: (Dice("in-service-member", word, n).below(2**40), n))


def members() -> list[Member]:
    order = _drawn("order", range(1, MEMBERS + 1))
    bodies = set(_drawn("government", order[:REGISTERED])[:GOVERNMENT])
    found = []
    for turn, number in enumerate(order):
        dice = Dice("in-service-member", "zeal", number)
        zeal = 100 - dice.below(60) - dice.below(40) * dice.below(2)
        if turn in FORGED | RESCUERS | REFUSED_POST | set(PUNISHED) | UNDER_REVIEW | UNPOPULAR:
            zeal = 85
        found.append(Member(number, turn, zeal, number in bodies))
    return sorted(found, key=lambda member: member.number)


def roster(member: Member) -> Iterator[Row]:
    dice = member.dice("subject")
    registered = dice.day(date(2022, 1, 4), date(2026, 3, 31))
    channel = dice.pick(("线上", "线上", "线上", "电话", "现场", "现场"))
    late = dice.chance(5) and not member.posted
    matched = date(2026, 10, 20) if late else dice.day(registered, date(2026, 5, 31))
    state = "在职"
    if COMMITTEE <= member.turn < REGISTERED and dice.chance(3):
        state = "已退休" if dice.chance(70) else "长期外出"
    kind = "机关" if member.government else dice.pick(("学校", "国有企事业单位", "其他"))
    if member.turn >= REGISTERED:
        kind = "其他" if dice.chance(10) else dice.pick(("机关", "学校", "国有企事业单位"))
    reported: Row = (registered, channel) if member.turn < REGISTERED else ("", "")
    yield member.id, kind, state, *reported, matched if member.matched else "", seat(member)


def seat(member: Member) -> str:
    if member.turn >= COMMITTEE:
        return "不任职"
    return ("书记", "副书记", "委员", "委员", "委员")[member.turn % 5]


# --- kinds of evidence -------------------------------------------------------------------------


def posts(member: Member) -> Iterator[Row]:
    if not member.posted:
        return
    dice = member.dice("posts")
    first = dice.below(3)
    yield member.id, member.record("R", 1), dice.day(FIRST, date(2026, 3, 15)), POSTS[first]
    if dice.chance(8):
        again = POSTS[(first + dice.below(2)) % 3]
        yield member.id, member.record("R", 2), dice.day(date(2026, 4, 1)), again


def attendance(member: Member) -> Iterator[Row]:
    if not member.posted:
        return
    dice = member.dice("attendance")
    for quarter in range(1, 5):
        roll = dice.below(100)
        state = "缺岗" if roll < (100 - member.zeal) // 3 else "请假" if roll > 94 else "到岗"
        yield member.id, member.record("L", quarter), date(2026, quarter * 3, 25), state


def hours_of(member: Member) -> int:
    """Half hours of a year."""
    dice = member.dice("hours")
    most = 2 * (205 + (85 if member.posted else 0) + (45 if member.turn < COMMITTEE else 0))
    return most * member.zeal // 100 * dice.between(40, 125) // 100


def cards(member: Member) -> Iterator[Row]:
    if not member.matched:
        return
    dice = member.dice("cards")
    left = hours_of(member)
    count = max(left // 110 + 1, dice.between(1, 5))
    for number in range(1, count + 1):
        part = min(left // (count - number + 1), 120)
        left -= part
        if part == 0:
            continue
        checked = "是" if dice.chance(97) else "否"
        if member.turn in UNCHECKED and number == 1:
            checked = ""
        day = date(2026, 1 + 12 * (number - 1) // count, 28)
        yield member.id, member.record("F", number), day, shown(part * 5), checked


def deeds(member: Member) -> Iterator[Row]:
    if not member.matched:
        return
    dice = member.dice("deeds")
    for number in range(1, 1 + dice.below(2 + member.zeal // 45 + member.posted)):
        level = dice.pick(("一般", "一般", "一般", "较难", "较难", "重大"))
        liked = "" if dice.chance(1) else "是" if dice.chance(93) else "否"
        yield member.id, member.record("S", number), dice.day(), level, liked


def absences(member: Member) -> Iterator[Row]:
    if not member.matched:
        return
    dice = member.dice("absences")
    for number in range(1, 5):
        if dice.chance((106 - member.zeal) // 5):
            reason = "请假" if dice.chance(40) else "无故缺席"
            yield member.id, member.record("Q", number), date(2026, 3 * number, 10), reason


def ballots(member: Member) -> Iterator[Row]:
    if not member.matched or member.turn in UNRATED:
        return
    dice = member.dice("ballots")
    middle = 66 + member.zeal * 28 // 100
    for number, rater in enumerate(("社区党组织", "居民代表", "所属单位"), 1):
        if dice.chance(2):
            continue
        score = 48 if member.turn in UNPOPULAR else min(100, dice.around(middle, 12))
        mark = "弃权" if rater != "社区党组织" and dice.chance(1) else score
        yield member.id, member.record("P", number), date(2026, 12, 5 + number), rater, mark


def studies(member: Member) -> Iterator[Row]:
    if not member.matched:
        return
    dice = member.dice("studies")
    for number in range(1, 1 + (dice.below(6) if dice.chance(member.zeal // 4) else 0)):
        kind = "培训" if dice.chance(60) else "邻里互助"
        yield member.id, member.record("X", number), dice.day(), kind


def honours(member: Member) -> Iterator[Row]:
    dice = member.dice("honours")
    if member.turn in RESCUERS:
        yield member.id, member.record("H", 9), date(2026, 7, 20), "抢险救灾", "市"
    if not member.matched or not dice.chance(member.zeal // 18):
        return
    for number, level in enumerate(("街道", "区", "市")[: 1 + dice.below(3)], 1):
        yield member.id, member.record("H", number), dice.day(), "志愿服务", level


def merits(member: Member) -> Iterator[Row]:
    dice = member.dice("merits")
    if member.matched and member.zeal > 88 and dice.chance(12):
        mark = shown(5 * dice.between(1, 6))
        yield member.id, member.record("T", 1), dice.day(), mark, "化解多年积案", "社区党委"


def offences(member: Member) -> Iterator[Row]:
    if member.turn in FORGED:
        yield member.id, member.record("C", 1), date(2026, 9, 1), "服务记录造假"
    if member.turn in REFUSED_POST:
        yield member.id, member.record("C", 2), date(2026, 6, 1), "拒不接受岗位"


def punishments(member: Member) -> Iterator[Row]:
    if member.turn in PUNISHED:
        yield member.id, member.record("D", 1), date(2026, 8, 1), PUNISHED[member.turn]
    if member.turn in UNDER_REVIEW:
        yield member.id, member.record("D", 1), date(2026, 12, 10), "审查中"


# --- files -------------------------------------------------------------------------------------

_HEADINGS = """
党员名册 党员编号 单位类别 在岗情况 报到日 报到方式 对接日 班子职务
岗位任职 党员编号 任职号 到岗日 岗位
履职记实 党员编号 记实号 记实日 情况
志愿服务 党员编号 服务卡号 登记日 时长 已核实
为民实事 党员编号 实事编号 办结日 难度 居民认可
活动缺席 党员编号 缺席号 活动日 缘由
评议     党员编号 票号 评议日 评议方 评议分
学习互助 党员编号 学习互助号 参加日 类别
表彰     党员编号 证书号 表彰日 事由 级别
突出贡献 党员编号 认定号 认定日 酌情分 理由 批准机关
查实问题 党员编号 查实号 查实日 问题
党纪处分 党员编号 处分号 处分日 处分种类
"""
HEADINGS = headings_of(_HEADINGS)
_KINDS: Mapping[str, Callable[[Member], Iterable[Row]]] = {
    "党员名册": roster,
    "岗位任职": posts,
    "履职记实": attendance,
    "志愿服务": cards,
    "为民实事": deeds,
    "活动缺席": absences,
    "评议": ballots,
    "学习互助": studies,
    "表彰": honours,
    "突出贡献": merits,
    "查实问题": offences,
    "党纪处分": punishments,
}

# Rows as they come in real life: each is refused, with its place and its reason.
SLIPS: Mapping[str, tuple[Row, ...]] = {
    "志愿服务": (
        ("示例党员00001", "F00001-91", "2026-05-28", "61", "是"),
        ("示例党员00002", "F00002-91", "2026-05-28", "八小时", "是"),
        ("示例党员00003", "F00003-91", "2025-12-31", "8", "是"),
        ("示例党员00004", "F00004-91", "2026-05-28", "2.25", "是"),
        ("示例党员09999", "F09999-91", "2026-05-28", "8", "是"),
    ),
    "岗位任职": (("示例党员00005", "R00005-91", "2026-05-28", "网格员"),),
    "评议": (
        ("示例党员00006", "P00006-91", "2026-12-06", "居民代表", "105"),
        ("示例党员00007", "P00007-91", "2026-12-06", "本人", "100"),
    ),
    "突出贡献": (
        ("示例党员00008", "T00008-91", "2026-12-06", "5", "组织抗洪", "社区党委"),
        ("示例党员00009", "T00009-91", "2026-12-06", "2", "组织抗洪", ""),
    ),
}


def tables() -> Tables:
    return drawn(members(), _KINDS, SLIPS)


def files() -> Mapping[str, bytes]:
    """Before compression: compressors differ by a byte from one machine to another."""
    return saved(HEADINGS, tables(), ".csv.gz")


if __name__ == "__main__":
    write(Path(sys.argv[1]), files())
