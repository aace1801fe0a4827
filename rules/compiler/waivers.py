"""The kind of evidence exceptions and reasons are recorded in, which no author has to spell out."""

from __future__ import annotations

from collections.abc import Iterator

from rules import program as plan
from rules.compiler.draft import Draft, named
from rules.constructs.checks import (
    FILED,
    RECORD,
    VALID_TO,
    WAIVED,
    WAIVER_APPROVER,
    WAIVER_REASON,
    WAIVERS,
)
from rules.expr.kinds import BooleanKind, DateKind
from rules.expr.nodes import And, Compare, Expr, Literal, Or, Ref
from rules.lexicon import POLICY
from rules.loader import load_document
from rules.model import Construct, Evidence, Policy
from rules.source import Span
from rules.yaml_reader import read_yaml


def waived_in(policy: Policy) -> Iterator[tuple[str, Construct]]:
    """What can be on record: the checks that allow an exception, and the categories that need a
    reason, `书记人选.社区选派`, each with its construct."""
    for name, check in policy.check.items():
        if check.strength == "in_principle":
            yield name, check
    for name, decide in policy.decide.items():
        for choice in decide.ordered:
            if choice.recorded:
                yield f"{name}.{choice.give}", choice


def admit_waivers(draft: Draft) -> None:
    """The policy with the kind among its evidence, where anything can be on record."""
    policy, waived = draft.policy, dict(waived_in(draft.policy))
    if policy.waiver is None:
        for name, construct in waived.items():
            draft.report("no-waiver", named(construct), name=name)
        return
    if not waived:
        draft.report("idle-waiver", policy.waiver.at.whole)
        return
    if WAIVERS in policy.evidence:
        draft.report("waivers-twice", named(policy.evidence[WAIVERS]), name=WAIVERS)
    kind = _kind(tuple(waived), tuple(policy.waiver.approver))
    draft.policy = policy.model_copy(update={"evidence": {**policy.evidence, WAIVERS: kind}})


def _kind(waived: tuple[str, ...], approvers: tuple[str, ...]) -> Evidence:
    text = (
        f"字段: {{{WAIVED}: {{选项: {_words(waived)}}}, {WAIVER_REASON}: 文本, "
        f"{WAIVER_APPROVER}: {{选项: {_words(approvers)}}}, {FILED}: 日期, "
        f"{VALID_TO}: {{类型: 日期, 缺失: 不计}}}}\n发生日: 无\n"
    )
    return load_document(Evidence, read_yaml(text.encode(), WAIVERS), POLICY)


def _words(words: tuple[str, ...]) -> str:
    quoted = ", ".join('"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"' for word in words)
    return f"[{quoted}]"


def on_record(draft: Draft, waived: str, span: Span | None) -> Ref | None:
    """Whether the exception or the reason is on record at the as-of date: a measure of its own."""
    kind = draft.evidence.get(WAIVERS)
    if kind is None:
        return None  # reported already
    name = f"{waived}.{RECORD}"
    aggregate = plan.Quantified(WAIVERS, _valid(kind, waived), every=False)
    draft.measures[name] = plan.Measure(name, BooleanKind(), aggregate)
    return Ref("summary", name, BooleanKind(), span)


def _valid(kind: plan.EvidenceKind, waived: str) -> Expr:
    def field(name: str) -> Ref:
        return Ref("record", name, kind.columns[kind.index(name)].kind)

    as_of, until = Ref("run", "as_of", DateKind()), field(VALID_TO)
    lasts = Or(
        (Compare("=", until, Literal(None, "missing")), Compare("<=", as_of, until)),
    )
    return And(
        (
            Compare("=", field(WAIVED), Literal(waived, "text")),
            Compare("<=", field(FILED), as_of),
            lasts,
        )
    )
