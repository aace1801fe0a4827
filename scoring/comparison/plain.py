"""A comparison as plain data for JSON: numbers are exact text, missing is null."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from rules.program import Program
from rules.values import Number, add_up, show_number
from scoring.assessment import Assessment
from scoring.comparison.causes import Cause
from scoring.comparison.comparison import Comparison, Mover
from scoring.comparison.edit_words import detail_words
from scoring.comparison.edits import Key
from scoring.comparison.firing import Fired, Firing
from scoring.comparison.limits import Breach
from scoring.comparison.memberships import Membership
from scoring.comparison.migration import Migration
from scoring.comparison.pairs import Standing, grade_is_provisional, standing
from scoring.comparison.reach import Reach
from scoring.comparison.rewards import Change, CoefficientMove, Given, PoolMove
from scoring.comparison.totals import Spread, difference
from scoring.conclude.awards import PoolSum
from scoring.grade.quota_lines import QuotaLine
from scoring.runs.outcome import Outcome

_Plain = dict[str, Any]


def as_json(found: Comparison, breached: Sequence[Breach] = ()) -> _Plain:
    sides = [found.before, found.after]
    return {
        "comparison": 1,
        "before": _side(found.before),
        "after": _side(found.after),
        "same_policy": found.same_policy,
        "changes_nothing": found.changes_nothing,
        "identical": found.is_identical,
        "subjects": len(found.pairs),
        "moved": len(found.movers),
        "money_moved": show_number(add_up(pool.moved for pool in found.pools), 2),
        "edits": [_edit(reach) for reach in found.reaches],
        "migration": _migration(found.migration),
        "lines": [asdict(line) for line in found.lines],
        "movers": [_mover(sides, mover) for mover in found.movers],
        "totals": _spread(found.spread),
        "lists": [_members(m) for m in found.memberships if m.kind == "list"],
        "triggers": [_members(m) for m in found.memberships if m.kind == "trigger"],
        "coefficients": [_coefficient(move) for move in found.coefficients],
        "pools": [_pool(move) for move in found.pools],
        "quotas": [
            {
                "quota": move.quota,
                "grade": move.grade,
                "group": move.group,
                "before": _quota(move.before),
                "after": _quota(move.after),
            }
            for move in found.quotas
        ],
        "rules": [_firing(firing) for firing in found.firings],
        "details": {**found.details},
        "breaches": [
            {"limit": breach.limit, "zh": breach.words.zh, "en": breach.words.en}
            for breach in breached
        ],
    }


def _side(outcome: Outcome) -> _Plain:
    head, period, mark = outcome.program.head, outcome.evidence.period, outcome.request.mark
    return {
        "policy": {
            "id": head.id,
            "title": head.title,
            "version": head.version,
            "status": head.status,
            "digest": outcome.program.digest,
        },
        "period": {
            "label": period.label,
            "start": period.start.isoformat(),
            "end": period.end.isoformat(),
            "as_of": period.as_of.isoformat(),
        },
        "mark": {"zh": mark.zh, "en": mark.en} if mark else None,
        "engine": outcome.engine.name,
        "records": {**outcome.records},
        "subjects": {"all": outcome.counts.everyone, **outcome.subjects},
        "grades": {**outcome.grades},
        "warnings": [
            {"code": w.code, "zh": w.sentence("zh"), "en": w.sentence("en")}
            for w in outcome.warnings
        ],
    }


def _edit(reach: Reach) -> _Plain:
    edit = reach.edit
    told = [(detail.path, detail_words(detail)) for detail in edit.details]
    return {
        "family": edit.key.family,
        "name": edit.key.name,
        "label": edit.label,
        "how": edit.how,
        "details": [{"path": [*path], "zh": words.zh, "en": words.en} for path, words in told],
        "touched": reach.touched,
        "moved": reach.moved,
    }


def _migration(migration: Migration) -> _Plain:
    return {
        "before": [_standing(one) for one in migration.before],
        "after": [_standing(one) for one in migration.after],
        "cells": [
            {
                "before": _standing(was),
                "after": _standing(now),
                "count": migration.counts[was, now],
                "provisional": migration.provisional.get((was, now), 0),
            }
            for was in migration.before
            for now in migration.after
            if (was, now) in migration.counts
        ],
    }


def _standing(one: Standing) -> _Plain:
    return {"state": one.state, "grade": one.grade}


def _mover(sides: Sequence[Outcome], mover: Mover) -> _Plain:
    pair = mover.pair
    digits = max((s.program.total.rounding.digits for s in sides if s.program.total), default=0)
    changed = difference(pair)
    return {
        "subject": pair.subject,
        "name": pair.name,
        "before": _stood(sides[0].program, pair.before),
        "after": _stood(sides[1].program, pair.after),
        "difference": None if changed is None else show_number(changed, digits),
        "decided_by": _key(mover.decided_by),
        "causes": [_cause(cause) for cause in mover.causes],
    }


def _stood(program: Program, assessment: Assessment | None) -> _Plain:
    total = assessment.total if assessment else None
    digits = program.total.rounding.digits if program.total else 0
    return {
        **_standing(standing(assessment)),
        "total": None if total is None else show_number(total, digits),
        "provisional": grade_is_provisional(assessment),
    }


def _key(key: Key | None) -> _Plain | None:
    return None if key is None else {"family": key.family, "name": key.name}


def _cause(cause: Cause) -> _Plain:
    return {"of": _key(cause.key), "zh": cause.words.zh, "en": cause.words.en}


def _spread(spread: Spread | None) -> _Plain | None:
    if spread is None:
        return None
    numbers = {"least": spread.least, "median": spread.median, "greatest": spread.greatest}
    return {
        "count": spread.count,
        "up": spread.up,
        "down": spread.down,
        **{name: show_number(number) for name, number in numbers.items()},
    }


def _members(membership: Membership) -> _Plain:
    return {
        "name": membership.name,
        "before": membership.before,
        "after": membership.after,
        "gained": [member._asdict() for member in membership.gained],
        "lost": [member._asdict() for member in membership.lost],
        "waiting": [*membership.waiting],
        "no_longer_waiting": [*membership.no_longer_waiting],
        "reworded": [*membership.reworded],
    }


def _coefficient(move: CoefficientMove) -> _Plain:
    return {
        "name": move.name,
        "before": move.before,
        "after": move.after,
        "changes": _changes(move.changes, move.digits),
    }


def _pool(move: PoolMove) -> _Plain:
    return {
        "name": move.name,
        "before": _sum(move.before, move.digits),
        "after": _sum(move.after, move.digits),
        "gained": show_number(move.gained, move.digits),
        "lost": show_number(move.lost, move.digits),
        "moved": show_number(move.moved, move.digits),
        "changes": _changes(move.changes, move.digits),
    }


def _sum(found: PoolSum | None, digits: int) -> _Plain | None:
    if found is None:
        return None
    yuan = {"pool": found.pool, "paid": found.paid, "unspent": found.unspent}
    return {
        **{name: show_number(amount, digits) for name, amount in yuan.items()},
        "winners": found.winners,
        "pending": found.waiting,
        "provisional": found.provisional,
    }


def _changes(changes: Iterable[Change], digits: int) -> list[_Plain]:
    return [
        {
            "subject": change.subject,
            "before": _given(change.before, digits),
            "after": _given(change.after, digits),
            "difference": show_number(change.difference, digits),
        }
        for change in changes
    ]


def _given(given: Given | None, digits: int) -> _Plain | None:
    if given is None:
        return None
    return {"value": _number(given.value, digits), "provisional": given.provisional}


def _number(number: Number | None, digits: int) -> str | None:
    return None if number is None else show_number(number, digits)


def _quota(line: QuotaLine | None) -> _Plain | None:
    if line is None:
        return None
    told = ("size", "room", "candidates", "seated", "displaced", "beyond", "approved")
    return {name: getattr(line, name) for name in (*told, "provisional")}


def _firing(firing: Firing) -> _Plain:
    return {
        "family": firing.key.family,
        "name": firing.key.name,
        "label": firing.label,
        "turn": firing.turn,
        "before": _fired(firing.before),
        "after": _fired(firing.after),
    }


def _fired(fired: Fired | None) -> _Plain | None:
    if fired is None:
        return None
    return {
        "records": fired.hits,
        "subjects": fired.subjects,
        "points": show_number(fired.points),
    }
