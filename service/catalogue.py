"""The policies the service answers by: an immutable picture of a library at one moment."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise

from rules.diagnostics import Diagnostic
from rules.program import Program
from scoring.period import days_of, example_of
from service.errors import Problem, trouble


@dataclass(frozen=True, slots=True)
class Edition:
    """One version of one policy, compiled, with what lint has to say about it."""

    program: Program
    remarks: tuple[Diagnostic, ...]

    def in_force(self, day: date) -> bool:
        head = self.program.head
        return head.effective_from <= day and (
            head.effective_to is None or day <= head.effective_to
        )


@dataclass(frozen=True)
class Catalogue:
    """Editions in the order of their ids and of coming into force."""

    editions: tuple[Edition, ...]

    @cached_property
    def digest(self) -> str:
        """Over the digests of its programs: equal catalogues give equal answers."""
        text = "\n".join(edition.program.digest for edition in self.editions)
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def policies(self) -> Mapping[str, Sequence[Edition]]:
        found: dict[str, list[Edition]] = {}
        for edition in self.editions:
            found.setdefault(edition.program.head.id, []).append(edition)
        return found

    def versions(self, policy: str) -> Sequence[Edition]:
        try:
            return self.policies[policy]
        except KeyError:
            raise Problem("unknown-policy") from None

    def version(self, policy: str, version: str) -> Edition:
        for edition in self.versions(policy):
            if edition.program.head.version == version:
                return edition
        raise Problem("unknown-version")

    def for_period(self, policy: str, period: str) -> Edition:
        """The version in force on the last day of the period: caps, bands and lists follow it. A
        draft is taken only by its version, a repealed one never."""
        open_to_all = [
            edition
            for edition in self.versions(policy)
            if edition.program.head.status not in ("draft", "repealed")
        ]
        if not open_to_all:
            raise Problem("no-version-in-force", [trouble("/period", "no-version-then")])
        kinds = {edition.program.head.period for edition in open_to_all}
        if all(days_of(period, kind) is None for kind in kinds):
            example = "、".join(sorted(example_of(kind) for kind in kinds))
            raise Problem("period-refused", [trouble("/period", "bad-period", example=example)])
        in_force = [edition for edition in open_to_all if _at_the_end(edition, period)]
        if not in_force:
            raise Problem("no-version-in-force", [trouble("/period", "no-version-then")])
        return max(in_force, key=lambda edition: edition.program.head.effective_from)


def catalogue(editions: Iterable[Edition]) -> Catalogue:
    """Raises SamePolicyTwice: nobody could tell which of two equal names an answer rests on."""
    ordered = sorted(editions, key=_order)
    names = [(edition.program.head.id, edition.program.head.version) for edition in ordered]
    for name, following in pairwise(names):
        if name == following:
            raise SamePolicyTwice(*name)
    return Catalogue(tuple(ordered))


class SamePolicyTwice(Exception):
    """Two files are the same version of one policy."""

    def __init__(self, policy: str, version: str) -> None:
        self.zh = f"细则“{policy}”的版本“{version}”有两份文件"
        self.en = f"there are two files of policy “{policy}”, version “{version}”"
        super().__init__(self.en)


def _order(edition: Edition) -> tuple[str, str, str]:
    head = edition.program.head
    return (head.id, head.effective_from.isoformat(), head.version)


def _at_the_end(edition: Edition, period: str) -> bool:
    days = days_of(period, edition.program.head.period)
    return days is not None and edition.in_force(days[1])
