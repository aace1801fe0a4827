"""The pass for quotas: how many subjects of a group may hold a grade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rules import program as plan
from rules.compiler.draft import Draft, basis_of, refs
from rules.compiler.names import constant_names, total_names
from rules.compiler.outcomes import is_grade
from rules.diagnostics import closest, has_errors
from rules.expr.kinds import PercentKind
from rules.model import Formula, Quota, SmallGroups
from rules.values import add_up, plain, show_percent
from rules.vocabulary import CHOICES, spellings_of
from rules.yaml_reader import ScalarNode

_REST = spellings_of(CHOICES, {"else"})


def compile_quotas(draft: Draft) -> None:
    taken: set[str] = set()
    for number, text in enumerate(draft.policy.quota, 1):
        room = text.quota_exact or text.quota_max
        for grade, formula in room.items():
            if grade in taken:
                draft.report("quota-grade-twice", formula.head.span, name=grade)
            taken.add(grade)
        quota = _quota(draft, text, number)
        if quota is not None:
            draft.quotas.append(quota)
    standards = draft.policy.grades.standards
    by_place = standards and not any(standards.values())
    if by_place and not any(text.quota_exact for text in draft.policy.quota):
        draft.report("grades-without-standards", draft.policy.grades.at.whole)


def reads_grade(rank: plan.Rank) -> bool:
    exprs = [rank.by, *(expr for expr, _ in rank.tie_breaks)]
    if rank.takes_part is not None:
        exprs.append(rank.takes_part)
    return any(ref.name == plan.GRADE for expr in exprs for ref in refs(expr))


def _quota(draft: Draft, text: Quota, number: int) -> plan.Quota | None:
    before = len(draft.problems)
    if bool(text.quota_max) == bool(text.quota_exact):
        draft.report("one-quota", text.at.whole)
        return None
    exact = bool(text.quota_exact)
    seats = _seats(draft, text.quota_exact or text.quota_max, text, exact=exact)
    _check_rank(draft, text)
    if text.ties == "include" and text.strength == "hard":
        draft.report("hard-ties", text.value_span("ties"))
    if exact:
        _check_exact(draft, text, seats)
    small = text.small_groups
    if small is not None:
        _check_small(draft, small, exact=exact)
    approval = draft.condition(text.approved.when, total_names(draft)) if text.approved else None
    approved = _approved(draft, text)
    rule = draft.take_id(text.id or f"quota-{number}", text.value_span("id"))
    if has_errors(draft.problems[before:]):
        return None
    return plan.Quota(
        id=rule,
        rank=text.by,
        seats=seats,
        exact=exact,
        heads=text.heads,
        ties_in=text.ties == "include",
        hard=text.strength == "hard",
        small_below=small.below if small else 0,
        pool=small.pool if small else False,
        at_least=(small.at_least or 0) if small else 0,
        approval=approval,
        approved=approved,
        label=text.label,
        basis=basis_of(text),
    )


def _seats(
    draft: Draft, room: Mapping[str, Formula], text: Quota, *, exact: bool
) -> tuple[plan.Seats, ...]:
    """Best grade first, in whatever order they are written."""
    order = list(draft.policy.grades.standards)
    found = []
    for grade, formula in room.items():
        if not is_grade(draft, grade, formula.head.span):
            continue
        if not exact and grade == order[-1]:
            draft.report("quota-of-last-grade", formula.head.span, name=grade)
        seats = _room(draft, grade, formula, exact=exact)
        if seats is None:
            continue
        if seats.share is not None and text.heads is None:
            draft.report("quota-without-heads", formula.span, text=formula.text)
        found.append(seats)
    return tuple(sorted(found, key=lambda seats: order.index(seats.grade)))


def _room(draft: Draft, grade: str, formula: Formula, *, exact: bool) -> plan.Seats | None:
    """A whole number is a count; a percentage, or a fraction below one, is a share."""
    if exact and isinstance(formula.node, ScalarNode) and formula.node.text in _REST:
        return plan.Seats(grade)
    found = draft.constant(formula, constant_names(draft))
    if found is None:
        return None
    amount, kind = found
    if (isinstance(kind, PercentKind) and 0 <= amount <= 1) or 0 < amount < 1:
        return plan.Seats(grade, share=plain(amount))
    if not isinstance(kind, PercentKind) and isinstance(amount, int) and amount >= 0:
        return plan.Seats(grade, count=amount)
    draft.report("quota-amount", formula.span, text=formula.text)
    return None


def _check_rank(draft: Draft, text: Quota) -> None:
    span, known = text.value_span("by"), draft.policy.rank
    if text.by not in known:
        draft.report(
            "unknown-rank",
            span,
            name=text.by,
            known="、".join(known),
            suggestion=closest(text.by, known),
        )
    elif any(reads_grade(rank) for rank in draft.ranks if rank.name == text.by):
        draft.report("quota-rank-reads-grade", span, name=text.by)


def _check_exact(draft: Draft, text: Quota, seats: Sequence[plan.Seats]) -> None:
    """From the best grade down without a gap; of one unit; whole where nothing else grades."""
    grades = draft.policy.grades.standards
    by_place = not any(grades.values())
    span = text.value_span("quota_exact")
    if len(seats) < len(text.quota_exact):
        return
    if [s.grade for s in seats] != list(grades)[: len(seats)]:
        draft.report("exact-gap", span, grades="、".join(list(grades)[: len(seats)]))
    rest = [s.grade for s in seats if s.count is None and s.share is None]
    counts = [s.count for s in seats if s.count is not None]
    shares = [s.share for s in seats if s.share is not None]
    all_named = len(seats) == len(grades)
    if counts and shares:
        draft.report("exact-mixed", span)
    if rest != (list(grades)[-1:] if all_named and (rest or counts) else []):
        draft.report("exact-rest", span)
    whole = add_up(shares)
    if whole > 1 or (all_named and not rest and not counts and whole != 1):
        draft.report("exact-sum", span, sum=show_percent(whole))
    if by_place and (not all_named or text.strength == "soft"):
        draft.report("exact-alone", span)


def _check_small(draft: Draft, small: SmallGroups, *, exact: bool) -> None:
    if small.pool == (small.at_least is not None):
        draft.report("one-small-rule", small.at.whole)
    elif exact and small.at_least is not None:
        draft.report("exact-at-least", small.value_span("at_least"))


def _approved(draft: Draft, text: Quota) -> tuple[plan.Seats, ...]:
    """Room for the same grades."""
    if text.approved is None:
        return ()
    span = text.approved.value_span("quota_max")
    if text.approved.quota_max.keys() != text.quota_max.keys():
        draft.report("approved-grades", span, grades="、".join(text.quota_max))
        return ()
    return _seats(draft, text.approved.quota_max, text, exact=False)
