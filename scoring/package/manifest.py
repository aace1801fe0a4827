"""The manifest: what was run on what by which engine, how it came out, and every file's digest."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from rules.diagnostics import PolicyError, diagnose
from scoring.package.cases import case_states
from scoring.package.digests import described
from scoring.package.effect_tables import effects_counted
from scoring.package.reward_tables import rewards_told
from scoring.package.swap import recover
from scoring.period import applied_in
from scoring.runs.counts import Proposed
from scoring.runs.outcome import Summary
from scoring.runs.request import Request
from scoring.snapshot.shapes import period_told
from scoring.snapshot.writing import INDEX

MANIFEST = "manifest.json"
# For people: what the tables say, as a workbook, and as pages to print.
REPORT = "report.xlsx"
PAGES = "report.html"
# Times and the machine: different on every run, so it is in no digest.
RUN = "run.json"


def write_manifest(summary: Summary, folder: Path) -> None:
    """Last of all, because it holds the digests of every other file."""
    files = {path: described(folder / path) for path in package_files(folder)}
    content: dict[str, object] = {
        "package": 1,
        **told_of(summary),
        **_originals(summary, folder),
        "inputs": {path: told for path, told in files.items() if path.startswith("inputs/")},
        "outputs": {path: told for path, told in files.items() if not path.startswith("inputs/")},
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def told_of(summary: Summary) -> dict[str, Any]:
    """What a manifest tells besides files."""
    return {**_about(summary), **_results(summary)}


def _originals(summary: Summary, folder: Path) -> dict[str, object]:
    """What the evidence was admitted from, where that is not in the package itself."""
    if summary.request.evidence:
        return {}
    index = json.loads((folder / "inputs/snapshot" / INDEX).read_text(encoding="utf-8"))
    return {"originals": index["originals"]}


def package_files(folder: Path) -> list[str]:
    """Every file of a package but the manifest and run.json, by its path in code-point order."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(path for path in found if path not in (MANIFEST, RUN))


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a package. Raises PolicyError where the folder is none."""
    if folder.is_file():
        raise _no_package(folder, "结果包是一个文件夹", "a package is a folder")
    if not folder.is_dir():
        recover(folder)
    if not folder.is_dir():
        raise _no_package(folder, "没有这个文件夹", "there is no such folder")
    if not (folder / MANIFEST).is_file():
        raise _no_package(folder, f"没有 {MANIFEST}", f"it has no {MANIFEST}")
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        listed = {**manifest["inputs"], **manifest["outputs"]}
        if all(isinstance(told["sha256"], str) for told in listed.values()):
            return dict(manifest)
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    raise _no_package(folder, f"{MANIFEST} 已损坏", f"its {MANIFEST} is damaged")


def foreign_files(folder: Path, manifest: dict[str, Any]) -> list[str]:
    """What lies in a package and is no part of it."""
    known = {*manifest["inputs"], *manifest["outputs"]}
    return [path for path in package_files(folder) if path not in known]


def require_replaceable(folder: Path) -> None:
    """A new package may take the place of nothing, of an empty folder, or of a package; nobody's
    own files are removed with it."""
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    if not folder.is_dir():
        raise PolicyError([diagnose("not-a-folder", None, path=folder)])
    if not (folder / MANIFEST).is_file():
        raise _foreign(folder, min(path.name for path in folder.iterdir()))
    for path in foreign_files(folder, read_manifest(folder)):
        raise _foreign(folder, path)


def _no_package(folder: Path, why: str, why_en: str) -> PolicyError:
    problem = diagnose("not-a-package", None, path=folder, why=why, why_en=why_en)
    return PolicyError([problem])


def _foreign(folder: Path, name: str) -> PolicyError:
    return PolicyError([diagnose("foreign-folder", None, path=folder, name=name)])


def _about(summary: Summary) -> dict[str, object]:
    head, engine = summary.program.head, summary.engine
    mark = summary.request.mark
    applied = applied_in(head, summary.evidence.period)
    return {
        "policy": {
            "id": head.id,
            "title": head.title,
            "version": head.version,
            "status": head.status,
            "digest": summary.program.digest,
            **({"extends": asdict(head.extends)} if head.extends else {}),
        },
        "mark": {"zh": mark.zh, "en": mark.en} if mark else None,
        **_imports(summary.request),
        "period": period_told(summary.evidence.period),
        **({"applied_in": applied} if applied else {}),
        **({"partial": True} if summary.evidence.period.partial else {}),
        **_history(summary),
        "engine": {
            "name": engine.name,
            "versions": {part: engine.versions[part] for part in sorted(engine.versions)},
            "atoms": {"decided": engine.decided, "handed_over": engine.handed_over},
        },
        "crosscheck": {"subjects": engine.checked, "differences": 0},
    }


def _history(summary: Summary) -> dict[str, object]:
    """What earlier results cover, where the policy looks at any: since when, and of which periods
    there are results. A period between that is not among them is a gap."""
    if not summary.program.history:
        return {}
    history = summary.evidence.history
    since = history.start.isoformat() if history.start else None
    return {"history": {"from": since, "periods": [*history.periods]}}


def _imports(request: Request) -> dict[str, object]:
    """The packages of other policies whose results were taken; nothing where there are none."""
    packages = [(path, read_manifest(path)) for path in request.imports]
    told = [
        {
            "policy": manifest["policy"]["id"],
            "version": manifest["policy"]["version"],
            "status": manifest["policy"]["status"],
            "digest": manifest["policy"]["digest"],
            "period": manifest["period"]["label"],
            "manifest": described(path / MANIFEST)["sha256"],
        }
        for path, manifest in packages
    ]
    return {"imports": told} if told else {}


def _results(summary: Summary) -> dict[str, object]:
    """`population` is complete: whoever is delivered is everyone, so ranks are of everyone."""
    counts = summary.counts
    return {
        "population": "complete",
        "records": {**summary.records},
        "subjects": {"all": counts.everyone, **summary.subjects},
        "grades": {**summary.grades},
        "lists": _proposed(counts.lists, "listed"),
        "triggers": _proposed(counts.triggers, "proposed"),
        **effects_counted(summary),
        **_cases(summary),
        **rewards_told(summary.program, counts),
        "warnings": [
            {"code": warning.code, "zh": warning.sentence("zh"), "en": warning.sentence("en")}
            for warning in summary.warnings
        ],
        "notices": [
            {"code": notice.code, "zh": notice.zh, "en": notice.en, "count": notice.count}
            for notice in summary.evidence.notices
        ],
    }


def _cases(summary: Summary) -> dict[str, object]:
    """How many cases stand how, where the policy follows them."""
    if not summary.program.follows_cases:
        return {}
    return {"cases": {**case_states(summary)}}


def _proposed(found: Mapping[str, Proposed], sure: str) -> dict[str, dict[str, int]]:
    """Subjects of each list or trigger, those who are there for now among them, and those
    waiting."""
    return {
        name: {sure: one.sure, "provisional": one.provisional, "pending": one.pending}
        for name, one in found.items()
    }
