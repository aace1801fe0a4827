"""Lists beside grades and vetoes: a red list that a vetoed subject is on, red and black at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import permutations

from rules import program as plan
from rules.check.conditions import refs_in
from rules.check.lint import Lint
from rules.check.regions import TooManyBoxes
from rules.check.roots import roots_of_outcomes
from rules.check.witness import told, witness_of
from rules.diagnostics import Diagnostic, diagnose
from rules.expr.nodes import Compare, Literal, Ref

# Names of lists that contradict each other.
_OPPOSITES = (
    (("红", "red"), ("黑", "black")),
    (("先进", "表扬", "表彰"), ("后进", "批评", "帮教")),
)


def check_standing(lint: Lint) -> Iterator[Diagnostic]:
    try:
        yield from _vetoed_on_top(lint)
        yield from _red_and_black(lint)
    except TooManyBoxes:
        return


# --- lists by rank -------------------------------------------------------------------------------


def _vetoed_on_top(lint: Lint) -> Iterator[Diagnostic]:
    """A vetoed subject keeps its place: a list of the first places that asks for no grade may hold
    one whose grade a veto has lowered."""
    worst = _lowered_to(lint.program)
    if worst is None:
        return
    truth = lint.of_subjects
    grade = Ref("summary", plan.GRADE, lint.program.grade_kind)
    lowered = truth.of(Compare("=", grade, Literal(worst, "text"))).true
    for rule in lint.program.lists:
        if not _asks_first_places(lint, rule):
            continue
        held = truth.space.both(
            truth.space.both(truth.of(rule.when).true, lowered), lint.background
        )
        if held:
            span = lint.policy.lists[rule.name].value_span("when")
            yield diagnose("rank-without-grade", span, name=rule.name, grade=worst)


def _lowered_to(program: plan.Program) -> str | None:
    """The worst grade that a veto leaves a subject of a good total with."""
    names = [grade.name for grade in program.grades]
    found = [veto.grade for veto in program.vetoes if veto.effect in ("force", "cap")]
    if any(veto.effect in ("bar", "step_down") for veto in program.vetoes) and len(names) > 1:
        found.append(names[1])
    return max(found, key=names.index, default=None)


def _asks_first_places(lint: Lint, rule: plan.ListRule) -> bool:
    """Whether it reads the place from the top in a rank by the total."""
    by_total = {
        rank.name
        for rank in lint.program.ranks
        if rank.descending
        and rank.takes_part is None
        and isinstance(rank.by, Ref)
        and rank.by.name == plan.TOTAL
    }
    read = {ref.name for ref in refs_in(rule.when) if ref.space == "summary"}
    return any(f"{rank}.{member}" in read for rank in by_total for member in ("place", "share"))


# --- red and black -------------------------------------------------------------------------------


def _red_and_black(lint: Lint) -> Iterator[Diagnostic]:
    truth, roots = lint.of_subjects, roots_of_outcomes(lint.program)
    for red, black in _opposites(lint.program.lists):
        both = truth.space.both(truth.of(red.when).true, truth.of(black.when).true)
        witness = witness_of(truth.space.both(both, lint.background), roots)
        if witness is not None:
            yield diagnose(
                "red-and-black",
                lint.policy.lists[black.name].value_span("when"),
                red=red.name,
                black=black.name,
                witness=told(witness, "zh"),
                witness_en=told(witness, "en"),
            )


def _opposites(
    lists: Iterable[plan.ListRule],
) -> Iterator[tuple[plan.ListRule, plan.ListRule]]:
    for reds, blacks in _OPPOSITES:
        for red, black in permutations(lists, 2):
            if _named(red, reds) and _named(black, blacks):
                yield red, black


def _named(rule: plan.ListRule, words: tuple[str, ...]) -> bool:
    return any(word in f"{rule.name} {rule.label}".lower() for word in words)
