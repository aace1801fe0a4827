"""Says what a file is that is not UTF-8 text."""

from __future__ import annotations

import codecs
from functools import partial
from typing import BinaryIO

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
_CHUNK = 2**20
_SAMPLE = 2**24


def foreign_content(head: bytes) -> Fault | None:
    """What the first bytes give away: another kind of file, or UTF-16 and UTF-32."""
    for magic, zh, en in _FOREIGN:
        if head.startswith(magic):
            return fault("renamed-file", zh=zh, en=en)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return fault("wrong-encoding", zh=name, en=name)
    # Without a mark UTF-16 gives itself away by a NUL beside each ASCII character.
    if head.count(0) * 8 > len(head):
        return fault("wrong-encoding", zh="UTF-16", en="UTF-16")
    return None


def encoding_fault(stream: BinaryIO) -> tuple[Fault, int]:
    """The likely encoding of bytes that are not UTF-8, and the first line that is not."""
    line, foreign_before = _first_undecodable(stream)
    if foreign_before:
        return fault(
            "wrong-encoding", zh="几种编码混在一起", en="several encodings mixed in one file"
        ), line
    stream.seek(0)
    if _decodes(stream.read(_SAMPLE), "gb18030"):
        return fault("wrong-encoding", zh="GB18030（GBK）", en="GB18030 (GBK)"), line
    return fault("wrong-encoding", zh="不明的编码", en="no encoding known here"), line


def _first_undecodable(stream: BinaryIO) -> tuple[int, bool]:
    """The number of the first line that is not UTF-8; whether good UTF-8 beyond ASCII precedes."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    number, beyond_ascii = 1, False
    for chunk in iter(partial(stream.readline, _CHUNK), b""):
        try:
            text = decoder.decode(chunk)
        except UnicodeDecodeError:
            break
        beyond_ascii = beyond_ascii or not text.removeprefix("\ufeff").isascii()
        number += chunk.endswith(b"\n")
    return number, beyond_ascii


def _decodes(sample: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        decoder.decode(sample, final=len(sample) < _SAMPLE)
    except UnicodeDecodeError:
        return False
    return True
