"""Cells that read as one thing and are meant as another."""

from __future__ import annotations

from collections.abc import Iterable

from rules.diagnostics import PolicyError, diagnose
from rules.expr.cursor import Cursor
from rules.expr.lexer import BAND_AFTER, BAND_BEFORE
from rules.expr.nodes import Against, Arithmetic, Literal, Test
from rules.expr.printer import print_expression
from rules.source import Fragment


def refuse_dash(test: Test, fragment: Fragment) -> None:
    """`60-90` would be −30: in a cell it is meant as a range."""
    match test:
        case Against("=", Arithmetic("-", Literal() as low, Literal() as high, span)):
            ends = {"low": print_expression(low, "zh"), "high": print_expression(high, "zh")}
            raise PolicyError([diagnose("dash-for-range", span, text=fragment.text, **ends)])


def refuse_split_band(cursor: Cursor, first: int, tests: Iterable[Test]) -> None:
    """`60以上，不满90` reads as one band and would mean either of two, which everything is."""
    banded = any(
        token.kind == "word" and (token.text in BAND_AFTER or token.text in BAND_BEFORE)
        for token in cursor.tokens[first : cursor.index]
    )
    signs = {test.comparator[0] for test in tests if isinstance(test, Against)}
    if banded and {"<", ">"} <= signs:
        cursor.fail("split-band", cursor.tokens[first])
