"""The measuring itself, on so few records that it takes no time: benches are not run otherwise."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

LINE = re.compile(r" +1,000 +(admit|assess) +[\d.]+ +[\d.]+ +[\d.]+ +\d+ *(\d+ MB)?")


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_growth_is_measured_of_evidence_in_either_format(tmp_path: Path, form: str) -> None:
    command = [sys.executable, "-m", "bench.growth", str(tmp_path), "1000"]
    settings = {**os.environ, "FORMAT": form}
    told = subprocess.run(command, check=True, capture_output=True, text=True, env=settings).stdout
    _, *lines = told.splitlines()
    assert [match[1] for line in lines if (match := LINE.fullmatch(line))] == ["admit", "assess"]
    assert (tmp_path / "1000" / f"evidence.{form}").is_file()
