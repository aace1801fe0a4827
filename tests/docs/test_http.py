"""The tutorial of the HTTP interface does what it says, with curl and with a generated client.

`make golden` writes the outputs anew into it.
"""

from __future__ import annotations

import re
import shutil
from importlib.util import find_spec

import pytest

from tests.docs.test_readmes import ROOT, follow
from tests.service.test_serving import start

TUTORIAL = ROOT / "docs" / "http.md"

pytestmark = [
    pytest.mark.skipif(shutil.which("curl") is None, reason="the tutorial asks with curl"),
    pytest.mark.skipif(
        find_spec("openapi_python_client") is None,
        reason="the tutorial generates a client: pip install -e '.[dev]'",
    ),
]


def test_the_tutorial_shows_what_happens(tmp_path, monkeypatch, request):
    text = TUTORIAL.read_text(encoding="utf-8")
    before, heading, rest = text.partition("## 启动")
    (tmp_path / "细则" / "mini").mkdir(parents=True)
    told = follow(before, tmp_path) + heading
    serving = start("--policies", str(tmp_path / "细则"))
    try:
        monkeypatch.setenv("ADDRESS", f"http://127.0.0.1:{serving.port}")
        monkeypatch.setenv("KEY", serving.key)
        told += follow(rest, tmp_path)
    finally:
        serving.end()
    if request.config.getoption("--golden") == "write":
        TUTORIAL.write_text(told, encoding="utf-8", newline="\n")
    assert told == TUTORIAL.read_text(encoding="utf-8")
    assert len(re.findall(r"^\$ curl", told, flags=re.M)) > 4
