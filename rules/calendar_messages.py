"""What a calendar of working days refuses."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

CALENDARS: Mapping[str, Message] = {
    "calendar-twice": Message(
        "{year} 年的工作日安排给了两份",
        "there are two calendars of {year}",
        "只留一份",
        "leave one of them",
    ),
    "calendar-other-year": Message(
        "{day} 不是 {year} 年的日子",
        "{day} is not a day of {year}",
        "每年一份，跨年的假期各写各年的几天",
        "write a file for each year, and of a holiday over new year the days of its own year",
    ),
    "calendar-off-and-on": Message(
        "{day} 既放假又上班",
        "{day} is both off and worked",
        "去掉一处",
        "drop one of them",
    ),
}
