"""The conditions of a policy as watches: where each is asked, and what it shows by its truth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from rules.backends.reference import Evaluate
from rules.expr.nodes import Expr
from rules.program import Program
from scoring.coverage.conditions import Condition, conditions_of, thresholds_of
from scoring.coverage.edges import Edge, edge_of, edges_in
from scoring.coverage.targets import Side, Target
from scoring.expressions import Compile, compiler_of


@dataclass(frozen=True, slots=True)
class Watch:
    """Asked of every record of the evidence kind, or of a subject's summary where there is none; of
    who is not graded only where it says who that is (`early`). `holds` is shown where the condition
    is true, `fails` where it is false."""

    evidence: str | None
    expr: Expr
    when: Evaluate
    holds: Target
    fails: Target | None = None
    early: bool = False


def watches_of(program: Program) -> tuple[Watch, ...]:
    return tuple(_watches(program))


def _watches(program: Program) -> Iterator[Watch]:
    """An edge that stands in several conditions over the same records is watched once."""
    compiled = compiler_of(program)
    known: set[tuple[str | None, Edge]] = set()
    for condition in conditions_of(program):
        yield _sides(condition, compiled)
        for found in edges_in(condition.when):
            if (condition.evidence, found) not in known:
                known.add((condition.evidence, found))
                yield from _of_edge(condition, found, compiled)
    for name, comparison in thresholds_of(program):
        yield from _of_edge(
            Condition("edge", name, None, comparison), edge_of(comparison), compiled
        )


def _sides(condition: Condition, compiled: Compile) -> Watch:
    family, name, span = condition.family, condition.name, condition.when.span
    fails = None if condition.one_sided else Target(family, name, "fails", span)
    holds = Target(family, name, "holds", span)
    return _watch(condition, condition.when, compiled, holds, fails)


def _of_edge(condition: Condition, found: Edge, compiled: Compile) -> Iterator[Watch]:
    name = f"{condition.name}：{found.text}"
    sides: tuple[tuple[Side, Expr | None], ...] = (("at", found.at), ("beyond", found.beyond))
    for side, when in sides:
        if when is not None:
            target = Target("edge", name, side, found.span)
            yield _watch(condition, when, compiled, target)


def _watch(
    condition: Condition,
    when: Expr,
    compiled: Compile,
    holds: Target,
    fails: Target | None = None,
) -> Watch:
    early = condition.family == "eligibility"
    evidence = condition.evidence
    return Watch(evidence, when, compiled(when, evidence), holds, fails, early)
