"""Why something is not so: the first part of its condition that fails, with what it was worth."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from rules.backends.reference import Evaluate
from rules.diagnostics import PolicyError, closest, diagnose
from rules.expr.nodes import And, Expr, Or
from rules.program import Basis, Grade, Program, Rule
from rules.values import Value
from scoring.explanation.account import Account, Sentence, below
from scoring.explanation.grade import direct_told, seat_told, veto_told
from scoring.expressions import compiler_of

# The value of a part of a condition.
Worth: TypeAlias = Callable[[Expr], Value]
_SHOWN = 3


@dataclass(frozen=True, slots=True)
class _Named:
    """Something a policy concludes of a subject by a condition over its summary."""

    name: str
    label: str
    when: Expr | None
    basis: Sequence[Basis]


def why_not(account: Account, name: str) -> Iterator[Sentence]:
    """By the name, id or label of a grade, list, trigger, veto, direct grade, coefficient, pool or
    rule. Raises PolicyError where the policy has nothing of that name."""
    program = account.program
    for grade in program.grades:
        if grade.name == name:
            yield from _why_not_grade(account, grade)
            return
    for rule in program.rules:
        if name in (rule.id, rule.label):
            yield from _why_not_rule(account, rule)
            return
    for named in _concluded(program):
        if name in (named.name, named.label):
            yield from _why_not_named(account, named)
            return
    known = [*(grade.name for grade in program.grades), *(rule.id for rule in program.rules)]
    known += [named.name for named in _concluded(program)]
    raise PolicyError(
        [diagnose("nothing-so-named", None, name=name, suggestion=closest(name, known))]
    )


def _concluded(program: Program) -> Iterator[_Named]:
    for rule in program.lists:
        yield _Named(rule.name, rule.label, rule.when, rule.basis)
    for trigger in program.triggers:
        yield _Named(trigger.name, trigger.label, trigger.when, trigger.basis)
    for veto in program.vetoes:
        yield _Named(veto.id, veto.label, veto.when, veto.basis)
    for direct in program.direct_grades:
        yield _Named(direct.id, direct.label, direct.when, direct.basis)
    for coefficient in program.coefficients:
        yield _Named(coefficient.name, coefficient.label, coefficient.when, coefficient.basis)
    for pool in program.awards:
        yield _Named(pool.name, pool.label, pool.when, pool.basis)


def _why_not_named(account: Account, named: _Named) -> Iterator[Sentence]:
    voice = account.voice
    when = named.when
    name = named.label or named.name
    fails = [] if when is None else list(_failing(when, account.worth))
    phrase = "why_not" if fails else "why_is"
    yield Sentence(0, voice.say(phrase, name=name) + voice.basis(named.basis))
    if when is not None:
        yield from below(account.condition(when))
    yield from below(_told(account, fails))


def _why_not_grade(account: Account, grade: Grade) -> Iterator[Sentence]:
    voice, found = account.voice, account.assessment
    if found.grade == grade.name:
        yield Sentence(0, voice.say("why_is", name=grade.name))
        return
    yield Sentence(0, voice.say("why_not", name=grade.name))
    yield from below(_kept_from(account, grade))


def _kept_from(account: Account, grade: Grade) -> Iterator[Sentence]:
    voice, found = account.voice, account.assessment
    names = [one.name for one in account.program.grades]
    if found.grade is None:
        reason = found.reason_zh if voice.language == "zh" else found.reason_en
        yield Sentence(0, voice.say("why_state", reason=reason))
        return
    if names.index(found.grade) < names.index(grade.name):
        yield Sentence(0, voice.say("why_better", grade=found.grade))
        return
    if account.program.graded_by_place or grade.when is None:
        yield Sentence(0, voice.say("why_by_place"))
    else:
        yield from account.condition(grade.when)
        yield from _told(account, list(_failing(grade.when, account.worth)))
    for direct in account.program.direct_grades:
        if direct.id in found.direct_grades:
            yield from direct_told(account, direct)
    for veto in account.program.vetoes:
        if veto.id in found.vetoes:
            yield from veto_told(account, veto)
    for seat in found.seats:
        if seat.grade == grade.name:
            yield seat_told(account, seat)


def _why_not_rule(account: Account, rule: Rule) -> Iterator[Sentence]:
    """Every record of the rule's kind, by the first part of the condition that it fails."""
    voice = account.voice
    kind = account.program.kinds[rule.evidence]
    records = list(account.records(kind.name))
    yield Sentence(0, voice.say("why_not", name=rule.label or rule.id) + voice.basis(rule.basis))
    if not records:
        yield Sentence(1, voice.say("why_no_records", kind=kind.name))
        return
    yield Sentence(1, voice.say("why_records", count=len(records), kind=kind.name))
    if rule.when is not None:
        yield Sentence(1, voice.say("condition", when=voice.condition(rule.when)))
    hits = sum(1 for finding in account.assessment.findings if finding.rule == rule.id)
    if hits:
        yield Sentence(1, voice.say("why_met", count=hits))
    if rule.when is not None:
        yield from below(_by_failure(account, rule, rule.when))


def _by_failure(account: Account, rule: Rule, when: Expr) -> Iterator[Sentence]:
    compiled = compiler_of(account.program)
    evaluates: dict[Expr, Evaluate] = {}
    met = {f.evidence for f in account.assessment.findings if f.rule == rule.id}
    failed: dict[str, list[str]] = {}
    for id_, fields in account.records(rule.evidence):
        if id_ in met:
            continue
        values = tuple(fields.values())

        def worth(part: Expr, values: tuple[Value, ...] = values) -> Value:
            if part not in evaluates:
                evaluates[part] = compiled(part, rule.evidence)
            return evaluates[part](values, account.summary)

        told = [
            account.voice.say(
                "why_unknown" if truth is None else "why_fails",
                when=account.voice.condition(part),
            )
            for part, truth in _failing(when, worth)
        ]
        failed.setdefault(account.voice.joined(told), []).append(id_)
    for told_of, ids in sorted(failed.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        names = account.voice.joined(ids[:_SHOWN])
        names += account.voice.say("why_and_others") if len(ids) > _SHOWN else ""
        yield Sentence(0, account.voice.say("why_of", count=len(ids), told=told_of, ids=names))


def _failing(when: Expr, worth: Worth) -> Iterator[tuple[Expr, Value]]:
    """The first part that makes the whole false or unknown; of alternatives the first of each."""
    truth = worth(when)
    if truth is True:
        return
    match when:
        case And(parts=parts):
            first = next(part for part in parts if worth(part) is truth)
            yield from _failing(first, worth)
        case Or(parts=parts):
            for part in parts:
                yield from _failing(part, worth)
        case _:
            yield when, truth


def _told(account: Account, failing: Sequence[tuple[Expr, Value]]) -> Iterator[Sentence]:
    voice = account.voice
    if len(failing) > 1:
        yield Sentence(0, voice.say("why_or"))
    for part, truth in failing:
        phrase = "why_unknown" if truth is None else "why_fails"
        text = voice.say(phrase, when=voice.condition(part))
        actuals = account.actuals([part])
        shown = text + (voice.say("actuals", values=actuals) if actuals else "")
        yield Sentence(1 if len(failing) > 1 else 0, shown)
