"""A supplement laid over its base: one tree, whose nodes keep their places in the two files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from rules.compile import compile_tree
from rules.diagnostics import Diagnostic, PolicyError, has_errors, listed
from rules.lexicon import POLICY
from rules.loader import keys_of, load_document, load_policy
from rules.model import Construct, Parameter, Policy
from rules.program import Program
from rules.reading.nodes import Entry
from rules.supplement.bounds import check_bounds, check_names
from rules.supplement.model import Supplement
from rules.vocabulary import spellings_of
from rules.yaml_reader import MappingNode, Node, ScalarNode, read_yaml

_HEAD = ("id", "version", "document_number", "issuer", "status", "effective", "basis")
_ADDED = ("evidence", "measures", "indicators", "lists", "triggers")


@dataclass(frozen=True, slots=True)
class Laid:
    """The whole: its tree, its Program, that of the base, and what there is to remark."""

    tree: MappingNode
    program: Program
    base: Program
    remarks: tuple[Diagnostic, ...]


def read_supplement(data: bytes, name: str) -> tuple[Supplement, MappingNode]:
    root = read_yaml(data, name)
    text = load_document(Supplement, root, POLICY)
    if not isinstance(root, MappingNode):
        raise TypeError("a document that loads is a mapping")
    return text, root


def lay_over(
    base: bytes, base_name: str, supplement: bytes, name: str, *, trial: bool = False
) -> Laid:
    """On `trial` the base may be another than the supplement states. Raises PolicyError with
    everything that is wrong, at its place in either file."""
    text, root = read_supplement(supplement, name)
    below = read_yaml(base, base_name)
    underneath, _ = compile_tree(below)
    if not isinstance(below, MappingNode):
        raise TypeError("a document that loads is a mapping")
    problems = list(check_names(text, load_policy(below), underneath, trial=trial))
    if problems:
        raise PolicyError(listed(problems))
    tree = _merged(below, root, underneath)
    program, remarks = compile_tree(tree)
    problems = list(check_bounds(text, underneath, program))
    if has_errors(problems):
        raise PolicyError(listed(problems))
    return Laid(tree, program, underneath, tuple(remarks))


def _merged(below: MappingNode, above: MappingNode, base: Program) -> MappingNode:
    ours, theirs = _by_key(Supplement, above.entries), _by_key(Policy, below.entries)
    entries = [*_head(ours, theirs, base)]
    for key, entry in theirs.items():
        if key == "parameters" and key in ours:
            entries.append(_section(entry, ours[key], added=False))
        elif key in _ADDED and key in ours:
            entries.append(_section(entry, ours[key], added=True))
        elif key not in (*_HEAD, "policy", "open", "extends"):
            entries.append(entry)
    entries += [ours[key] for key in ("parameters", *_ADDED) if key in ours and key not in theirs]
    return replace(below, entries=tuple(entries))


def _head(ours: Mapping[str, Entry], theirs: Mapping[str, Entry], base: Program) -> Iterator[Entry]:
    """The supplement's own where it has one; the title of a policy stands for its own."""
    title = ours["supplement"]
    yield Entry(theirs["policy"].key, title.value)
    for key in _HEAD:
        if key in ours or key in theirs:
            yield ours.get(key) or theirs[key]
    yield _extended(ours["extends"], base)


def _extended(stated: Entry, base: Program) -> Entry:
    """The base that the whole rests on, pinned by its digest."""
    pinned = {"编号": base.head.id, "版本": base.head.version, "摘要": base.digest}
    entries = tuple(
        Entry(
            replace(stated.key, text=key, quoted=False),
            replace(stated.key, text=text, quoted=True),
        )
        for key, text in pinned.items()
    )
    if not isinstance(stated.value, MappingNode):
        raise TypeError("a section that loads is a mapping")
    return Entry(stated.key, replace(stated.value, entries=entries))


def _section(below: Entry, above: Entry, *, added: bool) -> Entry:
    """What is added stands behind what was there; what is set stands where it was."""
    if not isinstance(below.value, MappingNode) or not isinstance(above.value, MappingNode):
        raise TypeError("a section that loads is a mapping")
    over = {entry.key.text: entry for entry in above.value.entries}
    entries = tuple(
        _set_over(entry, over[entry.key.text]) if entry.key.text in over and not added else entry
        for entry in below.value.entries
    )
    more = tuple(over.values()) if added else ()
    return Entry(below.key, replace(below.value, entries=(*entries, *more)))


def _set_over(below: Entry, above: Entry) -> Entry:
    """The parameter with another value, and another clause where one is given."""
    own = _parts(above.value)
    kept = _parts(below.value)
    parts = {**kept, **own}
    entries = tuple(parts.values())
    whole = below.value if isinstance(below.value, MappingNode) else above.value
    if not isinstance(whole, MappingNode):
        return Entry(below.key, above.value)
    return Entry(below.key, replace(whole, entries=entries))


def _parts(value: Node) -> dict[str, Entry]:
    """The keys of a parameter; a lone value stands under 值."""
    if isinstance(value, MappingNode):
        return _by_key(Parameter, value.entries)
    if isinstance(value, ScalarNode):
        return {"value": Entry(replace(value, text="值", quoted=False), value)}
    return {}


def _by_key(shape: type[Construct], entries: Iterable[Entry]) -> dict[str, Entry]:
    known = spellings_of(POLICY.keys, keys_of(shape))
    return {known[entry.key.text]: entry for entry in entries}
