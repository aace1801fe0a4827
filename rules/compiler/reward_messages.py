"""What the compiler says about coefficients, award pools and sign-offs."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

REWARDS: Mapping[str, Message] = {
    "sign-without-party": Message(
        "签字“{name}”没有写由哪些方面签字",
        "sign-off “{name}” has no party that signs",
        "写“各方: [单位, 社区党组织]”",
        "write `parties: [...]`",
    ),
    "party-twice": Message("“{name}”写了两次", "“{name}” stands twice"),
    "unknown-sign": Message(
        "没有叫“{name}”的签字",
        "there is no sign-off “{name}”",
        "在“签字”里写明；不要签字就写“签字: 无”",
        "declare it under `sign`; write `sign: none` where nobody signs",
    ),
    "table-or-value": Message(
        "“{name}”要写表或者值其中一样", "“{name}” needs exactly one of table and value"
    ),
    "table-without-word": Message(
        "“{name}”的表里没有 {words}",
        "the table of “{name}” lacks {words}",
        "每个都要写；没有的写“无”",
        "give each of them; write none where there is nothing",
    ),
    "by-not-a-category": Message(
        "“{text}”不是等次，也不是选项，不能查表",
        "“{text}” is neither the grade nor a category, so no table can be read by it",
    ),
    "base-needed": Message(
        "“{name}”写了乘以，没有写基数",
        "“{name}” multiplies and has no base",
        "写“基数: …”",
        "give it base_value",
    ),
    "base-not-used": Message(
        "“{name}”写了直接，不用基数",
        "“{name}” is direct and uses no base",
        "写“方式: 上浮”或者“方式: 乘以”，或者去掉基数",
        "write `mode: uplift` or `mode: multiply`, or take base_value away",
    ),
    "coefficient-exact": Message(
        "系数“{name}”要写保留几位",
        "coefficient “{name}” needs a rounding",
        "如 保留: 2",
        "such as `round: 2`",
    ),
    "uplift-percent": Message(
        "上浮 {text} 有两种意思",
        "an uplift of {text} can mean two things",
        "加 0.2 写“方式: 上浮”和 0.2；乘 1.2 写“方式: 乘以”和 120%",
        "to add 0.2 write `mode: uplift` and 0.2; to multiply by 1.2 `mode: multiply` and 120%",
    ),
    "not-a-quantity": Message("“{text}”不是数", "“{text}” is not a number"),
    "share-may-be-negative": Message(
        "“{text}”可能是负数，不能按它分配",
        "“{text}” may be negative: nothing can be shared by it",
        "给它用到的字段写上范围，如“[0..100]”",
        "declare the ranges of the fields it reads, such as [0..100]",
    ),
    "bad-money": Message(
        "“{text}”不能作金额：应当不小于零，并且是 {unit} 元的整倍数",
        "“{text}” is no amount: it should not be below 0 and be a multiple of {unit} yuan",
        "写成 1000000、100万元 的样子",
        "write it like 1000000 or 100万元",
    ),
    "pool-needs": Message("“{name}”要写“{key}”", "“{name}” needs “{english}”"),
    "pool-without": Message(
        "“{name}”这样分配，用不着“{key}”", "“{name}” is shared in a way that uses no “{english}”"
    ),
    "odd-units-open": Message(
        "尾差最后要写“编号”",
        "odd_units must end with 编号 (subject_id)",
        "否则有的情形说不清这一分给谁",
        "otherwise it may not be known who gets the odd unit",
    ),
    "months-of-custom": Message(
        "自定的周期不知道是几个月，不能折月", "a custom period has no number of months to count by"
    ),
}
