"""Writes the synthetic evidence of `party-building-instructor`: 200 instructors, 100 communities.

    python -m tests.samples.party_building_instructor policies/party-building-instructor/sample

Everything is invented but these two head counts, which a published report gives. What a community
did is drawn once and stands on the sheet of everyone posted there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.samples.dice import FIRST, LAST, Dice
from tests.samples.sheets import Row, Tables, drawn, headings_of, saved, write

INSTRUCTORS, COMMUNITIES = 200, 100

# What the dice alone would seldom give; the numbers are those of instructors.
RETIRED, LEFT_DISTRICT = {9, 118}, {57}
NEW_THIS_YEAR = {20, 83, 131}
BRIEFLY_POSTED = {31}
MOVED_IN_SUMMER = {4, 26, 66, 97, 140}
FORGED, HARMFUL, ABSENT = {48}, {101}, {35, 162}
PUNISHED = {14: "警告", 77: "严重警告", 120: "警告"}
UNDER_REVIEW = {63}
UNRATED = {88}
ONE_UNRATED = {152, 171}
ONE_LOW = {155, 180}
UNPOPULAR = {41, 109}
IDLE = {70}
WRONG_DATES = {72}
WRONG_MONTHS = {144}
# And of communities.
FALLEN_BACK = {27}
NOT_INSPECTED = {19, 60, 61}


@dataclass(frozen=True, slots=True)
class Community:
    """`turn` from 0 to 100 is how far it has come."""

    number: int
    turn: int

    @property
    def id(self) -> str:
        return f"XQ{self.number:03}"

    @property
    def kind(self) -> str:
        return "未建支部小区" if self.number % 3 == 0 else "基础薄弱小区"

    @property
    def result(self) -> str:
        if self.number in FALLEN_BACK:
            return "倒退"
        return "没有变化" if self.turn < 25 else "有改善" if self.turn < 60 else "达到目标"


@dataclass(frozen=True, slots=True)
class Posting:
    """`mood` is the middle of what is said of the instructor there."""

    instructor: int
    number: int
    community: Community
    first: date
    last: date | None
    mood: int

    @property
    def id(self) -> str:
        return f"PZ{self.instructor:03}-{self.number}"

    def dice(self, kind: str) -> Dice:
        return Dice("party-building-instructor", kind, self.id)

    def record(self, letter: str, number: int) -> str:
        return f"{letter}{self.instructor:03}-{self.number}-{number:02}"

    @property
    def months(self) -> range:
        """The months of 2026 that it touches."""
        last = self.last or LAST
        return range(max(self.first, FIRST).month, last.month + 1)

    def holds(self, day: date) -> bool:
        return self.first <= day <= (self.last or LAST)


@dataclass(frozen=True, slots=True)
class Instructor:
    """`zeal` from 0 to 100 moves everything."""

    number: int
    zeal: int
    postings: tuple[Posting, ...]

    @property
    def id(self) -> str:
        return f"示例指导员{self.number:03}"

    def dice(self, kind: str) -> Dice:
        return Dice("party-building-instructor", kind, self.number)


def communities() -> Mapping[int, Community]:
    found = {}
    for number in range(1, COMMUNITIES + 1):
        dice = Dice("party-building-instructor", "community", number)
        found[number] = Community(number, dice.below(101))
    return found


def instructors() -> list[Instructor]:
    """Every community has two; the last fifty have a second community, the last ten a third."""
    known, found = communities(), []
    special = FORGED | HARMFUL | ABSENT | ONE_LOW | ONE_UNRATED | set(PUNISHED) | UNDER_REVIEW
    for number in range(1, INSTRUCTORS + 1):
        dice = Dice("party-building-instructor", "zeal", number)
        zeal = 92 if number in special else 100 - dice.below(45) - dice.below(45) * dice.below(2)
        places = [number, number + 37, number + 71][: 1 + (number > 150) + (number > 190)]
        if number in MOVED_IN_SUMMER:
            places.append(number + 50)
        found.append(Instructor(number, zeal, tuple(_postings(number, zeal, places, known))))
    return found


def _postings(
    instructor: int, zeal: int, places: Sequence[int], known: Mapping[int, Community]
) -> Iterator[Posting]:
    for number, place in enumerate(places, 1):
        community = known[(place - 1) % COMMUNITIES + 1]
        dice = Dice("party-building-instructor", "posting", instructor, number)
        first, last = dice.day(date(2025, 2, 10), date(2025, 5, 30)), None
        if instructor in NEW_THIS_YEAR:
            first = date(2026, 8, 3)
        elif instructor in BRIEFLY_POSTED:
            first, last = date(2025, 3, 3), date(2026, 2, 27)
        elif instructor in MOVED_IN_SUMMER:
            first, last = ((first, date(2026, 6, 19)), (date(2026, 6, 22), None))[number - 1]
        elif instructor in WRONG_DATES:
            first, last = date(2026, 3, 16), date(2025, 11, 28)
        elif dice.chance(6):
            first = dice.day(date(2026, 2, 1), date(2026, 6, 15))
        mood = 62 + zeal * 26 // 100 + community.turn * 10 // 100
        if instructor in UNPOPULAR or (instructor in ONE_LOW and number == 2):
            mood = 50
        yield Posting(instructor, number, community, first, last, mood)


def roster(instructor: Instructor) -> Iterator[Row]:
    number = instructor.number
    body = instructor.dice("body").pick(("区直机关", "区直机关", "区属事业单位", "区属国有企业"))
    state = "已退休" if number in RETIRED else "已调离" if number in LEFT_DISTRICT else "在职"
    first = min(posting.first for posting in instructor.postings)
    months = 13 - first.month - (first.day > 15) if first >= FIRST else 12
    if number in WRONG_MONTHS:
        months = 10
    yield instructor.id, body, state, months


# --- kinds of evidence -------------------------------------------------------------------------


def postings(instructor: Instructor) -> Iterator[Row]:
    for posting in instructor.postings:
        place = posting.community
        yield instructor.id, posting.id, place.id, place.kind, posting.first, posting.last or ""


def stays(instructor: Instructor) -> Iterator[Row]:
    for posting in instructor.postings:
        dice = posting.dice("stays")
        for month in posting.months:
            days = dice.between(2, 5) if dice.chance(40 + instructor.zeal * 6 // 10) else 1
            checked = "" if dice.chance(1) else "是" if dice.chance(98) else "否"
            day = date(2026, month, 26)
            yield instructor.id, posting.id, posting.record("Z", month), day, days, checked


def visits(instructor: Instructor) -> Iterator[Row]:
    for posting in instructor.postings:
        dice = posting.dice("visits")
        for month in posting.months:
            if dice.chance(20 + instructor.zeal * 8 // 10):
                homes = dice.between(3, 6 + instructor.zeal // 9)
                day = date(2026, month, dice.between(3, 24))
                yield instructor.id, posting.id, posting.record("V", month), day, homes


def problems(instructor: Instructor) -> Iterator[Row]:
    """Of its own; and of the community, which all who are posted there solve together."""
    if instructor.number in IDLE:
        return
    for posting in instructor.postings:
        dice = posting.dice("problems")
        for number in range(1, 2 + dice.below(2 + instructor.zeal // 16)):
            yield _problem(instructor, posting, posting.record("W", number), dice, heads=1)
        place = posting.community.number
        for number in range(1, 3):
            shared = Dice("party-building-instructor", "shared problem", place, number)
            raised = date(2026, 2 + 4 * number, shared.between(1, 25))
            heads = 2 if place <= 50 else 3
            if posting.holds(raised) and shared.chance(60):
                name = f"X{place:03}-{number}-{instructor.number:03}"
                yield _problem(instructor, posting, name, shared, heads=heads, raised=raised)


def _problem(
    instructor: Instructor,
    posting: Posting,
    name: str,
    dice: Dice,
    *,
    heads: int,
    raised: date | None = None,
) -> Row:
    level = dice.pick(("一般", "一般", "较难", "较难", "疑难"))
    day = raised or dice.day(max(FIRST, posting.first), max(posting.first, posting.last or LAST))
    solved: date | str = day + timedelta(days=dice.between(5, 70))
    if (isinstance(solved, date) and solved > date(2027, 1, 10)) or dice.chance(8):
        solved = ""
    liked = "" if not solved or dice.chance(1) else "是" if dice.chance(92) else "否"
    return instructor.id, posting.id, name, day, solved, level, liked, heads


def inspections(instructor: Instructor) -> Iterator[Row]:
    """One conclusion for a community, for everyone posted there on the day."""
    for posting in instructor.postings:
        place = posting.community
        day = date(2026, 11, 2 + place.number % 25)
        if posting.holds(day) and place.number not in NOT_INSPECTED:
            yield instructor.id, posting.id, posting.record("Y", 1), day, place.result


def ballots(instructor: Instructor) -> Iterator[Row]:
    for posting in instructor.postings:
        if instructor.number in UNRATED or not posting.holds(date(2026, 12, 1)):
            continue
        if instructor.number in ONE_UNRATED and posting.number == 2:
            continue
        dice = posting.dice("ballots")
        raters = ["居民代表"] * 5 + ["小区党组织"] * 2 + ["社区党组织"]
        if posting.community.kind == "未建支部小区" and posting.community.result != "达到目标":
            raters = [rater for rater in raters if rater != "小区党组织"]
        for number, rater in enumerate(raters, 1):
            reach = 12 if rater == "居民代表" else 8
            mark = "弃权" if dice.chance(1) else min(100, dice.around(posting.mood, reach))
            day = date(2026, 12, 1 + number)
            yield instructor.id, posting.id, posting.record("P", number), day, rater, mark


def experiences(instructor: Instructor) -> Iterator[Row]:
    dice = instructor.dice("experiences")
    if not dice.chance(instructor.zeal // 4):
        return
    name = dice.pick(("楼栋议事厅", "红色管家", "邻里食堂"))
    for number, level in enumerate(("街道", "区", "市")[: 1 + dice.below(3)], 1):
        day = date(2026, 3 + 3 * number, 15)
        yield instructor.id, f"D{instructor.number:03}-{number}", day, name, level


def offences(instructor: Instructor) -> Iterator[Row]:
    known = ((FORGED, "材料造假"), (HARMFUL, "侵害居民利益"), (ABSENT, "挂名不驻点"))
    for number, (numbers, offence) in enumerate(known, 1):
        if instructor.number in numbers:
            yield instructor.id, f"C{instructor.number:03}-{number}", date(2026, 9, 1), offence


def punishments(instructor: Instructor) -> Iterator[Row]:
    name = f"G{instructor.number:03}-1"
    if instructor.number in PUNISHED:
        yield instructor.id, name, date(2026, 8, 3), PUNISHED[instructor.number]
    if instructor.number in UNDER_REVIEW:
        yield instructor.id, name, date(2026, 12, 10), "审查中"


# --- files -------------------------------------------------------------------------------------

HEADINGS = headings_of("""
指导员名册 指导员编号 单位类别 人员情况 任职月数
派驻       指导员编号 派驻号 小区编号 派驻类型 派驻日 离任日
驻点       指导员编号 派驻号 记录号 登记日 驻点天数 社区已核实
走访       指导员编号 派驻号 走访号 走访日 户数
问题       指导员编号 派驻号 问题号 提出日 办结日 难度 居民认可 办理人数
验收       指导员编号 派驻号 验收号 验收日 成效
评议       指导员编号 派驻号 票号 评议日 评议方 评议分
典型经验   指导员编号 文号 印发日 经验 级别
查实问题   指导员编号 查实号 查实日 情形
党纪处分   指导员编号 处分号 处分日 处分种类
""")
_KINDS: Mapping[str, Callable[[Instructor], Iterable[Row]]] = {
    "指导员名册": roster,
    "派驻": postings,
    "驻点": stays,
    "走访": visits,
    "问题": problems,
    "验收": inspections,
    "评议": ballots,
    "典型经验": experiences,
    "查实问题": offences,
    "党纪处分": punishments,
}

# Rows as they come in real life: each is refused, with its place and its reason.
SLIPS: Mapping[str, tuple[Row, ...]] = {
    "派驻": (("示例指导员001", "PZ001-9", "XQ001", "薄弱小区", "2025-03-03", ""),),
    "驻点": (
        ("示例指导员002", "PZ002-1", "Z002-1-91", "2026-05-26", "32", "是"),
        ("示例指导员003", "PZ003-1", "Z003-1-91", "2025-12-26", "3", "是"),
    ),
    "走访": (
        ("示例指导员005", "PZ006-1", "V005-1-91", "2026-05-20", "8"),
        ("示例指导员201", "PZ201-1", "V201-1-91", "2026-05-20", "8"),
        ("示例指导员007", "PZ007-1", "V007-1-91", "2026-05-20", "八户"),
    ),
    "问题": (
        ("示例指导员008", "PZ008-1", "W008-1-91", "2026-05-20", "2026-06-31", "一般", "是", 1),
    ),
    "评议": (
        ("示例指导员010", "PZ010-1", "P010-1-91", "2026-12-02", "居民代表", "101"),
        ("示例指导员011", "PZ011-1", "P011-1-91", "2026-12-02", "本人", "100"),
    ),
}


def tables() -> Tables:
    return drawn(instructors(), _KINDS, SLIPS)


def files() -> Mapping[str, bytes]:
    return saved(HEADINGS, tables())


if __name__ == "__main__":
    write(Path(sys.argv[1]), files())
