"""Which way a condition turns as a quantity grows."""

from __future__ import annotations

from collections.abc import Iterator

from rules.dependencies import names_read
from rules.expr.nodes import And, Compare, Expr, Or, Ref
from rules.expr.rewrite import normal_form

_COMES_TRUE = {">": True, ">=": True, "<": False, "<=": False}


def monotone(condition: Expr, name: str) -> bool:
    """Whether a condition that reads a quantity of the summary can, as that grows, only come true,
    or only cease to be; unknown lies between. Told of comparisons with the quantity alone on the
    left: `2 * count > 6` is not seen through."""
    return set(_turns(normal_form(condition), name)) in ({True}, {False})


def _turns(part: Expr, name: str) -> Iterator[bool | None]:
    """Of each place that reads the quantity, whether it comes true there as the quantity grows;
    nothing where that cannot be told."""
    match part:
        case And(parts=parts) | Or(parts=parts):
            for one in parts:
                yield from _turns(one, name)
        case Compare(comparator=comparator, left=Ref(space="summary", name=own), right=right) if (
            own == name and name not in names_read(right)
        ):
            yield _COMES_TRUE.get(comparator)
        case _ if name in names_read(part):
            yield None
