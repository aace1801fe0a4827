"""policies/README.md finds every pack by its systems; docs/packs has its second reader's table."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rules.compile import compile_policy
from rules.library import Library, shipped

ROOT = Path(__file__).parents[2]
INDEX = (ROOT / "policies" / "README.md").read_text(encoding="utf-8")
TABLES = ROOT / "docs" / "packs"
FILES = sorted(Library((shipped(),)).files())
IDS = sorted({path.parent.name for path in FILES})


def rows_of_systems() -> dict[int, str]:
    """The rows of the index that begin with the number of a system."""
    found = re.findall(r"^\| (\d+) \|(.*)$", INDEX, flags=re.MULTILINE)
    return {int(number): row for number, row in found}


@pytest.mark.parametrize("policy", IDS)
def test_a_pack_is_in_the_index_with_a_link_to_its_folder(policy: str) -> None:
    assert f"[{policy}]({policy})" in INDEX


def test_the_index_names_no_pack_that_is_not_there() -> None:
    assert set(re.findall(r"\]\(([a-z0-9-]+)\)", INDEX)) == set(IDS)


@pytest.mark.parametrize("policy", FILES, ids=[path.parent.name for path in FILES])
def test_a_pack_stands_in_the_row_of_every_system_it_makes_work(policy: Path) -> None:
    program, _ = compile_policy(policy.read_bytes(), policy.name)
    rows = rows_of_systems()
    link = f"[{policy.parent.name}]"
    assert {number for number, row in rows.items() if link in row} == set(program.head.systems)


def test_a_pack_has_its_second_readers_table() -> None:
    tables = {path.stem for path in TABLES.glob("*.md")}
    assert tables == set(IDS)


@pytest.mark.parametrize("table", sorted(TABLES.glob("*.md")), ids=lambda path: path.stem)
def test_a_table_sets_the_words_of_the_source_beside_the_policy_and_the_reason(table: Path) -> None:
    text = table.read_text(encoding="utf-8")
    assert "| 原文 | 细则怎样写 | 怎样定的，为什么 |" in text
    assert f"policies/{table.stem}" in text
