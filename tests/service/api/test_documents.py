"""The page that shows the interface: vendored whole, and asking nobody else for anything."""

from __future__ import annotations

import hashlib
import re

import pytest

from service.api.documents import FOLDER

OURS = {"index.html", "start.js", "README.md", "SHA256SUMS"}


def test_the_vendored_files_are_those_of_the_manifest():
    lines = (FOLDER / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    wanted = {name: digest for digest, name in (line.split("  ") for line in lines)}
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in FOLDER.iterdir()
        if path.name not in OURS
    }
    assert found == wanted


@pytest.mark.parametrize(
    ("path", "media_type"),
    [
        ("/docs", "text/html; charset=utf-8"),
        ("/docs/swagger-ui-bundle.js", "text/javascript; charset=utf-8"),
        ("/docs/swagger-ui.css", "text/css; charset=utf-8"),
        ("/docs/start.js", "text/javascript; charset=utf-8"),
    ],
)
def test_the_page_and_its_parts_are_served_under_a_policy_of_their_own(caller, path, media_type):
    answer = caller.client.get(path)
    assert (answer.status_code, answer.content_type) == (200, media_type)
    policy = dict(
        part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == "'none'"
    assert {value for name, value in policy.items() if name.endswith("-src")} <= {
        *("'none'", "'self'", "'self' data:")
    }


@pytest.mark.parametrize("name", ["SHA256SUMS", "README.md", "..%2Fapp.py", "LICENSE", "x"])
def test_nothing_else_of_the_folder_is_served(caller, name):
    assert caller.client.get(f"/docs/{name}").status_code == 404


def test_the_page_names_no_other_place():
    for name in ("index.html", "start.js"):
        text = (FOLDER / name).read_text(encoding="utf-8")
        assert re.findall(r"(?:https?:)?//[a-z]", text) == []
