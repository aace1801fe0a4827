"""The settlement of a package: a package of its own; the first stays as it is."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pytest

from rules.diagnostics import PolicyError
from scoring.explanation.settlement import explain_settlement
from scoring.run import run_review, verify_package
from scoring.runs.request import Request
from scoring.settle.settling import review_settlement, run_settlement, verify_any

CASE = Path(__file__).resolve().parents[1] / "cases" / "settlement"
CUT_OFF = date(2027, 1, 31)
HEADINGS = ("签字事项", "方", "角色", "对象", "意见", "摘要", "日期", "签字人")


def review(folder: Path, *, status: str = "生效") -> Path:
    policy = folder / "policy.yaml"
    text = (CASE / "policy.yaml").read_text(encoding="utf-8")
    policy.write_text(text.replace("状态: 生效", f"状态: {status}"), encoding="utf-8")
    subjects = CASE / "subjects.csv"
    run_review(Request(policy, (), "2026", subjects, engine="reference"), folder / "package")
    return folder / "package"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return review(tmp_path_factory.mktemp("settling"))


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def signed(package: Path, folder: Path, subjects: Iterable[str]) -> Path:
    """Both parties sign everything of these subjects; the community refuses d03 the appraisal."""
    digests = {row["subject"]: row["digest"] for row in rows(package / "results.csv")}
    path = folder / "签字.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(HEADINGS)
        for subject in subjects:
            for gate in ("年度考核", "民主评议"):
                for party, role in (("所属单位", ""), ("社区党组织", "书记")):
                    refuses = (subject, gate, party) == ("d03", "年度考核", "社区党组织")
                    verdict = "不同意" if refuses else "同意"
                    table.writerow(
                        (gate, party, role, subject, verdict, digests[subject], "2027-01-20",
                         f"{party}负责人")
                    )  # fmt: skip
        table.writerow(("年度考核", "所属单位", "", "d07", "同意", "x", "2027-01-20", "负责人"))
        table.writerow(("年度考核", "所属单位", "", "d07", "也许", "x", "2027-01-20", "负责人"))
    return path


MOST = ("d01", "d02", "d03", "d04", "d05", "d08")


def test_coefficients_and_awards_are_those_of_who_was_signed_for(package, tmp_path):
    run_settlement(package, signed(package, tmp_path, MOST), CUT_OFF, tmp_path / "out")
    coefficients = rows(tmp_path / "out" / "coefficients.csv")
    assert {row["subject"]: (row["status"], row["value"]) for row in coefficients} == {
        "d01": ("已兑现", "0.2"), "d02": ("已兑现", "0.2"), "d03": ("不同意", ""),
        "d04": ("已兑现", "0.2"), "d05": ("已兑现", "0.2"), "d06": ("未签字", ""),
        "d07": ("未签字", ""), "d08": ("已兑现", "0.1"),
    }  # fmt: skip
    awards = rows(tmp_path / "out" / "awards.csv")
    assert {row["subject"]: (row["status"], row["amount"]) for row in awards} == {
        "d01": ("已兑现", "142857.15"), "d02": ("已兑现", "142857.15"), "d03": ("不同意", ""),
        "d04": ("已兑现", "142857.14"), "d05": ("已兑现", "142857.14"), "d06": ("未签字", ""),
        "d07": ("未签字", ""), "": ("留存", "428571.42"),
    }  # fmt: skip
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["signatures"] == {"in": 26, "valid": 24, "rejected": 2}
    assert manifest["awards"]["重点工作绩效奖励"] == {
        "pool": "1000000.00",
        "paid": "571428.58",
        "unspent": "428571.42",
        "winners": 4,
        "provisional": False,
        "shares": {"refused": 1, "settled": 4, "unsigned": 2},
    }
    rejects = rows(tmp_path / "out" / "rejects.csv")
    assert [(row["row"], row["code"]) for row in rejects] == [
        ("26", "figures-changed"), ("27", "unknown-category"),
    ]  # fmt: skip
    gates = rows(tmp_path / "out" / "signoffs.csv")
    assert len(gates) == 3 * 9 * 2
    assert {row["state"] for row in gates if row["sign_off"] == "选拔任用"} == {"未签字"}


def test_before_it_they_are_proposals(package):
    assert {row["status"] for row in rows(package / "coefficients.csv")} == {"待签字"}
    awards = rows(package / "awards.csv")
    assert [(row["subject"], row["status"], row["amount"]) for row in awards] == [
        ("d01", "待签字", "142857.15"), ("d02", "待签字", "142857.15"),
        ("d03", "待签字", "142857.14"), ("d04", "待签字", "142857.14"),
        ("d05", "待签字", "142857.14"), ("d06", "待签字", "142857.14"),
        ("d07", "待签字", "142857.14"), ("", "留存", "0.00"),
    ]  # fmt: skip


def test_both_packages_verify_and_the_first_stays_as_it_is(package, tmp_path):
    before = content(package)
    signatures = signed(package, tmp_path, MOST)
    run_settlement(package, signatures, CUT_OFF, tmp_path / "out")
    run_settlement(package, signatures, CUT_OFF, tmp_path / "again")
    assert content(package) == before
    assert verify_package(package) is None
    assert verify_any(package) is None
    assert verify_any(tmp_path / "out") is None
    assert content(tmp_path / "out") == content(tmp_path / "again")


@pytest.mark.parametrize(
    "path", ["awards.csv", "inputs/signatures/签字.csv", "inputs/package/results.csv"]
)
def test_a_settlement_somebody_changed_is_found_out(package, tmp_path, path):
    run_settlement(package, signed(package, tmp_path, MOST), CUT_OFF, tmp_path / "out")
    changed = tmp_path / "out" / path
    changed.write_bytes(changed.read_bytes().replace(b"d01", b"d99", 1))
    found = verify_any(tmp_path / "out")
    assert found is not None
    assert found.path == path


def refusal(package: Path, tmp_path: Path, out: str = "out", cut_off: date = CUT_OFF) -> str:
    signatures = signed(package, tmp_path, MOST)
    with pytest.raises(PolicyError) as error:
        run_settlement(package, signatures, cut_off, tmp_path / out)
    return error.value.diagnostics[0].code


@pytest.mark.parametrize("status", ["仅计分", "起草"])
def test_what_only_scores_settles_nothing(tmp_path, status):
    package = review(tmp_path, status=status)
    assert {row["status"] for row in rows(package / "coefficients.csv")} == {"待签字"}
    assert refusal(package, tmp_path) == "without-effect"
    assert not (tmp_path / "out").exists()


def test_a_cut_off_before_the_results_is_refused(package, tmp_path):
    assert refusal(package, tmp_path, cut_off=date(2026, 12, 30)) == "cut-off-too-early"


def test_a_settlement_never_takes_the_place_of_a_package(tmp_path):
    package = review(tmp_path)
    assert refusal(package, tmp_path, out="package") == "not-a-settlement"
    assert verify_package(package) is None


def test_a_settlement_is_not_settled_again(package, tmp_path):
    signatures = signed(package, tmp_path, MOST)
    run_settlement(package, signatures, CUT_OFF, tmp_path / "out")
    with pytest.raises(PolicyError) as error:
        run_settlement(tmp_path / "out", signatures, CUT_OFF, tmp_path / "other")
    assert error.value.diagnostics[0].code == "settled-already"


@pytest.mark.parametrize("path", ["inputs/policy/policy.yaml", "results.csv"])
def test_a_damaged_package_is_refused_by_its_own_name(package, tmp_path, path):
    damaged = tmp_path / "damaged"
    shutil.copytree(package, damaged)
    (damaged / path).write_bytes((damaged / path).read_bytes() + b" ")
    with pytest.raises(PolicyError) as refused:
        run_settlement(damaged, signed(package, tmp_path, MOST), CUT_OFF, tmp_path / "out")
    (problem,) = refused.value.diagnostics
    assert (problem.args["path"], problem.args["why_en"]) == (
        str(damaged),
        f"{path} is not what computing it again gives",
    )


def test_it_says_who_signed_and_what_was_settled(package, tmp_path):
    run_settlement(package, signed(package, tmp_path, MOST), CUT_OFF, tmp_path / "out")
    _, settlement = review_settlement(tmp_path / "out")
    assert explain_settlement(settlement, "d01", "zh")[:4] == (
        "兑现（签字截止 2027-01-31）",
        "  年终绩效系数：已兑现",
        "  重点工作绩效奖励：已兑现，142857.15 元",
        "  年度考核：所属单位 同意（所属单位负责人，2027-01-20）",
    )
    assert explain_settlement(settlement, "d03", "en") == (
        "settlement (signatures until 2027-01-31)",
        "  年终绩效系数: a party refused",
        "  重点工作绩效奖励: a party refused",
        "  年度考核: 所属单位 agrees (所属单位负责人, 2027-01-20)",
        "  年度考核: 社区党组织 refuses (书记 社区党组织负责人, 2027-01-20)",
        "  民主评议: 所属单位 agrees (所属单位负责人, 2027-01-20)",
        "  民主评议: 社区党组织 agrees (书记 社区党组织负责人, 2027-01-20)",
        "  选拔任用: 所属单位 has no valid signature",
        "  选拔任用: 社区党组织 has no valid signature",
    )
    assert explain_settlement(settlement, "d07", "zh")[3:6] == (
        "  年度考核：所属单位 没有有效签字",
        "    退回的签字（签字.csv 第 26 行）：摘要与现在的结果不符，签字作废；"
        "核对结果后，按 results.csv 的“digest”一栏重新签字",
        "  年度考核：社区党组织 没有有效签字",
    )
