"""A policy's text → the rule book people read."""

from __future__ import annotations

from rules.compile import compile_policy
from rules.expr.printer import Spelling
from rules.format.formatter import respelled_policy
from rules.handbook import chapters, outcome_chapters, scoring_chapters, structure_chapters
from rules.handbook.parts import Handbook
from rules.handbook.reading import Part
from rules.model import Policy
from rules.yaml_reader import read_yaml


def handbook(data: bytes, name: str, language: Spelling) -> Handbook:
    """In the words of the language; names and texts are the author's. Raises PolicyError where the
    policy does not compile."""
    program, _ = compile_policy(data, name)
    text = respelled_policy(data, name, language)
    policy = Part(Policy, read_yaml(text.encode(), name), language)
    told = (
        chapters.subject(policy, language),
        *chapters.parameters(policy, language),
        *chapters.evidence(policy, language),
        *chapters.imports(policy, language),
        *chapters.history(policy, language),
        *chapters.measures(policy, language),
        *structure_chapters.structure(policy, language),
        *scoring_chapters.indicators(policy, language),
        *scoring_chapters.total(policy, language),
        *outcome_chapters.vetoes(policy, language),
        *outcome_chapters.direct_grades(policy, language),
        outcome_chapters.grades(policy, language),
        *outcome_chapters.ranks(policy, language),
        *outcome_chapters.quotas(policy, language),
        *outcome_chapters.conclusions(policy, language),
    )
    title = policy.text("policy")
    first = chapters.general(policy, language)
    head = program.head
    return Handbook(title, f"{head.id} {head.version} · {program.digest}", (first, *told))
