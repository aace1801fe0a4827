"""Takes the snapshot of a package for another run, after every byte of it was looked at."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

from rules.diagnostics import PolicyError, diagnose
from scoring.package.digests import described
from scoring.snapshot.writing import INDEX

_MANIFEST = "manifest.json"
_REQUEST = "inputs/request.json"
_IN_A_PACKAGE = "inputs/snapshot"


def is_package(path: Path) -> bool:
    """Whether it was one, even if a file of it is gone by now."""
    return any((path / name).is_file() for name in (_MANIFEST, _REQUEST))


def snapshot_of(package: Path) -> Path:
    """Where it is, unchanged. Raises PolicyError where there is none or a byte of it differs."""
    folder = package / _IN_A_PACKAGE
    for name in (_MANIFEST, _REQUEST):
        if not (package / name).is_file():
            raise _missing(package, name)
    if not (folder / INDEX).is_file():
        raise PolicyError([diagnose("no-snapshot", None, path=package)])
    try:
        listed = dict(json.loads((package / _MANIFEST).read_text(encoding="utf-8"))["inputs"])
    except (ValueError, KeyError, TypeError):
        raise _changed(package, _MANIFEST) from None
    here = {f"{_IN_A_PACKAGE}/{path.name}": path for path in folder.iterdir()}
    expected = {name for name in listed if name.startswith(f"{_IN_A_PACKAGE}/")}
    for name in sorted(expected | here.keys()):
        if name not in here:
            raise _missing(package, name)
        if described(here[name]) != listed.get(name):
            raise _changed(package, name)
    return folder


def copy_snapshot(package: Path, folder: Path) -> None:
    found = snapshot_of(package)
    if folder.exists():
        shutil.rmtree(folder)
    shutil.copytree(found, folder)


def _missing(package: Path, name: str) -> PolicyError:
    return _unlike(package, f"缺少 {name}", f"{name} is missing")


def _changed(package: Path, name: str) -> PolicyError:
    return _unlike(package, f"{name} 与清单不符", f"{name} is not what the manifest lists")


def _unlike(package: Path, why: str, why_en: str) -> PolicyError:
    return PolicyError([diagnose("not-a-package", None, path=package, why=why, why_en=why_en)])
