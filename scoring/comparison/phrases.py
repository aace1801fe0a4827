"""What a comparison says of one subject, by stable key: Chinese first, English beside it."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.assessment import LineKind
from scoring.notes import Words

_PHRASES: Mapping[str, Words] = {
    "only_before": Words("新结果里没有这个对象", "the new result does not have it"),
    "only_after": Words("原结果里没有这个对象", "the old result does not have it"),
    "state": Words("{was} → {now}", "{was} → {now}"),
    "state_of": Words("{state}：{reason}", "{state}: {reason}"),
    "graded": Words("已评", "graded"),
    "not_graded": Words("未评", "not graded"),
    "pending": Words("待定", "pending"),
    "line": Words("{part}{was} → {now}", "{part}{was} → {now}"),
    "hits": Words("{count} 条 {points}", "{points} by {count}"),
    "no_line": Words("无", "none"),
    "more_lines": Words("另有 {count} 行账目不同", "{count} more lines differ"),
    "standard": Words("按标准 {was} → {now}", "by the standards {was} → {now}"),
    "none": Words("无", "none"),
    "change": Words("{name} {was} → {now}", "{name} {was} → {now}"),
    "worth": Words("{name} {value}", "{name} {value}"),
    "unmoved": Words("{name} {value} 未变", "{name} {value} as before"),
    "holds": Words("现在成立", "holds now"),
    "held": Words("不再成立", "no longer holds"),
    "holds_still": Words("都成立", "holds in both"),
    "seat": Words("{grade}：{was} → {now}", "{grade}: {was} → {now}"),
    "no_seat": Words("不是候选", "no candidate"),
    "seat_of": Words(
        "名额 {room}，按名次第 {place}，{outcome}", "room {room}, place {place}, {outcome}"
    ),
    "seated": Words("在名额内", "there is room"),
    "displaced": Words("超出比例，降为 {held}", "no room, down to {held}"),
    "beyond": Words("超出比例，只作提示", "no room, only noted"),
    "edited": Words("细则：{edit}", "policy: {edit}"),
    "named": Words("{family}“{name}”", "{family} “{name}”"),
}
LINES: Mapping[LineKind, Words] = {
    "start": Words("起评分 ", "start "),
    "rule": Words("", ""),
    "measure": Words("取值得分 ", "points of its value "),
    "weight": Words("计权后 ", "weighted "),
    "cap": Words("限制后 ", "limited to "),
    "clamp": Words("限制后 ", "limited to "),
    "renormalisation": Words("折算后 ", "scaled to "),
    "rounding": Words("舍入后 ", "rounded to "),
    "veto": Words("清零 ", "set to zero "),
}


def both(phrase: str, **args: object) -> Words:
    """The phrase in both languages; an argument in both is put in each in its own."""
    words = _PHRASES[phrase]
    zh = {name: arg.zh if isinstance(arg, Words) else arg for name, arg in args.items()}
    en = {name: arg.en if isinstance(arg, Words) else arg for name, arg in args.items()}
    return Words(words.zh.format(**zh), words.en.format(**en))


def joined(parts: list[Words]) -> Words:
    return Words("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))
