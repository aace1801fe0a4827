"""The mapping that lies beside the evidence, if there is one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from rules.diagnostics import PolicyError, diagnose
from scoring.intake.sources import stem_of

NAMES = ("映射.yaml", "mapping.yaml")
_ENDINGS = (".映射.yaml", ".mapping.yaml")


def is_mapping(path: Path) -> bool:
    """By its name: a mapping is never evidence itself."""
    return path.name in NAMES or path.name.endswith(_ENDINGS)


def remembered(evidence: Iterable[Path]) -> Path | None:
    """`证据.mapping.yaml` beside the file or folder 证据, else `映射.yaml` in or beside the folder.
    Raises PolicyError where several are found."""
    found = list(dict.fromkeys(path.resolve() for given in evidence for path in _beside(given)))
    if len(found) > 1:
        words, words_en = "、".join(map(str, found)), ", ".join(map(str, found))
        raise PolicyError([diagnose("map-which", None, words=words, words_en=words_en)])
    return found[0] if found else None


def place_for(evidence: Path) -> Path:
    """Where the mapping of a file or folder is looked for first."""
    return evidence.parent / f"{_stem(evidence)}{_ENDINGS[1]}"


def _beside(given: Path) -> Iterator[Path]:
    """Those made for this very file or folder; where there is none, the folder's."""
    own = [given.parent / f"{_stem(given)}{ending}" for ending in _ENDINGS]
    yield from (exact := [path for path in own if path.is_file()])
    if not exact:
        folders = (given, given.parent) if given.is_dir() else (given.parent,)
        yield from (f / name for f in folders for name in NAMES if (f / name).is_file())


def _stem(given: Path) -> str:
    return given.name if given.is_dir() else stem_of(given.name)
