"""`kaoping overlay`: the whole written, what is told, what another base would do."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from rules.library import Library, read_entry
from tests.rules.supplement.test_supplement import BASE, SUPPLEMENT
from tests.service.cli.test_commands import Shell, told

NEWER = BASE.replace('版本: "2026.1"', '版本: "2027.1"').replace("固定: 1", "固定: 2")


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """A folder of policies with a base in it, and a supplement beside it."""
    folder = tmp_path / "policies" / "city"
    folder.mkdir(parents=True)
    (folder / "2026.1.yaml").write_text(BASE, encoding="utf-8")
    (folder / "district-a.supplement.yaml").write_text(SUPPLEMENT, encoding="utf-8")
    (tmp_path / "newer.yaml").write_text(NEWER, encoding="utf-8")
    return folder


def test_the_whole_is_a_policy_of_its_own_among_the_others(
    shell: Shell, city: Path, tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    shelf = tmp_path / "policies"
    supplement = city / "district-a.supplement.yaml"
    answer = shell("overlay", supplement, "--policies", shelf, "--out", shelf)
    golden("cli/overlay/written.txt", told(answer, tmp_path))
    assert [path.name for path in Library((shelf,)).files()] == ["2026.1.yaml", "1.yaml"]
    whole = read_entry(shelf / "district-a" / "1.yaml")
    assert whole.program.head.extends is not None
    code, out, _ = shell("overlay", supplement, "--policies", shelf, "--format", "json")
    assert code == 0
    (found,) = json.loads(out)["supplements"]
    assert found["digest"] == whole.program.digest
    assert found["base"]["digest"] == whole.program.head.extends.digest


@pytest.mark.parametrize("language", ["zh", "en"])
def test_another_base_is_told_by_what_it_would_change(
    shell: Shell, city: Path, tmp_path: Path, language: str, golden: Callable[[str, str], None]
) -> None:
    supplement, base = city / "district-a.supplement.yaml", tmp_path / "newer.yaml"
    shelf = tmp_path / "policies"
    asked = ("overlay", supplement, "--policies", shelf, "--base", base, "--lang", language)
    golden(f"cli/overlay/tried.{language}.txt", told(shell(*asked), tmp_path))


def test_a_supplement_that_no_longer_fits_is_refused_and_the_others_are_told(
    shell: Shell, city: Path, tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    other = city / "district-b.supplement.yaml"
    text = SUPPLEMENT.replace("district-a", "district-b").replace("甲区", "乙区")
    other.write_text(text.replace("约谈线: {值: 4", "约谈线: {值: 3"), encoding="utf-8")
    base = tmp_path / "newer.yaml"
    base.write_text(NEWER.replace("[2..5]", "[2..3]"), encoding="utf-8")
    answer = shell(
        "overlay",
        city / "district-a.supplement.yaml",
        other,
        "--policies",
        tmp_path / "policies",
        "--base",
        base,
    )
    assert answer[0] == 1
    golden("cli/overlay/refused.txt", told(answer, tmp_path))


def test_what_is_only_tried_is_not_written(shell: Shell, city: Path, tmp_path: Path) -> None:
    supplement = city / "district-a.supplement.yaml"
    code, _, err = shell("overlay", supplement, "--base", "city", "--out", tmp_path)
    assert (code, "--base 只作比较" in err) == (2, True)


def test_a_supplement_is_no_policy_to_be_checked_and_none_of_a_folder(
    shell: Shell, city: Path
) -> None:
    code, out, _ = shell("check", city / "district-a.supplement.yaml")
    assert (code, "is-supplement" in out) == (1, True)
    code, out, _ = shell("check", city)
    assert "files 1" in out
