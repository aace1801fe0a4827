"""Opens an evidence file as lines of text: plain or gzip, UTF-8 or GB18030, within limits."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import BinaryIO, Literal, cast

from rules.system import reason
from scoring.intake.encodings import Encoding, foreign_content, text_encoding
from scoring.intake.faults import Fault, IntakeError, fault

Format = Literal[".csv", ".jsonl", ".xlsx", ".parquet"]
FORMATS: tuple[Format, ...] = (".csv", ".jsonl", ".xlsx", ".parquet")
_TEXTS = (".csv", ".jsonl")
_OTHER_SPREADSHEETS = (".xls", ".xlsm", ".xlsb", ".xlt", ".xltx", ".xltm", ".et", ".ett", ".ods")

_HEAD = 4096
_BYTES_A_CHARACTER = 4
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

    def __init__(
        self, stream: io.BufferedReader, name: str, encoding: Encoding, limits: Limits
    ) -> None:
        self.name = name
        self.number = 0
        self.row = 1
        self.remarks: tuple[Fault, ...] = ()
        if encoding == "gb18030":
            self.remarks = (fault("read-as-gb18030", file=name),)
        self._text = io.TextIOWrapper(stream, encoding=encoding, errors="strict", newline="")
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
            raise _read_error(self.name, error) from None
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


def format_of(name: str) -> Format:
    """The format by the ending of the name, `.gz` of a text aside."""
    suffix = PurePath(_unpacked(name)).suffix.lower()
    if suffix in _OTHER_SPREADSHEETS:
        raise IntakeError(fault("other-spreadsheet", suffix=suffix), file=name)
    for known in FORMATS:
        if suffix == known and (suffix in _TEXTS or not is_packed(name)):
            return known
    raise IntakeError(fault("unknown-format", suffix=suffix or name), file=name)


def stem_of(name: str) -> str:
    """The name without its folder and endings: `a/投诉.csv.gz` is 投诉."""
    return PurePath(_unpacked(name)).stem


@contextmanager
def open_lines(path: Path, name: str, limits: Limits | None = None) -> Iterator[Lines]:
    """The file's lines. A fault of the file met later, while reading, is an IntakeError too."""
    require_file(path, name)
    try:
        limits = limits_of(path, name, limits or Limits())
        with open_bytes(path, name) as stream:
            encoding = _encoding(stream, name, limits)
        stream = open_bytes(path, name)
    except _READING as error:
        raise _read_error(name, error) from None
    with stream:
        yield Lines(stream, name, encoding, limits)


def limits_of(path: Path, name: str, limits: Limits) -> Limits:
    """Those of a file: a packed one may not grow without end."""
    if not is_packed(name):
        return limits
    allowed = max(limits.unasked, limits.ratio * path.stat().st_size)
    return replace(limits, total=min(limits.total, allowed))


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


def require_file(path: Path, name: str) -> None:
    if path.is_dir():
        raise IntakeError(fault("not-a-file"), file=name)
    if not path.exists():
        raise IntakeError(fault("file-not-found"), file=name)


def open_bytes(path: Path, name: str) -> io.BufferedReader:
    # A GzipFile has all of a BufferedReader that is used here, `peek` included.
    return cast(io.BufferedReader, gzip.open(path)) if is_packed(name) else path.open("rb")


def _encoding(stream: io.BufferedReader, name: str, limits: Limits) -> Encoding:
    if wrong := foreign_content(stream.peek(_HEAD)[:_HEAD]):
        raise IntakeError(wrong, file=name)
    found = text_encoding(cast(BinaryIO, stream), _BYTES_A_CHARACTER * limits.total)
    if isinstance(found, str):
        return found
    wrong, row = found
    raise IntakeError(wrong, file=name, row=row)


def _read_error(name: str, error: Exception) -> IntakeError:
    match error:
        case FileNotFoundError():
            return IntakeError(fault("file-not-found"), file=name)
        case EOFError() | gzip.BadGzipFile() | zlib.error():
            return IntakeError(fault("damaged-gzip"), file=name)
        case UnicodeDecodeError():
            why, why_en = "读取时文件变了", "it changed while it was read"
            return IntakeError(fault("unreadable-file", why_zh=why, why_en=why_en), file=name)
        case OSError():
            why, why_en = reason(error)
            return IntakeError(fault("unreadable-file", why_zh=why, why_en=why_en), file=name)
    raise error


def is_packed(name: str) -> bool:
    return name.lower().endswith(".gz")


def _unpacked(name: str) -> str:
    return name[: -len(".gz")] if is_packed(name) else name
