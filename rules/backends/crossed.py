"""Every decision made twice, by the rule engine and by the definition; a difference is an error."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from rules.backends.reference import ReferenceMatcher
from rules.matching import Fact, Group, Matcher, Matches, conditions
from rules.program import Program
from rules.values import Truth, Value

if TYPE_CHECKING:
    from rules.backends.durable import Coverage, DurableMatcher

Engine = Literal["auto", "durable", "reference", "duckdb"]

_TRUTHS: Mapping[Truth, str] = {True: "true", False: "false", None: "unknown"}


class EngineDisagreement(Exception):
    """The rule engine and the definition differ, so nothing they say may be used. It names the
    first difference and shows no evidence."""


class EngineUnavailable(Exception):
    """The rule engine was asked for by name where it does not run."""

    zh = "这里不能使用规则引擎 durable-rules：它需要 Python 3.11 或 3.12，且不能是 Windows"
    en = (
        "the rule engine durable-rules does not run here: it needs Python 3.11 or 3.12, not Windows"
    )

    def __init__(self) -> None:
        super().__init__(self.en)


def matcher_for(program: Program, engine: Engine = "auto") -> Matcher:
    """The matcher of a run: durable-rules checked by the definition, or the definition alone
    where that is asked for or, with `auto`, where durable-rules does not run. Its name says
    which. Of `duckdb`, which looks at populations, the conditions of a subject are the
    definition's."""
    if engine in ("reference", "duckdb"):
        return ReferenceMatcher(program)
    try:
        from rules.backends.durable import DurableMatcher
    except ImportError:
        if engine == "durable":
            raise EngineUnavailable from None
        return ReferenceMatcher(program)
    return CrossedMatcher(program, DurableMatcher(program), ReferenceMatcher(program))


class CrossedMatcher:
    """Matches by `primary` and by `definition`, and answers only where they agree. What is unknown
    of records is the definition's to say."""

    def __init__(self, program: Program, primary: DurableMatcher, definition: Matcher) -> None:
        self.primary = primary
        self.definition = definition
        self._program = program

    @property
    def name(self) -> str:
        return self.primary.name

    @property
    def coverage(self) -> Coverage:
        return self.primary.coverage

    def match(self, facts: Sequence[Fact], summary: Mapping[str, Value]) -> Matches:
        ours = self.definition.match(facts, summary)
        theirs = self.primary.match(facts, summary)
        if ours.true != theirs.true:
            rule, place = min(set(ours.true) ^ set(theirs.true))
            name = f"rule {self._program.rules[rule].id}, record {facts[place].id}"
            raise self._disagreement(name, (rule, place) in theirs.true, (rule, place) in ours.true)
        return ours

    def decide(self, group: Group, summary: Mapping[str, Value]) -> tuple[Truth, ...]:
        ours = self.definition.decide(group, summary)
        theirs = self.primary.decide(group, summary)
        for (name, _), our, their in zip(
            conditions(self._program, group), ours, theirs, strict=True
        ):
            if our is not their:
                raise self._disagreement(f"{group} {name}", their, our)
        return ours

    def _disagreement(self, place: str, theirs: Truth, ours: Truth) -> EngineDisagreement:
        head = self._program.head
        return EngineDisagreement(
            f"policy {head.id} {head.version}, {place}: {self.primary.name} says "
            f"{_TRUTHS[theirs]}, {self.definition.name} says {_TRUTHS[ours]}"
        )
