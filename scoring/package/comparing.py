"""Two packages compared byte by byte: the first file and line that differ."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Any, BinaryIO, Literal

from scoring.package.digests import described
from scoring.package.manifest import MANIFEST, foreign_files, package_files

_TEXTS = (".csv", ".json")
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Difference:
    """The first thing that differs. An input is compared with what the manifest lists. Of a text
    file it is `line` (from 1); of another, and of lines that look alike, the byte `offset` (from
    0); `stored` and `recomputed` are the lines."""

    path: str
    what: Literal["missing", "foreign", "changed", "not as listed"]
    line: int | None = None
    offset: int | None = None
    stored: str = ""
    recomputed: str = ""


def changed_input(folder: Path, manifest: dict[str, Any]) -> Difference | None:
    """The first input that is not the one the manifest describes, or a file that is no part."""
    for path in foreign_files(folder, manifest):
        return Difference(path, "foreign")
    return _not_as_listed(folder, manifest["inputs"])


def changed_file(folder: Path, manifest: dict[str, Any]) -> Difference | None:
    """The same of inputs and outputs."""
    return changed_input(folder, manifest) or _not_as_listed(folder, manifest["outputs"])


def _not_as_listed(folder: Path, listed: dict[str, Any]) -> Difference | None:
    for path, told in sorted(listed.items()):
        if not (folder / path).is_file():
            return Difference(path, "missing")
        if described(folder / path) != told:
            return Difference(path, "not as listed")
    return None


def first_difference(stored: Path, recomputed: Path) -> Difference | None:
    """Outputs in code-point order, then the manifest."""
    for path in [*package_files(recomputed), MANIFEST]:
        if not (stored / path).is_file():
            return Difference(path, "missing")
        if (found := _differing(path, stored / path, recomputed / path)) is not None:
            return found
    return None


def _differing(path: str, stored: Path, recomputed: Path) -> Difference | None:
    """Read side by side: a file of a large package is larger than memory."""
    with stored.open("rb") as one, recomputed.open("rb") as other:
        offset = _first_offset(one, other)
        if offset is None:
            return None
        if path.endswith(_TEXTS):
            one.seek(0)
            other.seek(0)
            for number, pair in enumerate(zip_longest(one, other, fillvalue=b""), 1):
                if pair[0].strip() != pair[1].strip():
                    texts = [line.decode(errors="replace").rstrip("\n") for line in pair]
                    return Difference(path, "changed", number, None, *texts)
    return Difference(path, "changed", offset=offset)


def _first_offset(one: BinaryIO, other: BinaryIO) -> int | None:
    """The first byte that differs, or that only one has."""
    offset = 0
    while True:
        ours, theirs = one.read(_BLOCK), other.read(_BLOCK)
        if ours != theirs:
            length = min(len(ours), len(theirs))
            return offset + next((i for i in range(length) if ours[i] != theirs[i]), length)
        if not ours:
            return None
        offset += len(ours)
