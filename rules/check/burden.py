"""The burden a policy lays on those it assesses: how much is asked, and whether traces are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules.check.lint import Lint
from rules.diagnostics import Diagnostic, diagnose
from rules.model import Construct
from rules.source import Span

# Above these a policy is long for a yearly review of what basic units do; choices of ours, as
# nobody has issued a number: rule books that were complained of had about a hundred items.
MOST_ITEMS = 40
MOST_VETOES = 8
MOST_RANKS = 3

# Points for proving that one works: pictures, stamps, screens; and for stirring on a platform.
_TRACES = (
    "照片",
    "截图",
    "留痕",
    "痕迹",
    "打卡",
    "签到",
    "台账",
    "photo",
    "screenshot",
    "check-in",
)
_ACTIVITY = (
    "登录",
    "点赞",
    "转发",
    "浏览",
    "关注数",
    "活跃度",
    "下载",
    "login",
    "likes",
    "reposts",
)


def check_burden(lint: Lint) -> Iterator[Diagnostic]:
    policy = lint.policy
    leaves = [item for item in lint.program.indicators if not item.children]
    counts: tuple[tuple[str, int, int, str], ...] = (
        ("many-items", len(leaves), MOST_ITEMS, "indicators"),
        ("many-vetoes", len(policy.veto), MOST_VETOES, "veto"),
        ("many-ranks", len(policy.rank), MOST_RANKS, "rank"),
    )
    for code, count, most, key in counts:
        if count > most:
            yield diagnose(code, policy.key_span(key), count=count, most=most)
    for name, words in _told(lint).items():
        text, span = words
        for code, signs in (("counts-traces", _TRACES), ("counts-activity", _ACTIVITY)):
            sign = next((sign for sign in signs if sign in text.lower()), None)
            if sign is not None:
                yield diagnose(code, span, name=name, sign=sign)


def _told(lint: Lint) -> Mapping[str, tuple[str, Span | None]]:
    """What points are given for: items, kinds of evidence and their fields, by name."""
    # Case records are how a consequence is followed, not what anybody gets points for.
    kinds = {name: e for name, e in lint.policy.evidence.items() if not e.case_records}
    constructs: dict[str, Construct] = {**lint.indicator_texts, **kinds}
    for evidence in kinds.values():
        constructs |= evidence.fields
    return {
        name: (f"{name} {getattr(construct, 'label', '')}", construct.at.name or construct.at.whole)
        for name, construct in constructs.items()
    }
