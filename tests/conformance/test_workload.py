"""The benchmark's policy gives the totals that plain integer arithmetic gives."""

from __future__ import annotations

from fractions import Fraction

from bench.workload import evidence, expected_total, program
from rules.backends.crossed import matcher_for
from scoring.assess import Assessor


def test_every_total_of_the_workload_is_the_one_worked_out_by_hand() -> None:
    population = evidence(300)
    policy = program()
    results = Assessor(policy, matcher_for(policy)).population(population)
    by_hand = {
        name: Fraction(expected_total(population.of(name)), 100) for name in population.subjects
    }
    assert {result.subject: result.total for result in results} == by_hand
    assert len({result.grade for result in results}) == 4
