"""One result whatever the order of evidence, the size of parts and the number of workers."""

from __future__ import annotations

import hashlib
import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.run import review, run_review
from scoring.runs.crosscheck import CrossCheck
from scoring.runs.request import Request, gathered
from tests.scoring.test_run import CASE, REQUEST, content

# What names rows of the files as they were delivered.
OF_THE_FILES = ("inputs/", "manifest.json", "rejects", "report.", "run.json")
PARTS = {
    "scoring.snapshot.reading._AT_ONCE": (1, 2),
    "scoring.snapshot.reading._NAMES_AT_ONCE": (1, 3),
    "scoring.intake.bulk.everybody._AT_ONCE": (1, 2),
    "scoring.snapshot.filling._ROWS_AT_ONCE": (1, 3),
    "scoring.population.reading._CELLS_AT_ONCE": (1, 90),
    "scoring.package.parquet._CELLS_AT_ONCE": (1, 100),
    "scoring.intake.bulk.plain._BYTES_AT_ONCE": (16, 200),
    "scoring.intake.bulk.plain._ROWS_AT_ONCE": (1, 4),
    "scoring.intake.bulk.arranging._AT_ONCE": (1, 7),
}


def digest(request: Request, out: Path, *, without: tuple[str, ...] = ("run.json",)) -> str:
    run_review(request, out)
    files = sorted(content(out).items())
    told = [(name, data) for name, data in files if not name.startswith(without)]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def shuffled(folder: Path, chance: random.Random) -> None:
    """The rows of every table in another order."""
    for path in sorted(folder.rglob("*.csv")):
        heading, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
        chance.shuffle(rows)
        path.write_text("".join([heading, *rows]), encoding="utf-8", newline="")


@pytest.mark.parametrize("engine", ["reference", "duckdb"])
@pytest.mark.parametrize("seed", range(3))
def test_rows_in_another_order_give_the_same_digest(tmp_path, engine, seed):
    request = replace(REQUEST, engine=engine)
    one = digest(request, tmp_path / "one", without=OF_THE_FILES)
    case = Path(shutil.copytree(CASE, tmp_path / "case"))
    shuffled(case, random.Random(seed))
    again = replace(request, evidence=(case / "evidence",), subjects=case / "subjects.csv")
    assert digest(again, tmp_path / "again", without=OF_THE_FILES) == one


@pytest.mark.parametrize("engine", ["reference", "duckdb"])
@pytest.mark.parametrize("place", [0, 1])
def test_parts_of_any_size_give_the_same_digest(tmp_path, monkeypatch, engine, place):
    request = replace(REQUEST, engine=engine)
    one = digest(request, tmp_path / "one")
    for name, sizes in PARTS.items():
        monkeypatch.setattr(name, sizes[place])
    assert digest(request, tmp_path / "again") == one


def test_one_worker_and_many_check_the_same(monkeypatch):
    monkeypatch.setattr("scoring.runs.crosscheck._AT_ONCE", 2)
    request = replace(REQUEST, engine="duckdb")
    outcome = review(gathered(request))
    for workers in (1, 3):
        check = CrossCheck(outcome.program, outcome.evidence, "all")
        assert len(list(check.watch(outcome.assessments))) == 5
        assert check.settle(workers=workers) == 5
