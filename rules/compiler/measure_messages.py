"""What the compiler says about measures and parent records."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

MEASURES: Mapping[str, Message] = {
    "one-aggregate": Message(
        "“{name}”要写一种统计，如计数、求和、平均、比率、算式",
        "“{name}” needs exactly one aggregate, such as count, sum, mean, ratio, formula",
    ),
    "missing-rounding": Message(
        "“{name}”做了除法，没有写保留几位",
        "“{name}” divides and does not say how it is rounded",
        "写“保留: 2”，或者“保留: 不舍入”",
        "write `round: 2`, or `round: exact`",
    ),
    "count-of-field": Message(
        "这里只写数据的种类，如“{kind}”", "only a kind of evidence belongs here, such as “{kind}”"
    ),
    "field-or-of": Message(
        "“{target}”要说明统计什么",
        "“{target}” must say what is aggregated",
        "写成“数据.字段”，或者另写“取”",
        "write `kind.field`, or an expression under 取",
    ),
    "by-or-weight": Message(
        "加权平均要写“按”（各组权重）或者“权数”，只写一样",
        "a weighted mean has 按 (weights by group) or 权数 (a weight per record), one of them",
    ),
    "weights-words": Message(
        "权重写的是 {given}，选项是 {words}",
        "weights are given for {given}, the words are {words}",
        "每个选项一个权重",
        "one weight for each word",
    ),
    "negative-weight": Message(
        "权重“{text}”可能小于零",
        "weight “{text}” may be below zero",
        '权重从零起；取自字段时，给字段写上范围，如 "[0..10]"',
        'a weight is zero or more; give a field it comes from a range, such as "[0..10]"',
    ),
    "group-kind": Message(
        "“{text}”不是选项也不是文本，不能按它分组",
        "“{text}” is neither words nor text and cannot tell groups",
    ),
    "weights-sum": Message("权重合计是 {sum}，不是 100%", "weights add up to {sum}, not 100%"),
    "bad-trim": Message(
        "不能去掉“{text}”",
        "“{text}” cannot be taken off",
        "写两头各去掉几个（整数），或者各去掉百分之几（不到 50%）",
        "write how many go at each end, or what percentage (below 50%)",
    ),
    "no-extreme": Message(
        "“{text}”没有大小、先后、高低",
        "“{text}” has no order, so none of it is the least or the greatest",
        "可以是数、日期，或者有依次的选项",
        "numbers, dates and ordered words have one",
    ),
    "latest-without-dates": Message(
        "“{kind}”的记录不带发生日，没有最近的一条",
        "records of “{kind}” carry no date, so none is the latest",
    ),
    "window-without-dates": Message(
        "“{kind}”的记录不带发生日，看不出是不是在一段时间之内",
        "records of “{kind}” carry no date, so none can be told to come together",
        "把“发生日: 无”改成日期字段的名称",
        "name the date field under `event_date`",
    ),
    "bad-window": Message(
        "看不懂时段“{text}”",
        "the window “{text}” is not understood",
        "写成 30天、3个月、1年 的样子",
        "write it like 30 days, 3 months, 1 year",
    ),
    "round-no-number": Message(
        "“{name}”不是数，不能保留位数", "“{name}” is no number and cannot be rounded"
    ),
    "relative-eligibility": Message(
        "“{name}”要和同组的对象比较，不能用来决定谁参加考评",
        "“{name}” is relative to a group and cannot decide who is assessed",
        "用该对象自己的统计口径",
        "use a measure of the subject itself",
    ),
    "item-without-records": Message(
        "没有哪种数据属于“{name}”，不能逐项统计",
        "no evidence belongs to “{name}”, so there is nothing to aggregate per item",
        "在下级数据里写“属于”，或者写成“数据.字段”",
        "give the other kind a parent, or write `kind.field`",
    ),
    "foreign-inner": Message(
        "“{name}”要统计 {kinds} 的记录，或者是算式",
        "“{name}” must aggregate records of {kinds}, or be a formula",
    ),
    "outer-aggregate": Message(
        "逐项算出的数不能再“{key}”",
        "values per item cannot be aggregated by “{key}”",
        "可以求和、平均、加权平均、去极值平均、中位数、最小值、最大值",
        "use sum, mean, weighted_mean, trimmed_mean, median, minimum or maximum",
    ),
    "outer-target": Message(
        "“先算”里没有“{name}”",
        "“{name}” is not computed per item",
        "已有：{known}",
        "there are: {known}",
    ),
    "parent-above": Message(
        "上面没有叫“{name}”的数据",
        "there is no evidence kind “{name}” above",
        "上级数据写在前面",
        "the parent kind stands first",
    ),
    "parent-identity": Message(
        "“{name}”没有用“标识”写明怎样识别一条记录，或者是宽表，不能作上级记录",
        "“{name}” does not state its identity fields, or is wide, and cannot be a parent",
        "给它写上“标识: [字段]”",
        "give it `identity: [field]`",
    ),
    "parent-keys": Message(
        "“{keys}”和“{name}”的标识“{identity}”个数或者类型不同",
        "“{keys}” and the identity “{identity}” of “{name}” differ in number or type",
        "一个对一个，次序相同",
        "one for one, in the same order",
    ),
}
