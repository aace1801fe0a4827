"""How an explanation tells where points come from, other than records: values, tables, steps."""

from __future__ import annotations

from collections.abc import Iterator

from rules.expr.checker import kind_of
from rules.expr.nodes import Expr, Ref
from rules.program import (
    Decision,
    Deviation,
    Indicator,
    KOfN,
    MarginalBrackets,
    Scale,
    Stepwise,
    Valued,
    WholeBrackets,
)
from rules.values import Number, Value, plain
from scoring.assessment import LedgerLine
from scoring.explanation.account import Account, Sentence
from scoring.expressions import number_of
from scoring.score.changes import step_name
from scoring.wording import told


def of_class(account: Account, indicator: Indicator) -> Indicator:
    """The indicator with the numbers of the subject's class."""
    word = account.assessment.fields.get(indicator.class_field)
    return dict(indicator.variants).get(str(word), indicator)


def source_line(account: Account, indicator: Indicator, line: LedgerLine) -> Iterator[Sentence]:
    form = of_class(account, indicator)
    match form.valued:
        case Valued():
            yield from _valued(account, form, form.valued, line)
        case Decision():
            yield Sentence(0, _decided(account, form.valued, line))
        case Stepwise():
            yield from _stepped(account, form, form.valued, line)
        case None:
            raise TypeError(f"{indicator.name} has a line of a value and no value")


def _valued(
    account: Account, form: Indicator, valued: Valued, line: LedgerLine
) -> Iterator[Sentence]:
    voice = account.voice
    points, raw = told(line.applied), told(line.raw)
    value = account.worth(valued.value)
    if value is None:
        phrase = "valued_mean" if valued.missing == "group_mean" else "valued_missing"
        name = voice.condition(valued.value)
        yield Sentence(0, voice.say(phrase, value=name, points=points))
        return
    phrase = "valued" if line.raw == line.applied else "valued_rounded"
    shown = _shown(account, valued.value)
    yield Sentence(0, voice.say(phrase, value=shown, raw=raw, points=points))
    for text in _scale(account, form, valued.scale, valued.value, value):
        yield Sentence(1, text)


def _shown(account: Account, value: Expr) -> str:
    """A name with its value; a computed value with those of its names in brackets."""
    voice = account.voice
    actuals = account.actuals([value])
    if isinstance(value, Ref) or not actuals:
        return actuals or voice.condition(value)
    return voice.say("computed", value=voice.condition(value), actuals=actuals)


def _scale(
    account: Account, form: Indicator, scale: Scale, expr: Expr, value: Value
) -> Iterator[str]:
    """The numbers of a scale that the value alone does not show."""
    number = number_of(value) or 0
    full = told(form.full or 0)
    match scale:
        case Deviation():
            yield _deviation(account, scale, expr)
        case MarginalBrackets():
            yield from _brackets(account, scale, number)
        case WholeBrackets():
            rate = next(rate for when, rate in scale.bands if account.worth(when))
            points = told(plain(rate * number))
            shown = {"value": told(number), "rate": told(rate), "points": points}
            yield account.voice.say("whole_bracket", **shown)
        case KOfN(pick, out_of, _, each, most):
            phrase = "picked" if each else "picked_plain"
            more = {"each": told(each), "most": told(most)} if each else {}
            yield account.voice.say(phrase, all=out_of, pick=pick, full=full, **more)


def _deviation(account: Account, scale: Deviation, expr: Expr) -> str:
    voice, kind = account.voice, kind_of(expr)
    steps = (("each_below", scale.below), ("each_above", scale.above))
    sides = [voice.say(p, step=voice.value(s, kind)) for p, s in steps if s is not None]
    text = voice.say(
        "deviation",
        target=voice.value(scale.target, kind),
        sides=voice.say("or").join(sides),
        deduct=told(scale.deduct),
        part=voice.say(f"part_{scale.part}"),
    )
    if scale.floor is None:
        return text
    return text + voice.say("down_to", floor=told(scale.floor))


def _brackets(account: Account, scale: MarginalBrackets, value: Number) -> Iterator[str]:
    low: Number = 0
    for end, rate in scale.parts:
        high = value if end is None else min(value, end)
        if high > low:
            part = plain(high - low)
            yield account.voice.say(
                "bracket",
                low=told(low),
                high=told(high),
                amount=told(part),
                rate=told(rate),
                points=told(plain(part * rate)),
            )
            low = high


def _decided(account: Account, table: Decision, line: LedgerLine) -> str:
    voice = account.voice
    met = [
        str(number)
        for number, row in enumerate(table.rows, 1)
        if all(test is None or account.worth(test) is True for test in row.tests)
    ]
    rows = voice.say("decided_rows", rows=voice.say("or").join(met)) if met else ""
    values = account.actuals(table.inputs)
    return voice.say("decided", values=values, rows=rows, points=told(line.applied))


def _stepped(
    account: Account, form: Indicator, stepwise: Stepwise, line: LedgerLine
) -> Iterator[Sentence]:
    voice = account.voice
    names = [step_name(form.name, n) for n in range(1, len(stepwise.changes) + 1)]
    number = names.index(line.rule)
    change = stepwise.changes[number]
    label = voice.say("label", label=change.label) if change.label else ""
    points = voice.signed(line.applied)
    yield Sentence(0, voice.say("stepped", number=number + 1, label=label, points=points))
    read = [change.points] if change.when is None else [change.when, change.points]
    actuals = account.actuals(read)
    if change.when is not None:
        yield Sentence(1, voice.say("condition", when=voice.condition(change.when)))
    shown = voice.condition(change.points)
    yield Sentence(1, voice.say("computed", value=shown, actuals=actuals) if actuals else shown)
