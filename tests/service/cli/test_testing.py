"""`kaoping test`: what an author sees of cases that pass, fail and wait, and of what none shows."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from shutil import copyfile
from xml.etree import ElementTree

import pytest

CASES = "tests/cases/casebook"
FORMS = {
    "tree": [CASES],
    "tree-en": [CASES, "--lang", "en", "--coverage"],
    "coverage": [f"{CASES}/small.yaml", "--coverage", "--only", "半年"],
    "mutate": [f"{CASES}/small.test.yaml", "--mutate"],
    "json": [CASES, "--format", "json", "--coverage"],
    "junit": [CASES, "--format", "junit"],
    "only-nothing": [CASES, "--only", "没有这个"],
    "no-tests": ["tests/cases/review/policy.yaml"],
    "no-folder-of-tests": ["tests/cases/review"],
    "no-percentage": [CASES, "--gate", "much"],
    "yes-to-nothing": [CASES, "--yes"],
    "out-of-nothing": [CASES, "--out", "drafts.test.yaml"],
    "drafts-over-a-file": [f"{CASES}/small.yaml", "--generate", "--out", f"{CASES}/small.yaml"],
    "drafts-of-two": [CASES, CASES, "--generate"],
}


@pytest.mark.parametrize("name", FORMS)
def test_cases_are_told(name, shell, golden):
    code, out, err = shell("test", *FORMS[name])
    golden(f"cli/test/{name}.txt", f"exit code {code}\n── stdout\n{out}── stderr\n{err}")


def test_a_gate_fails_what_covers_too_little(shell):
    assert shell("test", CASES, "--only", "半年", "--coverage")[0] == 0
    assert shell("test", CASES, "--only", "半年", "--coverage", "--gate", "90%")[0] == 1
    assert shell("test", CASES, "--only", "半年", "--coverage", "--gate", "10%")[0] == 0


def test_a_shipped_policy_is_tested_by_its_id_on_either_engine(shell):
    for engine in ("reference", "auto"):
        code, out, _ = shell("test", "toronto-rentsafe", "--engine", engine, "--format", "json")
        outcomes = [case["outcome"] for case in json.loads(out)["files"][0]["cases"]]
        assert (code, set(outcomes)) == (0, {"passed"})


def test_junit_counts_what_the_tree_shows(shell):
    suite = ElementTree.fromstring(shell("test", CASES, "--format", "junit")[1])[0]
    counts = {name: suite.attrib[name] for name in ("tests", "failures", "skipped")}
    assert counts == {"tests": "4", "failures": "1", "skipped": "1"}
    assert [case.attrib["name"] for case in suite if case.find("failure") is not None] == [
        "扣到上限为止"
    ]


def test_the_page_shows_the_policy_line_by_line_and_asks_for_nothing_outside(shell, tmp_path):
    shell("test", CASES, "--coverage-pages", tmp_path)
    page = (tmp_path / "casebook-small.html").read_text(encoding="utf-8")
    assert "http" not in page
    assert "<script" not in page
    assert page.count('<tr class="all">') == 1
    assert page.count('<tr class="part">') == 4
    assert "没有正好落在界限上的用例" in page


@pytest.mark.parametrize("answer", ["y", "n"])
def test_update_shows_the_difference_and_asks(answer, shell, tmp_path, monkeypatch):
    for file in Path(CASES).iterdir():
        copyfile(file, tmp_path / file.name)
    tests = tmp_path / "small.test.yaml"
    before = tests.read_text(encoding="utf-8")
    monkeypatch.setattr("sys.stdin", StringIO(f"{answer}\n"))
    code, out, err = shell("test", tests, "--update")
    assert "-    应得: {总分: 60, 等次: 差}\n+    应得: {总分: 70, 等次: 差}" in out
    assert "改写 1 处应得 · rewrite 1 expectations" in err
    after = before.replace("总分: 60", "总分: 70") if answer == "y" else before
    assert tests.read_text(encoding="utf-8") == after
    assert code == (0 if answer == "y" else 1)


def test_update_with_yes_asks_nothing_and_tells_a_machine_nothing_else(shell, tmp_path):
    for file in Path(CASES).iterdir():
        copyfile(file, tmp_path / file.name)
    code, out, _ = shell("test", tmp_path, "--update", "--yes", "--format", "json")
    assert (code, [*json.loads(out)]) == (0, ["files"])
    assert shell("test", tmp_path, "--update")[0] == 0


def test_drafts_are_written_to_a_new_file_and_pass(shell, tmp_path):
    copyfile(f"{CASES}/small.yaml", tmp_path / "small.yaml")
    drafts = tmp_path / "small.test.yaml"
    code, out, err = shell("test", tmp_path / "small.yaml", "--generate", "--out", drafts)
    assert (code, out) == (0, "")
    assert "起草 11 个用例，0 处没有起草 · 11 cases drafted, 0 not reached" in err
    assert shell("test", drafts, "--coverage", "--gate", "100%")[0] == 0
