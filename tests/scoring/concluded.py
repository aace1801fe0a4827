"""What a crosscheck finds where it is shown everybody."""

from __future__ import annotations

from collections.abc import Sequence

from rules.program import Program
from scoring.assessment import Assessment
from scoring.concluding import Conclusion, Disagreement
from scoring.evidence import Evidence


def concluded_otherwise(
    program: Program,
    evidence: Evidence,
    assessments: Sequence[Assessment],
    chosen: Sequence[Assessment],
) -> list[Disagreement]:
    names = {one.subject for one in chosen}
    conclusion = Conclusion(program, evidence)
    for one in assessments:
        conclusion.take(one, chosen=one.subject in names)
    return conclusion.differences()
