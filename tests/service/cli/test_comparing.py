"""`kaoping compare` and `kaoping impact` as a user sees them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from scoring.package.manifest import described
from scoring.run import run_review
from scoring.runs.request import Request

CASE = Path("tests/cases/review")
POLICY = f"{CASE}/policy.yaml"
YEAR = [
    *("--evidence", f"{CASE}/evidence", "--subjects", f"{CASE}/subjects.csv"),
    *("--period", "2026"),
]
# A1 has one true complaint, A2 four of them, A3 one that nobody knows about.
EDITS = {
    "扣: 5, 最多: 15": "扣: 8, 最多: 24",
    "优秀: 90以上, 合格: 60以上不满90": "优秀: 89以上, 合格: 60以上不满89",
    "约谈: {依据: 示例, 条件: 等次 = 不合格": "约谈: {依据: 示例, 条件: 总分 < 70",
}


@pytest.fixture
def new(tmp_path) -> Path:
    """The policy with the edits in it."""
    text = (Path(__file__).resolve().parents[3] / POLICY).read_text(encoding="utf-8")
    for was, now in EDITS.items():
        assert text.count(was) == 1
        text = text.replace(was, now)
    (tmp_path / "new.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "new.yaml"


def told(answer, tmp_path) -> str:
    code, out, err = answer
    text = f"exit code {code}\n── stdout\n{out}── stderr\n{err}".replace(str(tmp_path), "TMP")
    text = re.sub(r'"engine": "\w+"', '"engine": "…"', text)
    return re.sub(r"sha256:[0-9a-f]{64}", "sha256:…", text)


SHOWN = {
    "table": [],
    "table-en": ["--lang", "en"],
    "json": ["--format", "json"],
    "html": ["--format", "html"],
    "html-en": ["--format", "html", "--lang", "en"],
}


@pytest.mark.parametrize("name", SHOWN)
def test_an_edit_is_weighed(name, shell, new, tmp_path, golden):
    answer = shell("impact", POLICY, new, *YEAR, *SHOWN[name])
    assert answer[0] == 0
    golden(f"cli/impact/{name}.txt", told(answer, tmp_path))


def test_packages_of_both_compare_as_the_impact_told(shell, new, tmp_path):
    weighed = shell("impact", POLICY, new, *YEAR, "--format", "json", "--out", tmp_path / "both")
    assert weighed[0] == 0
    packages = [tmp_path / "both" / side for side in ("before", "after")]
    assert [shell("verify", package)[0] for package in packages] == [0, 0]
    without = shell("impact", POLICY, new, *YEAR, "--format", "json")
    compared = shell("compare", *packages, "--format", "json")
    engines = r'"engine": "\w+"'
    texts = {re.sub(engines, "", answer[1]) for answer in (weighed, without, compared)}
    assert len(texts) == 1
    assert shell("compare", packages[0], packages[0])[1].count("什么也没有改变") == 1


def test_every_engine_tells_the_same(shell, new):
    form = ["--format", "json", "--engine"]
    answers = [shell("impact", POLICY, new, *YEAR, *form, e) for e in ("reference", "duckdb")]
    found = [json.loads(answer[1]) for answer in answers]
    names = [side.pop("engine") for one in found for side in (one["before"], one["after"])]
    assert names == ["reference", "reference", "duckdb", "duckdb"]
    assert found[0] == found[1]


def test_the_evidence_may_be_that_of_a_package(shell, new, tmp_path):
    assert shell("run", POLICY, *YEAR, "--out", tmp_path / "package")[0] == 0
    evidence = ["--evidence", tmp_path / "package", "--period", "2026"]
    answers = [shell("impact", POLICY, new, *given) for given in (YEAR, evidence)]
    assert answers[0] == answers[1]


def test_a_page_goes_to_a_file_and_asks_for_nothing_outside(shell, new, tmp_path):
    page = tmp_path / "page.html"
    answer = shell("impact", POLICY, new, *YEAR, "--format", "html", "--report", page)
    assert answer == (0, "", "")
    text = page.read_text(encoding="utf-8")
    assert text.startswith("<!doctype html>")
    assert re.findall(r'(?:src|href="(?!#)|url|@import|<script)', text) == []


LIMITS = {
    "all kept": (["--max-moved", "2", "--max-money", "0.00", "--forbid", "state"], []),
    "subjects": (["--max-moved", "1"], ["--max-moved 1"]),
    "share kept": (["--max-moved", "40%"], []),
    "share": (["--max-moved", "39.9%"], ["--max-moved 39.9%"]),
    "any": (["--forbid", "any"], ["--forbid any"]),
    "a grade": (["--forbid", "grade:优秀"], ["--forbid grade:优秀"]),
    "others kept": (["--forbid", "award", "--forbid", "state:pending"], []),
    "a list": (["--forbid", "list:红榜"], ["--forbid list:红榜"]),
    "several": (
        ["--forbid", "total", "--forbid", "trigger:约谈"],
        ["--forbid total", "--forbid trigger:约谈"],
    ),
}


@pytest.mark.parametrize("name", LIMITS)
def test_a_limit_that_is_exceeded_is_named_and_ends_with_1(name, shell, new):
    limits, broken = LIMITS[name]
    code, out, err = shell("impact", POLICY, new, *YEAR, "--format", "json", *limits)
    assert [breach["limit"] for breach in json.loads(out)["breaches"]] == broken
    assert (code, err) == (1 if broken else 0, "")


def test_a_limit_is_told_beside_a_file_too(shell, new, tmp_path):
    file = ["--report", tmp_path / "impact.txt", "--max-moved", "0"]
    code, out, err = shell("impact", POLICY, new, *YEAR, *file)
    assert (code, out) == (1, "")
    assert err == (
        "错误[limit] --max-moved 0：5 个对象中 2 个变动（40%）\n"
        "    error: 2 of 5 subjects moved (40%)\n"
    )
    assert "✗ --max-moved 0" in (tmp_path / "impact.txt").read_text(encoding="utf-8")


REFUSED = {
    "max-moved": ["--max-moved", "many"],
    "max-moved-below-zero": ["--max-moved", "-1"],
    "max-money": ["--max-money", "1,000"],
    "forbid-kind": ["--forbid", "lists"],
    "forbid-name": ["--forbid", "list:红搒"],
    "sample-and-evidence": ["--sample"],
    "no-choice": ["--format", "text"],
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_wrong_limit_or_option_is_refused(name, shell, new, tmp_path, golden):
    answer = shell("impact", POLICY, new, *YEAR, *REFUSED[name])
    assert answer[0] == 2
    golden(f"cli/impact/refused-{name}.txt", told(answer, tmp_path))


def test_neither_policy_has_a_sample(shell, new, tmp_path, golden):
    answer = shell("impact", POLICY, new, "--sample")
    golden("cli/impact/refused-no-sample.txt", told(answer, tmp_path))


def test_a_policy_that_is_not_in_force_is_tried_and_said_to_be(shell, new, tmp_path, golden):
    text = new.read_text(encoding="utf-8")
    new.write_text(text.replace("生效: 2026-01-01", "生效: 2027-01-01"), encoding="utf-8")
    old = tmp_path / "old.yaml"
    shutil.copy(POLICY, old)
    old.write_text(
        old.read_text(encoding="utf-8").replace("状态: 生效", "状态: 废止"), encoding="utf-8"
    )
    code, out, _ = shell("impact", old, new, *YEAR)
    assert code == 0
    assert "细则“小镇物业考评”（版本 1）已废止，这里只作比较" in out
    assert "在周期末 2026-12-31 不在有效期内（2027-01-01 – …），这里只作测算" in out
    answer = shell("impact", POLICY, new, *YEAR, "--out", tmp_path / "both")
    golden("cli/impact/refused-out-of-force.txt", told(answer, tmp_path))
    assert not (tmp_path / "both").exists()


def test_evidence_the_new_policy_declares_otherwise_is_admitted_by_it(shell, tmp_path):
    text = (
        Path(POLICY).read_text(encoding="utf-8").replace('[0..100]"}\n  投诉', '[0..90]"}\n  投诉')
    )
    (tmp_path / "new.yaml").write_text(text, encoding="utf-8")
    code, out, _ = shell("impact", POLICY, tmp_path / "new.yaml", *YEAR, "--format", "json")
    found = json.loads(out)
    assert code == 0
    # 95 and 92 of A1, which ends without a vote.
    assert [found[side]["records"]["rejected"] for side in ("before", "after")] == [3, 5]
    assert [mover["subject"] for mover in found["movers"]] == ["A1"]
    assert [edit["family"] for edit in found["edits"]] == ["evidence", "indicator"]


@pytest.fixture
def package(shell, tmp_path) -> Path:
    assert shell("run", POLICY, *YEAR, "--out", tmp_path / "package")[0] == 0
    return tmp_path / "package"


def damage(package: Path, how: str) -> None:
    match how:
        case "an output":
            path = package / "lists.csv"
            path.write_text(path.read_text(encoding="utf-8") + "x\n", encoding="utf-8")
        case "an input":
            (package / "inputs" / "subjects" / "subjects.csv").unlink()
        case "a foreign file":
            (package / "notes.txt").write_text("x", encoding="utf-8")
        case "the listing too":
            results, manifest = package / "results.csv", package / "manifest.json"
            was = results.read_bytes()
            results.write_bytes(was.replace(b"65.20,graded", b"95.20,graded"))
            told = json.loads(manifest.read_text(encoding="utf-8"))
            told["outputs"]["results.csv"] = described(results)
            manifest.write_text(json.dumps(told), encoding="utf-8")
        case "no package":
            (package / "manifest.json").unlink()


@pytest.mark.parametrize(
    "how", ["an output", "an input", "a foreign file", "the listing too", "no package"]
)
def test_a_package_that_is_not_what_it_says_is_refused(how, shell, package, tmp_path, golden):
    shutil.copytree(package, tmp_path / "other")
    damage(package, how)
    answer = shell("compare", package, tmp_path / "other")
    assert answer[0] == 1
    golden(f"cli/impact/refused-{how.replace(' ', '-')}.txt", told(answer, tmp_path))


def test_a_settlement_is_refused_with_the_way_to_its_package(shell, tmp_path, golden):
    case, out = Path("tests/cases/settlement"), tmp_path / "package"
    run_review(Request(case / "policy.yaml", (), "2026", subjects=case / "subjects.csv"), out)
    signatures = tmp_path / "签字.csv"
    signatures.write_text("签字事项,方,角色,对象,意见,摘要,日期,签字人\n", encoding="utf-8")
    settle = ["--signatures", signatures, "--cut-off", "2027-01-31"]
    assert shell("settle", out, *settle)[0] == 0
    settled = tmp_path / "package-settled"
    answer = shell("compare", out, settled)
    assert answer[0] == 1
    golden("cli/impact/refused-settlement.txt", told(answer, tmp_path))
    assert shell("compare", out, settled / "inputs" / "package")[0] == 0
