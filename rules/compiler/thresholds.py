"""How far a tally must be counted: from which count on no condition tells counts apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from math import ceil, floor
from typing import Any

from rules.backends.reference import MIRRORED
from rules.compiler.draft import Draft, is_number
from rules.expr.nodes import Against, Comparator, Compare, Expr, In, Literal, Ref
from rules.program import Tally, Trigger


def enough_of(draft: Draft, tally: Tally, constructs: Iterable[object]) -> int | None:
    """The least count that decides every condition of the policy, whatever the count is beyond it;
    None where one computes with the count, or where none asks for it."""
    names = {tally.name, tally.earlier}
    found = [_threshold(draft, use, names) for use in _uses(constructs, names)]
    return max((t for t in found if t is not None), default=None) if None not in found else None


def _uses(part: Any, names: set[str]) -> Iterator[Expr]:
    """The comparisons of the count, and the bare count wherever else it stands."""
    match part:
        case Ref(space="summary", name=name):
            if name in names:
                yield part
            return
        case Trigger(level=Ref()):
            yield from _uses((part.when, *_reached(part)), names)
        case Compare() if _is_count(part.left, names) or _is_count(part.right, names):
            yield part
        case In() if _is_count(part.operand, names):
            yield part
        case tuple() | list():
            for item in part:
                yield from _uses(item, names)
        case _ if is_dataclass(part) and not isinstance(part, type):
            for field in fields(part):
                yield from _uses(getattr(part, field.name), names)


def _reached(trigger: Trigger) -> list[Expr]:
    """What a ladder asks of its level, rung by rung."""
    rungs = (Literal(rung.at, "number") for rung in trigger.ladder)
    return [Compare(">=", trigger.level, rung) for rung in rungs if trigger.level is not None]


def _is_count(expr: Expr, names: set[str]) -> bool:
    return isinstance(expr, Ref) and expr.space == "summary" and expr.name in names


def _threshold(draft: Draft, use: Expr, names: set[str]) -> int | None:
    match use:
        case Compare() if _is_count(use.left, names):
            return _decided_from(draft, use.comparator, use.right)
        case Compare():
            return _decided_from(draft, MIRRORED[use.comparator], use.left)
        case In():
            bounds: list[tuple[Comparator, Expr]] = []
            for test in use.tests:
                if isinstance(test, Against):
                    bounds.append((test.comparator, test.value))
                    continue
                if test.low is not None:
                    bounds.append((">=" if test.low_closed else ">", test.low))
                if test.high is not None:
                    bounds.append(("<=" if test.high_closed else "<", test.high))
            found = [_decided_from(draft, comparator, bound) for comparator, bound in bounds]
            known = [count for count in found if count is not None]
            return max(known, default=None) if len(known) == len(found) else None
    return None


def _decided_from(draft: Draft, comparator: Comparator, bound: Expr) -> int | None:
    """From which count on the comparison with a constant has one answer."""
    number = draft.fold(bound)
    if not is_number(number):
        return None
    return max(0, ceil(number) if comparator in (">=", "<") else floor(number) + 1)
