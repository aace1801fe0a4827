"""Everybody assessed at once: records in DuckDB, then the stages of a subject on its sums."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from rules.backends.reference import ReferenceMatcher
from rules.backends.sql_numbers import TooWideError
from rules.backends.sql_terms import CannotError
from rules.diagnostics import PolicyError, diagnose
from rules.program import Program
from scoring.assess import Assessor, Progress
from scoring.assessment import Assessment
from scoring.evidence import Evidence, Period
from scoring.notes import Words
from scoring.population.cannot import LEFT, REFUSED
from scoring.population.find.late import with_late_cases
from scoring.population.kernel import Kernel, ReadTallies, tally
from scoring.population.reading import read_results
from scoring.population.results import conclude
from scoring.population.store import Store, load, open_snapshot
from scoring.snapshot.connecting import connected


def assess_at_once(
    program: Program,
    evidence: Evidence,
    *,
    findings: bool = False,
    threads: int | None = None,
    progress: Progress | None = None,
    snapshot: Path | None = None,
) -> tuple[Assessment, ...]:
    """What `assess_population` gives, without the findings unless they are asked for; from the
    files of a `snapshot` of the evidence where there is one. Raises PolicyError where the policy
    says something this engine cannot do."""
    with assessed_at_once(
        program, evidence, findings=findings, threads=threads, snapshot=snapshot, progress=progress
    ) as found:
        return tuple(found)


@contextmanager
def assessed_at_once(
    program: Program,
    evidence: Evidence,
    *,
    findings: bool = False,
    threads: int | None = None,
    progress: Progress | None = None,
    snapshot: Path | None = None,
    memory: str | None = None,
) -> Iterator[Iterable[Assessment]]:
    """The same one after the other, once, while the block lasts: no more than some thousands of
    them are in memory, but where the policy needs the definition. That is refused where the engine
    may take so much `memory` only."""
    folders = [snapshot] if snapshot else []
    with connected(*folders, threads=threads, memory=memory) as connection:
        with refusing():
            if snapshot:
                store = open_snapshot(connection, program, snapshot)
            else:
                store = load(connection, program, evidence)
            store = with_late_cases(store, program, evidence)
            kernel = tally(store, program, findings=findings)
            found = assessed(store, program, evidence, kernel, progress, bounded=memory is not None)
        yield found


@contextmanager
def refusing() -> Iterator[None]:
    """What this engine cannot do, as its author hears of it."""
    try:
        yield
    except CannotError as error:
        words = REFUSED[error.what]
        problem = diagnose("engine-cannot", error.span, what=words.zh, what_en=words.en)
        raise PolicyError([problem]) from None


def assess_one_of_all(
    program: Program, evidence: Evidence, subject: str, snapshot: Path
) -> Assessment | None:
    """What `assess_at_once` gives of one subject, with its findings by the definition; of the
    others no object is made. None where the policy needs the definition."""
    matcher = ReferenceMatcher(program)
    try:
        with connected(snapshot) as connection:
            store = with_late_cases(open_snapshot(connection, program, snapshot), program, evidence)
            kernel = tally(store, program)
            results = conclude(store, program, kernel, evidence.history)
            assessor = Assessor(program, matcher)
            own = {subject: assessor.subject(evidence, subject).findings}
            kernel = replace(kernel, findings=lambda _: own)
            (found,) = read_results(
                store, program, evidence, kernel, results, assessor, subject=subject
            )
    except (CannotError, TooWideError):
        return None
    return found


def assessed(
    store: Store,
    program: Program,
    evidence: Evidence,
    kernel: Kernel,
    progress: Progress | None,
    *,
    bounded: bool = False,
) -> Iterable[Assessment]:
    """All stages in DuckDB, or, where the policy needs the definition, the stages of a subject on
    its tallies one by one, which is refused where memory is `bounded`."""
    matcher = ReferenceMatcher(program)
    try:
        results = conclude(store, program, kernel, evidence.history)
    except (CannotError, TooWideError) as error:
        if isinstance(error, CannotError) and error.what not in {*LEFT, *REFUSED}:
            raise
        if bounded:
            raise _unbounded(error) from None
        tallies = ReadTallies(store, kernel)
        return Assessor(program, matcher, tallies).population(evidence, progress=progress)
    return read_results(store, program, evidence, kernel, results, Assessor(program, matcher))


def needs_definition(program: Program, period: Period) -> Words | None:
    """What the policy leaves to the definition, as far as it shows without any evidence."""
    nothing = Evidence(period, {}, {}, frozenset(kind.name for kind in program.evidence))
    with connected(threads=1) as connection:
        store = load(connection, program, nothing)
        try:
            conclude(store, program, tally(store, program), nothing.history)
        except CannotError as error:
            return LEFT.get(error.what)
        except TooWideError:
            return None
    return None


def _unbounded(error: CannotError | TooWideError) -> PolicyError:
    what, span = (error.what, error.span) if isinstance(error, CannotError) else ("wide", None)
    words = {**LEFT, **REFUSED}[what]
    told = diagnose("memory-limit-cannot", span, what=words.zh, what_en=words.en)
    return PolicyError([told])
