"""Expression tree → text: the spelling that is safe inside YAML and that the parser reads back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal as OneOf
from typing import assert_never

from rules.expr.functions import FUNCTIONS
from rules.expr.nodes import (
    Against,
    And,
    Arithmetic,
    Call,
    Compare,
    Conditional,
    Expr,
    In,
    Interval,
    Literal,
    Member,
    Name,
    Negative,
    Not,
    Or,
    Ref,
    Space,
    Test,
)
from rules.values import decimals_of, show_number, show_percent
from rules.vocabulary import BUILT_INS, HISTORY_WORDS, RANK_WORDS, STATE_WORDS, Word

Spelling = OneOf["zh", "en"]

# How tightly a piece of text holds together; an operand that holds less gets brackets.
_ANY, _OR, _AND, _COMPARISON, _SUM, _PRODUCT, _POWER, _UNARY, _WHOLE = range(9)
_OPERATOR_LEVELS: Mapping[str, int] = {
    "+": _SUM,
    "-": _SUM,
    "*": _PRODUCT,
    "/": _PRODUCT,
    "**": _POWER,
}
# An author's own field may have the English name of a built-in of another place.
_BUILT_INS: frozenset[tuple[Space, str]] = frozenset(
    {
        ("record", "event_date"),
        ("summary", "total"),
        ("summary", "grade"),
        *(("summary", word.english) for word in STATE_WORDS),
        ("run", "as_of"),
        ("run", "period_start"),
        ("run", "period_end"),
    }
)


@dataclass(frozen=True, slots=True)
class _Words:
    """How one language spells what both share."""

    words: Mapping[str, str]
    open: str
    close: str
    comma: str
    open_list: str
    close_list: str
    pause: str
    open_range: str
    close_range: str
    quotes: tuple[str, str]


CHINESE_KEYWORDS: Mapping[str, str] = {
    "and": "且",
    "or": "或",
    "not": "非",
    "in": "属于",
    "between": "介于",
    "to": "到",
    "if": "如果",
    "then": "那么",
    "else": "否则",
    "true": "是",
    "false": "否",
    "missing": "未填",
}
_ZH = _Words(
    words={**CHINESE_KEYWORDS, "date": "日期", "days": "天"},
    open="（",
    close="）",
    comma="，",
    open_list="（",
    close_list="）",
    pause="、",
    open_range="［",
    close_range="］",
    quotes=("“", "”"),
)
_EN = _Words(
    words={},
    open="(",
    close=")",
    comma=", ",
    open_list="[",
    close_list="]",
    pause=", ",
    open_range="[",
    close_range="]",
    quotes=('"', '"'),
)


def print_expression(expr: Expr, language: Spelling) -> str:
    """The text of the tree. A number with no finite decimals is printed as a division."""
    return _Printer(_ZH if language == "zh" else _EN).text(expr, _ANY)


class _Printer:
    def __init__(self, words: _Words) -> None:
        self.words = words

    def word(self, canonical: str) -> str:
        return self.words.words.get(canonical, canonical)

    def text(self, expr: Expr, needed: int) -> str:
        """The expression, in brackets where it holds together less than needed."""
        text, level = self._piece(expr)
        return text if level >= needed else self._bracketed(text)

    def _bracketed(self, text: str) -> str:
        return f"{self.words.open}{text}{self.words.close}"

    def _piece(self, expr: Expr) -> tuple[str, int]:
        match expr:
            case Literal():
                return self._literal(expr)
            case Name() | Member() | Ref():
                return self._name(expr), _WHOLE
            case Negative():
                return "-" + self._negated(expr.operand), _UNARY
            case Arithmetic():
                return self._arithmetic(expr)
            case Conditional():
                return self._conditional(expr), _ANY
            case Call():
                return self._call(expr), _WHOLE
            case Compare() | In() | Not() | And() | Or():
                return self._truth(expr)
        assert_never(expr)

    def _truth(self, expr: Compare | In | Not | And | Or) -> tuple[str, int]:
        match expr:
            case Compare():
                left, right = self.text(expr.left, _SUM), self.text(expr.right, _SUM)
                return f"{left} {expr.comparator} {right}", _COMPARISON
            case In():
                return self._membership(expr), _COMPARISON
            case Not():
                return self.word("not") + self._bracketed(self.text(expr.operand, _ANY)), _WHOLE
            case And():
                return self._joined("and", expr.parts, _AND), _AND
            case Or():
                return self._joined("or", expr.parts, _OR), _OR
        assert_never(expr)

    # --- leaves --------------------------------------------------------------------------------

    def _literal(self, literal: Literal) -> tuple[str, int]:
        match literal.value:
            case None:
                return self.word("missing"), _WHOLE
            case bool():
                return self.word("true" if literal.value else "false"), _WHOLE
            case str():
                return self._quoted(literal.value), _WHOLE
            case date():
                day = self._quoted(literal.value.isoformat())
                return self.word("date") + self._bracketed(day), _WHOLE
            case int() | Fraction():
                return self._number(literal.value, literal.form)
        assert_never(literal.value)

    def _number(self, number: int | Fraction, form: str) -> tuple[str, int]:
        if decimals_of(number) is None:
            exact = Fraction(number)
            whole, _ = self._number(exact.numerator, form)
            return f"{whole} / {exact.denominator}", _PRODUCT
        level = _UNARY if number < 0 else _WHOLE
        if form == "percentage":
            return show_percent(number), level
        if form == "duration":
            return f"{show_number(number)} {self.word('days')}", level
        return show_number(number), level

    def _quoted(self, text: str) -> str:
        opening, closing = self.words.quotes
        return opening + "".join(_escaped(char, closing) for char in text) + closing

    def _name(self, expr: Name | Member | Ref) -> str:
        match expr:
            case Name():
                return expr.name
            case Member():
                return f"{self.text(expr.owner, _WHOLE)}.{expr.name}"
            case Ref():
                return _chinese(expr) if self.words.words else expr.name
        assert_never(expr)

    # --- operations ----------------------------------------------------------------------------

    def _negated(self, operand: Expr) -> str:
        """A literal keeps its brackets: `-5` alone is the literal."""
        if isinstance(operand, Literal):
            return self._bracketed(self.text(operand, _ANY))
        return self.text(operand, _WHOLE)

    def _arithmetic(self, expr: Arithmetic) -> tuple[str, int]:
        level = _OPERATOR_LEVELS[expr.operator]
        lowest = _WHOLE if expr.operator == "**" else level
        left, right = self.text(expr.left, lowest), self.text(expr.right, level + 1)
        return f"{left} {expr.operator} {right}", level

    def _joined(self, keyword: str, parts: Iterable[Expr], level: int) -> str:
        first, *rest = (self.text(part, level + 1) for part in parts)
        text = first
        for part in rest:
            text = self._between(text, keyword, part)
        return text

    def _between(self, left: str, keyword: str, right: str) -> str:
        """A keyword needs a blank on each side, except beside a full-width bracket."""
        before = "" if left.endswith(("）", "］")) else " "
        return left + before + self._leading(keyword, right)

    def _leading(self, keyword: str, right: str) -> str:
        after = "" if right.startswith(("（", "［")) else " "
        return self.word(keyword) + after + right

    def _conditional(self, expr: Conditional) -> str:
        """A condition inside the condition or the first branch is bracketed for its reader."""
        text = self._leading("if", self.text(expr.condition, _OR))
        text = self._between(text, "then", self.text(expr.then, _OR))
        return self._between(text, "else", self.text(expr.otherwise, _ANY))

    def _call(self, call: Call) -> str:
        function = FUNCTIONS[call.function]
        name = function.chinese[0] if self.words.words else function.name
        arguments = (self.text(argument, _ANY) for argument in call.arguments)
        return name + self._bracketed(self.words.comma.join(arguments))

    # --- tests ---------------------------------------------------------------------------------

    def _membership(self, expr: In) -> str:
        operand = self.text(expr.operand, _SUM)
        match expr.tests:
            case (Interval() as test,):
                tests = self._test(test)
            case _:
                listed = self.words.pause.join(self._test(test) for test in expr.tests)
                tests = f"{self.words.open_list}{listed}{self.words.close_list}"
        return self._between(operand, "in", tests)

    def _test(self, test: Test) -> str:
        match test:
            case Against():
                value = self.text(test.value, _SUM)
                return value if test.comparator == "=" else f"{test.comparator} {value}"
            case Interval():
                return self._interval(test)
        assert_never(test)

    def _interval(self, test: Interval) -> str:
        if test.low is None or test.high is None:
            raise ValueError("a range without both bounds has no spelling")
        opening = self.words.open_range if test.low_closed else self.words.open
        closing = self.words.close_range if test.high_closed else self.words.close
        return f"{opening}{self.text(test.low, _SUM)}..{self.text(test.high, _SUM)}{closing}"


def _chinese(ref: Ref) -> str:
    """The Chinese name of what every policy has; an author's name as it is."""
    owner, dot, member = ref.name.rpartition(".")
    if dot:
        words = BUILT_INS if ref.space == "record" else (*RANK_WORDS, *HISTORY_WORDS)
        return f"{owner}.{_spelling(words, member)}"
    words = (*BUILT_INS, *STATE_WORDS)
    return _spelling(words, member) if (ref.space, member) in _BUILT_INS else member


def _spelling(words: Iterable[Word], english: str) -> str:
    return next((word.chinese for word in words if word.english == english), english)


def _escaped(char: str, closing: str) -> str:
    if char in ("\\", closing):
        return "\\" + char
    if char == "\n":
        return "\\n"
    if char == "\t":
        return "\\t"
    if char.isprintable():
        return char
    return f"\\u{ord(char):04X}" if ord(char) <= 0xFFFF else f"\\U{ord(char):06X}"
