"""The scalars of requests: words, days, cells; strict, and true to the schema they are given."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

from service.reading.strict_json import Digits

LONGEST_WORD = 200
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Exact(BaseModel):
    """An object of a request: nothing is converted, nothing unknown passes."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Shown(BaseModel):
    """An object of an answer. It is a description only: answers are built as plain data."""

    model_config = ConfigDict(extra="forbid")


def _not_a_number(value: Any) -> Any:
    if isinstance(value, Digits):
        raise PydanticCustomError("string_type", "")
    return value


def _day(value: Any) -> Any:
    if isinstance(value, Digits) or not isinstance(value, str) or not _DAY.fullmatch(value):
        raise PydanticCustomError("not_a_date", "")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("not_a_date", "") from None


# Not blank: at least one character that is no space stands in it.
Word = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_WORD, pattern=r"\S"),
    BeforeValidator(_not_a_number),
]
Day = Annotated[
    date,
    BeforeValidator(_day, json_schema_input_type=str),
    WithJsonSchema({"type": "string", "format": "date"}),
]


def _only_cells(row: dict[str, Any]) -> dict[str, Any]:
    for key, value in row.items():
        if type(value) in (dict, list):
            raise PydanticCustomError("nested_value", "", {"key": key})
    return row


# What a cell holds is for admission to say, field by field.
Cell = Annotated[
    Any,
    WithJsonSchema(
        {
            "type": ["string", "number", "boolean", "null"],
            "description": "数写成 JSON 数或文字，日期写成 2026-12-31，缺失写 null · "
            "a number as JSON number or text, a date like 2026-12-31, null where missing",
        }
    ),
]
# Checked in one go: a validator for each cell would take longer than all the rest.
Row = Annotated[dict[str, Cell], AfterValidator(_only_cells)]
