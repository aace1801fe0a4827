"""What policies give each other, explained: the results taken, and the evidence written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice

from rules.program import Effect, ListRule, Trigger
from scoring.conclude.case_files import CaseFile
from scoring.conclude.effects import has_effect
from scoring.conclude.following import missed_in
from scoring.explanation.account import Account, Sentence

_SHOWN = 20


def effects(account: Account, rule: ListRule | Trigger) -> Iterator[Sentence]:
    """What being on a list, or a trigger, writes for other policies; nothing where it may change
    yet or the policy is not in force."""
    unsure = rule.name in account.assessment.provisional
    if unsure or not has_effect(account.program, account.evidence.period):
        return
    yield from _written(account, rule.effects)


def late_effects(account: Account, case: CaseFile, day: date) -> Iterator[Sentence]:
    """What a deadline missed on a day of the period writes for other policies."""
    period = account.evidence.period
    missed = [record.date for record in missed_in(case, period)]
    if day in missed and has_effect(account.program, period):
        own = (one for one in account.program.triggers if one.name == case.trigger)
        for trigger in own:
            yield from _written(account, trigger.overdue_effects)


def _written(account: Account, effects: Iterable[Effect]) -> Iterator[Sentence]:
    voice = account.voice
    for effect in effects:
        cells = voice.joined([f"{name} = {cell}" for name, cell in effect.fields])
        told = {"policy": effect.policy, "kind": effect.kind, "cells": cells}
        yield Sentence(0, voice.say("effect" if cells else "effect_plain", **told))


def imports(account: Account) -> Iterator[Sentence]:
    voice = account.voice
    for kind in account.program.evidence:
        if kind.imported is None:
            continue
        found = list(account.records(kind.name))
        phrase = "import" if found or kind.name in account.evidence.delivered else "import_none"
        told = {"name": kind.label or kind.name, "policy": kind.imported.policy}
        basis = voice.basis(kind.basis)
        yield Sentence(0, voice.say(phrase, count=len(found), basis=basis, **told))
        for id_, values in islice(found, _SHOWN):
            fields = [one for one in kind.fields if one.name in kind.taken]
            columns = [(one.name, one.kind) for one in fields]
            columns += [(one.name, one.kind) for one in (kind.along.fields if kind.along else ())]
            shown = [f"{name} = {voice.value(values[name], of)}" for name, of in columns]
            yield Sentence(1, voice.say("import_of", id=id_, values=voice.joined(shown)))
        if len(found) > _SHOWN:
            yield Sentence(1, voice.say("import_more", count=len(found) - _SHOWN))
