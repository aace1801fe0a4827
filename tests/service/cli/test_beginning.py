"""`kaoping new` as a user sees it: what it writes checks clean, passes its cases, and runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from rules.library import Library, read_entry, shipped

ROOT = Path(__file__).parents[3]
PACKS = [path.parent.name for path in Library((shipped(),)).files()]


@pytest.mark.parametrize("keys", ["zh", "en"])
@pytest.mark.parametrize("template", ["points", "grades"])
def test_a_template_checks_clean_passes_its_cases_and_runs(shell, tmp_path, template, keys):
    chosen = ("--template", template, "--keys", keys, "--version", "2027.1")
    code, _, err = shell("new", "street-2027", "--dir", tmp_path, *chosen)
    assert (code, err) == (0, "")
    policy = tmp_path / "street-2027" / "2027.1.yaml"
    head = read_entry(policy).program.head
    assert (head.id, head.version, head.status) == ("street-2027", "2027.1", "shadow")
    assert shell("check", policy)[1].endswith("files 1, errors 0, warnings 0\n")
    assert shell("fmt", tmp_path, "--check")[0] == 0
    # The cases say the same in both languages.
    slips = ("--mutate", "--gate", "90%") if keys == "zh" else ()
    code, out, _ = shell("test", policy, "--coverage", *slips)
    assert code == 0
    assert "合计 all" in out
    assert "2027.1" in policy.with_name("2027.1.test.yaml").read_text(encoding="utf-8")
    [total] = [line for line in out.splitlines() if "合计 all" in line]
    assert total.endswith("100.0%")
    run = ("--policies", tmp_path, "--sample", "--out", tmp_path / "out")
    code, out, err = shell("run", "street-2027", *run)
    assert (code, "退回原因 rejects" in out) == (0, False), err


def test_the_first_page_of_a_newcomer(shell, tmp_path, golden):
    code, out, _ = shell("new", "street-2027", "--dir", tmp_path)
    assert code == 0
    golden("cli/new.txt", out.replace(str(tmp_path), "TMP"))


@pytest.mark.parametrize("pack", PACKS)
def test_a_copy_is_the_policy_under_its_own_id(shell, tmp_path, pack):
    code, _, err = shell("new", "copied", "--from", pack, "--version", "9", "--dir", tmp_path)
    assert (code, err) == (0, "")
    [original] = (p for p in (shipped() / pack).glob("*.yaml") if ".test." not in p.name)
    mine, theirs = read_entry(tmp_path / "copied" / "9.yaml"), read_entry(original)
    head = mine.program.head
    assert (head.id, head.version, head.status) == ("copied", "9", "shadow")
    text, old = mine.path.read_text(encoding="utf-8"), original.read_text(encoding="utf-8")
    differing = [a for a, b in zip(text.splitlines(), old.splitlines(), strict=True) if a != b]
    assert len(differing) == (3 if theirs.program.head.status == "effective" else 2)
    home = shipped() / pack / "sample"
    # A plan is the sample of several policies: it does not go with a copy of one.
    own = home.glob("*") if (home / "sample.yaml").is_file() else ()
    sample = {path.name: path.read_bytes() for path in own}
    assert {p.name: p.read_bytes() for p in (tmp_path / "copied" / "sample").glob("*")} == sample


def test_without_a_sample_nobody_is_told_to_run_it(shell, tmp_path):
    recipe = ROOT / "docs" / "cookbook" / "01-until-nothing-is-left.yaml"
    code, out, err = shell("new", "mine", "--from", recipe, "--dir", tmp_path)
    assert (code, err, "--sample" in out, "kaoping docs" in out) == (0, "", False, True)


def test_a_later_version_keeps_the_sample_that_is_there(shell, tmp_path):
    shell("new", "street", "--dir", tmp_path)
    sample = tmp_path / "street" / "sample" / "企业.csv"
    sample.write_text("企业编号,企业名称,服务月数\nQ9,自己的,12\n", encoding="utf-8")
    more = ("--from", tmp_path / "street" / "1.yaml", "--version", "2", "--format", "json")
    code, out, _ = shell("new", "street", "--dir", tmp_path, *more)
    assert (code, json.loads(out)["files"]) == (0, ["2.test.yaml", "2.yaml"])
    assert "自己的" in sample.read_text(encoding="utf-8")
    assert shell("test", tmp_path / "street")[0] == 0


def test_a_copy_may_change_language(shell, tmp_path):
    code, _, _ = shell(
        "new", "copied", "--from", "uk-food-hygiene", "--keys", "zh", "--dir", tmp_path
    )
    assert code == 0
    assert "\n编号: copied\n" in (tmp_path / "copied" / "1.yaml").read_text(encoding="utf-8")
    assert shell("test", tmp_path)[0] == 0


REFUSED = {
    "no id": ((), "缺少 ID"),
    "a bad id": (("Street",), "小写字母"),
    "a bad version": (("street", "--version", "1/2"), "版本“1/2”"),
    "no such policy": (("street", "--from", "nowhere"), "nowhere"),
}


@pytest.mark.parametrize(("words", "told"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_refused_writes_nothing(shell, tmp_path, words, told):
    code, _, err = shell("new", *words, "--dir", tmp_path)
    assert code in (1, 2)
    assert told in err
    assert list(tmp_path.iterdir()) == []


def test_what_is_there_is_never_overwritten(shell, tmp_path):
    shell("new", "street", "--dir", tmp_path)
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    code, _, err = shell("new", "street", "--dir", tmp_path, "--template", "grades")
    assert code == 2
    assert "已经有了" in err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_mapping_in_the_sample_names_the_copy(shell, tmp_path):
    shell("new", "street", "--dir", tmp_path)
    mapping = Path("tests/golden/mapping/proposal.yaml").read_text(encoding="utf-8")
    assert "\n细则: property-company\n" in mapping
    place = tmp_path / "street" / "sample" / "映射.yaml"
    place.write_text(mapping.replace("property-company", "street"), encoding="utf-8")
    shell("new", "other", "--from", tmp_path / "street" / "1.yaml", "--dir", tmp_path)
    copied = (tmp_path / "other" / "sample" / "映射.yaml").read_text(encoding="utf-8")
    assert copied == mapping.replace("property-company", "other")
