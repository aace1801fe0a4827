"""Places of everybody in every rank: groups, ties, both ends, and groups that are still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from rules.backends import sql_numbers as numbers
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import Term, sql_of
from rules.expr.nodes import Expr
from rules.program import Program, Rank
from scoring.grade.ranks import NO_GROUP, NO_QUANTITY, NO_TIE_BREAK, UNKNOWN_PART
from scoring.population.cannot import placed
from scoring.population.companies import partition
from scoring.population.course import Course
from scoring.population.measure.asking import both, either
from scoring.population.noted import Noted
from scoring.resting import population_read

# Of those who take part, in order, so that they are sorted once: all of them, and those who share a
# place. Anything but a number of rows is slow over all of a group that is in order.
_ALL = " ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING"
_PEERS = " RANGE BETWEEN CURRENT ROW AND CURRENT ROW"


@dataclass(frozen=True, slots=True)
class RankColumns:
    """The columns of one rank: place from either end, size of the group, how many share the place,
    whether the group is open."""

    rank: Rank
    place: str
    last: str
    size: str
    tied: str
    open: str
    group: Sequence[Term]


@dataclass(frozen=True, slots=True)
class _Prepared:
    """The columns that are compared, and who holds a group open whatever they are compared by."""

    keys: Sequence[str]
    holds: str


def hold_ranks(
    course: Course, program: Program, ranks: Sequence[Rank], subjects: int
) -> list[RankColumns]:
    """Places among equals of the group that take part; a group with anybody who waits is open, and
    one with anybody whose own quantities may yet change. Known from then on as names."""
    numbered = [(program.ranks.index(rank), rank) for rank in ranks]
    prepared = [_prepare(course, number, rank) for number, rank in numbered]
    rests = population_read(program)
    found: list[RankColumns] = []
    columns: dict[str, str] = {}
    for (number, rank), own in zip(numbered, prepared, strict=True):
        if any(other.rank.name in rests[rank.name] for other in found):
            course.add(columns)
            columns = {}
        columns |= _places(course, number, rank, own, course.changing(rests[rank.name]))
        found.append(_told(course, number, rank, subjects))
    course.add(columns)
    return found


def _prepare(course: Course, number: int, rank: Rank) -> _Prepared:
    """A column tells whether each subject takes part: 1 yes, 2 nobody knows."""
    keys = [ordering(course, expr) for expr, _ in ((rank.by, True), *rank.tie_breaks)]
    part = course.ask([rank.takes_part])[0]
    nobody = groupless(course, rank.within)
    running = course.running[course.stage]
    if nobody != "false":
        course.note(rank.name, NO_GROUP, nobody)
    if part.nullable:
        course.note(rank.name, UNKNOWN_PART, f"(NOT {nobody} AND {part.sql} IS NULL)")
    there = "true"
    if keys[0].nullable:
        there = f"({sql_of(keys[0])} IS NOT NULL)"
        course.note(rank.name, NO_QUANTITY, f"(NOT {nobody} AND {part.sql} AND NOT {there})")
    if rank.tie_breaks:
        course.noted.append(
            (course.stage, Noted(rank.name, NO_TIE_BREAK, f"coalesce(tie{number}, 0)"))
        )
    takes = (
        f"CASE WHEN {nobody} OR NOT {running} THEN 0 WHEN {part.sql} IS NULL THEN 2 "
        f"WHEN {part.sql} AND {there} THEN 1 ELSE 0 END::TINYINT"
    )
    course.add({f"part{number}": takes})
    unsure = f"part{number} = 2" if part.nullable else "false"
    return _Prepared([sql_of(key) for key in keys], either(course.pending, unsure))


def groupless(course: Course, within: Sequence[str]) -> str:
    """Whether a field of its group is missing, as a condition."""
    group = [course.summary[name] for name in within]
    lacking = [f"{sql_of(term)} IS NULL" for term in group if term.nullable]
    return f"({' OR '.join(lacking)})" if lacking else "false"


def ordering(course: Course, expr: Expr) -> Term:
    """A column that compares as the expression does."""
    term = course.translator.term(expr)
    if isinstance(term, Scaled):
        with placed(expr):
            term = numbers.in_order(term)
    return term if sql_of(term).isidentifier() else course.keep([term])[0]


def _places(
    course: Course, number: int, rank: Rank, own: _Prepared, changing: str
) -> dict[str, str]:
    group = [sql_of(course.summary[name]) for name in rank.within]
    taken = f"(part{number} = 1)"
    members = [taken, *group]
    how = "dense_rank()" if rank.method == "dense" else "rank()"
    falls = [rank.descending, *(falling for _, falling in rank.tie_breaks)]
    first, last = (
        f"{partition(members)} ORDER BY {order}"
        for order in (in_turn(own.keys, falls), _from_last(own.keys, falls))
    )
    place, size, tied = (
        f"{how} OVER ({first})",
        f"count(*) OVER ({first}{_ALL})",
        f"count(*) OVER ({first}{_PEERS})",
    )
    from_last = f"{size} - {place} - {tied} + 2"
    if rank.method == "dense":
        from_last = f"{how} OVER ({last})"
    opened = either(own.holds, both(taken, changing))
    if opened != "false":
        opened = f"coalesce(bool_or({opened}) OVER ({partition(group)}), false)"
    columns = {
        f"place{number}": f"CASE WHEN {taken} THEN {place} END",
        f"last{number}": f"CASE WHEN {taken} THEN {from_last} END",
        f"size{number}": f"CASE WHEN {taken} THEN {size} END",
        f"tied{number}": f"CASE WHEN {taken} THEN {tied} END",
        f"open{number}": opened,
    }
    if rank.tie_breaks:
        columns[f"tie{number}"] = f"CASE WHEN {taken} THEN {_lacking(members, own.keys)} END"
    return columns


def in_turn(keys: Sequence[str], falls: Sequence[bool]) -> str:
    """Whatever is missing comes last."""
    return ", ".join(
        f"{key} {'DESC' if falling else 'ASC'} NULLS LAST"
        for key, falling in zip(keys, falls, strict=True)
    )


def _from_last(keys: Sequence[str], falls: Sequence[bool]) -> str:
    return ", ".join(
        f"{key} {'ASC' if falling else 'DESC'} NULLS FIRST"
        for key, falling in zip(keys, falls, strict=True)
    )


def _lacking(members: Sequence[str], keys: Sequence[str]) -> str:
    """How many tie-breaks a subject lacks that were needed: it ties on all that comes before."""
    return " + ".join(
        f"CASE WHEN {key} IS NULL AND "
        f"count(*) OVER (PARTITION BY {', '.join([*members, *keys[:place]])}) > 1 "
        "THEN 1 ELSE 0 END"
        for place, key in enumerate(keys)
        if place
    )


def _told(course: Course, number: int, rank: Rank, subjects: int) -> RankColumns:
    """The members of a rank as names of the summary; a share is place ÷ size, exact."""
    place, last, size = (
        Scaled(f"{name}{number}", 0, 1, max(subjects, 1), nullable=True)
        for name in ("place", "last", "size")
    )
    course.summary |= members_of(rank.name, place, last, size)
    course.may_change[rank.name] = f"({place.top} IS NOT NULL AND open{number})"
    group = [course.summary[name] for name in rank.within]
    return RankColumns(rank, place.top, last.top, size.top, f"tied{number}", f"open{number}", group)


def members_of(name: str, place: Scaled, last: Scaled, size: Scaled) -> dict[str, Term]:
    found: dict[str, Term] = {f"{name}.place": place, f"{name}.place_from_last": last}
    for member, own in (("share", place), ("share_from_last", last)):
        found[f"{name}.{member}"] = replace(own, bottom=size.top, most=size.high)
    return found
