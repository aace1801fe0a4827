"""The rows of a sheet as they stream: the texts of its cells, and what is wrong with a cell."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from scoring.intake.xlsx.book import LONGEST_TEXT, Book, TextReader, unescaped
from scoring.intake.xlsx.facts import LAST_ROW, WIDEST, place_of
from scoring.intake.xlsx.markup import feed, new_parser, spelled
from scoring.intake.xlsx.refusal import Refusal
from scoring.intake.xlsx.values import Shape, Unreadable, shown_number

# Row number, texts, hidden, and the codes of what is wrong by index of the cell.
FoundRow: TypeAlias = tuple[int, list[str], bool, dict[int, str]]
Emit: TypeAlias = Callable[[list[FoundRow]], None]

_BATCH_ROWS = 500
_BATCH_CHARACTERS = 2**20
_REMEMBERED = 50_000
_WORDS = {"1": "是", "0": "否", "true": "是", "false": "否"}
_SHOWN = 100


def read_rows(
    blocks: Iterable[bytes],
    part: str,
    book: Book,
    emit: Emit,
    limits: RowLimits | None = None,
) -> None:
    """Hands the rows on in batches. Rows in which nothing stands are left out."""
    reader = _RowReader(part, book, emit, limits or RowLimits())
    for _ in feed(reader.parser, blocks, part):
        reader.check_length()
    reader.flush()


@dataclass(frozen=True, slots=True)
class RowLimits:
    """Of one sheet: `characters` of all texts as often as they stand there, and `cells`, the blanks
    before a cell counted."""

    characters: int = 2**29
    cells: int = 10**8


class _RowReader:
    """Called back for each element. Cells may leave their addresses out, and must be in order: one
    that comes again would silently take the place of another."""

    def __init__(self, part: str, book: Book, emit: Emit, limits: RowLimits) -> None:
        self._part = part
        self._book = book
        self._emit = emit
        self._limits = limits
        self._batch: list[FoundRow] = []
        self._batched = self._characters = self._cells_met = 0
        self._numbers: dict[tuple[str | None, str], str] = {}
        self._columns: dict[str, int] = {}
        self._chars: list[str] = []
        self._inline = TextReader(part)
        self._row, self._row_text, self._hidden, self._column = 0, "", False, -1
        self._cells: list[str] = []
        self._faults: dict[int, str] = {}
        self._cell: Mapping[str, str] = {}
        self._value: str | None = None
        self._formula: str | None = None
        self._name_c = self._name_v = self._name_f = self._name_row = self._name_is = ""
        self.parser = new_parser()
        self.parser.StartElementHandler = self._root
        self.parser.CharacterDataHandler = self._chars.append

    def check_length(self) -> None:
        """Asked while a text goes on and on, before it is whole."""
        if len(self._chars) > 1 and sum(map(len, self._chars)) > 2 * LONGEST_TEXT:
            raise self._refusal("too-long-cell", limit=LONGEST_TEXT)

    def flush(self) -> None:
        if self._batch:
            self._emit(self._batch)
        self._batch, self._batched = [], 0

    def _root(self, name: str, _: Mapping[str, str]) -> None:
        """The namespace of the first element is that of all others."""
        if name not in spelled("worksheet"):
            raise Refusal("damaged-workbook", part=self._part)
        namespace = name.removesuffix("worksheet")
        self._name_c, self._name_v, self._name_f = (namespace + name for name in "cvf")
        self._name_row, self._name_is = namespace + "row", namespace + "is"
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, told: Mapping[str, str]) -> None:
        if name == self._name_c:
            self._cell, self._value, self._formula = told, None, None
        elif name == self._name_v or name == self._name_f:
            self._chars.clear()
        elif name == self._name_row:
            self._start_row(told)
        elif name == self._name_is:
            self._inline.begin()
            self.parser.StartElementHandler = self._start_run
            self.parser.CharacterDataHandler = self._inline.add

    def _end(self, name: str) -> None:
        if name == self._name_v:
            self._value = "".join(self._chars)
        elif name == self._name_c:
            self._end_cell()
        elif name == self._name_row:
            self._end_row()
        elif name == self._name_f:
            self._formula = "=" + "".join(self._chars)
        elif name == self._name_is:
            self._value = self._inline.text()
            self.parser.StartElementHandler = self._start
            self.parser.CharacterDataHandler = self._chars.append
        else:
            self._inline.end(name)

    def _start_run(self, name: str, _: Mapping[str, str]) -> None:
        self._inline.start(name)

    def _start_row(self, told: Mapping[str, str]) -> None:
        text = told.get("r", "")
        row = int(text) if text.isdecimal() and len(text) < 8 else 0 if text else self._row + 1
        if not self._row < row <= LAST_ROW:
            raise self._refusal("cells-out-of-order")
        self._row, self._row_text, self._column = row, str(row), -1
        self._hidden = told.get("hidden") in ("1", "true")
        self._cells, self._faults = [], {}

    def _end_row(self) -> None:
        cells = self._cells
        if not cells:
            return
        length = sum(map(len, cells))
        self._characters += length
        self._cells_met += len(cells)
        if self._characters > self._limits.characters:
            raise self._refusal("too-large", limit=self._limits.characters)
        if self._cells_met > self._limits.cells:
            raise self._refusal("too-many-cells", limit=self._limits.cells)
        self._batch.append((self._row, cells, self._hidden, self._faults))
        self._batched += length
        if len(self._batch) >= _BATCH_ROWS or self._batched > _BATCH_CHARACTERS:
            self.flush()

    def _end_cell(self) -> None:
        told = self._cell
        column = self._place(told.get("r"))
        type_ = told.get("t")
        if self._formula is not None and self._lacks_result(type_):
            text, wrong = self._formula[:_SHOWN], "formula-without-result"
        elif not self._value:
            return
        else:
            text, wrong = self._read(type_, self._value, told.get("s"))
        if not text:
            return
        if column >= WIDEST:
            raise self._refusal("too-wide", cell=told.get("r", ""), limit=WIDEST)
        cells = self._cells
        if column > len(cells):
            cells.extend([""] * (column - len(cells)))
        cells.append(text)
        if wrong:
            self._faults[column] = wrong

    def _place(self, address: str | None) -> int:
        """The column, checked to lie in this row and behind the cell before."""
        if address is None:
            column = self._column + 1
        else:
            letters = address.removesuffix(self._row_text)
            known = self._columns.get(letters)
            if known is None:
                row, known = place_of(address, self._part)
                if row != self._row:
                    raise self._refusal("cells-out-of-order")
                self._columns[letters] = known
            elif letters == address:
                raise self._refusal("cells-out-of-order")
            column = known
        if column <= self._column:
            raise self._refusal("cells-out-of-order")
        self._column = column
        return column

    def _lacks_result(self, type_: str | None) -> bool:
        """A formula may have an empty text as its result, and then says that it is a text."""
        return self._book.stale or self._value is None or (not self._value and type_ != "str")

    def _read(self, type_: str | None, value: str, style: str | None) -> tuple[str, str]:
        """The text, and the code of what is wrong with it."""
        match type_:
            case "s":
                return self._shared(value), ""
            case None | "n":
                return self._number(value, style)
            case "b":
                return _WORDS.get(value, value), "" if value in _WORDS else "bad-number"
            case "e":
                return value[:_SHOWN], "error-value"
            case "d":
                day, _, clock = value.partition("T")
                return f"{day} {clock}" if clock.strip("0:.Z") else day, ""
            case "str" | "inlineStr":
                if len(value) > LONGEST_TEXT:
                    raise self._refusal("too-long-cell", limit=LONGEST_TEXT)
                return unescaped(value) if type_ == "str" else value, ""
        raise Refusal("damaged-workbook", part=self._part)

    def _shared(self, value: str) -> str:
        if value.isdecimal() and len(value) < 10 and int(value) < len(self._book.texts):
            return self._book.texts[int(value)]
        raise Refusal("damaged-workbook", part=self._part)

    def _number(self, value: str, style: str | None) -> tuple[str, str]:
        known = self._numbers.get((style, value))
        if known is not None:
            return known, ""
        try:
            text = shown_number(value, self._shape(style), from_1904=self._book.from_1904)
        except Unreadable as error:
            return value[:_SHOWN], error.code
        if len(self._numbers) >= _REMEMBERED:
            self._numbers.clear()
        self._numbers[style, value] = text
        return text, ""

    def _shape(self, style: str | None) -> Shape:
        if style is None or not style.isdecimal():
            return "number"
        shapes, at = self._book.shapes, int(style[:6])
        return shapes[at] if at < len(shapes) else "number"

    def _refusal(self, code: str, **told: str | int) -> Refusal:
        return Refusal(code, self._row, **told)
