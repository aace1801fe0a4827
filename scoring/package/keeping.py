"""What a run has finished, kept beside its package until the run is over, for one that resumes."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from scoring.package.digests import Described, described
from scoring.package.swap import beside, sync, sync_tree

_RECORD = "record.json"
_FILES = "files"
_REQUEST = "inputs/request.json"


@dataclass(frozen=True, slots=True)
class Basis:
    """What finished work rests on: versions by name, inputs by path. It is of use to a run with
    the same ones only."""

    versions: Mapping[str, str]
    inputs: Mapping[str, Described]


class UnusableError(Exception):
    """Why kept work is of no use, in two languages."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh, self.en = zh, en


def is_kept(target: Path) -> bool:
    return (beside(target, "kept") / _RECORD).is_file()


def keep(target: Path, finished: Path, basis: Basis) -> None:
    """The files of a finished folder, which are not written any more. Until the record stands,
    last of all, nothing is kept."""
    drop(target)
    kept = beside(target, "kept")
    (kept / _FILES).mkdir(parents=True)
    files = {path.name: described(path) for path in sorted(finished.iterdir())}
    for name in files:
        _same(finished / name, kept / _FILES / name)
    sync_tree(kept)
    told = {"versions": {**basis.versions}, "inputs": {**basis.inputs}, "files": files}
    draft = kept / f"{_RECORD}.new"
    draft.write_text(json.dumps(told, ensure_ascii=False, indent=2), encoding="utf-8")
    sync(draft)
    draft.rename(kept / _RECORD)
    sync(kept)


def take(target: Path, finished: Path, basis: Basis) -> None:
    """Puts the kept files where they belong. Raises UnusableError where they rest on something
    else, or are not what they were."""
    kept = beside(target, "kept")
    files = _usable(kept / _RECORD, basis)
    for name, told in files.items():
        path = kept / _FILES / name
        if not path.is_file() or described(path) != told:
            raise UnusableError(f"留下的 {name} 已损坏", f"{name}, which it left, is damaged")
    finished.mkdir(parents=True)
    for name in files:
        _same(kept / _FILES / name, finished / name)


def drop(target: Path) -> None:
    kept = beside(target, "kept")
    if kept.exists():
        # Without its record nothing is kept, should this be cut short.
        (kept / _RECORD).unlink(missing_ok=True)
        shutil.rmtree(kept)


def _usable(record: Path, basis: Basis) -> Mapping[str, Described]:
    try:
        told = json.loads(record.read_text(encoding="utf-8"))
        versions, inputs, files = told["versions"], told["inputs"], told["files"]
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        raise UnusableError("没有可以接着做的运行", "there is no run to go on with") from None
    for name in _differing(versions, basis.versions):
        raise UnusableError(f"{name} 的版本与上次不同", f"{name} is of another version now")
    for name in _differing(inputs, basis.inputs):
        asked = (f"{name} ", name)
        if name == _REQUEST:
            asked = ("所要求的", "what is asked for")
        raise UnusableError(f"{asked[0]}与上次不同", f"{asked[1]} is not what it was")
    return dict(files)


def _differing(before: Mapping[str, object], now: Mapping[str, object]) -> list[str]:
    return [name for name in sorted({*before, *now}) if before.get(name) != now.get(name)]


def _same(path: Path, to: Path) -> None:
    """The same file under another name, or a copy where a file can have one name only."""
    try:
        os.link(path, to)
    except OSError:
        shutil.copyfile(path, to)
