"""One subject, assessed alone: what needs the population is pending."""

from __future__ import annotations

from typing import Any

from rules.library import shipped_calendars
from scoring.evidence import Evidence, Period
from scoring.intake.admit import admit_records
from scoring.intake.calendars import with_calendars
from scoring.intake.faults import IntakeError
from scoring.intake.past import with_history
from service.api.questions import AssessmentIn, OnReject
from service.desk.answers import Detail, Frame, decided, heading, rejects, warnings
from service.desk.desk import Counter
from service.desk.identity import evidence_digest
from service.desk.rows import Gathered, Sent, refused, troubles
from service.errors import Problem, at


def assess_one(counter: Counter, asked: AssessmentIn, detail: Detail) -> dict[str, Any]:
    """The decision with everything about it."""
    subject = asked.subject
    sent = Sent(subject.id, subject.fields, asked.evidence, ("subject", "fields"), ("evidence",))
    period = counter.period(asked)
    frame, gathered, found = decide_alone(counter, sent, period, asked.on_reject, detail)
    return {
        "decision_id": found.pop("decision_id"),
        **heading(counter.edition, period, "alone", counter.engine),
        **found,
        "warnings": warnings(frame),
        "rejects": rejects(gathered, frame.evidence.rejects),
    }


def decide_alone(
    counter: Counter, sent: Sent, period: Period, on_reject: OnReject, detail: Detail
) -> tuple[Frame, Gathered, dict[str, Any]]:
    gathered = counter.gatherer.gather([sent])
    evidence = admitted(counter, gathered, period, sent.path)
    (name,) = require_taken(gathered, evidence, on_reject)
    digest = evidence_digest(evidence, [name])
    frame = Frame(counter.edition, evidence, digest, "alone", detail, counter.kaoping)
    return frame, gathered, decided(frame, counter.assessor.subject(evidence, name))


def admitted(
    counter: Counter, gathered: Gathered, period: Period, path: tuple[str | int, ...]
) -> Evidence:
    """The rows typed; there is no history, which is said where the policy looks back."""
    try:
        evidence = admit_records(
            counter.program, period=period, evidence=gathered.rows, subjects=gathered.subjects
        )
    except IntakeError as error:
        raise refused(error, lambda file: at(*path, file)) from None
    evidence = with_calendars(counter.program, evidence, shipped_calendars())
    return with_history(counter.program, evidence, (), None)


def require_taken(gathered: Gathered, evidence: Evidence, on_reject: OnReject) -> list[str]:
    """The subjects to assess. Rejects end the question unless the caller wants to hear of them;
    a subject that was refused itself cannot be assessed at all."""
    if evidence.rejects and (on_reject == "refuse" or not evidence.subjects):
        raise Problem("evidence-refused", troubles(gathered, evidence.rejects))
    return list(evidence.subjects)
