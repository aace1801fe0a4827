"""The score card of one subject: its result, every number down to record and clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, TypeAlias, get_args

from rules.program import Indicator
from rules.values import Value
from scoring.explanation.account import Account, Sentence
from scoring.explanation.explain import outline
from scoring.explanation.lift import lift_outline
from scoring.explanation.points import total_shown
from scoring.explanation.sources import of_class
from scoring.notes import Words
from scoring.package.table import Column
from scoring.reports.cards.records import behind, counted
from scoring.reports.citing import cited
from scoring.reports.codes import READINGS, STATES, spoken
from scoring.reports.document import Block, Document, Facts, Grid, Heading, Outline, Remark, Sheet
from scoring.reports.naming import NamesShown, shown_name
from scoring.reports.summary import about_period
from scoring.whatif.lifting import Lift
from scoring.wording import told

# The office sees everything; the subject all that is said of it; its employer the grade and what
# is recommended on it; the public what is posted.
Audience: TypeAlias = Literal["office", "subject", "employer", "public"]
AUDIENCES: tuple[Audience, ...] = get_args(Audience)

_TITLES: Mapping[Audience, Words] = {
    "office": Words("考评计分卡", "score card"),
    "subject": Words("考评结果反馈单", "result for the subject"),
    "employer": Words("考评结果告知单", "result for the employer"),
    "public": Words("考评结果公示", "published result"),
}
_LOST = READINGS["ledger", "lost_to"]
_LEFT = {
    "not_applicable": "不适用 does not apply",
    "excluded": "剔除折算 left out",
}


def score_card(
    account: Account,
    audience: Audience,
    marks: tuple[Words, ...],
    *,
    names: NamesShown = "in_full",
    lift: Lift | None = None,
    source: str = "",
) -> Document:
    """`names` is how the public reads names; the others read them in full."""
    head, title = account.program.head, _TITLES[audience]
    return Document(
        title=f"{head.title}　{title.zh}",
        about=about_period(head, account.evidence.period),
        marks=marks,
        sheets=tuple(_sheets(account, audience, names, lift)),
        source=source,
    )


def _sheets(
    account: Account, audience: Audience, names: NamesShown, lift: Lift | None
) -> Iterator[Sheet]:
    facts = Facts(tuple(_result(account, audience, names)))
    yield Sheet(Words("结果", "result"), (facts,))
    if audience in ("employer", "public"):
        return
    if account.assessment.indicators:
        yield Sheet(Words("得分", "points"), (_points(account),))
    if account.assessment.findings:
        yield Sheet(Words("计分依据的记录", "records that counted"), (counted(account),))
    if (taken := behind(account, each=audience == "office")) is not None:
        yield Sheet(Words("数值所依据的记录", "records behind the quantities"), (taken,))
    said = outline(account.program, account.evidence, account.assessment, account.voice.language)
    yield Sheet(Words("逐条说明", "how it came about"), (_outline(said),))
    if lift is not None:
        ways = _outline(tuple(lift_outline(account, lift)))
        yield Sheet(Words("怎样能上一等", "what would lift it"), (ways,))


def _outline(sentences: tuple[Sentence, ...]) -> Block:
    if not sentences:
        return Remark(Words("无", "none"))
    return Outline(tuple((depth, text) for depth, text in sentences))


def _result(account: Account, audience: Audience, names: NamesShown) -> Iterator[tuple[Words, str]]:
    yield from _subject(account, audience, names)
    found, zh = account.assessment, account.voice.language == "zh"
    yield Words("状态", "state"), STATES[found.state]
    if reason := found.reason_zh if zh else found.reason_en:
        yield Words("原因", "reason"), reason
    if audience != "employer" and found.total is not None:
        yield Words("总分", "total"), total_shown(account, found.total)
    if found.grade is not None:
        yield Words("等次", "grade"), found.grade + account.rests("grade")
    if audience in ("office", "subject"):
        yield from _places(account)
    if audience != "employer" and found.lists:
        yield Words("列入名单", "on lists"), "、".join(found.lists) + account.rests(*found.lists)
    if audience != "public":
        yield from _rewards(account, with_awards=audience != "employer")


def _subject(
    account: Account, audience: Audience, names: NamesShown
) -> Iterator[tuple[Words, str]]:
    """A public card with masked names says no id, which might be a name or a number of a person."""
    subject = account.assessment.subject
    field = account.program.subject.name_field
    name = account.assessment.fields.get(field) if field else None
    shown = names if audience == "public" else "in_full"
    if shown == "in_full":
        yield Words("对象", "subject"), subject
    if shown == "masked" or name is not None:
        yield Words("名称", "name"), shown_name(str(name or subject), shown)


def _places(account: Account) -> Iterator[tuple[Words, str]]:
    for rank in account.program.ranks:
        place = account.assessment.places.get(rank.name)
        if place is not None:
            group = f"（{place.group}）" if place.group else ""
            unsure = " 暂定 provisional" if place.provisional else ""
            shown = f"{place.place} / {place.size}{unsure}"
            yield Words(f"{rank.label or rank.name}{group}", "place / of"), shown


def _rewards(account: Account, *, with_awards: bool) -> Iterator[tuple[Words, str]]:
    found = account.assessment
    for coefficient in account.program.coefficients:
        if (given := found.coefficients.get(coefficient.name)) is not None:
            value = (
                "待定 pending"
                if given.value is None
                else told(given.value, coefficient.told_digits)
            )
            unsure = "；暂定 provisional" if given.provisional else ""
            by = f"（由{coefficient.applied_by}运用）" if coefficient.applied_by else ""
            name = coefficient.label or coefficient.name
            yield Words(name, "coefficient, proposed"), f"{value}{unsure}{by}"
    for pool in account.program.awards if with_awards else ():
        if (share := found.awards.get(pool.name)) is not None:
            amount = "待定 pending" if share.amount is None else told(share.amount, pool.digits)
            unsure = "；暂定 provisional" if share.provisional else ""
            yield Words(f"{pool.label or pool.name}（元）", "yuan, proposed"), f"{amount}{unsure}"


# --- points --------------------------------------------------------------------------------------


def _points(account: Account) -> Grid:
    headings = (
        Heading(Words("指标", "indicator"), Column("indicator")),
        Heading(Words("分值", "full"), Column("full", "exact")),
        Heading(Words("得分", "points"), Column("points", "exact")),
        Heading(Words("受限于", "lost to"), Column("lost_to")),
        Heading(Words("依据", "basis"), Column("basis")),
    )
    depths: dict[str, int] = {}
    rows = []
    for indicator in account.program.indicators:
        depths[indicator.name] = depths[indicator.parent] + 1 if indicator.parent else 0
        rows.append(_indicator(account, indicator, depths[indicator.name]))
    return Grid(headings, rows)


def _indicator(account: Account, indicator: Indicator, depth: int) -> tuple[Value, ...]:
    found = account.assessment
    lines = [line for line in found.ledger if line.indicator == indicator.name and line.lost_to]
    lost = "、".join(dict.fromkeys(str(spoken(_LOST, line.lost_to)) for line in lines))
    for left, words in _LEFT.items():
        if indicator.name in getattr(found, left):
            lost = words
    return (
        "　" * depth + (indicator.label or indicator.name),
        of_class(account, indicator).full,
        found.indicators.get(indicator.name),
        lost,
        cited(indicator.basis),
    )
