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

# What each stage does, in order.
STAGES: Mapping[str, Words] = {
    "find": Words(
        "全部在 DuckDB 里：条件、分值、同一事项、竞合、首次和再次、各种上限",
        "all in DuckDB: conditions, points, matters, contests, occurrences, every limit",
    ),
    "measure": Words(
        "对记录的汇总在 DuckDB 里；逐项的和由别的口径计算的，逐个对象按定义计算",
        "aggregates over records in DuckDB; measures per item, and of measures, by the definition",
    ),
    "score": Words(
        "由各规则和口径的合计，逐个对象按定义计算",
        "from the sums of rules and measures, subject by subject, by the definition",
    ),
    "grade": Words("逐个对象按定义计算", "subject by subject, by the definition"),
    "rank": Words("按定义计算", "by the definition"),
    "conclude": Words("按定义计算", "by the definition"),
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
