"""The chapters about what points lead to: vetoes, grades, ranks, quotas, and what follows."""

from __future__ import annotations

from collections.abc import Iterator

from rules.construct import Construct
from rules.expr.printer import Spelling
from rules.formula import Formula
from rules.handbook.chapters import columns, facts_of, pause, ruled
from rules.handbook.parts import (
    Chapter,
    Clause,
    Entry,
    Paragraph,
    Point,
    Points,
    Row,
    Sentence,
    Table,
)
from rules.handbook.reading import Part, entries, items, joined, said
from rules.handbook.wording import heading, sentence, word
from rules.lexicon import POLICY
from rules.model import (
    AwardPool,
    Coefficient,
    DirectGrade,
    ListRule,
    Quota,
    Rank,
    SignOff,
    Trigger,
    Veto,
)
from rules.vocabulary import spellings_of
from rules.yaml_reader import MappingNode, Node, ScalarNode, SequenceNode

_ORDERED = spellings_of(POLICY.keys, {"ordered"})


def vetoes(policy: Part, language: Spelling) -> Iterator[Chapter]:
    parts = policy.parts("veto", Veto)
    told = tuple(_veto(i, part, language) for i, part in enumerate(parts, 1))
    yield from _listed("vetoes", told, language)


def _veto(number: int, part: Part, language: Spelling) -> Point:
    when = part.sentence("when")
    effects = [
        sentence("zero", language) if part.flag("zero") else (),
        _effect("force", "grade", part, language),
        _effect("at_best", "grade", part, language),
        sentence("bar_top", language) if part.flag("bar_top") else (),
        _effect("step_down", "count", part, language),
    ]
    text = sentence("veto", language, when=when, then=joined(effects, pause(language)))
    return _point(f"veto-{number}", part, text, language)


def _effect(key: str, slot: str, part: Part, language: Spelling) -> Sentence:
    value = part.sentence(key)
    return sentence(key, language, **{slot: value}) if value else ()


def direct_grades(policy: Part, language: Spelling) -> Iterator[Chapter]:
    told = []
    for number, part in enumerate(policy.parts("direct_grade", DirectGrade), 1):
        when, grade = part.sentence("when"), part.sentence("force")
        text = sentence("direct-grade", language, when=when, grade=grade)
        told.append(_point(f"direct-{number}", part, text, language))
    yield from _listed("direct", tuple(told), language)


def _point(default: str, part: Part, text: Sentence, language: Spelling) -> Point:
    """A rule with an id, or the one the compiler gives it; its label first."""
    rule_id = part.text("id") or default
    label = part.sentence("label")
    entry = part.entry(f"rule-{rule_id}", rule_id)
    return Point(entry, ruled(part, label, text, language))


def _listed(name: str, points: tuple[Point, ...], language: Spelling) -> Iterator[Chapter]:
    if points:
        entry = Entry(name, word(name, language), points[0].entry.line)
        yield Chapter(heading(name, language), (Clause(entry, (Points(points),)),))


def grades(policy: Part, language: Spelling) -> Chapter:
    node = policy.required("grades")
    rows = tuple(Row(((name,), standard)) for name, standard in _standards(node, language))
    entry = Entry("grades", word("grades", language), node.span.position.line)
    table = Table(columns(("grade", "standard"), language), rows)
    return Chapter(heading("grades", language), (Clause(entry, (table,)),))


def _standards(node: Node, language: Spelling) -> Iterator[tuple[str, Sentence]]:
    """Best first; grades that a quota gives have none."""
    for entry in entries(node):
        if entry.key.text in _ORDERED and isinstance(entry.value, SequenceNode):
            for item in entry.value.items:
                yield from _standards(item, language)
        else:
            yield entry.key.text, said(Formula, entry.value, language)
    if not isinstance(node, MappingNode):
        for item in items(node):
            yield (item.text if isinstance(item, ScalarNode) else ""), ()


def ranks(policy: Part, language: Spelling) -> Iterator[Chapter]:
    yield from _facts("ranks", "rank", Rank, policy, language)


def quotas(policy: Part, language: Spelling) -> Iterator[Chapter]:
    clauses = []
    for number, part in enumerate(policy.parts("quota", Quota), 1):
        rule_id = part.text("id") or f"quota-{number}"
        entry = part.entry(f"rule-{rule_id}", rule_id)
        clauses.append(Clause(entry, facts_of(part)))
    if clauses:
        yield Chapter(heading("quotas", language), tuple(clauses))


def conclusions(policy: Part, language: Spelling) -> Iterator[Chapter]:
    clauses = [
        *_with_sentence("lists", "list", ListRule, policy, language),
        *_with_sentence("triggers", "trigger", Trigger, policy, language),
        *_clauses("sign", SignOff, policy, language),
        *_clauses("coefficients", Coefficient, policy, language),
        *_clauses("award", AwardPool, policy, language),
    ]
    if clauses:
        yield Chapter(heading("conclusions", language), tuple(clauses))


def _with_sentence(
    key: str, template: str, shape: type[Construct], policy: Part, language: Spelling
) -> Iterator[Clause]:
    for name, part in policy.named(key, shape):
        entry = part.entry(f"{key}-{name.text}", name.text, name)
        values = {"when": part.sentence("when"), "name": (name.text,)}
        if template == "trigger":
            values["action"] = part.sentence("action") or (name.text,)
        text = sentence(template, language, **values)
        yield Clause(entry, (Paragraph(text), *facts_of(part)), policy.spoken(key))


def _facts(
    name: str, key: str, shape: type[Construct], policy: Part, language: Spelling
) -> Iterator[Chapter]:
    clauses = tuple(_clauses(key, shape, policy, language))
    if clauses:
        yield Chapter(heading(name, language), clauses)


def _clauses(
    key: str, shape: type[Construct], policy: Part, language: Spelling
) -> Iterator[Clause]:
    for name, part in policy.named(key, shape):
        entry = part.entry(f"{key}-{name.text}", name.text, name)
        yield Clause(entry, facts_of(part), policy.spoken(key))
