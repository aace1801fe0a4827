"""`kaoping schema` as a user sees it: on the screen, and written where an editor looks."""

from __future__ import annotations

import json

import pytest

from service.cli.schemas import schemas


@pytest.mark.parametrize("document", ["policy", "supplement", "plan", "tests", "mapping"])
def test_it_prints_the_schema_of_each_document(shell, document):
    code, out, _ = shell("schema", "--of", document, "--keys", "zh")
    assert (code, json.loads(out)) == (0, schemas("zh")[document])


def test_it_writes_schemas_and_settings_beside_what_is_there(shell, tmp_path):
    settings = tmp_path / ".vscode" / "settings.json"
    settings.parent.mkdir()
    settings.write_text('{"editor.tabSize": 2, "yaml.schemas": {"./own.json": ["own.yaml"]}}')
    for _ in range(2):
        code, out, _ = shell("schema", "--install", tmp_path)
        assert code == 0
        assert out.endswith(
            f"# yaml-language-server: $schema={tmp_path}/.kaoping/policy.schema.json\n"
        )
        written = json.loads(settings.read_text(encoding="utf-8"))
        assert written["editor.tabSize"] == 2
        assert written["yaml.schemaStore.enable"] is False
        assert list(written["yaml.schemas"]) == [
            "./own.json",
            *(f"./.kaoping/{name}.schema.json" for name in schemas("both")),
        ]
        advice = json.loads((tmp_path / ".vscode" / "extensions.json").read_text())
        assert advice == {"recommendations": ["redhat.vscode-yaml"]}
    for name, schema in schemas("both").items():
        path = tmp_path / ".kaoping" / f"{name}.schema.json"
        assert json.loads(path.read_text(encoding="utf-8")) == schema


def test_settings_with_comments_are_left_to_their_author(shell, tmp_path):
    settings = tmp_path / ".vscode" / "settings.json"
    settings.parent.mkdir()
    settings.write_text('{\n  // mine\n  "editor.tabSize": 2\n}\n')
    before = settings.read_bytes()
    code, _, err = shell("schema", "--install", tmp_path)
    assert code == 2
    assert "settings.json 里有注释或者不是 JSON" in err
    assert settings.read_bytes() == before
    assert not (tmp_path / ".kaoping").exists()
