"""What limits the points of a rule, and what a finding lost to it, in an explanation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rules.expr.nodes import Expr, Literal, Ref
from rules.program import JointCap, Rule
from rules.values import Number
from scoring.assessment import Finding
from scoring.explanation.account import Account, Sentence
from scoring.wording import told


def limits(account: Account, rule: Rule) -> Iterator[Sentence]:
    """In the order they act."""
    voice = account.voice
    if rule.cap_each is not None:
        yield Sentence(0, voice.say("cap_each", cap=told(rule.cap_each)))
    if rule.contest is not None:
        rivals = [r for r in account.program.rules if r.contest == rule.contest and r != rule]
        phrase = f"contest_{rule.contest.keep}"
        yield Sentence(0, voice.say(phrase, rules=_named(account, rivals)))
    if rule.later:
        yield Sentence(0, voice.joined(_occurrences(account, rule)))
    for said in _caps(account, rule):
        yield Sentence(0, said)
    for joint in account.program.joint_caps:
        if rule.id in joint.rules:
            others = [r for r in account.program.rules if r.id in joint.rules and r != rule]
            caps = voice.joined(_caps(account, joint))
            yield Sentence(0, voice.say("together", rules=_named(account, others), caps=caps))


def lost(account: Account, finding: Finding) -> str:
    """What the finding was worth before it lost to a limit or to another finding."""
    if not finding.lost_to:
        return ""
    voice = account.voice
    causes = voice.joined(voice.say(limit) for limit in finding.lost_to.split("+"))
    return voice.say("lost", raw=voice.signed(finding.raw), causes=causes)


def awarded(account: Account, rule: Rule) -> list[Expr]:
    """The reason and the approver of points awarded at discretion."""
    kind = account.program.kinds[rule.evidence]
    if kind.discretion is None:
        return []
    names = (kind.discretion.reason, kind.discretion.approver)
    return [Ref("record", name, kind.columns[kind.index(name)].kind) for name in names]


def _named(account: Account, rules: Iterable[Rule]) -> str:
    return account.voice.joined(f"“{rule.label or rule.id}”" for rule in rules)


def _caps(account: Account, stated: Rule | JointCap) -> Iterator[str]:
    whole = "cap" if isinstance(stated, Rule) else "cap_together"
    caps: tuple[tuple[str, Number | None], ...] = (
        ("cap_daily", stated.cap_daily),
        ("cap_monthly", stated.cap_monthly),
        (whole, stated.cap),
    )
    for phrase, cap in caps:
        if cap is not None:
            yield account.voice.say(phrase, cap=told(cap))


def _occurrences(account: Account, rule: Rule) -> Iterator[str]:
    first = rule.points.value if isinstance(rule.points, Literal) else None
    steps = (first, *rule.later)
    for number, points in enumerate(steps, 1):
        phrase = "occurrence" if number < len(steps) else "occurrences"
        shown = account.voice.value(points)
        yield account.voice.say(phrase, number=number, points=shown)
