"""Decisions as the service answers them: what was asked, what was decided, what is still open."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from rules.diagnostics import Diagnostic, diagnose
from scoring.assessment import Assessment
from scoring.evidence import Evidence, Period, Reject
from scoring.explanation.explain import explain
from scoring.package.decision import decision
from service.catalogue import Edition
from service.desk.identity import decision_id
from service.desk.pending import pending
from service.desk.rows import Gathered

Detail: TypeAlias = Literal["", "ledger", "full"]
Population: TypeAlias = Literal["complete", "alone"]

_WITHOUT: dict[Detail, tuple[str, ...]] = {
    "": ("ledger", "findings"),
    "ledger": ("findings",),
    "full": (),
}


@dataclass(frozen=True, slots=True)
class Frame:
    """What every decision of one answer shares."""

    edition: Edition
    evidence: Evidence
    digest: str  # of the evidence
    population: Population
    detail: Detail
    kaoping: str


def heading(
    edition: Edition, period: Period, population: Population, engine: dict[str, Any]
) -> dict[str, Any]:
    """What was asked and by what it was decided."""
    head = edition.program.head
    return {
        "policy": {
            "id": head.id,
            "version": head.version,
            "title": head.title,
            "status": head.status,
            "digest": edition.program.digest,
        },
        "period": {
            "label": period.label,
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
            "as_of": period.as_of.isoformat(),
        },
        "population": population,
        "engine": engine,
        "proposal": True,
    }


def decided(frame: Frame, assessment: Assessment) -> dict[str, Any]:
    """One subject's part."""
    program = frame.edition.program
    told = decision(program, assessment, without=_WITHOUT[frame.detail])
    del told["policy"]
    told["evidence_digest"] = frame.digest
    told["pending"] = list(pending(program, assessment))
    if frame.detail == "full":
        told["explanation"] = {
            "zh": list(explain(program, frame.evidence, assessment, "zh")),
            "en": list(explain(program, frame.evidence, assessment, "en")),
        }
    name = decision_id(
        program.digest, frame.kaoping, frame.digest, frame.population, assessment.subject
    )
    return {"decision_id": name, **told}


def warnings(frame: Frame) -> list[dict[str, Any]]:
    """What a reader should know of the policy and of the evidence as a whole."""
    remarks = [
        {"code": remark.code, "zh": remark.sentence("zh"), "en": remark.sentence("en"), "count": 1}
        for remark in (*_draft(frame.edition), *frame.edition.remarks)
    ]
    notices = [
        {"code": notice.code, "zh": notice.zh, "en": notice.en, "count": notice.count}
        for notice in frame.evidence.notices
    ]
    return remarks + notices


def _draft(edition: Edition) -> tuple[Diagnostic, ...]:
    head = edition.program.head
    if head.status != "draft":
        return ()
    return (diagnose("policy-draft", None, title=head.title, version=head.version),)


def rejects(gathered: Gathered, refused: Iterable[Reject]) -> list[dict[str, Any]]:
    """What was left out, at its place in the request."""
    return [
        {
            "pointer": gathered.place(reject),
            "code": reject.code,
            "zh": reject.reason_zh,
            "en": reject.reason_en,
            "records": reject.records,
        }
        for reject in refused
    ]
