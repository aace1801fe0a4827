"""docs/language.md: every example is a policy once the names it uses are there, every key a policy
may have stands in one, and every word of the language is told."""

from __future__ import annotations

import re

import pytest

from docs.constructs import EVERYWHERE, pairs, shown
from docs.examples import PAGE, Example, examples
from docs.recipes import anchor
from rules.compile import compile_tree
from rules.vocabulary import (
    BUILT_INS,
    CHOICES,
    HISTORY_WORDS,
    KEYS,
    LATER,
    RANK_WORDS,
    STATE_WORDS,
    Word,
)

TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLES = examples()
TOLD = (*KEYS, *CHOICES, *BUILT_INS, *RANK_WORDS, *HISTORY_WORDS, *STATE_WORDS)


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_every_example_compiles(example: Example) -> None:
    program, _ = compile_tree(example.tree)
    assert program.grades


def test_what_the_language_has_a_word_for_and_cannot_do_is_in_no_example() -> None:
    words = {spelling for word in LATER for spelling in word.spellings}
    text = "\n".join(example.text for example in EXAMPLES)
    assert words & set(re.findall(r"^ *([^ :#{\[-]+):", text, re.MULTILINE)) == set()


def test_every_key_of_every_construct_stands_in_an_example() -> None:
    written = shown()
    lacking = [
        (construct.__name__, key)
        for construct, key in pairs()
        if key not in EVERYWHERE and (construct.__name__, key) not in written
    ]
    assert (len(list(pairs())) > 300, lacking) == (True, [])


@pytest.mark.parametrize("word", TOLD, ids=lambda word: word.english)
def test_the_page_tells_every_word(word: Word) -> None:
    assert word.chinese in TEXT


def test_the_contents_of_the_page_are_its_headings() -> None:
    headings = re.findall(r"^##+ (.+)$", TEXT, flags=re.M)
    listed = re.findall(r"^ *\* \[(.+)\]\(#(.+)\) · [a-z]", TEXT, flags=re.M)
    assert listed == [(heading, anchor(heading)) for heading in headings]
