"""What intake says about relations and about results of other policies."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

RELATED: Mapping[str, Message] = {
    "tenure-backwards": Message(
        "止于 {until}，早于起始的 {since}",
        "it ends on {until}, before it begins on {since}",
        "改正日期",
        "correct the dates",
    ),
    "tenure-overlap": Message(
        "“{key}”的“{relation}”有几行日期重叠，均不采用",
        "rows of “{relation}” for “{key}” overlap, so none of them is taken",
        "改正起止日期，使同一天只有一个",
        "correct the dates, so that there is one for each day",
    ),
    "tenure-elsewhere": Message(
        "“{relation}”里与本期没有重叠的行，只用来找对象，不计入本期",
        "rows of “{relation}” outside the period find subjects, and do not count in it",
    ),
    "tenure-gaps": Message(
        "“{relation}”中间有空缺：{words_zh}",
        "“{relation}” has gaps: {words_en}",
        "空缺的日子里发生的记录找不到对象",
        "whatever happens on those days belongs to nobody",
    ),
    "relation-not-delivered": Message(
        "没有提供“{relation}”，不知道这条记录是谁的",
        "“{relation}” was not delivered, so whose record this is is not known",
        "把“{relation}”一起提供",
        "deliver “{relation}” with it",
    ),
    "no-holder": Message(
        "“{key}”在 {when_zh} 没有“{relation}”",
        "“{key}” has no “{relation}” on {when_en}",
        "改正日期或者编号，或者在“{relation}”里补上这一段",
        "correct the day or the id, or add the days to “{relation}”",
    ),
    "holders-tied": Message(
        "“{key}”的“{relation}”任期一样长：{words_zh}",
        "several have served “{key}” as long as each other by “{relation}”: {words_en}",
        "补充或者更正任期，或者在细则里改用某一天的关系",
        "correct the days, or have the policy read the relation on one day",
    ),
    "partly-held": Message(
        "“{key}”在这段日子里有 {days} 天没有“{relation}”，这些天没有计入",
        "“{key}” had no “{relation}” for {days} of these days, which are not counted",
        "在“{relation}”里补上这一段，或者改正起止日期",
        "add the days to “{relation}”, or correct the dates",
    ),
    "several-holders": Message(
        "“{kind}”有记录沿“{relation}”归到几个对象，各计一次",
        "records of “{kind}” belong to several subjects by “{relation}” and count for each",
    ),
    "import-as-evidence": Message(
        "“{kind}”是引用的结果，不是证据文件",
        "“{kind}” are results of another policy, not a file of evidence",
        "用 --imports 给出那个考评的结果包",
        "give the package of that policy with --imports",
    ),
    "import-day": Message(
        "这个日子不是所引用的那一期的期末，应为 {zh}",
        "this day is not the end of a period whose results are imported: {en} was expected",
        "不写发生日，或者用“周期”写明是哪一期的结果",
        "leave the date out, or say with `period` which period the result is of",
    ),
    "import-incomplete": Message(
        "引用“{kind}”缺少这些期的结果：{words_zh}",
        "the import “{kind}” lacks the results of {words_en}",
        "用 --imports 把本年各期的结果包都给出",
        "give the packages of every period of the year with --imports",
    ),
    "import-row": Message(
        "“{policy}”结果包里的这一行读不出来，引用“{kind}”不能用",
        "this row of the results of “{policy}” cannot be read, so “{kind}” cannot be imported",
        "用 kaoping verify 核对这个结果包",
        "check the package with kaoping verify",
    ),
    "import-version": Message(
        "引用“{kind}”要的是“{policy}”的 {wanted} 版，这是 {version} 版的结果",
        "“{kind}” wants version {wanted} of “{policy}”; these are results of version {version}",
        "给出该版本的结果包，或者改写细则里的“考评”",
        "give a package of that version, or change the policy",
    ),
    "import-no-effect": Message(
        "“{policy}”仅计分，它的结果没有定案，引用“{kind}”不认",
        "“{policy}” is scored without effect: its results are not final, and “{kind}” takes final "
        "ones",
        "确实要引用的，在细则里写 认: 拟定",
        "if that is meant, the policy says `accepts: proposed`",
    ),
    "import-partial": Message(
        "“{policy}”的结果是期中的（截止日 {as_of}），没有定案，引用“{kind}”不认",
        "the results of “{policy}” are of a part of their period (as of {as_of}): they are not "
        "final, and “{kind}” takes final ones",
        "请给出周期满了以后的结果包；确实要引用的，在细则里写 认: 拟定",
        "give the package of the whole period; if this is meant, the policy says "
        "`accepts: proposed`",
    ),
    "import-draft": Message(
        "“{policy}”是草案或者已经废止，它的结果不能引用",
        "“{policy}” is a draft or repealed; its results cannot be imported",
    ),
    "import-lacks": Message(
        "“{policy}”的结果里没有“{name}”，引用“{kind}”不能用",
        "the results of “{policy}” have no “{name}”, so “{kind}” cannot be imported",
    ),
    "import-words": Message(
        "“{policy}”的等次从低到高是：{words}；引用“{kind}”的“{field}”写的不是这些",
        "the grades of “{policy}”, worst first, are: {words}; “{field}” of “{kind}” states others",
        "照这个次序改写细则里的“依次”",
        "state these words in this order in the policy",
    ),
    "import-not-graded": Message(
        "那一期{state_zh}，没有结果",
        "there is no result: it was {state_en}",
        "没有结果也算一条的，在细则里给这个字段写“缺失”",
        "where it should count even so, the policy gives the field a `missing`",
    ),
    "import-not-final": Message(
        "那一期的结果还没有定",
        "the result is not settled yet",
        "等它定了再运行；拟定的也认的，在细则里写 认: 拟定",
        "run again once it is; to take it now, the policy says `accepts: proposed`",
    ),
    "import-elsewhere": Message(
        "引用“{kind}”里有本期不在考评之列的对象：{words_zh}",
        "“{kind}” has results of subjects that are not assessed here: {words_en}",
    ),
    "import-unused": Message(
        "细则没有引用这些结果包：{words_zh}",
        "the policy imports none of these packages: {words_en}",
    ),
}
