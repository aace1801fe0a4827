"""Unpacks a zip of tables into a folder that lasts as long as they are read."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from scoring.intake.deliveries import is_passed_over
from scoring.intake.faults import IntakeError, fault
from scoring.intake.sources import require_file
from scoring.intake.xlsx.archive import Archive, open_archive
from scoring.intake.xlsx.refusal import Refusal
from scoring.runs.scratch import scratch

_UTF8 = 0x800
_PACKED = (".zip", ".gz", ".7z", ".rar", ".tar", ".tgz")


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Where each file lies now, by the name it is shown by, and the names of those passed over."""

    files: dict[str, Path]
    passed_over: tuple[str, ...]


def is_zip(name: str) -> bool:
    return name.lower().endswith(".zip")


@contextmanager
def unpacked(path: Path, name: str) -> Iterator[Unpacked]:
    """The files of a zip as `name/its own path`. Nothing of a zip with a wrong name in it is used.
    Raises IntakeError."""
    require_file(path, name)
    with scratch("zip") as folder:
        try:
            with path.open("rb") as file, open_archive(file) as archive:
                found = _unpack(archive, name, folder)
        except Refusal as refusal:
            raise IntakeError(fault(refusal.code, **refusal.told), file=name) from None
        yield found


def _unpack(archive: Archive, name: str, folder: Path) -> Unpacked:
    files: dict[str, Path] = {}
    passed_over: list[str] = []
    for number, member in enumerate(archive.members, start=1):
        if member.is_dir():
            continue
        inner = _name_of(member)
        _check_place(inner)
        if is_passed_over(inner):
            passed_over.append(inner)
            continue
        if inner.lower().endswith(_PACKED):
            raise Refusal("packed-member", member=inner)
        # The name in the zip never becomes a path.
        path = folder / str(number)
        with path.open("wb") as out:
            for block in archive.blocks(member.filename):
                out.write(block)
        if files.setdefault(f"{name}/{inner}", path) is not path:
            raise Refusal("damaged-zip")
    if not files:
        raise Refusal("empty-zip")
    return Unpacked(files, tuple(passed_over))


def _name_of(member: zipfile.ZipInfo) -> str:
    """Zips that do not say UTF-8 are read as code page 437; Chinese systems mean GB18030."""
    if member.flag_bits & _UTF8:
        return member.filename
    try:
        spoken = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return spoken.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal("bad-member-name", member=member.filename)


def _check_place(name: str) -> None:
    parts = PurePosixPath(name).parts
    if name.startswith("/") or ".." in parts or "\\" in name or ":" in name or "\0" in name:
        raise Refusal("bad-member-name", member=name)
