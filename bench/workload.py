"""The synthetic workload: typed evidence for the policy beside it, and its answers by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path
from random import Random

from rules.compile import compile_policy
from rules.program import Program
from rules.values import Value
from scoring.evidence import Evidence, Origin, Period, Record, Subject

POLICY = Path(__file__).with_name("workload.yaml")
PERIOD = Period("2025", date(2025, 1, 1), date(2025, 12, 31), date(2025, 12, 31))
_SEVERITIES = ["general"] * 170 + ["serious"] * 27 + ["major"] * 3
_RATERS = ("party_member", "committee", "owner", "owner")


def program() -> Program:
    return compile_policy(POLICY.read_bytes(), POLICY.name)[0]


def evidence(subjects: int, records_each: int = 46, seed: int = 20250101) -> Evidence:
    """`subjects` companies in twenty regions, each with the same number of records."""
    chance = Random(seed)  # synthetic data, no secret
    companies: dict[str, Subject] = {}
    records: dict[str, tuple[Record, ...]] = {}
    for number in range(subjects):
        name = f"PC{number:08d}"
        companies[name] = Subject(name, {"region": f"region_{chance.randrange(20):02d}"})
        badness = chance.choice((5, 20, 60))
        rows = [_record(chance, name, index, badness) for index in range(records_each)]
        records[name] = tuple(sorted(rows, key=lambda r: (r.date or date.min, r.id)))
    kinds = frozenset({"complaint", "inspection", "survey", "award"})
    return Evidence(PERIOD, companies, records, kinds)


def _record(chance: Random, subject: str, index: int, badness: int) -> Record:
    day = PERIOD.start + timedelta(days=chance.randrange(365))
    kind = chance.choices(("complaint", "inspection", "survey", "award"), (30, 15, 50, 5))[0]
    verified = chance.randrange(100) < (60 if kind == "award" else badness)
    values: tuple[Value, ...]
    if kind in ("complaint", "inspection"):
        days = None if chance.randrange(10) == 0 else min(365, chance.randrange(20) ** 2 // 5)
        values = (chance.choice(_SEVERITIES), verified, days, day)
    elif kind == "survey":
        mark = None if chance.randrange(20) == 0 else chance.randrange(30, 101)
        values = (chance.choice(_RATERS), mark, chance.randrange(1, 4), day)
    else:
        values = (verified, day)
    return Record(kind, f"{subject}-{index:04d}", subject, day, values, Origin("workload", index))


# --- the answers, by integer arithmetic in hundredths ------------------------------------------

_RULES = (
    ("complaint", ("general",), True, None, 50, 500),
    ("complaint", ("serious",), True, None, 100, 600),
    ("complaint", ("major",), True, None, 300, 900),
    ("complaint", None, True, 15, 50, 400),
    ("complaint", ("serious", "major"), True, 30, 150, 600),
    ("complaint", None, True, "open", 100, 500),
    ("inspection", ("general",), True, None, 100, 800),
    ("inspection", ("serious",), True, None, 200, 1000),
    ("inspection", ("major",), True, None, 500, 1000),
    ("inspection", None, True, 30, 100, 500),
    ("inspection", ("serious", "major"), False, None, 50, 200),
)
_WEIGHTS: Mapping[str, int] = {"party_member": 3, "committee": 3, "owner": 4}


def expected_total(records: Iterable[Record]) -> int:
    """A subject's total in hundredths, worked out without the engine."""
    rows = list(records)
    deducted = 0
    for kind, severities, verified, days, points, cap in _RULES:
        hits = sum(_meets(row, kind, severities, verified, days) for row in rows)
        deducted += min(hits * points, cap)
    low = sum(r.kind == "survey" and r.values[1] is not None and r.values[1] < 40 for r in rows)  # type: ignore[operator]
    deducted += min(low * 50, 300)
    awards = sum(row.kind == "award" and row.values[0] is True for row in rows)
    return max(0, min(11000, 7000 + _service(rows) - deducted + min(awards * 100, 500)))


def _meets(row: Record, kind: str, severities: object, verified: bool, days: object) -> bool:
    if row.kind != kind or row.values[1] is not verified:
        return False
    if severities is not None and row.values[0] not in severities:  # type: ignore[operator]
        return False
    taken = row.values[2]
    if days == "open":
        return taken is None
    return days is None or (taken is not None and taken > days)  # type: ignore[operator]


def _service(rows: list[Record]) -> int:
    """30 points for full satisfaction, rounded half up; under five marks satisfaction is 60."""
    sums: Counter[str] = Counter()
    weights: Counter[str] = Counter()
    ballots = 0
    for row in rows:
        if row.kind == "survey" and row.values[1] is not None:
            group, mark, weight, _ = row.values
            sums[str(group)] += mark * weight  # type: ignore[operator, assignment]
            weights[str(group)] += weight  # type: ignore[operator, assignment]
            ballots += 1
    if ballots < 5:
        return 1800
    over = under = 0
    for group, total in weights.items():
        over += _WEIGHTS[group] * _half_up(100 * sums[group], total)
        under += _WEIGHTS[group]
    return _half_up(30 * over, 100 * under)


def _half_up(over: int, under: int) -> int:
    return (2 * over + under) // (2 * under)
