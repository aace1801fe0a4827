"""What a source leaves open stays open: with its illustrative numbers unset, no pack runs, and
every one of them is listed at its use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rules.compile import check_policy
from rules.library import Library, shipped

ILLUSTRATIVE = re.compile(r"^  (\w+): \{值: ([^,{}]+), (.*依据: 示例\})$", flags=re.MULTILINE)


def illustrative(policy: Path) -> set[str]:
    found = ILLUSTRATIVE.finditer(policy.read_text(encoding="utf-8"))
    return {match[1] for match in found if match[2] != "未定"}


POLICIES = [path for path in sorted(Library((shipped(),)).files()) if illustrative(path)]


@pytest.mark.parametrize("policy", POLICIES, ids=[path.parent.name for path in POLICIES])
def test_with_its_illustrative_numbers_unset_a_pack_is_refused_naming_each(policy: Path) -> None:
    text = policy.read_text(encoding="utf-8")
    unset = ILLUSTRATIVE.sub(r"  \1: 未定", text)
    found = check_policy(unset.encode(), policy.name)
    errors = [diagnostic for diagnostic in found if diagnostic.severity == "error"]
    assert {error.code for error in errors} == {"unset-parameter"}
    told = " ".join(error.sentence("zh") for error in errors)
    assert {name for name in illustrative(policy) if f"“{name}”" in told} == illustrative(policy)
