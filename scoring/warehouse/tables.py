"""The exported tables: their columns, each with what it means, by the policy alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rules.program import Program
from scoring.package.table import Column, Row
from scoring.package.tables import findings_table, ledger_table, results_table
from scoring.warehouse.meanings import (
    COLUMNS,
    FINDINGS,
    LEDGER,
    NAMED,
    OF_THE_PACKAGE,
    RESULTS,
    Meaning,
)

# One type for every decimal of every policy: where two files of a table differ in their decimals
# some engines round one of them, in silence. It is the widest that Spark, Hive, DuckDB and the
# warehouses built on them share, with as many decimals as they give a decimal of unknown ones.
DECIMAL = "DECIMAL(38,18)"
DECIMALS = 18

_TYPES: Mapping[str, str] = {
    "text": "VARCHAR",
    "exact": "VARCHAR",
    "whole": "BIGINT",
    "boolean": "BOOLEAN",
    "date": "DATE",
}


@dataclass(frozen=True, slots=True)
class Exported:
    """A column with its type in words of DuckDB; a `label` is what the policy calls it."""

    column: Column
    meaning: Meaning
    unit: str = ""
    label: str = ""

    @property
    def type(self) -> str:
        """By the policy alone; decimals beyond what the type holds stay exact as text."""
        if self.column.type != "decimal":
            return _TYPES[self.column.type]
        return DECIMAL if self.column.digits <= DECIMALS else "VARCHAR"

    @property
    def is_decimal(self) -> bool:
        return self.type == DECIMAL


Columns: TypeAlias = Sequence[Exported]

_DATES = ("period_start", "period_end", "as_of")
_WHOLE = ("position", "digits")


def stamp_columns() -> Columns:
    """What stands before the columns of every table."""
    types = {**dict.fromkeys(_DATES, "date"), "partial": "boolean"}
    return [
        Exported(Column(name, types.get(name, "text")), meaning)  # type: ignore[arg-type]  # of these three
        for name, meaning in OF_THE_PACKAGE.items()
    ]


def result_columns(program: Program) -> Columns:
    told = dict(_told(program))
    return [_named(column, *told.get(column.name, ("", ""))) for column in _results(program)]


def ledger_columns() -> Columns:
    return [_fixed(column, LEDGER[column.name]) for column in ledger_table().columns]


def finding_columns(program: Program) -> Columns:
    return [_fixed(column, FINDINGS[column.name]) for column in findings_table(program, 1).columns]


def column_columns() -> Columns:
    """The table that describes the columns of the others."""
    return [
        _fixed(Column(name, "whole" if name in _WHOLE else "text"), meaning)
        for name, meaning in COLUMNS.items()
    ]


def column_rows(tables: Mapping[str, Columns]) -> Iterator[Row]:
    """One row for each column of each table, those of `stamp_columns` left out."""
    for table, columns in tables.items():
        for position, one in enumerate(columns, 1):
            yield (
                table,
                position,
                one.column.name,
                one.type,
                one.column.digits if one.is_decimal else None,
                one.unit or None,
                one.label or None,
                one.meaning.zh,
                one.meaning.en,
            )


def alike(columns: Columns) -> tuple[str, str] | None:
    """The first two whose names differ in case only, which most engines take for one."""
    seen: dict[str, str] = {}
    for name in (one.column.name for one in columns):
        if (other := seen.setdefault(name.lower(), name)) != name:
            return other, name
    return None


def _results(program: Program) -> Sequence[Column]:
    return results_table(program).columns


def _unit(column: Column, stated: str) -> str:
    """A percentage is its fraction: 59.50% is 0.5950."""
    return "1 = 100%" if column.form == "percent" else stated


def _fixed(column: Column, meaning: Meaning) -> Exported:
    return Exported(column, meaning, meaning.unit or "")


def _named(column: Column, unit: str, label: str) -> Exported:
    if column.name in RESULTS:
        return _fixed(column, RESULTS[column.name])
    prefix = next(prefix for prefix in NAMED if column.name.startswith(prefix))
    meaning = NAMED[prefix]
    unit = _unit(column, unit) if meaning.unit is None else meaning.unit
    return Exported(column, meaning, unit, label)


def _told(program: Program) -> Iterator[tuple[str, tuple[str, str]]]:
    """Units and labels as the policy states them."""
    for field in program.subject.fields:
        yield f"field_{field.name}", (field.unit, field.label)
    for measure in program.measures:
        yield f"measure_{measure.name}", (measure.unit, measure.label)
    for indicator in program.indicators:
        yield f"points_{indicator.name}", ("", indicator.label)
    for coefficient in program.coefficients:
        yield f"coefficient_{coefficient.name}", ("", coefficient.label)
    for pool in program.awards:
        yield f"award_{pool.name}", ("", pool.label)
