"""A document of Word as its parts: a zip read with care, packed to the same bytes every time."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

BODY = "word/document.xml"
_FIRST = "[Content_Types].xml"
# Of a template as a whole, unpacked; far beyond a page of forms with a seal on it.
_MOST_BYTES, _MOST_PARTS = 20_000_000, 400
_EARLIEST = (1980, 1, 1, 0, 0, 0)


class UnreadableError(Exception):
    """Why a file is no document, in two languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def unpack(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            told = archive.infolist()
            if len(told) > _MOST_PARTS or sum(one.file_size for one in told) > _MOST_BYTES:
                raise UnreadableError("解开后太大", "it is too large when unpacked")
            parts = {one.filename: archive.read(one) for one in told if not one.is_dir()}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError):
        raise UnreadableError("不是 .docx 文件", "it is no .docx file") from None
    if BODY not in parts:
        raise UnreadableError("不是 Word 文档（.docx）", "it is no document of Word (.docx)")
    if any("vbaProject" in name for name in parts):
        raise UnreadableError("带有宏", "it has macros")
    return parts


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The list of types first, as programs expect it; no time of making."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(parts, key=lambda name: (name != _FIRST, name)):
            entry = zipfile.ZipInfo(name, _EARLIEST)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            archive.writestr(entry, parts[name])
    return buffer.getvalue()
