"""The example of docs/mapping.md is a mapping that reads; the page names every word there is."""

from __future__ import annotations

import re
from pathlib import Path

from rules.compile import compile_policy
from rules.library import shipped
from scoring.intake.mapping.loading import read_mapping
from scoring.intake.mapping.words import CHOICES, KEYS

PAGE = (Path(__file__).parents[2] / "docs" / "mapping.md").read_text(encoding="utf-8")


def test_the_example_reads_for_its_policy() -> None:
    policy = shipped() / "property-company" / "2026.1.yaml"
    program, _ = compile_policy(policy.read_bytes(), policy.name)
    [example] = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    mapping = read_mapping(example.encode(), "映射.yaml", program)
    assert [table.kind for table in mapping.tables] == [None, "投诉", "现场检查"]


def test_every_word_stands_on_the_page() -> None:
    words = {word.chinese for word in (*KEYS, *CHOICES)}
    assert sorted(word for word in words if word not in PAGE) == []
