"""A run: the same bytes every time, every byte accounted for, old or new but never half."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rules.diagnostics import PolicyError
from scoring.package.comparing import Difference
from scoring.package.swap import beside
from scoring.run import assess_one, review_package, run_review, verify_package
from scoring.runs.request import Mark, Request, snapshot

CASE = Path(__file__).resolve().parents[1] / "cases" / "review"
REQUEST = Request(
    policy=CASE / "policy.yaml",
    evidence=(CASE / "evidence",),
    subjects=CASE / "subjects.csv",
    period="2026",
    ledger="findings",
    mark=Mark("合成数据", "synthetic evidence"),
)
FILES = [
    "findings/part-00001.parquet",
    "inputs/evidence/投诉.csv",
    "inputs/evidence/满意度测评.csv",
    "inputs/policy/policy.yaml",
    "inputs/request.json",
    "inputs/snapshot/k0.parquet",
    "inputs/snapshot/k1.parquet",
    "inputs/snapshot/rejects.parquet",
    "inputs/snapshot/snapshot.json",
    "inputs/snapshot/subjects.parquet",
    "inputs/subjects/subjects.csv",
    "ledger.parquet",
    "lists.csv",
    "manifest.json",
    "rejects.csv",
    "rejects/投诉.csv.xlsx",
    "rejects/满意度测评.csv.xlsx",
    "report.html",
    "report.xlsx",
    "results.csv",
    "results.parquet",
    "triggers.csv",
]


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    folder = tmp_path_factory.mktemp("run") / "package"
    run_review(REQUEST, folder)
    return folder


@pytest.fixture
def copy(package, tmp_path):
    return Path(shutil.copytree(package, tmp_path / "copy"))


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def code_of(error: pytest.ExceptionInfo[PolicyError]) -> list[str]:
    return [diagnostic.code for diagnostic in error.value.diagnostics]


def test_the_same_inputs_give_the_same_bytes_but_for_the_times(package, tmp_path):
    run_review(REQUEST, tmp_path / "again")
    run_review(REQUEST, tmp_path / "again")
    one, two = content(package), content(tmp_path / "again")
    assert sorted(one) == sorted([*FILES, "run.json"])
    assert {name for name in one if one[name] != two[name]} <= {"run.json"}


def test_neither_the_order_nor_the_place_of_the_evidence_shows(package, tmp_path):
    files = sorted((CASE / "evidence").iterdir(), reverse=True)
    run_review(replace(REQUEST, evidence=tuple(files)), tmp_path / "files")
    assert content(tmp_path / "files").items() >= {
        (name, data) for name, data in content(package).items() if name != "run.json"
    }


def test_the_manifest_accounts_for_every_record_subject_and_file(package):
    manifest = json.loads((package / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["records"] == {
        "in": 17, "scored": 12, "rejected": 3, "not_graded": 1, "pending": 1
    }  # fmt: skip
    assert manifest["subjects"] == {"all": 5, "graded": 3, "not_graded": 1, "pending": 1}
    assert manifest["grades"] == {"优秀": 1, "合格": 1, "不合格": 1}
    assert manifest["lists"] == {"红榜": {"listed": 1, "provisional": 0, "pending": 0}}
    assert manifest["triggers"] == {"约谈": {"proposed": 1, "provisional": 0, "pending": 0}}
    assert manifest["mark"] == {"zh": "合成数据", "en": "synthetic evidence"}
    checked = 5 if manifest["engine"]["name"] == "durable" else 0
    assert manifest["crosscheck"] == {"subjects": checked, "differences": 0}
    listed = [*manifest["inputs"], *manifest["outputs"], "manifest.json"]
    assert sorted(listed) == FILES


def test_the_results_are_these(package, golden):
    for name in ("results", "lists", "triggers", "rejects"):
        golden(f"run/{name}.csv", (package / f"{name}.csv").read_text(encoding="utf-8"))


def test_a_package_verifies_from_its_inputs_alone(copy):
    assert verify_package(copy) is None


def damaged_file(package: Path) -> str | None:
    """Which file verification names; a manifest that cannot be read is named by its refusal."""
    try:
        found = verify_package(package)
    except PolicyError as error:
        return "manifest.json" if error.diagnostics[0].code == "not-a-package" else "?"
    return found.path if found else None


@pytest.mark.parametrize("name", FILES)
def test_one_byte_changed_anywhere_is_found(copy, name):
    data = (copy / name).read_bytes()
    for place in (0, len(data) // 2, len(data) - 1):
        changed = bytearray(data)
        changed[place] ^= 1
        (copy / name).write_bytes(changed)
        # A digest changed in the manifest points at the file it no longer describes.
        assert damaged_file(copy) in ([*FILES] if name == "manifest.json" else [name])
    (copy / name).write_bytes(data)
    assert damaged_file(copy) is None


def test_a_changed_line_is_named_with_what_it_should_be(copy):
    results = copy / "results.csv"
    text = results.read_text(encoding="utf-8")
    results.write_text(text.replace("65.20,graded", "95.20,graded"), encoding="utf-8")
    found = verify_package(copy)
    assert found is not None
    assert (found.path, found.what, found.line) == ("results.csv", "changed", 3)
    assert "95.20,graded" in found.stored
    assert "65.20,graded" in found.recomputed


def test_of_lines_that_look_alike_the_byte_is_told(copy):
    results = copy / "results.csv"
    data = results.read_bytes()
    for end in (b"\x0b", b""):
        results.write_bytes(data[:-1] + end)
        assert verify_package(copy) == Difference("results.csv", "changed", offset=len(data) - 1)


def test_an_input_is_compared_with_the_manifest(copy):
    name = next(name for name in FILES if name.startswith("inputs/evidence/"))
    (copy / name).write_bytes(b"x")
    assert verify_package(copy) == Difference(name, "not as listed")


@pytest.mark.parametrize("name", [name for name in FILES if name != "manifest.json"])
def test_a_file_that_is_gone_is_found(copy, name):
    (copy / name).unlink()
    found = verify_package(copy)
    assert found is not None
    assert (found.path, found.what) == (name, "missing")


def test_a_file_too_many_is_found_and_keeps_the_package_from_being_replaced(copy):
    (copy / "notes.txt").write_text("mine")
    found = verify_package(copy)
    assert found is not None
    assert (found.path, found.what) == ("notes.txt", "foreign")
    with pytest.raises(PolicyError) as error:
        run_review(REQUEST, copy)
    assert code_of(error) == ["foreign-folder"]
    assert (copy / "notes.txt").read_text() == "mine"


def test_a_folder_that_is_no_package_is_left_alone(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("dear")
    targets = {"foreign-folder": "mine", "not-a-folder": "mine/letter.txt"}
    for code, name in targets.items():
        with pytest.raises(PolicyError) as error:
            run_review(REQUEST, tmp_path / name)
        assert code_of(error) == [code]
    assert content(tmp_path) == {"mine/letter.txt": b"dear"}


def test_an_empty_folder_is_taken(tmp_path):
    run_review(REQUEST, tmp_path)
    assert verify_package(tmp_path) is None


KILLED = """
import os, signal, sys
from dataclasses import replace
from pathlib import Path
from tests.scoring.test_run import REQUEST
from scoring.run import run_review

def progress(phase, done, of):
    if phase == sys.argv[2]:
        os.kill(os.getpid(), signal.SIGKILL)

run_review(replace(REQUEST, mark=None), Path(sys.argv[1]), progress=progress)
"""


@pytest.mark.parametrize("phase", ["admit", "assess", "write"])
def test_a_run_killed_half_way_leaves_the_old_package(copy, phase):
    before = content(copy)
    ended = subprocess.run(
        [sys.executable, "-c", KILLED, str(copy), phase],
        cwd=CASE.parents[2],
        capture_output=True,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    assert content(copy) == before
    run_review(replace(REQUEST, mark=None), copy)
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def test_a_package_set_aside_by_a_killed_run_is_read_all_the_same(copy):
    copy.rename(beside(copy, "old"))
    assert verify_package(copy) is None
    assert [path.name for path in copy.parent.iterdir()] == [copy.name]


def changed_policy(tmp_path: Path, old: str, new: str) -> Request:
    text = (CASE / "policy.yaml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "policy.yaml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return replace(REQUEST, policy=path)


def test_a_repealed_policy_assesses_nobody(tmp_path):
    with pytest.raises(PolicyError) as error:
        run_review(changed_policy(tmp_path, "状态: 生效", "状态: 废止"), tmp_path / "out")
    assert code_of(error) == ["policy-repealed"]
    assert not (tmp_path / "out").exists()


def test_a_draft_is_told_to_be_one(tmp_path):
    request = changed_policy(tmp_path, "状态: 生效", "状态: 起草")
    outcome = run_review(request, tmp_path / "out")
    assert "policy-draft" in [warning.code for warning in outcome.warnings]
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["policy"]["status"] == "draft"
    assert "policy-draft" in [warning["code"] for warning in manifest["warnings"]]


def test_a_period_before_the_policy_is_refused(tmp_path):
    with pytest.raises(PolicyError) as error:
        run_review(replace(REQUEST, period="2025"), tmp_path / "out")
    assert code_of(error) == ["period-not-in-force"]


def test_an_as_of_date_is_kept_for_the_verification(tmp_path):
    run_review(replace(REQUEST, as_of=date(2027, 1, 31)), tmp_path / "out")
    assert verify_package(tmp_path / "out") is None


def test_the_reference_engine_decides_the_same(package, tmp_path):
    run_review(replace(REQUEST, engine="reference"), tmp_path / "out")
    one, two = content(package), content(tmp_path / "out")
    differing = {name for name in one if one[name] != two[name]}
    # The page that is filed says which engine decided.
    assert differing <= {"run.json", "manifest.json", "inputs/request.json", "report.html"}
    engine = json.loads(two["manifest.json"])["engine"]
    assert (engine["name"], engine["atoms"]) == ("reference", {"decided": 0, "handed_over": 0})


def test_two_inputs_of_one_name_are_refused(tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        shutil.copy(CASE / "evidence" / "投诉.csv", tmp_path / name / "投诉.csv")
    files = tuple(tmp_path / name / "投诉.csv" for name in ("one", "two"))
    with pytest.raises(PolicyError) as error:
        snapshot(replace(REQUEST, evidence=files), tmp_path / "inputs")
    assert code_of(error) == ["same-input-name"]


def test_a_folder_keeps_its_paths_and_hidden_files_stay_behind(tmp_path):
    months = tmp_path / "months"
    for month in ("03", "04"):
        (months / month).mkdir(parents=True)
        (months / month / "投诉.csv").write_text(f"编号\n{month}\n", encoding="utf-8")
    (months / ".note").write_text("x")
    taken = snapshot(replace(REQUEST, evidence=(months,)), tmp_path / "inputs")
    names = [given.path.relative_to(tmp_path / "inputs").as_posix() for given in taken.deliveries]
    assert names == ["evidence/03/投诉.csv", "evidence/04/投诉.csv"]


def test_an_empty_folder_of_evidence_is_refused(tmp_path):
    (tmp_path / "none").mkdir()
    with pytest.raises(PolicyError) as error:
        run_review(replace(REQUEST, evidence=(tmp_path / "none",)), tmp_path / "out")
    assert code_of(error) == ["no-input"]


def test_a_package_explains_itself_only_as_long_as_it_is_whole(copy):
    outcome = review_package(copy)
    assert [a.subject for a in outcome.assessments] == ["A1", "A2", "A3", "A4", "A5"]
    text = (copy / "results.csv").read_text(encoding="utf-8")
    (copy / "results.csv").write_text(text.replace("65.20", "65.30"), encoding="utf-8")
    with pytest.raises(PolicyError) as error:
        review_package(copy)
    assert code_of(error) == ["not-a-package"]


def test_one_subject_alone_is_assessed_without_its_place():
    _, _, assessment = assess_one(REQUEST, "A2")
    assert (assessment.grade, dict(assessment.places)) == ("合格", {})
    with pytest.raises(PolicyError) as error:
        assess_one(REQUEST, "nobody")
    assert code_of(error) == ["subject-not-found"]
