"""Groups of everybody that something was taken of, and which of them may yet change."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from scoring.population.course import Course


@dataclass(frozen=True, slots=True)
class Company:
    """The group of a relative measure, or of a mean, as conditions: who was compared, whose value
    was not there, who was told what came of it. What is compared `rests` on other companies."""

    name: str
    group: Sequence[str]
    compared: str
    lacking: str
    told: str
    rests: AbstractSet[str]

    def over(self, aggregate: str) -> str:
        return f"{aggregate} OVER ({partition(self.group)})"


def partition(group: Sequence[str]) -> str:
    return f"PARTITION BY {', '.join(group)}" if group else ""


def settle_companies(course: Course, companies: Sequence[Company], pending: str) -> None:
    """While one who is lacking is 待定, or a value may change, what was taken is 暂定. In the order
    in which they were taken."""
    for company in companies:
        behind = course.changing(company.rests)
        opens = f"(({company.lacking}) AND {pending}) OR (({company.compared}) AND {behind})"
        whether = company.over(f"bool_or({opens})")
        may_change = course.column(f"(({company.told}) AND coalesce({whether}, false))")
        course.may_change[company.name] = may_change
