"""Workbooks that nobody wrote in good faith, made as they are needed."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from typing import NamedTuple

from tests.scoring.intake.workbooks import MAIN, OFFICE, Made, sheet_markup, workbook

_DEFLATED = 8


class Member(NamedTuple):
    """A member of a zip as its list tells it, and its packed bytes, which may tell otherwise."""

    name: str
    packed: bytes
    size: int
    checksum: int
    flags: int = 0


def member(name: str, content: bytes, *, flags: int = 0) -> Member:
    return repeated(name, content, b"", 0, b"", flags=flags)


def repeated(
    name: str, before: bytes, block: bytes, times: int, after: bytes, *, flags: int = 0
) -> Member:
    """The block comes many times and is packed once: a gigabyte is made at once."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = packer.compress(before) + packer.flush(zlib.Z_FULL_FLUSH)
    once = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    packed += once * times + packer.compress(after) + packer.flush()
    checksum = zlib.crc32(before)
    for _ in range(times):
        checksum = zlib.crc32(block, checksum)
    size = len(before) + times * len(block) + len(after)
    return Member(name, packed, size, zlib.crc32(after, checksum), flags)


def zip_of(members: Iterable[Member]) -> bytes:
    body, listing, at = [], [], 0
    for own in members:
        name = own.name.encode()
        sizes = (own.checksum, len(own.packed), own.size, len(name), 0)
        header = struct.pack("<HHHHHIIIHH", 20, own.flags, _DEFLATED, 0, 33, *sizes)
        body.append(b"PK\x03\x04" + header + name + own.packed)
        listing.append(
            b"PK\x01\x02\x14\x00" + header + struct.pack("<HHHII", 0, 0, 0, 0, at) + name
        )
        at += len(body[-1])
    listed = b"".join(listing)
    counted = min(len(listing), 0xFFFF)
    end = struct.pack("<HHHHIIH", 0, 0, counted, counted, len(listed), at, 0)
    return b"".join(body) + listed + b"PK\x05\x06" + end


def book_of(*members: Member) -> bytes:
    """A workbook of one sheet in which some members are others."""
    import io
    import zipfile

    names = {own.name for own in members}
    with zipfile.ZipFile(io.BytesIO(workbook(Made({1: ["a"]})))) as plain:
        kept = [member(n, plain.read(n)) for n in plain.namelist() if n not in names]
    return zip_of([*kept, *members])


SHEET = "xl/worksheets/sheet1.xml"
_CELL = sheet_markup('<row r="1"><c r="A1" t="str"><v>{}</v></c></row>').encode()
LAST_CELLS = ((1, "A"), (1_048_576, "XFD"))
_MEGABYTE = b"0" * 2**20


def two_cells() -> bytes:
    """5 KB that some readers answer with half a terabyte."""
    rows = [f'<row r="{n}"><c r="{at}{n}"><v>1</v></c></row>' for n, at in LAST_CELLS]
    return workbook(Made({}, markup=sheet_markup("".join(rows))))


def gigabyte_in_a_cell(*, ratio_hidden: bool = False) -> bytes:
    before, _, after = _CELL.partition(b"{}")
    bomb = repeated(SHEET, before, _MEGABYTE, 1024, after)
    return book_of(bomb._replace(size=200) if ratio_hidden else bomb)


def long_cell() -> bytes:
    """Within the limits of the archive, far beyond those of a cell."""
    before, _, after = _CELL.partition(b"{}")
    return book_of(repeated(SHEET, before, _MEGABYTE, 30, after))


def million_sheets() -> bytes:
    before = f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>'.encode()
    sheets = b'<sheet name="s" sheetId="1" r:id="rId1"/>' * 1000
    return book_of(repeated("xl/workbook.xml", before, sheets, 1000, b"</sheets></workbook>"))


def many_members() -> bytes:
    empty = member("", b"")
    return zip_of(empty._replace(name=f"xl/worksheets/sheet{at}.xml") for at in range(70_000))


def many_rows_of_nothing() -> bytes:
    """Cells with a format and nothing in them, as a spreadsheet formats whole columns."""
    before, _, after = sheet_markup("{}").encode().partition(b"{}")
    first = b'<row><c t="str"><v>a</v></c></row>'
    return book_of(repeated(SHEET, before + first, b'<row><c s="1"/></row>' * 1000, 100, after))


def with_document_type(content: str) -> bytes:
    markup = _CELL.decode().replace("{}", "&a;")
    return workbook(Made({}, markup=f"<!DOCTYPE w [{content}]>{markup}"))


BILLION_LAUGHS = "".join(
    f'<!ENTITY {name} "{before * 10}">'
    for name, before in (("c", "ha"), ("b", "&c;"), ("a", "&b;"))
)
FILE_ENTITY = '<!ENTITY a SYSTEM "file:///etc/passwd">'
