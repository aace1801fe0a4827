"""Says in which encoding a text is, or what a file is that is none."""

from __future__ import annotations

import codecs
from functools import partial
from typing import BinaryIO, Literal, TypeAlias

from scoring.intake.faults import Fault, fault

_MARKS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),  # before UTF-16: its mark starts with that of UTF-16
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)
_FOREIGN = (
    (b"PK\x03\x04", "一个 xlsx 或 zip 文件", "an xlsx or zip file"),
    (b"\x1f\x8b", "一个 gzip 压缩文件", "a gzip file"),
    (b"\xd0\xcf\x11\xe0", "旧版 Excel 文件（xls）", "an old Excel file (xls)"),
    (b"%PDF-", "一个 PDF 文件", "a PDF file"),
    (b"<", "一个网页或 XML 文件", "a web page or XML file"),
)
_BLOCK = 2**20
_LONGEST = 2**23
# A pair of GB18030 may be a character of two bytes in UTF-8 by chance, one of three hardly ever.
_BEYOND_TWO_BYTES = "\u0800"

Encoding: TypeAlias = Literal["utf-8-sig", "gb18030"]
# What is wrong, and the line it shows in.
Wrong: TypeAlias = tuple[Fault, int]


def known_content(head: bytes) -> tuple[str, str] | None:
    """What kind of file begins so, in Chinese and English."""
    return next(((zh, en) for magic, zh, en in _FOREIGN if head.startswith(magic)), None)


def foreign_content(head: bytes) -> Fault | None:
    """What the first bytes give away: another kind of file, or UTF-16 and UTF-32."""
    if found := known_content(head):
        return fault("renamed-file", zh=found[0], en=found[1])
    for mark, name in _MARKS:
        if head.startswith(mark):
            return fault("wrong-encoding", zh=name, en=name)
    # Without a mark UTF-16 gives itself away by a NUL beside each ASCII character.
    if head.count(0) * 8 > len(head):
        return fault("wrong-encoding", zh="UTF-16", en="UTF-16")
    return None


def text_encoding(stream: BinaryIO, most: int) -> Encoding | Wrong:
    """UTF-8 where the whole text is, else GB18030 where the whole text is, else what is wrong: also
    where it is longer than `most` bytes.

    Most pairs of UTF-8 are characters of GB18030 too, so a text of both would be read as nonsense:
    one line that only UTF-8 explains beside one that is not UTF-8 refuses the whole."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in iter(partial(stream.read, _BLOCK), b""):
            decoder.decode(block)
            if stream.tell() > most:
                return fault("too-large", limit=most), 0
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        stream.seek(0)
        return _by_line(stream)
    return "utf-8-sig"


def _by_line(stream: BinaryIO) -> Encoding | Wrong:
    number = 1
    utf8 = gb18030 = 0
    for line in iter(partial(stream.readline, _LONGEST), b""):
        if not line.isascii():
            text = _decoded(line, "utf-8")
            if text is None and _decoded(line, "gb18030") is None:
                return _wrong("不明的编码", "no encoding known here"), number
            if text is None:
                gb18030 = gb18030 or number
            elif max(text) >= _BEYOND_TWO_BYTES:
                utf8 = utf8 or number
        if utf8 and gb18030:
            both = _wrong("几种编码混在一起", "several encodings mixed in one file")
            return both, max(utf8, gb18030)
        number += line.endswith(b"\n")
    return "gb18030"


def _decoded(line: bytes, encoding: str) -> str | None:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None


def _wrong(zh: str, en: str) -> Fault:
    return fault("wrong-encoding", zh=zh, en=en)
