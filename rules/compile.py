"""Text → Program: read, load, and run the passes in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeAlias

from rules import program as plan
from rules.check.basis import check_basis, check_parameters
from rules.check.burden import check_burden
from rules.check.conditions import check_conditions
from rules.check.grades import check_grades
from rules.check.known import acknowledged
from rules.check.limits import check_limits
from rules.check.lint import Lint
from rules.check.magnitude import check_magnitude
from rules.check.marks import check_marks
from rules.check.rooms import check_rooms
from rules.check.standing import check_standing
from rules.check.tables import check_tables
from rules.check.twice import check_twice
from rules.check.unused import check_unused
from rules.check.wording import check_wording
from rules.compiler.draft import Draft
from rules.compiler.foundations import (
    check_head,
    compile_evidence,
    compile_ineligibilities,
    compile_parameters,
    compile_subject,
    head_of,
)
from rules.compiler.history import compile_history, order_conclusions
from rules.compiler.imports import compile_imports
from rules.compiler.indicators import compile_indicators, compile_total
from rules.compiler.joint_caps import compile_joint_caps
from rules.compiler.matters import check_matters
from rules.compiler.measures import compile_measures
from rules.compiler.names import declare_names
from rules.compiler.opened import compile_opened
from rules.compiler.outcomes import (
    compile_direct_grades,
    compile_grades,
    compile_lists,
    compile_ranks,
    compile_vetoes,
)
from rules.compiler.quotas import compile_quotas, reads_grade
from rules.compiler.rewards import compile_awards, compile_coefficients, compile_signoffs
from rules.compiler.triggers import compile_triggers
from rules.compiler.waivers import admit_waivers
from rules.dependencies import levels_of
from rules.diagnostics import Diagnostic, PolicyError, has_errors, in_reading_order, listed
from rules.loader import load_policy
from rules.program import Program, Step, takes_group_mean
from rules.yaml_reader import Node, read_yaml

Pass: TypeAlias = Callable[[Draft], None]

# In the order of the pipeline: each pass may name what the passes above it have made.
PASSES: tuple[Pass, ...] = (
    admit_waivers,
    declare_names,
    check_head,
    compile_parameters,
    compile_opened,
    compile_subject,
    compile_evidence,
    check_matters,
    compile_imports,
    compile_history,
    compile_measures,
    compile_ineligibilities,
    compile_indicators,
    compile_joint_caps,
    compile_total,
    compile_vetoes,
    compile_direct_grades,
    compile_grades,
    compile_ranks,
    compile_quotas,
    compile_lists,
    compile_triggers,
    compile_signoffs,
    compile_coefficients,
    compile_awards,
    order_conclusions,
)

# What looks closely at a policy that compiles; the order of what they say is that of the text.
LOOKS: tuple[Callable[[Lint], Iterator[Diagnostic]], ...] = (
    check_conditions,
    check_grades,
    check_tables,
    check_limits,
    check_twice,
    check_standing,
    check_rooms,
    check_wording,
    check_unused,
    check_parameters,
    check_burden,
)


def compile_policy(data: bytes, name: str) -> tuple[Program, list[Diagnostic]]:
    """The Program of a policy file, with what lint has to say about it.

    `name` is the file's display name in messages. Raises PolicyError with every error found."""
    return compile_tree(read_yaml(data, name))


def compile_tree(root: Node) -> tuple[Program, list[Diagnostic]]:
    """The same of a text that is read already."""
    lint, found = _compile(root)
    return lint.program, found


def check_policy(data: bytes, name: str) -> list[Diagnostic]:
    """Everything there is to say about a policy file: what is wrong, and where it compiles, what
    looks wrong on a close look, which no run of it asks for."""
    try:
        root = read_yaml(data, name)
        lint, found = _compile(root)
    except PolicyError as error:
        return list(error.diagnostics)
    looked = (problem for look in LOOKS for problem in look(lint))
    return in_reading_order(acknowledged(root.span.source, (*found, *looked)))


def _compile(root: Node) -> tuple[Lint, list[Diagnostic]]:
    draft = Draft(load_policy(root))
    for compile_part in PASSES:
        compile_part(draft)
    draft.problems += check_basis(draft.policy)
    draft.problems += check_marks(draft.policy, draft.indicators, draft.total)
    draft.problems += check_magnitude(draft.policy, draft.measures, draft.rules)
    if has_errors(draft.problems) or draft.subject is None:
        raise PolicyError(listed(draft.problems))
    program = _program(draft, draft.subject)
    return Lint(draft.policy, program), in_reading_order(draft.problems)


def _program(draft: Draft, subject: plan.SubjectKind) -> Program:
    return Program(
        head=head_of(draft.policy),
        parameters=tuple(draft.parameters.values()),
        subject=subject,
        evidence=tuple(draft.evidence.values()),
        rules=tuple(draft.rules),
        measures=tuple(draft.measures.values()),
        ineligibilities=tuple(draft.ineligibilities),
        indicators=tuple(draft.indicators.values()),
        total=draft.total,
        vetoes=tuple(draft.vetoes),
        grades=tuple(draft.grades),
        ranks=tuple(draft.ranks),
        lists=tuple(draft.lists),
        triggers=tuple(draft.triggers),
        steps=_steps(draft),
        direct_grades=tuple(draft.direct_grades),
        signoffs=tuple(draft.signoffs),
        coefficients=tuple(draft.coefficients),
        awards=tuple(draft.awards),
        joint_caps=tuple(draft.joint_caps),
        quotas=tuple(draft.quotas),
        history=tuple(draft.history.values()),
        structure=tuple(draft.structure),
        opened=draft.opened,
    )


def _steps(draft: Draft) -> tuple[Step, ...]:
    """What is computed together, in order; ranks, quotas and award pools need the whole population.
    A rank that reads the grade is held when quotas have settled it."""
    late = [rank for rank in draft.ranks if draft.quotas and reads_grade(rank)]
    total = () if draft.total is None else (draft.total,)
    steps = (
        Step("find", "record", tuple(draft.rules)),
        *_measure_steps(draft),
        *_score_steps(draft, total),
        Step("grade", "subject", (*draft.vetoes, *draft.direct_grades, *draft.grades)),
        Step("rank", "population", tuple(rank for rank in draft.ranks if rank not in late)),
        Step("rank", "population", tuple(draft.quotas)),
        Step("rank", "population", tuple(late)),
        *(Step("conclude", "subject", constructs) for constructs in draft.conclusions),
        Step("conclude", "subject", tuple(draft.coefficients)),
        Step("conclude", "population", tuple(draft.awards)),
    )
    return tuple(step for step in steps if step.constructs)


def _measure_steps(draft: Draft) -> Iterator[Step]:
    """A subject's own measures and who takes part, then what is relative to those who do, then
    what reads that, and so on."""
    levels = levels_of(draft.measures)
    for level in range(max(levels.values(), default=0) + 1):
        here = [m for name, m in draft.measures.items() if levels[name] == level]
        relative = tuple(m for m in here if isinstance(m.aggregate, plan.Relative))
        own = tuple(m for m in here if not isinstance(m.aggregate, plan.Relative))
        yield Step("measure", "population", relative)
        refusals = () if level else tuple(draft.ineligibilities)
        yield Step("measure", "subject", (*own, *refusals))


def _score_steps(draft: Draft, total: tuple[plan.Total, ...]) -> tuple[Step, ...]:
    """Leaves that may take the mean of their group wait until everybody's own leaves are scored."""
    indicators = draft.indicators.values()
    sections = tuple(i for i in indicators if i.children)
    means = tuple(i for i in indicators if takes_group_mean(i))
    leaves = tuple(i for i in indicators if not i.children and i not in means)
    if not means:
        return (Step("score", "subject", (*indicators, *total)),)
    return (
        Step("score", "subject", leaves),
        Step("score", "population", means),
        Step("score", "subject", (*sections, *total)),
    )
