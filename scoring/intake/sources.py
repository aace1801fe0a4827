"""Opens an evidence file as lines of text: plain or gzip, UTF-8 only, within limits."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, cast

from rules.system import reason
from scoring.intake.encodings import encoding_fault, foreign_content
from scoring.intake.faults import Fault, IntakeError, fault

Format = Literal[".csv", ".jsonl", ".xlsx"]
FORMATS: tuple[Format, ...] = (".csv", ".jsonl", ".xlsx")

_HEAD = 4096
_READING = (UnicodeDecodeError, EOFError, zlib.error, OSError)


@dataclass(frozen=True, slots=True)
class Limits:
    """`total` characters of a file once unpacked; of a packed file no more than `ratio` for each
    packed byte, asked only above `unasked`; `row` characters from one row to the next."""

    total: int = 2 * 2**30
    ratio: int = 250
    unasked: int = 32 * 2**20
    row: int = 2**20


class Lines:
    """The physical lines of a text with their ends, counted. A reader that joins lines to rows
    calls `begin` at each row, so that no row grows without limit."""

    def __init__(self, stream: io.BufferedReader, path: Path, name: str, limits: Limits) -> None:
        self.name = name
        self.remarks: tuple[Fault, ...] = ()
        self.number = 0
        self.row = 1
        self._path = path
        self._text = io.TextIOWrapper(stream, encoding="utf-8-sig", errors="strict", newline="")
        self._limits = limits
        self._room = limits.row
        self._left = limits.total

    def begin(self) -> None:
        """The next line starts a new row."""
        self.row = self.number + 1
        self._room = self._limits.row

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            line = self._text.readline(self._room + 1)
        except _READING as error:
            raise _read_error(self._path, self.name, error) from None
        if not line:
            raise StopIteration
        self.number += 1
        self._room -= len(line)
        self._left -= len(line)
        if self._room < 0:
            raise self.error("too-long-row", limit=self._limits.row)
        if self._left < 0:
            raise self.error("too-large", limit=self._limits.total)
        return line

    def error(self, code: str, **args: object) -> IntakeError:
        return IntakeError(fault(code, **args), file=self.name, row=self.row)


def format_of(path: Path, name: str) -> Format:
    """The format by the ending of the name, `.gz` aside."""
    suffix = Path(_unpacked_name(path)).suffix.lower()
    for known in FORMATS:
        if suffix == known:
            return known
    raise IntakeError(fault("unknown-format", suffix=suffix or path.name), file=name)


def stem_of(path: Path) -> str:
    """The name without its endings: `投诉.csv.gz` is 投诉."""
    return Path(_unpacked_name(path)).stem


@contextmanager
def open_lines(path: Path, name: str, limits: Limits | None = None) -> Iterator[Lines]:
    """The file's lines. A fault of the file met later, while reading, is an IntakeError too."""
    if path.is_dir():
        raise IntakeError(fault("not-a-file"), file=name)
    limits = limits or Limits()
    try:
        stream = _open_bytes(path)
        head = stream.peek(_HEAD)[:_HEAD]
        if _packed(path):
            allowed = max(limits.unasked, limits.ratio * path.stat().st_size)
            limits = replace(limits, total=min(limits.total, allowed))
    except _READING as error:
        raise _read_error(path, name, error) from None
    with stream:
        if wrong := foreign_content(head):
            raise IntakeError(wrong, file=name)
        yield Lines(stream, path, name, limits)


def display_names(paths: Iterable[Path]) -> Mapping[Path, str]:
    """Resolved path → base name, with as many folders before it as tell two files apart."""
    parts = {path.resolve(): path.resolve().parts for path in paths}
    names: dict[Path, str] = {}
    for path, own in parts.items():
        others = [other for at, other in parts.items() if at != path]
        depth = 1
        while depth < len(own) and any(other[-depth:] == own[-depth:] for other in others):
            depth += 1
        names[path] = "/".join(own[-depth:])
    return names


def _open_bytes(path: Path) -> io.BufferedReader:
    # A GzipFile has all of a BufferedReader that is used here, `peek` included.
    return cast(io.BufferedReader, gzip.open(path)) if _packed(path) else path.open("rb")


def _read_error(path: Path, name: str, error: Exception) -> IntakeError:
    match error:
        case UnicodeDecodeError():
            with _open_bytes(path) as stream:
                wrong, row = encoding_fault(stream)
            return IntakeError(wrong, file=name, row=row)
        case FileNotFoundError():
            return IntakeError(fault("file-not-found"), file=name)
        case EOFError() | gzip.BadGzipFile() | zlib.error():
            return IntakeError(fault("damaged-gzip"), file=name)
        case OSError():
            why, why_en = reason(error)
            return IntakeError(fault("unreadable-file", why_zh=why, why_en=why_en), file=name)
    raise error


def _packed(path: Path) -> bool:
    return path.suffix.lower() == ".gz"


def _unpacked_name(path: Path) -> str:
    return path.stem if _packed(path) else path.name
