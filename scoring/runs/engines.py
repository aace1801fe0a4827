"""Who assesses everybody: the rule engine, DuckDB, or the definition, and what is said of it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from importlib.metadata import version

from rules.backends.crossed import CrossedMatcher, Engine, EngineUnavailable, matcher_for
from rules.diagnostics import PolicyError
from rules.matching import Matcher
from rules.program import Program
from scoring.assess import Assessor, Progress
from scoring.assessment import Assessment
from scoring.evidence import Evidence
from scoring.package.parquet import VERSION as DUCKDB
from scoring.population.assess import assessed_at_once
from scoring.reports.xlsx.book import VERSION as XLSXWRITER
from scoring.runs.crosscheck import CrossCheck
from scoring.runs.memory import engine_share
from scoring.runs.outcome import EngineReport
from scoring.runs.request import Request


class ClusterUnavailable(EngineUnavailable):
    """A cluster was asked for where nothing of Spark is installed."""

    zh = "这里没有装 Spark：请用 pip install 'kaoping[spark]' 安装，另需 Java 17"
    en = "Spark is not installed here: pip install 'kaoping[spark]', and Java 17"


# Above so many subjects `auto` takes the whole population at once.
MANY = 5_000


@contextmanager
def assessing(
    program: Program, evidence: Evidence, request: Request, progress: Progress
) -> Iterator[tuple[Iterable[Assessment], Callable[[], EngineReport]]]:
    """The assessments of everybody, to be read once in the block, and then who decided: by the
    engine asked for. `auto` is the rule engine for few subjects, DuckDB with a sample checked for
    many, where it can do what the policy says."""
    many = request.engine == "auto" and len(evidence.subjects) > MANY
    if request.engine != "duckdb" and not many:
        yield _one_by_one(program, evidence, request.engine, progress)
        return
    how = request.crosscheck or ("sample" if many else "none")
    with ExitStack() as stack:
        try:
            found = stack.enter_context(_whole(program, evidence, request, progress))
        except PolicyError as error:
            if not many or {problem.code for problem in error.diagnostics} != {"engine-cannot"}:
                raise
            yield _one_by_one(program, evidence, request.engine, progress)
        else:
            check = CrossCheck(program, evidence, how)
            yield check.watch(found), lambda: _at_once(program, check.settle())


@contextmanager
def _whole(
    program: Program, evidence: Evidence, request: Request, progress: Progress
) -> Iterator[Iterable[Assessment]]:
    """In DuckDB, on this machine or in the tasks of a cluster."""
    findings, snapshot = request.ledger == "findings", request.snapshot
    if request.cluster is None or snapshot is None:
        subjects, rejects = len(evidence.subjects), len(evidence.rejects)
        with assessed_at_once(
            program,
            evidence,
            findings=findings,
            progress=progress,
            snapshot=snapshot,
            memory=engine_share(program, request, subjects=subjects, rejects=rejects),
        ) as found:
            yield found
        return
    try:
        from scoring.cluster.assess import assessed_in_parts
        from scoring.cluster.session import connected_to
    except ImportError:
        raise ClusterUnavailable from None
    with assessed_in_parts(
        program,
        evidence,
        connected_to(request.cluster),
        snapshot=snapshot,
        shared=snapshot.parents[1] / "tallied",
        findings=findings,
        progress=progress,
    ) as found:
        yield found


def _at_once(program: Program, checked: int) -> EngineReport:
    versions = parts()
    checker = matcher_for(program) if checked else None
    if isinstance(checker, CrossedMatcher):
        versions["durable-rules"] = version("durable-rules")
    return EngineReport("duckdb", versions, 0, 0, checked)


def _one_by_one(
    program: Program, evidence: Evidence, engine: Engine, progress: Progress
) -> tuple[Iterable[Assessment], Callable[[], EngineReport]]:
    matcher = matcher_for(program, engine)
    found = Assessor(program, matcher).population(evidence, progress=progress)
    return found, lambda: _report(matcher, len(found))


def _report(matcher: Matcher, subjects: int) -> EngineReport:
    versions = parts()
    if isinstance(matcher, CrossedMatcher):
        coverage = matcher.coverage
        versions["durable-rules"] = version("durable-rules")
        return EngineReport("durable", versions, coverage.decided, coverage.handed, subjects)
    return EngineReport("reference", versions, 0, 0, 0)


def parts() -> dict[str, str]:
    """Whatever makes the bytes of a file of the package, with its version."""
    return {
        "kaoping": version("kaoping"),
        "duckdb": DUCKDB,
        "xlsxwriter": XLSXWRITER,
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
    }
