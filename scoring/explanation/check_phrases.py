"""What an explanation says of checks, decisions and what is on record."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.notes import Words

CHECK_PHRASES: Mapping[str, Words] = {
    "checks": Words("核查和判定", "checks and decisions"),
    "check": Words("{name}（{strength}）：{result}{basis}", "{name} ({strength}): {result}{basis}"),
    "shall": Words("应当", "shall"),
    "in_principle": Words("原则上", "in principle"),
    "usual": Words("一般", "as a rule"),
    "encouraged": Words("鼓励", "encouraged"),
    "check_符合": Words("符合", "met"),
    "check_例外": Words("例外，已备案", "an exception, on record"),
    "check_缺备案": Words("不符合，也没有例外备案", "not met, and no exception is on record"),
    "check_不符合": Words("不符合", "not met"),
    "check_不适用": Words("不适用", "does not apply"),
    "check_unknown": Words("不明", "unknown"),
    "applies_to": Words("适用于", "applies where"),
    "done_by": Words("完成 {done}，期限 {due}", "done {done}, due {due}"),
    "asked": Words("{what}：{value}", "{what}: {value}"),
    "ruling": Words("{name}：{result}{basis}", "{name}: {result}{basis}"),
    "ruling_none": Words("哪一类都不是（不符合）", "none of the categories (不符合)"),
    "unrecorded": Words(
        "{name}：{give} 的条件成立，原因没有备案（缺备案）{basis}",
        "{name}: the condition of {give} holds and the reason is not on record (缺备案){basis}",
    ),
    "ruling_reason": Words("原因：{reason}", "reason: {reason}"),
    "on_record": Words(
        "备案：{reason}，{approver}批准，{filed}{until}",
        "on record: {reason}, approved by {approver}, {filed}{until}",
    ),
    "valid_to": Words("，有效至 {day}", ", valid to {day}"),
}
