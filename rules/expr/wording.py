"""How messages quote an expression and what they call a kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from rules.expr.kinds import (
    BooleanKind,
    CategoryKind,
    DateKind,
    DurationKind,
    Kind,
    MissingKind,
    NumberKind,
    PercentKind,
    TableKind,
    TextKind,
)
from rules.expr.nodes import Expr, Literal
from rules.expr.printer import print_expression
from rules.values import decimals_of, show_number, show_percent

_NAMES: Mapping[type[Kind], tuple[str, str]] = {
    NumberKind: ("数字", "a number"),
    PercentKind: ("百分比", "a percentage"),
    TextKind: ("文本", "a text"),
    BooleanKind: ("是否", "true or false"),
    DateKind: ("日期", "a date"),
    DurationKind: ("天数（如 5 天）", "a duration (such as 5 days)"),
    CategoryKind: ("几个词之一", "one of a few words"),
    TableKind: ("参数表", "a parameter table"),
    MissingKind: ("未填", "missing"),
}


def kind_text(kind: Kind) -> tuple[str, str]:
    """What a message calls the kind, in Chinese and in English."""
    if isinstance(kind, CategoryKind):
        zh = "依次的几个词" if kind.ordered else "几个词"
        en = "ordered words" if kind.ordered else "words"
        return f"{zh}（{'、'.join(kind.words)}）", f"one of the {en} {', '.join(kind.words)}"
    return _NAMES[type(kind)]


def kinds_text(kinds: Iterable[type[Kind]]) -> tuple[str, str]:
    zh, en = zip(*(_NAMES[kind] for kind in kinds), strict=True)
    return "或者".join(zh), " or ".join(en)


def described(**kinds: Kind) -> Mapping[str, str]:
    """The names of kinds as arguments of a message: `kind` and `kind_en`."""
    shown = {}
    for argument, kind in kinds.items():
        shown[argument], shown[f"{argument}_en"] = kind_text(kind)
    return shown


def said(expr: Expr) -> str:
    """The expression as its author wrote it, a text without its quotes."""
    if isinstance(expr, Literal) and isinstance(expr.value, str):
        return expr.value
    return expr.span.text if expr.span else print_expression(expr, "zh")


def as_percentage(expr: Expr) -> str:
    """The percentage that a plain number was meant to be: 0.6 and 60 are 60%."""
    if not isinstance(expr, Literal) or expr.form != "number":
        return ""
    number = expr.value
    if not isinstance(number, int | Fraction) or decimals_of(number) is None:
        return ""
    return show_percent(number) if -1 <= number <= 1 else f"{show_number(number)}%"
