"""What differs in two policies: constructs added, removed and changed, by name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, Literal, NamedTuple, TypeAlias, get_args

from rules.expr.kinds import Kind
from rules.expr.nodes import Expr
from rules.expr.printer import print_expression
from rules.program import Basis, Check, Parameter, Program, TimeSpan
from rules.values import Rounding

Family = Literal[
    "head",
    "opened",
    "parameter",
    "subject",
    "evidence",
    "history",
    "measure",
    "check",
    "ineligibility",
    "indicator",
    "rule",
    "joint_cap",
    "total",
    "veto",
    "direct_grade",
    "grade",
    "rank",
    "quota",
    "list",
    "trigger",
    "signoff",
    "coefficient",
    "award",
]
How = Literal["added", "removed", "changed", "reordered"]


class Key(NamedTuple):
    """A construct of a policy: its family and its name; empty where there is only one."""

    family: Family
    name: str


@dataclass(frozen=True, slots=True)
class Detail:
    """A part that reads otherwise. The path are fields of constructs, and names or places (from 1)
    of a list; a part that was not there, or is no more, is None. `kinds` are what a parameter was
    and is."""

    path: tuple[str, ...]
    was: Any
    becomes: Any
    kinds: tuple[Kind | None, Kind | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Edit:
    key: Key
    label: str
    how: How
    details: tuple[Detail, ...] = ()


# What the rules and the parts below an indicator say themselves, and kinds that follow from what
# else is said.
_TOLD_ELSEWHERE = frozenset(
    {
        ("Indicator", "rules"),
        ("Indicator", "children"),
        *((name, "kind") for name in ("Parameter", "Derived", "Inherited", "Measure", "Recall")),
    }
)
# A rule's sign is no signature.
_RENAMED = {("Rule", "sign"): "direction", ("Change", "sign"): "direction"}
_WHOLE: tuple[type, ...] = (*get_args(Expr), *get_args(Kind), Basis, Rounding, TimeSpan)


def edits_between(before: Program, after: Program) -> Mapping[Key, Edit]:
    """In the order of the new policy, what it no longer has at the end, and last the families whose
    constructs stand in another order."""
    ours, theirs = constructs_of(before), constructs_of(after)
    found: dict[Key, Edit] = {}
    for key, construct in theirs.items():
        if key not in ours:
            found[key] = Edit(key, label_of(construct), "added")
        elif details := tuple(_details(ours[key], construct, ())):
            found[key] = Edit(key, label_of(construct), "changed", details)
    for key in [key for key in ours if key not in theirs]:
        found[key] = Edit(key, label_of(ours[key]), "removed")
    for family in _FAMILIES:
        was = [key.name for key in ours if key.family == family and key in theirs]
        now = [key.name for key in theirs if key.family == family and key in ours]
        if was != now:
            order = Detail((), tuple(was), tuple(now))
            found[Key(family, "")] = Edit(Key(family, ""), "", "reordered", (order,))
    return found


def constructs_of(program: Program) -> Mapping[Key, Any]:
    """Everything the policy says, by family and name."""
    return {
        Key(family, name): construct
        for family, read in _FAMILIES.items()
        for name, construct in read(program)
    }


def label_of(construct: Any) -> str:
    """What people call it, empty where that is its name."""
    label: str = getattr(construct, "label", "")
    return label


_Named: TypeAlias = Iterable[tuple[str, Any]]


def _by(constructs: str, name: str = "name") -> Callable[[Program], _Named]:
    return lambda program: ((getattr(c, name), c) for c in getattr(program, constructs))


def _measures(program: Program) -> _Named:
    """But for those that hold what a check comes to, which the check itself tells."""
    last_days = {one.due for one in program.structure if isinstance(one, Check)}
    told = program.structural - last_days
    return ((one.name, one) for one in program.measures if one.name not in told)


def _ineligibilities(program: Program) -> _Named:
    """By their reason, which alone they have; the second of one reason is numbered."""
    seen: Counter[str] = Counter()
    for construct in program.ineligibilities:
        seen[construct.reason] += 1
        number = seen[construct.reason]
        yield construct.reason + (f" {number}" if number > 1 else ""), construct


_FAMILIES: Mapping[Family, Callable[[Program], _Named]] = {
    "head": lambda program: [("", program.head)],
    "opened": lambda program: [("", program.opened)] if program.opened else [],
    "parameter": _by("parameters"),
    "subject": lambda program: [("", program.subject)],
    "evidence": _by("evidence"),
    "history": _by("history"),
    "measure": _measures,
    "check": _by("structure"),
    "ineligibility": _ineligibilities,
    "indicator": _by("indicators"),
    "rule": _by("rules", "id"),
    "joint_cap": lambda program: (("+".join(c.rules), c) for c in program.joint_caps),
    "total": lambda program: [("", program.total)] if program.total else [],
    "veto": _by("vetoes", "id"),
    "direct_grade": _by("direct_grades", "id"),
    "grade": _by("grades"),
    "rank": _by("ranks"),
    "quota": _by("quotas", "id"),
    "list": _by("lists"),
    "trigger": _by("triggers"),
    "signoff": _by("signoffs"),
    "coefficient": _by("coefficients"),
    "award": _by("awards"),
}


def _details(
    was: Any,
    now: Any,
    path: tuple[str, ...],
    kinds: tuple[Kind | None, Kind | None] = (None, None),
) -> Iterator[Detail]:
    """The smallest parts that read otherwise."""
    if _said(was) == _said(now):
        return
    if type(was) is type(now) and is_dataclass(was) and not isinstance(was, _WHOLE):
        if isinstance(was, Parameter):
            kinds = (was.kind, now.kind)
        for name in _fields_told(type(was)):
            field = _RENAMED.get((type(was).__name__, name), name)
            yield from _details(getattr(was, name), getattr(now, name), (*path, field), kinds)
    elif isinstance(was, tuple) and isinstance(now, tuple) and _has_parts((*was, *now)):
        ours, theirs = _parts(was), _parts(now)
        for name in dict.fromkeys((*theirs, *ours)):
            if name not in ours or name not in theirs:
                yield Detail((*path, name), ours.get(name), theirs.get(name), kinds)
            else:
                yield from _details(ours[name], theirs[name], (*path, name), kinds)
    else:
        yield Detail(path, was, now, kinds)


def _said(part: Any) -> Any:
    """What a part reads as: an expression by its text, since the kinds of the names in it follow
    from what else the policy says."""
    if isinstance(part, get_args(Expr)):
        return print_expression(part, "en")
    if isinstance(part, tuple):
        return [_said(member) for member in part]
    if is_dataclass(part):
        shape = type(part)
        return shape.__name__, [_said(getattr(part, name)) for name in _fields_told(shape)]
    return type(part).__name__, part


def _fields_told(shape: Any) -> list[str]:
    names = (field.name for field in fields(shape) if field.compare)
    return [name for name in names if (shape.__name__, name) not in _TOLD_ELSEWHERE]


def _has_parts(parts: tuple[Any, ...]) -> bool:
    return all(
        isinstance(part, tuple) or (is_dataclass(part) and not isinstance(part, _WHOLE))
        for part in parts
    )


def _parts(parts: tuple[Any, ...]) -> Mapping[str, Any]:
    """By name in quotes where they have one, else by place; a row of a table has the word it
    begins with."""
    names = [f"“{name}”" if (name := _name(part)) else "" for part in parts]
    if not all(names) or len(set(names)) < len(names):
        names = [str(number) for number in range(1, len(parts) + 1)]
        return dict(zip(names, parts, strict=True))
    values = (part[1] if isinstance(part, tuple) and len(part) == 2 else part for part in parts)
    return dict(zip(names, values, strict=True))


def _name(part: Any) -> str:
    if isinstance(part, tuple):
        return part[0] if isinstance(part[0], str) else ""
    return str(getattr(part, "name", "") or getattr(part, "grade", ""))
