"""What the compiler says about a policy's meaning."""

from __future__ import annotations

from collections.abc import Mapping

from rules.compiler.check_messages import STRUCTURAL
from rules.compiler.quota_messages import QUOTAS
from rules.compiler.reward_messages import REWARDS
from rules.compiler.scoring_messages import SCORING
from rules.compiler.structure_messages import STRUCTURE as STRUCTURE
from rules.message import Message

MEANING: Mapping[str, Message] = {
    "expected-expression": Message(
        "这里应当写一个算式或者条件", "expected an expression or a condition here"
    ),
    "unset-number": Message(
        "这个数还没有确定",
        "this number is not set",
        "确定之后写上数字；没有确定的数不能运行",
        "a policy with an unset number does not run; write the number once it is decided",
    ),
    "unset-parameter": Message(
        "参数“{name}”还没有确定",
        "parameter “{name}” is not set",
        "在“参数”里写上它的值；没有确定的数不能运行",
        "give it a value under 参数; a policy that needs an unset number does not run",
    ),
    "expected-number": Message("“{text}”应当是一个数", "“{text}” should be a number"),
    "percent-for-number": Message(
        "“{text}”是百分比，这里要的是数", "“{text}” is a percentage where a number is needed"
    ),
    "number-for-percent": Message(
        "“{text}”是数，这里要的是百分比",
        "“{text}” is a number where a percentage is needed",
        "写成 60% 的样子",
        "write it like 60%",
    ),
    "expected-range": Message(
        "“{text}”应当是两头都包括的范围",
        "“{text}” should be a range with both ends included",
        '写成 "[0..100]" 的样子，要加引号',
        'write it like "[0..100]", in quotes',
    ),
    "empty-range": Message(
        "范围“{text}”里什么也没有，或者两头单位不同",
        "range “{text}” is empty, or its ends have different units",
        "小的写在前面",
        "put the smaller end first",
    ),
    "too-many-digits": Message(
        "不能保留 {text} 位",
        "no rounding to {text} digits",
        "可以是 0 到 12 位",
        "it may be 0 to 12",
    ),
    "bad-name": Message(
        "“{name}”不能作名称",
        "“{name}” cannot be a name",
        "名称用汉字、字母、数字和下划线，不以数字开头，不带空格和标点",
        "a name is letters, digits and underscores, not starting with a digit",
    ),
    "reserved-name": Message(
        "“{name}”是语言自己的词，不能作名称",
        "“{name}” is a word of the language and cannot be a name",
    ),
    "not-constant": Message(
        "这里要写定数，不能用“{name}”",
        "“{name}” cannot be used where a constant is needed",
        "用数字或者参数",
        "use a number or a parameter",
    ),
    "not-for-records": Message(
        "“{name}”不是单条记录的量，逐条规则里不能用",
        "“{name}” is not known record by record",
        "逐条规则只能用该数据的字段、对象的字段和参数",
        "a record rule reads the record's fields, the subject's fields and parameters",
    ),
    "not-known-yet": Message(
        "在这一步，“{name}”还没有算出来",
        "“{name}” is not known at this stage",
        "次序是：统计口径、指标、总分、等次、排名、名单、处置",
        "the order is measures, indicators, total, grade, ranks, lists, triggers",
    ),
    "needs-aggregate": Message(
        "“{name}”是单条记录的字段，这里要用统计出来的量",
        "“{name}” is a field of single records; a measure is needed here",
        "先在“统计口径”里计数、求和或者平均",
        "count, sum or average it under 统计口径 first",
    ),
    "needs-measure": Message(
        "“{name}”是考核数据，这里要用统计出来的量",
        "“{name}” is a kind of evidence; a measure is needed here",
        "先在“统计口径”里写，如 {name}数: {{计数: {name}}}，再用“{name}数”",
        "write a measure first, such as `{name}_count: {{count: {name}}}`",
    ),
    "value-or-table": Message(
        "参数要写“值”或者“表”，只写一样", "a parameter has a value or a table, one of them"
    ),
    "mixed-table": Message(
        "一张表里不能又有数又有百分比", "a table cannot mix numbers and percentages"
    ),
    "unknown-field": Message("没有叫“{name}”的字段", "there is no field “{name}”"),
    "unknown-subject-field": Message(
        "考评对象没有叫“{name}”的字段", "the subject has no field “{name}”"
    ),
    "wide-without-columns": Message(
        "宽表没有说明有哪些列",
        "the wide table does not say which columns it has",
        "写“列”，或者给“{item}”写上选项",
        "give it columns, or give “{item}” its words",
    ),
    "wide-item-kind": Message(
        "宽表的项目“{item}”应当是选项或者文本", "the item “{item}” should be words or text"
    ),
    "event-date-kind": Message(
        "发生日“{name}”应当是日期", "the event date “{name}” should be a date"
    ),
    "derived-order": Message(
        "“{name}”在下面才推算，这里还不能用",
        "“{name}” is derived further down and cannot be used yet",
        "把它移到上面；推算字段不能互相引用",
        "move it up; derived fields cannot refer to each other in a circle",
    ),
    "word-twice": Message("选项里有重复的词", "the same word stands twice among the choices"),
    "unknown-type": Message(
        "不认识的类型“{text}”",
        "unknown type “{text}”",
        "类型是 文本、整数、数、百分比、日期、是否、统一社会信用代码、身份证号，"
        '或者 "[0..100]" 这样的范围，或者选项列表',
        "text, integer, number, percentage, date, boolean, credit_code, id_card, "
        'a range such as "[0..9]", or words',
    ),
    "fill-outside": Message(
        "“{text}”不是这个字段能有的值",
        "“{text}” is no value this field can have",
        "写一个类型、范围、小数都合适的值；不要值就写 缺失: 不计",
        "give a value of its type, range and decimals; for none write `missing: keep`",
    ),
    "unknown-word": Message(
        "“{text}”不在选项之中：{allowed}", "“{text}” is none of the words {allowed}"
    ),
    "cyclic-formula": Message(
        "循环引用：{cycle}", "formulas refer to each other in a circle: {cycle}"
    ),
    "unknown-kind": Message(
        "没有叫“{name}”的考核数据",
        "there is no evidence kind “{name}”",
        "已有：{known}",
        "there are: {known}",
    ),
    "rule-without-each": Message(
        "这条加分、扣分没有写“每”：每一条哪种数据",
        "this rule does not say of which records it is (`each`)",
        "加上“每: 数据的名称”；不看记录、只加减一次的，另写一项指标：取值: 如果 条件 那么 3 否则 0",
        "add `each:` with a kind of evidence; what is given once, whatever the records, is an "
        "indicator of its own: `value: if … then 3 else 0`",
    ),
    "rule-id-twice": Message("规则编号“{id}”用了两次", "rule id “{id}” is used twice"),
    "no-total": Message(
        "细则没有总分，“{name}”用不上",
        "the policy has no total, so “{name}” means nothing",
        "写上“指标”和“总分”；只评等次的细则在“等次”里写“依次”和条件",
        "give it indicators and a total; grades without points are conditions under 依次 (ordered)",
    ),
    "points-without-total": Message(
        "有指标，没有“总分”", "there are indicators and no total", "写上“总分”", "write a total"
    ),
    "total-without-points": Message(
        "有“总分”，没有指标",
        "there is a total and no indicator",
        "写上“指标”；只评等次的细则两样都不写",
        "write indicators; a policy of grades alone has neither",
    ),
    "total-exact": Message(
        "总分要写保留几位", "the total needs a rounding", "如 保留: 2", "such as `round: 2`"
    ),
    "section-with-rules": Message(
        "“{name}”有分项，自己不能再写“{key}”",
        "“{name}” has items and cannot have “{key}” itself",
        "把它写到分项里",
        "put it into an item",
    ),
    "empty-indicator": Message(
        "指标“{name}”没有规则也没有取值",
        "indicator “{name}” has neither rules nor a value",
        "写扣分、加分、取值或者分项",
        "give it deduct, add, value or items",
    ),
    "points-not-positive": Message("分值“{text}”应当大于 0", "points “{text}” should be above 0"),
    "cap-not-positive": Message("最多“{text}”应当大于 0", "cap “{text}” should be above 0"),
    "floor-above-cap": Message(
        "最低比最多或者分值还高", "the floor is above the cap or the full points"
    ),
    "missing-start": Message(
        "“{name}”有扣分，没有写起评分",
        "“{name}” deducts and does not say where it starts",
        "写“起评分: 满分”，或者一个数",
        "write `start: full`, or a number",
    ),
    "start-outside": Message(
        "起评分“{text}”不在零分和分值之间",
        "the start “{text}” does not lie between zero and the full points",
        "从满分起评写“起评分: 满分”",
        "write `start: full` to begin with the full points",
    ),
    "start-without-points": Message(
        "“{name}”说到满分，没有写分值",
        "“{name}” speaks of full points and has none",
        "写上“分值”",
        "give it points",
    ),
    "wrong-sign": Message("这里每条规则写一个“{key}”", "each rule here has one “{english}”"),
    "negative-points": Message(
        "“{text}”可能是负数",
        "“{text}” may be negative",
        "分数写正数，扣还是加由它所在的列表决定",
        "write points as positive numbers; the list they stand in says whether they are taken",
    ),
    "needs-value": Message("没有“取值”，不能写“{key}”", "“{key}” needs a value"),
    "percent-points": Message(
        "“{name}”的取值是百分比，不能直接当分数",
        "the value of “{name}” is a percentage and cannot be points as it is",
        "写“折算: 线性”、阶梯或者分档",
        "give it a scale: linear, step_table or band_table",
    ),
    "linear-range": Message(
        "不知道从多少到多少按比例折算",
        "it is not known from where to where the scale is linear",
        '写成“折算: {{线性: "[60..100]"}}”',
        'write `scale: {{linear: "[60..100]"}}`',
    ),
    "step-twice": Message("阶梯里有重复的一级", "the same step stands twice"),
    "one-effect": Message(
        "一票否决要写清零、定为、至多评为、不得评优、降等其中一样",
        "a veto needs exactly one of zero, force, at_best, bar_top, step_down",
    ),
    "unknown-grade": Message(
        "没有叫“{name}”的等次", "there is no grade “{name}”", "已有：{known}", "there are: {known}"
    ),
    "else-not-last": Message("“其余”只能写在最后一个等次", "其余 (else) belongs to the last grade"),
    "order-without-else": Message(
        "依次判断的等次最后要写“其余”",
        "grades decided in order must end with 其余 (else)",
        "否则有的对象没有等次",
        "otherwise some subjects have no grade",
    ),
    "conditions-need-order": Message(
        "“{name}”的标准不只看总分，要写明依次判断",
        "the standard of “{name}” looks at more than the total and needs an order",
        "写成“等次: {{依次: [{{优秀: …}}, …, {{不合格: 其余}}]}}”",
        "write `grades: {{ordered: [{{A: …}}, …, {{D: else}}]}}`",
    ),
    "rank-without-order": Message("“{text}”没有高低，不能排名", "“{text}” has no order to rank by"),
    "ties-without-rank": Message(
        "条件里没有排名，不列入并列的没有意义",
        "the condition reads no rank, so nobody can tie at its cut",
        "写上排名，如 街道排名.倒数 <= 3；或者去掉“并列”",
        "read a rank, such as 街道排名.倒数 <= 3, or drop `ties`",
    ),
    "ties-take-no-place": Message(
        "“{name}”并列不占位，并列的几个合起来只占一个名次，不能不列入",
        "“{name}” is dense: all who tie take one place, so none of them is beyond the cut",
        "排名写“并列: 占位”，或者名单写“并列: 列入”",
        "give the rank `ties: competition`, or the list `ties: include`",
    ),
    "unknown-policy": Message(
        "没有找到细则“{name}”",
        "there is no policy “{name}”",
        "kaoping list 列出现有的细则；也可以写细则文件的路径",
        "kaoping list shows those there are; a path of a policy file will do as well",
    ),
    "unreadable-policy": Message(
        "打不开细则文件“{path}”：{why}",
        "cannot read the policy file “{path}”: {why_en}",
    ),
    **STRUCTURAL,
    **REWARDS,
    **QUOTAS,
    **SCORING,
}
