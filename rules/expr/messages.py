"""What the expression language says about a text that is outside it."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

_TOKENS: Mapping[str, Message] = {
    "expression-too-long": Message(
        "算式太长（{length} 个字符，最多 10000 个）",
        "the expression is too long ({length} characters, at most 10000)",
        "请拆成几个推算字段或者统计口径",
        "split it into several derived fields or measures",
    ),
    "unknown-character": Message(
        "算式里不能有“{text}”",
        "“{text}” has no meaning in an expression",
        '文字要加双引号，如 "优秀" 或者 “优秀”',
        'a text needs double quotes, such as "good"',
    ),
    "unclosed-text": Message("引号没有结束，缺少 {closing}", "the text has no closing {closing}"),
    "bad-escape": Message(
        "“{text}”不是可用的转义",
        "“{text}” is no escape",
        '可用的有 \\\\、\\"、\\”、\\n、\\t、\\u4E2D',
        'there are \\\\, \\", \\”, \\n, \\t and \\u4E2D',
    ),
    "number-form": Message(
        "“{text}”不是规范的数",
        "“{text}” is not a plain number",
        "数不以 0 开头，小数点前后各最多 30 位",
        "no leading zero, and at most 30 digits on each side of the point",
    ),
    "number-then-word": Message(
        "“{number}”后面紧接着“{word}”，看不出是什么意思",
        "“{number}” is followed at once by “{word}”",
        "数字不带单位；范围写成 60以上90以下；关键词前后要空格；"
        "紧接数字的只能是 %、天、以上、以下、以内",
        "no units, a range as [60..90], and blanks around keywords; "
        "only %, 天, 以上, 以下, 以内 may follow at once",
    ),
    "bare-date": Message(
        "“{text}”在算式里不是日期",
        "“{text}” is not a date in an expression",
        "日期写成 日期（“{date}”）；要做减法就在运算符两边空格",
        'write date("{date}"), or put blanks around the operators',
    ),
    "thousands-comma": Message(
        "“{text}”里的逗号会把它分成几个数",
        "the comma in “{text}” makes it several numbers",
        "一个数写成 {plain}；几个数在逗号后空格",
        "write {plain} for one number, or a blank after the comma for several",
    ),
    "foreign-sign": Message(
        "这里没有“{text}”这个符号",
        "there is no sign “{text}” here",
        "请写 {meant}",
        "write {meant}",
    ),
}

_GRAMMAR: Mapping[str, Message] = {
    "empty-expression": Message("算式是空的", "the expression is empty"),
    "value-expected": Message(
        "这里应当是一个值，却是“{found}”",
        "expected a value, found “{found}”",
        "写名称、数、带引号的文字或者括号；运算中间的 如果…那么…否则… 要加括号",
        "write a name, a number, a text in quotes or brackets; an if-then-else inside an operation"
        " needs brackets",
    ),
    "ends-early": Message(
        "算式没有写完，后面还应当有一个值", "the expression stops where a value should follow"
    ),
    "sign-expected": Message(
        "这里应当是 {expected}，却是“{found}”", "expected {expected}, found “{found}”"
    ),
    "unclosed": Message(
        "算式没有写完，缺少 {expected}", "the expression stops before its {expected}"
    ),
    "dash-for-range": Message(
        "“{text}”是减法，不是范围",
        "“{text}” is a subtraction, not a range",
        "写成 {low}以上{high}以下 或者 [{low}..{high}]",
        "write [{low}..{high}] or {low}以上{high}以下",
    ),
    "left-over": Message(
        "“{found}”不能接在前面的算式后面",
        "“{found}” cannot follow what stands before it",
        "两个条件之间写 且 或者 或；关键词前后要空格",
        "join two conditions by and (且) or or (或); keywords need blanks around them",
    ),
    "keyword-boundary": Message(
        "“{name}”连写成了一个名称",
        "“{name}” is read as one name",
        "请在“{keyword}”前后空格",
        "put blanks around “{keyword}”",
    ),
    "unknown-function": Message("没有叫“{name}”的函数", "there is no function “{name}”"),
    "argument-count": Message(
        "“{name}”要 {expected} 个参数，给了 {found} 个",
        "“{name}” takes {expected} arguments, not {found}",
    ),
    "measure-not-function": Message(
        "“{name}”是统计口径，不是函数",
        "“{name}” is a measure, not a function",
        "在“统计口径”里写“兼任: {{同一人在: 任职.人员, 各有: [职务 = 书记, 职务 = 主任]}}”，"
        "再用它的名称",
        "write `both: {{same_person: posts.person, posts: [post = a, post = b]}}` under measures, "
        "and use its name",
    ),
    "not-yet": Message(
        "“{name}”这个版本还不能用",
        "“{name}” is not there yet in this version",
        "请先去掉，或者换一种写法",
        "leave it out for now, or say it another way",
    ),
    "comparison-chain": Message(
        "比较不能连着写",
        "comparisons cannot be chained",
        "写成 x 属于 [60..75) 或者 60 <= x 且 x < 75",
        "write x in [60..75) or 60 <= x and x < 75",
    ),
    "power-exponent": Message(
        "** 后面只能是 0 到 {most} 的整数",
        "after ** there is a whole number from 0 to {most}",
    ),
    "power-of-power": Message("乘方不能再乘方", "a power has no power inside it"),
    "power-brackets": Message(
        "负号和乘方谁先谁后要用括号写明",
        "whether minus or the power comes first needs brackets",
        "写成 -(x ** 2) 或者 (-x) ** 2",
        "write -(x ** 2) or (-x) ** 2",
    ),
    "too-deep": Message(
        "算式嵌套太深（括号最多 {most} 层，连加连乘最多约 100 项）",
        "the expression is nested too deeply (at most {most} brackets, about 100 terms in a row)",
        "请拆成几个推算字段或者统计口径，或者用 求和（…）",
        "split it into several derived fields or measures, or use sum(…)",
    ),
    "whole-days": Message("天数“{text}”应当是整数", "“{text}” days should be a whole number"),
    "not-brackets": Message(
        "“非”后面要加括号", "not needs brackets", "写成 非（…）", "write not(…)"
    ),
    "date-text": Message(
        "日期要写成带引号的文字",
        "a date is written as a text in quotes",
        "写成 日期（“2026-01-31”）",
        'write date("2026-01-31")',
    ),
    "bad-date": Message(
        "“{text}”不是日期",
        "“{text}” is not a date",
        "写成 2026-01-31 的样子",
        "write it like 2026-01-31",
    ),
    "split-band": Message(
        "“以上”“不满”这类写法不能用逗号或者顿号分开：分开是“任一”的意思",
        "bands in words cannot be set apart by a comma: apart, they mean any of them",
        "一段写成 60以上不满90；两段写成 < 60、>= 90",
        "write one band as 60以上不满90, two as < 60, >= 90",
    ),
    "band-unfinished": Message(
        "第二个数后面缺少 以上、以下 或者 以内",
        "以上, 以下 or 以内 is missing after the second number",
        "写成 60以上90以下 或者 60以上不满90",
        "write 60以上90以下 or 60以上不满90",
    ),
    "band-in-expression": Message(
        "“{found}”只能用在条件的格子里或者“属于”后面",
        "“{found}” belongs in a cell of tests or behind in (属于)",
        "这里写 {sign}",
        "write {sign} here",
    ),
    "band-direction": Message(
        "一段的两头要一个是下限、一个是上限",
        "a band has one lower and one upper end",
        "写成 60以上不满90 的样子",
        "write it like 60以上不满90",
    ),
}

_NAMES: Mapping[str, Message] = {
    "unknown-name": Message(
        "没有叫“{name}”的字段、参数或者统计口径",
        "there is no field, parameter or measure “{name}”",
    ),
    "text-needs-quotes": Message(
        "没有叫“{name}”的字段、参数或者统计口径",
        "there is no field, parameter or measure “{name}”",
        "如果是文字，请加引号：“{name}”",
        'put a text in quotes: "{name}"',
    ),
    "word-not-allowed": Message(
        "“{word}”不在可选的词里：{allowed}",
        "“{word}” is not one of the allowed words: {allowed_en}",
    ),
    "ambiguous-word": Message(
        "“{name}”既是一个名称，又是可选的词",
        "“{name}” is both a name and an allowed word here",
        "如果是词，请加引号：“{name}”；如果是名称，请改名",
        'put the word in quotes, "{name}", or rename the other',
    ),
}

_KINDS: Mapping[str, Message] = {
    "kinds-differ": Message(
        "“{left}”是{left_kind}，“{right}”是{right_kind}，不能比较",
        "“{left}” is {left_kind_en} and “{right}” is {right_kind_en}: they do not compare",
    ),
    "percent-against-number": Message(
        "“{left}”是{left_kind}，“{right}”是{right_kind}，不能比较",
        "“{left}” is {left_kind_en} and “{right}” is {right_kind_en}: they do not compare",
        "百分比写成 60% 的样子",
        "write a percentage like 60%",
    ),
    "no-order": Message(
        "“{left}”和“{right}”没有先后，不能用 {comparator} 比较",
        "“{left}” and “{right}” have no order, so {comparator} does not compare them",
        "用 = 或者 !=；要比高低就把可选的词声明为 依次",
        "use = or !=, or declare the words as ordered (依次)",
    ),
    "missing-order": Message(
        "“未填”没有大小，不能用 {comparator} 比较",
        "missing has no size, so {comparator} does not compare it",
        "写成 x = 未填 或者 x != 未填",
        "write x = missing or x != missing",
    ),
    "table-use": Message(
        "“{text}”是参数表，不能直接用",
        "“{text}” is a parameter table and is not a value",
        "写成 查表（{text}，…）",
        "write lookup({text}, …)",
    ),
    "arithmetic-kinds": Message(
        "“{left}”是{left_kind}，“{right}”是{right_kind}，不能这样计算",
        "“{left}” is {left_kind_en} and “{right}” is {right_kind_en}: they do not go together",
    ),
    "percent-plus-number": Message(
        "“{left}”是{left_kind}，“{right}”是{right_kind}，不能相加减",
        "“{left}” is {left_kind_en} and “{right}” is {right_kind_en}: they do not add up",
        "和百分比相加的写成百分比，例如 100% + 增长率",
        "write a percentage beside a percentage, such as 100% + growth",
    ),
    "date-plus-number": Message(
        "“{left}”是{left_kind}，“{right}”是{right_kind}，不能这样计算",
        "“{left}” is {left_kind_en} and “{right}” is {right_kind_en}: they do not go together",
        "加天数写成 5 天，或者 办结时限 * 1 天",
        "write 5 days, or limit * 1 days",
    ),
    "negative-kind": Message(
        "“{text}”是{kind}，前面不能加负号", "“{text}” is {kind_en} and has no negative"
    ),
    "division-by-zero": Message("“{text}”是 0，不能作除数", "“{text}” is 0 and divides nothing"),
    "condition-expected": Message(
        "这里应当是条件，“{text}”却是{kind}",
        "expected a condition, but “{text}” is {kind_en}",
        "写成 名称 = 值 的样子",
        "write it like name = value",
    ),
    "branches-differ": Message(
        "“{left}”是{left_kind}，“{right}”是{right_kind}，两个分支应当是同一种值",
        "“{left}” is {left_kind_en} and “{right}” is {right_kind_en}: branches are of one kind",
    ),
    "expected-kind": Message(
        "这里应当是{expected}，“{text}”却是{kind}",
        "expected {expected_en}, but “{text}” is {kind_en}",
    ),
    "reversed-range": Message(
        "没有数在这个范围里",
        "no number is in this range",
        "小的写在前面；只有一个数时两头都要包含",
        "the smaller end comes first; a single number is included on both sides",
    ),
    "argument-kind": Message(
        "“{function}”这里要{expected}，“{text}”却是{kind}",
        "“{function_en}” takes {expected_en} here, but “{text}” is {kind_en}",
    ),
    "arguments-differ": Message(
        "“{left}”是{left_kind}，“{right}”是{right_kind}，参数应当是同一种值",
        "“{left}” is {left_kind_en} and “{right}” is {right_kind_en}: arguments are of one kind",
    ),
    "rounding-digits": Message(
        "保留的位数“{text}”应当是 0 到 {most} 的整数",
        "the digits “{text}” should be a whole number from 0 to {most}",
    ),
    "lookup-gap": Message(
        "参数表“{table}”没有这些词：{words}",
        "the table “{table}” has no entry for {words_en}",
        "请在表里补上",
        "add them to the table",
    ),
}

EXPRESSIONS: Mapping[str, Message] = {**_TOKENS, **_GRAMMAR, **_NAMES, **_KINDS}
