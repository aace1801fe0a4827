"""What is wrong with a policy or its use: one shape, a stable code, a place, two languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Literal

from rules.message import require_arguments
from rules.messages import MESSAGES, Message, Severity
from rules.source import Span
from rules.widths import width

Language = Literal["zh", "en", "both"]

# How many problems of one text are told.
MOST_LISTED = 100

_SEVERITY_ZH: Mapping[Severity, str] = {"error": "错误", "warning": "警告", "note": "说明"}


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One finding about a text. `code` is a key of MESSAGES and is for ever. `known` is why its
    author stands by what was found: it is a note then."""

    code: str
    span: Span | None
    args: Mapping[str, str] = field(default_factory=dict)
    known: str = ""

    @property
    def message(self) -> Message:
        return MESSAGES[self.code]

    @property
    def severity(self) -> Severity:
        return "note" if self.known else self.message.severity

    def sentence(self, language: Literal["zh", "en"]) -> str:
        """The sentence in one language; lower case, no full stop."""
        template = self.message.zh if language == "zh" else self.message.en
        told = template.format_map(self._shown_args())
        if not self.known:
            return told
        why = _shown_text(self.known)
        return f"{told}（知悉：{why}）" if language == "zh" else f"{told} (known: {why})"

    def hint(self, language: Literal["zh", "en"]) -> str:
        """What to do next; empty where the catalogue has nothing to say, or the author has said
        that it stays."""
        if self.known:
            return ""
        message = self.message
        template = message.hint_zh if language == "zh" else message.hint_en
        args = self._shown_args()
        parts = [template.format_map(args)] if template else []
        if meant := args.get("suggestion"):
            parts.append(f"是不是“{meant}”？" if language == "zh" else f"did you mean “{meant}”?")
        return ("；" if language == "zh" else "; ").join(parts)

    def _shown_args(self) -> dict[str, str]:
        return {name: _shown_text(value) for name, value in self.args.items()}


class PolicyError(Exception):
    """A text that cannot be used, with everything that is wrong with it."""

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__(self.diagnostics)

    def __str__(self) -> str:
        return render_all(self.diagnostics, "en")


def diagnose(code: str, span: Span | None, /, **args: object) -> Diagnostic:
    """A diagnostic with its arguments as text; an unknown code is our fault, not the author's."""
    if code not in MESSAGES:
        raise LookupError(f"no message for code {code!r}")
    require_arguments(code, MESSAGES[code], args)
    return Diagnostic(code, span, {name: str(value) for name, value in args.items()})


def closest(word: str, known: Iterable[str]) -> str:
    """The known word the author probably meant, or an empty string."""
    found = get_close_matches(word, sorted(set(known)), n=1, cutoff=0.5)
    return found[0] if found else ""


def has_errors(diagnostics: Iterable[Diagnostic]) -> bool:
    return any(diagnostic.severity == "error" for diagnostic in diagnostics)


def in_reading_order(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Without repeats, by source and place; diagnostics without a place come first."""

    def key(diagnostic: Diagnostic) -> tuple[str, int, str]:
        span = diagnostic.span
        return (
            (span.source.name, span.start, diagnostic.code) if span else ("", -1, diagnostic.code)
        )

    seen: dict[tuple[object, ...], Diagnostic] = {}
    for diagnostic in diagnostics:
        place = diagnostic.span and (diagnostic.span.source.name, diagnostic.span.start)
        seen.setdefault((place, diagnostic.code, tuple(diagnostic.args.items())), diagnostic)
    return sorted(seen.values(), key=key)


def listed(diagnostics: Iterable[Diagnostic]) -> list[Diagnostic]:
    """In reading order, and no more than anybody reads: the last says that there are more."""
    ordered = in_reading_order(diagnostics)
    if more := ordered[MOST_LISTED:]:
        ordered[MOST_LISTED:] = [diagnose("yaml-more-problems", more[0].span)]
    return ordered


def render(diagnostic: Diagnostic, language: Language = "both") -> str:
    """`file:line:column: severity[code] sentence`, the line with a caret, and the hint."""
    place = ""
    if diagnostic.span:
        line, column = diagnostic.span.position
        place = f"{diagnostic.span.source.name}:{line}:{column}: "
    lines = [place + _headline(diagnostic, language)]
    if language == "both":
        lines.append(f"    {diagnostic.severity}: {diagnostic.sentence('en')}")
    if diagnostic.span:
        lines += _snippet(diagnostic.span)
    lines += _hints(diagnostic, language)
    return "\n".join(lines)


def render_all(diagnostics: Iterable[Diagnostic], language: Language = "both") -> str:
    return "\n\n".join(render(diagnostic, language) for diagnostic in diagnostics)


def _headline(diagnostic: Diagnostic, language: Language) -> str:
    if language == "en":
        return f"{diagnostic.severity}[{diagnostic.code}] {diagnostic.sentence('en')}"
    word = _SEVERITY_ZH[diagnostic.severity]
    return f"{word}[{diagnostic.code}] {diagnostic.sentence('zh')}"


def _hints(diagnostic: Diagnostic, language: Language) -> list[str]:
    hints = []
    if language != "en" and (zh := diagnostic.hint("zh")):
        hints.append(f"    提示：{zh}")
    if language != "zh" and (en := diagnostic.hint("en")):
        hints.append(f"    hint: {en}")
    return hints


_LONGEST_TEXT = 200
_WIDEST_SNIPPET = 100
_BEFORE_CARET = 40
_ELLIPSIS = "…"


def _shown_text(text: str) -> str:
    """The author's text within a sentence: in one line, not too long, nothing that moves a cursor.

    The middle is left out: an expression is known by its ends.
    """
    line = _visible(" ".join(text.split("\n")) if "\n" in text else text)
    if len(line) <= _LONGEST_TEXT:
        return line
    half = _LONGEST_TEXT // 2
    return f"{line[:half]}{_ELLIPSIS}{line[-half:]}"


def _visible(text: str) -> str:
    """Each character in the width it has on a terminal, none that acts on the terminal."""
    return "".join(_visible_character(char) for char in text)


def _visible_character(char: str) -> str:
    if char == "\t":
        return " "
    unseen = unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    return "\ufffd" if unseen else char


def _snippet(span: Span) -> list[str]:
    """The author's line with carets under the span; a long line is cut around the first caret.

    Of a span over several lines the first is shown; the ellipsis after the carets says so.
    """
    if not span.source.text:
        return []
    number, column = span.position
    line = span.source.line(number)
    first = min(column - 1, len(line))
    start = max(0, first - _BEFORE_CARET) if width(line[:first]) > _BEFORE_CARET else 0
    end = start + _fitting(line[start : start + _WIDEST_SNIPPET])
    head = _ELLIPSIS if start else ""
    tail = _ELLIPSIS if end < len(line) else ""
    last = max(first, min(first + span.end - span.start, end))
    carets = "^" * max(1, width(_visible(line[first:last])))
    more = f" {_ELLIPSIS}" if "\n" in span.text.rstrip() else ""
    gutter = f"{number:>6} | "
    before = " " * width(head + _visible(line[start:first]))
    return [
        (gutter + head + _visible(line[start:end]) + tail).rstrip(),
        " " * (len(gutter) - 2) + "| " + before + carets + more,
    ]


def _fitting(text: str) -> int:
    """How many characters of a text fit into a snippet."""
    columns = 0
    for count, char in enumerate(text):
        columns += width(char)
        if columns > _WIDEST_SNIPPET:
            return count
    return len(text)
