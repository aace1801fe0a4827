"""What is installed without the repository: the wheel holds the policies and runs them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, ROOT

BUILD = "import sys; from setuptools.build_meta import build_wheel; build_wheel(sys.argv[1])"


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """The wheel, built from a copy of the sources and unpacked; its dependencies are at hand."""
    folder = tmp_path_factory.mktemp("wheel")
    copy = folder / "sources"
    for name in (*PACKAGES, "policies"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("setup.cfg", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, copy / name)
    built = subprocess.run(
        [sys.executable, "-c", BUILD, str(folder)],
        cwd=copy,
        capture_output=True,
        text=True,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("*.whl")
    zipfile.ZipFile(wheel).extractall(folder / "installed")
    return folder / "installed"


def kaoping(installed: Path, *arguments: str) -> str:
    ended = subprocess.run(
        [sys.executable, "-m", "service.cli.main", *arguments],
        cwd=installed.parent,
        env={**os.environ, "PYTHONPATH": str(installed), "KAOPING_POLICIES": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def test_every_policy_and_sample_is_in_the_wheel(installed):
    wanted = {
        path.relative_to(ROOT).as_posix()
        for pattern in ("*/*.yaml", "*/sample/*")
        for path in (ROOT / "policies").glob(pattern)
        if path.is_file()
    }
    found = {
        path.relative_to(installed).as_posix()
        for path in (installed / "policies").rglob("*")
        if path.is_file()
    }
    assert found == wanted
    assert (installed / "rules" / "py.typed").is_file()


def test_the_page_of_the_interface_is_in_the_wheel(installed):
    folder = Path("service") / "static" / "swagger-ui"
    names = {path.name for path in (ROOT / folder).iterdir()}
    assert {path.name for path in (installed / folder).iterdir()} == names


def test_the_installed_command_finds_and_runs_a_shipped_policy(installed):
    where = "import rules.library; print(rules.library.shipped())"
    shown = subprocess.run(
        [sys.executable, "-c", where],
        cwd=installed.parent,
        env={**os.environ, "PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    assert Path(shown) == installed / "policies"
    known = json.loads(kaoping(installed, "list", "--format", "json"))["policies"]
    assert "property-company" in {policy["id"] for policy in known}
    kaoping(installed, "run", "property-company", "--sample", "--out", "out")
    assert kaoping(installed, "verify", "out", "--lang", "en") == "every byte is the same\n"


def test_the_installed_command_starts_a_policy_and_has_the_hook(installed, tmp_path):
    kaoping(installed, "new", "street-2027", "--dir", str(tmp_path))
    kaoping(installed, "check", str(tmp_path))
    assert (installed / "service" / "templates" / "pre-commit").is_file()
