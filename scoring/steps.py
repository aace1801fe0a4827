"""What each step of a Program does: its constructs, compiled once, applied to one standing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from functools import partial
from typing import Literal, TypeAlias, TypeVar, get_args

from rules.matching import Group, Matcher
from rules.program import (
    TOTAL,
    AwardPool,
    Coefficient,
    Construct,
    DirectGrade,
    Grade,
    Indicator,
    Ineligibility,
    ListRule,
    Measure,
    Program,
    Quota,
    Rank,
    Relative,
    Rule,
    Tally,
    Total,
    Trigger,
    Veto,
    takes_group_mean,
)
from rules.values import Truth
from scoring.conclude.coefficients import prepare_coefficient
from scoring.conclude.lists import membership, without_ties
from scoring.conclude.opening import open_cases
from scoring.conclude.proposing import recommend_coefficients
from scoring.conclude.triggers import prepare_trigger
from scoring.expressions import compiler_of
from scoring.find.findings import prepare_rules
from scoring.grade.direct_grades import granted, lowest
from scoring.grade.grades import after_vetoes, banded, fired, grade_before_veto
from scoring.grade.ranks import behind_its_equals
from scoring.measure.measures import prepare_measure
from scoring.measuring import Tallies, find_records, refuse, take_measures
from scoring.past.recalling import prepare_counting
from scoring.questions import Question
from scoring.resting import population_read
from scoring.score.ledger import veto_line
from scoring.score.tree import prepare_tree, score_tree, score_whole
from scoring.standing import Standing

Act: TypeAlias = Callable[[Standing], None]
T = TypeVar("T")

# What is done together, in the order it is done where one step holds several.
Family = Literal[
    "rule",
    "measure",
    "relative",
    "ineligible",
    "indicator",
    "mean",
    "total",
    "zero",
    "veto",
    "direct",
    "grade",
    "rank",
    "quota",
    "tally",
    "list",
    "trigger",
    "coefficient",
    "award",
]
# These look at all subjects at once.
POPULATION: frozenset[Family] = frozenset({"relative", "mean", "rank", "quota", "award"})
FAMILIES: tuple[Family, ...] = get_args(Family)
_FAMILY_OF: Mapping[type[Construct], Family] = {
    Rule: "rule",
    Measure: "measure",
    Ineligibility: "ineligible",
    Indicator: "indicator",
    Total: "total",
    DirectGrade: "direct",
    Grade: "grade",
    Rank: "rank",
    Quota: "quota",
    Tally: "tally",
    ListRule: "list",
    Trigger: "trigger",
    Coefficient: "coefficient",
    AwardPool: "award",
}


def prepare_act(
    program: Program,
    matcher: Matcher,
    constructs: Sequence[Construct],
    tallies: Tallies | None = None,
) -> Act:
    """The act of constructs of one family that need one subject only; with `tallies` the records
    are not looked at again."""
    compiled = compiler_of(program)
    rests = population_read(program)
    match family(constructs[0]):
        case "rule" if tallies is not None:
            return tallies.find
        case "rule":
            return partial(find_records, prepare_rules(program, compiled), matcher)
        case "measure":
            own = [m for m in program.measures if not isinstance(m.aggregate, Relative)]
            every = [prepare_measure(measure, compiled) for measure in own]
            plans = [plan for plan in every if plan.measure in constructs]
            held = frozenset(measure.name for measure in own if rests[measure.name])
            return partial(take_measures, plans, every, held, tallies, program.judged)
        case "ineligible":
            refusals = only(Ineligibility, constructs)
            question = question_of(matcher, "ineligible", program.ineligibilities, refusals)
            return partial(refuse, refusals, question)
        case "indicator":
            leaves = only(Indicator, constructs)
            held = frozenset(leaf.name for leaf in leaves if rests[leaf.name])
            return partial(score_tree, prepare_tree(program, leaves, compiled), held)
        case "total":
            (total,) = only(Total, constructs)
            return partial(score_whole, program, total)
        case other:
            return _concluding_act(program, matcher, other, constructs)


def _concluding_act(
    program: Program, matcher: Matcher, what: Family, constructs: Sequence[Construct]
) -> Act:
    rests = population_read(program)
    vetoes = only(Veto, constructs)
    match what:
        case "zero":
            known = [veto for veto in program.vetoes if veto.effect == "zero"]
            return partial(veto_total, vetoes, question_of(matcher, "zero", known, vetoes))
        case "veto":
            known = [veto for veto in program.vetoes if veto.effect != "zero"]
            return partial(veto_grade, vetoes, question_of(matcher, "veto", known, vetoes))
        case "direct":
            direct = only(DirectGrade, constructs)
            question = question_of(matcher, "direct", program.direct_grades, direct)
            return partial(grant_directly, direct, question)
        case "grade":
            grades = only(Grade, constructs)
            question = question_of(matcher, "grade", program.grades, grades)
            return partial(give_grade, grades, question)
        case "tally":
            return prepare_counting(program, only(Tally, constructs), rests)
        case "list":
            lists = only(ListRule, constructs)
            question = question_of(matcher, "list", program.lists, lists)
            return partial(put_on_lists, lists, question, rests)
        case "trigger":
            triggers = only(Trigger, constructs)
            question = question_of(matcher, "trigger", program.triggers, triggers)
            compiled = compiler_of(program)
            ladders = [prepare_trigger(t, compiled) for t in triggers]
            policy = program.head.id if program.follows_cases else None
            return partial(open_cases, ladders, question, rests, policy)
        case "coefficient":
            given = only(Coefficient, constructs)
            compiled = compiler_of(program)
            plans = [prepare_coefficient(program, one, compiled) for one in given]
            question = question_of(matcher, "coefficient", program.coefficients, given)
            return partial(recommend_coefficients, plans, question.ask)
    raise TypeError(f"no act for {what}")


def families(constructs: Sequence[Construct]) -> list[tuple[Construct, ...]]:
    """The constructs of a step by what is done together, in the order it is done."""
    found: dict[int, list[Construct]] = {}
    for construct in constructs:
        found.setdefault(FAMILIES.index(family(construct)), []).append(construct)
    return [tuple(found[position]) for position in sorted(found)]


def family(construct: Construct) -> Family:
    if isinstance(construct, Veto):
        return "zero" if construct.effect == "zero" else "veto"
    if isinstance(construct, Measure) and isinstance(construct.aggregate, Relative):
        return "relative"
    if isinstance(construct, Indicator) and takes_group_mean(construct):
        return "mean"
    return _FAMILY_OF[type(construct)]


def only(kind: type[T], constructs: Sequence[Construct]) -> tuple[T, ...]:
    return tuple(construct for construct in constructs if isinstance(construct, kind))


def question_of(
    matcher: Matcher, group: Group, known: Sequence[object], asked: Sequence[object]
) -> Question:
    return Question(matcher, group, tuple(known.index(construct) for construct in asked))


# --- grade -------------------------------------------------------------------------------------


def veto_total(vetoes: Sequence[Veto], question: Question, standing: Standing) -> None:
    """A positive total becomes 0; while it is unknown whether it does, there is no total."""
    standing.zeroed_by = fired(
        vetoes, question.ask(standing.summary, standing.possible), standing.notes
    )
    total = standing.total
    if standing.notes.waits:
        standing.total, standing.stalled = None, True
    elif standing.zeroed_by and total is not None and total > 0:
        standing.total_lines += (veto_line(total, standing.zeroed_by[0].id),)
        standing.total = 0
    standing.summary[TOTAL] = standing.total


def veto_grade(vetoes: Sequence[Veto], question: Question, standing: Standing) -> None:
    if not standing.stalled:
        standing.vetoed_by = fired(
            vetoes, question.ask(standing.summary, standing.possible), standing.notes
        )


def grant_directly(rules: Sequence[DirectGrade], question: Question, standing: Standing) -> None:
    if not standing.stalled:
        standing.granted_by = granted(
            rules, question.ask(standing.summary, standing.possible), standing.notes
        )


def give_grade(grades: Sequence[Grade], question: Question, standing: Standing) -> None:
    """The grade given directly, or the grade of the standards; before veto is the grade of the
    total that no veto made 0. A direct grade is not better than what a total of 0 is worth."""
    if standing.stalled:
        return
    direct = {rule.grade for rule in standing.granted_by}
    if direct:
        standing.grade = standing.grade_before_veto = lowest(grades, direct)
        if standing.zeroed_by:
            worth = banded(
                grades, question.ask(standing.summary, standing.possible), standing.notes
            )
            standing.grade = None if worth is None else lowest(grades, {*direct, worth})
        return
    standing.grade = banded(
        grades, question.ask(standing.summary, standing.possible), standing.notes
    )
    standing.grade_before_veto = standing.grade
    if standing.total != standing.total_before_veto:
        before = {**standing.summary, TOTAL: standing.total_before_veto}
        standing.grade_before_veto = grade_before_veto(
            grades, question.ask(before, standing.possible), standing.notes
        )


def lower_grade(grades: Sequence[Grade], standing: Standing, *, by_place: bool) -> None:
    """The last act of the stage, when both the grade and what vetoes it are known. Grades without
    standards (`by_place`) are all open to everyone up to here."""
    if by_place and not standing.granted_by:
        standing.grade_before_veto = None
    if standing.notes.waits:
        standing.grade = None
    elif standing.grade is not None:
        standing.hold(after_vetoes(grades, standing.grade, standing.vetoed_by))
        if not by_place or standing.granted_by or standing.vetoed_by:
            standing.grade_after_veto = standing.grade


# --- conclude ------------------------------------------------------------------------------------


def put_on_lists(
    lists: Sequence[ListRule],
    question: Question,
    rests: Mapping[str, Set[str]],
    standing: Standing,
) -> None:
    held_back = standing.held_back([rule.name for rule in lists], rests)
    truths: Sequence[Truth] = question.ask(standing.summary, standing.possible)
    tied = [(name, place) for name, place in standing.places.items() if place.tied > 1]
    if tied and not all(rule.ties_in for rule in lists):
        behind = dict(standing.summary)
        for name, place in tied:
            behind |= behind_its_equals(name, place)
        truths = without_ties(lists, truths, question.ask(behind, standing.possible))
    on = membership(lists, truths, held_back=held_back, notes=standing.notes)
    standing.lists |= on
    standing.summary |= on
