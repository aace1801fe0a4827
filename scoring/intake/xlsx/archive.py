"""The zip a workbook is: looked through before anything in it is read."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from scoring.intake.xlsx.refusal import Refusal

_END = b"PK\x05\x06"
_END_SIZE = 22
_LONGEST_COMMENT = 65_535
_BLOCK = 2**16
_ENCRYPTED = 1
_READING = (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OSError)


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """`members` and bytes of `listing` before the list is read; then bytes `total` once unpacked,
    and no more than `ratio` for each packed byte of a member, asked only above `unasked`."""

    members: int = 4_096
    listing: int = 2**20
    total: int = 2**30
    ratio: int = 250
    unasked: int = 32 * 2**20


class Archive:
    """Members by name, in the order of the list."""

    def __init__(self, opened: zipfile.ZipFile) -> None:
        self._opened = opened
        self._by_fold = {name.lower(): name for name in opened.namelist()}

    @property
    def names(self) -> list[str]:
        return self._opened.namelist()

    @property
    def members(self) -> list[zipfile.ZipInfo]:
        return self._opened.infolist()

    def holds(self, name: str) -> bool:
        return name.lower() in self._by_fold

    def blocks(self, name: str) -> Iterator[bytes]:
        """A member's bytes, in blocks: no more than the list says, and with the right checksum."""
        found = self._by_fold.get(name.lower())
        if found is None:
            raise Refusal("damaged-workbook", part=name)
        try:
            with self._opened.open(found) as stream:
                while block := stream.read(_BLOCK):
                    yield block
        except _READING:
            raise Refusal("damaged-member", part=name) from None
        except Exception as error:
            # zlib.error is no OSError, and some builds have no zlib to name it by.
            if type(error).__name__ != "error":
                raise
            raise Refusal("damaged-member", part=name) from None


@contextmanager
def open_archive(file: BinaryIO, limits: ArchiveLimits | None = None) -> Iterator[Archive]:
    """Raises Refusal for what is no zip, is encrypted, or would be too much."""
    limits = limits or ArchiveLimits()
    _check_listing(file, limits)
    try:
        opened = zipfile.ZipFile(file)
    except _READING:
        raise Refusal("damaged-zip") from None
    with opened:
        _check_members(opened.infolist(), limits)
        yield Archive(opened)


def _check_listing(file: BinaryIO, limits: ArchiveLimits) -> None:
    """The list is measured by the record at the end of the file before it is read: a million
    members would take a gigabyte."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < _END_SIZE:
        raise Refusal("damaged-zip")
    members, listing = struct.unpack_from("<HI", tail, at + 10)
    if members > limits.members or listing > limits.listing:
        raise Refusal("too-many-members", limit=limits.members)


def _check_members(members: list[zipfile.ZipInfo], limits: ArchiveLimits) -> None:
    names = [member.filename.lower() for member in members]
    if len(names) > limits.members:
        raise Refusal("too-many-members", limit=limits.members)
    if len(set(names)) < len(names):
        raise Refusal("damaged-zip")
    if any(member.flag_bits & _ENCRYPTED for member in members):
        raise Refusal("encrypted-zip")
    for member in members:
        allowed = max(limits.unasked, limits.ratio * member.compress_size)
        if member.file_size > allowed:
            raise Refusal("bomb", member=member.filename, ratio=limits.ratio)
    if sum(member.file_size for member in members) > limits.total:
        raise Refusal("too-large-archive", limit=_megabytes(limits.total))


def _megabytes(size: int) -> str:
    return f"{size // 2**20} MB"
