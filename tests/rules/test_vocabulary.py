"""One table of words: whole, unambiguous where it is used, and what the model is written in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal, get_args, get_origin

import pytest

from rules import model
from rules.loader import keys_of
from rules.model import Construct
from rules.vocabulary import CHOICES, KEYS, LATER, spellings_of


def constructs() -> Iterator[type[Construct]]:
    for value in vars(model).values():
        if isinstance(value, type) and issubclass(value, Construct) and value is not Construct:
            yield value


CONSTRUCTS = sorted(constructs(), key=lambda construct: construct.__name__)
# Grades are read by a shape of their own.
KEYED = [c for c in CONSTRUCTS if c is not model.Grades]


@pytest.mark.parametrize("construct", KEYED, ids=lambda c: c.__name__)
def test_every_key_of_the_model_has_words(construct: type[Construct]) -> None:
    short = {construct.SCALAR, construct.SEQUENCE} - {None}
    only_short = {"action", "method"}  # never written as keys: the value says it all
    keys = set(keys_of(construct)) - (only_short & short)
    assert keys <= {word.english for word in KEYS}


@pytest.mark.parametrize("construct", KEYED, ids=lambda c: c.__name__)
def test_a_spelling_means_one_key_in_one_construct(construct: type[Construct]) -> None:
    allowed = set(keys_of(construct))
    spelled = [s for word in KEYS if word.english in allowed for s in word.spellings]
    assert [s for s, times in Counter(spelled).items() if times > 1] == []


def test_no_word_for_later_is_a_word_of_today_in_any_construct() -> None:
    later = {s for word in LATER for s in word.spellings}
    # 权重 weighs rater groups today and indicators later; the construct tells which.
    assert later & {s for word in KEYS for s in word.spellings} <= {"权重"}


def _choices(annotation: object) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from (a for a in get_args(annotation) if isinstance(a, str))
    for argument in get_args(annotation):
        yield from _choices(argument)


def test_every_choice_of_the_model_has_words() -> None:
    allowed = {c for k in KEYED for annotation in keys_of(k).values() for c in _choices(annotation)}
    assert allowed <= {word.english for word in CHOICES}


def test_spellings_keep_the_order_asked_for() -> None:
    assert list(spellings_of(KEYS, ["veto", "id"])) == ["veto", "一票否决", "id", "编号"]
