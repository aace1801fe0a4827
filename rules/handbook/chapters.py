"""The chapters of a rule book before the points: what is assessed, by what data, counted how."""

from __future__ import annotations

from collections.abc import Iterator

from rules.expr.printer import Spelling
from rules.handbook.parts import (
    Block,
    Chapter,
    Cited,
    Clause,
    Entry,
    Facts,
    Paragraph,
    Point,
    Points,
    Row,
    Sentence,
    Table,
)
from rules.handbook.reading import Part, entries, joined, plain
from rules.handbook.wording import READING, heading, sentence, word
from rules.model import (
    DataField,
    DerivedField,
    Evidence,
    History,
    Import,
    Measure,
    NotAssessed,
    Parameter,
    Subject,
    Taken,
)
from rules.yaml_reader import Node


def general(policy: Part, language: Spelling) -> Chapter:
    """What the policy is, and how it is read."""
    about = policy.entry("policy", word("document", language))
    reading = tuple(Paragraph((text,)) for text in READING[language])
    clauses = (
        Clause(about, facts_of(policy)),
        Clause(Entry("reading", word("reading", language), about.line), reading),
    )
    return Chapter(heading("general", language), clauses)


def subject(policy: Part, language: Spelling) -> Chapter:
    part = Part(Subject, policy.required("subject"), language)
    fields = part.take("fields")
    refusals = part.parts("not_assessed", NotAssessed)
    kind = part.text("kind")
    about = Clause(part.entry("subject", kind), facts_of(part))
    clauses = [about]
    if fields is not None:
        entry = Entry("subject-fields", word("fields", language), fields.span.position.line)
        clauses.append(Clause(entry, (_fields(fields, None, language),)))
    if refusals:
        points = tuple(_refusal(i, one, language) for i, one in enumerate(refusals, 1))
        line = refusals[0].node.span.position.line
        title = word("not-assessed", language)
        clauses.append(Clause(Entry("not-assessed", title, line), (Points(points),)))
    return Chapter(heading("subject", language), tuple(clauses))


def _refusal(number: int, part: Part, language: Spelling) -> Point:
    when, reason = part.sentence("when"), part.sentence("reason")
    text = sentence("not-assessed-when", language, when=when, reason=reason)
    entry = Entry(f"not-assessed-{number}", plain(reason), part.node.span.position.line)
    return Point(entry, joined([text, part.remainder()], pause(language)))


def parameters(policy: Part, language: Spelling) -> Iterator[Chapter]:
    found = list(policy.named("parameters", Parameter))
    if not found:
        return
    rows = []
    for name, part in found:
        entry = part.entry(f"parameter-{name.text}", name.text, name)
        unit, label = part.text("unit"), part.sentence("label")
        told = joined([part.sentence("value"), part.sentence("table")], pause(language))
        value = joined([(*told, f" {unit}".rstrip()), part.remainder()], pause(language))
        rows.append(Row(((name.text,), value, label, cited_text(entry.basis, language)), entry))
    head = columns(("name", "value", "meaning", "basis"), language)
    title = word("parameters", language)
    entry = Entry("parameters", title, found[0][0].span.position.line)
    yield Chapter(heading("parameters", language), (Clause(entry, (Table(head, tuple(rows)),)),))


def evidence(policy: Part, language: Spelling) -> Iterator[Chapter]:
    clauses = []
    for name, part in policy.named("evidence", Evidence):
        entry = part.entry(f"evidence-{name.text}", name.text, name)
        label = part.sentence("label")
        fields, derived = part.take("fields"), part.take("derived")
        table = _fields(fields, derived, language)
        lead = (Paragraph(label),) if label else ()
        clauses.append(Clause(entry, (*lead, table, *facts_of(part))))
    if clauses:
        yield Chapter(heading("evidence", language), tuple(clauses))


def imports(policy: Part, language: Spelling) -> Iterator[Chapter]:
    """Results of other policies: what is taken of them, field by field."""
    clauses = []
    for name, part in policy.named("imports", Import):
        entry = part.entry(f"import-{name.text}", name.text, name)
        label = part.sentence("label")
        rows = [
            Row(((one.key.text,), field.remainder(), said))
            for one in entries(part.take("fields"))
            for field in (Part(Taken, one.value, language),)
            for said in (field.sentence("label"),)
        ]
        table = Table(columns(("field", "wanted", "meaning"), language), tuple(rows))
        lead = (Paragraph(label),) if label else ()
        clauses.append(Clause(entry, (*lead, table, *facts_of(part))))
    if clauses:
        yield Chapter(heading("imports", language), tuple(clauses))


def _fields(fields: Node | None, derived: Node | None, language: Spelling) -> Table:
    rows = []
    for entry in entries(fields):
        part = Part(DataField, entry.value, language)
        label = part.sentence("label")
        rows.append(Row(((entry.key.text,), part.remainder(), label)))
    for entry in entries(derived):
        part = Part(DerivedField, entry.value, language)
        what = joined([part.sentence("formula"), part.remainder()], pause(language))
        rows.append(Row(((entry.key.text,), sentence("derived", language, what=what), ())))
    return Table(columns(("field", "wanted", "meaning"), language), tuple(rows))


def measures(policy: Part, language: Spelling) -> Iterator[Chapter]:
    yield from _counted("measures", Measure, policy, language)


def history(policy: Part, language: Spelling) -> Iterator[Chapter]:
    yield from _counted("history", History, policy, language)


def _counted(
    key: str, shape: type[Measure] | type[History], policy: Part, language: Spelling
) -> Iterator[Chapter]:
    """Quantities with names: one row each."""
    rows = []
    for name, part in policy.named(key, shape):
        entry = part.entry(f"{key}-{name.text}", name.text, name)
        label = part.sentence("label")
        cells: tuple[Sentence, ...] = ((name.text,), part.remainder(), label)
        rows.append(Row((*cells, cited_text(entry.basis, language)), entry))
    if rows:
        head = columns(("name", "how", "meaning", "basis"), language)
        first = rows[0].entry
        entry = Entry(key, word(key, language), first.line if first else 0)
        yield Chapter(heading(key, language), (Clause(entry, (Table(head, tuple(rows)),)),))


# --- what every chapter uses -----------------------------------------------------------------


def facts_of(part: Part) -> tuple[Block, ...]:
    """What no sentence told, key by key."""
    rows = part.rest()
    return (Facts(rows),) if rows else ()


def columns(names: tuple[str, ...], language: Spelling) -> tuple[str, ...]:
    return tuple(heading(name, language) for name in names)


def ruled(part: Part, label: Sentence, text: Sentence, language: Spelling) -> Sentence:
    """What a rule says: its label, its sentence, and whatever the sentence left."""
    lead = (*label, "：" if language == "zh" else ": ") if label else ()
    return (*lead, *joined([text, part.remainder()], pause(language)))


def pause(language: Spelling) -> str:
    return "；" if language == "zh" else "; "


def cited_text(basis: tuple[Cited, ...], language: Spelling) -> Sentence:
    told = [f"{one.document} {one.clause}".strip() for one in basis]
    return (pause(language).join(told),) if told else ()
