"""Effects: the evidence that a list or a trigger writes for other policies."""

from __future__ import annotations

from collections.abc import Sequence

from rules.compiler.draft import Draft
from rules.constructs.effects import Effect
from rules.expr.lexer import is_name
from rules.model import Effect as EffectText

# What every record of an effect says besides: its cause and its day.
_TAKEN = ("编号", "发生日")


def effects_of(draft: Draft, texts: Sequence[EffectText]) -> tuple[Effect, ...]:
    found = []
    for text in texts:
        for name in text.fields:
            if name in (*_TAKEN, draft.policy.subject.kind):
                draft.report("effect-field", text.value_span("fields"), name=name)
        if not is_name(text.into):
            draft.report("bad-name", text.value_span("into"), name=text.into)
        if text.policy == draft.policy.id:
            draft.report("effect-on-itself", text.value_span("policy"))
        found.append(Effect(text.policy, text.into, text.dated, tuple(text.fields.items())))
    return tuple(found)
