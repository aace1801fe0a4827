"""Samples of shipped policies as questions a caller would send."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from rules.library import Library, shipped
from rules.program import EvidenceKind, Program
from scoring.intake.headings import fold
from scoring.intake.subjects import SUBJECT_HEADINGS
from scoring.runs.request import Request
from scoring.runs.sample import read_sample

Rows = list[dict[str, str]]


@cache
def sample(policy: str) -> tuple[Program, Request]:
    entry = Library((shipped(),)).find(policy)
    return entry.program, read_sample(entry.sample, entry.path)


def questions(policy: str) -> Iterator[dict[str, Any]]:
    """One for each subject of the sample's table of subjects; whoever has no records in a kind
    says so. Rows are as they stand in the files, the wrong ones too."""
    program, request = sample(policy)
    assert request.subjects is not None
    owned: dict[str, dict[str, Rows]] = {}
    for path in request.evidence:
        for row in _rows(path):
            kinds = owned.setdefault(_owner(program, program.kinds[path.stem], row), {})
            kinds.setdefault(path.stem, []).append(row)
    every: dict[str, Rows] = {path.stem: [] for path in request.evidence}
    for row in _rows(request.subjects):
        name = "/".join(row[heading] for heading in program.subject.identity)
        yield {
            "period": request.period,
            "as_of": request.as_of.isoformat() if request.as_of else None,
            "on_reject": "report",
            "subject": {"id": name, "fields": row},
            "evidence": {**every, **owned.get(name, {})},
        }


def _owner(program: Program, kind: EvidenceKind, row: dict[str, str]) -> str:
    for heading in kind.subject or SUBJECT_HEADINGS:
        for key in row:
            if fold(key) == fold(heading):
                return row[key].strip()
    return "/".join(row[heading].strip() for heading in program.subject.identity)


def _rows(path: Path) -> Rows:
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))
