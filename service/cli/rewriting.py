"""A file written anew by a command, and the difference shown before."""

from __future__ import annotations

import os
from difflib import unified_diff
from pathlib import Path


def rewrite(file: Path, text: str) -> None:
    """The whole file or none of it."""
    draft = file.with_name(f".{file.name}.new")
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.chmod(file.stat().st_mode)
    os.replace(draft, file)


def difference(file: Path, before: str, after: str) -> list[str]:
    lines = unified_diff(before.splitlines(), after.splitlines(), str(file), str(file), lineterm="")
    return list(lines)
