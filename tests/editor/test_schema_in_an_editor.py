"""The schemas in the real yaml-language-server: completion, hover, and what it says is wrong.

`make editor` installs the server, which needs Node.js, and runs this.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from rules.library import shipped
from service.cli.main import main
from tests.editor.server import Server, serving

ROOT = Path(__file__).parents[2]
PROGRAM = ROOT / "out" / "editor" / "node_modules" / "yaml-language-server" / "bin"

pytestmark = [
    pytest.mark.editor,
    pytest.mark.skipif(shutil.which("node") is None, reason="the server needs Node.js"),
    pytest.mark.skipif(
        not PROGRAM.is_dir(), reason="no yaml-language-server: `make editor` installs it"
    ),
]

HEAD = "考评: 甲\n编号: a-b\n版本: '1'\n状态: 起草\n生效: 2026-01-01\n周期: 年度\n"
BODY = "对象: {种类: 企业}\n等次: {优秀: 90以上, 其他: 不满90}\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the settings that `kaoping schema --install` writes."""
    folder = tmp_path_factory.mktemp("policies")
    with pytest.raises(SystemExit, match="0"):
        main(["schema", "--keys", "zh", "--install", str(folder)])
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    written = json.loads((folder / ".vscode" / "settings.json").read_text(encoding="utf-8"))
    yaml = {
        "schemas": {
            (folder / name).as_uri(): files for name, files in written["yaml.schemas"].items()
        },
        "schemaStore": {"enable": written["yaml.schemaStore.enable"]},
        "validate": True,
        "hover": True,
        "completion": True,
    }
    command = ["node", str(PROGRAM / "yaml-language-server"), "--stdio"]
    with serving(command, folder, {"yaml": yaml}) as server:
        yield server


def complaints(server: Server, path: Path, text: str) -> list[tuple[int, str]]:
    """Lines, from 1, with what is wrong there."""
    uri = server.show(path, text)
    return [(d["range"]["start"]["line"] + 1, d["message"]) for d in server.diagnostics(uri)]


@pytest.mark.parametrize(
    "path",
    [
        shipped() / "property-company" / "2026.1.yaml",
        shipped() / "property-company" / "2026.1.test.yaml",
        shipped() / "in-service-member" / "2026.1.yaml",
        shipped() / "in-service-member" / "2026.1.test.yaml",
    ],
    ids=lambda path: f"{path.parent.name}-{path.stem}",
)
def test_what_is_shipped_has_nothing_wrong(server: Server, folder: Path, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert complaints(server, folder / path.parent.name / path.name, text) == []


def test_a_wrong_key_and_a_wrong_word_are_told_where_they_stand(
    server: Server, folder: Path
) -> None:
    text = HEAD.replace("起草", "起稿") + "指标: {甲: {分植: 10}}\n" + BODY
    told = complaints(server, folder / "a-b" / "wrong.yaml", text)
    assert [line for line, _ in told] == [4, 7]
    assert "起草" in told[0][1]
    assert "分植" in told[1][1]


def test_a_key_that_is_lacking_is_told(server: Server, folder: Path) -> None:
    [(line, message)] = complaints(
        server, folder / "a-b" / "lacking.yaml", HEAD + "对象: {种类: 企业}\n"
    )
    assert line == 1
    assert "等次" in message


def test_keys_are_offered_with_their_meaning(server: Server, folder: Path) -> None:
    text = HEAD + BODY + "指标:\n  服务:\n    分\n"
    uri = server.show(folder / "a-b" / "completing.yaml", text)
    answer = server.ask(
        "textDocument/completion",
        textDocument={"uri": uri},
        position={"line": text.count("\n") - 1, "character": 5},
    )
    items = answer if isinstance(answer, list) else answer["items"]
    offered = {item["label"]: item for item in items}
    assert {"分值", "分项", "取值", "扣分"} <= offered.keys()
    assert "满分是多少" in json.dumps(offered["分值"], ensure_ascii=False)
    assert "points" not in offered


def test_words_are_offered_for_a_choice(server: Server, folder: Path) -> None:
    text = HEAD + BODY + "排名:\n  全镇排名:\n    按: 总分\n    次序: \n"
    uri = server.show(folder / "a-b" / "choosing.yaml", text)
    answer = server.ask(
        "textDocument/completion",
        textDocument={"uri": uri},
        position={"line": text.count("\n") - 1, "character": 8},
    )
    items = answer if isinstance(answer, list) else answer["items"]
    assert {"高者在前", "低者在前"} <= {item["label"] for item in items}


def test_a_key_is_explained_where_the_pointer_stands(server: Server, folder: Path) -> None:
    text = HEAD + BODY
    uri = server.show(folder / "a-b" / "hovering.yaml", text)
    answer = server.ask(
        "textDocument/hover", textDocument={"uri": uri}, position={"line": 5, "character": 1}
    )
    assert "考评周期（period）" in json.dumps(answer, ensure_ascii=False)
