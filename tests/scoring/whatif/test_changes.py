"""Evidence after changes: what is computed of it follows, whichever way it is worked out."""

from __future__ import annotations

import pytest

from rules.values import Value
from scoring.evidence import Record
from scoring.whatif.changes import Changing, More, Reading
from tests.scoring.situation import evidence_of, program_of

POLICY = """
对象: {种类: 企业, 字段: {倍数: "[0..9]"}}
考核数据:
  项目: {字段: {项目号: 文本, 系数: "[0..3]"}, 标识: [项目号]}
  评分:
    字段: {项目号: 文本, 得分: "[0..100]"}
    属于: {数据: 项目, 键: 项目号}
    推算: {折合: 得分 * 项目.系数 * 倍数}
  投诉: {字段: {编号: 文本, 天数: 整数}, 标识: [编号], 推算: {周数: 天数 + 7}}
指标:
  服务: {起评分: 60, 扣分: [{每: 投诉, 扣: 2}], 加分: [{每: 评分, 加: 折合}]}
总分: {保留: 1}
等次: {合格: 60以上, 不合格: 不满60}
"""
PROGRAM = program_of(POLICY)
EVIDENCE = evidence_of(
    PROGRAM,
    {"甲": {"倍数": 2}, "乙": {"倍数": 3}},
    [
        {"subject": "甲", "kind": "项目", "id": "P1", "项目号": "P1", "系数": 2},
        {"subject": "甲", "kind": "评分", "id": "M1", "项目号": "P1", "得分": 10},
        {"subject": "甲", "kind": "投诉", "id": "C1", "编号": "C1", "天数": 14},
        {"subject": "乙", "kind": "项目", "id": "P1", "项目号": "P1", "系数": 1},
        {"subject": "乙", "kind": "评分", "id": "M2", "项目号": "P1", "得分": 5},
        {"subject": "乙", "kind": "投诉", "id": "C2", "编号": "C2", "天数": 7},
    ],
)
LIKES = [record for name in ("甲", "乙") for record in EVIDENCE.of(name)]


def computed(kind: str, of: Record) -> dict[str, Value]:
    columns = PROGRAM.kinds[kind].columns
    return {column.name: value for column, value in zip(columns, of.values, strict=True)}


@pytest.mark.parametrize("like", LIKES, ids=lambda like: f"{like.kind}-of-{like.subject}")
@pytest.mark.parametrize("count", [1, 2])
def test_more_records_beside_the_others_are_what_computing_all_anew_gives(
    like: Record, count: int
) -> None:
    """A reading that changes nothing has everything computed anew."""
    changing = Changing(PROGRAM, EVIDENCE, "甲")
    own = next(record for record in EVIDENCE.of("甲") if record.kind == "投诉")
    same = Reading("投诉", own.id, "天数", 14, 14)
    more = More(like, count)
    assert changing.records([more]) == changing.records([more, same])
    assert changing.records([more, more]) == changing.records([more, same, more])


def test_a_record_of_somebody_else_is_computed_with_what_the_subject_has() -> None:
    like = next(record for record in EVIDENCE.of("乙") if record.kind == "评分")
    found = Changing(PROGRAM, EVIDENCE, "甲").records([More(like, 1)])
    (added,) = (record for record in found if record.id.endswith("+1"))
    told = computed("评分", added)
    assert (added.subject, told["得分"], told["折合"]) == ("甲", 5, 20)
