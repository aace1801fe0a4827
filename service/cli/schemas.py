"""`kaoping schema`: what editors need to complete and check policies, tests and mappings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from rules.lexicon import POLICY
from rules.model import Policy
from rules.schema import Keys, Schema, schema_of
from rules.supplement.model import Supplement
from scoring.casebook.schema import schema_of_tests
from scoring.intake.mapping.model import Mapping as SheetMapping
from scoring.intake.mapping.remembered import NAMES
from scoring.intake.mapping.words import LEXICON
from scoring.plans.model import PlanText
from scoring.plans.words import LEXICON as PLAN
from service.cli.faults import DONE, Misuse
from service.cli.options import FOLDER
from service.cli.output import print_json

_HOME = ".kaoping"
_SETTINGS = Path(".vscode") / "settings.json"
_RECOMMENDED = Path(".vscode") / "extensions.json"
# Which files are which, for an editor that sees no header line.
_TESTS = ["**/*.test.yaml"]
_SUPPLEMENTS = ["**/*.supplement.yaml"]
_PLANS = ["**/plan.yaml", "**/*.plan.yaml"]
_MAPPINGS = [f"**/{start}{name}" for name in NAMES for start in ("", "*.")]
_FILES: Mapping[str, list[str]] = {
    "policy": [
        "**/*.yaml",
        "!**/sample/*.yaml",
        *(f"!{one}" for one in (*_TESTS, *_SUPPLEMENTS, *_PLANS, *_MAPPINGS)),
    ],
    "supplement": _SUPPLEMENTS,
    "plan": _PLANS,
    "tests": _TESTS,
    "mapping": _MAPPINGS,
}


@click.command("schema")
@click.option(
    "--of",
    "document",
    type=click.Choice(["policy", "supplement", "plan", "tests", "mapping"]),
    default="policy",
    help="细则、补充、计划、用例或者映射 · of a policy, a supplement, a plan, tests, a mapping",
)
@click.option(
    "--keys",
    type=click.Choice(["zh", "en", "both"]),
    default="both",
    help="提示哪种文字的关键词 · which language's words it offers",
)
@click.option(
    "--install",
    "folder",
    type=FOLDER,
    help="写进文件夹，并为 VS Code 写好设置 · write it into a folder, with settings for VS Code",
)
@click.option("--format", "form", type=click.Choice(["json"]), default="json", hidden=True)
def write_schema(document: str, keys: Keys, folder: Path | None, form: str) -> int:
    """细则的 JSON Schema · the JSON Schema of policies, for editors."""
    if folder is None:
        print_json(schemas(keys)[document])
        return DONE
    settings = _merged(folder / _SETTINGS, _settings())
    recommended = _merged(folder / _RECOMMENDED, {"recommendations": ["redhat.vscode-yaml"]})
    for name, schema in schemas(keys).items():
        _write(folder / _HOME / f"{name}.schema.json", schema)
    _write(folder / _SETTINGS, settings)
    _write(folder / _RECOMMENDED, recommended)
    click.echo(
        f"已写好 {folder / _HOME} 和 {folder / '.vscode'}；其他编辑器或者另放的文件，在第一行写：\n"
        f"written; for other editors, or a file elsewhere, let its first line be:\n"
        f"# yaml-language-server: $schema={(folder / _HOME).resolve() / 'policy.schema.json'}"
    )
    return DONE


def schemas(keys: Keys) -> Mapping[str, Schema]:
    return {
        "policy": schema_of(Policy, POLICY, keys, "kaoping 细则 · policy"),
        "supplement": schema_of(Supplement, POLICY, keys, "kaoping 补充 · supplement"),
        "plan": schema_of(PlanText, PLAN, keys, "kaoping 计划 · plan"),
        "tests": schema_of_tests(keys),
        "mapping": schema_of(SheetMapping, LEXICON, keys, "kaoping 映射 · mapping"),
    }


def _settings() -> dict[str, Any]:
    """The store of public schemas is off: it is asked over the network, and none there is ours."""
    associated = {f"./{_HOME}/{name}.schema.json": files for name, files in _FILES.items()}
    return {"yaml.schemas": associated, "yaml.schemaStore.enable": False}


def _merged(path: Path, ours: dict[str, Any]) -> dict[str, Any]:
    """What is there already, with ours; settings with comments are the user's to change."""
    if not path.exists():
        return ours
    try:
        there = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError:
        there = None
    if not isinstance(there, dict):
        wanted = json.dumps(ours, ensure_ascii=False)
        zh = f"{path} 里有注释或者不是 JSON，没有改动；请自己加上 {wanted}"
        raise Misuse(zh, f"{path} has comments or is no JSON and was left; add {wanted} yourself")
    merged = dict(there)
    for key, value in ours.items():
        old = there.get(key)
        if isinstance(value, dict) and isinstance(old, dict):
            value = old | value
        elif isinstance(value, list) and isinstance(old, list):
            value = [*old, *(entry for entry in value if entry not in old)]
        merged[key] = value
    return merged


def _write(path: Path, content: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
