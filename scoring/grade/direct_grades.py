"""Direct grades: given by a condition, whatever the standards say of the points."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rules.program import DirectGrade, Grade
from rules.values import Truth
from scoring.notes import Notes, Words


def granted(
    rules: Sequence[DirectGrade], truths: Iterable[Truth], notes: Notes
) -> tuple[DirectGrade, ...]:
    """The direct grades that hold; the subject waits for an unknown one unless the policy says how
    it counts."""
    holding = []
    for rule, truth in zip(rules, truths, strict=True):
        settled = notes.settle(truth, rule.on_unknown, rule.id)
        if settled is None:
            name = rule.label or rule.id
            notes.wait(
                Words(
                    f"直接评定“{name}”的条件不明",
                    f"the condition of direct grade “{name}” is unknown",
                )
            )
        elif settled:
            holding.append(rule)
    return tuple(holding)


def lowest(grades: Sequence[Grade], names: Iterable[str]) -> str:
    """The lowest of some grades; there must be one."""
    order = [grade.name for grade in grades]
    return order[max(order.index(name) for name in names)]
