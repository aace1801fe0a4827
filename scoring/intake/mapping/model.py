"""The mapping file as its author wrote it: one pydantic class per construct, canonical words."""

from __future__ import annotations

from datetime import date
from typing import Literal

from rules.construct import Construct, Positive, Text

DateStyle = Literal[
    "chinese", "dotted", "slashed", "dashed", "digits", "with_time", "serial_1900", "serial_1904"
]
Reading = Literal["read", "skip"]


class Column(Construct):
    """Where a field's text comes from, one of heading, column, value, cell, source; and how the
    text is to be understood. A field filled by the wide table says the second only."""

    SCALAR = "heading"

    heading: str | None = None
    column: str | None = None
    value: str | None = None
    cell: str | None = None
    source: Literal["sheet_name", "file_name"] | None = None
    dates: list[DateStyle] | None = None
    words: dict[str, list[str]] = {}
    blank: str | None = None
    missing: list[str] | None = None
    unit: list[str] = []
    factors: dict[str, str] = {}
    thousands: bool | None = None
    full_width: bool | None = None
    fill_down: Literal["merged", "blank"] | None = None


class Wide(Construct):
    """`columns` maps headings to the words of the item."""

    item: str
    number: str
    columns: dict[str, str]
    blank_cells: Reading = "read"


class Table(Construct):
    """`dates`, `missing`, `thousands`, `full_width` hold for every field that says nothing else."""

    file: list[str] = []
    sheet: list[str] = []
    read_as: Text
    headings: list[Positive]
    first_row: Positive | None = None
    fill_headings: bool = False
    stop_at: list[Text] = []
    skip: list[Text] = []
    hidden_rows: Reading = "read"
    hidden_sheets: Reading = "read"
    dates: list[DateStyle] = []
    missing: list[str] = []
    thousands: bool = False
    full_width: bool = False
    fields: dict[str, Column]
    wide: Wide | None = None


class FormerName(Construct):
    name: Text
    subject: Text
    since: date | None = None
    until: date | None = None


class Mapping(Construct):
    mapping: str = ""
    policy: str = ""
    tables: list[Table]
    unread_sheets: list[Text] = []
    former_names: list[FormerName] = []
