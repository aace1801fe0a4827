"""checks.csv: what every check and decision came to, by subject, with what is on record."""

from __future__ import annotations

from collections.abc import Iterator

from rules.program import Check
from scoring.assessment import Assessment
from scoring.conclude.verdicts import Judge, Verdict
from scoring.evidence import Evidence
from scoring.package.table import Column, Listing, Part, Row

UNKNOWN = "unknown"


CHECK_COLUMNS = (
    *map(Column, ("subject", "check", "sort", "strength", "result", "why")),
    Column("deadline", "date"),
    *map(Column, ("on_record", "approver")),
    Column("filed", "date"),
    Column("valid_to", "date"),
)


def checks_table(judge: Judge, evidence: Evidence) -> Listing:
    """A row for each subject and check, by subject in code-point order, then as the policy has
    them."""

    def rows(assessment: Assessment) -> Iterator[Row]:
        for verdict in judge.verdicts(evidence, assessment):
            yield from _rows(assessment.subject, verdict)

    return Listing("checks", CHECK_COLUMNS, (Part(rows),))


def _rows(subject: str, verdict: Verdict) -> Iterator[Row]:
    """One row; where several reasons are on record, one for each."""
    one = verdict.of
    check = isinstance(one, Check)
    told = (
        subject,
        one.name,
        "check" if check else "decision",
        one.strength if isinstance(one, Check) else "",
        UNKNOWN if verdict.result is None else verdict.result,
        verdict.reason,
        verdict.deadline,
    )
    for filed in verdict.filed:
        yield (*told, filed.reason, filed.approver, filed.filed, filed.valid_to)
    if not verdict.filed:
        yield (*told, "", "", None, None)
