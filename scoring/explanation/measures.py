"""The measures of an explanation: each value, and what it was taken of or stands beside."""

from __future__ import annotations

from collections.abc import Iterator

from rules.program import Measure, PerItem, Relative, Windowed
from rules.values import Value
from scoring.explanation.account import Account, Sentence
from scoring.expressions import compiler_of
from scoring.measure.aggregates import prepare_windows
from scoring.measure.items import item_values
from scoring.measure.measures import prepare_items
from scoring.wording import shown

# Records of one window that are named.
_SHOWN = 10


def measures(account: Account) -> Iterator[Sentence]:
    voice, found = account.voice, account.assessment
    for measure in account.program.measures:
        if measure.name not in found.measures or measure.name in account.program.structural:
            continue
        value = found.measures[measure.name]
        unit = f" {measure.unit}" if measure.unit and value is not None else ""
        text = voice.say(
            "measure",
            name=measure.label or measure.name,
            value=_value(account, measure, value) + unit,
            basis=voice.basis(measure.basis),
        )
        yield Sentence(0, text + account.rests(measure.name))
        match measure.aggregate:
            case Relative() as relative:
                yield Sentence(1, _beside(account, relative))
            case PerItem() as items:
                yield from _items(account, measure.name, items)
            case Windowed() as windowed:
                yield from _windows(account, measure.name, windowed)


def _value(account: Account, measure: Measure, value: Value) -> str:
    digits = measure.rounding.digits if measure.rounding else None
    return account.voice.value(value, measure.kind, digits)


def _beside(account: Account, relative: Relative) -> str:
    """What is compared, with its value, and the group it stands in."""
    voice = account.voice
    group = shown(account.summary[part] for part in relative.within)
    return voice.say(
        "beside",
        value=account.actuals([relative.of]) or voice.condition(relative.of),
        group=voice.say("group", group=group) if group else "",
    )


def _items(account: Account, name: str, items: PerItem) -> Iterator[Sentence]:
    """A line for each item: its inner quantities, in order."""
    plan = prepare_items(items, compiler_of(account.program))
    for item in item_values(plan, account.reading(name)):
        values = [_inner(account, m, item.known[m.name]) for m in items.inner]
        if plan.weight is not None:
            values.append(
                account.voice.say("item_weight", weight=account.voice.value(item.weight, None))
            )
        line = account.voice.say("item", item=shown(item.key), values=account.voice.joined(values))
        yield Sentence(1, line)


def _windows(account: Account, name: str, windowed: Windowed) -> Iterator[Sentence]:
    """A line for each stretch of records that was counted."""
    voice = account.voice
    find = prepare_windows(windowed, compiler_of(account.program))
    for key, records in find(account.reading(name)):
        days = [record.date.isoformat() for record in records if record.date]
        told = voice.say(
            "window",
            days=days[0]
            if days[0] == days[-1]
            else voice.say("days_to", first=days[0], last=days[-1]),
            count=len(records),
            same=voice.say("window_same", key=shown(key)) if key else "",
            ids=voice.joined(f"“{record.id}”" for record in records[:_SHOWN]),
            more=voice.say("why_and_others") if len(records) > _SHOWN else "",
        )
        yield Sentence(1, told)


def _inner(account: Account, measure: Measure, value: Value) -> str:
    """What a person is asked has no name of its own, but a condition."""
    told = _value(account, measure, value)
    if measure.label:
        return account.voice.say("asked", what=measure.label, value=told)
    return f"{measure.name} = {told}"
