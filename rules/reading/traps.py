"""Plain scalars that YAML 1.1 and 1.2 read differently, or that look like numbers and are none."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from rules.diagnostics import Diagnostic, diagnose
from rules.reading.encoding import unseen
from rules.reading.nodes import ScalarNode

# Longer than any number or word a person means; the patterns below are quadratic in the length.
_LONGEST = 100

_YES = frozenset(("yes", "y", "on"))

# The name of the group that matches is the code. Written [0-9]: \d also matches full-width digits.
_TRAPS = re.compile(
    r"(?P<yes_no>(?i:yes|no|on|off|y|n))"
    r"|(?P<null>~|null|Null|NULL)"
    r"|(?P<not_a_number>\.(?:nan|NaN|NAN)|[-+]?\.(?:inf|Inf|INF))"
    r"|(?P<leading_zero>[-+]?0[0-9]+)"
    r"|(?P<radix>[-+]?0[xob][0-9a-fA-F_]+)"
    r"|(?P<sexagesimal>[-+]?[0-9][0-9_]*(?::[0-9]{1,2})+(?:\.[0-9_]*)?)"
    r"|(?P<underscore>[-+]?[0-9][0-9]*_[0-9_]*(?:\.[0-9_]*)?)"
    r"|(?P<exponent>[-+]?(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)[eE][-+]?[0-9]+)"
    r"|(?P<comma_number>[-+]?[0-9０-９]+(?:[,，][0-9０-９]+)+(?:[.．][0-9０-９]+)?[%％]?)"
    r"|(?P<fullwidth_number>(?=.*[０-９．％－＋])"
    r"[-+－＋]?[0-9０-９]+(?:[-－/.．:：][0-9０-９]+)*[%％]?)"
)
_BLANKS = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
WIDE_SPACE = re.compile(f"[{_BLANKS}]")
_WIDE_EDGE = re.compile(rf"^[{_BLANKS}]|[{_BLANKS}]$")


def traps(scalar: ScalarNode) -> Iterator[Diagnostic]:
    """What a plain key or value hides; a quoted one says what it means."""
    if scalar.quoted:
        yield from _escaped(scalar)
        return
    text = scalar.text
    if edge := _WIDE_EDGE.search(text):
        place = scalar.fragment.span(*edge.span())
        yield diagnose("yaml-wide-space", place, character=code_point(edge.group()))
    if len(text) <= _LONGEST and (found := _TRAPS.fullmatch(text)):
        kind = found.lastgroup or ""
        code = f"yaml-{kind.replace('_', '-')}"
        plain = "true" if text.lower() in _YES else "false"
        yield diagnose(code, scalar.span, text=text, meant=_meant(kind, text), plain=plain)


def _escaped(scalar: ScalarNode) -> Iterator[Diagnostic]:
    """Characters that cannot be seen, written as escapes in double quotes."""
    written = scalar.span.source.text
    for found in unseen(scalar.text, scalar.fragment.span):
        if found.span and written[found.span.start] == "\\":
            yield found


def code_point(char: str) -> str:
    return f"U+{ord(char):04X} {unicodedata.name(char, '').lower()}".rstrip()


def _meant(kind: str, text: str) -> str:
    match kind:
        case "yes_no":
            return "是" if text.lower() in _YES else "否"
        case "leading_zero":
            sign = text[0] if text[0] in "+-" else ""
            return sign + (text.lstrip("+-0") or "0")
        case "underscore":
            return text.replace("_", "")
        case "comma_number":
            return re.sub("[,，]", "", folded(text))
        case "fullwidth_number":
            return folded(text)
        case _:
            return ""


def folded(text: str) -> str:
    """Full-width letters, digits and signs in their ASCII form."""
    return unicodedata.normalize("NFKC", text)
