"""The indicator tree of one subject: its leaves, its sections, and the total."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from rules.diagnostics import Diagnostic, PolicyError, diagnose
from rules.program import TOTAL, Decision, Indicator, Program, Total
from scoring.expressions import Compile
from scoring.score.composition import NOTHING_APPLIES, score_section, score_total
from scoring.score.decisions import RowsMeetError
from scoring.score.ledger import Scored
from scoring.score.scores import LeafPlan, class_missing, prepare_leaf, score_leaf
from scoring.standing import Standing


@dataclass(frozen=True, slots=True)
class TreePlan:
    """Some leaves, and all sections of the policy from the deepest up."""

    leaves: tuple[LeafPlan, ...]
    sections: tuple[Indicator, ...]


def prepare_tree(program: Program, leaves: Sequence[Indicator], compiled: Compile) -> TreePlan:
    return TreePlan(
        tuple(
            prepare_leaf(leaf, compiled, tuple(_above(program, leaf)))
            for leaf in leaves
            if not leaf.children
        ),
        tuple(section for section in reversed(program.indicators) if section.children),
    )


def _above(program: Program, leaf: Indicator) -> Iterator[Indicator]:
    """The sections a leaf stands in, from the top."""
    parent = next((one for one in program.indicators if one.name == leaf.parent), None)
    if parent is not None:
        yield from _above(program, parent)
        yield parent


def score_tree(plan: TreePlan, held: Collection[str], standing: Standing) -> None:
    """The leaves, then every section whose children are known. Leaves that are `held` rest on the
    population, which a subject alone has not got."""
    for leaf in plan.leaves:
        if standing.alone and leaf.indicator.name in held:
            continue
        scored = score_for(leaf, standing)
        if scored is not None:
            standing.score(leaf.indicator.name, scored)
    let_go([leaf.indicator for leaf in plan.leaves], standing)
    for section in plan.sections:
        children = [standing.scored.get(child) for child in section.children]
        known = [child for child in children if child is not None]
        if len(known) == len(children) and section.name not in standing.scored:
            own = _of_class(section, standing)
            if own is not None:
                standing.score(section.name, score_section(own, known))


def score_for(leaf: LeafPlan, standing: Standing) -> Scored | None:
    """The leaf of this subject; rows of a table that may not meet stop the run."""
    try:
        return score_leaf(
            leaf,
            standing.found,
            summary=standing.summary,
            notes=standing.notes,
            possible=standing.possible,
            undecided=standing.followed.undecided,
        )
    except RowsMeetError as error:
        table, name = error.table, leaf.indicator.name
        raise PolicyError([rows_meet(name, table, error.rows, standing.subject.id)]) from None


def rows_meet(leaf: str, table: Decision, rows: Sequence[int], subject: str) -> Diagnostic:
    """Rows, counted from 1, that hold together where only one may."""
    tests = table.rows[rows[-1] - 1].tests
    span = next((test.span for test in tests if test is not None), None)
    told = "、".join(map(str, rows))
    return diagnose("rows-meet", span, indicator=leaf, rows=told, subject=subject)


def _of_class(section: Indicator, standing: Standing) -> Indicator | None:
    if not section.variants:
        return section
    own = dict(section.variants).get(str(standing.summary[section.class_field]))
    if own is None:
        standing.notes.wait(class_missing(section))
    return own


def let_go(leaves: Sequence[Indicator], standing: Standing) -> None:
    """What was found for a leaf that is no part of the total gives no points."""
    absent = {
        leaf.name: standing.scored[leaf.name].absent
        for leaf in leaves
        if leaf.rules and leaf.name in standing.scored
    }
    if any(absent.values()):
        standing.findings = tuple(
            finding._replace(applied=0, lost_to=absent[finding.indicator])
            if absent.get(finding.indicator)
            else finding
            for finding in standing.findings
        )


def score_whole(program: Program, total: Total, standing: Standing) -> None:
    """No total while the value of an indicator is waited for."""
    if standing.notes.waits:
        return
    tops = [one for one in program.indicators if one.parent is None]
    bonuses = [one.name for one in tops if one.bonus_stop]
    parts = {one.name: standing.scored[one.name] for one in tops}
    scored = score_total(total, parts, bonuses)
    if scored is None:
        standing.notes.wait(NOTHING_APPLIES)
        return
    standing.total_lines = scored.lines
    standing.total = standing.total_before_veto = scored.points
    standing.summary[TOTAL] = scored.points
