"""Places of everybody in every rank: groups, ties, both ends, and groups that are still open."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import CannotError, Term, Text, Word
from rules.expr.nodes import Expr
from rules.program import Rank
from scoring.population.companies import partition
from scoring.population.course import Course
from scoring.population.noted import Noted
from scoring.ranks import NO_GROUP, NO_QUANTITY, NO_TIE_BREAK, UNKNOWN_PART


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

    @property
    def columns(self) -> Sequence[str]:
        return [self.place, self.last, self.size, self.tied, self.open]


def prepare_ranks(course: Course, ranks: Sequence[Rank]) -> list[str]:
    """Whether each subject takes part in each rank: a column for each, 1 yes, 2 nobody knows."""
    columns: dict[str, str] = {}
    for i, rank in enumerate(ranks):
        by = course.translator.term(rank.by)
        part = course.ask([rank.takes_part])[0]
        group = [course.summary[name] for name in rank.within]
        lacking = [f"{_sql(term)} IS NULL" for term in group if term.nullable]
        nobody = f"({' OR '.join(lacking)})" if lacking else "false"
        if lacking:
            course.note(rank.name, NO_GROUP, nobody)
        if part.nullable:
            course.note(rank.name, UNKNOWN_PART, f"(NOT {nobody} AND {part.sql} IS NULL)")
        there = "true"
        if by.nullable:
            there = f"{_sql(by)} IS NOT NULL"
            course.note(rank.name, NO_QUANTITY, f"(NOT {nobody} AND {part.sql} AND NOT {there})")
        if rank.tie_breaks:
            noted = Noted(rank.name, NO_TIE_BREAK, f"coalesce(tie{i}, 0)")
            course.noted.append((course.stage, noted))
        columns[f"part{i}"] = (
            f"CASE WHEN {nobody} THEN 0 WHEN {part.sql} IS NULL THEN 2 "
            f"WHEN {part.sql} AND {there} THEN 1 ELSE 0 END::TINYINT"
        )
    course.add(columns)
    return list(columns)


def places_of(
    course: Course,
    ranks: Sequence[Rank],
    table: str,
    graded: str,
    pending: str,
    rests: Mapping[str, frozenset[str]],
) -> str:
    """A query of the table with the columns of every rank added; places are among equals of the
    group that take part, and a group with anybody who waits is open."""
    query = f"SELECT * FROM {table}"
    for i, rank in enumerate(ranks):
        group = [_sql(course.summary[name]) for name in rank.within]
        taken = f"{graded} AND part{i} = 1"
        members = [f"({taken})", *group]
        members_of = f"PARTITION BY {', '.join(members)}"
        how = "dense_rank()" if rank.method == "dense" else "rank()"
        keys = [_key(course, expr) for expr, _ in ((rank.by, True), *rank.tie_breaks)]
        falls = [rank.descending, *(falling for _, falling in rank.tie_breaks)]
        first = ", ".join(
            _ordered(key, falling=down) for key, down in zip(keys, falls, strict=True)
        )
        last = ", ".join(
            _reversed(key, falling=down) for key, down in zip(keys, falls, strict=True)
        )
        same = ", ".join([*members, *keys])
        changes = course.changing(rests[rank.name])
        holds_open = f"({pending}) OR ({graded} AND (part{i} = 2 OR (part{i} = 1 AND {changes})))"
        columns = {
            f"place{i}": f"CASE WHEN {taken} THEN {how} OVER ({members_of} ORDER BY {first}) END",
            f"last{i}": f"CASE WHEN {taken} THEN {how} OVER ({members_of} ORDER BY {last}) END",
            f"size{i}": f"CASE WHEN {taken} THEN count(*) OVER ({members_of}) END",
            f"tied{i}": f"CASE WHEN {taken} THEN count(*) OVER (PARTITION BY {same}) END",
            f"open{i}": f"coalesce(bool_or({holds_open}) OVER ({partition(group)}), false)",
        }
        if rank.tie_breaks:
            columns[f"tie{i}"] = f"CASE WHEN {taken} THEN {_lacking(members, keys)} END"
        told = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
        query = f"SELECT *, {told} FROM ({query})"
    return query


def _key(course: Course, expr: Expr) -> str:
    term = course.translator.term(expr)
    if isinstance(term, Scaled) and term.bottom is not None:
        raise CannotError("rank_fraction")
    return _sql(term)


def _ordered(key: str, *, falling: bool) -> str:
    """Whatever is missing comes last, at either end of the order."""
    return f"{key} {'DESC' if falling else 'ASC'} NULLS LAST"


def _reversed(key: str, *, falling: bool) -> str:
    return f"{key} {'ASC' if falling else 'DESC'} NULLS FIRST"


def _lacking(members: Sequence[str], keys: Sequence[str]) -> str:
    """How many tie-breaks a subject lacks that were needed: it ties on all that comes before."""
    return " + ".join(
        f"CASE WHEN {key} IS NULL AND "
        f"count(*) OVER (PARTITION BY {', '.join([*members, *keys[:place]])}) > 1 "
        "THEN 1 ELSE 0 END"
        for place, key in enumerate(keys)
        if place
    )


def rank_terms(course: Course, ranks: Sequence[Rank], subjects: int) -> list[RankColumns]:
    """The members of every rank as names of the summary; a share is place ÷ size, exact."""
    found = []
    for i, rank in enumerate(ranks):
        place, last, size = (
            Scaled(f"{name}{i}", 0, 1, max(subjects, 1), nullable=True)
            for name in ("place", "last", "size")
        )
        course.summary[f"{rank.name}.place"] = place
        course.summary[f"{rank.name}.place_from_last"] = last
        for member, own in (("share", place), ("share_from_last", last)):
            course.summary[f"{rank.name}.{member}"] = Scaled(
                own.top, 0, 1, own.high, True, size.top, own.high
            )
        group = [course.summary[name] for name in rank.within]
        found.append(
            RankColumns(rank, place.top, last.top, size.top, f"tied{i}", f"open{i}", group)
        )
    return found


def _sql(term: Term) -> str:
    if isinstance(term, Scaled):
        return term.top
    if isinstance(term, Word | Text) or hasattr(term, "sql"):
        return term.sql
    raise TypeError(f"a quantity was compared, {term!r} came out")
