"""What an explanation says about cases."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.conclude.case_files import CaseState
from scoring.notes import Words

CASE_STATE_WORDS: Mapping[CaseState, Words] = {
    "open": Words("在办", "open"),
    "extended": Words("已延期", "extended"),
    "overdue": Words("逾期", "overdue"),
    "unknown": Words("不明", "not known"),
    "provisional": Words("暂定", "provisional"),
    "rectified": Words("已整改", "put right"),
    "withdrawn": Words("已撤销", "withdrawn"),
}
CASES: Mapping[str, Words] = {
    "cases": Words("案件", "cases"),
    "case_file": Words(
        "“{name}”{opened} 立案，{state}{basis}", "“{name}” opened on {opened}: {state}{basis}"
    ),
    "case_id": Words("案号 {id}", "number {id}"),
    "case_because": Words("起因：{because}", "because {because}"),
    "case_rung": Words("第 {level} 级：{action}", "rung {level}: {action}"),
    "case_action": Words("措施：{action}", "what is done: {action}"),
    "case_rectify": Words("整改事项：{items}", "to put right: {items}"),
    "case_due": Words("期限 {deadline}，从 {since} 起算", "due {deadline}, counted from {since}"),
    "case_due_provisional": Words(
        "期限 {deadline}（暂定），从 {since} 起算",
        "due {deadline} (provisional), counted from {since}",
    ),
    "case_extended": Words("{day} 延期", "more time given on {day}"),
    "case_overdue": Words("{day} 起逾期", "late since {day}"),
    "case_fired": Words("{day} 再次触发", "its trigger held again on {day}"),
    "case_closed": Words("{day} 办结，{by}", "closed on {day}: {by}"),
    **{f"case_state_{state}": words for state, words in CASE_STATE_WORDS.items()},
}
