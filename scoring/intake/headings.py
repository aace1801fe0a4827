"""Finds fields among the headings of a table: by name, label or alias."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from rules.program import EVENT_DATE, Field
from scoring.evidence import Notice
from scoring.intake.cells import Column, Read
from scoring.intake.faults import Fault, IntakeError, fault, listed, near
from scoring.intake.rows import Row, Table

# An absent column reads as the blank that a reader puts behind the last cell of every row.
ABSENT = -1

Layout = TypeVar("Layout")
# So many headings that nobody reads are shown.
_UNREAD = 8
_LAYOUTS = 1000

_EVENT_DATE = ("发生日", "发生日期", "event_date", "occurred_on")
# Full-width punctuation is the same punctuation; letters and digits stay what they are.
_FOLDED = {
    code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F) if not chr(code - 0xFEE0).isalnum()
}


class HeadingsError(Exception):
    """Headings that cannot be read: the end of a file, or of one JSON object."""

    def __init__(self, fault: Fault) -> None:
        self.fault = fault
        super().__init__(fault.sentence("en"))


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a field's text stands in a row, and how it is read."""

    index: int
    heading: str
    column: Column

    def read(self, row: Row) -> Read:
        """The value in a padded row, or what is wrong with the cell."""
        if row.faults and self.index in row.faults:
            return row.faults[self.index]
        return self.column.read(row.cells[self.index])

    def text(self, row: Row) -> str:
        """What the sender wrote, as others may see it."""
        return self.column.shown(row.text(self.index))


@dataclass(slots=True)
class Headings:
    """The headings of a table, or the keys of one JSON object where they are not `fixed` for all
    rows; which of them somebody reads, and which fields have none."""

    texts: Sequence[str]
    fixed: bool
    read: set[str] = field(default_factory=set)
    absent: list[Field] = field(default_factory=list)
    _positions: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        folded = [fold(text) for text in self.texts]
        twice = sorted(text for text, times in Counter(folded).items() if text and times > 1)
        if twice:
            raise HeadingsError(fault("duplicate-headings", **listed(twice)))
        self._positions = {text: index for index, text in enumerate(folded) if text}

    def find(self, accepted: Iterable[str]) -> int | None:
        """The one column under the first accepted heading that stands here."""
        for heading in accepted:
            if (index := self.index(heading)) is not None:
                self.read.add(self.texts[index])
                return index
        return None

    def index(self, heading: str) -> int | None:
        return self._positions.get(fold(heading))

    def holds(self, heading: str) -> bool:
        return self.index(heading) is not None

    def slot(self, wanted: Field) -> Slot:
        """The field's column; where there is none the field is noted as absent."""
        accepted = headings_of(wanted)
        found = [heading for heading in accepted if self.holds(heading)]
        if len(found) > 1:
            raise HeadingsError(fault("two-columns-for-one", field=wanted.name, **listed(found)))
        index = self.find(found)
        if index is None:
            self.absent.append(wanted)
            return Slot(ABSENT, wanted.name, Column(wanted))
        return Slot(index, self.texts[index].strip(), Column(wanted))

    def require(self) -> None:
        """Every column a record cannot do without is there; an object may leave a key out."""
        lacking = (
            []
            if not self.fixed
            else [wanted for wanted in self.absent if wanted.on_missing == "reject"]
        )
        if not lacking:
            return
        near_zh, near_en = self._instead(lacking)
        raise HeadingsError(
            fault(
                "missing-columns",
                words_zh="、".join(_spelled(wanted, "（也可写作 {}）", "、") for wanted in lacking),
                words_en=", ".join(_spelled(wanted, " (or {})", ", ") for wanted in lacking),
                near_zh=near_zh,
                near_en=near_en,
            )
        )

    def _instead(self, lacking: Sequence[Field]) -> tuple[str, str]:
        """What may be meant for them: headings much like theirs, else those that nobody reads."""
        meant = {wanted.name: near(wanted.name, self.unread) for wanted in lacking}
        if guesses := [(guess, name) for name, guess in meant.items() if guess]:
            zh = "、".join(f"“{guess}”是不是“{name}”？" for guess, name in guesses)
            return zh, ", ".join(f"is “{guess}” “{name}”?" for guess, name in guesses)
        unread = self.unread
        if not unread:
            return "", ""
        more = ["…"] if len(unread) > _UNREAD else []
        shown = [*unread[:_UNREAD], *more]
        return (
            f"表里没有用到的列：{'、'.join(shown)}；其中就有的，改表头，"
            "或者在细则里写别名、写发生日在哪一列",
            f"columns nobody reads: {', '.join(shown)}; if one of them is meant, rename it, "
            "or let the policy give its aliases or its event_date",
        )

    @property
    def unread(self) -> list[str]:
        return [text.strip() for text in self.texts if text not in self.read and text.strip()]


@dataclass(slots=True)
class Usage:
    """What all who read one file read of it. A column without a heading is `#` and its number."""

    name: str
    met: set[str] = field(default_factory=set)
    read: set[str] = field(default_factory=set)
    absent: set[str] = field(default_factory=set)

    def note(self, headings: Headings) -> None:
        self.met.update(
            text if text.strip() else f"#{number}"
            for number, text in enumerate(headings.texts, start=1)
        )
        self.read |= headings.read
        if headings.fixed:
            self.absent.update(wanted.name for wanted in headings.absent)

    @property
    def notices(self) -> list[Notice]:
        unread = sorted({text.strip() for text in self.met - self.read})
        found = {"unread-columns": unread, "absent-columns": sorted(self.absent)}
        return [
            fault(code, file=self.name, **listed(words)).notice(len(words))
            for code, words in found.items()
            if words
        ]


class Layouts(Generic[Layout]):
    """How rows are read, by their headings: one layout for a CSV, a few for JSON lines."""

    def __init__(self, table: Table, usage: Usage, build: Callable[[Headings], Layout]) -> None:
        self._table = table
        self._usage = usage
        self._build = build
        self._known: dict[tuple[str, ...], Layout | Fault] = {}

    def of(self, texts: tuple[str, ...]) -> Layout | Fault:
        """The layout; headings that cannot be read end a file, and only its row in JSON lines."""
        layout = self._known.get(texts)
        if layout is None:
            if len(self._known) >= _LAYOUTS:
                self._known.clear()
            self._known[texts] = layout = self._read(texts)
        return layout

    def _read(self, texts: tuple[str, ...]) -> Layout | Fault:
        table = self._table
        fixed = table.headings is not None
        try:
            headings = Headings(texts, fixed)
            layout = self._build(headings)
            headings.require()
        except HeadingsError as error:
            if fixed:
                raise IntakeError(error.fault, file=table.title, row=table.heading_row) from None
            return error.fault
        self._usage.note(headings)
        return layout


def headings_of(wanted: Field) -> tuple[str, ...]:
    """The headings a field is found by, each once."""
    words = (wanted.name, wanted.label, *wanted.aliases)
    if wanted.name == EVENT_DATE:
        words = (*_EVENT_DATE, *words)
    by_fold: dict[str, str] = {}
    for word in words:
        by_fold.setdefault(fold(word), word)
    return tuple(word for folded, word in by_fold.items() if folded)


def fold(heading: str) -> str:
    """A heading for comparison: no blanks or byte-order mark around it, ASCII punctuation."""
    return heading.strip().strip("\ufeff").strip().translate(_FOLDED)


def _spelled(wanted: Field, others_in: str, comma: str) -> str:
    first, *others = headings_of(wanted)
    return first + (others_in.format(comma.join(others)) if others else "")
