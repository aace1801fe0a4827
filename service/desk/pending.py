"""What of a subject's result is still open, and what it waits for."""

from __future__ import annotations

from collections.abc import Iterator

from rules.program import Program
from scoring.assessment import Assessment
from scoring.notes import NEEDS_POPULATION, Words

_LACKS = Words("所需的数据缺失或者不明", "something it reads is missing or unknown")


def pending(program: Program, found: Assessment) -> Iterator[dict[str, str]]:
    """`why` is `population` for what needs everyone at once, else `input`; each name once, in the
    order in which people read a result."""
    population = {c.place for c in found.cautions if c.zh == NEEDS_POPULATION.zh}
    if found.state == "pending":
        needs_all = NEEDS_POPULATION.zh in found.reason_zh.split("；")
        why = "population" if needs_all else "input"
        yield {"name": "state", "why": why, "zh": found.reason_zh, "en": found.reason_en}
    waiting = [rank.name for rank in program.ranks if rank.name not in found.places]
    waiting = waiting if found.state != "not_graded" else []
    waiting += [*found.pending_lists, *found.pending_triggers]
    waiting += [name for name, given in found.coefficients.items() if given.value is None]
    waiting += [name for name, share in found.awards.items() if share.amount is None]
    for name in dict.fromkeys([*waiting, *sorted(population)]):
        words = NEEDS_POPULATION if name in population else _LACKS
        why = "population" if name in population else "input"
        yield {"name": name, "why": why, "zh": words.zh, "en": words.en}
