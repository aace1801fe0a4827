"""How a diagnostic looks on a terminal, and what a collection of them does."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import pytest

from rules.diagnostics import (
    Diagnostic,
    Language,
    PolicyError,
    closest,
    diagnose,
    has_errors,
    in_reading_order,
    render,
    render_all,
)
from rules.source import Source, Span

LONG = "说明: " + "甲乙丙丁" * 40 + " yes " + "戊己庚辛" * 40


def at(text: str, marked: str, *, code: str = "yaml-anchor") -> Diagnostic:
    """A diagnostic about the first place in the text that reads `marked`."""
    start = text.index(marked)
    return diagnose(code, Span(Source("p.yaml", text), start, start + len(marked)), text=marked)


SHOWN = {
    "narrow": at("a: b c\n", "b"),
    "wide": at("键: 甲乙 丙\n", "甲乙"),
    "mixed widths": at("键 ａｂ é: x值\n", "x值"),
    "combining mark": at("e\u0301é: 值\n", "值"),
    "tab": at("a:\t值\n", "值"),
    "long line, middle": at(LONG, "yes"),
    "long line, start": at(LONG, "说明"),
    "long line, end": at(LONG + "末", "末"),
    "span longer than the snippet": at(LONG, LONG),
    "several lines": at("甲:\n  - 乙\n  - 丙\n", "- 乙\n  - 丙"),
    "whole line with its break": at("甲: 乙\n丙: 丁\n", "甲: 乙\n"),
    "end of line": diagnose("yaml-empty-item", Span(Source("p.yaml", "- 甲\n-\n- 乙"), 5, 5)),
    "end of text": diagnose("yaml-empty-item", Span(Source("p.yaml", "- 甲\n-"), 5, 6)),
    "carriage return": at("甲: 乙\r\n丙: 丁\r\n", "丙"),
    "control characters": at("甲: 乙\x1b[31m\u202e丙\n", "\x1b[31m\u202e丙"),
    "no text": diagnose("yaml-empty", Span(Source("p.yaml", ""), 0, 0)),
    "no place": diagnose("yaml-more-problems", None),
    "long argument": at("甲" * 150 + "乙" * 150, "甲" * 150 + "乙" * 150),
    "argument over lines": at("甲\n  乙\n", "甲\n  乙"),
    "suggestion": Diagnostic(
        "yaml-tab", Span(Source("p.yaml", "\t甲\n"), 0, 1), {"suggestion": "乙"}
    ),
}


@pytest.mark.parametrize("language", ["zh", "en", "both"])
def test_diagnostics_look_as_expected(
    language: Language, golden: Callable[[str, str], None]
) -> None:
    pages = [f"=== {name}\n{render(found, language)}\n" for name, found in SHOWN.items()]
    golden(f"diagnostics/{language}.txt", "\n".join(pages))


@pytest.mark.parametrize("name", SHOWN)
def test_no_line_acts_on_a_terminal_or_runs_far_beyond_it(name: str) -> None:
    lines = render(SHOWN[name]).split("\n")
    assert all(line.isprintable() for line in (text.replace("\u3000", "") for text in lines))
    assert all(len(line) < 300 for line in lines)


def test_an_error_shows_everything_in_english_and_survives_a_process_boundary() -> None:
    error = PolicyError([SHOWN["narrow"], SHOWN["wide"]])
    assert str(error) == render_all([SHOWN["narrow"], SHOWN["wide"]], "en")
    assert pickle.loads(pickle.dumps(error)).diagnostics == error.diagnostics


def test_an_unknown_code_is_our_fault() -> None:
    with pytest.raises(LookupError, match="no message for code 'nonsense'"):
        diagnose("nonsense", None)


def test_reading_order_is_by_place_without_repeats_and_placeless_first() -> None:
    first, second, nowhere = at("甲 乙\n", "甲"), at("甲 乙\n", "乙"), SHOWN["no place"]
    assert in_reading_order([second, first, nowhere, second, at("甲 乙\n", "甲")]) == [
        nowhere,
        first,
        second,
    ]


def test_closest_finds_the_word_meant_or_nothing() -> None:
    known = ["办结天数", "受理日", "严重程度"]
    assert closest("办结天树", known) == "办结天数"
    assert closest("满意度", known) == ""


def test_warnings_are_no_errors() -> None:
    assert not has_errors([diagnose("policy-draft", None, title="甲", version="1")])
    assert has_errors([SHOWN["no place"]])


def test_a_sentence_without_one_of_its_arguments_is_found_where_it_is_said():
    with pytest.raises(LookupError, match="'unreadable-policy' is said without"):
        diagnose("unreadable-policy", None, path="x")
