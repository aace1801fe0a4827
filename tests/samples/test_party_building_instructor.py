"""The synthetic sample: the same bytes everywhere, many postings to many communities, every outcome
there is; and what the signatures make of its coefficients."""

from __future__ import annotations

import csv
import shutil
from collections import Counter, defaultdict
from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest

from scoring.run import run_review
from scoring.runs.outcome import Outcome
from scoring.runs.sample import read_sample
from scoring.settle.settlement import Settlement
from scoring.settle.settling import run_settlement
from tests.samples import party_building_instructor as drawn
from tests.samples import party_building_signatures as signed
from tests.samples.samples import (
    check_every_outcome_occurs,
    check_mark,
    outcome_of,
    policy_of,
    sample_of,
)

POLICY = policy_of("party-building-instructor")
SAMPLE = sample_of("party-building-instructor")
COEFFICIENT = "年终绩效系数"


def outcome() -> Outcome:
    return outcome_of("party-building-instructor")


def rows(name: str) -> list[Mapping[str, str]]:
    headings = drawn.HEADINGS[name]
    taken = drawn.tables()[name][: -len(drawn.SLIPS[name]) if name in drawn.SLIPS else None]
    return [dict(zip(headings, map(str, row), strict=True)) for row in taken]


def test_the_files_are_what_the_programs_write() -> None:
    delivered = {path.name: path.read_bytes() for path in SAMPLE.glob("*.csv")}
    assert delivered == {**drawn.files(), **signed.files()}


def test_it_is_marked_as_synthetic() -> None:
    check_mark(outcome())


def test_every_outcome_occurs() -> None:
    check_every_outcome_occurs(outcome())


def test_nobody_is_named_and_no_employer_or_community_is() -> None:
    headings = {heading for row in drawn.HEADINGS.values() for heading in row}
    sensitive = ("姓名", "电话", "身份证", "住址", "单位名称", "小区名称", "评议人")
    assert not [h for h in headings if any(word in h for word in sensitive)]


def test_two_hundred_instructors_are_posted_to_a_hundred_communities() -> None:
    postings = rows("派驻")
    instructors = Counter(row["指导员编号"] for row in postings)
    communities = Counter(row["小区编号"] for row in postings)
    assert (len(instructors), len(communities)) == (200, 100)
    assert min(communities.values()) == 2
    assert Counter(instructors.values()) == {1: 145, 2: 45, 3: 10}


def test_those_posted_to_one_community_share_its_result() -> None:
    community_of = {row["派驻号"]: row["小区编号"] for row in rows("派驻")}
    results = defaultdict(list)
    for row in rows("验收"):
        results[community_of[row["派驻号"]]].append(row["成效"])
    assert {len(set(words)) for words in results.values()} == {1}
    assert max(len(words) for words in results.values()) > 2


def test_wrong_rows_are_refused_each_for_its_own_reason() -> None:
    assert sorted(reject.code for reject in outcome().evidence.rejects) == [
        "no-parent",
        "not-a-date",
        "out-of-bounds",
        "out-of-bounds",
        "outside-period",
        "unit-in-cell",
        "unknown-category",
        "unknown-category",
        "unknown-subject",
    ]


def test_a_community_without_ballots_neither_helps_nor_harms() -> None:
    found = {a.subject: a for a in outcome().assessments}
    one = found["示例指导员152"]
    assert (one.state, one.measures["未评议小区数"]) == ("graded", 1)
    assert one.measures["评议得分"] == Fraction("87.55")
    assert found["示例指导员088"].state == "pending"


def test_the_grades_spread_as_in_a_plausible_year() -> None:
    assert outcome().grades == {"优秀": 15, "合格": 145, "基本合格": 27, "不合格": 3}


# --- signatures --------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def settlement(tmp_path_factory: pytest.TempPathFactory) -> Settlement:
    """Of the same review by the policy in force: only who issues a policy can put it in force."""
    folder = tmp_path_factory.mktemp("instructors") / "policy"
    shutil.copytree(POLICY.parent, folder)
    text = POLICY.read_text(encoding="utf-8")
    policy = folder / POLICY.name
    policy.write_text(text.replace("状态: 仅计分", "状态: 生效"), encoding="utf-8")
    run_review(read_sample(folder / "sample" / "sample.yaml", policy), folder / "package")
    signatures = folder / "sample" / "签字.csv"
    return run_settlement(folder / "package", signatures, date(2027, 1, 31), folder / "settled")


def numbers(settlement: Settlement, status: str) -> set[int]:
    return {int(s[-3:]) for (_, s), found in settlement.statuses.items() if found == status}


def test_only_those_whose_figures_both_parties_signed_have_their_uplift(
    settlement: Settlement,
) -> None:
    recommended = {
        int(a.subject[-3:]) for a in outcome().assessments if a.coefficients.get(COEFFICIENT)
    }
    void = signed.CORRECTED - signed.SIGNED_ANEW
    without = signed.UNIT_ONLY | void | signed.SIGNED_BY_ITSELF | signed.WRONG_ROLE
    unsigned = without | signed.TOO_LATE
    assert unsigned <= recommended
    assert numbers(settlement, "unsigned") == unsigned
    assert numbers(settlement, "refused") == signed.REFUSED
    assert numbers(settlement, "settled") == recommended - unsigned - signed.REFUSED


def test_every_signature_that_does_not_count_says_why(settlement: Settlement) -> None:
    assert Counter(reject.code for reject in settlement.rejects) == {
        "figures-changed": 6,
        "signed-by-itself": 1,
        "wrong-role": 1,
        "signed-too-late": 1,
        "signed-anew": 1,
        "nothing-to-sign": 1,
    }
    assert settlement.signatures == len(settlement.valid) + len(settlement.rejects)


def test_the_sheet_of_signatures_names_digests_of_the_results() -> None:
    with (SAMPLE / "签字.csv").open(encoding="utf-8-sig", newline="") as file:
        given = {row["摘要"] for row in csv.DictReader(file)}
    known = {a.digest for a in outcome().assessments if a.digest}
    assert len(given - known) == len(signed.CORRECTED) + 1
