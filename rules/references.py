"""Where a policy names other policies: in its imports, and in what its lists and triggers write."""

from __future__ import annotations

from collections.abc import Mapping

from rules.loader import load_policy
from rules.source import Span
from rules.yaml_reader import read_yaml


def references(data: bytes, name: str) -> Mapping[str, Span | None]:
    """The first place of each, by id."""
    policy = load_policy(read_yaml(data, name))
    found: dict[str, Span | None] = {}
    for text in policy.imports.values():
        found.setdefault(text.policy.partition("@")[0], text.value_span("policy"))
    effects = [effect for rule in policy.lists.values() for effect in rule.effect]
    effects += [effect for rule in policy.triggers.values() for effect in rule.effect]
    late = [rule.overdue for rule in policy.triggers.values() if rule.overdue]
    for effect in (*effects, *(effect for one in late for effect in one.effect)):
        found.setdefault(effect.policy, effect.value_span("policy"))
    return found
