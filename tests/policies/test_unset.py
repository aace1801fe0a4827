"""What a source leaves open stays open: with its illustrative numbers unset, no pack runs, and
every one of them is listed at its use. The variants in `unset` are the words of a source with its
own blanks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rules.compile import check_policy
from rules.library import Library, shipped

ILLUSTRATIVE = re.compile(r"^  (\w+): \{值: ([^,{}]+), (.*依据: 示例\})$", flags=re.MULTILINE)


# Any number of the kind that stands in a blank's place.
FILLED = {r"\w+目标": "90%", r"\w+权重": "1/3", "合格线": "60", r"\w+": "90"}
OPEN = sorted(shipped().glob("*/unset/*.yaml"))


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


@pytest.mark.parametrize("policy", OPEN, ids=[path.parts[-3] for path in OPEN])
def test_a_variant_with_the_blanks_of_its_source_is_refused_for_these_alone(policy: Path) -> None:
    """Each is told at the line of its first use, and with numbers in their places nothing else is
    wrong."""
    text = policy.read_text(encoding="utf-8")
    blanks = re.findall(r"^  (\w+): 未定$", text, flags=re.MULTILINE)
    found = [d for d in check_policy(text.encode(), policy.name) if d.severity == "error"]
    lines = text.splitlines()
    assert [(error.code, error.args["name"]) for error in found] == [
        ("unset-parameter", name) for name in blanks
    ]
    for error in found:
        assert error.span is not None
        assert str(error.args["name"]) in lines[error.span.position.line - 1]
    filled = text
    for name, number in FILLED.items():
        filled = re.sub(rf"^(  {name}): 未定$", rf"\1: {number}", filled, flags=re.MULTILINE)
    found = list(check_policy(filled.encode(), policy.name))
    assert [error.code for error in found if error.severity == "error"] == []


def test_a_variant_that_cannot_run_is_not_in_the_library() -> None:
    assert {path.parts[-3] for path in OPEN} == {"branch-founding", "property-company"}
    assert not set(OPEN) & set(Library((shipped(),)).files())
