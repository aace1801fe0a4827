"""What a run is asked for, and its snapshot: inputs copied, so that nothing changes under it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from rules.backends.crossed import Engine
from rules.diagnostics import PolicyError, diagnose
from scoring.intake.past_snapshot import snapshot_past

LedgerDetail = Literal["rules", "findings"]

_FILE = "request.json"


@dataclass(frozen=True, slots=True)
class Mark:
    """What every reader of the result must be told: synthetic evidence, a derived list."""

    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Request:
    """`evidence` are files, or folders that stand for every file below them. The table of subjects
    may be a file of evidence too. `history` are tables, and folders that are result packages."""

    policy: Path
    evidence: tuple[Path, ...]
    period: str
    subjects: Path | None = None
    as_of: date | None = None
    engine: Engine = "auto"
    ledger: LedgerDetail = "rules"
    mark: Mark | None = None
    history: tuple[Path, ...] = ()
    history_from: date | None = None


def gathered(request: Request) -> Request:
    """The same request with every folder of evidence as its files."""
    return replace(request, evidence=tuple(_named(request.evidence).values()))


def snapshot(request: Request, inputs: Path) -> Request:
    """The inputs copied as delivered into the folder, with the request beside them; afterwards the
    request reads from there. Evidence keeps its name, below a folder its path in the folder."""
    named = _named(request.evidence)
    for name, path in named.items():
        _copy(path, inputs / "evidence" / name)
    subjects = request.subjects
    if subjects:
        same = [name for name, path in named.items() if path.samefile(subjects)]
        to = inputs / "evidence" / same[0] if same else inputs / "subjects" / subjects.name
        if not same:
            _copy(subjects, to)
        subjects = to
    past = snapshot_past(request.history, inputs)
    policy = inputs / "policy" / request.policy.name
    _copy(request.policy, policy)
    evidence = tuple(inputs / "evidence" / name for name in sorted(named))
    taken = replace(request, policy=policy, subjects=subjects, evidence=evidence, history=past)
    text = json.dumps(_recorded(taken, inputs), ensure_ascii=False, indent=2) + "\n"
    (inputs / _FILE).write_text(text, encoding="utf-8", newline="\n")
    return taken


def read_request(inputs: Path) -> Request:
    """The request of a snapshot that is as it was written."""
    told = json.loads((inputs / _FILE).read_text(encoding="utf-8"))
    return Request(
        policy=inputs / told["policy"],
        evidence=tuple(inputs / name for name in told["evidence"]),
        period=told["period"],
        subjects=inputs / told["subjects"] if told["subjects"] else None,
        as_of=date.fromisoformat(told["as_of"]) if told["as_of"] else None,
        engine=told["engine"],
        ledger=told["ledger"],
        mark=Mark(**told["mark"]) if told["mark"] else None,
        history=tuple(inputs / name for name in told["history"]),
        history_from=date.fromisoformat(told["history_from"]) if told["history_from"] else None,
    )


def _recorded(request: Request, inputs: Path) -> dict[str, object]:
    def below(path: Path) -> str:
        return path.relative_to(inputs).as_posix()

    return {
        "policy": below(request.policy),
        "evidence": [below(path) for path in request.evidence],
        "subjects": below(request.subjects) if request.subjects else None,
        "period": request.period,
        "as_of": request.as_of.isoformat() if request.as_of else None,
        "engine": request.engine,
        "ledger": request.ledger,
        "history": [below(path) for path in request.history],
        "history_from": request.history_from.isoformat() if request.history_from else None,
        "mark": {"zh": request.mark.zh, "en": request.mark.en} if request.mark else None,
    }


def _copy(path: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, to)


def _named(paths: Sequence[Path]) -> dict[str, Path]:
    """Every file by the name it has in the snapshot; two of one name are refused."""
    named: dict[str, Path] = {}
    for given in paths:
        found = list(_files(given))
        if not found:
            raise PolicyError([diagnose("no-input", None, path=given)])
        for name, path in found:
            other = named.setdefault(name, path)
            if not other.samefile(path):
                problem = diagnose("same-input-name", None, name=name, first=other, second=path)
                raise PolicyError([problem])
    return named


def _files(given: Path) -> Iterator[tuple[str, Path]]:
    if not given.is_dir():
        yield given.name, given
        return
    for path in sorted(given.rglob("*")):
        below = path.relative_to(given)
        if path.is_file() and not any(part.startswith(".") for part in below.parts):
            yield below.as_posix(), path
