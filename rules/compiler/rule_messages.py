"""What the compiler says about record rules and their limits."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

RULES: Mapping[str, Message] = {
    "contest-alone": Message(
        "“{key}”不能和取最高、取首个写在同一条里",
        "“{key}” cannot stand beside keep_highest or keep_first",
        "取最高、取首个之下列出规则，自己不写别的，也不再分组",
        "such a row holds the competing rules and nothing else, and no further group",
    ),
    "occurrence-order": Message(
        "“{text}”应当是“{wanted}”",
        "“{text}” should be “{english}”",
        "从首次写起，一次不漏，最后一行写明从第几次起",
        "begin with the first, leave none out, and say in the last row from when on",
    ),
    "forfeit-needs": Message(
        "这里不能写“{text}”",
        "“{text}” cannot stand here",
        "不得分用在扣分里；指标要有分值和起评分，没有加分、取值和最低",
        "it belongs into a deduction of an item with points and a start, without additions, "
        "a value or a floor",
    ),
    "forfeit-capped": Message(
        "不得分的规则不能再有限额（{key}）",
        "a rule that forfeits the item cannot be limited ({key})",
    ),
    "cap-without-date": Message(
        "“{name}”的记录不带日期，不能写“{key}”",
        "records of “{name}” carry no date, so “{key}” has no meaning",
        "写明发生日，或者改用“最多”",
        "give the kind an event date, or use cap",
    ),
    "unknown-rule": Message(
        "这里没有编号“{name}”的规则",
        "there is no rule with id “{name}” here",
        "这里有：{known}",
        "there are: {known}",
    ),
    "joint-signs": Message(
        "扣分和加分不能合计", "deductions and additions cannot share a limit", "分开写", "part them"
    ),
    "caps-cross": Message(
        "规则“{name}”自己的限额比合计的限额管得久",
        "rule “{name}” has a limit of its own for longer than the joint one",
        "一天的合计碰到限额时，多出的记录仍会用掉它自己的限额，合计可能反而变小",
        "a record that gives nothing on a full day still uses up the rule's own limit",
        severity="warning",
    ),
    "matter-of-one": Message(
        "只有“{kind}”一种数据写了事项“{name}”",
        "only “{kind}” has the matter “{name}”",
        "共有的事项要在每一种数据里写同样的名称；只有一种时不用写",
        "give every kind that shares it the same name; a single kind needs none",
    ),
    "matter-within-rule": Message(
        "几种数据共有的事项“{name}”，范围应当是本项或者全表",
        "the matter “{name}” of several kinds counts once within indicator or policy",
    ),
    "matter-differs": Message(
        "“{kind}”和“{other}”的事项“{name}”写得不一样",
        "“{kind}” and “{other}” describe the matter “{name}” differently",
        "键的个数和类型、取、范围都要相同",
        "keys must agree in number and type; so must keep and range",
    ),
    "dated-rule-without-dates": Message(
        "“{name}”的记录不带发生日，规则不能写“{key}”",
        "records of “{name}” carry no date, so a rule over them has no `{key}`",
        "去掉“{key}”，或者把“发生日: 无”改成日期字段的名称",
        "drop `{key}`, or name the date field under `event_date`",
    ),
    "discretion-blank": Message(
        "酌情的“{name}”不能为空",
        "“{name}” of a discretionary item must never be blank",
        "不要写“缺失”：没有填写的记录要退回",
        "leave `missing` out, so that a blank one is rejected",
    ),
    "discretion-range": Message(
        "酌情的“{name}”要写明幅度",
        "“{name}” of a discretionary item needs a range",
        '写成“{name}: "[0..5]"”的样子',
        'write it like `{name}: "[0..5]"`',
    ),
    "discretion-words": Message(
        "酌情的“{name}”应当是文本或者选项",
        "“{name}” of a discretionary item should be text or words",
    ),
}
