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
