"""The formatter changes layout and words, never what a document says."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.compile import compile_policy
from rules.diagnostics import PolicyError
from rules.expr.checker import check_expression
from rules.expr.nodes import Expr
from rules.expr.parser import parse_expression
from rules.expr.printer import Spelling, print_expression
from rules.format.edits import apply
from rules.format.expressions import respelled
from rules.format.formatter import format_layout, format_policy
from rules.library import Library, shipped
from rules.source import Fragment
from tests.scoring.situation import HEAD
from tests.strategies.expressions import NAMES, expressions

ROOT = Path(__file__).parents[3]
LANGUAGES: tuple[Spelling, ...] = ("zh", "en")
SHIPPED = sorted(Library((shipped(),)).files())


def policies() -> Iterator[Any]:
    """Every policy that is shipped and every one that the tests assess."""
    for path in (*SHIPPED, *sorted((ROOT / "tests").glob("cases/*/policy.yaml"))):
        yield pytest.param(path.read_text(encoding="utf-8"), id=f"{path.parent.name}-{path.stem}")
    for path in sorted((ROOT / "tests" / "scoring" / "cases").glob("*.yaml")):
        text = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)["policy"]
        yield pytest.param(HEAD + text, id=path.stem)


@cache
def digest(text: str) -> str:
    program, _ = compile_policy(text.encode(), "policy.yaml")
    return program.digest


@pytest.mark.parametrize("text", list(policies()))
@pytest.mark.parametrize("language", [None, *LANGUAGES])
def test_a_policy_keeps_its_digest_and_formatting_twice_is_formatting_once(
    text: str, language: Spelling | None
) -> None:
    once = format_policy(text.encode(), "policy.yaml", language)
    assert digest(once) == digest(text)
    assert format_policy(once.encode(), "policy.yaml", language) == once


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: str(path.parent.name))
def test_what_is_shipped_is_formatted(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert format_policy(text.encode(), path.name) == text
    tests = path.with_name(f"{path.stem}.test.yaml")
    if tests.is_file():
        assert format_layout(tests.read_bytes(), tests.name) == tests.read_text(encoding="utf-8")


def test_the_words_of_the_other_language(golden) -> None:
    path = ROOT / "policies" / "property-company" / "2026.1.yaml"
    english = format_policy(path.read_bytes(), path.name, "en")
    golden("format/property-company.en.yaml", english)
    again = format_policy(english.encode(), path.name, "zh")
    assert format_policy(again.encode(), path.name, "en") == english
    assert english.count("#") == path.read_text(encoding="utf-8").count("#")


# --- layout --------------------------------------------------------------------------------------

LAYOUTS = {
    "blocks": (
        "a:\n    b:\n        - c: 1\n          d: 2\n",
        "a:\n  b:\n    - c: 1\n      d: 2\n",
    ),
    "dashes": (
        "a:\n-   b: 1\n    c: 2\n-   - d\n    - e\n",
        "a:\n  - b: 1\n    c: 2\n  - - d\n    - e\n",
    ),
    "an item below its dash": (
        "a:\n  -\n      b: 1\n      c: 2\n",
        "a:\n  -\n    b: 1\n    c: 2\n",
    ),
    "comments": (
        "a:\n    # of b\n    b: 1\n    # after b\n# of c\nc: 2 # beside c\n# at the end\n",
        "a:\n  # of b\n  b: 1\n  # after b\n# of c\nc: 2 # beside c\n# at the end\n",
    ),
    "a comment at the end about everything": (
        "a:\n    b:\n        c: 1\n# at the end\n# of all\n",
        "a:\n  b:\n    c: 1\n# at the end\n# of all\n",
    ),
    "a comment at the end about a part": (
        "a:\n    b:\n        c: 1\n    # after b\n",
        "a:\n  b:\n    c: 1\n  # after b\n",
    ),
    "flow over lines": (
        "a:\n    b: {c: 1,\n        d: 2}\n    e: [1,\n      2]\n",
        "a:\n  b: {c: 1,\n      d: 2}\n  e: [1,\n    2]\n",
    ),
    "a text over lines": (
        "a:\n    b: |\n        one  \n          two\n\n\n        three\n    c: 1\n",
        "a:\n  b: |\n      one  \n        two\n\n\n      three\n  c: 1\n",
    ),
    "a text without its own sign over lines": (
        "a:\n    c: one\n        two\n    d: 'x\n\n        y'\n",
        "a:\n  c: one\n      two\n  d: 'x\n\n      y'\n",
    ),
    "blank lines and line ends": ("\n\na: 1   \n\n\n\nb: 2\n\n\n", "a: 1\n\nb: 2\n"),
    "line breaks of another system": ("a:\r\n    b: 1\r\n", "a:\n  b: 1\n"),
    "no line break at the end": ("a: 1", "a: 1\n"),
    "blanks the author lined up with": ("a: {b: 1,   c: 2}   # d\n", "a: {b: 1,   c: 2}   # d\n"),
}


@pytest.mark.parametrize(
    ("written", "wanted"),
    LAYOUTS.values(),
    ids=LAYOUTS.keys(),
)
def test_layout(written: str, wanted: str) -> None:
    assert format_layout(written.encode(), "x.yaml") == wanted
    assert format_layout(wanted.encode(), "x.yaml") == wanted


@st.composite
def disarranged(draw: st.DrawFn) -> tuple[str, str]:
    """A shipped policy in order, and with other margins, blank lines and line ends."""
    path = draw(st.sampled_from(SHIPPED))
    text = path.read_text(encoding="utf-8")
    wide = draw(st.integers(1, 4))
    lines = []
    for line in text.splitlines():
        content = line.lstrip(" ")
        margin = " " * ((len(line) - len(content)) * wide)
        dash = "-" + " " * (2 * wide - 1) if content.startswith("- ") else ""
        lines.append(margin + dash + content.removeprefix("- " if dash else ""))
        lines[-1] += " " * draw(st.integers(0, 2)) if draw(st.booleans()) else ""
        lines += [""] * (0 if line else draw(st.integers(0, 2)))
    ending = draw(st.sampled_from(["\n", "\r\n"]))
    return text, ending.join(lines) + ending * draw(st.integers(0, 2))


@given(disarranged())
@settings(deadline=None, max_examples=10)
def test_margins_and_blank_lines_are_put_in_order(texts: tuple[str, str]) -> None:
    text, other = texts
    formatted = format_layout(other.encode(), "policy.yaml")
    assert [line.split() for line in formatted.splitlines()] == [
        line.split() for line in text.splitlines()
    ]
    assert format_policy(formatted.encode(), "policy.yaml") == formatted
    assert digest(formatted) == digest(text)


@st.composite
def annotated(draw: st.DrawFn) -> str:
    """Some lines of a shipped policy, each perhaps moved, with comments anywhere between."""
    lines = draw(st.sampled_from(SHIPPED)).read_text(encoding="utf-8").splitlines()
    start = draw(st.integers(0, len(lines) - 1))
    text = []
    for line in lines[start : start + draw(st.integers(1, 15))]:
        margins = draw(st.lists(st.integers(0, 9), max_size=2))
        text += [" " * margin + "# a comment" for margin in margins]
        text.append(" " * draw(st.sampled_from([0, 0, 0, 1, 4])) + line)
    return "\n".join(text)


@given(annotated())
@settings(deadline=None, max_examples=100)
def test_no_comment_is_lost_and_laying_out_twice_is_laying_out_once(text: str) -> None:
    try:
        once = format_layout(text.encode(), "policy.yaml")
    except PolicyError:
        return
    assert [line.split() for line in once.splitlines() if line] == [
        line.split() for line in text.splitlines() if line.strip()
    ]
    assert format_layout(once.encode(), "policy.yaml") == once


def test_a_text_that_does_not_read_is_refused() -> None:
    with pytest.raises(PolicyError):
        format_layout(b"a: [1\n", "x.yaml")
    with pytest.raises(PolicyError):
        format_policy(b"a: 1\n", "x.yaml")


# --- expressions ---------------------------------------------------------------------------------


def translated(text: str, language: Spelling, *own: str) -> str:
    return apply(text, respelled(Fragment.whole(text), language, own))


@pytest.mark.parametrize(
    ("chinese", "english"),
    [
        ("总分 >= 90 且 非（复核）", "total >= 90 and not（复核）"),
        ("（甲 = 1）且（乙 = 2）或 丙", "（甲 = 1） and （乙 = 2） or 丙"),
        (
            "如果 办结日 = 未填 那么 截止日 否则 办结日",
            "if 办结日 = missing then as_of else 办结日",
        ),
        ("天数（受理日，办结日） > 7天", "days（受理日，办结日） > 7 days"),
        ('日期（"2026-01-01"）', 'date（"2026-01-01"）'),
        (
            "名次 介于 1 到 3 且 等次 属于（优秀、良好）",
            "place between 1 and 3 and grade in （优秀、良好）",
        ),
        ("街道排名.占比 <= 10%", "街道排名.share <= 10%"),
        ("连续黑榜.往期 = 2", "连续黑榜.earlier = 2"),
        ("未评 或 待定", "not_graded or pending"),
        ("“且 总分” = 甲", "“且 总分” = 甲"),
    ],
    ids=lambda text: text[:12],
)
def test_words_of_expressions(chinese: str, english: str) -> None:
    assert translated(chinese, "en") == english
    assert translated(translated(english, "zh"), "en") == english


def test_names_of_the_document_stay() -> None:
    assert translated("未评 且 总分 = 1", "en", "未评") == "未评 and total = 1"


def test_the_word_between_days_and_a_limit_has_no_english() -> None:
    assert translated("5天以内", "en") == "5天以内"


@given(expressions(), st.sampled_from(LANGUAGES), st.sampled_from(LANGUAGES))
@settings(deadline=None, max_examples=100)
def test_any_expression_means_the_same_in_the_other_language(
    expr: Expr, written: Spelling, language: Spelling
) -> None:
    text = translated(print_expression(expr, written), language)
    assert check_expression(parse_expression(Fragment.whole(text)), NAMES)[0] == expr
