"""What the population engine does, what it leaves to the definition, and what it refuses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields, is_dataclass

from rules.backends.sql_numbers import TooWideError
from rules.backends.sql_terms import CannotError
from rules.source import Span
from scoring.notes import Words

# Refused: there is no exact SQL for it yet. By the name that `CannotError` gives.
REFUSED: Mapping[str, Words] = {
    "summary_name": Words(
        "记录的条件或算式读了对象的结果", "a result of the subject read by a record's expression"
    ),
    "record_fraction": Words(
        "记录上的除法，先舍入再汇总才行", "a division over a record that is not rounded"
    ),
    "points_fraction": Words(
        "一条记录的分值是除不尽的数", "points of a record that are a division, not rounded"
    ),
    "table_fraction": Words("表里有除不尽的数", "a table with a number without finite decimals"),
    "fraction": Words("证据里有除不尽的数", "evidence with a number without finite decimals"),
    "wide": Words("超过 127 位二进制的数", "a number of more than 127 bits"),
    "exponent": Words("指数不是固定的", "an exponent that is not constant"),
    "rounding": Words("舍入的位数不是固定的", "a number of digits that is not constant"),
    "table": Words("查的表不是参数", "a table that is no parameter"),
    "orders": Words("两种不同次序的类别比大小", "words of two different orders compared"),
}

# Left to the definition: the stages of a subject go on from the tallies one by one. By the name
# that `CannotError` gives.
LEFT: Mapping[str, Words] = {
    "past": Words("往期的词不是本办法的词", "a word of an earlier result that the policy has not"),
    "bottoms": Words(
        "分母各不相同、通分超过 127 位二进制的分数求和", "fractions whose common bottom is too wide"
    ),
    "cases": Words("逐期办理的案件", "cases that are followed from run to run"),
    "check": Words(
        "核查、判定所依据的数值里可能有弄不清的记录",
        "a check or a decision over a quantity that unknown records may change",
    ),
    "working_term": Words("从某一天起算的工作日", "working days from a day of the subject"),
    "items": Words(
        "逐项的口径里读对象自己的其他数的",
        "measures per item that read other quantities of the subject",
    ),
}

# What each stage does, in order.
STAGES: Mapping[str, Words] = {
    "find": Words(
        "往期、条件、分值、同一事项、竞合、首次和再次、各种上限",
        "earlier results, conditions, points, matters, contests, occurrences, every limit",
    ),
    "measure": Words(
        "对记录的汇总、算式、同比、逐项的口径、相对口径",
        "aggregates over records, formulas, changes from year to year, measures per item, measures "
        "relative to a group",
    ),
    "score": Words(
        "起评分、规则、各种折算、决策表、逐步、按组别取数、适用、剔除折算、组均、权重、上下限、折百、"
        "满分为止、总分",
        "start, rules, every scale, decision tables, step by step, numbers by class, 适用, items "
        "left out, means of a group, weights, limits, restored full marks, bonuses up to the full "
        "mark, the total",
    ),
    "grade": Words("各种一票否决、直接评定、等次", "every veto, direct grades, the grades"),
    "rank": Words(
        "分组、名次、两头、暂定、比例控制",
        "groups, places from either end, provisional ones, quotas",
    ),
    "conclude": Words(
        "名单、处置、系数、奖励资金；签字所用的摘要按定义计算",
        "lists, triggers, coefficients, award pools; the digests that are signed by the definition",
    ),
}


@contextmanager
def placed(construct: object) -> Iterator[None]:
    """What cannot be done is told with the construct's place, where no nearer one is known."""
    try:
        yield
    except CannotError as error:
        raise CannotError(error.what, error.span or span_of(construct)) from None
    except TooWideError:
        raise CannotError("wide", span_of(construct)) from None


def span_of(construct: object) -> Span | None:
    """The first place in the policy that anything of it has."""
    if isinstance(construct, Span):
        return construct
    parts: list[object] = []
    if isinstance(construct, tuple):
        parts = list(construct)
    elif is_dataclass(construct) and not isinstance(construct, type):
        parts = [getattr(construct, field.name) for field in fields(construct)]
    return next((span for part in parts if (span := span_of(part)) is not None), None)
