"""Sheets of synthetic evidence: rows drawn for each subject, as the files a spreadsheet saves."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias, TypeVar

Subject = TypeVar("Subject")
Row: TypeAlias = Sequence[object]
Headings: TypeAlias = Mapping[str, Sequence[str]]
Tables: TypeAlias = Mapping[str, list[Row]]


def headings_of(text: str) -> Headings:
    """The first row of each sheet, after its name; a line that starts with a blank goes on."""
    lines = text.replace("\n  ", " ").strip().splitlines()
    return {name: headings for name, *headings in map(str.split, lines)}


def drawn(
    subjects: Sequence[Subject],
    kinds: Mapping[str, Callable[[Subject], Iterable[Row]]],
    slips: Mapping[str, Iterable[Row]],
) -> Tables:
    """The rows of every sheet, in the order of the subjects, with the slips at the end."""
    return {
        name: [*(row for subject in subjects for row in draw(subject)), *slips.get(name, ())]
        for name, draw in kinds.items()
    }


def saved(headings: Headings, tables: Tables, suffix: str = ".csv") -> Mapping[str, bytes]:
    """Each sheet as CSV: byte-order mark, CRLF. No cell needs quotes."""
    return {f"{name}{suffix}": _csv([headings[name], *rows]) for name, rows in tables.items()}


def _csv(rows: Iterable[Row]) -> bytes:
    lines = (",".join(map(str, row)) for row in rows)
    return ("\ufeff" + "".join(f"{line}\r\n" for line in lines)).encode()


def write(folder: Path, files: Mapping[str, bytes]) -> None:
    """Compressors differ by a byte from one machine to another; what they hold does not."""
    for name, data in files.items():
        packed = gzip.compress(data, 9, mtime=0) if name.endswith(".gz") else data
        (folder / name).write_bytes(packed)


def shown(tenths: int) -> str:
    whole, rest = divmod(tenths, 10)
    return f"{whole}.{rest}" if rest else str(whole)
