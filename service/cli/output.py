"""What commands print: data on stdout, words about it on stderr, progress for long work."""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import click

from rules.widths import width

# The line of progress on a terminal goes.
_CLEAR = "\r\033[K"
_PHASES = {
    "admit": ("读取证据", "reading evidence"),
    "assess": ("考评", "assessing"),
    "write": ("写出结果包", "writing the package"),
    "slips": ("试改细则", "trying slips"),
    "drafts": ("起草用例", "drafting cases"),
}


def print_json(content: Any) -> None:
    click.echo(json_text(content))


def json_text(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, indent=2)


def padded(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def tell(zh: str, en: str) -> None:
    """Something to know, not a fault: on stderr, at once."""
    clear = _CLEAR if sys.stderr.isatty() else ""
    click.echo(f"{clear}提示 {zh}\n    note: {en}", err=True)


class ScreenProgress:
    """Progress on stderr: one line that changes on a terminal; elsewhere a line now and then, so
    that a log shows that long work goes on."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._every = 0.2 if self._terminal else 30.0
        self._last = time.monotonic()
        self._shown = False

    def __call__(self, phase: str, done: int, of: int) -> None:
        now = time.monotonic()
        if now - self._last < self._every:
            return
        self._last = now
        zh, en = _PHASES[phase]
        count = f"{done:,}/{of:,}" if of else f"{done:,}" if done else "…"
        line = f"{zh} {en} {count}"
        if self._terminal:
            click.echo(f"{_CLEAR}{line}", err=True, nl=False)
            self._shown = True
        else:
            click.echo(line, err=True)

    def __enter__(self) -> ScreenProgress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._shown:
            click.echo(_CLEAR, err=True, nl=False)
