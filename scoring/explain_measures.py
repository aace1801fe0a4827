"""The measures of an explanation: each value, and what it was taken of or stands beside."""

from __future__ import annotations

from collections.abc import Iterator

from rules.program import Measure, PerItem, Relative
from rules.values import Value
from scoring.account import Account, Sentence
from scoring.evidence import Record
from scoring.expressions import compiler_of
from scoring.items import item_values
from scoring.measures import prepare_items
from scoring.notes import Notes
from scoring.reading import Reading
from scoring.wording import shown


def measures(account: Account) -> Iterator[Sentence]:
    voice, found = account.voice, account.assessment
    for measure in account.program.measures:
        if measure.name not in found.measures:
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
    records: dict[str, list[Record]] = {}
    for record in account.evidence.of(account.assessment.subject):
        records.setdefault(record.kind, []).append(record)
    reading = Reading(name, records, account.summary, Notes())
    for item in item_values(plan, reading):
        values = [f"{m.name} = {_value(account, m, item.known[m.name])}" for m in items.inner]
        if plan.weight is not None:
            values.append(
                account.voice.say("item_weight", weight=account.voice.value(item.weight, None))
            )
        line = account.voice.say("item", item=shown(item.key), values=account.voice.joined(values))
        yield Sentence(1, line)
