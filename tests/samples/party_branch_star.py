"""Writes the synthetic evidence of `party-branch-star`: 420 branches, the same bytes always.

    python -m tests.samples.party_branch_star policies/party-branch-star/sample

Everything is invented. Each branch draws each kind of evidence from a stream of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.samples.dice import FIRST, Dice
from tests.samples.sheets import Row, Tables, drawn, headings_of, saved, write

STREETS = ("东街道", "南街道", "西街道", "北街道", "中街道", "新街道")
COMMUNITIES = "甲乙丙丁戊"
BRANCHES = 420
AS_OF = date(2027, 1, 10)

# What the dice alone would seldom give; the numbers are those in the branches' names.
DISSOLVED = {77, 203}
NEW_THIS_YEAR = {18, 140, 266, 391}
FALSE_DATA = {52}
MASS_EVENT = {131}
SECRETARY_PUNISHED = {24, 245}
OVERDUE_ELECTION = {66, 310}
UNDER_INVESTIGATION = {174}
LONG_VACANT = {95, 288}
SHORT_VACANT = {41, 160, 333}
HONOURED = {12, 119, 356}
FEW_COMMITTEE_BALLOTS = {205}
WITHOUT_SURVEY = {372}
WITHOUT_MATTERS = {58, 214}
UNCLEAR_PAY = {228}
UNPOPULAR = {33, 187, 299, 404}
TWIN_OF = {208: 207}


@dataclass(frozen=True, slots=True)
class Branch:
    """`quality` from 0 to 100 moves everything; `stream` names the dice (a twin has its twin's)."""

    number: int
    stream: int
    quality: int
    members: int

    @property
    def id(self) -> str:
        return f"ZB{self.number:03}"

    @property
    def street(self) -> str:
        return STREETS[self.stream % len(STREETS)]

    @property
    def community(self) -> str:
        return f"{self.street[0]}{COMMUNITIES[self.stream // len(STREETS) % 5]}社区"

    def dice(self, kind: str) -> Dice:
        return Dice("party-branch-star", kind, self.stream)

    def lacks(self, percent: int) -> int:
        """A chance in percent that is full for the worst branch and none for the best."""
        return (100 - self.quality) * percent // 100


def branches() -> Iterator[Branch]:
    for number in range(1, BRANCHES + 1):
        stream = TWIN_OF.get(number, number)
        dice = Dice("party-branch-star", "branch", stream)
        quality = 100 - dice.below(32) - dice.below(44) * (dice.below(4) == 0)
        if stream in FALSE_DATA | MASS_EVENT | SECRETARY_PUNISHED | OVERDUE_ELECTION:
            quality = 96
        if stream in HONOURED:
            quality = 88
        yield Branch(number, stream, quality, dice.between(12, 60))


# --- kinds of evidence -------------------------------------------------------------------------


def checks(branch: Branch) -> Iterator[Row]:
    dice = branch.dice("checks")
    vacant = months_vacant(branch)
    for quarter in range(1, 5):
        day = dice.day(date(2026, 3 * quarter - 2, 5), date(2026, 3 * quarter, 25))
        team = "缺员" if dice.chance(branch.lacks(60)) else "健全"
        if vacant >= 3 * (5 - quarter):
            team = "书记空缺"
        life = "未开展" if dice.chance(branch.lacks(16)) else "正常"
        if dice.chance(branch.lacks(50)):
            life = "不规范"
        yield branch.id, f"J{branch.number:03}-{quarter}", day, team, life


def stations(branch: Branch) -> Iterator[Row]:
    dice = branch.dice("stations")
    day = dice.day(date(2026, 9, 1), date(2026, 11, 30))
    for item in ("统一标识", "党旗", "入党誓词", "党员权利", "党员义务", "工作职责"):
        met = "否" if dice.chance(branch.lacks(45)) else "是"
        yield branch.id, f"H{branch.number:03}", day, item, met


def volunteering(branch: Branch) -> Iterator[Row]:
    dice = branch.dice("volunteering")
    number = 0
    for month in range(1, 13):
        if dice.chance(15 + branch.lacks(50)):
            continue
        number += 1
        share = dice.between(26, 62) - branch.lacks(25)
        people = max(1, branch.members * share // 100)
        yield branch.id, f"Y{branch.number:03}-{number:02}", date(2026, month, 20), people


def survey(branch: Branch) -> Iterator[Row]:
    if branch.number in WITHOUT_SURVEY:
        return
    dice = branch.dice("survey")
    unhappy = 52 if branch.number in UNPOPULAR else 1 + branch.lacks(42)
    for number in range(1, 16):
        answer = "不满意" if dice.chance(unhappy) else dice.pick(("满意", "满意", "基本满意"))
        if dice.chance(3):
            answer = "不了解"
        day = dice.day(date(2026, 10, 8), date(2026, 11, 20))
        yield branch.id, f"W{branch.number:03}-{number:02}", day, answer


def matters(branch: Branch) -> Iterator[Row]:
    if branch.number in WITHOUT_MATTERS:
        return
    dice = branch.dice("matters")
    for number in range(1, 1 + dice.between(3, 9)):
        raised = dice.day()
        solved: date | str = raised + timedelta(days=dice.between(7, 60))
        if dice.chance(branch.lacks(55)):
            solved = raised + timedelta(days=dice.between(61, 120)) if dice.chance(60) else ""
        yield branch.id, f"S{branch.number:03}-{number:02}", raised, known(solved)


def requests(branch: Branch) -> Iterator[Row]:
    dice = branch.dice("requests")
    for number in range(1, 1 + dice.between(4, 14)):
        received = dice.day()
        slow = dice.chance(branch.lacks(30))
        answered = received + timedelta(days=dice.between(2, 5) if slow else dice.below(2))
        days = dice.between(16, 40) if dice.chance(branch.lacks(40)) else dice.between(2, 15)
        closed: date | str = received + timedelta(days=days)
        if dice.chance(branch.lacks(8)):
            closed = ""
        beyond = "是" if dice.chance(4) else "否"
        order = f"G{branch.number:03}-{number:02}"
        yield branch.id, order, received, known(answered), known(closed), beyond


def known(day: date | str) -> date | str:
    """What happens after the as-of date is not known on it."""
    return "" if isinstance(day, date) and day > AS_OF else day


def experiences(branch: Branch) -> Iterator[Row]:
    dice = branch.dice("experiences")
    number = 0
    for name in ("楼栋议事厅", "红色管家", "老旧小区加装电梯"):
        if not dice.chance(max(5, branch.quality - 34)):
            continue
        day = dice.day(date(2026, 3, 1), date(2026, 10, 31))
        for level in ("街道", "区", "市")[: 1 + dice.below(3)]:
            number += 1
            document = f"D{branch.number:03}-{number}"
            yield branch.id, document, day + timedelta(days=9 * number), name, level


def projects(branch: Branch) -> Iterator[Row]:
    dice = branch.dice("projects")
    for number in range(1, 1 + dice.between(1, 3)):
        claimed = dice.day(FIRST, date(2026, 9, 30))
        done: date | str = claimed + timedelta(days=dice.between(20, 90))
        if dice.chance(8 + branch.lacks(40)):
            done = ""
        yield branch.id, f"X{branch.number:03}-{number}", claimed, done


def faults(branch: Branch) -> Iterator[Row]:
    dice = branch.dice("faults")
    for number in range(1, 4):
        if dice.chance(branch.lacks(28)):
            matter = dice.pick(("通报批评", "通报批评", "信访处置不力", "党员受处分"))
            yield branch.id, f"F{branch.number:03}-{number}", dice.day(), matter


def offences(branch: Branch) -> Iterator[Row]:
    dice = branch.dice("offences")
    number = f"L{branch.number:03}-1"
    for known_cases, offence in (
        (FALSE_DATA, "弄虚作假"),
        (MASS_EVENT, "严重群体性事件"),
        (SECRETARY_PUNISHED, "书记受处分"),
        (OVERDUE_ELECTION, "逾期未换届"),
    ):
        if branch.number in known_cases:
            yield branch.id, number, dice.day(), offence, "是"
    if branch.number in UNDER_INVESTIGATION:
        yield branch.id, number, date(2026, 12, 18), "严重群体性事件", "调查中"
    elif dice.below(1000) < 8:
        yield branch.id, f"L{branch.number:03}-2", dice.day(), "弄虚作假", "否"


def honours(branch: Branch) -> Iterator[Row]:
    dice = branch.dice("honours")
    number = f"B{branch.number:03}-1"
    if branch.number in HONOURED:
        yield branch.id, number, date(2026, 6, 30), dice.pick(("区", "市"))
    elif dice.chance(max(2, branch.quality - 80)):
        yield branch.id, number, date(2026, 6, 30), "街道"


def ballots(branch: Branch) -> Iterator[Row]:
    dice = branch.dice("ballots")
    committee = 2 if branch.number in FEW_COMMITTEE_BALLOTS else 3
    middle = 58 + branch.quality * 38 // 100
    number = 0
    for rater, count, reach in (
        ("社区党委", committee, 6),
        ("支部党员", 5, 8),
        ("居民代表", 8, 12),
    ):
        for _ in range(count):
            number += 1
            mark: object = min(100, dice.around(middle, reach))
            if rater != "社区党委" and dice.chance(1):
                mark = "弃权"
            day = dice.day(date(2026, 12, 1), date(2026, 12, 20))
            yield branch.id, f"P{branch.number:03}-{number:02}", day, rater, mark


# --- the register ------------------------------------------------------------------------------


def months_vacant(branch: Branch) -> int:
    if branch.number in LONG_VACANT:
        return 8
    return 4 if branch.number in SHORT_VACANT else 0


def roster(branch: Branch) -> Iterator[Row]:
    dice = branch.dice("subject")
    months = dice.between(2, 5) if branch.number in NEW_THIS_YEAR else 12
    owners = dice.chance(82)
    ratio = f"{dice.between(20, 46) + branch.quality * 40 // 100}%"
    vacant = months_vacant(branch)
    full_time = dice.chance(45)
    paid = dice.chance(55) if full_time else dice.chance(80)
    served = dice.between(1, 11) if dice.chance(8) else months
    yield (
        branch.id,
        f"示例小区{branch.number:03}党支部",
        branch.street,
        branch.community,
        "已撤并" if branch.number in DISSOLVED else "正常",
        months,
        branch.members,
        "已成立" if owners else "未成立",
        ratio if owners else "",
        "空缺" if vacant else "专职" if full_time else "兼职",
        "" if vacant or branch.number in UNCLEAR_PAY else "是" if paid else "否",
        0 if vacant else min(served, months),
        vacant,
    )


# --- files -------------------------------------------------------------------------------------

# The first row of each table.
_HEADINGS = """
支部名册 支部编号 支部名称 街道 社区 存续 本年度运行月数 在册和报到党员数 业委会
         业委会党员比例 书记任职 财政开支渠道 书记任职月数 空缺月数
支部检查 支部编号 检查单号 检查日 班子状况 组织生活
阵地核查 支部编号 核查单号 核查日 核查项 达标
志愿服务 支部编号 活动号 活动日 参加党员数
入户调查 支部编号 问卷号 调查日 评价
协商事项 支部编号 事项号 提出日 解决日
居民诉求 支部编号 工单号 受理日 响应日 办结日 剔除
典型经验 支部编号 文号 印发日 经验 级别
管家计划 支部编号 项目号 认领日 完成日
负面清单 支部编号 认定书号 认定日 事项
否决事项 支部编号 立案号 立案日 情形 查实
表彰     支部编号 决定号 表彰日 表彰级别
民主评议 支部编号 票号 评议日 评议人 得分
"""
HEADINGS = headings_of(_HEADINGS)
_KINDS: Mapping[str, Callable[[Branch], Iterable[Row]]] = {
    "支部名册": roster,
    "支部检查": checks,
    "阵地核查": stations,
    "志愿服务": volunteering,
    "入户调查": survey,
    "协商事项": matters,
    "居民诉求": requests,
    "典型经验": experiences,
    "管家计划": projects,
    "负面清单": faults,
    "否决事项": offences,
    "表彰": honours,
    "民主评议": ballots,
}

# Rows as they come in real life: each is refused, with its place and its reason.
SLIPS: Mapping[str, tuple[Row, ...]] = {
    "支部名册": (
        (
            "ZB421",
            "示例小区421党支部",
            "东街道",
            "东甲社区",
            "正常",
            14,
            30,
            "已成立",
            "50%",
            "兼职",
            "是",
            12,
            0,
        ),
    ),
    "支部检查": (("ZB008", "J008-9", "2026-06-11", "基本健全", "正常"),),
    "志愿服务": (
        ("ZB009", "Y009-91", "2026-05-20", "二十"),
        ("ZB010", "Y010-91", "2025-12-20", 12),
    ),
    "入户调查": (("ZB011", "W011-91", "2026-11-31", "满意"),),
    "居民诉求": (
        ("ZB013", "", "2026-05-06", "2026-05-06", "2026-05-09", "否"),
        ("ZB014", "G014-91", "2026-05-06", "2026-05-06", "2026-05-09", "否"),
        ("ZB014", "G014-91", "2026-05-06", "2026-05-06", "2026-05-09", "否"),
    ),
    "表彰": (
        ("ZB015", "B015-9", "2026-06-30", "区"),
        ("ZB015", "B015-9", "2026-06-30", "街道"),
    ),
    "民主评议": (
        ("ZB016", "P016-91", "2026-12-03", "居民代表", "101"),
        ("ZB017", "P017-91", "2026-12-03", "居民代表", "88.25"),
        ("ZB421", "P421-01", "2026-12-03", "居民代表", "90"),
        ("ZB999", "P999-01", "2026-12-03", "居民代表", "90"),
    ),
}


def tables() -> Tables:
    return drawn(list(branches()), _KINDS, SLIPS)


def files() -> Mapping[str, bytes]:
    return saved(HEADINGS, tables())


if __name__ == "__main__":
    write(Path(sys.argv[1]), files())
