"""What would lift a subject: worked out by hand, and every answer applied."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.backends.crossed import matcher_for
from rules.backends.reference import ReferenceMatcher
from rules.diagnostics import PolicyError
from rules.program import Program
from scoring.assess import Assessor
from scoring.evidence import Evidence
from scoring.population.assess import assess_at_once
from scoring.whatif.changes import Change, Changing, More, Reading, Without, records_in
from scoring.whatif.lifting import Lift, lift, require_grade
from scoring.whatif.moves import Kept, require_kept
from tests.scoring.situation import assessments, evidence_of, program_of

POINTS = """
对象: {种类: 企业, 字段: {事故: 整数}}
考核数据:
  投诉: {字段: {编号: 文本, 属实: 是否, 程度: {依次: [一般, 重大]}}, 标识: [编号]}
  表扬: {字段: {编号: 文本, 级别: [区, 市]}, 标识: [编号]}
  测评: {字段: {率: {类型: 数, 小数: 1, 范围: "[0..100]"}}}
统计口径:
  满意: {平均: 测评.率, 保留: 1}
指标:
  服务:
    起评分: 60
    扣分:
      - {编号: 投诉-1, 每: 投诉, 当: 属实 且 程度 = 一般, 扣: 2}
      - {编号: 投诉-2, 每: 投诉, 当: 属实 且 程度 = 重大, 扣: 5}
    加分:
      - {编号: 表扬-1, 每: 表扬, 当: 级别 = 市, 加: 1, 最多: 3}
  测评: {分值: 40, 取值: 满意, 折算: {线性: "[0..100]"}, 保留: 1, 缺失: 零分}
总分: {范围: "[0..103]", 保留: 1}
一票否决: [{编号: 事故, 情形: 事故 >= 1, 至多评为: 合格}]
等次: {优秀: 90以上, 合格: 60以上不满90, 不合格: 不满60}
"""


def found(
    policy: str,
    records: Sequence[dict[str, Any]],
    subjects: dict[str, dict[str, Any]] | None = None,
    **options: Any,
) -> tuple[Program, Evidence, Lift]:
    program = program_of(policy)
    evidence = evidence_of(program, subjects or {"甲": {"事故": 0}}, records)
    everyone = assessments(program, evidence)
    lifted = lift(program, evidence, everyone, "甲", ReferenceMatcher(program), **options)
    return program, evidence, lifted


def complaints(count: int, *, serious: int = 0) -> list[dict[str, Any]]:
    words = ["重大"] * serious + ["一般"] * (count - serious)
    return [
        {
            "kind": "投诉",
            "subject": "甲",
            "id": f"T{n}",
            "编号": f"T{n}",
            "属实": True,
            "程度": word,
        }
        for n, word in enumerate(words, 1)
    ]


def rated(rate: str) -> dict[str, Any]:
    return {"kind": "测评", "subject": "甲", "id": "C1", "率": rate}


def by_sort(lifted: Lift) -> dict[type[Change], list[Change]]:
    sorts: dict[type[Change], list[Change]] = {}
    for option in lifted.options:
        for change in option.changes:
            sorts.setdefault(type(change), []).append(change)
    return sorts


def test_the_fewest_records_are_found_and_proved_so():
    # 60 − 3 × 2 + 36 = 90 − 0.0: 60 − 8 + 36 = 88 needs one complaint less.
    _, _, lifted = found(POINTS, [*complaints(4), rated("90.0")])
    assert lifted.target == "优秀"
    fewest = next(o for o in lifted.options if isinstance(o.changes[0], Without))
    assert fewest.changes == (Without("投诉", "T1"),)
    assert (fewest.smallest, fewest.after.total, fewest.after.grade) == (True, 90, "优秀")


def test_a_number_is_turned_no_further_than_it_must_be():
    # 60 − 4 + 34 = 90 asks for 85.0 of 100: 40 × 85 / 100 = 34; 84.9 gives 33.96, rounded 34.0.
    _, _, lifted = found(POINTS, [*complaints(2), rated("80.0")], kept=Kept(frozenset({"投诉"})))
    (option,) = lifted.options
    assert option.changes == (Reading("测评", "C1", "率", 80, Fraction(849, 10)),)
    assert (option.smallest, option.after.total) == (True, 90)


def test_more_of_what_adds_points_up_to_its_limit():
    praise = {"kind": "表扬", "subject": "乙", "id": "B1", "编号": "B1", "级别": "市"}
    kept = Kept(frozenset({"投诉", "测评"}))
    subjects = {"甲": {"事故": 0}, "乙": {"事故": 0}}
    # 60 − 4 + 32 = 88 needs two, 60 − 8 + 32 = 84 needs six of which three count.
    _, evidence, lifted = found(
        POINTS, [*complaints(2), rated("80.0"), praise], subjects, kept=kept
    )
    (option,) = lifted.options
    assert option.changes == (More(evidence.of("乙")[0], 2),)
    _, _, lifted = found(POINTS, [*complaints(4), rated("80.0"), praise], subjects, kept=kept)
    assert (lifted.options, lifted.lack, lifted.spent) == ((), "nothing", False)


def test_a_heavier_complaint_that_was_a_lighter_one_is_a_way_too():
    _, _, lifted = found(
        POINTS,
        [*complaints(2, serious=1), rated("90.0")],
        kept=Kept(frozenset({"投诉.属实", "测评"})),
    )
    (option,) = lifted.options
    # 60 − 7 + 36 = 89: without the lighter complaint 91, with the heavier one light 92.
    assert option.changes == (Without("投诉", "T2"),)


def test_where_one_sort_does_not_do_all_are_tried_together():
    records = [*complaints(1), rated("60.0")]
    praise = {"kind": "表扬", "subject": "甲", "id": "B1", "编号": "B1", "级别": "市"}
    # 60 − 2 + 24 + 1 = 83: at most 60 + 24 + 3 without the complaint, 58 + 40 + 1 by the rate.
    _, _, lifted = found(POINTS, [*records, praise], kept=Kept(frozenset({"测评"})), target="优秀")
    assert lifted.lack == "nothing"
    _, _, lifted = found(POINTS, [*complaints(9), rated("60.0"), praise])
    (option,) = lifted.options
    assert {type(change) for change in option.changes} == {Without, Reading}
    assert (option.after.grade, option.smallest) == ("优秀", False)


def test_a_veto_that_allows_no_better_makes_it_impossible():
    _, _, lifted = found(POINTS, [rated("100.0")], {"甲": {"事故": 1}})
    assert (lifted.lack, [veto.id for veto in lifted.vetoes]) == ("veto", ["事故"])
    assert lifted.options == ()


def test_a_veto_that_makes_the_total_zero_makes_it_impossible():
    policy = POINTS.replace("至多评为: 合格", "清零: 是")
    _, _, lifted = found(policy, [rated("100.0")], {"甲": {"事故": 1}})
    assert (lifted.target, lifted.lack) == ("合格", "veto")


@pytest.mark.parametrize(
    ("accidents", "rate", "lack"), [(None, "100.0", "state"), (0, "100.0", "best")]
)
def test_who_has_no_grade_or_the_best_cannot_be_lifted(accidents, rate, lack):
    policy = POINTS.replace("事故: 整数", "事故: {类型: 整数, 缺失: 不计}")
    _, _, lifted = found(policy, [rated(rate)], {"甲": {"事故": accidents}})
    assert (lifted.lack, lifted.options) == (lack, ())


def test_a_grade_already_reached_is_said_to_be_so():
    _, _, lifted = found(POINTS, [rated("80.0")], target="合格")
    assert (lifted.target, lifted.lack) == ("合格", "best")


def test_names_that_the_policy_does_not_have_are_refused():
    program = program_of(POINTS)
    for ask in (lambda: require_grade(program, "优良"), lambda: require_kept(program, ["投述"])):
        with pytest.raises(PolicyError):
            ask()


SEATS = """
对象: {种类: 支部, 字段: {备注: {类型: 文本, 缺失: 不计}}}
考核数据:
  活动: {字段: {编号: 文本, 合格: 是否}, 标识: [编号]}
指标: {工作: {起评分: 80, 加分: [{编号: 活动-1, 每: 活动, 当: 合格, 加: 2}]}}
总分: {范围: "[0..120]", 保留: 0}
等次: {优秀: 82以上, 合格: 不满82}
排名: {全体: {按: 总分}}
比例控制:
  - {名称: 优秀比例, 按: 全体, 至多: {优秀: 50%}, 取整: 舍去, 并列: 不列入, 力度: 硬}
"""


def test_a_seat_asks_for_more_than_the_standard_where_others_hold_it():
    done = {"甲": 1, "乙": 3, "丙": 4, "丁": 0}
    records = [
        {"kind": "活动", "subject": name, "id": f"{name}{n}", "编号": f"{name}{n}", "合格": True}
        for name, count in done.items()
        for n in range(count)
    ]
    _, _, lifted = found(SEATS, records, {name: {} for name in done})
    (option,) = lifted.options
    # 82 meets the standard; the second of two seats is held with 86.
    (more,) = option.changes
    assert isinstance(more, More)
    assert more.count == 3
    assert (option.after.total, option.after.grade) == (88, "优秀")


BESIDE = """
对象: {种类: 企业, 字段: {备注: {类型: 文本, 缺失: 不计}}}
考核数据:
  走访: {字段: {编号: 文本, 合格: 是否}, 标识: [编号]}
统计口径:
  次数: {计数: 走访, 当: 合格}
  名次: {与最好之比: 次数, 零分母: 缺失, 保留: 2}
指标: {走访: {分值: 100, 取值: 名次, 折算: {线性: "[0%..100%]"}, 保留: 0, 缺失: 零分}}
总分: {范围: "[0..100]", 保留: 0}
等次: {优秀: 90以上, 合格: 不满90}
"""


def grade_after(program: Program, evidence: Evidence, changes: Sequence[Change]) -> set[str]:
    """The grade of 甲 by every engine."""
    after = Changing(program, evidence, "甲").among_all(changes)
    whole = [
        Assessor(program, matcher_for(program, "durable")).population(after),
        Assessor(program, ReferenceMatcher(program)).population(after),
        assess_at_once(program, after),
    ]
    return {one.grade or "" for found in whole for one in found if one.subject == "甲"}


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), st.sampled_from(["一般", "重大"])), max_size=6),
    st.lists(st.sampled_from(["区", "市"]), max_size=3),
    st.integers(0, 1000),
    st.integers(0, 1),
)
def test_every_answer_applied_gives_the_promised_grade_on_every_engine(
    bad, praised, rate, accidents
):
    records = [
        {"kind": "投诉", "subject": "甲", "id": f"T{n}", "编号": f"T{n}", "属实": s, "程度": w}
        for n, (s, w) in enumerate(bad)
    ]
    records += [
        {"kind": "表扬", "subject": "甲", "id": f"B{n}", "编号": f"B{n}", "级别": level}
        for n, level in enumerate(praised)
    ]
    records.append(rated(f"{rate // 10}.{rate % 10}"))
    records.append({"kind": "表扬", "subject": "乙", "id": "B9", "编号": "B9", "级别": "市"})
    subjects = {"甲": {"事故": accidents}, "乙": {"事故": 0}}
    program, evidence, lifted = found(POINTS, records, subjects)
    order = [grade.name for grade in program.grades]
    for option in lifted.options:
        after = grade_after(program, evidence, option.changes)
        assert after == {option.after.grade}
        assert order.index(option.after.grade or "") <= order.index(lifted.target or "")
        if option.smallest and records_in(option.changes) > 1:
            for left_out in option.changes:
                rest = [change for change in option.changes if change is not left_out]
                assert order.index(*grade_after(program, evidence, rest)) > order.index(
                    lifted.target or ""
                )


def test_what_is_computed_of_a_record_follows_it():
    program = program_of(
        """
对象: {种类: 企业, 字段: {备注: {类型: 文本, 缺失: 不计}}}
考核数据:
  工单:
    字段: {编号: 文本, 天数: {类型: 整数, 范围: "[0..90]"}}
    标识: [编号]
    推算: {超期: 天数 > 15}
指标: {时效: {起评分: 100, 扣分: [{编号: 超期-1, 每: 工单, 当: 超期, 扣: 20}]}}
总分: {范围: "[0..100]", 保留: 0}
等次: {优秀: 90以上, 合格: 不满90}
"""
    )
    record = {"kind": "工单", "subject": "甲", "id": "G1", "编号": "G1", "天数": 40}
    evidence = evidence_of(program, {"甲": {}}, [record])
    everyone = assessments(program, evidence)
    lifted = lift(program, evidence, everyone, "甲", ReferenceMatcher(program))
    readings = [o.changes for o in lifted.options if isinstance(o.changes[0], Reading)]
    assert readings == [(Reading("工单", "G1", "天数", 40, 15),)]
