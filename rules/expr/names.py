"""What a name means where it stands: something declared, an allowed word, or a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from rules.diagnostics import Diagnostic, closest, diagnose
from rules.expr.agreement import comparison_problem, literal_kind
from rules.expr.cursor import JOINING
from rules.expr.kinds import CategoryKind, Kind, TextKind
from rules.expr.lexer import BAND_AFTER, BAND_BEFORE
from rules.expr.nodes import Expr, Literal, Member, Name, Ref
from rules.expr.wording import said
from rules.result_words import result_word


@dataclass(frozen=True, slots=True)
class Names:
    """`visible` is by every accepted spelling, members of a rank as `街道排名.名次`; `hidden` maps
    a name that is declared but of no use here to the code of the message that says why."""

    visible: Mapping[str, Ref | Literal]
    hidden: Mapping[str, str] = field(default_factory=dict)

    def kind(self, expr: Expr) -> Kind | None:
        """The kind of a name, where that is known without looking around."""
        if isinstance(expr, Ref):
            return expr.kind
        known = self.visible.get(dotted(expr)) if isinstance(expr, Name | Member) else None
        return None if known is None else kind_of_known(known)


def kind_of_known(known: Ref | Literal) -> Kind:
    return known.kind if isinstance(known, Ref) else literal_kind(known)


def dotted(expr: Expr) -> str:
    match expr:
        case Name(name=name):
            return name
        case Member(owner=owner, name=name):
            return f"{dotted(owner)}.{name}"
    return said(expr)


def resolve(
    expr: Name | Member, names: Names, wanted: Kind | None
) -> tuple[Ref | Literal, Kind] | Diagnostic:
    """What the name stands for, with its kind; or what is wrong. An allowed word of the other side
    (`wanted`) needs no quotes, unless something declared under that name would fit as well."""
    spelled = dotted(expr)
    known = names.visible.get(spelled)
    if isinstance(wanted, CategoryKind) and spelled in wanted.words:
        if known is not None and not comparison_problem("=", kind_of_known(known), wanted):
            return diagnose("ambiguous-word", expr.span, name=spelled)
        return Literal(spelled, "text", expr.span), wanted
    if isinstance(wanted, CategoryKind) and known is None:
        word = result_word(spelled)
        if word in wanted.words:
            return Literal(word, "text", expr.span), wanted
    if known is not None:
        return replace(known, span=expr.span), kind_of_known(known)
    return _unknown(expr, spelled, names, wanted)


def _unknown(expr: Name | Member, spelled: str, names: Names, wanted: Kind | None) -> Diagnostic:
    if spelled in names.hidden:
        return diagnose(names.hidden[spelled], expr.span, name=spelled)
    words = wanted.words if isinstance(wanted, CategoryKind) else ()
    if keyword := _glued_keyword(spelled, {*names.visible, *names.hidden, *words}):
        return diagnose("keyword-boundary", expr.span, name=spelled, keyword=keyword)
    suggestion = closest(spelled, words) or closest(spelled, names.visible)
    if words:
        allowed = {"allowed": "、".join(words), "allowed_en": ", ".join(words)}
        return diagnose(
            "word-not-allowed", expr.span, word=spelled, suggestion=suggestion, **allowed
        )
    code = "text-needs-quotes" if isinstance(wanted, TextKind) else "unknown-name"
    return diagnose(code, expr.span, name=spelled, suggestion=suggestion)


def _glued_keyword(spelled: str, known: set[str]) -> str:
    """A keyword inside the name that splits it beside something known, or an empty string."""
    for keyword in (*JOINING, *sorted((*BAND_AFTER, *BAND_BEFORE), key=len, reverse=True)):
        before, found, after = spelled.partition(keyword)
        if found and (before in known or after in known):
            return keyword
    return ""
