"""What a run is asked for, and its snapshot: inputs copied, so that nothing changes under it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Literal, NamedTuple

from rules.backends.crossed import Engine
from rules.diagnostics import PolicyError, diagnose
from rules.library import CALENDAR
from scoring.intake.deliveries import Delivery, files_below, is_passed_over
from scoring.intake.mapping.remembered import is_mapping, remembered
from scoring.intake.past_snapshot import snapshot_imports, snapshot_past
from scoring.package.steady import steadily
from scoring.snapshot.taking import copy_snapshot, is_package, snapshot_of

LedgerDetail = Literal["rules", "findings"]
# How many subjects a second engine assesses again.
Crosscheck = Literal["none", "sample", "all"]

_FILE = "request.json"
_SNAPSHOT = "snapshot"


@dataclass(frozen=True, slots=True)
class Mark:
    """What every reader of the result must be told: synthetic evidence, a derived list."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Request:
    """`evidence` are files, or folders that stand for every file below them; a Delivery says which
    kind they hold. The table of subjects may be a file of evidence too. `history` are tables, and
    folders that are result packages. `passed_over` are files of folders that are no evidence.
    Without a `mapping` the one beside the evidence is used, if there is one. Without `crosscheck`
    the engine's own custom holds. `evidence` may be one package alone: then what it admitted is
    taken, without its files. `snapshot` is the folder of the admitted evidence; where there is none
    yet admission makes it. `calendars` say what days are worked. `imports` are packages of other
    policies. Where a `cluster` is, and the bytes of `memory` that a run may take, change no byte of
    the package, and are not kept."""

    policy: Path
    evidence: tuple[Path | Delivery, ...]
    period: str
    subjects: Path | None = None
    as_of: date | None = None
    engine: Engine = "auto"
    ledger: LedgerDetail = "rules"
    mark: Mark | None = None
    history: tuple[Path, ...] = ()
    history_from: date | None = None
    crosscheck: Crosscheck | None = None
    passed_over: tuple[str, ...] = ()
    mapping: Path | None = None
    snapshot: Path | None = None
    calendars: tuple[Path, ...] = ()
    imports: tuple[Path, ...] = ()
    cluster: str | None = None
    memory: int | None = None

    @property
    def deliveries(self) -> tuple[Delivery, ...]:
        return tuple(
            given if isinstance(given, Delivery) else Delivery(given) for given in self.evidence
        )

    @property
    def tables(self) -> tuple[Path, ...]:
        """The files of evidence, and that of subjects."""
        paths = (given.path for given in self.deliveries)
        return (*paths, *((self.subjects,) if self.subjects else ()))


def gathered(request: Request) -> Request:
    """The same request with every folder of evidence as its files, and with its mapping."""
    if package := _package(request):
        return replace(request, evidence=(), snapshot=snapshot_of(package))
    files, passed_over = _gathered(request.deliveries)
    evidence = tuple(Delivery(file.path, file.kind) for file in files)
    mapping = _mapping(request)
    return replace(request, evidence=evidence, passed_over=passed_over, mapping=mapping)


def snapshot(request: Request, inputs: Path) -> Request:
    """The inputs copied as delivered into the folder, with the request beside them; afterwards the
    request reads from there. Evidence keeps its name, below a folder its path in the folder."""
    if package := _package(request):
        steadily(package, partial(copy_snapshot, package, inputs / _SNAPSHOT))
        taken = replace(request, evidence=())
    else:
        taken = _delivered(request, inputs)
    past = snapshot_past(request.history, inputs)
    imports = snapshot_imports(request.imports, inputs)
    policy = _copy(request.policy, inputs / "policy" / request.policy.name)
    calendars = tuple(_copy(path, inputs / CALENDAR / path.name) for path in request.calendars)
    taken = replace(
        taken,
        policy=policy,
        history=past,
        snapshot=inputs / _SNAPSHOT,
        calendars=calendars,
        imports=imports,
    )
    text = json.dumps(_recorded(taken, inputs), ensure_ascii=False, indent=2) + "\n"
    (inputs / _FILE).write_text(text, encoding="utf-8", newline="\n")
    return taken


def _package(request: Request) -> Path | None:
    """The package that was given for evidence, which stands alone."""
    packages = [given.path for given in request.deliveries if is_package(given.path)]
    more = len(request.evidence) > 1 or request.subjects or request.mapping or request.imports
    if packages and more:
        raise PolicyError([diagnose("snapshot-and-more", None, path=packages[0])])
    return packages[0] if packages else None


def _delivered(request: Request, inputs: Path) -> Request:
    """With the files of evidence and subjects, and the mapping, in the folder."""
    files, passed_over = _gathered(request.deliveries)
    for file in files:
        _copy(file.path, inputs / "evidence" / file.name)
    subjects = request.subjects
    if subjects:
        same = [file.name for file in files if file.path.samefile(subjects)]
        to = inputs / "evidence" / same[0] if same else inputs / "subjects" / subjects.name
        if not same:
            _copy(subjects, to)
        subjects = to
    mapping = _mapping(request)
    if mapping:
        mapping = _copy(mapping, inputs / "mapping" / mapping.name)
    evidence = tuple(
        Delivery(inputs / "evidence" / file.name, file.kind) for file in sorted(files, key=_order)
    )
    return replace(
        request, subjects=subjects, evidence=evidence, passed_over=passed_over, mapping=mapping
    )


def read_request(inputs: Path) -> Request:
    """The request of a snapshot that is as it was written."""
    told = json.loads(_text(inputs / _FILE))
    return Request(
        policy=inputs / told["policy"],
        evidence=tuple(_delivery(inputs, entry) for entry in told["evidence"]),
        period=told["period"],
        subjects=inputs / told["subjects"] if told["subjects"] else None,
        as_of=date.fromisoformat(told["as_of"]) if told["as_of"] else None,
        engine=told["engine"],
        ledger=told["ledger"],
        mark=Mark(**told["mark"]) if told["mark"] else None,
        history=tuple(inputs / name for name in told["history"]),
        history_from=date.fromisoformat(told["history_from"]) if told["history_from"] else None,
        crosscheck=told.get("crosscheck"),
        # Packages of earlier versions do not say it.
        passed_over=tuple(told.get("passed_over", ())),
        mapping=inputs / told["mapping"] if told.get("mapping") else None,
        snapshot=inputs / told["snapshot"] if told.get("snapshot") else None,
        calendars=tuple(inputs / name for name in told.get("calendars", ())),
        imports=tuple(inputs / name for name in told.get("imports", ())),
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except FileNotFoundError:
        name = f"{path.parent.name}/{path.name}"
        why, why_en = f"缺少 {name}", f"{name} is missing"
        told = diagnose("not-a-package", None, path=path.parent.parent, why=why, why_en=why_en)
        raise PolicyError([told]) from None


def _recorded(request: Request, inputs: Path) -> dict[str, object]:
    def below(path: Path) -> str:
        return path.relative_to(inputs).as_posix()

    # Only where there are any: a package without is as it always was.
    calendars = [below(path) for path in request.calendars]
    imports = [below(path) for path in request.imports]
    return {
        **({"calendars": calendars} if calendars else {}),
        **({"imports": imports} if imports else {}),
        "policy": below(request.policy),
        "evidence": [
            {"file": below(given.path), "kind": given.kind} if given.kind else below(given.path)
            for given in request.deliveries
        ],
        "passed_over": list(request.passed_over),
        "mapping": below(request.mapping) if request.mapping else None,
        "subjects": below(request.subjects) if request.subjects else None,
        "snapshot": below(request.snapshot) if request.snapshot else None,
        "period": request.period,
        "as_of": request.as_of.isoformat() if request.as_of else None,
        "engine": request.engine,
        "ledger": request.ledger,
        "history": [below(path) for path in request.history],
        "history_from": request.history_from.isoformat() if request.history_from else None,
        "crosscheck": request.crosscheck,
        "mark": {"zh": request.mark.zh, "en": request.mark.en} if request.mark else None,
    }


def _mapping(request: Request) -> Path | None:
    return request.mapping or remembered(given.path for given in request.deliveries)


def _copy(path: Path, to: Path) -> Path:
    to.parent.mkdir(parents=True, exist_ok=True)
    return Path(shutil.copyfile(path, to))


def _delivery(inputs: Path, entry: str | Mapping[str, str]) -> Delivery:
    if isinstance(entry, str):
        return Delivery(inputs / entry)
    return Delivery(inputs / entry["file"], entry["kind"])


class _File(NamedTuple):
    """`name` is the one it has in the snapshot."""

    name: str
    path: Path
    kind: str | None


def _order(file: _File) -> tuple[str, str]:
    return (file.name, file.kind or "")


def _gathered(deliveries: Sequence[Delivery]) -> tuple[list[_File], tuple[str, ...]]:
    """Every file, and the names of those in folders that are passed over; two of one name are
    refused."""
    files: list[_File] = []
    paths: dict[str, Path] = {}
    passed_over: set[str] = set()
    for given in deliveries:
        below = [found for found in files_below(given.path) if not is_mapping(found[1])]
        taken = [
            _File(name, path, given.kind)
            for name, path in below
            if not (given.path.is_dir() and is_passed_over(name))
        ]
        passed_over.update({name for name, _ in below} - {file.name for file in taken})
        if not taken:
            raise PolicyError([diagnose("no-input", None, path=given.path)])
        for file in taken:
            other = paths.setdefault(file.name, file.path)
            if not other.samefile(file.path):
                told = {"name": file.name, "first": other, "second": file.path}
                raise PolicyError([diagnose("same-input-name", None, **told)])
        files += [file for file in taken if file not in files]
    return files, tuple(sorted(passed_over))
