"""What admission goes by: a snapshot stands for its evidence only where that is the same."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace

from rules.program import Program, canonical
from scoring.evidence import Period
from scoring.snapshot.shapes import period_told


def admitted_by(program: Program, period: Period) -> str:
    """`sha256:` over the subjects' fields, the kinds of evidence, the period, and the parameters
    where a field is computed."""
    kinds = tuple(replace(kind, basis=()) for kind in program.evidence)
    computed = any(kind.derived for kind in kinds)
    read = (program.subject, kinds, program.parameters if computed else ())
    told = {"policy": [canonical(part) for part in read], "period": period_told(period)}
    text = json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()
