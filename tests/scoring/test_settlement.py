"""Settlement: who has signed what, what a signature is for, and what is paid without one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.program import Program
from scoring.assessment import Assessment
from scoring.conclude.awards import pool_sum
from scoring.evidence import Origin
from scoring.settle.settlement import Settlement, settle
from scoring.settle.signatures import Signature, sign_state
from tests.scoring.situation import assessments, evidence_of, program_of

CUT_OFF = date(2027, 1, 31)
POLICY = """
对象:
  种类: 党员
  字段: {姓名: 文本, 得分: "[0..100]"}
  名称字段: 姓名
指标:
  表现: {分值: 100, 取值: 得分, 折算: 直接, 缺失: 待定}
总分: {范围: "[0..100]", 保留: 2}
等次: {优秀: 90以上, 合格: 60以上不满90, 不合格: 不满60}
签字:
  年度考核: {各方: [所属单位, {方: 社区党组织, 角色: [书记, 副书记]}]}
  民主评议: {各方: [党支部]}
系数:
  绩效系数:
    表: {优秀: 0.2, 合格: 0.1, 不合格: 无}
    方式: 上浮
    由: 所属单位
    签字: [年度考核]
奖励资金:
  奖金:
    金额: 100
    条件: 等次 = 优秀
    方法: 平均
    尾差: [编号]
    签字: 年度考核
    未签字: UNSIGNED
"""
SUBJECTS: Mapping[str, Mapping[str, Any]] = {
    "a": {"姓名": "甲", "得分": 95},
    "b": {"姓名": "乙", "得分": 91},
    "c": {"姓名": "丙", "得分": 90},
    "d": {"姓名": "丁", "得分": 70},
    "e": {"姓名": "戊", "得分": 10},
}


def reviewed(
    unsigned: str = "留存", subjects: Mapping[str, Mapping[str, Any]] = SUBJECTS
) -> tuple[Program, tuple[Assessment, ...]]:
    program = program_of(POLICY.replace("UNSIGNED", unsigned))
    return program, tuple(assessments(program, evidence_of(program, subjects)).values())


def signature(subject: Assessment, party: str = "所属单位", **changed: Any) -> Signature:
    signed = Signature(
        sign_off="年度考核",
        party=party,
        role="书记" if party == "社区党组织" else None,
        subject=subject.subject,
        agrees=True,
        digest=str(subject.digest),
        date=CUT_OFF,
        signer=f"{party}负责人",
        origin=Origin("签字.csv", 2),
    )
    return replace(signed, **changed)


def both(subject: Assessment) -> list[Signature]:
    return [signature(subject), signature(subject, "社区党组织")]


def settled(
    program: Program, found: tuple[Assessment, ...], signatures: list[Signature]
) -> Settlement:
    return settle(program, found, signatures, cut_off=CUT_OFF)


def codes(settlement: Settlement) -> list[str]:
    return sorted(reject.code for reject in settlement.rejects)


def shares(settlement: Settlement) -> dict[str, Any]:
    return {a.subject: a.awards["奖金"].amount for a in settlement.assessments if a.awards}


def test_without_signatures_nothing_is_settled():
    program, found = reviewed()
    settlement = settled(program, found, [])
    assert settlement.statuses == {
        ("绩效系数", "a"): "unsigned", ("绩效系数", "b"): "unsigned",
        ("绩效系数", "c"): "unsigned", ("绩效系数", "d"): "unsigned",
        ("奖金", "a"): "unsigned", ("奖金", "b"): "unsigned", ("奖金", "c"): "unsigned",
    }  # fmt: skip
    assert pool_sum(program.awards[0], settlement.assessments).unspent == 100


def test_the_unit_signs_and_the_community_refuses_so_there_is_no_coefficient():
    program, found = reviewed()
    a = found[0]
    refused = signature(a, "社区党组织", agrees=False)
    settlement = settled(program, found, [signature(a), refused])
    assert settlement.statuses["绩效系数", "a"] == "refused"
    assert settlement.statuses["奖金", "a"] == "refused"
    assert sign_state(program.signoffs[0], "a", settlement.valid) == "refused"


def test_both_sign_and_the_coefficient_counts():
    program, found = reviewed()
    settlement = settled(program, found, both(found[0]))
    assert settlement.statuses["绩效系数", "a"] == "settled"
    assert sign_state(program.signoffs[1], "a", settlement.valid) == "unsigned"
    assert settlement.rejects == ()


def test_figures_that_change_after_both_have_signed_void_both_signatures():
    program, found = reviewed()
    signatures = both(found[0])
    changed = {**SUBJECTS, "a": {**SUBJECTS["a"], "得分": 94}}
    settlement = settled(program, reviewed(subjects=changed)[1], signatures)
    assert codes(settlement) == ["figures-changed", "figures-changed"]
    assert settlement.statuses["绩效系数", "a"] == "unsigned"


def test_what_changes_for_others_voids_no_signature():
    program, found = reviewed()
    changed = {**SUBJECTS, "b": {**SUBJECTS["b"], "得分": 20}}
    settlement = settled(program, reviewed(subjects=changed)[1], both(found[0]))
    assert settlement.statuses["奖金", "a"] == "settled"
    assert shares(settlement) == {"a": 50, "c": None}


def test_a_share_nobody_signed_stays_unspent_or_goes_to_those_signed_for():
    low, high = Fraction("33.33"), Fraction("33.34")
    for unsigned, expected in (
        ("留存", {"a": high, "b": low, "c": None}),
        ("不计入", {"a": 50, "b": 50, "c": None}),
    ):
        program, found = reviewed(unsigned)
        settlement = settled(program, found, both(found[0]) + both(found[1]))
        assert shares(settlement) == expected
        total = pool_sum(program.awards[0], settlement.assessments)
        assert total.paid + total.unspent == total.pool == 100


def test_settlement_changes_no_signed_figure():
    program, found = reviewed("不计入")
    settlement = settled(program, found, both(found[0]))
    assert [a.digest for a in settlement.assessments] == [a.digest for a in found]
    assert [replace(a, awards={}) for a in settlement.assessments] == [
        replace(a, awards={}) for a in found
    ]


def test_a_pool_is_not_settled_while_a_subject_is_pending():
    program, found = reviewed(subjects={**SUBJECTS, "f": {"姓名": "己"}})
    settlement = settled(program, found, both(found[0]))
    assert settlement.statuses["奖金", "a"] == "provisional"
    assert shares(settlement) == {"a": None, "b": None, "c": None}
    assert settlement.statuses["绩效系数", "a"] == "settled"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"digest": "0" * 64}, "figures-changed"),
        ({"subject": "z"}, "unknown-signed-subject"),
        ({"date": date(2027, 2, 1)}, "signed-too-late"),
        ({"signer": "甲"}, "signed-by-itself"),
        ({"signer": "a"}, "signed-by-itself"),
        ({"party": "社区党组织", "role": "委员"}, "wrong-role"),
        ({"party": "社区党组织", "role": None}, "wrong-role"),
        ({"party": "党支部"}, "unknown-party"),
        ({"sign_off": "选拔任用"}, "unknown-sign-off"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_signature_that_does_not_count_is_told_by_its_reason(changed: Any, code: str):
    program, found = reviewed()
    settlement = settled(program, found, [replace(signature(found[0]), **changed)])
    assert codes(settlement) == [code]
    assert settlement.valid == {}


def test_whoever_was_not_graded_has_nothing_to_sign():
    program, found = reviewed(subjects={"f": {"姓名": "己"}})
    settlement = settled(program, found, [signature(found[0])])
    assert codes(settlement) == ["nothing-to-sign"]


def test_one_person_does_not_sign_for_two_parties():
    program, found = reviewed()
    alone = [replace(given, signer="同一人") for given in both(found[0])]
    settlement = settled(program, found, alone)
    assert (dict(settlement.valid), codes(settlement)) == ({}, ["signed-for-both"] * 2)


@pytest.mark.parametrize(
    ("others", "expected", "rejected"),
    [
        ([{}], True, ["signed-twice"]),
        ([{"agrees": False}], None, ["signed-both-ways", "signed-both-ways"]),
        ([{"agrees": False, "date": date(2027, 1, 1)}], True, ["signed-anew"]),
        ([{"date": date(2027, 1, 1)}, {"agrees": False}], None, [
            "signed-anew", "signed-both-ways", "signed-both-ways",
        ]),
    ],
    ids=["twice", "both-ways", "anew", "all"],
)  # fmt: skip
def test_a_party_signs_once_and_its_latest_word_counts(
    others: list[dict[str, Any]], expected: bool | None, rejected: list[str]
):
    program, found = reviewed()
    signatures = [signature(found[0]), *(signature(found[0], **other) for other in others)]
    settlement = settled(program, found, signatures)
    assert [given.agrees for given in settlement.valid.values()] == [
        verdict for verdict in [expected] if verdict is not None
    ]
    assert codes(settlement) == rejected


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(["所属单位", "社区党组织"]),
        st.booleans(),
        st.sampled_from([date(2027, 1, 1), CUT_OFF, date(2027, 3, 1)]),
    ),
    max_size=12,
)


@given(ROWS, st.randoms(use_true_random=False), st.sampled_from(["留存", "不计入"]))
@settings(deadline=None, max_examples=40)
def test_the_order_of_signatures_never_matters_and_every_one_is_accounted_for(
    rows, random, unsigned
):
    program, found = reviewed(unsigned)
    by_subject = {assessment.subject: assessment for assessment in found}
    signatures = [
        signature(by_subject[s], party, agrees=agrees, date=day, origin=Origin("f", i + 2))
        for i, (s, party, agrees, day) in enumerate(rows)
    ]
    one = settled(program, found, signatures)
    shuffled = random.sample(signatures, len(signatures))
    other = settled(program, found, shuffled)
    assert (one.statuses, one.valid, shares(one)) == (other.statuses, other.valid, shares(other))
    assert sorted(r.row for r in one.rejects) == sorted(r.row for r in other.rejects)
    assert len(one.valid) + len(one.rejects) == len(signatures)
    total = pool_sum(program.awards[0], one.assessments)
    assert total.paid + total.unspent == 100
