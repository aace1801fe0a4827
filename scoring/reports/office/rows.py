"""What a report needs of each subject, read once through the results."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol, cast

from rules.program import Program
from rules.values import Number, Value
from scoring.assessment import State
from scoring.package.stored import Stored
from scoring.reports.document import Block


class Standing(NamedTuple):
    """A place in a rank: the group, and the place in it; None where the subject has none."""

    group: str
    place: int | None
    provisional: bool


class Row(NamedTuple):
    """One subject's result in short; `name` is its id where subjects have no names. `leagues` are
    its values of the fields that ranks stand apart by, in the order of `league_fields`."""

    subject: str
    name: str
    state: State
    total: Number | None
    grade: str | None
    reason: str
    reason_en: str
    standings: tuple[Standing, ...]
    leagues: tuple[Value, ...] = ()


class Part(Protocol):
    """A part of a report that looks at every subject once, and then says what it found."""

    def take(self, row: Row) -> None: ...

    def blocks(self) -> Iterator[Block]: ...


def league_fields(program: Program) -> tuple[str, ...]:
    """The fields of a subject that ranks stand apart by, each once."""
    return tuple(dict.fromkeys(name for rank in program.ranks for name in rank.within))


def result_rows(stored: Stored) -> Iterator[Row]:
    program = stored.program
    name = program.subject.name_field
    ranks = [rank.name for rank in program.ranks]
    taken = [
        "subject",
        f"field_{name}" if name else "subject",
        "state",
        *(["total"] if program.total else []),
        "grade",
        "reason",
        "reason_en",
        *(f"{part}_{rank}" for rank in ranks for part in ("group", "place", "provisional")),
        *(f"field_{field}" for field in league_fields(program)),
    ]
    more = 7 if program.total else 6
    for cells in stored.rows("results", *taken):
        subject, called, state = map(str, (cells[0], cells[1] or cells[0], cells[2]))
        total = cast(Number | None, cells[3]) if program.total else None
        grade, reason, reason_en = (cast(str | None, cell) for cell in cells[more - 3 : more])
        places, leagues = cells[more:][: 3 * len(ranks)], cells[more + 3 * len(ranks) :]
        yield Row(
            subject=subject,
            name=called,
            state=cast(State, state),
            total=total,
            grade=grade,
            reason=reason or "",
            reason_en=reason_en or "",
            standings=tuple(
                Standing(
                    str(places[at] or ""), cast(int | None, places[at + 1]), places[at + 2] is True
                )
                for at in range(0, len(places), 3)
            ),
            leagues=tuple(leagues),
        )
