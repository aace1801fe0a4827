"""Effects: the evidence that a list or a trigger writes for other policies."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from rules.compiler.draft import Draft
from rules.constructs.cases import RUNG, TERM
from rules.constructs.effects import Effect
from rules.expr.lexer import is_name
from rules.model import Effect as EffectText
from rules.model import LateEffect, Overdue

# What every record of an effect says besides: its cause and its day.
_TAKEN = ("编号", "发生日")


def effects_of(
    draft: Draft, texts: Sequence[EffectText], *, laddered: bool = False
) -> tuple[Effect, ...]:
    """Those of a list or a trigger; of one that is `laddered` the rung is told too."""
    for text in texts:
        _check(draft, text, (*_TAKEN, *((RUNG,) if laddered else ())))
    return tuple(
        Effect(text.policy, text.into, text.dated, tuple(text.fields.items())) for text in texts
    )


def overdue_effects_of(draft: Draft, text: Overdue | None) -> tuple[Effect, ...]:
    """Those of a missed deadline, which is the day they are dated by."""
    texts = text.effect if text else []
    for one in texts:
        _check(draft, one, (*_TAKEN, *TERM, RUNG))
    return tuple(
        Effect(one.policy, one.into, "overdue", tuple(one.fields.items())) for one in texts
    )


def _check(draft: Draft, text: LateEffect, taken: Collection[str]) -> None:
    for name in text.fields:
        if name in (*taken, draft.policy.subject.kind):
            told = "、".join((*taken, "对象"))
            draft.report("effect-field", text.value_span("fields"), name=name, taken=told)
    if not is_name(text.into):
        draft.report("bad-name", text.value_span("into"), name=text.into)
    if text.policy == draft.policy.id:
        draft.report("effect-on-itself", text.value_span("policy"))
