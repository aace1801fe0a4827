"""docs/explain.md shows what the commands really print."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.docs.console import compare, follow

PAGE = Path(__file__).parents[2] / "docs" / "explain.md"


def test_the_page_shows_what_is_printed(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    compare(PAGE, follow(PAGE.read_text(encoding="utf-8"), tmp_path), request)
