"""Pages and tracked files: generated docs are current, nothing tells of one machine."""

from __future__ import annotations

import re
import subprocess

import pytest

from docs.generate import FOLDER, pages
from service.cli.main import kaoping
from tests.architecture.sources import ROOT

# Written in parts, so that this file is not its own finding.
PRIVATE = re.compile(
    "|".join(
        [
            r"(?<![\w.])/(?:ro" + r"ot|wo" + r"rk|ho" + r"me)/\w",
            r"pypi\." + r"org",
            r"python" + r"hosted",
            r"npm" + r"js\.",
        ]
    )
)
# What others wrote, unchanged; a manifest of digests holds it.
VENDORED = "service/static/swagger-ui/"


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_generated_page_is_as_the_code_says(name):
    written = (FOLDER / name).read_text(encoding="utf-8")
    assert written == pages()[name], "run `make docs`"


@pytest.mark.parametrize("command", sorted(kaoping.commands))
def test_every_command_is_in_the_readme(command):
    assert f"`kaoping {command}" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_no_tracked_file_tells_of_a_machine_or_a_registry():
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    found = []
    for name in filter(None, listed.split("\0")):
        path = ROOT / name
        if not path.is_file() or path.suffix in (".gz", ".png") or name.startswith(VENDORED):
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if PRIVATE.search(line):
                found.append(f"{name}:{number}: {line.strip()[:80]}")
    assert found == []
