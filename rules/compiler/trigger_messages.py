"""What the compiler says about triggers."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

TRIGGERS: Mapping[str, Message] = {
    "bad-deadline": Message(
        "看不懂期限“{text}”",
        "deadline “{text}” is not understood",
        "写成 5 天、10 工作日，或者 {{按: 类别, 表: {{甲类: 5 天, 乙类: 10 工作日}}}} 的样子",
        "write it like 5 天, 10 工作日, or a table by class",
    ),
    "ladder-and-action": Message(
        "“{name}”写了“递进”，每一级各有措施，不再写“措施”",
        "“{name}” has a `ladder`, each rung of which has its own action, and no `action` besides",
        "去掉“措施”",
        "drop `action`",
    ),
    "bad-cool-off": Message(
        "看不懂冷却期“{text}”",
        "cool-off “{text}” is not understood",
        "写成 30 天或者 6 个月的样子",
        "write it like 30 天 or 6 个月",
    ),
    "cool-off-custom": Message(
        "周期为“自定”的细则没有上一期，不能写“冷却”",
        "a policy of a custom period has no period before, and so no `cool_off`",
    ),
    "handling-place": Message(
        "处置记录要有处置可办，用“发生日”，不写宽表、有效期，周期也不能是“自定”",
        "case records need triggers, the event date itself, neither `wide` nor `validity`, and a "
        "period that is not custom",
    ),
    "handling-field-given": Message(
        "“{name}”是处置记录本来就有的字段",
        "case records have a field “{name}” already",
        "去掉这个字段，或者换一个名称",
        "drop the field, or give it another name",
    ),
    "overdue-without-deadline": Message(
        "“{name}”没有期限，谈不上逾期",
        "“{name}” has no deadline that could be missed",
        "写上“期限”，或者去掉“逾期”",
        "give it a `deadline`, or drop `overdue`",
    ),
    "overdue-without-records": Message(
        "没有哪种数据记录整改，“{name}”逾期与否无从知道",
        "no kind of evidence records what was put right, so nobody knows whether “{name}” is late",
        "在一种考核数据里写 处置记录: 是",
        "write `case_records: true` in a kind of evidence",
    ),
    "overdue-where": Message(
        "逾期扣在哪一项指标没有写明",
        "which indicator pays for a late case is not stated",
        "在“逾期”里写“计入”，写以下一项：{known}",
        "give `overdue` a `charged_to`, one of: {known}",
    ),
    "overdue-nothing": Message(
        "逾期没有写扣多少分，也没有写记入什么",
        "a late case neither deducts points nor writes anything for another policy",
        "写 {{扣: 2, 计入: 信用}}，或者 {{记入: …}}",
        "write {{deduct: 2, charged_to: …}}, or {{effect: …}}",
    ),
    "overdue-rungs": Message(
        "逾期在各级扣多少分要按递进的各级来写：递进有 {rungs}，这里写的是 {given}",
        "what a late case costs is stated for each rung: the ladder has {rungs}, given are {given}",
        "写成 {{1: 2, 2: 5}} 的样子，一级不多，一级不少",
        "write it like {{1: 2, 2: 5}}, with neither a rung more nor one less",
    ),
    "overdue-points": Message(
        "逾期扣分“{text}”应当是大于 0 的数",
        "what a late case costs, “{text}”, should be a number above 0",
    ),
    "bad-rungs": Message(
        "递进的各级“{given}”要写成各不相同的数",
        "the rungs “{given}” must be numbers, each another one",
        "写成 {{1: 约谈负责人, 2: 更换项目经理}} 的样子",
        "write them like {{1: 约谈负责人, 2: 更换项目经理}}",
    ),
    "level-not-a-number": Message(
        "“{text}”不是数，看不出到了第几级",
        "“{text}” is not a number, so that no rung can be told from it",
        "“按”后面写次数、积分一类的数，如“历史”里的 连续黑榜",
        "give `by` a number, such as a count of `history`",
    ),
}
