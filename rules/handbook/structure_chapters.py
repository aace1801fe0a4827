"""The chapter about how a thing is to be made up: checks, decisions, who approves exceptions."""

from __future__ import annotations

from collections.abc import Iterator

from rules.expr.printer import Spelling
from rules.handbook.chapters import facts_of, pause
from rules.handbook.parts import Chapter, Clause, Entry, Paragraph, Point, Points
from rules.handbook.reading import Part, joined, plain
from rules.handbook.wording import heading, sentence
from rules.model import Check, Choice, Decide, Waiver
from rules.vocabulary import CHOICES, spellings_of
from rules.yaml_reader import ScalarNode

_ELSE = spellings_of(CHOICES, {"else"})


def structure(policy: Part, language: Spelling) -> Iterator[Chapter]:
    clauses = [
        *(_check(policy, name, part, language) for name, part in policy.named("check", Check)),
        *(_decide(policy, name, part, language) for name, part in policy.named("decide", Decide)),
        *_waiver(policy, language),
    ]
    if clauses:
        yield Chapter(heading("structure", language), tuple(clauses))


def _check(policy: Part, name: ScalarNode, part: Part, language: Spelling) -> Clause:
    entry = part.entry(f"check-{name.text}", name.text, name)
    strength, when = part.sentence("strength"), part.sentence("when")
    template = "check" if when else "check-deadline"
    text = sentence(template, language, strength=strength, when=when)
    return Clause(entry, (Paragraph(text), *facts_of(part)), policy.spoken("check"))


def _decide(policy: Part, name: ScalarNode, part: Part, language: Spelling) -> Clause:
    entry = part.entry(f"decide-{name.text}", name.text, name)
    told = []
    for number, choice in enumerate(part.parts("ordered", Choice), 1):
        give, when = choice.sentence("give"), choice.sentence("when")
        template = "choice-else" if plain(when) in _ELSE else "choice"
        text = sentence(template, language, when=when, give=give)
        if choice.flag("recorded"):
            text = joined([text, sentence("choice-recorded", language)], pause(language))
        line = choice.node.span.position.line
        own = Entry(f"{entry.anchor}-{number}", f"{name.text} {number}", line)
        told.append(Point(own, joined([text, choice.remainder()], pause(language))))
    first = Paragraph(sentence("decide", language))
    return Clause(entry, (first, Points(tuple(told)), *facts_of(part)), policy.spoken("decide"))


def _waiver(policy: Part, language: Spelling) -> Iterator[Clause]:
    node = policy.take("waiver")
    if node is None:
        return
    part = Part(Waiver, node, language)
    entry = part.entry("waiver", policy.spoken("waiver"))
    approvers = part.sentence("approver")
    text = sentence("waiver", language, approvers=approvers)
    yield Clause(entry, (Paragraph(text), *facts_of(part)))
