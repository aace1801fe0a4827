"""The READMEs do what they say: the tutorial block by block, and the output of `make run`.

`make golden` writes the outputs anew into the READMEs.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CHINESE = ROOT / "README.zh-CN.md"
ENGLISH = ROOT / "README.md"

_BLOCK = re.compile(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", re.S | re.M)
_LAST_LINE = " 最后一行"

pytestmark = pytest.mark.skipif(
    find_spec("durable_rules_engine") is None,
    reason="the READMEs show a run decided by durable-rules, which this Python does not have",
)


def shell(command: str, folder: Path) -> str:
    """What a person sees in the end: both streams, progress gone, digests shortened."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        env={**os.environ, "PATH": path, "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
    )
    shown = re.sub(r"^(读取证据|考评|写出结果包) [a-z ]+.*\n", "", done.stdout, flags=re.M)
    return re.sub(r"sha256:[0-9a-f]{64}", "sha256:…", shown)


def follow(tutorial: str, folder: Path) -> str:
    """The tutorial with every output as it really is, its files written to the folder."""

    def block(match: re.Match[str]) -> str:
        language, name, content = match.groups()
        if language == "console":
            commands = [line[2:] for line in content.splitlines() if line.startswith("$ ")]
            shown = "".join(f"$ {command}\n{shell(command, folder)}" for command in commands)
            return f"```console\n{shown}```"
        if name.endswith(_LAST_LINE):
            path = folder / name.removesuffix(_LAST_LINE)
            kept = path.read_text(encoding="utf-8").splitlines(keepends=True)[:-1]
            path.write_text("".join(kept) + content, encoding="utf-8")
        else:
            (folder / name).write_text(content, encoding="utf-8")
        return match[0]

    return _BLOCK.sub(block, tutorial)


def section(text: str, heading: str) -> tuple[int, int]:
    """Where a `## ` section starts and ends."""
    start = text.index(f"\n## {heading}\n")
    end = text.find("\n## ", start + 4)
    return start, len(text) if end < 0 else end


def compare(path: Path, text: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--golden") == "write":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == text


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
    part = _BLOCK.sub(lambda _: block, text[start:end], count=1)
    compare(ENGLISH, text[:start] + part + text[end:], request)
