"""Words of a limit beside its sign: “超过 7 天” is `> 7`, “7 天以上” is `>= 7`.

Only what is said of the same number, or of the only limit there is, in the same direction, is held
against the sign: a text may speak of the opposite, or of something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from fractions import Fraction
from typing import Any

from rules import program as plan
from rules.backends.reference import MIRRORED
from rules.check.conditions import conditions_of, place_of
from rules.check.lint import Lint
from rules.check.said import Said, said_in
from rules.diagnostics import Diagnostic, diagnose
from rules.expr.nodes import And, Compare, Expr, In, Literal, Not, Or, Ref, walk
from rules.expr.rewrite import fold, normal_form, substitute
from rules.source import Span

_UPWARDS = (">", ">=")
_DOWNWARDS = ("<", "<=")


def check_wording(lint: Lint) -> Iterator[Diagnostic]:
    for texts, clauses, when in _told(lint.program):
        compared = list(_comparisons(when))
        saids = [said for text in texts for said in said_in(text)]
        yield from _check(lint, saids, compared, alone=len(saids) == 1 and len(compared) == 1)
        of_clauses = [said for text in clauses for said in said_in(text)]
        yield from _check(lint, of_clauses, compared, alone=False)
    yield from _of_parameters(lint)


def _of_parameters(lint: Lint) -> Iterator[Diagnostic]:
    """What the name of a parameter says, beside every comparison with it."""
    labelled = {}
    for name, parameter in lint.policy.parameters.items():
        saids = list(said_in(parameter.label))
        pointed = [said for said in saids if said.pointed] or saids
        if len(pointed) == 1 and pointed[0].number is None:
            labelled[name] = pointed
    if not labelled:
        return
    parts = [getattr(lint.program, f.name) for f in fields(lint.program) if f.name != "steps"]
    for comparison in (found for part in parts for found in _everywhere(part)):
        right = comparison.right
        if isinstance(right, Ref) and right.space == "parameter" and right.name in labelled:
            yield from _check(lint, labelled[right.name], [comparison], alone=True)


def _check(
    lint: Lint, saids: Iterable[Said], compared: list[Compare], *, alone: bool
) -> Iterator[Diagnostic]:
    for said in saids:
        about = [c for c in compared if _same_number(lint, said, c)] if said.number else compared
        if not about or (said.number is None and not alone):
            continue
        signs = {comparison.comparator for comparison in about}
        against = signs & {_other(said.comparator)}
        if said.comparator not in signs and against:
            yield diagnose(
                "words-against-sign",
                place_of(next(c for c in about if c.comparator in against)),
                words=said.text,
                meant=said.comparator,
                sign=against.pop(),
            )


def _other(comparator: str) -> str:
    """The sign of the same direction that treats the number itself the other way."""
    pair = _UPWARDS if comparator in _UPWARDS else _DOWNWARDS
    return pair[1 - pair.index(comparator)]


def _same_number(lint: Lint, said: Said, comparison: Compare) -> bool:
    folded = fold(substitute(comparison.right, lint.constants))
    value = folded.value if isinstance(folded, Literal) else None
    known = isinstance(value, int | Fraction) and not isinstance(value, bool)
    return known and value == said.number


# --- what is said of what ------------------------------------------------------------------------


def _told(program: plan.Program) -> Iterator[tuple[list[str], list[str], Expr]]:
    """The names and the clauses of everything that has a condition, with the condition."""
    for refusal in program.ineligibilities:
        yield [refusal.reason], [], refusal.when
    told: list[plan.Rule | plan.Veto | plan.DirectGrade | plan.ListRule | plan.Trigger] = [
        *program.rules,
        *program.vetoes,
        *program.direct_grades,
        *program.lists,
        *program.triggers,
    ]
    for one in told:
        if one.when is not None:
            yield [one.label], [basis.clause for basis in one.basis], one.when
    for measure in program.measures:
        clauses = [basis.clause for basis in measure.basis]
        for _, when in conditions_of(measure.aggregate):
            yield [measure.label], clauses, when


def _comparisons(when: Expr) -> Iterator[Compare]:
    """The comparisons that put something in order, as they stand once every “not” is resolved."""
    tree = normal_form(when) if isinstance(when, Compare | And | Or | Not | In) else when
    for node in walk(tree):
        if isinstance(node, Compare) and node.comparator not in ("=", "!="):
            if isinstance(node.left, Literal) or _is_a_parameter(node.left):
                node = Compare(MIRRORED[node.comparator], node.right, node.left, node.span)
            yield node


def _is_a_parameter(expr: Expr) -> bool:
    return isinstance(expr, Ref) and expr.space == "parameter"


def _everywhere(part: Any) -> Iterator[Compare]:
    """Every comparison below a part of a Program."""
    match part:
        case Compare() | And() | Or() | Not() | In():
            yield from _comparisons(part)
        case Ref() | Literal() | Span() | str() | int() | None:
            return
        case tuple():
            for member in part:
                yield from _everywhere(member)
        case _ if is_dataclass(part):
            for field in fields(part):
                yield from _everywhere(getattr(part, field.name))
