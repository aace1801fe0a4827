"""Outcomes read back: seats, places, lists, cases, coefficients and shares of one subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import Term, Truth, sql_of
from rules.values import Value, plain
from scoring.assessment import Place, Recommendation, Seat, SeatOutcome, Share
from scoring.conclude.triggers import case_of, prepare_trigger
from scoring.expressions import number_of, word_of
from scoring.population.cells import Columns, read_values
from scoring.population.conclude.awards import ShareColumns
from scoring.population.conclude.coefficients import CoefficientColumns
from scoring.population.conclude.outcomes import Outcomes
from scoring.population.grade.quotas import SeatColumns
from scoring.population.grade.ranks import RankColumns
from scoring.population.store import Store
from scoring.population.values import read_value
from scoring.standing import Standing
from scoring.wording import shown

_OUTCOMES: tuple[SeatOutcome, ...] = ("seated", "displaced", "beyond")


class OutcomeReader:
    """`pooled` names the small groups of a quota that are one pool."""

    def __init__(self, columns: Columns, outcomes: Outcomes, pooled: Mapping[str, str]) -> None:
        self._outcomes, self._pooled = outcomes, pooled
        self._ranks = [columns.values([*one.group, *_place_terms(one)]) for one in outcomes.ranks]
        self._seats = [columns.values(_seat_terms(one)) for one in outcomes.seats]
        self._grade = columns.values([outcomes.grade] if outcomes.grade else ())
        self._lists = columns.take(sql for _, sql in outcomes.lists)
        self._triggers = columns.take(one.fires for one in outcomes.triggers)
        self._rungs = columns.take(one.rung for one in outcomes.triggers)
        self._cases = [prepare_trigger(one.trigger) for one in outcomes.triggers]
        self._given = [columns.values(_coefficient_terms(one)) for one in outcomes.coefficients]
        self._shares = [columns.values(_share_terms(one)) for one in outcomes.awards]

    def place(self, standing: Standing, row: tuple[Value, ...]) -> None:
        """Where the subject stands in every rank, and what quotas leave of its grade."""
        for one, terms in zip(self._outcomes.ranks, self._ranks, strict=True):
            *group, place, last, size, tied, is_open = read_values(terms, row)
            whole = [n for n in (place, last, size, tied) if isinstance(n, int)]
            if len(whole) == 4:
                first, behind, of, sharing = whole
                found = Place(shown(group), first, behind, of, bool(is_open), sharing)
                standing.places[one.rank.name] = found
        for seats, terms in zip(self._outcomes.seats, self._seats, strict=True):
            seat = self._seat(seats, read_values(terms, row))
            if seat is not None:
                standing.seats += (seat,)
        for grade in read_values(self._grade, row):
            standing.grade = word_of(grade)

    def _seat(self, one: SeatColumns, cells: Sequence[Value]) -> Seat | None:
        place, outcome, size, room, candidates = (_whole(cell) for cell in cells[:5])
        direct, approved, provisional, small, *group = cells[5:]
        if place is None or outcome is None:
            return None
        quota = one.pool.quota.id
        how = _OUTCOMES[outcome]
        return Seat(
            quota=quota,
            grade=one.grade,
            group=self._pooled[quota] if small else shown(group),
            size=size or 0,
            room=room or 0,
            candidates=candidates or 0,
            place=place,
            outcome=how,
            held=one.below if how == "displaced" and one.below else one.grade,
            direct=bool(direct),
            approved=bool(approved),
            provisional=bool(provisional),
        )

    def conclude(self, standing: Standing, row: tuple[Value, ...]) -> None:
        for (rule, _), on in zip(self._outcomes.lists, row[self._lists], strict=True):
            standing.lists[rule.name] = None if on is None else bool(on)
        cases = zip(self._cases, row[self._triggers], row[self._rungs], strict=True)
        for plan, fires, rung in cases:
            if fires is None:
                standing.waiting_triggers += (plan.trigger.name,)
            elif fires:
                fields, notes = standing.subject.fields, standing.notes
                standing.cases += (
                    case_of(plan, standing.evidence, fields, notes, _whole(rung) or 0),
                )
        for given, terms in zip(self._outcomes.coefficients, self._given, strict=True):
            found = _recommendation(given, read_values(terms, row))
            if found is not None:
                standing.coefficients[given.coefficient.name] = found
        for one, terms in zip(self._outcomes.awards, self._shares, strict=True):
            share = _share(one, read_values(terms, row))
            if share is not None:
                standing.awards[one.pool.name] = share


def pooled_groups(store: Store, tables: str, outcomes: Outcomes) -> Mapping[str, str]:
    """By quota, the small groups that are one pool together."""
    found = {}
    for pool in {one.pool.quota.id: one.pool for one in outcomes.seats}.values():
        if pool.quota.pool:
            taken = ", ".join(map(sql_of, pool.group)) or "NULL"
            rows = store.rows(f"SELECT DISTINCT {taken} FROM {tables} WHERE {pool.small}")
            groups = (map(read_value, pool.group, ([cell] for cell in row)) for row in rows)
            found[pool.quota.id] = "+".join(sorted(map(shown, groups)))
    return found


# --- terms, and what their cells say -------------------------------------------------------------


def _count(sql: str) -> Term:
    return Scaled(sql, 0, 0, 0, nullable=True)


def _place_terms(one: RankColumns) -> list[Term]:
    return [*map(_count, (one.place, one.last, one.size, one.tied)), Truth(one.open)]


def _seat_terms(one: SeatColumns) -> list[Term]:
    pool = one.pool
    counts = (one.place, one.outcome, pool.size.top, one.room, one.candidates)
    truths = (one.direct, pool.approved, one.provisional, pool.small)
    return [*map(_count, counts), *map(Truth, truths), *pool.group]


def _coefficient_terms(one: CoefficientColumns) -> list[Term]:
    base = [] if one.base is None else [one.base]
    figures = [one.value, one.factor, one.computed, *base]
    return [_count(one.state), Truth(one.provisional), *figures]


def _recommendation(one: CoefficientColumns, cells: Sequence[Value]) -> Recommendation | None:
    state, provisional, *figures = cells
    if not state:
        return None
    if state == 1:
        return Recommendation(None, provisional=bool(provisional))
    value, factor, computed, *base = map(number_of, figures)
    (own,) = base or (None,)
    return Recommendation(value, factor, own, computed, bool(provisional))


def _share_terms(one: ShareColumns) -> list[Term]:
    counts = map(_count, (one.state, one.units, one.winners, one.turn))
    return [*counts, Truth(one.provisional), one.weight, one.weights]


def _share(one: ShareColumns, cells: Sequence[Value]) -> Share | None:
    state, units, winners, turn = map(_whole, cells[:4])
    provisional, weight, weights = bool(cells[4]), *map(number_of, cells[5:])
    if not state:
        return None
    if state == 1 or weight is None or weights is None:
        return Share(None, provisional=True)
    worth = one.pool.unit if one.pool.method == "fixed" else 1
    amount = None if units is None else plain(units * one.pool.unit)
    due, all_due = plain(weight * worth), plain(weights * worth)
    return Share(amount, due, all_due, winners or 0, turn or 0, provisional)


def _whole(value: Value) -> int | None:
    return value if isinstance(value, int) else None
