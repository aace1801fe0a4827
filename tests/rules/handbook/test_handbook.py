"""The rule book tells everything a policy says, and leads from clause to rule and back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import yaml

from docs.examples import examples
from docs.recipes import plain
from rules.compile import compile_policy
from rules.construct import Construct
from rules.expr.printer import Spelling
from rules.format.formatter import respelled_policy
from rules.handbook.book import handbook
from rules.handbook.page import page
from rules.handbook.reading import construct_in
from rules.handbook.wording import counted
from rules.lexicon import POLICY
from rules.loader import keys_of
from rules.model import Policy
from rules.vocabulary import spellings_of
from rules.yaml_reader import MappingNode, Node, ScalarNode, SequenceNode, read_yaml
from tests.rules.format.test_formatter import ROOT, SHIPPED
from tests.rules.test_schema import constructs
from tests.scoring.situation import HEAD

LANGUAGES: tuple[Spelling, ...] = ("zh", "en")
# Keys told by a sentence, or by the heading of a table, instead of the word itself.
IN_SENTENCES: Mapping[str, str] = {
    "zero": "总分记零",
    "bar_top": "不得评为最高等次",
    "step_down": "个等次",
    "at_best": "至多评为",
    "force": "评定为|定为",
    "when": "的，|符合|：",
    "deduct": "扣",
    "add": "加",
    "each": "每有一条",
    "keep_highest": "只计最重的一条",
    "keep_first": "只计最先符合的一条",
    "action": "的，",
    "reason": "：",
    "hit": "命中",
    "fields": "字段",
    "derived": "推算：",
    "formula": "推算：",
    "basis": "依据",
    "inputs": "按下表得分",
    "rows": "按下表得分",
    "decision": "按下表得分",
    "steps": "加|扣",
    "items": "指标总表",
    "not_assessed": "不参加考评的情形",
    "lists": "列入",
    "triggers": "的，",
    "approver": "批准",
    "recorded": "须有备案",
    "strength": "应当|原则上|一般|鼓励",
}
# Told by their values alone, which the test of texts looks for.
BY_VALUE = {
    *("policy", "id", "label", "points", "unit", "value", "table", "document", "clause", "kind"),
    *("scale", "ordered", "method", "subject"),
}


def policies() -> Iterator[Any]:
    for path in (*SHIPPED, *sorted((ROOT / "tests").glob("cases/*/policy.yaml"))):
        yield pytest.param(path.read_text(encoding="utf-8"), id=f"{path.parent.name}-{path.stem}")
    for path in sorted((ROOT / "tests" / "scoring" / "cases").glob("*.yaml")):
        text = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)["policy"]
        yield pytest.param(HEAD + text, id=path.stem)
    for one in examples():
        whole = yaml.safe_dump(plain(one.tree), allow_unicode=True, sort_keys=False)
        yield pytest.param(whole, id=one.name)
    path = Path(__file__).with_name("the-rest.yaml")
    yield pytest.param(path.read_text(encoding="utf-8"), id="the-rest")


ALL = list(policies())


@cache
def written(text: str, language: Spelling) -> str:
    """The page as a person reads it: no tags, no style, no appendices, blanks together."""
    body = page(handbook(text.encode(), "policy.yaml", language), language).split("</head>")[1]
    body = body.split('<h2 id="appendix-rules"')[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", "", body)).split())


@cache
def in_words(text: str, language: Spelling) -> Node:
    return read_yaml(respelled_policy(text.encode(), "policy.yaml", language).encode(), "x")


def scalars(annotation: Any, node: Node) -> Iterator[tuple[str, str]]:
    """What a document says: its texts, and its keys by canonical word where they are ours."""
    shape = construct_in(annotation)
    match node:
        case ScalarNode(text=text):
            yield "", text
        case SequenceNode(items=items):
            for item in items:
                yield from scalars(annotation, item)
        case MappingNode(entries=entries) if shape is not None:
            known = spellings_of(POLICY.keys, keys_of(shape))
            for entry in entries:
                key = known[entry.key.text]
                yield key, entry.key.text
                yield from scalars(keys_of(shape)[key], entry.value)
        case MappingNode(entries=entries):
            member = getattr(annotation, "__args__", (annotation,))[-1]
            for entry in entries:
                yield "", entry.key.text
                yield from scalars(member, entry.value)


@pytest.mark.parametrize("text", ALL)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_of_a_policy_is_told(text: str, language: Spelling) -> None:
    told = written(text, language)
    root = in_words(text, language)
    said = {said for key, said in scalars(Policy, root) if not key}
    flags = {"是", "true", "依次", "ordered"}
    assert sorted(one for one in said - flags if " ".join(one.split()) not in told) == []


@pytest.mark.parametrize("text", ALL)
def test_every_key_of_a_policy_is_told(text: str) -> None:
    told = written(text, "zh")
    root = in_words(text, "zh")
    keys = {(key, word) for key, word in scalars(Policy, root) if key}
    lost = [
        word
        for key, word in sorted(keys)
        if key not in BY_VALUE
        and word not in told
        and not re.search(IN_SENTENCES.get(key, "^$"), told)
    ]
    assert lost == []


def test_between_them_the_policies_use_every_key_there_is() -> None:
    used = set()
    for parameter in ALL:
        root = read_yaml(parameter.values[0].encode(), "policy.yaml")
        used |= {key for key, _ in scalars(Policy, root) if key}
    known = {
        key
        for shape in constructs(Policy, set[type[Construct]]())
        for key in keys_of(shape)
        if shape.__name__ != "Grades"
    }
    assert sorted(known - used) == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.parent.name))
def test_every_rule_has_a_clause_and_every_clause_leads_to_its_rule_and_back(path: Path) -> None:
    program, _ = compile_policy(path.read_bytes(), path.name)
    book = handbook(path.read_bytes(), path.name, "zh")
    names = [entry.name for _, entry in book.placed()]
    rules = {rule.id for rule in (*program.rules, *program.vetoes, *program.direct_grades)}
    assert rules <= set(names)
    text = page(book, "zh")
    anchors = re.findall(r' id="([^"]+)"', text)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', text)) <= set(anchors)
    assert {f"map-{a}" for a in anchors if re.fullmatch(r"p\d+", a)} <= set(anchors)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.parent.name))
def test_the_clause_of_every_rule_or_that_of_its_indicator_cites_its_basis(path: Path) -> None:
    program, _ = compile_policy(path.read_bytes(), path.name)
    book = handbook(path.read_bytes(), path.name, "zh")
    cited = {entry.name for _, entry in book.placed() if entry.basis}
    outcomes = (*program.vetoes, *program.direct_grades)
    bare = [rule.id for rule in program.rules if not {rule.id, rule.indicator} & cited]
    assert bare + [one.id for one in outcomes if one.id not in cited] == []


def test_points_have_their_unit_where_they_are_a_number() -> None:
    rules = "扣分: [{每: 事, 扣: {首次: 2, 第2次起: 不得分}}, {每: 事, 扣: 1}]"
    text = (
        HEAD + "对象: {种类: 企业}\n考核数据: {事: {字段: {情况: 文本}}}\n"
        f"指标: {{工作: {{分值: 10, 起评分: 满分, {rules}}}}}\n"
        "总分: {保留: 0}\n等次: {好: 6以上, 差: 不满6}\n"
    )
    told = written(text, "zh")
    assert "扣 首次 2；第2次起 不得分 [工作-1]" in told
    assert "扣 1 分 [工作-2]" in told


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.parent.name))
def test_a_page_asks_for_nothing_from_outside(path: Path) -> None:
    text = page(handbook(path.read_bytes(), path.name, "zh"), "zh")
    assert re.findall(r"(?:src|url|@import|<link|<script)", text) == []
    assert set(re.findall(r'href="(.)', text)) == {"#"}


@pytest.mark.parametrize(
    ("identity", "language"), [("property-company", "zh"), ("toronto-rentsafe", "en")]
)
def test_the_text_of_a_rule_book(identity: str, language: Spelling, golden) -> None:
    [path] = [path for path in SHIPPED if path.parent.name == identity]
    text = page(handbook(path.read_bytes(), path.name, language), language).split("</head>")[1]
    cells = re.sub(r"</t[dh]><t[dh]>", " | ", text)
    plain = unescape(re.sub(r"<[^>]+>", "", cells))
    lines = [line for line in plain.splitlines() if line.strip()]
    golden(f"handbook/{identity}.{language}.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize(
    ("number", "told"),
    {
        1: "一",
        10: "十",
        12: "十二",
        20: "二十",
        101: "一百零一",
        110: "一百一十",
        345: "三百四十五",
        1000: "1000",
    }.items(),
)
def test_numbers_of_articles(number: int, told: str) -> None:
    assert counted("article", number, "zh") == f"第{told}条"
    assert counted("article", number, "en") == f"Article {number}"


def test_what_an_author_wrote_is_text_on_the_page() -> None:
    grades = "等次: {依次: [{优秀: 户数 > 1}, {其他: 其余}]}\n"
    text = HEAD + "对象: {种类: '<b>企业</b>', 字段: {户数: 整数}}\n" + grades
    assert "<b>" not in page(handbook(text.encode(), "policy.yaml", "zh"), "zh")
