"""What a run may take in memory: whether that can be kept to, and who gets how much of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rules.diagnostics import PolicyError, diagnose
from rules.program import Program
from scoring.evidence import Period
from scoring.intake.bulk.room import Room
from scoring.notes import Words
from scoring.package.parquet import held
from scoring.package.tables import findings_table, ledger_table, results_table
from scoring.population.assess import needs_definition
from scoring.runs.request import Request

MEGABYTE = 1 << 20
# Bytes of 1MB and 1GB as people write them.
UNITS = {"MB": 10**6, "GB": 10**9}

# Megabytes, as measured by bench/growth.py: the program itself with some rows on their way, and a
# column of a table that the report shows.
_ITSELF, _SHOWN = 150, 2
# Columns of all tables but the results.
_OTHERS = 40
# Below this the engine fails on a row group or two.
_LEAST_OF_ENGINE = 128
# Bytes: the name of a subject, and a row that was not taken.
_NAME, _REJECT = 40, 1_200


def require_bounded(program: Program, request: Request, period: Period) -> None:
    """Before any work. Raises PolicyError where some part of the run holds everybody, or where the
    limit is too small to begin."""
    if request.memory is None:
        return
    if what := next(_unbounded(program, request, period), None):
        raise cannot(what)
    engine_share(program, request)


def engine_share(
    program: Program, request: Request, *, subjects: int = 0, rejects: int = 0
) -> str | None:
    """What DuckDB may take of the limit, None without one. Raises PolicyError where too little is
    left."""
    if request.memory is None:
        return None
    return f"{_left(program, request, request.memory, subjects, rejects)}MiB"


def admission_share(program: Program, request: Request) -> str | None:
    """Less, because tables that grow take more than they are counted for."""
    if request.memory is None:
        return None
    left = _left(program, request, request.memory, 0, 0)
    return f"{max(left * 7 // 8, _LEAST_OF_ENGINE)}MiB"


def _left(program: Program, request: Request, limit: int, subjects: int, rejects: int) -> int:
    taken = _ITSELF + _written(program, request)
    taken += (subjects * _NAME + rejects * _REJECT) // MEGABYTE
    left = limit // MEGABYTE - taken
    if left < _LEAST_OF_ENGINE:
        raise _too_little(limit, taken + _LEAST_OF_ENGINE)
    return left


def admission_room(program: Program, request: Request) -> Room:
    """What is free for rows and texts until anything is written."""
    return Room(None if request.memory is None else _written(program, request) * MEGABYTE)


def _written(program: Program, request: Request) -> int:
    """Megabytes for the files that are written, and for what the report shows of them."""
    tables = [results_table(program), ledger_table()]
    if request.ledger == "findings":
        tables.append(findings_table(program, 1))
    files = sum(held(len(table.columns)) for table in tables)
    return files + _SHOWN * (len(tables[0].columns) + _OTHERS)


@contextmanager
def kept_to(limit: int | None) -> Iterator[None]:
    """Where the limit did not do after all, that is told."""
    try:
        yield
    except MemoryError:
        if limit is None:
            raise
        told = diagnose("memory-limit-full", None, limit=f"{limit // UNITS['MB']}MB")
        raise PolicyError([told]) from None


def cannot(what: Words) -> PolicyError:
    return PolicyError([diagnose("memory-limit-cannot", None, what=what.zh, what_en=what.en)])


def _too_little(limit: int, least: int) -> PolicyError:
    """`limit` in bytes; `least` in megabytes, told as people write them."""
    told = -(-least * MEGABYTE // UNITS["MB"])
    words = {"limit": f"{limit // UNITS['MB']}MB", "least": f"{told}MB"}
    return PolicyError([diagnose("memory-limit-small", None, **words)])


def _unbounded(program: Program, request: Request, period: Period) -> Iterator[Words]:
    if request.engine != "duckdb" or request.cluster is not None:
        yield Words("除 duckdb 以外的引擎", "an engine other than duckdb")
    if request.crosscheck not in (None, "none"):
        yield Words("用另一个引擎核对", "a crosscheck by another engine")
    if request.history:
        yield Words("往期结果", "earlier results")
    if request.imports:
        yield Words("别的细则的结果", "results of other policies")
    if request.mapping:
        yield Words("按映射读取的表", "tables that are read by a mapping")
    if program.effects:
        yield Words("写给别的细则的数据", "evidence that is written for other policies")
    if what := needs_definition(program, period):
        yield what
