"""A policy, its tests and its mappings under another id and version: the same text otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules.format.edits import Edit, apply
from rules.lexicon import POLICY, Lexicon
from rules.vocabulary import CHOICES, spellings_of
from rules.yaml_reader import MappingNode, ScalarNode, read_yaml

_STATUS = spellings_of(CHOICES, {"draft", "shadow", "effective", "repealed"})
# A copy is nobody's rule yet: it gives points, and nothing follows.
_SHADOW: Mapping[bool, str] = {True: "shadow", False: "仅计分"}


def renumbered(data: bytes, name: str, *, policy_id: str, version: str) -> str:
    """The policy; one that was in force or repealed is on trial again."""
    found = dict(_values(data, name, POLICY, ("id", "version", "status")))
    edits = [_edit(found["id"], policy_id), _edit(found["version"], version)]
    status = found["status"]
    if _STATUS.get(status.text) in ("effective", "repealed"):
        edits.append(_edit(status, _SHADOW[status.text.isascii()]))
    return apply(status.span.source.text, edits)


def renamed(data: bytes, name: str, lexicon: Lexicon, key: str, names: Mapping[str, str]) -> str:
    """A document that names a policy, or its version, under a key: there with the new one."""
    text = read_yaml(data, name).span.source.text
    edits = []
    for _, node in _values(data, name, lexicon, (key,)):
        new = node.text
        for old, wanted in names.items():
            new = new.replace(old, wanted)
        if new != node.text:
            edits.append(_edit(node, new))
    return apply(text, edits)


def _values(
    data: bytes, name: str, lexicon: Lexicon, keys: tuple[str, ...]
) -> Iterator[tuple[str, ScalarNode]]:
    root = read_yaml(data, name)
    spellings = spellings_of(lexicon.keys, keys)
    for entry in root.entries if isinstance(root, MappingNode) else ():
        if entry.key.text in spellings and isinstance(entry.value, ScalarNode):
            yield spellings[entry.key.text], entry.value


def _edit(node: ScalarNode, text: str) -> Edit:
    """Inside the quotes, where there are any."""
    place = node.fragment.span(0, len(node.text))
    return Edit(place.start, place.end, text)
