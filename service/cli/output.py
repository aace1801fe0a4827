"""What commands print: data on stdout, words about it on stderr, progress for long work."""

from __future__ import annotations

import json
import math
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


def progress_line(phase: str, done: int, of: int, seconds: float) -> str:
    """What is being done, how much is done in the phase's `seconds`, how fast, how long it will
    take at that pace: as far as each is known."""
    zh, en = _PHASES[phase]
    told = [f"{zh} {en} " + (f"{done:,}/{of:,}" if of else f"{done:,}" if done else "…")]
    if done and seconds >= 1:
        told.append(f"{done / seconds:,.0f}/s")
        if of > done:
            told.append(f"还需 remaining {_duration((of - done) * seconds / done)}")
    return " · ".join(told)


def _duration(seconds: float) -> str:
    """Seconds, minutes with seconds, or hours with minutes, rounded up."""
    whole = math.ceil(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02} s"
    return f"{minutes // 60} h {minutes % 60:02} min"


class ScreenProgress:
    """Progress on stderr: one line that changes on a terminal; elsewhere a line now and then, so
    that a log shows that long work goes on."""

    def __init__(self) -> None:
        self._terminal = sys.stderr.isatty()
        self._every = 0.2 if self._terminal else 30.0
        self._last = self._start = time.monotonic()
        self._phase = ""
        self._shown = False

    def __call__(self, phase: str, done: int, of: int) -> None:
        now = time.monotonic()
        if phase != self._phase:
            self._phase, self._start = phase, now
        if now - self._last < self._every:
            return
        self._last = now
        line = progress_line(phase, done, of, now - self._start)
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
