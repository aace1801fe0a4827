"""What the families and fields of a policy are called where an edit is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from fractions import Fraction
from typing import Any, get_args

from rules.expr.kinds import Kind, NumberKind, PercentKind
from rules.expr.nodes import Expr
from rules.expr.wording import kind_text
from rules.program import Basis, TimeSpan
from rules.values import Rounding
from rules.vocabulary import chinese
from scoring.comparison.edits import Detail, Edit, Family, How
from scoring.comparison.field_words import FIELDS
from scoring.explanation.voice import Voice
from scoring.notes import Words
from scoring.wording import told_percent

FAMILIES: Mapping[Family, Words] = {
    "head": Words("细则", "policy"),
    "opened": Words("开放", "left open"),
    "parameter": Words("参数", "parameter"),
    "subject": Words("对象", "subject"),
    "evidence": Words("考核数据", "evidence"),
    "history": Words("历史", "history"),
    "measure": Words("统计口径", "measure"),
    "check": Words("核查", "check"),
    "ineligibility": Words("不参评", "ineligibility"),
    "indicator": Words("指标", "indicator"),
    "rule": Words("规则", "rule"),
    "joint_cap": Words("合计最多", "joint cap"),
    "total": Words("总分", "total"),
    "veto": Words("一票否决", "veto"),
    "direct_grade": Words("直接评定", "direct grade"),
    "grade": Words("等次", "grade"),
    "rank": Words("排名", "rank"),
    "quota": Words("比例控制", "quota"),
    "list": Words("名单", "list"),
    "trigger": Words("处置", "trigger"),
    "signoff": Words("签字", "sign-off"),
    "coefficient": Words("系数", "coefficient"),
    "award": Words("奖励资金", "award pool"),
}
HOW: Mapping[How, Words] = {
    "added": Words("新增", "added"),
    "removed": Words("删去", "removed"),
    "changed": Words("改动", "changed"),
    "reordered": Words("次序", "order"),
}


def part_words(path: tuple[str, ...]) -> Words:
    """The fields of a path in words; names and numbers in it stay as they are."""
    return Words(
        " › ".join(FIELDS.get(part) or chinese(part) for part in path),
        " › ".join(part.replace("_", " ") for part in path),
    )


def detail_words(detail: Detail) -> Words:
    """`分数 2 → 3`."""
    where = part_words(detail.path)
    told = []
    for language, name in (("zh", where.zh), ("en", where.en)):
        voice = Voice("zh" if language == "zh" else "en")
        sides = zip((detail.was, detail.becomes), detail.kinds, strict=True)
        was, now = (_side(detail.path, value, kind, voice) for value, kind in sides)
        told.append(f"{name} {was} → {now}".strip())
    return Words(*told)


def edit_words(edit: Edit) -> Words:
    """What was done, without the name of the construct."""
    how = HOW[edit.how]
    if not edit.details:
        return how
    parts = [detail_words(detail) for detail in edit.details]
    return Words("；".join(part.zh for part in parts), "; ".join(part.en for part in parts))


def _side(path: tuple[str, ...], value: Any, kind: Kind | None, voice: Voice) -> str:
    if isinstance(value, int | Fraction) and not isinstance(value, bool):
        return told_percent(value) if path[-1:] == ("share",) else voice.value(value, kind)
    return _shown(value, voice)


def _shown(value: Any, voice: Voice) -> str:
    """A part of a policy as people read it."""
    zh = voice.language == "zh"
    match value:
        case None | ():
            return "无" if zh else "none"
        case str():
            return (chinese(value, "choice") if zh else value) or "“”"
        case bool() | int() | Fraction() | date():
            return voice.value(value)
        case Basis():
            return " ".join(filter(None, (voice.document(value), value.clause)))
        case TimeSpan(count, unit):
            units = {"day": ("天", "days"), "month": ("个月", "months")}[unit]
            return f"{count}{units[0]}" if zh else f"{count} {units[1]}"
        case Rounding():
            mode = chinese(value.mode, "choice") if zh else value.mode.replace("_", " ")
            return f"{value.digits}" + ("" if value.mode == "half_up" else f" {mode}")
        case tuple():
            return ("、" if zh else ", ").join(_shown(part, voice) for part in value)
    return _whole(value, voice)


def _whole(value: Any, voice: Voice) -> str:
    """An expression, a kind, or a construct by whatever it states."""
    if isinstance(value, get_args(Expr)):
        return voice.condition(value)
    if isinstance(value, get_args(Kind)):
        name = kind_text(value)[0 if voice.language == "zh" else 1]
        return name + _range(value, voice)
    parts = (getattr(value, field.name) for field in fields(value) if field.compare)
    stated = [_shown(part, voice) for part in parts if part not in (None, (), "", False)]
    return " ".join(stated) or type(value).__name__


def _range(kind: Kind, voice: Voice) -> str:
    """The range and the decimals that a field declares, as a policy writes them."""
    if not isinstance(kind, NumberKind | PercentKind):
        return ""
    ends = [voice.value(end, kind) if end is not None else "" for end in (kind.low, kind.high)]
    told = f" [{ends[0]}..{ends[1]}]" if any(ends) else ""
    return told if kind.decimals is None else f"{told} .{kind.decimals}"
