"""Generated registers, records and results of others: engines agree, and no day is lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.backends.reference import ReferenceMatcher
from rules.compile import compile_policy
from rules.program import Program
from scoring.assess import assess_population
from scoring.assessment import Assessment
from scoring.conclude.effects import effects_told
from scoring.evidence import Evidence, Period
from scoring.intake.admit import admit_records
from scoring.population.assess import assess_at_once

Row = Mapping[str, object]
YEAR = Period("2026", date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31))

POLICY = """
考评: 生成的关系
编号: generated
版本: "1"
状态: 生效
生效: 2020-01-01
周期: 年度
对象: {种类: 企业}
考核数据:
  承继:
    字段:
      原企业: [甲, 乙, 丙]
      户数: {类型: "[0..9]", 小数: 0, 缺失: 不计}
      自: 日期
      至: {类型: 日期, 缺失: 不计}
    起止: [自, 至]
    关系: {键: 原企业, 唯一: 是, 其余: 本身}
  投诉:
    字段: {编号: 文本, 谁: 文本, 扣: "[0..9]"}
    标识: [编号]
    对象: {沿: 谁.承继, 计于: DAY}
  停梯:
    字段: {编号: 文本, 谁: 文本, 起: 日期, 止: 日期}
    标识: [编号]
    起止: [起, 止]
    对象: 谁.承继
    推算: {天数: "max（天数（起，止）+ 1，0）"}
引用:
  上年:
    考评: generated
    周期: 上期
    沿: 承继
    计于: 本期期末
    字段:
      等级: {取: 等次, 依次: [差, 好], 缺失: 不计}
      得分: {取: 总分, 范围: "[0..100]", 小数: 1}
统计口径:
  投诉数: {计数: 投诉}
  停梯天数: {求和: 停梯.天数}
  上年好: {比率: 上年, 分子: 等级 = 好, 零分母: 缺失, 保留: 2}
  上年分: {加权平均: 上年.得分, 权数: 承继.户数, 保留: 2}
  在管: {求和: 承继.户数}
指标:
  投诉: {分值: 50, 起评分: 满分, 扣分: [{每: 投诉, 扣: 扣}]}
  停梯: {取值: 50 - 停梯天数 * 0.1, 折算: 直接, 最低: 0, 缺失: 待定}
总分: {范围: "[0..100]", 保留: 1}
等次: {好: 60以上, 差: 不满60}
排名: {总排名: {按: 总分}}
名单:
  先进: {条件: 名次 <= 1, 记入: [{考评: other, 数据: 牌, 计于: 期末, 字段: {牌色: 红}}]}
  后进: {条件: 等次 = 差 且 非（上年好 = 100%）, 记入: [{考评: other, 数据: 牌, 计于: 期末}]}
"""

DAYS = st.integers(-60, 420).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
INSIDE = st.integers(0, 364).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
NAMES = st.sampled_from(["甲", "乙", "丙"])
MERGERS = st.lists(
    st.builds(
        lambda key, into, since, until, homes: {
            "原企业": key,
            "对象": into,
            "自": since,
            "至": until,
            "户数": homes,
        },
        NAMES,
        NAMES,
        DAYS,
        st.none() | DAYS,
        st.none() | st.integers(1, 9),
    ),
    max_size=4,
)
COMPLAINTS = st.lists(st.tuples(NAMES, INSIDE, st.integers(0, 9)), max_size=6)
STOPS = st.lists(st.tuples(NAMES, INSIDE, st.integers(0, 200)), max_size=4)
RESULTS = st.dictionaries(
    NAMES, st.tuples(st.sampled_from(["差", "好", None]), st.integers(0, 1000))
)


def program(day: str) -> Program:
    return compile_policy(POLICY.replace("DAY", day).encode(), "generated.yaml")[0]


PROGRAMS = {day: program(day) for day in ("发生日", "期末", "任期最长", "当月最长")}


@st.composite
def situations(draw: st.DrawFn) -> tuple[Program, Evidence, int]:
    """With how many days lifts stood still in the year, whoever's they were."""
    chosen = PROGRAMS[draw(st.sampled_from(sorted(PROGRAMS)))]
    stops = draw(STOPS)
    rows: dict[str, list[Row]] = {
        "承继": draw(MERGERS),
        "投诉": [
            {"编号": f"c{n}", "谁": who, "发生日": day, "扣": points}
            for n, (who, day, points) in enumerate(draw(COMPLAINTS))
        ],
        "停梯": [
            {"编号": f"s{n}", "谁": who, "起": since, "止": since + timedelta(days=days)}
            for n, (who, since, days) in enumerate(stops)
        ],
        "上年": [
            {"原企业": who, "等级": grade, "得分": f"{points // 10}.{points % 10}"}
            for who, (grade, points) in draw(RESULTS).items()
        ],
    }
    evidence = admit_records(
        chosen, period=YEAR, evidence=rows, subjects={name: {} for name in ("甲", "乙", "丙")}
    )
    still = sum(min(days, (YEAR.end - since).days) + 1 for _, since, days in stops)
    return chosen, evidence, still


def total_of(assessments: tuple[Assessment, ...], measure: str) -> object:
    return sum(int(str(a.measures[measure])) for a in assessments)


@settings(deadline=None, max_examples=40)
@given(situations())
def test_engines_agree_and_every_day_is_somebodys(found: tuple[Program, Evidence, int]) -> None:
    chosen, evidence, still = found
    expected = assess_population(chosen, evidence, ReferenceMatcher(chosen))
    at_once = assess_at_once(chosen, evidence, findings=True)
    assert at_once == expected
    assert effects_told(chosen, at_once, evidence) == effects_told(chosen, expected, evidence)
    assert total_of(expected, "停梯天数") == still
