"""What the compiler says about checks, decisions and exceptions."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

STRUCTURAL: Mapping[str, Message] = {
    "one-check": Message(
        "核查“{name}”要写“条件”，或者写“完成”和“期限”，只写一样",
        "check “{name}” has a condition, or a day it is done and a deadline, one of them",
    ),
    "two-posts": Message(
        "“同一人在”要在“各有”里写两样以上的条件",
        "same_person needs two conditions or more under posts",
        "写成“各有: [职务 = 书记, 职务 = 主任]”",
        "write `posts: [post = a, post = b]`",
    ),
    "bad-last-day": Message(
        "“{text}”不是一个日期",
        "“{text}” is not a day",
        "写成 2026-06-30；从另一天起算的，另写“自”，期限写 10 天 或者 5 工作日",
        "write it like 2026-06-30; counted from another day, give 自 and 10 天 or 5 工作日",
    ),
    "no-waiver": Message(
        "“{name}”要看备案，没有写由谁批准",
        "“{name}” looks at what is on record and nobody is named who approves it",
        "另写“例外备案: {{批准人: [街道党工委]}}”",
        "write `waiver: {{approver: [...]}}`",
    ),
    "idle-waiver": Message(
        "没有哪一项核查写着“原则上”，也没有哪一类“须备案”，例外备案用不上",
        "no check is 原则上 and no category needs a reason on record: nothing asks for waivers",
    ),
    "waivers-twice": Message(
        "“{name}”是例外备案用的数据，不用另写",
        "“{name}” is the evidence of waivers and is not spelled out",
        "它的字段是 核查、原因、批准人、备案日、有效至",
        "its fields are 核查, 原因, 批准人, 备案日 and 有效至",
    ),
    "result-word": Message(
        "“{word}”是核查的结论，不能作判定的类别",
        "“{word}” is what a check comes to and cannot be a category",
    ),
    "rest-not-last": Message(
        "“其余”只能写在最后一类，不是“{word}”",
        "其余 (else) belongs to the last category, not to “{word}”",
    ),
    "first-recorded": Message(
        "“{word}”写在最前，没有要说明原因的",
        "“{word}” comes first: there is nothing to give a reason for",
        "“须备案”写在后面的各类",
        "recorded belongs to the categories after the first",
    ),
}
