"""Every sentence the product says about a policy, by stable code: Chinese first, English beside it.

Sections follow the pipeline: text, structure, expressions, meaning. Codes are public and for ever.
"""

from __future__ import annotations

from collections.abc import Mapping

from rules.calendar_messages import CALENDARS
from rules.check.lint_messages import LINT
from rules.check.messages import CHECKS
from rules.compiler.history_messages import HISTORY
from rules.compiler.measure_messages import MEASURES
from rules.compiler.messages import MEANING, STRUCTURE
from rules.compiler.relation_messages import RELATIONS
from rules.compiler.rule_messages import RULES
from rules.compiler.trigger_messages import TRIGGERS
from rules.compiler.validity_messages import VALIDITY
from rules.expr.messages import EXPRESSIONS
from rules.mapping_messages import MAPPINGS
from rules.message import Message as Message
from rules.message import Severity as Severity
from rules.reading.messages import TEXT
from rules.supplement_messages import OPENED, SUPPLEMENTS
from rules.template_messages import TEMPLATES
from rules.warehouse_messages import WAREHOUSE

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
    "trial-repealed": Message(
        "细则“{title}”（版本 {version}）已废止，这里只作比较",
        "the policy “{title}” (version {version}) is repealed and is only tried here",
        severity="warning",
    ),
    "trial-not-in-force": Message(
        "细则“{title}”（版本 {version}）在周期末 {end} 不在有效期内（{stated}），这里只作测算",
        "the policy “{title}” (version {version}) is not in force on {end}, the last day of the "
        "period ({stated}), and is only tried here",
        severity="warning",
    ),
    "trials-without-sample": Message(
        "两份细则都没有附带示例数据",
        "neither policy comes with sample evidence",
        "请用 --evidence 给出数据，用 --period 给出周期",
        "give --evidence and --period",
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
    "no-test-file": Message(
        "“{path}”没有用例文件",
        "there is no test file at “{path}”",
        "用例写在细则旁边的 *.test.yaml 里；还没有的，用 kaoping test 细则 --generate 起草",
        "cases stand in a *.test.yaml beside the policy; --generate drafts the first ones",
    ),
    "is-test-file": Message(
        "“{path}”是用例，不是细则",
        "“{path}” is a file of policy tests, not a policy",
        "执行用例：kaoping test {path}",
        "run the cases: kaoping test {path}",
    ),
    "is-supplement": Message(
        "“{path}”是补充，不是完整的细则",
        "“{path}” is a supplement, not a whole policy",
        "加到基础细则上：kaoping overlay {path}",
        "lay it over its base: kaoping overlay {path}",
    ),
    "not-a-folder": Message(
        "“{path}”是文件，结果包是一个文件夹，不会覆盖",
        "“{path}” is a file, and a result package is a folder: not replaced",
        "请换一个名字",
        "choose another name",
    ),
    "no-policy-file": Message(
        "“{path}”里没有细则文件（.yaml）",
        "there is no policy file (.yaml) in “{path}”",
    ),
    "not-a-package": Message(
        "“{path}”不是考评结果包：{why}",
        "“{path}” is not a result package: {why_en}",
    ),
    "no-snapshot": Message(
        "结果包“{path}”里没有收好的证据",
        "the result package “{path}” holds no snapshot of its evidence",
        "它由较早的版本写成；证据原件在它的 inputs/evidence 里，可以直接给这个文件夹",
        "an earlier version wrote it; the files of evidence are in its inputs/evidence: give those",
    ),
    "snapshot-and-more": Message(
        "“{path}”是结果包，它的证据已经收好，不能再加别的证据、对象表或者映射",
        "“{path}” is a result package: its evidence has been admitted, nothing can be added to it",
        "只给这个结果包，或者给它 inputs/evidence 里的文件和要加的文件",
        "give the package alone, or the files in its inputs/evidence with what is to be added",
    ),
    "snapshot-of-another-period": Message(
        "结果包里收好的证据是 {period}（截止日 {as_of}）的，不是所要的周期",
        "the evidence in the package was admitted for {period}, as of {as_of}, not for this period",
        "请写 --period {period} --as-of {as_of}，或者给证据原件",
        "say --period {period} --as-of {as_of}, or give the files of evidence",
    ),
    "snapshot-of-another-policy": Message(
        "结果包里收好的证据，字段和种类与这个细则的不同",
        "the evidence in the package was admitted by other kinds and fields than this policy has",
        "请给证据原件，重新收一遍",
        "give the files of evidence, to be admitted anew",
    ),
    "settled-before-the-end": Message(
        "截止日 {as_of} 早于周期末 {end}，期中结果不能兑现",
        "the results are as of {as_of}, before the last day of the period, {end}: they are of a "
        "part of it and cannot be settled",
        "周期满了以后再考评一次",
        "run the review again when the period is over",
    ),
    "past-partial": Message(
        "“{path}”是期中结果（截止日 {as_of}），不是往期结果",
        "“{path}” holds results of a part of a period (as of {as_of}): no earlier results",
        "请给出周期满了以后的结果包",
        "give the package of the whole period",
    ),
    "settled-already": Message(
        "“{path}”已经是兑现结果",
        "“{path}” is a settlement already",
        "请给出考评的结果包；它在兑现结果的 inputs/package 里",
        "give the result package; a settlement holds it in inputs/package",
    ),
    "not-a-settlement": Message(
        "“{path}”是考评结果包，不会被兑现结果代替",
        "“{path}” is a result package: a settlement does not take its place",
        "请用 --out 换一个文件夹",
        "choose another folder with --out",
    ),
    "without-effect": Message(
        "细则“{title}”（版本 {version}）不是生效状态，只计分，不兑现",
        "the policy “{title}” (version {version}) is not effective: it scores and settles nothing",
        "系数和奖励只是测算；细则生效后重新考评，再兑现",
        "its coefficients and awards are only proposals; run it again once it is effective",
    ),
    "nothing-to-settle": Message(
        "细则“{title}”（版本 {version}）没有签字、系数、奖励资金，没有可兑现的",
        "the policy “{title}” (version {version}) has no sign-off, coefficient or award pool",
    ),
    "cut-off-too-early": Message(
        "签字截止日 {cut_off} 早于考评的截止日 {as_of}",
        "the cut-off of signatures {cut_off} is before the as-of date {as_of}",
    ),
    "plan-empty": Message("计划里没有考评", "the plan has no reviews"),
    "plan-file": Message(
        "没有“{name}”这个文件或者文件夹",
        "there is no file or folder “{name}”",
        "路径从计划文件所在的文件夹算起",
        "paths begin at the folder of the plan",
    ),
    "plan-twice": Message(
        "“{id}”{period} 在计划里有两项",
        "“{id}” stands twice in the plan for {period}",
        "一个细则一期只做一次，证据写在一起",
        "a policy is done once for a period, with all its evidence",
    ),
    "import-twice": Message(
        "“{package}”的结果包给了两份：{first}、{second}",
        "the package of “{package}” is given twice: {first}, {second}",
        "只给正确的一份",
        "give the right one only",
    ),
    "past-twice": Message(
        "{period} 的往期结果给了两份：{first}、{second}",
        "the results of {period} are given twice: {first}, {second}",
        "只给正确的一份，更正过的结果代替原来的结果",
        "give the right one only; corrected results take the place of the earlier ones",
    ),
    "foreign-folder": Message(
        "文件夹“{path}”里有不属于结果包的“{name}”，不会覆盖",
        "the folder “{path}” holds “{name}”, which is no part of a result package: not replaced",
        "请换一个文件夹，或者先移走其中的文件",
        "choose another folder, or move the files away first",
    ),
    "package-held": Message(
        "结果包“{path}”正由另一个进程写入：进程 {process}，主机 {host}，开始于 {since}",
        "the package “{path}” is being written by process {process} on {host} since {since}",
        "等它做完再运行，或者用 --out 换一个文件夹",
        "wait until it ends, or choose another folder with --out",
    ),
    "package-changing": Message(
        "结果包“{path}”在读取时一再被替换",
        "the package “{path}” was replaced again and again while it was read",
        "等写结果包的运行做完，再读一次",
        "wait until the runs that write it have ended, then read it again",
    ),
    "memory-limit-cannot": Message(
        "有 --memory-limit 时做不了：{what}",
        "this cannot be done within --memory-limit: {what_en}",
        "去掉 --memory-limit，或者去掉这一样；见 docs/runs.md",
        "leave --memory-limit out, or this; docs/runs.md says more",
    ),
    "memory-limit-small": Message(
        "内存上限 {limit} 太小，至少要 {least}",
        "the memory limit of {limit} is too small: at least {least} are needed",
        "写 --memory-limit {least} 或更大",
        "write --memory-limit {least} or more",
    ),
    "memory-limit-full": Message(
        "内存上限 {limit} 不够用，没有写出任何结果",
        "the memory limit of {limit} was not enough, no result was written",
        "把 --memory-limit 加大一倍再试",
        "try again with twice as much",
    ),
    "no-sample": Message(
        "细则“{id}”没有附带示例数据",
        "the policy “{id}” comes with no sample evidence",
        "请用 --evidence 给出数据，用 --period 给出周期",
        "give --evidence and --period",
    ),
    "sample-by-plan": Message(
        "细则“{id}”要用别的细则的结果，示例在一份计划里",
        "the policy “{id}” takes what other policies give: its sample is in a plan",
        "运行 kaoping review {plan} --out out",
        "run kaoping review {plan} --out out",
    ),
    "sample-key": Message("缺少“{key}”", "“{key}” is missing"),
    "sample-word": Message(
        "不认识“{word}”", "unknown key “{word}”", "这里可以写：{allowed}", "allowed here: {allowed}"
    ),
    "sample-form": Message("应当是 {expected}", "expected {expected}"),
    "sample-file": Message(
        "示例文件夹里没有文件“{name}”", "there is no file “{name}” in the folder of the sample"
    ),
    "nothing-so-named": Message(
        "细则里没有叫“{name}”的等次、名单、处置、否决、系数、奖励或者规则",
        "the policy has no grade, list, trigger, veto, coefficient, pool or rule “{name}”",
    ),
    "kept-unknown": Message(
        "细则里没有证据或字段“{name}”",
        "the policy has no evidence or field “{name}”",
        "写成证据种类，或者 证据种类.字段",
        "write a kind of evidence, or KIND.FIELD",
    ),
    "subject-not-found": Message(
        "没有考评对象“{subject}”",
        "there is no subject “{subject}”",
        "全部对象见对象表，或者结果包里 results.csv 的第一列",
        "every subject stands in the table of subjects, and first in a package's results.csv",
    ),
    "rows-meet": Message(
        "指标“{indicator}”的决策表：第 {rows} 行同时符合（对象“{subject}”）",
        "the decision table of “{indicator}”: rows {rows} hold together (subject “{subject}”)",
        "改动其中一行；或者把“命中”写成 首个、优先、合计",
        "change one of them, or let the hit policy be first, priority or collect_sum",
    ),
    "points-below-zero": Message(
        "规则“{rule}”对证据“{evidence}”算出负的分值 {points}",
        "rule “{rule}” gives negative points {points} for evidence “{evidence}”",
        "加还是扣由“加”“扣”决定，分值写成不小于零的数或算式",
        "“add” and “deduct” say the direction; write points that are never below zero",
    ),
    "engine-cannot": Message(
        "DuckDB 引擎还不能计算：{what}",
        "the DuckDB engine cannot compute this yet: {what_en}",
        "请用 --engine durable；能算什么见 docs/engines.md",
        "use --engine durable; docs/engines.md says what it can do",
    ),
}

_CASES: Mapping[str, Message] = {
    # what a file of policy tests refuses
    "case-key": Message("测试文件里没有“{text}”这个词", "“{text}” is no key of a test file here"),
    "case-twice": Message("“{text}”写了两次", "“{text}” is given twice", "只留一个", "keep one"),
    "case-missing": Message("缺少“{zh}”", "“{en}” is missing"),
    "case-form": Message("应当是：{expected}", "expected {expected}"),
    "case-name": Message(
        "细则里没有“{name}”，测试里也没有这个样例",
        "neither the policy nor the tests have “{name}”",
    ),
    "case-value": Message("“{text}”不能用来比较：{zh}", "“{text}” cannot be compared: {en}"),
    "case-percent": Message(
        "“{text}”是百分比，这里比较的是数",
        "“{text}” is a percentage, and a number is compared here",
        "写成 {number}",
        "write {number}",
    ),
    "case-several": Message(
        "列出“各对象”的用例，自己不能再写“{zh}”",
        "a case that lists its subjects cannot say “{en}” itself",
        "请写到每个对象之下",
        "write it below each subject",
    ),
}

MESSAGES: Mapping[str, Message] = {
    **TEXT,
    **STRUCTURE,
    **EXPRESSIONS,
    **MEANING,
    **CHECKS,
    **OPENED,
    **SUPPLEMENTS,
    **LINT,
    **RULES,
    **HISTORY,
    **RELATIONS,
    **TRIGGERS,
    **VALIDITY,
    **MEASURES,
    **_USE,
    **_CASES,
    **MAPPINGS,
    **CALENDARS,
    **TEMPLATES,
    **WAREHOUSE,
}
