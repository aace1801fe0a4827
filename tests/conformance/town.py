"""A town that plays a measure through: every run reads the packages of the runs before it."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

from rules.backends.crossed import Engine
from rules.library import shipped_calendars
from scoring.run import run_review
from scoring.runs.request import Request

VECTORS = Path(__file__).parent / "vectors"
HEADINGS = "对象,发生日,处置,办理,经办人,延至"


class Town:
    """A policy and the packages of its runs so far."""

    def __init__(self, policy: str, kind: str, folder: Path, engine: Engine) -> None:
        self.policy = VECTORS / f"{policy}.yaml"
        self.kind, self.folder, self.engine = kind, folder, engine
        self.packages: list[Path] = []

    def run(
        self, period: str, scores: Mapping[str, int], *records: str, delivered: bool = True
    ) -> Path:
        """Unless `delivered` no records of cases are delivered."""
        inputs, package = self.folder / f"in-{period}", self.folder / period
        inputs.mkdir()
        table = "\n".join(["对象,得分", *(f"{name},{score}" for name, score in scores.items())])
        (inputs / "对象.csv").write_text(f"{table}\n", encoding="utf-8")
        told = "\n".join([HEADINGS, *records])
        (inputs / f"{self.kind}.csv").write_text(f"{told}\n", encoding="utf-8")
        request = Request(
            policy=self.policy,
            evidence=(inputs / f"{self.kind}.csv",) if delivered else (),
            subjects=inputs / "对象.csv",
            period=period,
            engine=self.engine,
            history=tuple(self.packages),
            calendars=shipped_calendars(),
        )
        run_review(request, package)
        self.packages.append(package)
        return package


def rows(package: Path, table: str, *columns: str) -> list[list[str]]:
    with (package / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [[row[column] for column in columns] for row in csv.DictReader(file)]


def cases(package: Path) -> Sequence[list[str]]:
    return rows(package, "cases", "subject", "state", "opened", "deadline", "overdue", "closed")
