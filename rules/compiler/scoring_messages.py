"""What the compiler says about scales, tables, weights and full marks."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

SCORING: Mapping[str, Message] = {
    "one-scale": Message(
        "折算写线性、阶梯、分档、全额、超额累进、目标、任选、直接其中一样",
        "a scale is one of linear, step_table, band_table, whole_brackets, marginal_brackets, "
        "target, k_of_n, direct",
    ),
    "scale-without-points": Message(
        "“{name}”的折算要按满分来算，没有写分值",
        "the scale of “{name}” needs full points and there are none",
        "写上“分值”",
        "give it points",
    ),
    "brackets-from-zero": Message(
        "全额、超额累进的取值应当是不会小于零的数",
        "brackets need a value that is a number and never below zero",
        '给用到的字段写上范围，如 "[0..1000000]"',
        'declare the range of the field it reads, such as "[0..1000000]"',
    ),
    "step-not-positive": Message("这个数应当大于 0", "this number should be above 0"),
    "not-a-count": Message(
        "任选的取值应当是没有小数的数，如计数", "k_of_n needs a value that is a count"
    ),
    "pick-above-all": Message(
        "一共 {all} 项，不能任选 {pick} 项", "{pick} cannot be picked out of {all}"
    ),
    "one-source": Message(
        "“{name}”的取值、决策表、逐步只写一样；逐步不能和扣分、加分写在一起",
        "“{name}” has one of value, decision, steps; steps stand without deduct and add",
        "分成几个分项",
        "split it into items",
    ),
    "row-width": Message(
        "这一行有 {cells} 格，应当有 {expected} 格",
        "this row has {cells} cells, it should have {expected}",
        "每个输入一格，最后一格写得分；不限的格写 任意",
        "a cell for each input and the points last; write wildcard for any value",
    ),
    "rows-overlap": Message(
        "第 {one} 行和第 {other} 行会同时符合",
        "rows {one} and {other} can hold together",
        "改动其中一行；或者把“命中”写成 首个、优先、合计",
        "change one of them, or let the hit policy be first, priority or collect_sum",
    ),
    "priorities-unused": Message(
        "“优先次序”只用于 命中: 优先", "priorities belong to the hit policy priority"
    ),
    "priorities-differ": Message(
        "优先次序要把各行的得分各写一次", "priorities must hold each row's points once"
    ),
    "missing-step": Message(
        "逐步的缺失写 零分 或者 待定",
        "a stepwise indicator gives zero for a missing value, or waits",
    ),
    "add-or-deduct": Message("每一步写“加”或者“扣”，只写一样", "each step has add or deduct, one"),
    "within-without-mean": Message("“分组”只用于组均", "within belongs to a group mean"),
    "group-mean-alone": Message(
        "“{name}”缺失时按组均，不能再有起评分、扣分、加分",
        "“{name}” takes the group's mean and cannot have a start, deductions or additions",
        "分成两个分项",
        "split it into two items",
    ),
    "weight-not-positive": Message("权重应当大于 0", "a weight should be above 0"),
    "restore-without-marks": Message(
        "“{name}”之下没有写分值的指标，没有满分可以折算",
        "nothing below “{name}” has full points, so there is no full mark to restore",
    ),
    "full-marks-differ": Message(
        "“{name}”的分值是 {full}，各分项的满分合计是 {sum}；有分项可能不计，两者应当相等",
        "“{name}” has {full} points and its items {sum}; items may leave it, so they must agree",
        "改动分值、分项的分值或者权重",
        "change its points, or the points or weights of its items",
    ),
    "bonus-stop-place": Message(
        "“{name}”在分项里，不能写满分为止",
        "“{name}” is an item and cannot stop at the full mark",
        "移到最上一级；上级写了分值，本来就不会超过",
        "move it to the top level; a section with points never exceeds them anyway",
    ),
    "bonus-without-mark": Message(
        "“{name}”加到满分为止，其他指标都没有写分值",
        "“{name}” stops at the full mark, and no other indicator has full points",
    ),
    "class-not-here": Message(
        "这里的数还不能按组别分别写",
        "a number cannot depend on a class here yet",
        "指标的分值、起评分、最低、最多、权重、折算和规则的扣、加可以",
        "points, start, floor, cap, weight, scale of an indicator, and a rule's points can",
    ),
    "class-field": Message(
        "“{name}”不是考评对象的有选项的字段",
        "“{name}” is no field of the subject with a list of words",
    ),
    "class-words": Message(
        "表里写的是 {given}，选项是 {words}",
        "the table has {given}, the words are {words}",
        "每个选项一个数",
        "one number for each word",
    ),
    "two-classes": Message(
        "同一个指标里不能既按“{one}”又按“{other}”",
        "one indicator cannot depend on both “{one}” and “{other}”",
    ),
}
