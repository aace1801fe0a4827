"""What a column shows of how its cells are to be understood."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from rules.expr.kinds import BooleanKind, CategoryKind, DateKind, NumberKind, PercentKind
from rules.program import Field
from scoring.intake.cells import Column
from scoring.intake.faults import Fault
from scoring.intake.mapping.dates import styles_of
from scoring.intake.mapping.model import DateStyle
from scoring.intake.mapping.units import factor_between, unit_in
from scoring.intake.naming.forms import written

_YES = ("√", "✓", "✔", "☑", "■", "1", "有", "已", "对", "Y", "y", "yes", "Yes", "YES", "T")
_NO = ("×", "✗", "✘", "☐", "□", "0", "无", "没有", "未", "错", "N", "n", "no", "No", "NO", "F", "X")
_MISSING = ("—", "－", "-", "--", "——", "/", "\\", "无", "空", "不详", "未填", "N/A", "NA", "null")
_THOUSANDS = re.compile(r"-?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?\D*")
# For each cell that is not its own a column has so many different ones that are.
_FEWEST = 5
_WIDE_SIGNS = re.compile("[０-９．，％]")
_MEASURED = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)? ?([^0-9.,%\s]+)")


@dataclass(frozen=True, slots=True)
class Seen:
    """Settings that would make more of the cells readable. `blank_means` is only a question: a
    column of ticks leaves blank what is not so."""

    dates: tuple[DateStyle, ...] = ()
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    thousands: bool = False
    full_width: bool = False
    blank_means: str = ""


def seen_in(wanted: Field, title: str, texts: Sequence[str], *, from_1904: bool = False) -> Seen:
    """`texts` are the different cells of the column, without blanks around them."""
    unread = [text for text in texts if text and _is_unread(wanted, text)]
    match wanted.kind:
        case DateKind():
            missing = _known(unread, _MISSING)
            return Seen(dates=_dates(unread, from_1904=from_1904), missing=missing)
        case BooleanKind():
            words = {"是": _known(unread, _YES), "否": _known(unread, _NO)}
            ticked = bool(words["是"]) and not words["否"] and "否" not in texts and "" in texts
            return Seen(words=_given(words), blank_means="否" if ticked else "")
        case CategoryKind(words=words):
            missing = tuple(t for t in _known(unread, _MISSING) if not meant_by(t, words))
            found = {word: tuple(t for t in unread if meant_by(t, words) == word) for word in words}
            return Seen(words=_given(found), missing=missing)
        case NumberKind() | PercentKind():
            return _number(wanted, title, unread)
        case _:
            return Seen()


def _is_unread(wanted: Field, text: str) -> bool:
    return isinstance(Column(wanted).read(text), Fault)


def _known(texts: Sequence[str], words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word in texts)


def _given(words: Mapping[str, tuple[str, ...]]) -> Mapping[str, tuple[str, ...]]:
    return {word: found for word, found in words.items() if found}


def _dates(texts: Sequence[str], *, from_1904: bool) -> tuple[DateStyle, ...]:
    other = "serial_1900" if from_1904 else "serial_1904"
    found = (style for text in texts for style in styles_of(text) if style != other)
    return tuple(dict.fromkeys(found))


def meant_by(text: str, words: Sequence[str]) -> str:
    """The only word that is written so, or that begins so; a longer text may well be another."""
    plain = written(text)
    same = [word for word in words if written(word) == plain]
    near = [word for word in words if plain and written(word).startswith(plain)]
    found = same or near
    return found[0] if len(found) == 1 else ""


def _number(wanted: Field, title: str, unread: Sequence[str]) -> Seen:
    folded = (unicodedata.normalize("NFKC", text) for text in unread)
    behind = {found[1] for text in folded if (found := _MEASURED.fullmatch(text))}
    heading = unit_in(title)
    units = [heading] if heading and heading != wanted.unit else []
    units += sorted(behind - {heading})
    known = tuple(unit for unit in units if wanted.unit and factor_between(unit, wanted.unit))
    return Seen(
        missing=_known(unread, _MISSING),
        units=known,
        thousands=any(_THOUSANDS.fullmatch(text) for text in unread),
        full_width=any(_WIDE_SIGNS.search(text) for text in unread),
    )


def shows(wanted: Field, texts: Sequence[str]) -> bool:
    """Whether the cells themselves show that the column is this field: all but a few are its dates
    or its words."""
    if not isinstance(wanted.kind, DateKind | CategoryKind):
        return False
    filled = [text for text in texts if text and text not in _MISSING]
    if isinstance(wanted.kind, CategoryKind):
        read = [text for text in filled if meant_by(text, wanted.kind.words)]
    else:
        read = [t for t in filled if not _is_unread(wanted, t) or _dates([t], from_1904=False)]
    return len(read) >= _FEWEST * (len(filled) - len(read)) and bool(read)
