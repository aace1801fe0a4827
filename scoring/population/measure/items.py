"""Measures per item, of everybody: a value for each item of a subject, then one for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rules.backends import sql_numbers as numbers
from rules.backends.sql import Translator
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import Term, alike, sql_of
from rules.dependencies import names_read
from rules.expr.kinds import NumberKind
from rules.expr.nodes import Ref
from rules.program import Formula, Measure, PerItem, WeightedMean, YearOnYear
from rules.values import Value
from scoring.measure.items import NO_ITEM, left_out
from scoring.measure.reading import MISSING_GROUP
from scoring.measure.spreads import NOTHING_LEFT
from scoring.notes import Words
from scoring.population.alike import alike as over_one_bottom
from scoring.population.course import Course
from scoring.population.measure.aggregates import ask
from scoring.population.measure.asking import Asked, Conclude, Taken
from scoring.population.measure.formulas import computed, rounded, unknown_of
from scoring.population.measure.gathering import Observed, Pass
from scoring.population.noted import Filled, Noted
from scoring.population.store import Rows, Store
from scoring.population.values import read_value, value_columns

_WEIGHT = Ref("summary", "the weight of an item", NumberKind())


@dataclass(frozen=True, slots=True)
class ItemsTaken:
    """The passes over the items, and what the measure comes to once they are taken."""

    passes: Sequence[Pass]
    conclude: Conclude


@dataclass(frozen=True, slots=True)
class _Items:
    """The items of one measure as a table; `own` are the terms of an item's fields."""

    measure: str
    per: PerItem
    store: Store
    translators: Mapping[str, Translator]
    number: int

    @property
    def of(self) -> str:
        return self.per.items or self.per.keys[0][0]

    @property
    def own(self) -> Translator:
        return self.translators[self.of]

    @property
    def kinds(self) -> Sequence[str]:
        return [kind for kind, _ in self.per.keys]

    @property
    def rows(self) -> int:
        """More than any record's own number, or its place."""
        return 2 + sum(rows.count for rows in self.store.kinds.values())

    def table(self, name: str) -> str:
        return f"{name}{self.number}"

    def linked(self, kind: str) -> str:
        return f"linked{self.number}_{self.kinds.index(kind)}"

    def place(self, position: str, inner: int, record: str) -> str:
        """Where among all that is noted of a subject: behind the records that belong to no item,
        by item, then by its quantities, then by record."""
        kinds, each = len(self.per.keys), len(self.per.inner) + 1
        reach = (kinds + (self.rows + 1) * each) * self.rows
        width = numbers.require_width(0, reach)
        return f"(({kinds} + {position}::{width} * {each} + {inner}) * {self.rows} + {record})"


def prepare_items(
    measure: Measure,
    per: PerItem,
    store: Store,
    translators: Mapping[str, Translator],
    number: int,
) -> ItemsTaken:
    items = _Items(measure.name, per, store, translators, number)
    _list_items(items)
    for kind, keys in per.keys:
        _link(items, kind, [translators[kind].term(key) for key in keys])
    course, noted = _inner(items)
    return _outer(items, course, noted)


def _list_items(items: _Items) -> None:
    """Each with its place `i`; of two records with one name the later gives the fields of an item
    that is listed, the earlier those of one that is only named."""
    kind = items.store.kinds[items.of]
    keys = [sql_of(items.own.term(key)) for key in items.per.identity]
    pick, there = ("max", "true") if items.per.items else ("min", _known(keys))
    items.store.connection.execute(
        f"CREATE TABLE {items.table('items')} AS SELECT k.*, "
        "(row_number() OVER (PARTITION BY k.s ORDER BY first))::INTEGER AS i "
        f"FROM (SELECT s, min(n) AS first, {pick}(n) AS own FROM {kind.table} WHERE {there} "
        f"GROUP BY {', '.join(['s', *keys])}) AS named "
        f"JOIN {kind.table} AS k ON k.n = named.own"
    )


def _known(keys: Sequence[str]) -> str:
    return " AND ".join(f"{key} IS NOT NULL" for key in keys)


def _link(items: _Items, kind: str, keys: Sequence[Term]) -> None:
    """The records of a kind with the place of the item they belong to, missing for none."""
    names = [items.own.term(key) for key in items.per.identity]
    pairs = [_comparable(key, name) for key, name in zip(keys, names, strict=True)]
    ours = ", ".join(f"{one} AS z{z}" for z, (one, _) in enumerate(pairs))
    theirs = ", ".join(f"{other} AS z{z}" for z, (_, other) in enumerate(pairs))
    using = ", ".join(["s", *(f"z{z}" for z in range(len(pairs)))])
    rows = items.store.kinds[kind]
    items.store.connection.execute(
        f"CREATE TABLE {items.linked(kind)} AS SELECT r.*, i FROM (SELECT *, {ours} "
        f"FROM {rows.table}) AS r LEFT JOIN (SELECT s, i, {theirs} "
        f"FROM {items.table('items')}) AS t USING ({using})"
    )


def _comparable(one: Term, other: Term) -> tuple[str, str]:
    one, other = alike(one, other)
    if isinstance(one, Scaled) and isinstance(other, Scaled):
        one, other = numbers.common(one, other)
    return sql_of(one), sql_of(other)


def _inner(items: _Items) -> tuple[Course, list[tuple[int, Noted]]]:
    """The quantities of every item, computed one after the other, and what is noted with each."""
    passes = {kind: Pass(items.linked(kind), _reads(items, kind), "s, i") for kind in items.kinds}
    asked = [_asked(items, inner, passes) for inner in items.per.inner]
    table = items.table("tallied")
    _gather(items, table, list(passes.values()))
    observed = Observed(items.store, passes.values(), table)
    course = Course(dict(items.own.summary), items.own.parameters)
    course.start_from(table, "s, i")
    noted: list[tuple[int, Noted]] = []
    for place, (inner, conclude) in enumerate(zip(items.per.inner, asked, strict=True)):
        if conclude is None:
            translator = replace(course.translator, record=items.own.record)
            (value,) = course.keep([computed(translator, inner)])
            unknown = unknown_of(translator, inner, value)
            noted += [(place, Noted(items.measure, w, _once(sql))) for w, sql in unknown]
        else:
            taken = conclude(observed)
            (value,) = course.keep([rounded(inner, taken.value)])
            noted += [(place, one) for one in taken.noted]
        course.summary[inner.name] = value
    return course, noted


def _once(condition: str) -> str:
    return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


def _reads(items: _Items, kind: str) -> bool:
    """Whether any quantity of the kind's records reads fields of the subject."""
    own = [i for i in items.per.inner if getattr(i.aggregate, "evidence", None) == kind]
    return any(names_read(inner) & items.store.subjects.terms.keys() for inner in own)


def _asked(items: _Items, inner: Measure, passes: Mapping[str, Pass]) -> Conclude | None:
    """Nothing for what is computed of the other quantities."""
    match inner.aggregate:
        case Formula() | YearOnYear():
            return None
        case aggregate:
            kind = getattr(aggregate, "evidence", "")
            rows = items.store.kinds[kind]
            asked = Asked(items.measure, aggregate, items.translators[kind], rows, passes[kind])  # type: ignore[arg-type]  # no item has items, or a group
            return ask(asked)


def _gather(items: _Items, table: str, passes: Sequence[Pass]) -> None:
    filled = [one for one in passes if one.names]
    fields = [sql_of(term) for term in items.store.subjects.terms.values()]
    own = [name for name in dict.fromkeys(fields) if name.isidentifier() and name != "NULL"]
    columns = ["t.*", *(f"subjects.{name}" for name in own)]
    columns += [column for one in filled for column in one.columns()]
    joins = " ".join(
        f"LEFT JOIN ({one.select()}) AS g{g} USING (s, i)" for g, one in enumerate(filled)
    )
    items.store.connection.execute(
        f"CREATE TABLE {table} AS SELECT {', '.join(columns)} "
        f"FROM {items.table('items')} AS t JOIN subjects USING (s) {joins}"
    )


def _outer(items: _Items, course: Course, noted: Sequence[tuple[int, Noted]]) -> ItemsTaken:
    """One value of those of the items that have one, and a weight where they are weighed."""
    outer = items.per.outer
    target = next(iter(names_read(outer.value)))
    value, weight, weighs = course.summary[target], None, "true"
    if isinstance(outer, WeightedMean):
        translator = replace(course.translator, record=items.own.record)
        weight = course.number(translator.number(outer.weight))
        weighs = f"coalesce({weight.top} <> 0, true)"
    there = [sql_of(term) for term in (value, weight) if term is not None]
    lacks = course.column(f"({weighs} AND NOT ({_known(there)}))")
    course.put(items.store, items.table("computed"))
    table, kept = items.table("valued"), items.table("kept")
    items.store.connection.execute(f"CREATE VIEW {table} AS SELECT * FROM {course.tables}")
    items.store.connection.execute(
        f"CREATE VIEW {kept} AS SELECT * FROM {table} WHERE {weighs} AND {_known(there)}"
    )
    over, every = Pass(kept), Pass(table)
    bottom, conclude = _over(items, over, table, target, course.summary, weight)
    found = [*_strays(items), *((every, one) for one in _of_items(items, every, noted, lacks))]
    some = over.count()
    passes = list({id(one): one for one, _ in found}.values())
    told = tuple(one for _, one in found)

    def taken(observed: Observed) -> Taken:
        value = conclude(observed).value
        if isinstance(value, Scaled) and bottom is not None:
            value = numbers.divide(value, bottom)
        nothing = _once(f"{some} > 0 AND {sql_of(value)} IS NULL")
        return Taken(value, (*told, Noted(items.measure, NOTHING_LEFT, nothing)))

    return ItemsTaken([over, *passes], taken)


def _over(
    items: _Items,
    taken: Pass,
    table: str,
    target: str,
    summary: Mapping[str, Term],
    weight: Scaled | None,
) -> tuple[Scaled | None, Conclude]:
    """Fractions are taken over one bottom, which the value is divided by in the end."""
    outer, bottom, known = items.per.outer, None, dict(summary)
    value = known[target]
    if isinstance(value, Scaled):
        whole = over_one_bottom(items.store, table, value)
        bottom = None if whole.bottom is None else numbers.literal(int(whole.bottom))
        known[target] = replace(whole, bottom=None, most=1, nullable=False)
    else:
        known[target] = replace(value, nullable=False)  # what is missing was left out
    if isinstance(outer, WeightedMean) and weight is not None:
        # What all weights are multiplied with changes nothing.
        whole = over_one_bottom(items.store, table, weight)
        known[_WEIGHT.name] = replace(whole, bottom=None, most=1, nullable=False)
        outer = replace(outer, weight=_WEIGHT)
    count = items.store.kinds[items.of].count
    translator = Translator({}, known, items.own.parameters)
    return bottom, ask(Asked(items.measure, outer, translator, Rows(table, {}, count), taken))


# --- what is noted ---------------------------------------------------------------------------


def _strays(items: _Items) -> Iterator[tuple[Pass, Noted]]:
    """Records whose item is missing, or is nowhere, with the pass that counts them."""
    for position, (kind, keys) in enumerate(items.per.keys):
        taken = Pass(items.linked(kind))
        known = _known([sql_of(items.translators[kind].term(key)) for key in keys])
        asked = [(MISSING_GROUP, f"NOT ({known})")]
        if items.per.items:
            asked.append((NO_ITEM, f"({known} AND i IS NULL)"))
        for words, condition in asked:
            place = f"min({position * items.rows} + n::BIGINT) FILTER (WHERE {condition})"
            yield taken, Noted(items.measure, words, taken.count(condition), taken.other(place))


def _of_items(
    items: _Items, every: Pass, noted: Sequence[tuple[int, Noted]], lacks: str
) -> Iterator[Noted]:
    """What is noted of each item as lists in the order of the items, last whether it was left
    out."""

    def listed(sql: str, condition: str) -> str:
        return every.other(f"list({sql} ORDER BY i) FILTER (WHERE {condition})")

    last = str(items.rows - 1)
    for inner, one in noted:
        some = f"{one.count} > 0"
        yield replace(
            one,
            count=listed(f"({one.count})::BIGINT", some),
            first=listed(items.place("i", inner, one.first or last), some),
            told={name: listed(sql, some) for name, sql in one.told.items()},
            each=True,
        )
    keys = [items.own.term(key) for key in items.per.identity]
    cells = [cell for key in keys for cell in value_columns(key)]
    yield Noted(
        items.measure,
        _named(keys),
        listed("1::BIGINT", lacks),
        listed(items.place("i", len(items.per.inner), last), lacks),
        {str(place): listed(cell, lacks) for place, cell in enumerate(cells)},
        each=True,
    )


def _named(keys: Sequence[Term]) -> Filled:
    def words(told: Mapping[str, Value]) -> Words:
        cells, parts = list(told.values()), []
        for key in keys:
            size = len(value_columns(key))
            parts.append(read_value(key, cells[:size]))
            cells = cells[size:]
        return left_out(tuple(parts))

    return words
