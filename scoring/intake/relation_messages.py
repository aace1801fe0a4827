"""What intake says about relations: whose a record is, and who was with whom."""

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
}
