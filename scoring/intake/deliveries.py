"""What is delivered: files, and folders that stand for every file below them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath

_LEFT_BY_SYSTEMS = ("thumbs.db", "desktop.ini", "__macosx")


@dataclass(frozen=True, slots=True)
class Delivery:
    """One evidence file or folder and, where the sender says it, the kind it holds (by name, label
    or alias)."""

    path: Path
    kind: str | None = None


def files_below(given: Path) -> Iterator[tuple[str, Path]]:
    """Every file with its path in the folder; a file by its name."""
    if not given.is_dir():
        yield given.name, given
        return
    for path in sorted(given.rglob("*")):
        if path.is_file():
            yield path.relative_to(given).as_posix(), path


def is_passed_over(name: str) -> bool:
    """Hidden files, the locks of opened spreadsheets, and what systems leave in folders."""
    return any(
        part.startswith((".", "~$")) or part.lower() in _LEFT_BY_SYSTEMS
        for part in PurePath(name).parts
    )
