"""What the compiler says about validity of evidence, and about lengths of time."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

VALIDITY: Mapping[str, Message] = {
    "bad-applied-year": Message(
        "看不懂适用年度“{text}”",
        "“{text}” is no year in which results are applied",
        "写 当年、次年，或者 2027 这样的年份",
        "write same_year, next_year, or a year such as 2027",
    ),
    "validity-without-dates": Message(
        "“{kind}”的记录不带发生日，有效期无从算起",
        "records of “{kind}” carry no date from which they could be valid",
        "把“发生日: 无”改成日期字段的名称",
        "name the date field under `event_date`",
    ),
    "validity-no-date": Message(
        "“{name}”不是日期，不能作有效期的最后一天",
        "“{name}” is no date and cannot be a last day",
        "写一个日期字段",
        "name a date field",
    ),
    "validity-class": Message(
        "有效期按“{name}”来定，它要是有选项的字段，而且不能缺失",
        "“{name}” decides how long a record is valid: it needs words, and must never be missing",
        "给它写上选项，去掉“缺失: 不计”",
        "give it words, and drop `missing: keep`",
    ),
    "bad-validity": Message(
        "看不懂有效的时长“{text}”",
        "“{text}” does not say how long a record is valid",
        "写成 90天、12个月、1年、长期、至整改，或者 {{按: 等级, 表: {{一般: 6个月}}}} 的样子",
        "write it like 90 days, 12 months, 1 year, no_end, until_rectified, or a table by class",
    ),
    "rectified-unused": Message(
        "没有哪一类有效到整改为止，“{name}”就用不上",
        "nothing is valid until it is put right, so “{name}” has no use",
        "“时长”写成 至整改，或者去掉“整改日”",
        "write until_rectified under `lasting`, or drop `rectified`",
    ),
}
