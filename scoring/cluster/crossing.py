"""Columns of tallies as they cross to the cluster and back, to the last digit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_SAME: Mapping[str, str] = {
    "BOOLEAN": "boolean",
    "TINYINT": "tinyint",
    "SMALLINT": "smallint",
    "INTEGER": "int",
    "BIGINT": "bigint",
    "VARCHAR": "string",
}
# A decimal of Spark ends at 38 digits, an integer of ours at 39, and what a date of Spark is hangs
# on its calendar: both cross as texts.
_TEXTS = ("HUGEINT", "DATE")
_LIST = "[]"


@dataclass(frozen=True, slots=True)
class Crossing:
    """`type` is that of DuckDB, which the column has again once it is back."""

    name: str
    type: str

    @property
    def crosses_as(self) -> str:
        """The type in between, in words of DuckDB."""
        own = self.type.removesuffix(_LIST)
        return self.type.replace(own, "VARCHAR") if own in _TEXTS else self.type

    @property
    def described(self) -> str:
        """The type in between, in words of Spark."""
        own = self.crosses_as.removesuffix(_LIST)
        spark = _SAME[own]
        return f"array<{spark}>" if self.crosses_as.endswith(_LIST) else spark

    @property
    def sent(self) -> str:
        return f"{self.name}::{self.crosses_as} AS {self.name}"

    @property
    def returned(self) -> str:
        return f"{self.name}::{self.type} AS {self.name}"


def schema_of(columns: Sequence[Crossing]) -> str:
    return ", ".join(f"{one.name} {one.described}" for one in columns)
