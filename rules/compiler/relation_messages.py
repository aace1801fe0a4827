"""What the compiler says about relations and imports."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

RELATIONS: Mapping[str, Message] = {
    "tenure-fields": Message(
        "起止要写两个字段，先起后止",
        "a tenure is two fields, the first day and then the last",
        "写成 起止: [自, 至] 的样子",
        "write it like `tenure: [from, to]`",
    ),
    "tenure-kind": Message(
        "“{name}”不是日期，不能作起止",
        "“{name}” is no date, so it cannot be part of a tenure",
        "把它的类型写成日期",
        "make it a date",
    ),
    "tenure-date": Message(
        "“{name}”是起止的字段，不能又作发生日",
        "“{name}” is part of the tenure, so it cannot be the event date too",
        "去掉“发生日”，或者另用一个字段",
        "leave `event_date` out, or use another field",
    ),
    "tenure-wide": Message(
        "宽表的一行没有自己的起止",
        "a wide table has no tenure of its own",
        "改成一行一条，或者去掉“起止”",
        "make it one row for each record, or leave `tenure` out",
    ),
    "relation-tenure": Message(
        "关系要有起止：从哪天到哪天",
        "a relation needs a tenure: from which day to which",
        "写上 起止: [自, 至]",
        "give it `tenure: [from, to]`",
    ),
    "relation-key": Message(
        "“{name}”要写明是谁：应当是文本或者选项，不能缺失",
        "“{name}” says who it is: it must be a text or one of stated words, never blank",
        "去掉它的“缺失”，类型写成文本",
        "leave out its `missing` and make it a text",
    ),
    "relation-above": Message(
        "上面没有叫“{name}”的关系",
        "there is no relation “{name}” above",
        "写着“关系”的数据写在前面；如果这是一列的表头，换一个不带点的表头",
        "the evidence that is a relation stands first; if this is a heading, use one without a dot",
    ),
    "relation-along": Message(
        "关系的考评对象要写在它自己的一列里，不能再沿着别的关系找",
        "a relation names its subject in a column of its own, not along another relation",
    ),
    "relation-day": Message(
        "没有写明按哪一天的关系，或者这一天在这里用不上",
        "it does not say on which day the relation is read, or that day cannot be used here",
        "用“计于”写明：{allowed}",
        "state `dated`: {english}",
    ),
    "relation-day-field": Message(
        "“{name}”不是不能缺失的日期字段，不能按它来看关系",
        "“{name}” is no date that is always there: no relation can be read at it",
        "计于字段写这种数据的一个日期字段，它不写“缺失”",
        "name a date of this kind of evidence that states no `missing`",
    ),
    "owner-twice": Message("“列”和“沿”只写一样", "state either `headings` or `along`, not both"),
    "import-id": Message(
        "“{text}”不是考评的编号",
        "“{text}” is not the id of a policy",
        "写成 party-branch-star 的样子；只认某一版本的，写成 party-branch-star@2026.1",
        "write it like party-branch-star, or party-branch-star@2026.1 for one version only",
    ),
    "import-cycle": Message(
        "引用、记入绕成了圈：{cycle}",
        "imports and effects go in a circle: {cycle}",
        "其中一处改为引用上期，或者不再记入",
        "let one of them import the last period, or write no evidence",
    ),
    "import-result": Message(
        "不能引用“{text}”",
        "“{text}” cannot be imported",
        "可以引用 总分、等次、名单.红榜、处置.约谈",
        "import the total, the grade, or one of its `lists.NAME`, `triggers.NAME`",
    ),
    "import-grades": Message(
        "引用等次要写明有哪些等次",
        "an imported grade states which grades there are",
        "写成 {{取: 等次, 依次: [不合格, 合格, 优秀]}}，从低到高",
        "write `{{of: grade, ordered: [worst, …, best]}}`",
    ),
    "import-longest": Message(
        "引用上期、本年各期的结果，不能按本期的任期最长来找对象",
        "who served longest in this period is not asked for results of other periods",
        "不写“计于”，按那一期的期末",
        "leave `dated` out: the relation is read at the end of the period of the result",
    ),
    "effect-field": Message(
        "记入的数据本来就有{taken}，“{name}”不用写",
        "what is written always has {taken}: leave “{name}” out",
    ),
    "effect-on-itself": Message(
        "不能给自己记入数据",
        "a policy cannot write evidence for itself",
        "往期的名单、处置用“历史”来数",
        "count earlier lists and triggers with `history`",
    ),
}
