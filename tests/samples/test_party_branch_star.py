"""The synthetic sample: the same bytes everywhere, marked, and showing every outcome there is."""

from __future__ import annotations

from collections import Counter

from scoring.conclude.awards import pool_sum
from scoring.runs.outcome import Outcome
from tests.samples.party_branch_star import files
from tests.samples.samples import check_every_outcome_occurs, check_mark, outcome_of, sample_of

SAMPLE = sample_of("party-branch-star")
TWINS = ("ZB207", "ZB208")


def outcome() -> Outcome:
    return outcome_of("party-branch-star")


def test_the_files_are_what_the_program_writes() -> None:
    assert {path.name: path.read_bytes() for path in SAMPLE.glob("*.csv")} == files()


def test_it_is_marked_as_synthetic() -> None:
    check_mark(outcome())


def test_it_has_the_size_of_a_real_district() -> None:
    assert len(outcome().assessments) == 420
    assert outcome().evidence.admitted >= 29_000


def test_every_outcome_occurs() -> None:
    check_every_outcome_occurs(outcome())


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
