"""Passes for what a result is worth: sign-offs, coefficients, award pools."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from rules import program as plan
from rules.compiler.draft import Draft, basis_of, named, on_unknown
from rules.compiler.names import constant_names, trigger_names
from rules.diagnostics import closest
from rules.expr.kinds import CategoryKind, Kind, NumberKind, PercentKind
from rules.expr.nodes import Expr, Ref
from rules.model import AwardPool, Coefficient, Construct, Formula, SignOff, TieBreak
from rules.program import PeriodKind
from rules.values import Number, decimals_of, plain, read_decimal, show_number
from rules.vocabulary import CHOICES, chinese, spellings_of
from rules.yaml_reader import ScalarNode

_NONE = spellings_of(CHOICES, {"none"})
_SUBJECT_ID = spellings_of(CHOICES, {"subject_id"})
_MONEY = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?(万?)元")
_UNITS: Mapping[str, Number] = {
    "fen": Fraction(1, 100),
    "jiao": Fraction(1, 10),
    "yuan": 1,
    "hundred_yuan": 100,
}
_PERIOD_MONTHS: Mapping[PeriodKind, int] = {"year": 12, "half_year": 6, "quarter": 3, "month": 1}
# What a method must say and what it may say; the rest is refused.
_NEEDS: Mapping[str, tuple[str, ...]] = {
    "equal": ("amount", "when"),
    "by_score": ("amount", "when", "by"),
    "per_head": ("amount", "when", "by"),
    "tiered": ("amount", "parts"),
    "fixed": ("fixed",),
}
_MAY: Mapping[str, tuple[str, ...]] = {
    "equal": ("cap_share", "remainder", "odd_units"),
    "by_score": ("cap_share", "remainder", "odd_units"),
    "per_head": ("cap_share", "remainder", "odd_units"),
    "tiered": ("when", "cap_share", "remainder", "odd_units"),
    "fixed": ("amount", "when", "shortfall", "odd_units"),
}
_CHECKED = (
    "amount", "when", "by", "parts", "fixed", "shortfall", "cap_share", "remainder", "odd_units",
)  # fmt: skip


# --- sign-offs -------------------------------------------------------------------------------


def compile_signoffs(draft: Draft) -> None:
    for name, text in draft.policy.sign.items():
        if not text.parties:
            draft.report("sign-without-party", named(text), name=name)
        _once(draft, text)
        parties = tuple(plan.SignParty(p.party, tuple(p.roles)) for p in text.parties)
        draft.signoffs.append(plan.SignOff(name, parties, text.label, basis_of(text)))


def _once(draft: Draft, text: SignOff) -> None:
    for i, party in enumerate(text.parties):
        if any(party.party == other.party for other in text.parties[:i]):
            draft.report("party-twice", party.at.whole, name=party.party)


def _signs(draft: Draft, text: Coefficient | AwardPool) -> tuple[str, ...]:
    """The sign-offs that must be passed; 无 says that there are none."""
    if len(text.sign) == 1 and text.sign[0] in _NONE:
        return ()
    known = {signoff.name for signoff in draft.signoffs}
    for name in text.sign:
        if name not in known:
            draft.report(
                "unknown-sign",
                text.value_span("sign"),
                name=name,
                suggestion=closest(name, known),
            )
    if not text.sign:
        draft.report("unknown-sign", text.key_span("sign"), name="")
    return tuple(text.sign)


# --- coefficients ----------------------------------------------------------------------------


def compile_coefficients(draft: Draft) -> None:
    for name, text in draft.policy.coefficients.items():
        before = len(draft.problems)
        coefficient = _coefficient(draft, name, text)
        if len(draft.problems) == before:
            draft.coefficients.append(coefficient)


def _coefficient(draft: Draft, name: str, text: Coefficient) -> plan.Coefficient:
    names = trigger_names(draft)
    value = _quantity(draft, text.value)
    base = _quantity(draft, text.base_value)
    by, table = _coefficient_table(draft, name, text)
    _check_mode(draft, name, text)
    floor = draft.number(text.floor, constant_names(draft))
    cap = draft.number(text.cap, constant_names(draft))
    if floor is not None and cap is not None and floor > cap:
        draft.report("floor-above-cap", text.key_span("cap"))
    rounding = draft.rounding(text.round)
    scales = [_decimals(part[1]) for part in (value, base) if part]
    scales += [decimals_of(worth) for _, worth in table if worth is not None]
    if rounding is None and None in scales:
        draft.report("coefficient-exact", named(text), name=name)
    known = [scale or 0 for scale in scales]
    computed = sum(known) if text.mode == "multiply" else max(known, default=0)
    limits = [decimals_of(limit) or 0 for limit in (floor, cap) if limit is not None]
    return plan.Coefficient(
        name=name,
        mode=text.mode,
        applied_by=text.applied_by,
        digits=max([rounding.digits if rounding else computed, *limits]),
        when=draft.condition(text.when, names) if text.when else None,
        value=value[0] if value else None,
        by=by,
        table=table,
        base=base[0] if base else None,
        floor=floor,
        cap=cap,
        min_grade=_min_grade(draft, text),
        rounding=rounding,
        sign=_signs(draft, text),
        on_unknown=on_unknown(text.unknown),
        label=text.label,
        basis=basis_of(text),
    )


def _check_mode(draft: Draft, name: str, text: Coefficient) -> None:
    if text.mode == "multiply" and text.base_value is None:
        draft.report("base-needed", named(text), name=name)
    if text.mode == "direct" and text.base_value is not None:
        draft.report("base-not-used", text.key_span("base_value"), name=name)


def _min_grade(draft: Draft, text: Coefficient) -> str:
    grades = draft.policy.grades.standards
    if text.min_grade is not None and text.min_grade not in grades:
        _unknown_grade(draft, text, "min_grade", text.min_grade)
    return text.min_grade or ""


def _unknown_grade(draft: Draft, text: Construct, key: str, name: str) -> None:
    grades = draft.policy.grades.standards
    draft.report(
        "unknown-grade",
        text.value_span(key),
        name=name,
        known="、".join(grades),
        suggestion=closest(name, grades),
    )


def _coefficient_table(
    draft: Draft, name: str, text: Coefficient
) -> tuple[Expr | None, tuple[tuple[str, Number | None], ...]]:
    """What the table is read by, and the table; a coefficient of a value has neither."""
    if (text.table is None) == (text.value is None) or (text.by and text.value):
        draft.report("table-or-value", named(text), name=name)
        return None, ()
    if text.table is None:
        return None, ()
    grades = tuple(reversed(draft.policy.grades.standards))
    by: tuple[Expr, Kind] | None = _grade(grades)
    if text.by:
        by = draft.expression(text.by, trigger_names(draft))
    if by is None:
        return None, ()
    if not isinstance(by[1], CategoryKind):
        draft.report("by-not-a-category", text.value_span("by"), text=text.by and text.by.text)
        return None, ()
    words = by[1].words
    lowest = words.index(text.min_grade) if text.min_grade in words else 0
    needed = words[lowest:] if by[1] == _grade(grades)[1] else words
    table = _table(draft, name, text.table, words=words, needed=needed)
    if text.mode == "uplift":
        for formula in text.table.values():
            if formula.text.endswith("%"):
                draft.report("uplift-percent", formula.span, text=formula.text)
    return by[0], table


def _grade(words: tuple[str, ...]) -> tuple[Expr, Kind]:
    kind = CategoryKind(words, ordered=True)
    return Ref("summary", plan.GRADE, kind), kind


def _table(
    draft: Draft,
    name: str,
    text: Mapping[str, Formula],
    *,
    words: Sequence[str],
    needed: Sequence[str],
) -> tuple[tuple[str, Number | None], ...]:
    """What each word is worth; 无 is None."""
    lacking = [word for word in words if word in needed and word not in text]
    if lacking:
        where = next((f.head.span for f in text.values()), None)
        draft.report("table-without-word", where, name=name, words="、".join(lacking))
    table: list[tuple[str, Number | None]] = []
    for word, formula in text.items():
        if word not in words:
            allowed = "、".join(words)
            draft.report("unknown-word", formula.head.span, text=word, allowed=allowed)
        if isinstance(formula.node, ScalarNode) and formula.node.text in _NONE:
            table.append((word, None))
        elif found := draft.constant(formula, constant_names(draft)):
            table.append((word, found[0]))
    return tuple(table)


def _quantity(draft: Draft, formula: Formula | None) -> tuple[Expr, Kind] | None:
    checked = draft.expression(formula, trigger_names(draft)) if formula else None
    if formula and checked and not isinstance(checked[1], NumberKind | PercentKind):
        draft.report("not-a-quantity", formula.span, text=formula.text)
        return None
    return checked


def _decimals(kind: Kind) -> int | None:
    if isinstance(kind, PercentKind):
        return None if kind.decimals is None else kind.decimals + 2
    return kind.decimals if isinstance(kind, NumberKind) else None


# --- award pools -----------------------------------------------------------------------------


def compile_awards(draft: Draft) -> None:
    for name, text in draft.policy.award.items():
        before = len(draft.problems)
        for problem, key in _key_problems(text):
            draft.report(problem, text.key_span(key), name=name, key=chinese(key), english=key)
        pool = _pool(draft, name, text)
        if len(draft.problems) == before:
            draft.awards.append(pool)


def _key_problems(text: AwardPool) -> Iterator[tuple[str, str]]:
    """Keys the method needs and has not, and keys it has and does not use."""
    given = {key for key in _CHECKED if getattr(text, key)}
    needs = set(_NEEDS[text.method])
    if text.method == "fixed" and "amount" in given:
        needs.add("shortfall")
    if text.method != "fixed" or text.shortfall == "proportional":
        needs.add("odd_units")
    if "cap_share" in given:
        needs.add("remainder")
    allowed = needs | set(_MAY[text.method])
    if "cap_share" not in given:
        allowed.discard("remainder")
    if "amount" not in given:
        allowed.discard("shortfall")
    yield from (("pool-needs", key) for key in _CHECKED if key in needs - given)
    yield from (("pool-without", key) for key in _CHECKED if key in given - allowed)
    signed = not (len(text.sign) == 1 and text.sign[0] in _NONE)
    if signed != (text.unsigned is not None):
        yield "pool-needs" if signed else "pool-without", "unsigned"


def _pool(draft: Draft, name: str, text: AwardPool) -> plan.AwardPool:
    unit = _UNITS[text.unit]
    words = tuple(reversed(draft.policy.grades.standards))
    table = text.parts or text.fixed
    return plan.AwardPool(
        name=name,
        method=text.method,
        unit=unit,
        digits=decimals_of(unit) or 0,
        amount=_money(draft, text.amount, unit),
        when=draft.condition(text.when, trigger_names(draft)) if text.when else None,
        by=_share(draft, text.by),
        table=_amounts(draft, name, table, words, unit=unit if text.fixed else None),
        months=_share(draft, text.months),
        period_months=_months(draft, text),
        cap=_money(draft, text.cap_share, unit),
        redistribute=text.remainder == "redistribute",
        shortfall=text.shortfall,
        odd_units=_tie_order(draft, text.odd_units),
        sign=_signs(draft, text),
        unsigned=text.unsigned,
        on_unknown=on_unknown(text.unknown),
        label=text.label,
        basis=basis_of(text),
    )


def _amounts(
    draft: Draft,
    name: str,
    text: Mapping[str, Formula] | None,
    words: tuple[str, ...],
    *,
    unit: Number | None,
) -> tuple[tuple[str, Number | None], ...]:
    """Parts or amounts by grade, none of them negative; amounts are whole units."""
    if text is None:
        return ()
    table = _table(draft, name, text, words=words, needed=words)
    for word, worth in table:
        if worth is None:
            continue
        if worth < 0:
            draft.report("share-may-be-negative", text[word].span, text=text[word].text)
        elif unit is not None and not _is_multiple(worth, unit):
            _bad_money(draft, text[word], unit)
    return table


def _money(draft: Draft, formula: Formula | None, unit: Number) -> Number | None:
    """Yuan: 100万元, 500元, or a constant."""
    if formula is None:
        return None
    written = _MONEY.fullmatch(formula.text) if isinstance(formula.node, ScalarNode) else None
    if written:
        number = read_decimal(written.group(1))
        amount = None if number is None else plain(number * (10_000 if written.group(2) else 1))
    else:
        before = len(draft.problems)
        amount = draft.number(formula, constant_names(draft))
        if len(draft.problems) > before:
            return None
    if amount is None or amount < 0 or not _is_multiple(amount, unit):
        _bad_money(draft, formula, unit)
    return amount


def _bad_money(draft: Draft, formula: Formula, unit: Number) -> None:
    draft.report("bad-money", formula.span, text=formula.text, unit=show_number(unit))


def _is_multiple(amount: Number, unit: Number) -> bool:
    return Fraction(amount, unit).denominator == 1


def _share(draft: Draft, formula: Formula | None) -> Expr | None:
    """A quantity that is never negative, whatever the evidence."""
    checked = _quantity(draft, formula)
    if formula is None or checked is None:
        return None
    low = checked[1].low if isinstance(checked[1], NumberKind | PercentKind) else None
    if low is None or low < 0:
        draft.report("share-may-be-negative", formula.span, text=formula.text)
    return checked[0]


def _months(draft: Draft, text: AwardPool) -> int:
    if text.months is None:
        return 0
    if draft.policy.period not in _PERIOD_MONTHS:
        draft.report("months-of-custom", text.key_span("months"))
    return _PERIOD_MONTHS.get(draft.policy.period, 0)


def _tie_order(draft: Draft, ties: Sequence[TieBreak]) -> tuple[tuple[Expr, bool], ...]:
    """Quantities with whether the greater comes first; the last word is always 编号."""
    order: list[tuple[Expr, bool]] = []
    for i, tie in enumerate(ties):
        last = i == len(ties) - 1
        if (tie.by.text in _SUBJECT_ID) != last:
            draft.report("odd-units-open", tie.by.span)
        elif not last and (checked := _quantity(draft, tie.by)):
            order.append((checked[0], tie.order == "descending"))
    return tuple(order)
