"""One policy in two spellings: the same Program, the same digest, the same results."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from rules.compile import compile_policy
from rules.library import shipped
from rules.vocabulary import KEYS
from rules.yaml_reader import MappingNode, Node, SequenceNode, read_yaml
from scoring.run import review
from scoring.runs.sample import read_sample

CHINESE = shipped() / "property-company" / "2026.1.yaml"
ENGLISH = Path(__file__).parent / "property-company.en.yaml"


def keys(node: Node) -> set[str]:
    match node:
        case MappingNode(entries=entries):
            inner = [keys(entry.value) for entry in entries]
            return {entry.key.text for entry in entries}.union(*inner)
        case SequenceNode(items=items):
            return set[str]().union(*map(keys, items))
    return set()


def test_they_share_no_key() -> None:
    chinese, english = (keys(read_yaml(p.read_bytes(), p.name)) for p in (CHINESE, ENGLISH))
    words = {spelling for word in KEYS for spelling in word.spellings}
    # 情形 is a key of the language and a field of this policy.
    assert (chinese & english & words) - {"情形"} == set()


def test_they_compile_to_the_same_program() -> None:
    chinese, _ = compile_policy(CHINESE.read_bytes(), CHINESE.name)
    english, _ = compile_policy(ENGLISH.read_bytes(), ENGLISH.name)
    assert english.canonical == chinese.canonical
    assert english.digest == chinese.digest


def test_they_give_the_same_results() -> None:
    request = read_sample(CHINESE.parent / "sample" / "sample.yaml", CHINESE)
    chinese = review(request)
    english = review(replace(request, policy=ENGLISH))
    assert len(chinese.assessments) == 72
    assert english.assessments == chinese.assessments
    assert english.evidence == chinese.evidence
