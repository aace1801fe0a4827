"""The sample of a pack: marked as invented, with no one left over, the same by every engine."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rules.backends.crossed import Engine
from rules.library import Library, shipped
from scoring.package.manifest import read_manifest
from scoring.run import run_review
from scoring.runs.sample import read_sample

# What a package shows people names the engine that made it.
NAMES_THE_ENGINE = {"report.html"}

# Larger samples have tests of their own in tests/samples and tests/conformance.
SMALL = 200_000


def size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.glob("*.csv*"))


PACKS = [
    path
    for path in sorted(Library((shipped(),)).files())
    if size(path.parent / "sample") <= SMALL
    and not list((path.parent / "sample").glob("*.gz"))
    and (path.parent / "sample" / "sample.yaml").exists()
    and (path.parent / "sample" / "README.md").exists()
]


@pytest.mark.parametrize("policy", PACKS, ids=[path.parent.name for path in PACKS])
def test_every_engine_gives_the_same_package_of_the_sample(policy: Path, tmp_path: Path) -> None:
    sample = read_sample(policy.parent / "sample" / "sample.yaml", policy)
    outputs = {}
    engines: tuple[Engine, ...] = ("reference", "durable", "duckdb")
    for engine in engines:
        outcome = run_review(replace(sample, engine=engine), tmp_path / engine)
        assert outcome.subjects["graded"] > 0
        assert outcome.request.mark
        written = read_manifest(tmp_path / engine)["outputs"]
        outputs[engine] = {name: written[name] for name in written.keys() - NAMES_THE_ENGINE}
    assert outputs["durable"] == outputs["reference"]
    assert outputs["duckdb"] == outputs["reference"]
