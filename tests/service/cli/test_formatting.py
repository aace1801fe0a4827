"""`kaoping fmt` as a user sees it: what it writes, what it says, and its exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rules.library import shipped
from service.cli.formatting import formatted

POLICY = shipped() / "property-company" / "2026.1.yaml"
TESTS = POLICY.with_name("2026.1.test.yaml")
GOLDEN = Path(__file__).parents[2] / "golden"


@pytest.fixture
def folder(tmp_path) -> Path:
    text = POLICY.read_text(encoding="utf-8")
    (tmp_path / "tidy.yaml").write_text(text, encoding="utf-8", newline="\n")
    (tmp_path / "untidy.yaml").write_bytes(("\ufeff" + text).replace("\n", "\r\n").encode())
    return tmp_path


def test_it_writes_what_changes_and_nothing_else(shell, folder):
    before = (folder / "tidy.yaml").stat().st_mtime_ns
    code, out, err = shell("fmt", folder)
    assert (code, out) == (0, f"已整理 rewritten：{folder / 'untidy.yaml'}\n")
    assert err == "2 个文件，已整理 1 个 · files 2, rewritten 1\n"
    assert (folder / "untidy.yaml").read_bytes() == POLICY.read_bytes()
    assert (folder / "tidy.yaml").stat().st_mtime_ns == before
    assert sorted(path.name for path in folder.iterdir()) == ["tidy.yaml", "untidy.yaml"]


@pytest.mark.parametrize("option", ["--check", "--diff"])
def test_asked_what_would_change_it_writes_nothing(shell, folder, option):
    before = (folder / "untidy.yaml").read_bytes()
    code, _, err = shell("fmt", folder, option, "--lang", "en")
    assert code == (1 if option == "--check" else 0)
    assert "files 2, would be rewritten 1" in err
    assert (folder / "untidy.yaml").read_bytes() == before


def test_it_tells_a_machine(shell, folder):
    code, out, _ = shell("fmt", folder, "--check", "--format", "json")
    files = [
        {"file": str(folder / name), "changed": name == "untidy.yaml"}
        for name in ("tidy.yaml", "untidy.yaml")
    ]
    assert (code, json.loads(out)) == (1, {"files": files, "written": False})


def test_the_difference_in_the_words_of_the_other_language(shell, tmp_path, golden):
    policy = tmp_path / "policy.yaml"
    policy.write_bytes((Path(__file__).parents[2] / "cases/review/policy.yaml").read_bytes())
    code, out, _ = shell("fmt", policy, "--keys", "en", "--diff")
    assert code == 0
    golden("cli/fmt-diff.txt", out.replace(str(tmp_path), "TMP"))


def test_tests_keep_their_words_and_mappings_change_theirs():
    tests = TESTS.read_bytes()
    assert formatted(tests, TESTS, "en") == tests.decode()
    proposal = GOLDEN / "mapping" / "proposal.yaml"
    english = formatted(proposal.read_bytes(), proposal, "en")
    assert english.splitlines() != proposal.read_text(encoding="utf-8").splitlines()
    assert "\ntables:\n" in english
    assert (
        formatted(formatted(english.encode(), proposal, "zh").encode(), proposal, "en") == english
    )


def test_a_policy_that_is_wrong_is_told_and_left(shell, folder):
    wrong = folder / "wrong.yaml"
    wrong.write_text("考评: 甲\n编号: wrong\n", encoding="utf-8")
    code, out, err = shell("fmt", folder)
    assert code == 1
    assert "untidy.yaml" in out
    assert "[missing-key]" in err
    assert wrong.read_text(encoding="utf-8") == "考评: 甲\n编号: wrong\n"
