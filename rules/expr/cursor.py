"""A place in a row of tokens: looking, taking, and refusing with a reason."""

from __future__ import annotations

from collections.abc import Collection
from typing import NoReturn

from rules.diagnostics import Diagnostic, PolicyError, diagnose
from rules.expr.lexer import BAND_AFTER, BAND_BEFORE, KEYWORDS, Token, tokens
from rules.expr.nodes import Expr
from rules.source import Fragment, Span

# Keywords between values: glued to a name they make another name.
JOINING = ("且", "或", "属于", "介于", "如果", "那么", "否则", "非", "到")
_BANDS = {**BAND_AFTER, **BAND_BEFORE}
_ENDED = {"value-expected": "ends-early", "sign-expected": "unclosed"}


class Cursor:
    def __init__(self, fragment: Fragment) -> None:
        self.fragment = fragment
        self.tokens = tokens(fragment)
        self.index = 0
        self.depth = 0

    @property
    def token(self) -> Token:
        """The next token."""
        return self.tokens[self.index]

    @property
    def ended(self) -> bool:
        return self.token.kind == "end"

    def at(self, *texts: str) -> bool:
        """Whether the next token is one of these signs or keywords."""
        return self.token.kind in ("symbol", "keyword") and self.token.text in texts

    def at_word(self, words: Collection[str]) -> bool:
        return self.token.kind == "word" and self.token.text in words

    def followed_by(self, text: str) -> bool:
        """Whether the token after the next one is this sign."""
        after = self.tokens[min(self.index + 1, len(self.tokens) - 1)]
        return after.kind == "symbol" and after.text == text

    def brackets_hold(self, sign: str) -> bool:
        """Whether the bracket that opens here holds the sign itself, not in an inner bracket."""
        depth = 0
        for token in self.tokens[self.index :]:
            if token.kind == "symbol":
                depth += (token.text in "([") - (token.text in ")]")
                if depth == 0:
                    return False
                if depth == 1 and token.text == sign:
                    return True
        return False

    def take(self) -> Token:
        token = self.token
        self.index += 1
        return token

    def accept(self, *texts: str) -> Token | None:
        return self.take() if self.at(*texts) else None

    def expect(self, *texts: str, shown: str) -> Token:
        return self.accept(*texts) or self.fail_here("sign-expected", expected=shown)

    def span(self, first: Token | Expr) -> Span:
        """From this token or node to the last token taken."""
        last = self.tokens[self.index - 1]
        end = self.fragment.span(last.start, last.end)
        start = self.place(first) if isinstance(first, Token) else first.span
        return start.to(end) if start else end

    def place(self, token: Token) -> Span:
        return self.fragment.span(token.start, token.end)

    def said(self, token: Token) -> str:
        """The token as the author wrote it."""
        return self.fragment.text[token.start : token.end]

    def fail(self, code: str, place: Token | Span, **args: object) -> NoReturn:
        span = self.place(place) if isinstance(place, Token) else place
        raise PolicyError([diagnose(code, span, **args)])

    def fail_here(self, code: str, **args: object) -> NoReturn:
        """At the next token, unless a keyword without a boundary explains it."""
        for token in self.tokens[max(0, self.index - 1) : self.index + 1]:
            if glued := self.glued(token, inside=code == "comparison-chain"):
                raise PolicyError([glued])
        if self.ended:
            code = _ENDED.get(code, code)
        elif sign := self.token.kind == "word" and _BANDS.get(self.token.text):
            code, args["sign"] = "band-in-expression", sign
        elif self.token.kind == "word" and self.token.text.lower() in KEYWORDS:
            args["suggestion"] = self.token.text.lower()
        self.fail(code, self.token, found=self.said(self.token), **args)

    def glued(self, token: Token, *, inside: bool = False) -> Diagnostic | None:
        """A word that begins or ends with a keyword, or has one inside it, reported."""
        for keyword in JOINING if token.kind == "word" else ():
            rest = token.text.removeprefix(keyword).removesuffix(keyword)
            if rest not in ("", token.text) or (inside and keyword in token.text):
                span = self.place(token)
                return diagnose("keyword-boundary", span, name=token.text, keyword=keyword)
        return None
