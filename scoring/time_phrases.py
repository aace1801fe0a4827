"""What an explanation says about time."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.notes import Words

TIME: Mapping[str, Words] = {
    "past_none": Words("没有往期结果", "there are no earlier results"),
    "past_from": Words(
        "往期结果自 {start} 起：{periods}", "earlier results from {start} on: {periods}"
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
