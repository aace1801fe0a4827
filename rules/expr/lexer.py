"""Expression text → tokens: full-width signs folded, keywords known, numbers and texts read."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal, NoReturn

from rules.diagnostics import PolicyError, diagnose
from rules.source import Fragment

TokenKind = Literal["number", "percentage", "text", "keyword", "word", "symbol", "end"]

LONGEST = 10_000
_MOST_DIGITS = 30

KEYWORDS: Mapping[str, str] = {
    "and": "and",
    "且": "and",
    "or": "or",
    "或": "or",
    "not": "not",
    "非": "not",
    "in": "in",
    "属于": "in",
    "between": "between",
    "介于": "between",
    "到": "to",
    "if": "if",
    "如果": "if",
    "then": "then",
    "那么": "then",
    "else": "else",
    "否则": "else",
    "true": "true",
    "是": "true",
    "false": "false",
    "否": "false",
    "missing": "missing",
    "null": "missing",
    "未填": "missing",
}
UNITS = ("天", "days", "day")
# Civil Code, article 1259: 以上, 以下, 以内 include the number; 超过, 不满, 以外 do not.
BAND_AFTER: Mapping[str, Literal[">=", "<="]] = {"以上": ">=", "以下": "<=", "以内": "<="}
BAND_BEFORE: Mapping[str, Literal[">=", "<=", ">", "<"]] = {
    "不低于": ">=",
    "不超过": "<=",
    "超过": ">",
    "高于": ">",
    "不满": "<",
    "不足": "<",
    "低于": "<",
}
RESERVED: frozenset[str] = frozenset({*KEYWORDS, *UNITS, *BAND_AFTER, *BAND_BEFORE})


@dataclass(frozen=True, slots=True)
class Token:
    """`text` is canonical: keywords in English, signs in ASCII, a text without its quotes."""

    kind: TokenKind
    text: str
    start: int
    end: int


# One character for one, so that positions stay.
_FOLD = str.maketrans(
    "（）［］，、：！＝＜＞＋－−＊×／÷％．０１２３４５６７８９\u3000\t\r\n",
    "()[],,:!=<>+--**//%.0123456789    ",
)
_SYMBOL = re.compile(r"\.\.|\*\*|>=|<=|!=|<>|==|=>|=<|&&|\|\||[-+*/=<>()\[\],.!≥≤≠≧≦]")
_CANONICAL = {"≥": ">=", "≧": ">=", "≤": "<=", "≦": "<=", "≠": "!=", "<>": "!="}
_FOREIGN = {"==": "=", "=>": ">=", "=<": "<=", "&&": "且 and", "||": "或 or", "!": "非（…） not(…)"}

_DIGITS = r"[0-9]+(?:\.[0-9]+)?%?"
_NUMBER = re.compile(_DIGITS)
_BARE_DATE = re.compile(r"[0-9]{4}([-/.])[0-9]{1,2}\1[0-9]{1,2}(?![0-9])")
# 1,000 is two numbers in an expression and one to its reader.
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])")

_AFTER = "|".join(BAND_AFTER)
_BEFORE = "|".join(sorted(BAND_BEFORE, key=len, reverse=True))
_LIMIT = rf"{_DIGITS}(?:天)?(?:{_AFTER})?"
# Words that may follow a number without a blank: 90以上, 60以上不满90, 5天以内.
_GLUED = re.compile(rf"(天|days?(?!\w))?({_AFTER})?((?:{_BEFORE})(?=-?{_DIGITS}))?")
# 不满60 and 超过60不满90 are bands; 超过3天件数 is a name.
_BAND = re.compile(rf"({_BEFORE})(?={_LIMIT}(?:(?:{_BEFORE})?{_LIMIT})?(?!\w))")
# 三分之一, 百分之三十五: a fraction or a percentage as it is spoken.
_SPOKEN_NUMBER = "[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_SPOKEN = re.compile(rf"(百|{_SPOKEN_NUMBER})分之(百|{_SPOKEN_NUMBER})(?!\w)")
_ESCAPE = re.compile(r'\\(?:(["”“\\nt])|u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6}))')
_ESCAPED = {"n": "\n", "t": "\t"}
_QUOTES = {'"': '"', "“": "”"}


def tokens(fragment: Fragment) -> list[Token]:
    """Every token, the last one of kind `end`. Raises PolicyError at the first that is none."""
    if len(fragment.text) > LONGEST:
        raise PolicyError(
            [diagnose("expression-too-long", fragment.span(0, 0), length=len(fragment.text))]
        )
    return list(_Lexer(fragment).run())


def is_name(text: str) -> bool:
    """Whether an author may use the text as a name in expressions."""
    if not text.isidentifier() or text in RESERVED or _SPOKEN.fullmatch(text):
        return False
    return not _BAND.match(text.translate(_FOLD))


def _spoken(match: re.Match[str]) -> Iterator[Token]:
    """三分之一 as (1/3), 百分之三十 as 30%."""
    below, above = (_spoken_number(word) for word in match.groups())
    start, end = match.span()
    if below == 100:
        yield Token("percentage", f"{above}%", start, end)
        return
    yield Token("symbol", "(", start, start)
    yield Token("number", str(above), start, end)
    yield Token("symbol", "/", end, end)
    yield Token("number", str(below), start, end)
    yield Token("symbol", ")", end, end)


def _spoken_number(word: str) -> int:
    if word == "百":
        return 100
    tens, ten, ones = word.rpartition("十")
    digits = "一二三四五六七八九"
    whole = 10 * (digits.index(tens) + 1 if tens else 1) if ten else 0
    return whole + (digits.index(ones) + 1 if ones else 0)


class _Lexer:
    def __init__(self, fragment: Fragment) -> None:
        self.fragment = fragment
        self.raw = fragment.text
        self.text = fragment.text.translate(_FOLD)

    def run(self) -> Iterator[Token]:
        position = 0
        while position < len(self.text):
            if self.text[position] == " ":
                position += 1
                continue
            for token in self._next(position):
                yield token
                position = token.end
        yield Token("end", "", len(self.text), len(self.text))

    def _next(self, start: int) -> Iterator[Token]:
        if self.raw[start] in _QUOTES:
            yield self._quoted(start)
        elif "0" <= self.text[start] <= "9":
            yield from self._number(start)
        elif match := _SPOKEN.match(self.raw, start):
            yield from _spoken(match)
        elif self.raw[start].isidentifier():
            yield self._word(start)
        else:
            yield self._symbol(start)

    def _fail(self, code: str, start: int, end: int, **args: object) -> NoReturn:
        raise PolicyError([diagnose(code, self.fragment.span(start, end), **args)])

    def _word(self, start: int) -> Token:
        if band := _BAND.match(self.text, start):
            return Token("word", band[1], start, band.end(1))
        end = self._word_end(start)
        word = self.raw[start:end]
        if word in KEYWORDS:
            return Token("keyword", KEYWORDS[word], start, end)
        return Token("word", word, start, end)

    def _word_end(self, start: int) -> int:
        end = start
        while end < len(self.raw) and ("a" + self.raw[end]).isidentifier():
            end += 1
        return end

    def _number(self, start: int) -> Iterator[Token]:
        match = _NUMBER.match(self.text, start)
        end = match.end() if match else start
        text = self.text[start:end]
        self._refuse_lookalikes(start)
        whole, _, digits = text.rstrip("%").partition(".")
        if (len(whole) > 1 and whole[0] == "0") or max(len(whole), len(digits)) > _MOST_DIGITS:
            self._fail("number-form", start, end, text=self.raw[start:end])
        yield Token("percentage" if text[-1] == "%" else "number", text, start, end)
        yield from self._glued(start, end)

    def _glued(self, start: int, end: int) -> Iterator[Token]:
        """The words that stand right behind a number."""
        match = _GLUED.match(self.text, end)
        for group in (1, 2, 3):
            if match and match[group]:
                yield Token("word", match[group], match.start(group), match.end(group))
        after = match.end() if match else end
        digit_follows = match and match[2] and self.text[after : after + 1] in set("0123456789")
        if self._word_end(after) > after and not (match and match[3]) and not digit_follows:
            stop = self._word_end(end)
            self._fail(
                "number-then-word",
                start,
                stop,
                number=self.raw[start:end],
                word=self.raw[end:stop],
            )

    def _refuse_lookalikes(self, start: int) -> None:
        if match := _BARE_DATE.match(self.text, start):
            year, month, day = match[0].split(match[1])
            iso = f"{year}-{month:0>2}-{day:0>2}"
            self._fail("bare-date", start, match.end(), text=match[0], date=iso)
        if match := _THOUSANDS.match(self.raw, start):
            plain = match[0].replace(",", "")
            self._fail("thousands-comma", start, match.end(), text=match[0], plain=plain)

    def _symbol(self, start: int) -> Token:
        match = _SYMBOL.match(self.text, start)
        if not match:
            self._fail("unknown-character", start, start + 1, text=self.raw[start])
        symbol = _CANONICAL.get(match[0], match[0])
        if symbol in _FOREIGN:
            raw = self.raw[start : match.end()]
            self._fail("foreign-sign", start, match.end(), text=raw, meant=_FOREIGN[symbol])
        return Token("symbol", symbol, start, match.end())

    def _quoted(self, start: int) -> Token:
        closing = _QUOTES[self.raw[start]]
        parts: list[str] = []
        position = start + 1
        while not self.raw.startswith(closing, position):
            if position == len(self.raw):
                self._fail("unclosed-text", start, len(self.raw), closing=closing)
            if self.raw[position] == "\\":
                part, position = self._escape(position)
            else:
                part, position = self.raw[position], position + 1
            parts.append(part)
        return Token("text", "".join(parts), start, position + 1)

    def _escape(self, start: int) -> tuple[str, int]:
        match = _ESCAPE.match(self.raw, start)
        if not match:
            end = min(start + 2, len(self.raw))
            self._fail("bad-escape", start, end, text=self.raw[start:end])
        sign, short, long = match.groups()
        if sign:
            return _ESCAPED.get(sign, sign), match.end()
        code = int(short or long, 16)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            self._fail("bad-escape", start, match.end(), text=match[0])
        return chr(code), match.end()
