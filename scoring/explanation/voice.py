"""How an explanation puts things in a language: phrases, numbers, values, clauses, conditions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypeAlias

from rules.expr.kinds import DurationKind, Kind, PercentKind, TableKind
from rules.expr.nodes import Expr, Ref, walk
from rules.expr.printer import print_expression
from rules.program import Basis
from rules.values import Number, Value
from scoring.explanation.phrases import PHRASES
from scoring.wording import told, told_percent

Language: TypeAlias = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Voice:
    language: Language

    def say(self, phrase: str, **args: object) -> str:
        words = PHRASES[phrase]
        return (words.zh if self.language == "zh" else words.en).format(**args)

    def joined(self, parts: Iterable[str]) -> str:
        return self.say("comma").join(parts)

    def signed(self, points: Number) -> str:
        return f"+{told(points)}" if points > 0 else told(points)

    def value(self, value: Value, kind: Kind | None = None, digits: int | None = None) -> str:
        """The value as its kind is written, a number with at least `digits` decimals."""
        match value:
            case None:
                return self.say("missing")
            case bool():
                return self.say("true" if value else "false")
            case str():
                return value
            case date():
                return value.isoformat()
        match kind:
            case PercentKind():
                return told_percent(value, digits)
            case DurationKind():
                return self.say("days", days=told(value))
        return told(value, digits)

    def basis(self, basis: Iterable[Basis]) -> str:
        """The clauses in brackets; an illustrative number is called so."""
        cited = [" ".join(filter(None, (self.document(clause), clause.clause))) for clause in basis]
        return self.say("basis", basis=self.joined(cited)) if cited else ""

    def condition(self, expr: Expr) -> str:
        return print_expression(expr, self.language)

    def actuals(
        self,
        exprs: Iterable[Expr],
        record: Mapping[str, Value],
        summary: Mapping[str, Value],
        digits: Mapping[str, int],
    ) -> str:
        """What each name of the expressions was worth, in reading order, each once; `digits` of
        the summary's names are the declared ones."""
        found: dict[str, str] = {}
        for expr in exprs:
            for ref in walk(expr):
                if isinstance(ref, Ref) and not isinstance(ref.kind, TableKind):
                    of_record = ref.space == "record"
                    value = (record if of_record else summary).get(ref.name)
                    shown = self.value(value, ref.kind, None if of_record else digits.get(ref.name))
                    name = print_expression(ref, self.language)
                    near = shown.startswith("≈")
                    found[name] = f"{name} ≈ {shown[1:]}" if near else f"{name} = {shown}"
        return self.joined(found.values())

    def document(self, basis: Basis) -> str:
        if not basis.illustrative:
            return basis.document
        return " ".join(filter(None, (basis.document, self.say("illustrative"))))
