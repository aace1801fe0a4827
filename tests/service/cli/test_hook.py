"""The hook of git, in a real repository: what is staged is what it looks at."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")


@pytest.fixture
def repository(shell, tmp_path, monkeypatch) -> Path:
    """A repository whose folder 细则 has a policy from the template, and the hook."""
    for name in ("GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE"):
        monkeypatch.delenv(name, raising=False)
    git(tmp_path, "init", "-q")
    folder = tmp_path / "细则"
    folder.mkdir()
    code, out, err = shell("new", "street", "--hook", "--dir", folder)
    assert code == 0, err
    assert out.startswith(f"已写好 written：{tmp_path}/.git/hooks/pre-commit\n")
    return tmp_path


def git(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    identity = ("-c", "user.name=tester", "-c", "user.email=tester@example.org")
    return subprocess.run(
        ["git", *identity, *words],
        cwd=folder,
        capture_output=True,
        check=False,
        encoding="utf-8",
    )


def commit(folder: Path) -> tuple[bool, str]:
    """Whether it was taken, and what was said."""
    done = git(folder, "commit", "-q", "-m", "a change")
    return done.returncode == 0, done.stdout + done.stderr


def change(folder: Path, old: str, new: str, name: str = "1.yaml") -> None:
    path = folder / "细则" / "street" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_what_is_in_order_is_taken(repository):
    git(repository, "add", ".")
    assert commit(repository)[0]


WRONG = {
    "not formatted": (
        "总分: {保留: 2}\n",
        "总分: {保留: 2}  \n\n\n",
        "1.yaml",
        "需要整理 would be rewritten",
    ),
    "not compiling": ("60以上不满90", "60以上89以下", "1.yaml", "band-gap"),
    "a case fails": ("扣: 5", "扣: 4", "1.yaml", "应得 expected"),
    "a test is wrong": ("总分: 89.96", "总分: 89.95", "1.test.yaml", "应得 expected"),
}


@pytest.mark.parametrize(("old", "new", "name", "told"), WRONG.values(), ids=WRONG.keys())
def test_what_is_not_is_refused_with_the_reason(repository, old, new, name, told):
    change(repository, old, new, name)
    git(repository, "add", ".")
    taken, said = commit(repository)
    assert not taken
    assert told in said


def test_it_looks_at_what_is_staged_not_at_the_folder(repository):
    git(repository, "add", ".")
    change(repository, "扣: 5", "扣: 4")
    assert commit(repository)[0]
    git(repository, "add", ".")
    change(repository, "扣: 4", "扣: 5")
    assert not commit(repository)[0]


def test_other_files_are_nobodys_business(repository):
    (repository / "other.yaml").write_text("a:\n      b: [1,\n 2]\n", encoding="utf-8")
    (repository / "细则" / "说明.txt").write_text("说明\n", encoding="utf-8")
    git(repository, "add", "other.yaml", "细则/说明.txt")
    assert commit(repository) == (True, "")


def test_a_hook_of_somebody_else_is_left(shell, tmp_path):
    git(tmp_path, "init", "-q")
    hook = tmp_path / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\n", encoding="utf-8")
    code, _, err = shell("new", "--hook", "--dir", tmp_path)
    assert code == 2
    assert "已经有了" in err
    assert hook.read_text(encoding="utf-8") == "#!/bin/sh\n"


def test_outside_a_repository_it_says_so(shell, tmp_path, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    code, _, err = shell("new", "--hook", "--dir", tmp_path)
    assert code == 2
    assert "不在 git 仓库里" in err
