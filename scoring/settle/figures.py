"""The digest of a subject's own figures, which a signature is for."""

from __future__ import annotations

import hashlib
import json

from rules.program import Program
from rules.values import show_number
from scoring.assessment import Assessment
from scoring.evidence import Period


def figures_digest(program: Program, period: Period, assessment: Assessment) -> str | None:
    """Over points, total and grades with the policy's id, the period and the subject; not over
    coefficients, money or places, which depend on others. None where nothing was graded."""
    if assessment.state != "graded":
        return None
    figures = {
        "policy": program.head.id,
        "period": period.label,
        "subject": assessment.subject,
        "indicators": {name: show_number(p) for name, p in assessment.indicators.items()},
        "total": None if assessment.total is None else show_number(assessment.total),
        "grade_before_veto": assessment.grade_before_veto,
        "grade": assessment.grade,
    }
    text = json.dumps(figures, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
