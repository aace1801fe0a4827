"""`kaoping fmt` as a user sees it: what it writes, what it says, and its exit code."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rules.library import Library, shipped
from service.cli.formatting import formatted
from tests.rules.supplement.test_supplement import BASE, SUPPLEMENT

POLICY = shipped() / "property-company" / "2026.1.yaml"
TESTS = POLICY.with_name("2026.1.test.yaml")
NONE = Library(())
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
    assert formatted(tests, TESTS, "en", NONE) == tests.decode()
    proposal = GOLDEN / "mapping" / "proposal.yaml"
    english = formatted(proposal.read_bytes(), proposal, "en", NONE)
    assert english.splitlines() != proposal.read_text(encoding="utf-8").splitlines()
    assert "\ntables:\n" in english
    assert (
        formatted(formatted(english.encode(), proposal, "zh", NONE).encode(), proposal, "en", NONE)
        == english
    )


def test_a_policy_that_is_wrong_is_told_and_left(shell, folder):
    wrong = folder / "wrong.yaml"
    wrong.write_text("考评: 甲\n编号: wrong\n", encoding="utf-8")
    code, out, err = shell("fmt", folder)
    assert code == 1
    assert "untidy.yaml" in out
    assert "[missing-key]" in err
    assert wrong.read_text(encoding="utf-8") == "考评: 甲\n编号: wrong\n"


@pytest.fixture
def city(tmp_path) -> Path:
    """A base whose names are words of the language too, and a supplement written loosely."""
    home = tmp_path / "city"
    home.mkdir()
    base = BASE.replace("得分", "graded")
    (home / "2026.1.yaml").write_text(base, encoding="utf-8")
    text = SUPPLEMENT.replace("当: 已核实", "当: 已核实 且 非（ 期末 < 截止日 且 得分 < 3 ）")
    text = text.replace("得分", "graded").replace("目标: 85%", "目标: 85%   # 区里定的")
    text = text.replace("\n  约谈线", "\n    约谈线").replace("\n  目标", "\n    目标")
    (tmp_path / "district.supplement.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_a_supplement_is_laid_out_by_itself_and_respelled_beside_its_base(shell, city, golden):
    file = city / "district.supplement.yaml"
    code, _, err = shell("fmt", file)
    assert (code, err) == (0, "1 个文件，已整理 1 个 · files 1, rewritten 1\n")
    laid_out = file.read_text(encoding="utf-8")
    code, _, err = shell("fmt", file, "--keys", "en")
    assert (code, "错误[unknown-policy]" in err) == (1, True)
    assert shell("fmt", file, "--keys", "en", "--policies", city)[0] == 0
    golden("cli/fmt-supplement.yaml", file.read_text(encoding="utf-8"))
    assert shell("overlay", file, "--policies", city)[0] == 0
    assert shell("fmt", file, "--keys", "zh", "--policies", city)[0] == 0
    again = laid_out.replace(", 加: 1", ", 加分: 1").replace(", 扣: 1", ", 扣分: 1")
    again = again.replace("条件: ", "当: ")
    assert file.read_text(encoding="utf-8") == again


def test_a_plan_is_put_into_the_words_of_the_other_language(shell, tmp_path):
    plan = tmp_path / "plan.yaml"
    text = (Path(__file__).parents[2] / "cases/rollup/plan.yaml").read_text(encoding="utf-8")
    plan.write_text(text, encoding="utf-8")
    assert shell("fmt", plan, "--keys", "en")[0] == 0
    assert plan.read_text(encoding="utf-8") == (
        "plan: 2026 年度小区和企业（合成）\n"
        'period: "2026"\n'
        "reviews:\n"
        "  - {policy: company.yaml, subjects: evidence/企业.csv, evidence: evidence/服务企业.csv}\n"
        "  - {policy: community.yaml, subjects: evidence/小区.csv, evidence: evidence/测评.csv}\n"
    )
    assert shell("fmt", plan, "--keys", "zh")[0] == 0
    assert plan.read_text(encoding="utf-8") == text
