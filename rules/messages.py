"""Every sentence the product says about a policy, by stable code: Chinese first, English beside it.

Sections follow the pipeline: text, structure, expressions, meaning. Codes are public and for ever.
"""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message as Message
from rules.message import Severity as Severity
from rules.reading.messages import TEXT

_STRUCTURE: Mapping[str, Message] = {
    # what the loader refuses
}

_EXPRESSIONS: Mapping[str, Message] = {
    # what the lexer, parser and checker refuse
}

_MEANING: Mapping[str, Message] = {
    # what the compiler and the checks find
}

_USE: Mapping[str, Message] = {
    # what a run or a package refuses, or wants to be known
    "bad-period": Message(
        "“{label}”不是该细则的考评周期",
        "“{label}” is not a period of this policy",
        "请写成 {example} 的样子",
        "write it like {example}",
    ),
    "period-not-in-force": Message(
        "周期末 {end} 不在细则的有效期内（{stated}）",
        "the policy is not in force on {end}, the last day of the period ({stated})",
        "请改用当时有效的版本，或者改正周期",
        "use the version in force then, or another period",
    ),
    "as-of-too-early": Message(
        "截止日 {as_of} 早于周期首日 {start}",
        "the as-of date {as_of} is before the first day of the period, {start}",
    ),
    "policy-repealed": Message(
        "细则“{title}”（版本 {version}）已废止，不能用来考评",
        "the policy “{title}” (version {version}) is repealed and assesses nobody",
        "请改用现行版本",
        "use the version in force",
    ),
    "policy-draft": Message(
        "细则“{title}”（版本 {version}）还是草案，结果仅供参考",
        "the policy “{title}” (version {version}) is a draft: the results have no effect",
        severity="warning",
    ),
    "same-input-name": Message(
        "两份数据都叫“{name}”：{first}、{second}",
        "two inputs are called “{name}”: {first}, {second}",
        "请改名，或者放进同一个文件夹再给出该文件夹",
        "rename one, or give a folder that holds both",
    ),
    "no-input": Message(
        "“{path}”里没有数据文件",
        "there is no file in “{path}”",
    ),
    "not-a-package": Message(
        "“{path}”不是考评结果包：{why}",
        "“{path}” is not a result package: {why_en}",
    ),
    "foreign-folder": Message(
        "文件夹“{path}”里有不属于结果包的“{name}”，不会覆盖",
        "the folder “{path}” holds “{name}”, which is no part of a result package: not replaced",
        "请换一个文件夹，或者先移走其中的文件",
        "choose another folder, or move the files away first",
    ),
    "subject-not-found": Message(
        "没有考评对象“{subject}”",
        "there is no subject “{subject}”",
    ),
}

MESSAGES: Mapping[str, Message] = {
    **TEXT,
    **_STRUCTURE,
    **_EXPRESSIONS,
    **_MEANING,
    **_USE,
}
