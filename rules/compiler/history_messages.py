"""What the compiler says about quantities of history."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

HISTORY: Mapping[str, Message] = {
    "tally-not-known-yet": Message(
        "“{name}”要数到本期为止，在这一步还没有算出来",
        "“{name}” counts the period at hand, which is not known at this stage",
        "只数往期就写“{name}.往期”",
        "write `{name}.earlier` for the earlier periods alone",
    ),
    "state-name": Message(
        "“{name}”是往期结果的一种状态，写了“历史”的细则里不能作参数、名单、处置的名称",
        "“{name}” is a state of earlier results: with `history`, no parameter, list or trigger "
        "can be called so",
        "换一个名称",
        "choose another name",
    ),
    "not-in-history": Message(
        "往期结果里没有“{name}”",
        "earlier results do not tell “{name}”",
        "往期结果有总分、等次、状态（已评、未评、待定）、名单和处置",
        "they tell the total, the grade, graded, not_graded, pending, lists and triggers",
    ),
    "one-history": Message(
        "“{name}”要写连续、次数、上期、上年同期其中一样",
        "“{name}” needs exactly one of consecutive, occurrences, previous, year_before",
    ),
    "holder-kind": Message(
        "“{name}”不是文本也不是选项，不能说明由谁负责",
        "“{name}” is neither text nor words and cannot tell who held a period",
        "写一个这样的对象字段，如 服务企业",
        "name such a field of the subject",
    ),
    "bad-time-span": Message(
        "看不懂时长“{text}”",
        "the length of time “{text}” is not understood",
        "写成 12个月 或者 2年 的样子",
        "write it like 12 months, or 2 years",
    ),
    "plain-result": Message(
        "“{text}”是算出来的，这里只写总分、等次、状态、名单或者处置的名称",
        "“{text}” is computed; name the total, the grade, a state, a list or a trigger here",
        "要计算就在“统计口径”里写算式",
        "compute under measures",
    ),
}
