"""Explanations in both languages, as reviewed text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
import yaml

from scoring.explanation.explain import explain, outline
from scoring.explanation.phrases import PHRASES
from tests.scoring.situation import assessments, evidence_of, program_of

CASES = Path(__file__).parent / "cases"


def explained(case: str, language: Any) -> str:
    text = yaml.safe_load((CASES / f"{case}.yaml").read_text())
    program = program_of(text["policy"])
    evidence = evidence_of(program, text["subjects"], text.get("records", ()))
    found = assessments(program, evidence).values()
    return "\n\n".join("\n".join(explain(program, evidence, one, language)) for one in found)


CASES_SHOWN = [
    *("points", "states", "whole", "direct", "qualitative", "quota"),
    *("coefficients", "awards"),
    *("limits", "occurrences", "contests", "discretion"),
    *("applies", "classes", "decisions", "left-out", "scales", "steps", "weights"),
    *("relative", "items", "weighted-items", "ties"),
    *("checks", "same-person"),
    *("windows", "window-groups", "dated-rules"),
]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("case", CASES_SHOWN)
def test_the_explanation_reads_as_reviewed(
    case: str, language: str, golden: Callable[[str, str], None]
) -> None:
    golden(f"explain/{case}.{language}.txt", explained(case, language) + "\n")


@pytest.mark.parametrize(
    ("delivered", "told"),
    [
        (("检查", "投诉", "获奖"), {"没有符合规则的记录"}),
        (("检查", "获奖"), {"没有符合规则的记录", "没有收到“投诉”，无从加减分"}),
        ((), {f"没有收到“{kind}”，无从加减分" for kind in ("检查", "投诉", "获奖")}),
    ],
    ids=["all delivered", "one missing", "none delivered"],
)
def test_no_record_found_is_only_said_of_evidence_that_was_delivered(
    delivered: tuple[str, ...], told: set[str]
) -> None:
    text = yaml.safe_load((CASES / "points.yaml").read_text())
    program = program_of(text["policy"])
    evidence = evidence_of(program, {"甲": {}}, delivered=delivered)
    found = assessments(program, evidence)["甲"]
    said = {line.strip() for line in explain(program, evidence, found, "zh")}
    assert {line for line in said if line.startswith("没有")} == told


def test_lines_are_the_outline_indented() -> None:
    program = program_of(yaml.safe_load((CASES / "vetoes.yaml").read_text())["policy"])
    fields = {"得分": 95, "事故": 0, "瞒报": False, "投诉": 0, "信访": 0}
    evidence = evidence_of(program, {"甲": fields})
    found = assessments(program, evidence)["甲"]
    assert [
        "  " * sentence.depth + sentence.text
        for sentence in outline(program, evidence, found, "zh")
    ] == list(explain(program, evidence, found, "zh"))


@pytest.mark.parametrize("key", PHRASES)
def test_both_languages_of_a_phrase_say_the_same_things(key: str) -> None:
    zh, en = ({name for _, name, _, _ in Formatter().parse(text) if name} for text in PHRASES[key])
    assert zh == en
