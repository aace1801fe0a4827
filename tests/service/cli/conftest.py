"""The command line as tests use it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from service.cli.main import main

Shell = Callable[..., tuple[int, str, str]]


@pytest.fixture
def shell(capsys, monkeypatch) -> Shell:
    """Runs the command in the root of the repository: (exit code, stdout, stderr)."""
    monkeypatch.chdir(Path(__file__).resolve().parents[3])
    monkeypatch.delenv("KAOPING_POLICIES", raising=False)

    def run(*arguments: str) -> tuple[int, str, str]:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run
