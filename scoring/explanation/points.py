"""The points of an explanation: the ledger, line by line, down to each finding's evidence."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules.program import Indicator, Rule
from rules.values import Number, Value
from scoring.assessment import Finding, LedgerLine
from scoring.explanation.account import Account, Sentence, below
from scoring.explanation.limits import awarded, limits, lost
from scoring.explanation.sources import of_class, source_line
from scoring.explanation.validity import carried_over
from scoring.wording import told, told_percent

_LIMITS = {
    "indicator_zero": "zero",
    "section_zero": "zero",
    "indicator_full": "full",
    "section_full": "full",
    "indicator_floor": "limit_floor",
    "section_floor": "limit_floor",
    "indicator_cap": "limit_cap",
    "section_cap": "limit_cap",
    "step_floor": "limit_floor",
    "step_cap": "limit_cap",
    "full_mark": "bonus_stop",
    "total_low": "low",
    "total_high": "high",
}

_CHANGES = {"rounding": "rounding", "veto": "zeroed", "renormalisation": "restored"}


def points(account: Account) -> Iterator[Sentence]:
    found = account.assessment
    if not found.indicators:
        return
    tops = [indicator for indicator in account.program.indicators if indicator.parent is None]
    for indicator in tops:
        yield from _indicator(account, indicator)
    for line in found.ledger:
        if not line.indicator:
            yield Sentence(0, _change(account, line))
    if found.total is not None:
        yield Sentence(0, account.voice.say("total", total=total_shown(account, found.total)))


def total_shown(account: Account, total: Number | None) -> str:
    whole = account.program.total
    if total is None or whole is None:
        return account.voice.value(None)
    return told(total, whole.rounding.digits)


def _indicator(account: Account, indicator: Indicator) -> Iterator[Sentence]:
    """The indicator, what made its points, and last the limits that bound them."""
    yield Sentence(0, _headline(account, indicator))
    if indicator.applies is not None and indicator.name in account.assessment.not_applicable:
        yield from below(account.condition(indicator.applies))
    lines = [line for line in account.assessment.ledger if line.indicator == indicator.name]
    for child in account.program.indicators:
        if child.parent == indicator.name:
            yield from below(_indicator(account, child))
    for line in lines:
        yield from below(_line(account, indicator, line))
    left = (*account.assessment.not_applicable, *account.assessment.excluded)
    if not any(line.kind == "rule" for line in lines) and indicator.name not in left:
        yield from below(_without_hits(account, indicator))


def _without_hits(account: Account, indicator: Indicator) -> Iterator[Sentence]:
    """That no record met a rule is only told of evidence that was delivered."""
    kinds = dict.fromkeys(r.evidence for r in account.program.rules if r.id in indicator.rules)
    made = {kind.name for kind in account.program.made_kinds}
    missing = [kind for kind in kinds if kind not in account.evidence.delivered | made]
    for kind in missing:
        yield Sentence(0, account.voice.say("not_delivered", kind=kind))
    if len(missing) < len(kinds):
        yield Sentence(0, account.voice.say("no_hits"))


def _headline(account: Account, indicator: Indicator) -> str:
    scorer = indicator.scorer and account.voice.say("scorer", scorer=indicator.scorer)
    return _points_of(account, indicator) + scorer


def _points_of(account: Account, indicator: Indicator) -> str:
    name = indicator.label or indicator.name
    points = account.assessment.indicators.get(indicator.name)
    for why in ("not_applicable", "excluded"):
        if indicator.name in getattr(account.assessment, why):
            return account.voice.say(f"indicator_{why}", name=name)
    if points is None:
        return account.voice.say("indicator_pending", name=name)
    form = of_class(account, indicator)
    if form.full is None:
        return account.voice.say("indicator", name=name, points=told(points))
    full = told(form.full)
    return account.voice.say("indicator_of", name=name, points=told(points), full=full)


def _line(account: Account, indicator: Indicator, line: LedgerLine) -> Iterator[Sentence]:
    match line.kind:
        case "rule":
            yield from _rule(account, line)
        case "start":
            yield Sentence(0, account.voice.say("start", points=told(line.applied)))
        case "measure":
            yield from source_line(account, indicator, line)
        case "weight":
            yield Sentence(0, _weight(account, indicator, line))
        case "cap" | "clamp" | "renormalisation" | "rounding" | "veto":
            yield Sentence(0, _change(account, line))


def _weight(account: Account, indicator: Indicator, line: LedgerLine) -> str:
    weight = of_class(account, indicator).weight
    before, after = told(line.raw), told(line.applied)
    return account.voice.say("weight", weight=told_percent(weight), before=before, after=after)


def _rule(account: Account, line: LedgerLine) -> Iterator[Sentence]:
    voice = account.voice
    rule = next(rule for rule in account.program.rules if rule.id == line.rule)
    yield Sentence(
        0,
        voice.say(
            "rule",
            rule=rule.label or rule.id,
            points=voice.signed(line.applied),
            hits=line.hits,
            basis=voice.basis(rule.basis),
        ),
    )
    if rule.when is not None:
        yield Sentence(1, voice.say("condition", when=voice.condition(rule.when)))
    yield from below(limits(account, rule))
    for finding in account.assessment.findings:
        if finding.rule == rule.id:
            yield Sentence(1, _finding(account, rule, finding))


def _finding(account: Account, rule: Rule, finding: Finding) -> str:
    voice = account.voice
    text = voice.say(
        "finding",
        date=f"{finding.date.isoformat()} " if finding.date else "",
        evidence=finding.evidence,
        points=voice.signed(finding.applied),
    )
    read = [rule.points] if rule.when is None else [rule.when, rule.points]
    read += awarded(account, rule)
    record = account.record(finding.kind, finding.evidence)
    actuals = account.actuals(read, record)
    told_of = _found_along(account, finding, record)
    told_of += voice.say("actuals", values=actuals) if actuals else ""
    return text + told_of + carried_over(account, finding) + lost(account, finding)


def _found_along(account: Account, finding: Finding, record: Mapping[str, Value]) -> str:
    """Why a record that names somebody else is the subject's."""
    kind = account.program.kinds[finding.kind]
    if kind.along is None:
        return ""
    field = kind.along.field
    told = {"field": field, "relation": kind.along.relation, "other": str(record[field])}
    return account.voice.say("found_along", **told)


def _change(account: Account, line: LedgerLine) -> str:
    """A limit, the rounding or a veto: what stood before and what stands after."""
    phrase = _CHANGES.get(line.kind) or _LIMITS[line.lost_to]
    if line.kind == "rounding" and line.indicator:
        phrase = "item_rounding"
    before, after = told(line.raw), told(line.applied)
    return account.voice.say(phrase, before=before, after=after)
