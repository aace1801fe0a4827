"""The name of a decision, made from the question: the same question has the same name anywhere."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from rules.values import show_number
from scoring.evidence import Evidence


def evidence_digest(evidence: Evidence, subjects: Iterable[str]) -> str:
    """`sha256:` over what was admitted: period, kinds delivered, subjects, records. Neither the
    order of rows nor the spelling of a heading or a number shows in it."""
    period = evidence.period
    content = {
        "period": [period.label, period.start, period.end, period.as_of],
        "delivered": sorted(evidence.delivered),
        "subjects": {name: dict(evidence.subjects[name].fields) for name in subjects},
        "records": {
            name: [[r.kind, r.id, r.date, r.values] for r in evidence.of(name)] for name in subjects
        },
    }
    return "sha256:" + hashlib.sha256(_canonical(content).encode()).hexdigest()


def decision_id(policy: str, kaoping: str, evidence: str, population: str, subject: str) -> str:
    """Over the digests of policy and evidence, the version of kaoping, who is in the population and
    who it is about. The engine is no part of it: engines agree or there is no answer."""
    text = _canonical([policy, kaoping, evidence, population, subject])
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _canonical(content: object) -> str:
    return json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_text
    )


def _text(value: object) -> str:
    match value:
        case date():
            return value.isoformat()
        case Fraction():
            return show_number(value)
    raise TypeError(f"no canonical form for {type(value).__name__}")
