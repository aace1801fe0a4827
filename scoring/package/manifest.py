"""The manifest: what was run on what by which engine, how it came out, and every file's digest."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from rules.diagnostics import PolicyError, diagnose
from scoring.case_files import CASE_STATES
from scoring.outcome import Outcome
from scoring.package.cases import all_cases
from scoring.package.digests import described
from scoring.package.effect_tables import effects_counted
from scoring.package.reward_tables import rewards_told
from scoring.package.swap import recover
from scoring.period import applied_in
from scoring.request import Request
from scoring.snapshot.shapes import period_told
from scoring.snapshot.writing import INDEX

MANIFEST = "manifest.json"
# For people: what the tables say, as a workbook, and as pages to print.
REPORT = "report.xlsx"
PAGES = "report.html"
# Times and the machine: different on every run, so it is in no digest.
RUN = "run.json"


def write_manifest(outcome: Outcome, folder: Path) -> None:
    """Last of all, because it holds the digests of every other file."""
    files = {path: described(folder / path) for path in package_files(folder)}
    content: dict[str, object] = {
        "package": 1,
        **told_of(outcome),
        **_originals(outcome, folder),
        "inputs": {path: told for path, told in files.items() if path.startswith("inputs/")},
        "outputs": {path: told for path, told in files.items() if not path.startswith("inputs/")},
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def told_of(outcome: Outcome) -> dict[str, Any]:
    """What a manifest tells besides files."""
    return {**_about(outcome), **_results(outcome)}


def _originals(outcome: Outcome, folder: Path) -> dict[str, object]:
    """What the evidence was admitted from, where that is not in the package itself."""
    if outcome.request.evidence:
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


def _about(outcome: Outcome) -> dict[str, object]:
    head, engine = outcome.program.head, outcome.engine
    mark = outcome.request.mark
    applied = applied_in(head, outcome.evidence.period)
    return {
        "policy": {
            "id": head.id,
            "title": head.title,
            "version": head.version,
            "status": head.status,
            "digest": outcome.program.digest,
        },
        "mark": {"zh": mark.zh, "en": mark.en} if mark else None,
        **_imports(outcome.request),
        "period": period_told(outcome.evidence.period),
        **({"applied_in": applied} if applied else {}),
        **({"partial": True} if outcome.evidence.period.partial else {}),
        **_history(outcome),
        "engine": {
            "name": engine.name,
            "versions": {part: engine.versions[part] for part in sorted(engine.versions)},
            "atoms": {"decided": engine.decided, "handed_over": engine.handed_over},
        },
        "crosscheck": {"subjects": engine.checked, "differences": 0},
    }


def _history(outcome: Outcome) -> dict[str, object]:
    """What earlier results cover, where the policy looks at any: since when, and of which periods
    there are results. A period between that is not among them is a gap."""
    if not outcome.program.history:
        return {}
    history = outcome.evidence.history
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


def _results(outcome: Outcome) -> dict[str, object]:
    """`population` is complete: whoever is delivered is everyone, so ranks are of everyone."""
    assessments = outcome.assessments
    return {
        "population": "complete",
        "records": {**outcome.records},
        "subjects": {"all": len(assessments), **outcome.subjects},
        "grades": {**outcome.grades},
        "lists": _lists(outcome),
        "triggers": _triggers(outcome),
        **effects_counted(outcome),
        **_cases(outcome),
        **rewards_told(outcome.program, outcome.assessments),
        "warnings": [
            {"code": warning.code, "zh": warning.sentence("zh"), "en": warning.sentence("en")}
            for warning in outcome.warnings
        ],
        "notices": [
            {"code": notice.code, "zh": notice.zh, "en": notice.en, "count": notice.count}
            for notice in outcome.evidence.notices
        ],
    }


def _cases(outcome: Outcome) -> dict[str, object]:
    """How many cases stand how, where the policy follows them."""
    if not outcome.program.follows_cases:
        return {}
    states = Counter(case.state for case in all_cases(outcome))
    return {"cases": {state: states[state] for state in CASE_STATES}}


def _lists(outcome: Outcome) -> dict[str, dict[str, int]]:
    """Subjects on each list, those whose place on it is provisional among them, and those waiting
    for it."""
    return {
        rule.name: {
            "listed": sum(rule.name in a.lists for a in outcome.assessments),
            "provisional": sum(rule.name in a.provisional for a in outcome.assessments),
            "pending": sum(rule.name in a.pending_lists for a in outcome.assessments),
        }
        for rule in outcome.program.lists
    }


def _triggers(outcome: Outcome) -> dict[str, dict[str, int]]:
    fired = Counter(case.trigger for a in outcome.assessments for case in a.triggers)
    return {
        trigger.name: {
            "proposed": fired[trigger.name],
            "provisional": sum(trigger.name in a.provisional for a in outcome.assessments),
            "pending": sum(trigger.name in a.pending_triggers for a in outcome.assessments),
        }
        for trigger in outcome.program.triggers
    }
