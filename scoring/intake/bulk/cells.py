"""A cell of a row as SQL: its value as it is staged, and whether the definition would take it."""

from __future__ import annotations

from dataclasses import dataclass

from rules.program import Field
from scoring.intake.bulk import slow
from scoring.intake.bulk.dictionaries import Dictionaries, is_text
from scoring.intake.bulk.plain import RAW
from scoring.intake.bulk.slow import NotPlainError
from scoring.intake.cells import LONGEST_TEXT, read_cell
from scoring.intake.faults import Fault
from scoring.intake.layout import Place

# Nothing a reader might trim or refuse: no blank at either end, nothing that is not shown.
_PLAIN_TEXT = r"[\p{L}\p{N}\p{P}\p{Sm}]([\p{L}\p{N}\p{P}\p{S} ]*[\p{L}\p{N}\p{P}\p{Sm}])?"


@dataclass(frozen=True, slots=True)
class Cell:
    """A field of a row as SQL over RAW and the dictionaries it joins: its value as it is staged,
    whether it is clean, and its text in an identity and in a content."""

    value: str
    clean: str
    label: str
    tag: str
    day: str = "NULL::DATE"
    join: str = ""


def cell_of(dictionaries: Dictionaries, place: Place, chosen: str) -> Cell:
    """Reads what is new in the column among the chosen rows of RAW."""
    field, index = place.slot.column.field, place.slot.index
    if index < 0:
        return _constant(dictionaries, field)
    text = f"x{index}"
    if is_text(field):
        return text_cell(field, text)
    dictionary = dictionaries.of(field)
    dictionary.learn(f"SELECT {text} AS text FROM {RAW} WHERE {chosen}")
    name = f"j{place.at}"
    join = f"LEFT JOIN {dictionary.table} AS {name} ON {name}.text = {text}"
    own = (f"{name}.{part}" for part in ("code", "label", "tag", "day"))
    code, label, tag, day = own
    return Cell(code, f"{code} IS NOT NULL", label, tag, day, join)


def _constant(dictionaries: Dictionaries, field: Field) -> Cell:
    """What a column that is not there reads as."""
    value = read_cell(field, "")
    if isinstance(value, Fault) or value is not None:
        raise NotPlainError(slow.LACKING)
    if is_text(field):
        return Cell("NULL::VARCHAR", "true", "''", "''")
    return Cell(str(dictionaries.of(field).code_of(None)), "true", "''", "''")


def text_cell(field: Field, text: str) -> Cell:
    plain = f"regexp_full_match({text}, '{_PLAIN_TEXT}') AND length({text}) <= {LONGEST_TEXT}"
    for null in field.null_values:
        plain += f" AND {text} <> '{escaped(null)}'"
    if field.on_missing != "keep":
        return Cell(text, plain, text, f"('t' || {text})")
    value = f"nullif({text}, '')"
    tag = f"CASE WHEN {text} = '' THEN '' ELSE 't' || {text} END"
    return Cell(value, f"({text} = '' OR ({plain}))", text, f"({tag})")


def escaped(text: str) -> str:
    return text.replace("'", "''")
