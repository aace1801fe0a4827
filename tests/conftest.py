"""Expected outputs as files: read and compared, or written anew with --golden=write."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).parent / "golden"

Golden = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", choices=["check", "write"], default="check")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """`golden("cli/unknown-policy.txt", text)`: the text is what tests/golden/… says."""
    write = request.config.getoption("--golden") == "write"

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if write:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert path.exists(), f"no expected output {name}: run `make golden` and review it"
        assert text == path.read_text(encoding="utf-8")

    return compare
