"""docs/language.md: every example is a policy once the names it uses are there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from rules.compile import compile_policy
from rules.vocabulary import LATER

PAGE = (Path(__file__).parents[2] / "docs" / "language.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
AROUND = yaml.load(Path(__file__).with_name("language.yaml").read_text("utf-8"), yaml.BaseLoader)


def laid_over(above: Mapping[str, Any], below: Mapping[str, Any]) -> dict[str, Any]:
    """A part of the one replaces that of the other; parts made of names come together."""
    merged = {**below, **above}
    for key in ("参数", "考核数据", "统计口径", "名单", "处置", "排名"):
        if key in above and key in below:
            merged[key] = {**below[key], **above[key]}
    return merged


def examples() -> Iterator[Any]:
    for text, around in zip(EXAMPLES, AROUND["examples"], strict=True):
        ((name, parts),) = around.items()
        yield pytest.param(text, parts, id=name)


@pytest.mark.parametrize(("text", "around"), list(examples()))
def test_every_example_compiles(text: str, around: Mapping[str, Any]) -> None:
    example = yaml.load(text, yaml.BaseLoader)
    whole = laid_over(example, laid_over(around, AROUND["skeleton"]))
    for key in whole.pop("without", ()):
        del whole[key]
    policy = yaml.safe_dump(whole, allow_unicode=True, sort_keys=False, width=10_000)
    program, _ = compile_policy(policy.encode(), "example.yaml")
    assert program.grades


def test_what_the_language_has_a_word_for_and_cannot_do_is_in_no_example() -> None:
    words = {spelling for word in LATER for spelling in word.spellings}
    written = set(re.findall(r"^ *([^ :#{\[-]+):", "\n".join(EXAMPLES), re.MULTILINE))
    assert words & written == set()
