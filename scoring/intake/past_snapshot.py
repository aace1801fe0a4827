"""Copies results into a snapshot: of a package its manifest, results, cases and policy."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path

from rules.diagnostics import PolicyError, diagnose
from scoring.package.steady import steadily

_OF_A_PACKAGE = ("manifest.json", "results.csv")
_WHERE_THERE = ("cases.csv",)


def snapshot_past(paths: Sequence[Path], inputs: Path) -> tuple[Path, ...]:
    """Where they are afterwards. A package is named for its policy and period, so that it has the
    same name wherever it was; two that would have one name are refused."""
    taken: dict[str, Path] = {}
    for path in paths:
        name = package_name(path) if path.is_dir() else path.name
        other = taken.setdefault(name, path)
        if not other.samefile(path):
            told = {"period": name, "first": other, "second": path}
            raise PolicyError([diagnose("past-twice", None, **told)])
        to = inputs / "history" / name
        to.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            steadily(path, partial(_copy_package, path, to))
        else:
            shutil.copyfile(path, to)
    return tuple(inputs / "history" / name for name in sorted(taken))


def snapshot_imports(paths: Sequence[Path], inputs: Path) -> tuple[Path, ...]:
    """Where packages of other policies are afterwards, with the policies they were made by."""
    taken: dict[str, Path] = {}
    for path in paths:
        name = package_name(path)
        other = taken.setdefault(name, path)
        if not other.samefile(path):
            told = {"package": name, "first": other, "second": path}
            raise PolicyError([diagnose("import-twice", None, **told)])
        to = inputs / "imports" / name
        to.parent.mkdir(parents=True, exist_ok=True)
        steadily(path, partial(_copy_with_policy, path, to))
    return tuple(inputs / "imports" / name for name in sorted(taken))


def _copy_with_policy(path: Path, to: Path) -> None:
    _copy_package(path, to)
    policies = to / "inputs" / "policy"
    if policies.exists():
        shutil.rmtree(policies)
    shutil.copytree(path / "inputs" / "policy", policies)


def _copy_package(path: Path, to: Path) -> None:
    to.mkdir(exist_ok=True)
    there = (file for file in _WHERE_THERE if (path / file).is_file())
    for file in (*_OF_A_PACKAGE, *there):
        shutil.copyfile(path / file, to / file)


def package_name(folder: Path) -> str:
    """By its policy and period, wherever it is."""
    for file in _OF_A_PACKAGE:
        if not (folder / file).is_file():
            why, why_en = f"没有 {file}", f"it has no {file}"
            problem = diagnose("not-a-package", None, path=folder, why=why, why_en=why_en)
            raise PolicyError([problem])
    with suppress(ValueError, KeyError, TypeError):
        manifest = json.loads((folder / _OF_A_PACKAGE[0]).read_text(encoding="utf-8"))
        name = f"{manifest['policy']['id']}-{manifest['period']['label']}"
        return re.sub("[^0-9A-Za-z-]", "_", name)
    return folder.name
