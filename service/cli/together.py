"""What is wrong with policies together, and with a plan: circles of what they take."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from rules.circles import Named, circles
from rules.compile import compile_policy
from rules.diagnostics import Diagnostic, PolicyError
from rules.lexicon import POLICY
from rules.library import BESIDE, Library
from rules.references import references
from rules.vocabulary import spellings_of
from rules.yaml_reader import MappingNode, SequenceNode, read_yaml
from scoring.plans.loading import read_plan
from scoring.plans.ordering import ordered
from scoring.plans.words import LEXICON

_NAMING = tuple(spellings_of(POLICY.keys, {"imports", "effect"}))
_REVIEWS = spellings_of(LEXICON.keys, {"reviews"})


def is_plan(data: bytes, name: str) -> bool:
    """A policy has its title where a plan has its reviews."""
    try:
        root = read_yaml(data, name)
    except PolicyError:
        return False
    return isinstance(root, MappingNode) and any(
        entry.key.text in _REVIEWS and isinstance(entry.value, SequenceNode)
        for entry in root.entries
    )


def plan_problems(path: Path, shelf: Library) -> list[Diagnostic]:
    """Of the plan itself, and why its reviews have no order; not of the policies it names."""
    try:
        ordered(read_plan(path, shelf.find, lambda _: ()).reviews)
    except PolicyError as error:
        return list(error.diagnostics)
    return []


def circle_problems(files: Sequence[Path], shelf: Library) -> Iterator[tuple[Path, Diagnostic]]:
    """The circles through the policies of these files, and those they name: among the files, then
    beside them, then in the libraries they stand in and those at hand."""
    known: dict[str, Named] = {}
    paths: dict[str, Path] = {}
    for path in files:
        named = _named(path)
        if named:
            known.setdefault(named.program.head.id, named)
            paths.setdefault(named.program.head.id, path)
    asked = list(known)
    waiting = [name for named in known.values() for name in named.references]
    near = Library((*dict.fromkeys(path.parent.parent for path in paths.values()), *shelf.folders))
    beside = [other for path in paths.values() for other in _beside(path)]
    while waiting:
        name = waiting.pop()
        found = None if name in known else _found(name, beside, near)
        if found:
            known[name] = found
            waiting += found.references
    for problem in circles(list(known.values()), asked):
        yield (Path(problem.span.source.name) if problem.span else files[0]), problem


def _named(path: Path) -> Named | None:
    """A policy that names others; None for one that does not, or that does not compile."""
    data = path.read_bytes()
    if not any(word.encode() in data for word in _NAMING):
        return None
    try:
        program, _ = compile_policy(data, str(path))
        return Named(program, references(data, str(path)))
    except PolicyError:
        return None


def _beside(path: Path) -> Iterable[Path]:
    return (p for p in sorted(path.parent.glob("*.yaml")) if not p.name.endswith(BESIDE))


def _found(name: str, beside: Sequence[Path], near: Library) -> Named | None:
    """The policy of this id. One that names no others closes no circle."""
    for path in beside:
        if name.encode() in path.read_bytes():
            named = _named(path)
            if named and named.program.head.id == name:
                return named
    versions = [path for path in near.files() if path.parent.name == name]
    return _named(versions[-1]) if versions else None
