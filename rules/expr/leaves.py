"""The leaves of an expression: numbers, days, names and dates."""

from __future__ import annotations

from datetime import date

from rules.expr.cursor import Cursor
from rules.expr.lexer import UNITS, Token
from rules.expr.nodes import Expr, Literal, Member, Name
from rules.values import read_decimal, read_percent


def number(cursor: Cursor) -> Literal:
    token = cursor.take()
    if token.kind == "percentage":
        return Literal(read_percent(token.text), "percentage", cursor.place(token))
    value = read_decimal(token.text)
    if not cursor.at_word(UNITS):
        return Literal(value, "number", cursor.place(token))
    if not isinstance(value, int):
        cursor.fail("whole-days", token, text=token.text)
    cursor.take()
    return Literal(value, "duration", cursor.span(token))


def name(cursor: Cursor) -> Expr:
    start = cursor.take()
    found: Expr = Name(start.text, cursor.place(start))
    while cursor.accept("."):
        if cursor.token.kind != "word":
            cursor.fail_here("value-expected")
        member = cursor.take()
        found = Member(found, member.text, cursor.span(start))
    return found


def day(cursor: Cursor, start: Token) -> Literal:
    cursor.take()
    if cursor.token.kind != "text":
        cursor.fail_here("date-text")
    text = cursor.take()
    cursor.expect(")", shown=")")
    try:
        found = date.fromisoformat(text.text)
    except ValueError:
        found = None
    # `fromisoformat` also reads 20260131 and 2026-W05-6.
    if found is None or found.isoformat() != text.text:
        cursor.fail("bad-date", text, text=text.text)
    return Literal(found, "date", cursor.span(start))
