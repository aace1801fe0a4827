"""Tries every slip on the checks and the tests of a policy: one that nothing notices survives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from rules.compile import compile_policy
from rules.compiler.messages import STRUCTURE
from rules.diagnostics import PolicyError
from rules.expr.messages import EXPRESSIONS
from rules.expr.nodes import Ref, walk
from rules.program import EvidenceKind, Program, canonical
from rules.reading.messages import TEXT
from rules.yaml_reader import read_yaml
from scoring.casebook.cases import Case, Casebook
from scoring.casebook.loading import read_casebook
from scoring.casebook.running import Runner
from scoring.mutation.slips import Slip, slips_in
from scoring.score.decisions import RowsMeetError

# Called with the number of slips tried, and of all there are.
Progress: TypeAlias = Callable[[int, int], None]
Fate: TypeAlias = Literal["idle", "checked", "noticed", "survived"]

# What a policy says beside what it does: no case can see it. What a field may hold is seen by
# admission, which refuses the rest at its cell.
_BESIDE = frozenset(
    {
        *("head", "label", "basis", "unit", "aliases", "reason", "action", "recipients"),
        *("publicity", "audience", "scorer", "fields", "kind", "public_names"),
    }
)


@dataclass(frozen=True, slots=True)
class Trial:
    """`checked` slips are refused by `kaoping check`, or bring a new warning; `noticed` ones make a
    case fail. Slips that change nothing a policy does, or leave no readable policy, are idle and
    are not counted."""

    checked: int
    noticed: int
    survivors: tuple[Slip, ...]

    @property
    def caught(self) -> int:
        return self.checked + self.noticed

    @property
    def tried(self) -> int:
        return self.caught + len(self.survivors)


def try_slips(policy: bytes, name: str, tests: bytes, progress: Progress | None = None) -> Trial:
    """The reference engine decides: what is tried is the checks and the cases, not the engines.
    Raises PolicyError where the policy itself, or its test file, is wrong."""
    program, warnings = compile_policy(policy, name)
    court = _Court(program, len(warnings), read_casebook(tests, "tests", program))
    slips = list(slips_in(read_yaml(policy, name)))
    fates: list[Fate] = []
    for slip in slips:
        fates.append(court.judge(slip))
        if progress is not None:
            progress(len(fates), len(slips))
    survivors = (slip for slip, fate in zip(slips, fates, strict=True) if fate == "survived")
    return Trial(fates.count("checked"), fates.count("noticed"), tuple(survivors))


class _Court:
    """Cases that fail on the policy itself, or are skipped, notice nothing."""

    def __init__(self, program: Program, warnings: int, book: Casebook) -> None:
        self._program = program
        self._warnings = warnings
        self._deeds = _deeds(program)
        original = Runner(program, "reference")
        passing = (case for case in book.cases if not case.skip and original.judge(case).passed)
        self._jury = [(case, original.admitted(case)) for case in passing]

    def judge(self, slip: Slip) -> Fate:
        try:
            program, warnings = compile_policy(slip.applied().encode(), slip.span.source.name)
        except PolicyError as error:
            codes = {problem.code for problem in error.diagnostics}
            return "checked" if codes - _UNREADABLE else "idle"
        if _deeds(program) == self._deeds:
            return "idle"
        if len(warnings) > self._warnings:
            return "checked"
        place = self._who_notices(program)
        if place is None:
            return "survived"
        # Whoever noticed this slip will likely notice its neighbour.
        self._jury.insert(0, self._jury.pop(place))
        return "noticed"

    def _who_notices(self, slipped: Program) -> int | None:
        """The place of the first case that differs; what cannot be assessed at all is noticed."""
        try:
            runner = Runner(slipped, "reference")
            changed = _changed_kinds(self._program, slipped)
            for place, (case, admitted) in enumerate(self._jury):
                anew = _has_rows_of(case, changed)
                evidence = runner.admitted(case) if anew else admitted
                if not runner.judge_admitted(case, evidence).passed:
                    return place
        except (PolicyError, ArithmeticError, LookupError, RowsMeetError):
            return 0
        return None


def _changed_kinds(ours: Program, theirs: Program) -> frozenset[str]:
    """The kinds of evidence whose records may be admitted otherwise: those that say something else,
    that derive from a parameter that does, or that belong to such a kind. Kinds stand after the one
    they belong to."""
    if [kind.name for kind in ours.evidence] != [kind.name for kind in theirs.evidence]:
        return frozenset(kind.name for kind in (*ours.evidence, *theirs.evidence))
    was = {parameter.name: parameter for parameter in ours.parameters}
    moved = {p.name for p in theirs.parameters if p != was.get(p.name)}
    changed: set[str] = set()
    for before, after in zip(ours.evidence, theirs.evidence, strict=True):
        parent = after.parent.evidence if after.parent else None
        if before != after or parent in changed or _parameters_read(after) & moved:
            changed.add(after.name)
    return frozenset(changed)


def _parameters_read(kind: EvidenceKind) -> set[str]:
    nodes = (node for derived in kind.derived for node in walk(derived.formula))
    return {node.name for node in nodes if isinstance(node, Ref) and node.space == "parameter"}


def _has_rows_of(case: Case, kinds: frozenset[str]) -> bool:
    return any(party.setting.evidence.get(kind) for party in case.parties for kind in kinds)


def _deeds(program: Program) -> Any:
    """What the policy does, without what it says beside it."""
    return _stripped(canonical(program))


def _stripped(shape: Any) -> Any:
    match shape:
        case dict():
            return {key: _stripped(part) for key, part in shape.items() if key not in _BESIDE}
        case list():
            return [_stripped(part) for part in shape]
    return shape


_UNREADABLE = frozenset({*TEXT, *STRUCTURE, *EXPRESSIONS})
