"""What must be known of a sheet before its rows: whether it is blank, its merges, what hides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from scoring.intake.xlsx.markup import feed, new_parser, spelled
from scoring.intake.xlsx.refusal import Refusal

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
MOST_MERGES = 100_000
# A table of an office has a few dozen columns; a sheet that reaches further is there by mistake.
WIDEST = 1_024

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


@dataclass(slots=True)
class Facts:
    """Rows count from 1, columns from 0; a merge is top, bottom, left, right."""

    blank: bool = True
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


def read_facts(blocks: Iterable[bytes], part: str) -> Facts:
    """Goes through the whole part, so that what is damaged is refused before a row is used."""
    facts = Facts()
    holding = frozenset([*spelled("v"), *spelled("t"), *spelled("f")])
    data = frozenset(spelled("sheetData"))
    wanted = {name: local for local in ("col", "mergeCell") for name in spelled(local)}
    parser = new_parser()
    met = False

    def start(name: str, told: Mapping[str, str]) -> None:
        nonlocal met
        if name in data:
            met = True
            parser.StartElementHandler = inside
        elif name in wanted:
            _note(facts, wanted[name], told, part)

    def inside(name: str, _: Mapping[str, str]) -> None:
        if name in holding:
            facts.blank = False
            # From here on only the end of the rows is of interest.
            parser.StartElementHandler = None

    def end(name: str) -> None:
        if name in data:
            parser.StartElementHandler = start

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    for _ in feed(parser, blocks, part):
        pass
    if not met:
        raise Refusal("damaged-workbook", part=part)
    return facts


def column_of(letters: str) -> int:
    """From 0: A is 0, AA is 26."""
    number = 0
    for letter in letters.upper():
        number = 26 * number + ord(letter) - ord("A") + 1
    return number - 1


def place_of(text: str, part: str) -> tuple[int, int]:
    """Row and column of C7. Raises Refusal for what no sheet has."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        raise Refusal("damaged-workbook", part=part)
    row, column = int(found[2]), column_of(found[1])
    if row > LAST_ROW or column >= LAST_COLUMN:
        raise Refusal("damaged-workbook", part=part)
    return row, column


def _note(facts: Facts, local: str, told: Mapping[str, str], part: str) -> None:
    if local == "col":
        if told.get("hidden") in ("1", "true"):
            first, last = told.get("min", ""), told.get("max", "")
            if not (first.isdecimal() and last.isdecimal()):
                raise Refusal("damaged-workbook", part=part)
            facts.hidden_columns += range(int(first[:5]) - 1, min(int(last[:5]), WIDEST))
        return
    first, _, last = told.get("ref", "").partition(":")
    top, left = place_of(first, part)
    bottom, right = place_of(last or first, part)
    facts.merges.append((min(top, bottom), max(top, bottom), min(left, right), max(left, right)))
    if len(facts.merges) > MOST_MERGES:
        raise Refusal("too-many-parts", part=part, limit=MOST_MERGES)
