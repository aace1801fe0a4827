"""What a change is to reach: a grade, with the vetoes that hold; and how far one has come."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from rules.backends.reference import Evaluate
from rules.expr.nodes import And, Expr
from rules.program import GRADE, TOTAL, Program
from rules.values import Number, Value
from scoring.assessment import Assessment
from scoring.expressions import NO_RECORD, compiler_of

# The greater the nearer: the grade, the parts of the wanted grade's condition, the total.
Progress: TypeAlias = tuple[int, int, Number]


@dataclass(frozen=True)
class Goal:
    """`target` or better, with `vetoes` standing as they do; with a `bar` a total above it, which
    a seat asks for that others hold."""

    program: Program
    known: Mapping[str, Value]
    target: str
    vetoes: tuple[str, ...]
    bar: Number | None = None
    _parts: list[Evaluate] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        compiled = compiler_of(self.program)
        when = next(grade.when for grade in self.program.grades if grade.name == self.target)
        self._parts.extend(compiled(part, None) for part in _parts_of(when))

    def raised(self, bar: Number) -> Goal:
        return replace(self, bar=bar)

    def reached(self, found: Assessment) -> bool:
        """By the standards; what a quota leaves of it is another question."""
        grade = self.standing(found)
        above = self.bar is None or (found.total is not None and found.total > self.bar)
        return above and grade is not None and self._index(grade) <= self._index(self.target)

    def standing(self, found: Assessment) -> str | None:
        """The grade by the standards; None where a veto no longer holds, or another one does."""
        if found.vetoes != self.vetoes or found.state == "not_graded":
            return None
        if self.program.graded_by_place:
            return self.target if found.total is not None else None
        # Alone, a grade that a quota may take waits for the others.
        return found.grade_after_veto if self.program.quotas else found.grade

    def progress(self, found: Assessment) -> Progress | None:
        grade = self.standing(found)
        if grade is None:
            return None
        held = sum(part(NO_RECORD, self._summary(found)) is True for part in self._parts)
        return -self._index(grade), held, found.total or 0

    def _index(self, grade: str) -> int:
        return next(at for at, one in enumerate(self.program.grades) if one.name == grade)

    def _summary(self, found: Assessment) -> Mapping[str, Value]:
        own = {**found.measures, **found.indicators, TOTAL: found.total, GRADE: found.grade}
        return {**self.known, **own}


def _parts_of(when: Expr | None) -> Iterator[Expr]:
    match when:
        case None:
            return
        case And(parts=parts):
            yield from parts
        case _:
            yield when


def next_grade(program: Program, grade: str) -> str | None:
    """The grade above; None above the best."""
    names = [one.name for one in program.grades]
    at = names.index(grade)
    return names[at - 1] if at else None
