"""Explanation: why a subject ended as it did, as an outline of sentences in Chinese or English."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rules.program import GRADE, TOTAL, Program, Trigger
from scoring.assessment import Assessment, Case
from scoring.evidence import Evidence
from scoring.explanation.account import Account, Sentence, below
from scoring.explanation.cases import cases
from scoring.explanation.checks import checks
from scoring.explanation.grade import decision
from scoring.explanation.history import history
from scoring.explanation.imports import effects, imports
from scoring.explanation.measures import measures
from scoring.explanation.points import points, total_shown
from scoring.explanation.rewards import rewards
from scoring.explanation.voice import Language, Voice
from scoring.period import applied_in


def explain(
    program: Program, evidence: Evidence, assessment: Assessment, language: Language
) -> tuple[str, ...]:
    """The outline drawn as indented lines."""
    return tuple(
        "  " * sentence.depth + sentence.text
        for sentence in outline(program, evidence, assessment, language)
    )


def outline(
    program: Program, evidence: Evidence, assessment: Assessment, language: Language
) -> tuple[Sentence, ...]:
    """A part is left out where there is nothing to say."""
    account = Account(program, evidence, assessment, Voice(language))
    said = list(_opening(account))
    for heading, part in _PARTS:
        if sentences := list(part(account)):
            said += [Sentence(0, account.voice.say(heading)), *below(sentences)]
    return tuple(said)


def _opening(account: Account) -> Iterator[Sentence]:
    say, found, period = account.voice.say, account.assessment, account.evidence.period
    head = account.program.head
    name = found.fields.get(account.program.subject.name_field or "")
    subject = found.subject if name is None else say("named", name=name, subject=found.subject)
    yield Sentence(0, say("heading", title=head.title, version=head.version, subject=subject))
    dates = {"start": period.start, "end": period.end, "as_of": period.as_of}
    yield Sentence(0, say("period", label=period.label, **dates))
    if applied := applied_in(head, period):
        yield Sentence(0, say("applied_in", year=applied))
    reason = found.reason_zh if account.voice.language == "zh" else found.reason_en
    total = total_shown(account, found.total)
    state = "graded_plain" if account.program.total is None else "graded"
    state = state if found.state == "graded" else found.state
    ending = say(state, reason=reason, total=total, grade=found.grade)
    yield Sentence(0, ending + account.rests(TOTAL, GRADE))
    yield Sentence(0, say("evidence", count=found.evidence_count))


def _places(account: Account) -> Iterator[Sentence]:
    say = account.voice.say
    for rank in account.program.ranks:
        place = account.assessment.places.get(rank.name)
        if place is None:
            continue
        text = say(
            "place",
            rank=rank.label or rank.name,
            place=place.place,
            last=place.place_from_last,
            size=place.size,
            group=say("group", group=place.group) if place.group else "",
        )
        text += say("tied", count=place.tied) if place.tied > 1 else ""
        yield Sentence(0, text + (say("provisional") if place.provisional else ""))


def _lists(account: Account) -> Iterator[Sentence]:
    voice, found = account.voice, account.assessment
    for rule in account.program.lists:
        name = rule.label or rule.name
        if rule.name in found.lists:
            text = voice.say("listed", name=name, basis=voice.basis(rule.basis))
            yield Sentence(0, text + account.rests(rule.name))
            yield from below(effects(account, rule))
            yield from below(account.condition(rule.when))
        elif rule.name in found.pending_lists:
            yield Sentence(0, voice.say("list_pending", name=name))
            yield from below(account.condition(rule.when))
        elif not rule.ties_in and account.worth(rule.when) is True:
            yield Sentence(0, voice.say("list_tied", name=name, basis=voice.basis(rule.basis)))
            yield from below(account.condition(rule.when))


def _triggers(account: Account) -> Iterator[Sentence]:
    voice, found = account.voice, account.assessment
    opened = {case.trigger: case for case in found.triggers}
    for trigger in account.program.triggers:
        if trigger.name in opened:
            yield from _case(account, trigger, opened[trigger.name])
        elif trigger.name in found.pending_triggers:
            yield Sentence(0, voice.say("trigger_pending", name=trigger.label or trigger.name))
            yield from below(account.condition(trigger.when))


def _case(account: Account, trigger: Trigger, case: Case) -> Iterator[Sentence]:
    voice = account.voice
    action = voice.say("action", action=case.action) if case.action else ""
    name, basis = trigger.label or trigger.name, voice.basis(trigger.basis)
    text = voice.say("case", name=name, action=action, basis=basis)
    yield Sentence(0, text + account.rests(trigger.name))
    if case.recipients:
        yield Sentence(1, voice.say("recipients", recipients=voice.joined(case.recipients)))
    if case.level is not None and trigger.level is not None:
        yield Sentence(1, voice.say("level", level=case.level, of=len(trigger.ladder)))
        yield from (Sentence(2, text) for text in (account.actuals([trigger.level]),) if text)
    if case.deadline is not None:
        phrase = "deadline_provisional" if case.deadline_provisional else "deadline"
        yield Sentence(1, voice.say(phrase, deadline=case.deadline.isoformat()))
    yield from below(effects(account, trigger))
    yield from below(account.condition(trigger.when))


def _cautions(account: Account) -> Iterator[Sentence]:
    zh = account.voice.language == "zh"
    for caution in account.assessment.cautions:
        phrase = "caution" if caution.count == 1 else "caution_counted"
        words = caution.zh if zh else caution.en
        text = account.voice.say(phrase, place=caution.place, words=words, count=caution.count)
        yield Sentence(0, text)


_PARTS: tuple[tuple[str, Callable[[Account], Iterator[Sentence]]], ...] = (
    ("imports", imports),
    ("history", history),
    ("measures", measures),
    ("checks", checks),
    ("points", points),
    ("decision", decision),
    ("places", _places),
    ("lists", _lists),
    ("triggers", _triggers),
    ("cases", cases),
    ("rewards", rewards),
    ("cautions", _cautions),
)
