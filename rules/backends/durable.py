"""Matching by the rule engine durable-rules 2.0.28, used only in the ways that are known to hold.

Its C module is driven directly: the Python host runs threads that free memory in use. One session
is open at a time, always under the same name, and is never deleted before an action has run in it;
facts go in one by one under short ids of their own; rulesets stay small. Each of these is a fault
of the engine that `tests/faults/test_durable_hazards.py` shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from weakref import finalize

import durable_rules_engine as engine

from rules.backends.patterns import EVERY, NODES, Facts, Pattern, Slot
from rules.backends.reference import columns_of
from rules.matching import GROUPS, Fact, Group, Matches, conditions
from rules.program import Program
from rules.values import Truth, Value

_SESSION = "0"
_BOOT = '{"_ctl":"boot","id":"b","sid":"0"}'
_BOOT_RULE = '"_boot":{"all":[{"m":{"_ctl":"boot"}}]}'
# Every pattern begins with it: the engine matches conditions of absence against facts of its own.
_GUARD = '{"kind":1}'
# One action holds 65,535 matches and no more: these facts in WAYS ways each are below that.
_ACTION = 65_535
_FACTS = 1_000
# The engine tells fields apart by a 32-bit hash of their names. These are its own and ours.
_RESERVED = ("id", "sid", "$s", "$forward", "_ctl", "kind")
_STORED, _UNMATCHED = 0, 1

_Hits = set[tuple[int, int]]


class EngineFailure(Exception):
    """The rule engine did what it must not. It is our fault and names no evidence."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many atoms of a policy's conditions the engine decides itself, and how many are computed
    for it and handed over as fields that are true, false or absent."""

    decided: int = 0
    handed: int = 0

    def and_of(self, pattern: Pattern) -> Coverage:
        return Coverage(self.decided + pattern.decided, self.handed + pattern.handed)


class DurableMatcher:
    """The conditions of a Program by durable-rules. Of records it tells what is true; of a summary
    it tells true, false and unknown."""

    name = "durable"

    def __init__(self, program: Program) -> None:
        self._lock = Lock()
        self.coverage = Coverage()
        self._records = {name: self._record_rules(program, name) for name in program.kinds}
        self._groups = {group: self._group_rules(program, group) for group in GROUPS}
        self._sizes = {group: len(conditions(program, group)) for group in GROUPS}

    def match(self, facts: Sequence[Fact], summary: Mapping[str, Value]) -> Matches:
        places: dict[str, list[int]] = {}
        for place, fact in enumerate(facts):
            places.setdefault(fact.kind, []).append(place)
        true: list[tuple[int, int]] = []
        for kind, where in places.items():
            with self._lock:
                hits = self._records[kind].hits([facts[place].values for place in where], summary)
            true += [(rule, where[index]) for rule, index in hits]
        return Matches(tuple(sorted(true)), None)

    def decide(self, group: Group, summary: Mapping[str, Value]) -> tuple[Truth, ...]:
        with self._lock:
            hits = self._groups[group].hits([()], summary)
        found = {number for number, _ in hits}
        return tuple(
            _truth(_number(index, holds=True) in found, _number(index, holds=False) in found)
            for index in range(self._sizes[group])
        )

    def _record_rules(self, program: Program, kind: str) -> _Ruleset:
        facts = Facts(columns_of(program, kind), program.parameters)
        patterns = []
        for number, rule in enumerate(program.rules):
            if rule.evidence == kind:
                pattern = EVERY if rule.when is None else facts.pattern(rule.when)
                self.coverage = self.coverage.and_of(pattern)
                patterns.append((number, pattern))
        return _Ruleset(patterns)

    def _group_rules(self, program: Program, group: Group) -> _Ruleset:
        facts = Facts({}, program.parameters)
        patterns = []
        for index, (_, when) in enumerate(conditions(program, group)):
            pattern = EVERY if when is None else facts.pattern(when)
            self.coverage = self.coverage.and_of(pattern)
            patterns.append((_number(index, holds=True), pattern))
            if when is not None:
                patterns.append((_number(index, holds=False), facts.pattern(when, holds=False)))
        return _Ruleset(patterns)


def _number(index: int, *, holds: bool) -> int:
    """A condition of a group as two rules: one that it is true, one that it is false."""
    return 2 * index + holds


def _truth(true: bool, false: bool) -> Truth:
    if true and false:
        raise EngineFailure("the rule engine finds a condition both true and false")
    return True if true else False if false else None


@dataclass(frozen=True, slots=True)
class _Shard:
    """A ruleset in the engine, and the slots its facts need."""

    handle: int
    slots: tuple[Slot, ...]


class _Ruleset:
    """Numbered patterns over facts of one sort, in as many small rulesets as are safe."""

    def __init__(self, patterns: Iterable[tuple[int, Pattern]]) -> None:
        self._shards: list[_Shard] = []
        handles: list[int] = []
        # Freed with the last user of this policy, so that a new version can take its place.
        finalize(self, _release, handles).atexit = False
        for part in _parts(patterns):
            slots = frozenset[Slot]().union(*(pattern.slots for _, pattern in part))
            ordered = tuple(sorted(slots, key=lambda slot: slot.name))
            _refuse_collisions([slot.name for slot in ordered])
            handles.append(engine.create_ruleset("kaoping", _rules(part)))
            self._shards.append(_Shard(handles[-1], ordered))

    def hits(self, facts: Sequence[tuple[Value, ...]], summary: Mapping[str, Value]) -> _Hits:
        """Which pattern, by its number, matches which fact, by its place. A set: the engine
        reports a match once for every alternative that holds."""
        found: _Hits = set()
        for shard in self._shards:
            for start in range(0, len(facts), _FACTS):
                chunk = facts[start : start + _FACTS]
                texts = [_fact(i, shard.slots, values, summary) for i, values in enumerate(chunk)]
                found.update((number, start + i) for number, i in _session(shard.handle, texts))
        return found


def _parts(patterns: Iterable[tuple[int, Pattern]]) -> Iterator[list[tuple[int, Pattern]]]:
    part: list[tuple[int, Pattern]] = []
    for number, pattern in patterns:
        if part and sum(p.nodes for _, p in part) + pattern.nodes > NODES:
            yield part
            part = []
        part.append((number, pattern))
    if part:
        yield part


def _rules(part: Iterable[tuple[int, Pattern]]) -> str:
    rules = [
        f'"r{number}":{{"all":[{{"m":{_guarded(pattern)}}}],"cap":{_ACTION}}}'
        for number, pattern in part
    ]
    return "{" + ",".join([_BOOT_RULE, *rules]) + "}"


def _guarded(pattern: Pattern) -> str:
    return f'{{"$and":[{_GUARD},{pattern.text}]}}' if pattern.text else _GUARD


def _fact(
    index: int, slots: Iterable[Slot], values: tuple[Value, ...], summary: Mapping[str, Value]
) -> str:
    fields = "".join([slot.write(values, summary) for slot in slots])
    return f'{{"id":"e{index}","sid":"{_SESSION}","kind":1{fields}}}'


def _session(handle: int, facts: Iterable[str]) -> list[tuple[int, int]]:
    """One session from its opening to its deletion: (number of a rule, index of a fact)."""
    state = _opened(handle)
    found: list[tuple[int, int]] = []
    try:
        for fact in facts:
            if engine.assert_fact(handle, fact)[0] not in (_STORED, _UNMATCHED):
                raise EngineFailure("the rule engine refused a fact")
        started = engine.start_action_for_state(handle, state)
        action = started and started[1]
        while action:
            for rule, matches in json.loads(action).items():
                found += [(int(rule[1:]), int(match["m"]["id"][1:])) for match in matches]
            action = engine.complete_and_start_action(handle, state)
    finally:
        engine.delete_state(handle, _SESSION)
    return found


def _opened(handle: int) -> int:
    """A new session in which one action has run: before that, deleting it frees what was never
    allocated."""
    code, state = engine.assert_fact(handle, _BOOT)
    if code != _STORED:
        raise EngineFailure("the rule engine did not open a session")
    engine.start_action_for_state(handle, state)
    engine.complete_and_start_action(handle, state)
    return int(state)


def _refuse_collisions(names: Sequence[str]) -> None:
    hashes = {_fnv(name) for name in (*_RESERVED, *names)}
    if len(hashes) != len(_RESERVED) + len(names):
        raise EngineFailure("the rule engine cannot tell two field names apart")


def _fnv(name: str) -> int:
    """The engine's hash of an ASCII name."""
    code = 0x811C9DC5
    for byte in name.encode("ascii"):
        code = (code ^ byte) * 16_777_619 & 0xFFFF_FFFF
    return code


def _release(handles: Iterable[int]) -> None:
    for handle in handles:
        engine.delete_ruleset(handle)
