"""What the loader says about a policy's structure."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

STRUCTURE: Mapping[str, Message] = {
    "missing-key": Message(
        "缺少“{key}”", "“{english}” is missing", "在这里加上“{key}:”", "add `{english}:` here"
    ),
    "bad-identifier": Message(
        "“{text}”不能作编号或者版本",
        "“{text}” cannot be an id or a version",
        "编号用小写字母、数字和连字符，版本用数字、字母和点",
        "an id is lower-case letters, digits and hyphens; a version digits, letters and dots",
    ),
    "out-of-bounds": Message(
        "“{text}”超出允许的范围：应当 {bounds}", "“{text}” is out of bounds: it should be {bounds}"
    ),
    "empty-text": Message(
        "这里不能是空的", "nothing is written here", "写上内容", "write what it is to be"
    ),
    "ends-before-it-starts": Message(
        "到 {to} 为止，却从 {start} 才开始",
        "it ends on {to} and starts on {start} only",
        "“自”应当早于“至”",
        "“from” comes before “to”",
    ),
    "expected-text": Message(
        "这里应当写一个词或者一个数，不能写列表或者下级内容",
        "expected a word or a number here, not a list or nested content",
    ),
    "expected-yes-no": Message(
        "“{text}”应当写成 是 或者 否", "“{text}” should be 是 or 否 (true or false)"
    ),
    "expected-integer": Message(
        "“{text}”应当是整数",
        "“{text}” should be a whole number",
        "用半角数字，如 5",
        "write ASCII digits, such as 5",
    ),
    "expected-date": Message(
        "“{text}”应当是日期",
        "“{text}” should be a date",
        "写成 2026-01-31 的样子",
        "write it like 2026-01-31",
    ),
    "unknown-language": Message(
        "不认识语言版本“{text}”",
        "unknown language number “{text}”",
        "现在只有 语言: 1",
        "only 语言: 1 exists",
    ),
    "unknown-choice": Message(
        "“{text}”不在可选的写法之中：{allowed}", "“{text}” is none of: {english}"
    ),
    "expected-mapping": Message(
        "这里应当写成“名称: 内容”的样子", "expected entries of the form “name: content” here"
    ),
    "key-twice": Message(
        "“{key}”与第 {line} 行的“{other}”是同一个键",
        "“{key}” is the same key as “{other}” on line {line}",
        "只留一个",
        "keep one of them",
    ),
    "expected-grade": Message(
        "“依次”之下每一行写一个“等次: 标准”", "under 依次 each row is one “grade: standard”"
    ),
    "name-twice": Message(
        "“{name}”已经用过（第 {line} 行）",
        "“{name}” is taken already (line {line})",
        "参数、字段、统计口径、指标、排名、名单和处置不能同名",
        "parameters, fields, measures, indicators, ranks, lists, triggers share one space of names",
    ),
    "unknown-key": Message(
        "不认识的键“{key}”",
        "unknown key “{key}”",
        "这里可以写：{allowed}",
        "allowed here: {english}",
    ),
    "misplaced-key": Message(
        "键“{key}”不能写在这里",
        "key “{key}” does not belong here",
        "这里可以写：{allowed}",
        "allowed here: {english}",
    ),
}
