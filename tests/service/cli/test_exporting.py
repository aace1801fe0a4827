"""`kaoping export`: a package as tables, and what is said of them."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.run import run_review
from tests.scoring.test_run import REQUEST


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("export") / "package"
    run_review(replace(REQUEST, engine="reference"), folder)
    return folder


def test_it_tells_what_was_written_and_where(shell, package, tmp_path):
    code, out, err = shell("export", package, "--out", tmp_path / "wh")
    assert (code, err) == (0, "")
    shown = [line.rsplit("，", 1)[0] for line in out.splitlines()]
    assert shown == [
        "results               5 行 rows，1 个文件 files",
        "ledger                9 行 rows，1 个文件 files",
        "findings              5 行 rows，1 个文件 files",
        "columns              48 行 rows，1 个文件 files",
        f"已写出 written：{tmp_path / 'wh'}/*/policy=small-town/period=2026",
    ]


def test_json_tells_the_same(shell, package, tmp_path):
    code, out, _ = shell("export", package, "--out", tmp_path / "wh", "--format", "json")
    told = json.loads(out)
    assert (code, told["place"]) == (0, "policy=small-town/period=2026")
    sizes = {
        name: sum(path.stat().st_size for path in (tmp_path / "wh" / name).rglob("*.parquet"))
        for name in told["tables"]
    }
    assert {name: one["bytes"] for name, one in told["tables"].items()} == sizes


def test_what_is_no_package_is_refused(shell, tmp_path):
    code, _, err = shell("export", tmp_path, "--out", tmp_path / "wh")
    assert code == 1
    assert "错误[not-a-package]" in err
    assert not (tmp_path / "wh").exists()
