"""What an explanation says about time."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.notes import Words

TIME: Mapping[str, Words] = {
    "applied_in": Words("结果用于 {year} 年度", "applied in {year}"),
    "past_none": Words("没有往期结果", "there are no earlier results"),
    "past_from": Words(
        "往期结果自 {start} 起：{periods}", "earlier results from {start} on: {periods}"
    ),
    # early warning
    "warn_partial": Words(
        "周期 {label}，截止日 {as_of}，离期末还有 {days} 天，结果是期中的",
        "period {label}, as of {as_of}: {days} days of it are left, so nothing is final",
    ),
    "warn_whole": Words(
        "周期 {label}，截止日 {as_of}，周期已满",
        "period {label}, as of {as_of}: all of it is there",
    ),
    "warn_nobody": Words(
        "没有对象再差 {within} 分、一次或者一条记录就有变化",
        "nobody is {within} points, one time or one record away from anything",
    ),
    "warn_scored": Words(
        "{subject}：总分 {total}，等次 {grade}", "{subject}: total {total}, grade {grade}"
    ),
    "warn_graded": Words("{subject}：等次 {grade}", "{subject}: grade {grade}"),
    "warn_if": Words("{cause}：{turns}", "{cause}: {turns}"),
    "warn_common": Words(
        "{cause}：{all} 个对象中有 {count} 个会有变化，下面不再逐个列出",
        "{cause}: something turns for {count} of {all}, who are not listed for it below",
    ),
    "warn_more": Words("{name} {value}，再高 {apart}", "{name} {value}, {apart} more"),
    "warn_less": Words("{name} {value}，再低 {apart}", "{name} {value}, {apart} less"),
    "percentage_points": Words("{points} 个百分点", "{points} percentage points"),
    "warn_count": Words("{name} {value}，再有一次", "{name} {value}, once more"),
    "warn_event": Words(
        "再有一条“{kind}”（像“{id}”那样的）", "one more record of “{kind}”, like “{id}”"
    ),
    "warn_grade": Words("等次 {before} → {after}", "grade {before} → {after}"),
    "warn_on": Words("列入“{name}”", "on “{name}”"),
    "warn_off": Words("不再列入“{name}”", "no longer on “{name}”"),
    "warn_fires": Words("触发“{name}”", "“{name}” fires"),
    "warn_stops": Words("不再触发“{name}”", "“{name}” no longer fires"),
    "warn_rung": Words(
        "“{name}”到第 {level} 级：{action}", "“{name}” reaches rung {level}: {action}"
    ),
    "warn_together": Words(
        "总分要看全体对象，没有逐条试过再有一条记录会怎样",
        "the total rests on everybody, so one more record was not tried",
    ),
    "warn_untried": Words(
        "另有 {count} 个对象没有逐条试过再有一条记录会怎样",
        "one more record was not tried for {count} others",
    ),
    "valid_until": Words(
        "；本期以前发生，有效期到 {last} 为止",
        "; of an earlier period, valid until {last}",
    ),
    "window": Words("{days} {count} 条{same}：{ids}{more}", "{days}: {count}{same}: {ids}{more}"),
    "days_to": Words("{first} 至 {last}", "{first} to {last}"),
    "window_same": Words("（{key}）", " ({key})"),
    "valid_on": Words("；本期以前发生，仍然有效", "; of an earlier period, still valid"),
}
