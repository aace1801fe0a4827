"""A Program in the making: what the passes have found so far, and how they read expressions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, TypeGuard

from rules import program as plan
from rules.compiler.class_tables import ClassTable, class_table
from rules.diagnostics import Diagnostic, PolicyError, diagnose
from rules.expr.checker import Names, check_expression, check_tests
from rules.expr.kinds import BooleanKind, Kind, MissingKind, NumberKind, PercentKind
from rules.expr.nodes import And, Expr, Interval, Literal, Name, Ref, walk
from rules.expr.parser import parse_expression, parse_test
from rules.expr.rewrite import fold, substitute
from rules.model import Construct, Formula, Policy, Rounding
from rules.source import Span
from rules.values import Number, Value, decimals_of
from rules.values import Rounding as Rounded
from rules.vocabulary import CHOICES, chinese, spellings_of
from rules.yaml_reader import MappingNode, Node, ScalarNode, SequenceNode

_UNSET = spellings_of(CHOICES, {"unset"})


@dataclass(slots=True)
class Draft:
    """Passes fill it in order and report into `problems`; None stands for what could not be read,
    so that a later pass stays silent about it."""

    policy: Policy
    problems: list[Diagnostic] = field(default_factory=list)
    declared: dict[str, tuple[str, Span | None]] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)
    parameters: dict[str, plan.Parameter] = field(default_factory=dict)
    subject: plan.SubjectKind | None = None
    # The field and the word of the class whose numbers are being compiled, where there are classes.
    of_class: tuple[str, str] | None = None
    evidence: dict[str, plan.EvidenceKind] = field(default_factory=dict)
    rules: list[plan.Rule] = field(default_factory=list)
    measures: dict[str, plan.Measure] = field(default_factory=dict)
    structure: list[plan.Check | plan.Ruling] = field(default_factory=list)
    opened: plan.Opened | None = None
    ineligibilities: list[plan.Ineligibility] = field(default_factory=list)
    indicators: dict[str, plan.Indicator] = field(default_factory=dict)
    forfeits: set[str] = field(default_factory=set)  # rules that may take the whole item
    joint_caps: list[plan.JointCap] = field(default_factory=list)
    indicator_kinds: dict[str, NumberKind] = field(default_factory=dict)
    total: plan.Total | None = None
    vetoes: list[plan.Veto] = field(default_factory=list)
    direct_grades: list[plan.DirectGrade] = field(default_factory=list)
    history: dict[str, plan.Tally | plan.Recall] = field(default_factory=dict)
    grades: list[plan.Grade] = field(default_factory=list)
    ranks: list[plan.Rank] = field(default_factory=list)
    quotas: list[plan.Quota] = field(default_factory=list)
    lists: list[plan.ListRule] = field(default_factory=list)
    triggers: list[plan.Trigger] = field(default_factory=list)
    signoffs: list[plan.SignOff] = field(default_factory=list)
    coefficients: list[plan.Coefficient] = field(default_factory=list)
    awards: list[plan.AwardPool] = field(default_factory=list)
    conclusions: list[tuple[plan.Conclusion, ...]] = field(default_factory=list)

    def report(self, code: str, span: Span | None, /, **args: object) -> None:
        self.problems.append(diagnose(code, span, **args))

    def misplaced(self, construct: Construct, key: str, allowed: Iterable[str]) -> None:
        """A key that the construct has, but not beside its other keys."""
        words = list(allowed)
        self.report(
            "misplaced-key",
            construct.key_span(key),
            key=construct.at.keys[key].text,
            allowed="、".join(chinese(word) for word in words),
            english=", ".join(words),
        )

    def attempt(self, read: Callable[[], Any]) -> Any:
        """What `read` gives, or None with its problems collected; that a name is not known is no
        news where what it names could not be compiled."""
        try:
            return read()
        except PolicyError as error:
            self.problems += (
                d
                for d in error.diagnostics
                if d.code != "not-known-yet" or d.args.get("name") not in self.broken
            )
            return None

    @property
    def qualitative(self) -> bool:
        """A policy of grades alone: it has no points."""
        return self.policy.total is None and not self.policy.indicators

    @property
    def broken(self) -> set[str]:
        """Names declared whose constructs could not be compiled."""
        made = {*self.measures, *self.indicator_kinds, *self.history}
        return {
            name
            for name, (what, _) in self.declared.items()
            if what in ("measure", "check", "decide", "indicator", "history") and name not in made
        }

    def widen(self, indicator: str, decimals: int | None) -> None:
        """The decimals an indicator's points may have, over the classes compiled so far."""
        known = self.indicator_kinds.get(indicator, NumberKind(0)).decimals
        wider = None if known is None or decimals is None else max(known, decimals)
        self.indicator_kinds[indicator] = NumberKind(wider)

    def weight_of(self, indicator: str) -> Number:
        """The weight an indicator goes up with, for the class at hand where it has classes."""
        found = self.indicators[indicator]
        variants = dict(found.variants)
        if variants and self.of_class and found.class_field == self.of_class[0]:
            return variants[self.of_class[1]].weight
        return max((v.weight for v in variants.values()), key=_length, default=found.weight)

    def take_id(self, rule: str, span: Span | None) -> str:
        """The id of a rule or veto, which no other may have."""
        if rule in self.ids:
            self.report("rule-id-twice", span, id=rule)
        self.ids.add(rule)
        return rule

    # --- expressions ---------------------------------------------------------------------------

    def expression(
        self, formula: Formula, names: Names, expected: Kind | None = None
    ) -> tuple[Expr, Kind] | None:
        """The checked tree of a formula written as text, with its kind."""
        if not isinstance(formula.node, ScalarNode):
            by_class = class_table(formula) is not None
            self.report("class-not-here" if by_class else "expected-expression", formula.span)
            return None
        if formula.node.text in _UNSET:
            self.report("unset-number", formula.span)
            return None
        fragment = formula.node.fragment
        parsed: Expr | None = self.attempt(lambda: parse_expression(fragment))
        if parsed is None:
            return None
        before = len(self.problems)
        checked = self.attempt(lambda: check_expression(parsed, names, expected))
        if checked is None:
            self._tell_of_open_numbers(parsed, before)
            return None
        self.require_set(checked[0])
        return checked[0], checked[1]

    def _tell_of_open_numbers(self, parsed: Expr, before: int) -> None:
        """Whether a number that nobody has fixed will be a percentage is not known, so it is told
        that it is unset instead of the problems since `before`, that it does not fit."""
        named = [node for node in walk(parsed) if isinstance(node, Name)]
        unset = [name for name in named if self._is_unset(name.name)]
        if unset:
            del self.problems[before:]
        for name in unset:
            self.report("unset-parameter", name.span, name=name.name)

    def _is_unset(self, name: str) -> bool:
        parameter = self.parameters.get(name)
        return parameter is not None and parameter.value is None and not parameter.table

    def condition(self, formula: Formula, names: Names) -> Expr | None:
        """The checked tree of a condition: text, or a mapping of names to unary tests."""
        if isinstance(formula.node, MappingNode):
            return self._cells(formula.node, names)
        checked = self.expression(formula, names, BooleanKind())
        if checked and isinstance(checked[1], MissingKind):
            self.report("expected-expression", formula.span)
        return checked[0] if checked else None

    def _cells(self, node: MappingNode, names: Names) -> Expr | None:
        parts = []
        for entry in node.entries:
            name = Name(entry.key.text, entry.key.span)
            part = self.tests(entry.value, name, names)
            if part is not None:
                parts.append(part)
        if len(parts) < len(node.entries) or not parts:
            return None
        return parts[0] if len(parts) == 1 else And(tuple(parts), node.span)

    def tests(self, node: Node, operand: Expr, names: Names) -> Expr | None:
        """`operand` against a cell of unary tests: one text, or a list of them."""

        def read() -> Expr:
            resolved = check_expression(operand, names)[0] if isinstance(operand, Name) else operand
            return check_tests(tuple(_tests_of(node)), resolved, names)

        if isinstance(node, MappingNode):
            self.report("expected-expression", node.span)
            return None
        tested: Expr | None = self.attempt(read)
        if tested is not None:
            self.require_set(tested)
        return tested

    def require_set(self, expr: Expr) -> None:
        """Report every parameter of the expression that has no number yet."""
        for ref in self._open_numbers(expr):
            self.report("unset-parameter", ref.span, name=ref.name)

    def is_open(self, expr: Expr) -> bool:
        """Whether it hangs on a number nobody has fixed, which is told already."""
        return any(True for _ in self._open_numbers(expr))

    def _open_numbers(self, expr: Expr) -> Iterator[Ref]:
        for ref in refs(expr):
            if ref.space == "parameter" and self._is_unset(ref.name):
                yield ref

    def constant(self, formula: Formula, names: Names) -> tuple[Number, Kind] | None:
        """A number or percentage known now: digits, a parameter, arithmetic on them; of a table by
        class, the number of the class at hand."""
        table = class_table(formula)
        if table is not None:
            row = self._row(table)
            return self.constant(row, names) if row else None
        before = len(self.problems)
        checked = self.expression(formula, names)
        if checked is None:
            return None
        value = self.fold(checked[0])
        if isinstance(checked[1], NumberKind | PercentKind) and is_number(value):
            return value, checked[1]
        if len(self.problems) == before:
            self.report("expected-number", formula.span, text=formula.text)
        return None

    def _row(self, table: ClassTable) -> Formula | None:
        if self.of_class is None:
            self.report("class-not-here", table.span)
            return None
        return table.rows.get(self.of_class[1])

    def number(self, formula: Formula | None, names: Names) -> Number | None:
        """A constant that counts points, days or things: never a percentage."""
        found = self.constant(formula, names) if formula else None
        if formula and found and isinstance(found[1], PercentKind):
            self.report("percent-for-number", formula.span, text=formula.text)
            return None
        return found[0] if found else None

    def interval(
        self, formula: Formula | None, names: Names, *, falling: bool = False
    ) -> tuple[Number, Number, Kind] | None:
        """A closed range of constants, `[0..100]`; the greater one first only where `falling`."""
        if formula is None:
            return None
        node = formula.node
        tests = self.attempt(lambda: tuple(_tests_of(node))) if isinstance(node, ScalarNode) else ()
        match tests:
            case None:
                return None
            case (Interval(low_expr, high_expr, True, True),) if low_expr and high_expr:
                low, high = self._bound(low_expr, names), self._bound(high_expr, names)
            case _:
                self.report("expected-range", formula.span, text=formula.text)
                return None
        if low is None or high is None:
            return None
        empty = low[0] == high[0] if falling else low[0] >= high[0]
        if type(low[1]) is not type(high[1]) or empty:
            self.report("empty-range", formula.span, text=formula.text)
            return None
        return low[0], high[0], low[1]

    def _bound(self, expr: Expr, names: Names) -> tuple[Number, Kind] | None:
        checked = self.attempt(lambda: check_expression(expr, names))
        if checked is None:
            return None
        self.require_set(checked[0])
        value = self.fold(checked[0])
        return (value, checked[1]) if is_number(value) else None

    def fold(self, expr: Expr) -> Value:
        """The value of a constant expression; None where it is none."""
        folded = fold(substitute(expr, self.literals()))
        return folded.value if isinstance(folded, Literal) else None

    def literals(self) -> Mapping[str, Literal]:
        """The parameters as literals."""
        return {
            p.name: Literal(p.value, "percentage" if isinstance(p.kind, PercentKind) else "number")
            for p in self.parameters.values()
            if p.value is not None
        }

    # --- stated choices ------------------------------------------------------------------------

    def rounding(self, stated: Rounding | None) -> Rounded | None:
        """The rounding stated; None for 不舍入 and for nothing."""
        if stated is None or not isinstance(stated.digits, int):
            return None
        if not 0 <= stated.digits <= 12:
            self.report("too-many-digits", stated.value_span("digits"), text=stated.digits)
            return None
        return Rounded(stated.digits, stated.mode)


def _length(number: Number) -> int:
    decimals = decimals_of(number)
    return 99 if decimals is None else decimals


def basis_of(construct: Any) -> tuple[plan.Basis, ...]:
    """The clauses a construct cites; a document called 示例 marks an illustrative number."""
    illustrative = spellings_of(CHOICES, {"illustrative"})
    return tuple(
        plan.Basis(
            "" if b.document in illustrative else b.document, b.clause, b.document in illustrative
        )
        for b in construct.basis
    )


def refs(expr: Expr) -> Iterator[Ref]:
    """Every resolved name of a tree, in reading order."""
    return (node for node in walk(expr) if isinstance(node, Ref))


def named(construct: Construct) -> Span | None:
    """Where the author's name for a construct stands."""
    return construct.at.name or construct.at.whole


def on_unknown(word: str) -> plan.OnUnknown:
    match word:
        case "fire":
            return "true"
        case "ignore":
            return "false"
    return "pending"


def _tests_of(node: Node) -> Iterator[Any]:
    if isinstance(node, SequenceNode):
        for item in node.items:
            yield from _tests_of(item)
    elif isinstance(node, ScalarNode):
        yield from parse_test(node.fragment)


def is_number(value: Value) -> TypeGuard[Number]:
    return isinstance(value, int | Fraction) and not isinstance(value, bool)
