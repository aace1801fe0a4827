"""The hook of git that looks at policies before they are committed."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from service.cli.faults import Misuse

_HOOK = Path(__file__).resolve().parent.parent / "templates" / "pre-commit"
_OURS = "# kaoping: "


def install_hook(folder: Path) -> Path:
    """Writes the hook for the policies below a folder of a git repository; where it is now. A hook
    that somebody else wrote is left."""
    top = Path(_git(folder, "rev-parse", "--show-toplevel"))
    hook = top / _git(top, "rev-parse", "--git-path", "hooks/pre-commit")
    if hook.exists() and _OURS not in hook.read_text(encoding="utf-8", errors="replace"):
        zh = f"{hook} 已经有了，没有改动；请把 {_HOOK} 的内容加进去"
        raise Misuse(zh, f"{hook} is there already and was left; add what {_HOOK} says")
    below = folder.resolve().relative_to(top.resolve()).as_posix()
    text = _HOOK.read_text(encoding="utf-8")
    text = text.replace("@FOLDER@", _quotable(below))
    text = text.replace("@PROGRAMS@", str(Path(sys.executable).parent))
    hook.parent.mkdir(parents=True, exist_ok=True)
    hook.write_text(text, encoding="utf-8", newline="\n")
    hook.chmod(0o755)
    return hook


def _quotable(text: str) -> str:
    """Inside single quotes of the shell."""
    return text.replace("'", "'\\''")


def _git(folder: Path, *words: str) -> str:
    git = shutil.which("git")
    if git is None:
        raise Misuse("没有找到 git", "there is no git")
    done = subprocess.run(  # noqa: S603 the words are ours
        [git, *words], cwd=folder, capture_output=True, check=False, encoding="utf-8"
    )
    if done.returncode:
        raise Misuse(f"{folder} 不在 git 仓库里", f"{folder} is in no git repository")
    return done.stdout.rstrip("\n")
