"""docs/authoring.md does what it says, block by block, from new to docs.

`make golden` writes the outputs anew into it.
"""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.docs.console import compare, follow

PAGE = Path(__file__).parents[2] / "docs" / "authoring.md"

pytestmark = [
    pytest.mark.skipif(
        find_spec("durable_rules_engine") is None, reason="the page shows a run by durable-rules"
    ),
    pytest.mark.skipif(shutil.which("git") is None, reason="the page installs a hook of git"),
]


def test_the_page_shows_what_happens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "KAOPING_POLICIES"):
        monkeypatch.delenv(name, raising=False)
    compare(PAGE, follow(PAGE.read_text(encoding="utf-8"), tmp_path), request)
