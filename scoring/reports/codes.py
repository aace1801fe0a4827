"""The codes of a package's tables as words for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeAlias

from rules.values import Value
from scoring.explanation.case_phrases import CASE_STATE_WORDS

Reading: TypeAlias = Callable[[str], str]

STATES: Mapping[str, str] = {
    "graded": "已评 graded",
    "not_graded": "未评 not graded",
    "pending": "待定 pending",
}
_SEATS: Mapping[str, str] = {
    "seated": "在名额内 seated",
    "displaced": "超出降等 displaced",
    "beyond": "超出 beyond",
}
_STATUSES: Mapping[str, str] = {
    "listed": "列入 listed",
    "proposed": "建议 proposed",
    "provisional": "暂定 provisional",
    "pending": "待定 pending",
}
_SORTS: Mapping[str, str] = {"check": "核查 check", "decision": "判定 decision"}
_STRENGTHS: Mapping[str, str] = {
    "shall": "应当 shall",
    "in_principle": "原则上 in principle",
    "usual": "一般 as a rule",
    "encouraged": "鼓励 encouraged",
}
_RESULTS: Mapping[str, str] = {
    "符合": "符合 met",
    "例外": "例外 excepted",
    "缺备案": "缺备案 not on record",
    "不符合": "不符合 not met",
    "不适用": "不适用 does not apply",
    "unknown": "不明 unknown",
}
_LINES: Mapping[str, str] = {
    "start": "起评分 start",
    "rule": "规则 rule",
    "measure": "取值 value",
    "weight": "权重 weight",
    "cap": "限额 limit",
    "clamp": "限值 clamp",
    "renormalisation": "折算 renormalisation",
    "rounding": "舍入 rounding",
    "veto": "否决 veto",
}
_LIMITS: Mapping[str, str] = {
    "each_cap": "每次上限",
    "rival_rule": "另一条规则已计",
    "rule_in_doubt": "前面的规则不明",
    "one_matter": "同一事项只计一次",
    "daily_cap": "每日上限",
    "monthly_cap": "每月上限",
    "rule_cap": "本条上限",
    "joint_daily_cap": "每日合计上限",
    "joint_monthly_cap": "每月合计上限",
    "joint_cap": "合计上限",
    "indicator_zero": "扣完为止",
    "section_zero": "扣完为止",
    "indicator_full": "分值",
    "section_full": "分值",
    "indicator_floor": "最低分",
    "section_floor": "最低分",
    "indicator_cap": "最多分",
    "section_cap": "最多分",
    "step_floor": "本步最低",
    "step_cap": "本步最高",
    "full_mark": "满分为止",
    "total_low": "总分下限",
    "total_high": "总分上限",
}


def spoken(reading: Reading | None, value: Value) -> Value:
    """The words for a code; whatever is no code stays as it is."""
    return reading(value) if reading is not None and isinstance(value, str) else value


def _word(words: Mapping[str, str]) -> Reading:
    return lambda code: words.get(code, code)


def _seats(told: str) -> str:
    """`五星:seated;四星:displaced`."""
    pairs = (seat.rpartition(":") for seat in told.split(";") if seat)
    return "；".join(f"{grade}：{_SEATS[outcome]}" for grade, _, outcome in pairs)


def _limits(told: str) -> str:
    """Limits joined by +; the line of a veto has the veto's name."""
    return "、".join(_LIMITS.get(limit, limit) for limit in told.split("+"))


# By table and column.
READINGS: Mapping[tuple[str, str], Reading] = {
    ("results", "state"): _word(STATES),
    ("results", "quota"): _seats,
    ("checks", "sort"): _word(_SORTS),
    ("checks", "strength"): _word(_STRENGTHS),
    ("checks", "result"): _word(_RESULTS),
    ("lists", "state"): _word(STATES),
    ("lists", "status"): _word(_STATUSES),
    ("triggers", "status"): _word(_STATUSES),
    ("cases", "state"): _word({s: words.zh for s, words in CASE_STATE_WORDS.items()}),
    ("ledger", "kind"): _word(_LINES),
    ("ledger", "lost_to"): _limits,
}
