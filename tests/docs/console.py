"""The blocks of a page that show a console: what each command prints, as it really is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

BLOCK = re.compile(r"^```(\w+)(?: ([^\n]+))?\n(.*?)^```$", re.S | re.M)
_LAST_LINE = " 最后一行"


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


def follow(page: str, folder: Path) -> str:
    """The page with every output as it really is, its files written to the folder."""

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

    return BLOCK.sub(block, page)


def compare(path: Path, text: str, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--golden") == "write":
        path.write_text(text, encoding="utf-8", newline="\n")
    assert path.read_text(encoding="utf-8") == text
