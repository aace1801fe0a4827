"""`kaoping map` as a user sees it: a proposal, what it reads, and a file only when asked for."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.samples import property_workbook
from tests.service.cli.test_commands import told

Shell = Callable[..., tuple[int, str, str]]
NAME = "满意度测评（导出）.csv"
POLICY = ("--policy", "property-company")


@pytest.fixture
def ballots(tmp_path: Path) -> Path:
    """The export of the sample, its first ballots and those that are refused."""
    lines = property_workbook.files()[NAME].decode("gb18030").splitlines(keepends=True)
    path = tmp_path / NAME
    path.write_bytes("".join([*lines[:9], *lines[-6:]]).encode("gb18030"))
    return path


@pytest.mark.parametrize("more", [[], ["--lang", "en"], ["--format", "json"]])
def test_a_table_is_shown_as_the_proposal_reads_it(
    more: list[str], ballots: Path, shell: Shell, golden: Callable[[str, str], None], tmp_path: Path
) -> None:
    answer = shell("map", ballots, *POLICY, *more)
    golden(f"mapping/map{''.join(more).replace('--', '-')}.txt", told(answer, tmp_path))


def test_what_is_written_is_found_and_reads_alike(
    ballots: Path, shell: Shell, tmp_path: Path
) -> None:
    place = tmp_path / "满意度测评（导出）.mapping.yaml"
    code, out, _ = shell("map", ballots, *POLICY, "--write", place, "--format", "json")
    proposed = json.loads(out)
    assert (code, proposed["mapping"]) == (0, place.read_text(encoding="utf-8"))
    code, out, _ = shell("map", ballots, *POLICY, "--mapping", place, "--format", "json")
    assert code == 0
    assert json.loads(out)["tables"] == proposed["tables"]
    sample = Path("policies/property-company/sample/企业名册.csv")
    period = ("--period", "2026", "--out", tmp_path / "out", "--format", "json")
    code, out, err = shell(
        "run", "property-company", "--evidence", ballots, "--subjects", sample, *period
    )
    assert code == 0, err
    notices = {notice["code"] for notice in json.loads(out)["manifest"]["notices"]}
    assert "mapping-used" in notices


def test_nothing_that_is_there_is_replaced(ballots: Path, shell: Shell, tmp_path: Path) -> None:
    place = tmp_path / "映射.yaml"
    place.write_text("", encoding="utf-8")
    code, _, err = shell("map", ballots, *POLICY, "--write", place)
    assert code == 2
    assert "已经存在，不会覆盖" in err
    assert place.read_text(encoding="utf-8") == ""


def test_a_mapping_is_shown_or_written_not_both(ballots: Path, shell: Shell) -> None:
    code, _, err = shell("map", ballots, *POLICY, "--mapping", ballots, "--write", "x.yaml")
    assert code == 2
    assert "give --mapping or --write, not both" in err


def test_a_proposal_that_lacks_a_column_says_so_and_ends_with_1(
    ballots: Path, shell: Shell
) -> None:
    text = ballots.read_text(encoding="gb18030").replace("票号", "甲乙")
    ballots.write_text(text, encoding="utf-8")
    code, out, _ = shell("map", ballots, *POLICY)
    assert code == 1
    assert "# 票号: ？ 没有找到这一列 · no column was found" in out
    assert "错误[map-lacks] 没有说从哪里取：票号" in out
