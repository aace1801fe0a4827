"""The synthetic sample: the same rows everywhere, marked, with the published head counts, showing
every outcome there is; and what the two signatures make of its money."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from scoring.run import run_review
from scoring.runs.outcome import Outcome
from scoring.runs.request import Request
from scoring.settle.settling import run_settlement
from tests.samples.in_service_member import HEADINGS, files, members, tables
from tests.samples.samples import (
    check_every_outcome_occurs,
    check_mark,
    outcome_of,
    policy_of,
    sample_of,
)

POLICY = policy_of("in-service-member")
SAMPLE = sample_of("in-service-member")
COEFFICIENT, POOL = "年终绩效系数", "重点工作绩效奖励"


def outcome() -> Outcome:
    return outcome_of("in-service-member")


def test_the_files_hold_what_the_program_writes() -> None:
    delivered = {path.name: gzip.decompress(path.read_bytes()) for path in SAMPLE.glob("*.gz")}
    assert delivered == files()


def test_it_is_marked_as_synthetic() -> None:
    check_mark(outcome())


def test_it_has_the_size_of_a_real_district() -> None:
    assert len(outcome().assessments) == 8_800
    assert sum(a.state == "graded" for a in outcome().assessments) >= 5_000
    assert outcome().evidence.admitted >= 50_000


def test_the_registration_funnel_is_the_published_one() -> None:
    roster = [dict(zip(HEADINGS["党员名册"], row, strict=True)) for row in tables()["党员名册"]]
    registered = [row for row in roster if row["报到日"]]
    matched = [row for row in registered if row["对接日"]]
    posted = {row[0] for row in tables()["岗位任职"]} & {row["党员编号"] for row in matched}
    assert len(registered) == 8_723
    assert sum(row["单位类别"] == "机关" for row in registered) == 2_512
    assert len(matched) == 6_542
    assert len(posted) == 3_271
    assert Fraction(len(posted), len(matched)) == Fraction(1, 2)


def test_nobody_is_named_and_no_home_or_employer_is_carried() -> None:
    headings = {heading for row in HEADINGS.values() for heading in row}
    sensitive = ("姓名", "电话", "身份证", "住址", "单位名称", "小区", "社区", "评议人")
    assert not [h for h in headings if any(word in h for word in sensitive)]
    assert all(member.id.startswith("示例党员") for member in members())


def test_every_outcome_occurs() -> None:
    check_every_outcome_occurs(outcome())


def test_wrong_rows_are_refused_each_for_its_own_reason() -> None:
    assert sorted(reject.code for reject in outcome().evidence.rejects) == [
        "missing-value",
        "out-of-bounds",
        "out-of-bounds",
        "out-of-bounds",
        "outside-period",
        "too-many-decimals",
        "unit-in-cell",
        "unknown-category",
        "unknown-category",
        "unknown-subject",
    ]


def test_at_most_a_third_is_excellent() -> None:
    graded = sum(a.state == "graded" for a in outcome().assessments)
    assert outcome().grades["优秀"] <= graded // 3
    assert outcome().grades == {"优秀": 1531, "合格": 2949, "基本合格": 1487, "不合格": 302}


def test_only_committee_members_of_a_passing_grade_have_an_uplift() -> None:
    for a in outcome().assessments:
        passed = a.grade in ("优秀", "合格") and a.fields["班子职务"] != "不任职"
        recommended = a.coefficients.get(COEFFICIENT)
        assert (recommended is not None) == passed


def test_a_million_is_shared_to_the_cent_among_the_excellent_of_committees() -> None:
    found = outcome().assessments
    shares = {a.subject: a.awards[POOL].amount for a in found if POOL in a.awards}
    assert set(shares) == {
        a.subject for a in found if a.grade == "优秀" and a.fields["班子职务"] != "不任职"
    }
    amounts = [amount for amount in shares.values() if amount is not None]
    assert sum(amounts) == 1_000_000
    assert max(amounts) - min(amounts) <= Fraction(1, 100)


# --- two signatures ----------------------------------------------------------------------------


def in_force(folder: Path, hours: Mapping[str, int]) -> Path:
    """A review of committee members with so many cards of fifty hours, by the policy in force."""
    policy = folder / "policy.yaml"
    text = POLICY.read_text(encoding="utf-8")
    policy.write_text(text.replace("状态: 仅计分", "状态: 生效"), encoding="utf-8")
    rows: dict[str, list[Sequence[object]]] = {name: [] for name in HEADINGS}
    for member, cards in hours.items():
        rows["党员名册"].append(
            (member, "机关", "在职", "2025-03-01", "线上", "2025-03-10", "委员")
        )
        rows["评议"].append((member, f"P-{member}", "2026-12-06", "社区党组织", 100))
        rows["志愿服务"] += [
            (member, f"F-{member}-{n}", "2026-05-28", 50, "是") for n in range(cards)
        ]
    for name, lines in rows.items():
        text = "\r\n".join(",".join(map(str, line)) for line in (HEADINGS[name], *lines))
        (folder / f"{name}.csv").write_text(text + "\r\n", encoding="utf-8")
    evidence = tuple(folder / f"{name}.csv" for name in HEADINGS if name != "党员名册")
    roster = folder / "党员名册.csv"
    run_review(Request(policy, evidence, "2026", roster, engine="reference"), folder / "package")
    return folder / "package"


def settled(package: Path, folder: Path, *signatures: Sequence[str]) -> dict[str, str]:
    """What became of each member's coefficient, once the given parties have signed."""
    digests = {row["subject"]: row["digest"] for row in table_of(package / "results.csv")}
    headings = ("签字事项", "方", "角色", "对象", "意见", "摘要", "日期", "签字人")
    lines = [
        ("年度考核", party, role, member, verdict, digest or digests[member], "2027-01-20", party)
        for member, party, role, verdict, digest in signatures
    ]
    path = folder / "签字.csv"
    path.write_text("".join(",".join(line) + "\n" for line in (headings, *lines)), "utf-8")
    run_settlement(package, path, date(2027, 1, 31), folder / "settled")
    found = table_of(folder / "settled" / "coefficients.csv")
    return {row["subject"]: f"{row['status']} {row['value']}".strip() for row in found}


def table_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(
    ("signatures", "expected"),
    [
        pytest.param(
            [("甲", "所属单位", "", "同意", ""), ("甲", "社区党组织", "书记", "同意", "")],
            "已兑现 0.1",
            id="both-sign",
        ),
        pytest.param([("甲", "所属单位", "", "同意", "")], "未签字", id="only-the-unit-signs"),
        pytest.param(
            [("甲", "所属单位", "", "同意", ""), ("甲", "社区党组织", "书记", "不同意", "")],
            "不同意",
            id="the-community-refuses",
        ),
        pytest.param(
            [("甲", "所属单位", "", "同意", ""), ("甲", "社区党组织", "委员", "同意", "")],
            "未签字",
            id="nobody-entitled-signs-for-the-community",
        ),
        pytest.param(
            [("甲", "所属单位", "", "同意", "旧"), ("甲", "社区党组织", "书记", "同意", "旧")],
            "未签字",
            id="the-figures-changed-after-both-signed",
        ),
    ],
)
def test_an_uplift_needs_both_signatures_on_the_figures(
    tmp_path: Path, signatures: Sequence[Sequence[str]], expected: str
) -> None:
    package = in_force(tmp_path, {"甲": 4, "乙": 0})
    assert settled(package, tmp_path, *signatures) == {"甲": expected}
