"""The chapters about points: indicators with their rules and tables, limits together, the total."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from rules.expr.printer import Spelling
from rules.formula import Formula
from rules.handbook.chapters import columns, facts_of, pause, ruled
from rules.handbook.parts import (
    Block,
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
from rules.handbook.reading import Part, entries, items, joined, plain, said
from rules.handbook.wording import heading, sentence, word
from rules.model import Change, Decision, Indicator, Rule, Scale, Total
from rules.vocabulary import CHOICES, spellings_of
from rules.yaml_reader import ScalarNode

_TABLES = ("step_table", "band_table", "whole_brackets", "marginal_brackets")
_OVER = "\u3000"
_FORFEIT = spellings_of(CHOICES, {"forfeit"})


def indicators(policy: Part, language: Spelling) -> Iterator[Chapter]:
    found = list(_walk(policy.named("indicators", Indicator), 0))
    if not found:
        return
    rows = []
    clauses = []
    for name, part, depth in found:
        points, scorer = _worth(part, "points", language), part.sentence("scorer")
        rows.append(Row(((f"{_OVER * depth}{name.text}",), points, scorer)))
        clauses.append(_indicator(name, part, points, language))
    head = columns(("indicator", "points", "scorer"), language)
    line = found[0][0].span.position.line
    overview = Entry("indicators", word("overview", language), line)
    table = Clause(overview, (Table(head, tuple(rows)),))
    yield Chapter(heading("indicators", language), (table, *clauses))


def _walk(
    named: Iterator[tuple[ScalarNode, Part]], depth: int
) -> Iterator[tuple[ScalarNode, Part, int]]:
    for name, part in named:
        below = list(part.named("items", Indicator))
        yield name, part, depth
        yield from _walk(iter(below), depth + 1)


def _indicator(name: ScalarNode, part: Part, points: Sentence, language: Spelling) -> Clause:
    entry = part.entry(f"indicator-{name.text}", name.text, name)
    label = part.sentence("label")
    blocks: list[Block] = [Paragraph(label)] if label else []
    ways: tuple[Literal["deduct", "add"], ...] = ("deduct", "add")
    rules = [(way, rule) for way in ways for rule in part.parts(way, Rule)]
    scale, decision = part.take("scale"), part.take("decision")
    steps = part.parts("steps", Change)
    facts, tables = [part.told("value")], list[Block]()
    if scale is not None:
        scaling = Part(Scale, scale, language)
        tables = list(_scale(scaling, language))
        if told := scaling.remainder():
            facts.append((f"{part.spoken('scale')} ", *told))
    if told := joined([*facts, part.remainder()], pause(language)):
        blocks.append(Paragraph(told))
    blocks += tables
    if decision is not None:
        blocks += _decision(Part(Decision, decision, language), language)
    if rules:
        blocks.append(Points(tuple(_rules(name.text, rules, language))))
    if steps:
        changes = (_step(name.text, i, step, language) for i, step in enumerate(steps, 1))
        blocks.append(Points(tuple(changes)))
    return Clause(entry, tuple(blocks), points=points)


def _worth(part: Part, key: str, language: Spelling) -> Sentence:
    """A number with its unit; several by class or by time, and what is no number, as they stand."""
    node = part.take(key)
    if node is None:
        return ()
    told = said(part.annotations[key], node, language)
    alone = isinstance(node, ScalarNode) and node.text not in _FORFEIT
    return sentence("some-points", language, points=told) if alone else told


# --- record rules ------------------------------------------------------------------------------


def _rules(
    indicator: str, rules: Sequence[tuple[Literal["deduct", "add"], Part]], language: Spelling
) -> Iterator[Point]:
    """Rules without an id have the one the compiler gives them: `指标-1`, `指标-2` …"""
    number = 0
    for place, (way, rule) in enumerate(rules, 1):
        rivals = [(key, rule.parts(key, Rule)) for key in ("keep_highest", "keep_first")]
        contest = next(((key, parts) for key, parts in rivals if parts), None)
        if contest is None:
            number += 1
            yield _rule(f"{indicator}-{number}", way, rule, language)
            continue
        key, parts = contest
        below = []
        for part in parts:
            number += 1
            below.append(_rule(f"{indicator}-{number}", way, part, language))
        text = joined([sentence(key, language), rule.remainder()], pause(language))
        entry = rule.entry(f"contest-{indicator}-{place}", indicator)
        yield Point(entry, text, (Points(tuple(below)),))


def _rule(default: str, way: Literal["deduct", "add"], part: Part, language: Spelling) -> Point:
    rule_id = part.text("id") or default
    label = part.sentence("label")
    entry = part.entry(f"rule-{rule_id}", rule_id)
    when, each = part.sentence("when"), part.sentence("each")
    values = {"each": each, "points": _worth(part, way, language)}
    if when:
        text = sentence(f"{way}-when", language, when=when, **values)
    else:
        text = sentence(way, language, **values)
    return Point(entry, ruled(part, label, text, language))


def _step(indicator: str, number: int, part: Part, language: Spelling) -> Point:
    entry = part.entry(f"step-{indicator}-{number}", f"{indicator} {number}")
    label, when = part.sentence("label"), part.sentence("when")
    told = [
        sentence(f"step-{way}", language, points=points)
        for way in ("add", "deduct")
        if (points := _worth(part, way, language))
    ]
    text = joined(told, pause(language))
    if when:
        text = sentence("step-when", language, when=when, then=text)
    return Point(entry, ruled(part, label, text, language))


# --- scales and tables -------------------------------------------------------------------------


def _scale(part: Part, language: Spelling) -> Iterator[Block]:
    """The tables of a scale; its other keys are told with the indicator's."""
    for key in _TABLES:
        node = part.take(key)
        if node is not None:
            rows = tuple(
                Row(((entry.key.text,), said(Formula, entry.value, language)))
                for entry in entries(node)
            )
            head = part.spoken(key)
            if key == "step_table":
                head = plain(sentence("reached", language, steps=(head,)))
            yield Table((head, heading("gives", language)), rows)


def _decision(part: Part, language: Spelling) -> Iterator[Block]:
    inputs = [said(Formula, node, language) for node in items(part.take("inputs"))]
    rows = [
        Row(tuple(said(Formula, cell, language) for cell in items(row)))
        for row in items(part.take("rows"))
    ]
    yield Paragraph(sentence("decision", language, hit=part.sentence("hit")))
    head = (*map(plain, inputs), heading("gives", language))
    yield Table(head, tuple(rows))
    yield from facts_of(part)


# --- the total ---------------------------------------------------------------------------------


def total(policy: Part, language: Spelling) -> Iterator[Chapter]:
    node = policy.take("total")
    if node is None:
        return
    part = Part(Total, node, language)
    entry = part.entry("total", word("total", language))
    yield Chapter(heading("total", language), (Clause(entry, facts_of(part)),))
