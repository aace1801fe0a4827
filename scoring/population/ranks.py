"""Places of everybody in every rank: groups, ties, both ends, and groups that are still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import CannotError, Term, Text, Word
from rules.program import Rank
from rules.values import Value
from scoring.population.course import Course
from scoring.ranks import NO_GROUP, NO_QUANTITY, UNKNOWN_PART
from scoring.wording import shown


@dataclass(frozen=True, slots=True)
class RankColumns:
    """The columns of one rank: place from either end, size of the group, whether it is open."""

    rank: Rank
    place: str
    last: str
    size: str
    open: str
    group: Sequence[Term]

    @property
    def columns(self) -> Sequence[str]:
        return [self.place, self.last, self.size, self.open]


def shown_group(values: Sequence[Value]) -> str:
    return shown(values)


def prepare_ranks(course: Course, ranks: Sequence[Rank]) -> list[str]:
    """Whether each subject takes part in each rank: a column for each, 1 yes, 2 nobody knows."""
    columns: dict[str, str] = {}
    for i, rank in enumerate(ranks):
        if rank.tie_breaks:
            raise CannotError("tie_break")
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
        columns[f"part{i}"] = (
            f"CASE WHEN {nobody} THEN 0 WHEN {part.sql} IS NULL THEN 2 "
            f"WHEN {part.sql} AND {there} THEN 1 ELSE 0 END::TINYINT"
        )
    course.add(columns)
    return list(columns)


def places_of(course: Course, ranks: Sequence[Rank], table: str, graded: str, pending: str) -> str:
    """A query of the table with the columns of every rank added; places are among equals of the
    group that take part, and a group with anybody who waits is open."""
    query = f"SELECT * FROM {table}"
    for i, rank in enumerate(ranks):
        by = course.translator.term(rank.by)
        if isinstance(by, Scaled) and by.bottom is not None:
            raise CannotError("tie_break")
        group = [_sql(course.summary[name]) for name in rank.within]
        partition = ", ".join([f"({graded} AND part{i} = 1)", *group])
        whole = f"PARTITION BY {', '.join(group)}" if group else ""
        how = "dense_rank()" if rank.method == "dense" else "rank()"
        up, down = f"{_sql(by)} ASC", f"{_sql(by)} DESC"
        first, last = (down, up) if rank.descending else (up, down)
        holds_open = f"({pending}) OR ({graded} AND part{i} = 2)"
        taken = f"{graded} AND part{i} = 1"
        query = (
            f"SELECT *, CASE WHEN {taken} THEN "
            f"{how} OVER (PARTITION BY {partition} ORDER BY {first}) END AS place{i}, "
            f"CASE WHEN {taken} THEN "
            f"{how} OVER (PARTITION BY {partition} ORDER BY {last}) END AS last{i}, "
            f"CASE WHEN {taken} THEN count(*) OVER (PARTITION BY {partition}) END AS size{i}, "
            f"coalesce(bool_or({holds_open}) OVER ({whole}), false) AS open{i} FROM ({query})"
        )
    return query


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
        found.append(RankColumns(rank, place.top, last.top, size.top, f"open{i}", group))
    return found


def _sql(term: Term) -> str:
    if isinstance(term, Scaled):
        return term.top
    if isinstance(term, Word | Text) or hasattr(term, "sql"):
        return term.sql
    raise TypeError(f"a quantity was compared, {term!r} came out")
