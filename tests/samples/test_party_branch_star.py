"""The synthetic sample: the same bytes everywhere, marked, and showing every outcome there is."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import cache

from rules.library import shipped
from scoring.awards import pool_sum
from scoring.outcome import Outcome
from scoring.run import review
from scoring.sample import read_sample
from tests.samples.party_branch_star import files

POLICY = shipped() / "party-branch-star" / "2026.1.yaml"
SAMPLE = POLICY.parent / "sample"
TWINS = ("ZB207", "ZB208")


@cache
def outcome() -> Outcome:
    request = read_sample(SAMPLE / "sample.yaml", POLICY)
    return review(replace(request, engine="reference"))


def test_the_files_are_what_the_program_writes() -> None:
    assert {path.name: path.read_bytes() for path in SAMPLE.glob("*.csv")} == files()


def test_it_is_marked_as_synthetic() -> None:
    mark = outcome().request.mark
    assert mark
    assert "合成数据" in mark.zh
    assert "synthetic" in mark.en


def test_it_has_the_size_of_a_real_district() -> None:
    assert len(outcome().assessments) == 420
    assert outcome().evidence.admitted >= 29_000


def test_every_outcome_occurs() -> None:
    found = outcome().assessments
    program = outcome().program
    assert {a.state for a in found} == {"graded", "not_graded", "pending"}
    assert {a.grade for a in found if a.grade} == {grade.name for grade in program.grades}
    assert {v for a in found for v in a.vetoes} == {veto.id for veto in program.vetoes}
    assert {g for a in found for g in a.direct_grades} == {"上级表彰", "书记长期空缺"}
    assert {name for a in found for name in a.lists} == {rule.name for rule in program.lists}
    assert {case.trigger for a in found for case in a.triggers} == {
        t.name for t in program.triggers
    }
    assert {f.rule for a in found for f in a.findings} == {rule.id for rule in program.rules}


def test_wrong_rows_are_refused_each_for_its_own_reason() -> None:
    assert sorted(reject.code for reject in outcome().evidence.rejects) == [
        "conflicting-identity",
        "conflicting-identity",
        "duplicate-identity",
        "missing-value",
        "not-a-date",
        "not-a-number",
        "out-of-bounds",
        "out-of-bounds",
        "outside-period",
        "rejected-subject",
        "too-many-decimals",
        "unknown-category",
        "unknown-subject",
    ]


def test_no_more_than_three_in_ten_have_five_stars() -> None:
    """411 branches are graded, which makes room for 123. Two that are equal in everything stand
    at the 123rd place, so that neither finds room and 122 have five stars."""
    seats = {a.subject: seat for a in outcome().assessments for seat in a.seats}
    assert {(s.size, s.room, s.candidates) for s in seats.values()} == {(411, 123, 133)}
    assert Counter(s.outcome for s in seats.values()) == {"seated": 122, "displaced": 11}
    assert [(seats[twin].place, seats[twin].outcome) for twin in TWINS] == [(123, "displaced")] * 2
    assert sum(a.grade == "五星" for a in outcome().assessments) == 122


def test_branches_equal_in_everything_share_their_place() -> None:
    twins = [a for a in outcome().assessments if a.subject in TWINS]
    assert twins[0].total == twins[1].total
    assert twins[0].places == twins[1].places


def test_money_adds_up() -> None:
    """Rewards by star; subsidies by star and months, to full-time secretaries without other pay."""
    found = outcome().assessments
    stars = Counter(a.grade for a in found)
    reward, subsidy = (pool_sum(pool, found) for pool in outcome().program.awards)
    assert reward.paid == 10_000 * stars["五星"] + 6_000 * stars["四星"] + 3_000 * stars["三星"]
    paid = [a for a in found if a.coefficients.get("书记月补贴")]
    months = {a.subject: a.fields["书记任职月数"] for a in paid}
    monthly = {"五星": 800, "四星": 700, "三星": 600, "二星": 500}
    known = [a for a in paid if a.coefficients["书记月补贴"].value is not None]
    assert subsidy.paid == sum(monthly[str(a.grade)] * int(str(months[a.subject])) for a in known)
    assert subsidy.waiting == len(paid) - len(known) == 1


def test_the_stars_spread_as_in_a_plausible_year() -> None:
    assert outcome().grades == {"五星": 122, "四星": 159, "三星": 77, "二星": 37, "一星": 16}
