"""docs/impact.md: its example is what happens, and it names every key of the JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.docs.console import compare, follow

PAGE = Path(__file__).parents[2] / "docs" / "impact.md"
JSON = Path(__file__).parents[1] / "golden" / "cli" / "impact" / "json.txt"


@pytest.mark.skipif(find_spec("durable_rules_engine") is None, reason="decided by durable-rules")
def test_the_example_shows_what_happens(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    compare(PAGE, follow(PAGE.read_text(encoding="utf-8"), tmp_path), request)


def keys(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        yield from part
    for member in (
        part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    ):
        yield from keys(member)


def test_the_page_names_every_key_of_the_json() -> None:
    text = JSON.read_text(encoding="utf-8")
    content = json.loads(text[text.index("{") : text.rindex("}") + 1])
    sides = ("before", "after")
    shown = {key: [] if key in sides else part for key, part in content.items()}
    told = set(re.findall(r"`(\w+)`", PAGE.read_text(encoding="utf-8")))
    assert set(keys(shown)) - told == set()
