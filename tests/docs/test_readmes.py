"""The READMEs do what they say: the tutorial block by block, and the output of `make run`.

`make golden` writes the outputs anew into the READMEs.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.docs.console import BLOCK, compare, follow, shell

ROOT = Path(__file__).parents[2]
CHINESE = ROOT / "README.zh-CN.md"
ENGLISH = ROOT / "README.md"

pytestmark = pytest.mark.skipif(
    find_spec("durable_rules_engine") is None,
    reason="the READMEs show a run decided by durable-rules, which this Python does not have",
)


def section(text: str, heading: str) -> tuple[int, int]:
    """Where a `## ` section starts and ends."""
    start = text.index(f"\n## {heading}\n")
    end = text.find("\n## ", start + 4)
    return start, len(text) if end < 0 else end


def test_the_tutorial_shows_what_happens(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    text = CHINESE.read_text(encoding="utf-8")
    start, end = section(text, "写第一个考评细则")
    compare(CHINESE, text[:start] + follow(text[start:end], tmp_path) + text[end:], request)


def test_the_readme_shows_what_make_run_shows(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    text = ENGLISH.read_text(encoding="utf-8")
    start, end = section(text, "What `make run` shows")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    samples = re.findall(r"^SAMPLES := (.+)$", makefile, re.M)[0].split()
    shown = "".join(
        shell(f"kaoping run {sample} --sample --out out/{sample}", tmp_path) for sample in samples
    )
    block = f"```console\n$ make run\n{shown}```"
    part = BLOCK.sub(lambda _: block, text[start:end], count=1)
    compare(ENGLISH, text[:start] + part + text[end:], request)


def test_a_sample_shows_the_way_to_a_settlement(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    page = ROOT / "policies" / "party-building-instructor" / "sample" / "README.md"
    (tmp_path / "policies").symlink_to(ROOT / "policies")
    compare(page, follow(page.read_text(encoding="utf-8"), tmp_path), request)
