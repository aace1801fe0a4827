"""How fast one subject and a batch are assessed, by each engine: `make bench`. Reports only."""

from __future__ import annotations

import platform
import statistics
from time import perf_counter

from bench.workload import evidence, program
from rules.backends.crossed import Engine, matcher_for
from scoring.assess import Assessor

SUBJECTS = 2_000
ENGINES: tuple[Engine, ...] = ("reference", "durable")


def main() -> None:
    policy = program()
    population = evidence(SUBJECTS)
    print(f"Python {platform.python_version()}, {platform.machine()}, {len(policy.rules)} rules")
    print(f"{'engine':34} {'p50 ms':>8} {'p99 ms':>8} {'subjects/s':>11} {'records/s':>11}")
    for engine in ENGINES:
        matcher = matcher_for(policy, engine)
        assessor = Assessor(policy, matcher)
        names = list(population.subjects)
        for name in names[:200]:
            assessor.subject(population, name)
        taken = []
        for name in names:
            start = perf_counter()
            assessor.subject(population, name)
            taken.append((perf_counter() - start) * 1000)
        start = perf_counter()
        assessor.population(population)
        seconds = perf_counter() - start
        cuts = statistics.quantiles(taken, n=100)
        name = f"{matcher.name}, matched twice" if engine == "durable" else matcher.name
        print(
            f"{name:34} {cuts[49]:8.3f} {cuts[98]:8.3f} {SUBJECTS / seconds:11,.0f} "
            f"{population.admitted / seconds:11,.0f}"
        )


if __name__ == "__main__":
    main()
