"""A folder of documents made from a package: the whole of it is replaced, nothing stale remains."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rules.diagnostics import PolicyError, diagnose
from scoring.package.digests import described
from scoring.package.manifest import MANIFEST
from scoring.package.swap import alone_at, replaced

INDEX = "documents.json"


@contextmanager
def documents_at(out: Path, package: Path) -> Iterator[Path]:
    """A new folder to be filled, which then takes the place of `out`. Raises PolicyError where
    something lies there that no such command has made."""
    with alone_at(out):
        _require_ours(out)
        with replaced(out) as folder:
            yield folder
            _write_index(folder, package)
            _require_ours(out)


def _write_index(folder: Path, package: Path) -> None:
    told = {
        "documents": 1,
        "manifest": described(package / MANIFEST)["sha256"],
        "files": {path: described(folder / path) for path in _files(folder)},
    }
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    (folder / INDEX).write_text(text, encoding="utf-8", newline="\n")


def _files(folder: Path) -> list[str]:
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if path != INDEX)


def _require_ours(out: Path) -> None:
    if not out.exists() or (out.is_dir() and not any(out.iterdir())):
        return
    if not out.is_dir():
        raise PolicyError([diagnose("not-a-folder", None, path=out)])
    known = _known(out)
    for path in _files(out):
        if path not in known:
            raise PolicyError([diagnose("foreign-folder", None, path=out, name=path)])


def _known(out: Path) -> frozenset[str]:
    try:
        told = json.loads((out / INDEX).read_text(encoding="utf-8"))
        return frozenset(told["files"])
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return frozenset()
