"""The names of everybody are what a list of them would be."""

from __future__ import annotations

import tracemalloc
from bisect import bisect_left

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.snapshot.names import Names

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=4)


@given(st.lists(texts), st.integers(-6, 6), st.integers(-6, 6))
@settings(deadline=None, max_examples=50)
def test_names_read_like_a_list(names: list[str], start: int, end: int) -> None:
    found = Names(names)
    assert list(found) == names
    assert len(found) == len(names)
    assert found[start:end] == names[start:end]
    assert [found[at] for at in range(-len(names), 0)] == names


@given(st.sets(texts), texts)
@settings(deadline=None, max_examples=50)
def test_a_name_is_found_where_a_list_has_it(names: set[str], wanted: str) -> None:
    ordered = sorted(names)
    assert bisect_left(Names(ordered), wanted) == bisect_left(ordered, wanted)


@pytest.mark.parametrize("at", [2, -3])
def test_beyond_the_last_there_is_none(at: int) -> None:
    with pytest.raises(IndexError):
        Names(["甲", "乙"])[at]


def test_a_name_takes_few_bytes() -> None:
    tracemalloc.start()
    try:
        kept = Names(f"PC{number:08}" for number in range(20_000))
        held, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(kept) == 20_000
    assert held < 20_000 * 24
