"""Writes the synthetic evidence of `property-company`: 72 companies, the same bytes always.

    python -m tests.samples.property_company policies/property-company/sample

Everything is invented. Whole numbers only and a generator of our own, so that no Python version
and no machine changes a byte. Each company draws each kind of evidence from a stream of its own.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from tests.samples.dice import FIRST, LAST, Dice
from tests.samples.sheets import Row, Tables, drawn, headings_of, saved, shown, write

COMMUNITIES = ("甲社区", "乙社区", "丙社区", "丁社区", "戊社区", "己社区")
COMPANIES = 72
AS_OF = date(2027, 1, 10)

# What the dice alone would seldom give; the numbers are those in the companies' names.
FALSE_MATERIAL = {8}
MAJOR_ACCIDENT = {15}
UNDER_INVESTIGATION = {19}
WITHOUT_OWNERS = {22}
FEW_COMMITTEE = {3, 23, 41}
LEFT_TOWN = {25, 60}
NEW_THIS_YEAR = {26, 47, 58}
REFUSED_REPAIRS = {31, 52}
WITHOUT_FIRE_CHECK = {37}
WITHOUT_INSPECTION = {43}
WITHOUT_LAST_YEAR = {46}
RISING = {11, 33, 44}
UNPOPULAR = {29, 54}
SOLVED_EVERYTHING = {10, 36}
TWIN_OF = {62: 61}


@dataclass(frozen=True, slots=True)
class Company:
    """`quality` from 0 to 100 moves everything; `stream` names the dice (a twin has its twin's)."""

    number: int
    stream: int
    quality: int
    households: int

    @property
    def id(self) -> str:
        return f"WY{self.number:03}"

    @property
    def community(self) -> str:
        return COMMUNITIES[self.stream % len(COMMUNITIES)]

    def dice(self, kind: str) -> Dice:
        return Dice("property-company", kind, self.stream)


def companies() -> Iterator[Company]:
    for number in range(1, COMPANIES + 1):
        stream = TWIN_OF.get(number, number)
        dice = Dice("property-company", "company", stream)
        quality = 100 - dice.below(52) - dice.below(30) * dice.below(2)
        if stream in MAJOR_ACCIDENT | FALSE_MATERIAL | UNDER_INVESTIGATION | REFUSED_REPAIRS:
            quality = 84 + stream % 7
        if stream in SOLVED_EVERYTHING:
            quality = 34
        yield Company(number, stream, quality, dice.between(4, 36) * 100)


# --- kinds of evidence -------------------------------------------------------------------------


def ballots(company: Company) -> Iterator[Row]:
    dice = company.dice("ballots")
    raters = {"党员": 12, "业委会": 7, "业主代表": 40}
    if company.number in WITHOUT_OWNERS:
        raters["业主代表"] = 0
    if company.number in FEW_COMMITTEE:
        raters["业委会"] = 3
    middle = 56 if company.number in UNPOPULAR else 56 + company.quality * 40 // 100
    number = 0
    for rater, count in raters.items():
        reach = 14 if rater == "业主代表" else 8
        for _ in range(count):
            number += 1
            tenths = 10 * min(100, dice.around(middle, reach)) + 5 * dice.below(2)
            mark = "弃权" if dice.chance(1) else shown(min(tenths, 1000))
            day = dice.day(date(2026, 11, 1), date(2026, 12, 15))
            yield company.id, f"P{company.number:03}-{number:03}", day, rater, mark


def complaint_count(company: Company) -> int:
    if company.number in SOLVED_EVERYTHING:
        return company.households * 13 // 1000
    return company.households * max(4, (104 - company.quality) * 14 // 10) // 8000


def complaints(company: Company) -> Iterator[Row]:
    dice = company.dice("complaints")
    slow = 0 if company.number in SOLVED_EVERYTHING else (100 - company.quality) // 2
    for number in range(1, complaint_count(company) + 1):
        received = dice.day()
        verified = "是" if dice.chance(80) else "否"
        if dice.chance(2):
            verified = ""
        level = (
            "重大"
            if dice.below(1000) < (104 - company.quality) // 3
            else "较重"
            if dice.chance(14)
            else "一般"
        )
        days = dice.between(8, 30) if dice.chance(slow) else dice.below(8)
        closed: date | str = received + timedelta(days=days)
        if dice.chance(slow // 6):
            closed = ""
        channel = dice.pick(("信访", "12345热线", "12345热线", "数字城管", "社区转办"))
        order = f"G{company.number:03}-{number:03}"
        yield company.id, order, 1, channel, received, closed, verified, level
        if dice.chance(18):
            again = min(LAST, received + timedelta(days=dice.between(1, 6)))
            yield company.id, order, 2, "社区转办", again, closed, verified, level


def inspections(company: Company) -> Iterator[Row]:
    if company.number in WITHOUT_INSPECTION:
        return
    dice = company.dice("inspections")
    middle = 66 + company.quality * 30 // 100
    for visit in range(1, 5):
        day = dice.day(date(2026, 3 * visit - 2, 5), date(2026, 3 * visit, 25))
        for item in ("环境卫生", "秩序维护", "设施设备", "消防安全", "绿化养护"):
            mark = min(100, dice.around(middle, 12))
            if item == "消防安全" and company.number in WITHOUT_FIRE_CHECK:
                continue
            yield company.id, f"J{company.number:03}-{visit}", day, item, mark


def repairs(company: Company) -> Iterator[Row]:
    dice = company.dice("repairs")
    late = (100 - company.quality) * 2 // 5
    for number in range(1, 1 + (105 - company.quality) // 9 + dice.below(3)):
        given = dice.day(FIRST, date(2026, 12, 20))
        due = given + timedelta(days=30)
        done: date | str = given + timedelta(days=dice.between(3, 30))
        if company.number not in SOLVED_EVERYTHING and dice.chance(late):
            done = due + timedelta(days=dice.between(1, 40)) if dice.chance(60) else ""
        if isinstance(done, date) and done > AS_OF:
            done = ""
        yield company.id, f"Z{company.number:03}-{number:02}", given, due, done


def accidents(company: Company) -> Iterator[Row]:
    dice = company.dice("accidents")
    number = f"S{company.number:03}-1"
    if company.number in MAJOR_ACCIDENT:
        yield company.id, number, dice.day(), "重大", "主要责任"
    elif company.number in UNDER_INVESTIGATION:
        yield company.id, number, date(2026, 12, 22), "重大", "调查中"
    elif dice.chance(4 + (100 - company.quality) // 3):
        blame = dice.pick(("无责任", "次要责任", "次要责任", "主要责任", "全部责任"))
        yield company.id, number, dice.day(), dice.pick(("一般", "一般", "较大")), blame


def offences(company: Company) -> Iterator[Row]:
    dice = company.dice("offences")
    number = f"C{company.number:03}-1"
    if company.number in FALSE_MATERIAL:
        yield company.id, number, dice.day(), "提供虚假材料"
    elif company.number in REFUSED_REPAIRS:
        yield company.id, number, dice.day(), "拒不整改"
    elif dice.chance(3):
        yield company.id, number, dice.day(), "拒不配合检查"


def prizes(company: Company) -> Iterator[Row]:
    dice = company.dice("prizes")
    contests = ("消防技能竞赛", "保洁技能竞赛", "电梯应急竞赛", "客户服务竞赛")
    number = 0
    for contest in contests:
        if not dice.chance(max(4, company.quality - 62)):
            continue
        day = dice.day(date(2026, 4, 1), date(2026, 10, 31))
        for level in ("镇", "区", "市")[: 1 + dice.below(3)]:
            number += 1
            yield company.id, f"H{company.number:03}-{number}", day, contest, level


def salons(company: Company) -> Iterator[Row]:
    dice = company.dice("salons")
    for month in range(1, 13):
        if not dice.chance(20 + company.quality // 3):
            continue
        session = f"{month:02}月沙龙"
        leads = dice.chance(8)
        for person in range(1, 2 + dice.below(2)):
            role = "是" if leads and person == 1 else "否"
            day = date(2026, month, 16)
            yield company.id, session, day, f"{company.id}代表{person}", role


# --- the register ------------------------------------------------------------------------------


def roster(company: Company) -> Iterator[Row]:
    dice = company.dice("subject")
    before = complaint_count(company) * dice.between(70, 140) // 100
    if company.number in RISING:
        before = max(1, complaint_count(company) // 3)
    yield (
        company.id,
        f"示例物业{company.number:03}",
        company.community,
        "已退出" if company.number in LEFT_TOWN else "在营",
        dice.between(2, 5) if company.number in NEW_THIS_YEAR else 12,
        company.households,
        "" if company.number in WITHOUT_LAST_YEAR | NEW_THIS_YEAR else before,
    )


# --- files -------------------------------------------------------------------------------------

# The first row of each table.
_HEADINGS = """
企业名册     企业编号 企业名称 牵头社区 经营状态 本年度服务月数 服务户数 上年投诉数
满意度测评   企业编号 票号 测评日 评价人类别 得分
投诉         企业编号 工单号 转办次 渠道 受理日 办结日 已核实 严重程度
现场检查     企业编号 检查单号 检查日 检查项 得分
整改         企业编号 通知书号 下达日 整改期限 完成日
安全责任事故 企业编号 事故编号 事故日 等级 责任
诚信问题     企业编号 认定书号 认定日 情形
竞赛获奖     企业编号 证书号 获奖日 赛事 级别
沙龙参与     企业编号 场次 活动日 参加人 主讲
"""
HEADINGS = headings_of(_HEADINGS)
_KINDS: Mapping[str, Callable[[Company], Iterable[Row]]] = {
    "企业名册": roster,
    "满意度测评": ballots,
    "投诉": complaints,
    "现场检查": inspections,
    "整改": repairs,
    "安全责任事故": accidents,
    "诚信问题": offences,
    "竞赛获奖": prizes,
    "沙龙参与": salons,
}

# Rows as they come in real life: each is refused, with its place and its reason.
SLIPS: Mapping[str, tuple[Row, ...]] = {
    "企业名册": (("WY073", "示例物业073", "甲社区", "在营", 13, 800, 6),),
    "满意度测评": (
        ("WY001", "P001-901", "2026-11-03", "党员", "105"),
        ("WY002", "P002-901", "2026-11-03", "党员", "九十"),
        ("WY004", "P004-901", "2026-11-03", "党员代表", "88"),
        ("WY006", "P006-901", "2026-11-03", "业主代表", "88.25"),
        ("WY007", "P007-901", "2026-11-31", "业主代表", "90"),
        ("WY099", "P099-001", "2026-11-03", "党员", "90"),
    ),
    "投诉": (
        ("WY011", "G011-901", 1, "12345热线", "2025-12-30", "2026-01-04", "是", "一般"),
        ("WY012", "G012-901", 1, "市长信箱", "2026-05-06", "2026-05-08", "是", "一般"),
        ("WY014", "G014-901", 1, "信访", "2026-05-06", "2026-05-08", "是", "很重"),
        ("WY016", "", 1, "信访", "2026-05-06", "2026-05-08", "是", "一般"),
        ("WY017", "G017-901", 1, "信访", "2026/5/6", "2026-05-08", "是", "一般"),
        ("WY073", "G073-001", 1, "信访", "2026-05-06", "2026-05-08", "是", "一般"),
        ("WY018", "G018-901", 1, "信访", "2026-05-06", "2026-05-08", "是", "一般"),
        ("WY018", "G018-901", 1, "信访", "2026-05-06", "2026-05-08", "是", "一般"),
    ),
    "现场检查": (("WY020", "J020-9", "2026-09-09", "消防安全", "-1"),),
    "竞赛获奖": (
        ("WY021", "H021-9", "2026-06-01", "消防技能竞赛", "镇"),
        ("WY021", "H021-9", "2026-06-01", "消防技能竞赛", "市"),
    ),
}


def tables() -> Tables:
    return drawn(list(companies()), _KINDS, SLIPS)


def files() -> Mapping[str, bytes]:
    return saved(HEADINGS, tables())


if __name__ == "__main__":
    write(Path(sys.argv[1]), files())
