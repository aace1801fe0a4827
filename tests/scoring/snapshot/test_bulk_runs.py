"""A review of large files: the same package whether they are admitted in bulk or one by one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rules.backends.crossed import Engine
from scoring.run import run_review, verify_package
from tests.scoring.snapshot.test_later_runs import REQUEST


def content(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file() and path.name != "run.json")
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("engine", ["durable", "duckdb"])
def test_the_way_of_admission_does_not_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> None:
    request = replace(REQUEST, engine=engine, crosscheck="all" if engine == "duckdb" else None)
    run_review(request, tmp_path / "one")
    monkeypatch.setattr("scoring.run._LARGE", 0)
    run_review(request, tmp_path / "other")
    assert content(tmp_path / "other") == content(tmp_path / "one")
    assert verify_package(tmp_path / "other") is None
