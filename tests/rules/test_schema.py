"""The JSON Schema takes what the loader takes, in the words it was asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, get_args

import jsonschema
import pytest
import yaml

from rules.construct import Construct
from rules.lexicon import POLICY
from rules.loader import keys_of
from rules.model import Policy
from rules.places import WORDS_AT
from rules.schema import Keys, schema_of
from rules.supplement.model import Supplement
from rules.vocabulary import CHOICES, KEYS
from scoring.casebook.schema import schema_of_tests
from tests.rules.format.test_formatter import ROOT, SHIPPED
from tests.rules.supplement.test_supplement import SUPPLEMENT
from tests.scoring.situation import HEAD


def as_an_editor_reads(text: str) -> Any:
    """YAML 1.2: numbers, true and false are told apart from text, a date is text."""
    return yaml.load(text, _Yaml12)


class _Yaml12(yaml.SafeLoader):
    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in found if tag.endswith((":int", ":float"))]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


def checker(keys: Keys) -> Any:
    schema = schema_of(Policy, POLICY, keys, "policy")
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


BOTH = checker("both")
CASES = schema_of_tests("both")


def policies() -> Iterator[Any]:
    english = ROOT / "tests" / "conformance" / "property-company.en.yaml"
    for path in (*SHIPPED, english, *sorted((ROOT / "tests").glob("cases/*/policy.yaml"))):
        yield pytest.param(path.read_text(encoding="utf-8"), id=f"{path.parent.name}-{path.stem}")
    for path in sorted((ROOT / "tests" / "scoring" / "cases").glob("*.yaml")):
        text = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)["policy"]
        yield pytest.param(HEAD + text, id=path.stem)


@pytest.mark.parametrize("text", list(policies()))
def test_a_policy_that_compiles_is_valid(text: str) -> None:
    assert [error.message for error in BOTH.iter_errors(as_an_editor_reads(text))] == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.parent.name))
def test_the_cases_beside_it_are_valid(path: Path) -> None:
    text = path.with_name(f"{path.stem}.test.yaml").read_text(encoding="utf-8")
    found = jsonschema.Draft202012Validator(CASES).iter_errors(as_an_editor_reads(text))
    assert [error.message for error in found] == []


WRONG = {
    "a key in the wrong place": "分值: 10\n",
    "an unknown key of an indicator": "指标: {甲: {分植: 10}}\n",
    "an unknown choice": "排名: {甲: {按: 总分, 次序: 高者在后}}\n",
    "an unknown key in a list": "一票否决: [{情形: 甲, 清零: 是, 以后: 是}]\n",
    "a required key is lacking": "一票否决: [{清零: 是}]\n",
    "a text where parts are wanted": "统计口径: 计数\n",
    "a number that is too small": "比例控制: [{按: 甲, 并列: 列入, 力度: 硬, 小组: {不足: 0}}]\n",
}


@pytest.mark.parametrize("more", WRONG.values(), ids=WRONG.keys())
def test_what_the_loader_refuses_is_not_valid(more: str) -> None:
    least = HEAD + "对象: {种类: 企业}\n等次: {优秀: 90以上}\n"
    assert BOTH.is_valid(as_an_editor_reads(least))
    assert not BOTH.is_valid(as_an_editor_reads(least + more))


@pytest.mark.parametrize(
    "more",
    [
        pytest.param("等次: {优: 90以上}\n", id="grades are not open"),
        pytest.param("一票否决: [{情形: 甲, 清零: 是}]\n", id="nor are vetoes"),
        pytest.param("指标: {甲: {分植: 2}}\n", id="a key nobody knows"),
    ],
)
@pytest.mark.parametrize("keys", ["zh", "both"])
def test_an_editor_knows_what_a_supplement_may_say(keys: Keys, more: str) -> None:
    schema = schema_of(Supplement, POLICY, keys, "supplement")
    validator = jsonschema.Draft202012Validator(schema)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert validator.is_valid(as_an_editor_reads(SUPPLEMENT))
    key = more.partition(":")[0]
    head, _, _ = SUPPLEMENT.partition(f"\n{key}:")
    assert not validator.is_valid(as_an_editor_reads(head + "\n" + more))


def objects(schema: Any) -> Iterator[Mapping[str, Any]]:
    match schema:
        case dict():
            if "properties" in schema:
                yield schema
            for part in schema.values():
                yield from objects(part)
        case list():
            for part in schema:
                yield from objects(part)


@pytest.mark.parametrize("keys", get_args(Keys))
def test_no_object_takes_a_key_that_nobody_declared(keys: Keys) -> None:
    written = schema_of(Policy, POLICY, keys, "policy")
    assert all(found["additionalProperties"] is False for found in objects(written))


def offered(keys: Keys) -> set[str]:
    written = schema_of(Policy, POLICY, keys, "policy")
    return {key for found in objects(written) for key in found["properties"]}


def constructs(shape: type[Construct], met: set[type[Construct]]) -> set[type[Construct]]:
    met.add(shape)
    for annotation in keys_of(shape).values():
        for part in _parts(annotation):
            if isinstance(part, type) and issubclass(part, Construct) and part not in met:
                constructs(part, met)
    return met


def _parts(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _parts(part)


def test_each_language_has_the_words_of_every_construct_with_their_meaning() -> None:
    used = {key for shape in constructs(Policy, set()) for key in keys_of(shape)}
    words = [word for word in KEYS if word.english in used]
    assert offered("en") == used - {"standards", "in_order"}
    assert offered("zh") == {s for word in words for s in (word.chinese, *word.aliases)}
    assert offered("both") == offered("zh") | offered("en")
    written = schema_of(Policy, POLICY, "zh", "policy")
    assert written["properties"]["周期"]["description"] == "考评周期（period）"


def test_the_places_of_stated_choices_are_keys_of_constructs() -> None:
    known = {(shape.__name__, key) for shape in constructs(Policy, set()) for key in keys_of(shape)}
    assert WORDS_AT.keys() <= known
    words = {word.english for word in CHOICES}
    assert {word for allowed in WORDS_AT.values() for word in allowed} <= words
