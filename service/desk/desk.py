"""The desk: questions about one catalogue, answered one after the other, in one process."""

from __future__ import annotations

from importlib.metadata import version
from typing import Any

from rules.backends.crossed import CrossedMatcher, Engine, matcher_for
from rules.diagnostics import Diagnostic, PolicyError
from rules.program import Program
from scoring.assess import Assessor
from scoring.evidence import Period
from scoring.period import example_of, read_period
from service.api.questions import Asked
from service.catalogue import Catalogue, Edition
from service.desk.rows import Gatherer
from service.errors import Problem, Trouble, trouble


class Counter:
    """One edition ready for any number of questions."""

    def __init__(self, edition: Edition, engine: Engine, because: str) -> None:
        self.edition = edition
        self.program = edition.program
        matcher = matcher_for(self.program, engine)
        self.assessor = Assessor(self.program, matcher)
        self.gatherer = Gatherer(self.program)
        self.kaoping = version("kaoping")
        self.engine = {**_described(matcher, self.kaoping), "because": because or None}

    def period(self, asked: Asked) -> Period:
        try:
            return read_period(asked.period, self.program.head, asked.as_of)
        except PolicyError as error:
            troubles = [_of_period(self.program, found) for found in error.diagnostics]
            raise Problem("period-refused", troubles) from None


class Desk:
    """Counters are kept by the digest of their program, as long as the catalogue has them.
    `because` is why the engine is not the one that was meant."""

    def __init__(self, engine: Engine, because: str = "") -> None:
        self._engine: Engine = engine
        self._because = because
        self._counters: dict[str, Counter] = {}
        self.catalogue = Catalogue(())

    def put(self, catalogue: Catalogue) -> None:
        """Takes the place of the catalogue before; what both have stays prepared."""
        self.catalogue = catalogue
        known = {edition.program.digest for edition in catalogue.editions}
        self._counters = {d: counter for d, counter in self._counters.items() if d in known}

    def counter(self, policy: str, asked: Asked) -> Counter:
        edition = _chosen(self.catalogue, policy, asked)
        digest = edition.program.digest
        if digest not in self._counters:
            self._counters[digest] = Counter(edition, self._engine, self._because)
        return self._counters[digest]


def _chosen(catalogue: Catalogue, policy: str, asked: Asked) -> Edition:
    if asked.version is None:
        return catalogue.for_period(policy, asked.period)
    edition = catalogue.version(policy, asked.version)
    if edition.program.head.status == "repealed":
        raise Problem("policy-repealed")
    return edition


def _described(matcher: object, kaoping: str) -> dict[str, Any]:
    versions = {"kaoping": kaoping}
    if isinstance(matcher, CrossedMatcher):
        versions["durable-rules"] = version("durable-rules")
        return {"name": "durable", "versions": versions, "crosschecked": True}
    return {"name": "reference", "versions": versions, "crosschecked": False}


def _of_period(program: Program, found: Diagnostic) -> Trouble:
    pointer = "/as_of" if found.code == "as-of-too-early" else "/period"
    args = {name: found.args[name] for name in ("stated", "start") if name in found.args}
    return trouble(pointer, found.code, example=example_of(program.head.period), **args)
