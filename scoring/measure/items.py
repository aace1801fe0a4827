"""Measures per item: a value for each item of a subject, then one for all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from rules.backends.reference import Evaluate
from rules.values import Value
from scoring.evidence import Record
from scoring.measure.reading import MISSING_GROUP, Reading
from scoring.measure.spreads import NOTHING_LEFT, Spread
from scoring.notes import Words
from scoring.wording import shown

NO_ITEM = Words(
    "没有对应的上级记录，未计入", "a record without the record it belongs to was left out"
)

Key: TypeAlias = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class ItemPlan:
    """`evidence` are all kinds that are read; `listed` is the kind whose records are the items,
    empty where each different key is one; `inner` are the quantities of an item in order, `target`
    the one that `spread` takes, beside its `weight` where there is one."""

    evidence: tuple[str, ...]
    listed: str
    identity: tuple[Evaluate, ...]
    keys: Mapping[str, tuple[Evaluate, ...]]
    inner: tuple[tuple[str, Callable[[Reading], Value]], ...]
    target: str
    weight: Evaluate | None
    spread: Spread


@dataclass(slots=True)
class Item:
    """An item's own fields and the records that belong to it, by kind."""

    values: tuple[Value, ...]
    records: dict[str, list[Record]] = field(default_factory=dict)


class ItemValues(NamedTuple):
    """What is known of an item once its inner quantities are computed; `weight` is missing where
    the items have none."""

    key: Key
    known: Mapping[str, Value]
    weight: Value


def item_values(plan: ItemPlan, reading: Reading) -> Iterator[ItemValues]:
    for key, item in items_of(plan, reading).items():
        summary = dict(reading.summary)
        for name, value_of in plan.inner:
            summary[name] = value_of(
                Reading(reading.measure, item.records, summary, reading.notes, item.values)
            )
        weight = plan.weight(item.values, summary) if plan.weight else None
        yield ItemValues(key, summary, weight)


def take_items(plan: ItemPlan, reading: Reading) -> Value:
    values: list[object] = []
    for item in item_values(plan, reading):
        value, weighted = item.known[plan.target], plan.weight is not None
        if weighted and item.weight == 0:
            continue
        if value is None or (weighted and item.weight is None):
            reading.caution(left_out(item.key))
        else:
            values.append((value, item.weight) if weighted else value)
    result = plan.spread(values)
    if values and result is None:
        reading.caution(NOTHING_LEFT)
    return result


def left_out(key: Key) -> Words:
    name = shown(key)
    return Words(f"“{name}”没有数值，未计入", f"“{name}” has no value and was left out")


def items_of(plan: ItemPlan, reading: Reading) -> dict[Key, Item]:
    listed = reading.records(plan.listed)
    items = {_key(plan.identity, record, reading): Item(record.values) for record in listed}
    for kind, keys in plan.keys.items():
        for record in reading.records(kind):
            key = _key(keys, record, reading)
            if None in key:
                reading.caution(MISSING_GROUP)
            elif plan.listed and key not in items:
                reading.caution(NO_ITEM)
            else:
                item = items.setdefault(key, Item(record.values))
                item.records.setdefault(kind, []).append(record)
    return items


def _key(keys: tuple[Evaluate, ...], record: Record, reading: Reading) -> Key:
    return tuple(key(record.values, reading.summary) for key in keys)
