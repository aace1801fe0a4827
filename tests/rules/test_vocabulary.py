"""One table of words: whole, unambiguous where it is used, and what the model is written in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal, get_args, get_origin

import pytest

from rules import model
from rules.loader import keys_of
from rules.model import Construct
from rules.vocabulary import CHOICES, KEYS, LATER, spellings_of


def constructs() -> Iterator[type[Construct]]:
    for value in vars(model).values():
        if isinstance(value, type) and issubclass(value, Construct) and value is not Construct:
            yield value


CONSTRUCTS = sorted(constructs(), key=lambda construct: construct.__name__)
# Grades are read by a shape of their own.
KEYED = [c for c in CONSTRUCTS if c is not model.Grades]


@pytest.mark.parametrize("construct", KEYED, ids=lambda c: c.__name__)
def test_every_key_of_the_model_has_words(construct: type[Construct]) -> None:
    short = {construct.SCALAR, construct.SEQUENCE} - {None}
    only_short = {"action", "method"}  # never written as keys: the value says it all
    keys = set(keys_of(construct)) - (only_short & short)
    assert keys <= {word.english for word in KEYS}


@pytest.mark.parametrize("construct", KEYED, ids=lambda c: c.__name__)
def test_a_spelling_means_one_key_in_one_construct(construct: type[Construct]) -> None:
    allowed = set(keys_of(construct))
    spelled = [s for word in KEYS if word.english in allowed for s in word.spellings]
    assert [s for s, times in Counter(spelled).items() if times > 1] == []


def test_no_word_for_later_is_a_word_of_today_in_any_construct() -> None:
    later = {s for word in LATER for s in word.spellings}
    # 权重 weighs rater groups today and indicators later; the construct tells which.
    assert later & {s for word in KEYS for s in word.spellings} <= {"权重"}


def _choices(annotation: object) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from (a for a in get_args(annotation) if isinstance(a, str))
    for argument in get_args(annotation):
        yield from _choices(argument)


def test_every_choice_of_the_model_has_words() -> None:
    allowed = {c for k in KEYED for annotation in keys_of(k).values() for c in _choices(annotation)}
    assert allowed <= {word.english for word in CHOICES}


def test_spellings_keep_the_order_asked_for() -> None:
    assert list(spellings_of(KEYS, ["veto", "id"])) == ["veto", "一票否决", "id", "编号"]


# The words that bind, whatever this version does with them. 考核组别 is none of them any more: a
# class is a field with stated words (docs/decisions/0004).
PROMISED = """
policy 考评 · id 编号 · version 版本 · status 状态 · effective 生效 · applied_year 适用年度
basis 依据 · period 周期 · parameters 参数 · subject 对象 · kind 种类 · fields 字段
not_assessed 不参评 · applies 适用 · relations 关系 · evidence 考核数据
evidence 证据 · evidence 佐证材料 · derived 推算 · null_values 视为缺失 · parent 属于
one_matter 同一事项 · measures 统计口径 · measures 度量 · round 保留 · indicators 指标
points 分值 · start 起评分 · start 起始 · start 基础分 · deduct 扣分 · deduct 扣 · add 加分
add 加 · each 每 · when 当 · when 条件 · when 情形 · weight 权重 · cap 最多 · floor 最低
missing 缺失 · steps 逐步 · scorer 考核单位 · total 总分 · veto 一票否决 · unknown 不明时
grades 等次 · rank 排名 · within 分组 · quota 比例控制 · quota_max 至多 · quota_exact 恰按
lists 名单 · publicity 公示 · imports 引用 · effect 记入 · triggers 处置 · triggers 触发
ladder 递进 · overdue 逾期 · history 历史 · check 核查 · waiver 例外备案 · decide 判定
coefficients 系数 · award 奖励资金 · award 奖金池 · fixed 定额 · sign 签字 · settle 兑现
extends 基于
"""


def test_every_promised_word_is_known() -> None:
    promised = {
        tuple(pair.split()) for pair in PROMISED.replace("\n", "·").split("·") if pair.split()
    }
    known = {(word.english, s) for word in (*KEYS, *LATER) for s in word.spellings}
    assert promised - known == set()
