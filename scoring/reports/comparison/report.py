"""A comparison as a document for people, whatever its format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from rules.values import Value, add_up, show_number
from scoring.comparison.comparison import Comparison
from scoring.comparison.edit_words import FAMILIES, HOW, edit_words
from scoring.comparison.edits import Key, constructs_of, label_of
from scoring.comparison.limits import Breach
from scoring.comparison.migration import Migration
from scoring.comparison.pairs import Standing, grade_is_provisional, standing
from scoring.comparison.reach import Reach
from scoring.comparison.totals import difference
from scoring.notes import Words
from scoring.package.table import Column
from scoring.reports.comparison.effects import effects
from scoring.reports.comparison.teller import COUNT, NAME, Teller, yuan_told
from scoring.reports.document import Block, Document, Facts, Grid, Heading, Remark, Sheet
from scoring.reports.summary import marks
from scoring.runs.outcome import Outcome
from scoring.wording import told_percent

# What follows from a grade and cannot change it.
_CONSEQUENCES = frozenset({"list", "trigger", "coefficient", "award"})
_STATE = Words("参评、待定的变化", "a change of state")


def comparison_report(found: Comparison, breached: Sequence[Breach], teller: Teller) -> Document:
    """What differs, most important first; a part is left out where nothing does."""
    sheets = [Sheet(Words("比较", "comparison"), tuple(_overview(found, breached, teller)))]
    parts = (
        (Words("细则改动", "edits of the policy"), _edits(found, teller)),
        (Words("等次去向", "grades before and after"), _migration(found, teller)),
        (Words("变动的对象", "who moves"), _movers(found, teller)),
        (Words("总分", "totals"), _totals(found, teller)),
        *effects(found, teller),
    )
    sheets += [Sheet(name, blocks) for name, part in parts if (blocks := tuple(part))]
    titles = dict.fromkeys(o.program.head.title for o in (found.before, found.after))
    told_marks = dict.fromkeys((*marks(found.before), *marks(found.after)))
    return Document(
        title=" → ".join(titles),
        about=Words("前后两个结果的比较", "two results compared"),
        marks=tuple(told_marks),
        sheets=tuple(sheets),
    )


# --- in short ------------------------------------------------------------------------------------


def _overview(found: Comparison, breached: Sequence[Breach], teller: Teller) -> Iterator[Block]:
    sides = (found.before, found.after)
    headings = (
        Heading(Words("", ""), NAME),
        Heading(Words("原", "before"), NAME),
        Heading(Words("新", "after"), NAME),
    )
    rows = zip(*(_side(outcome, teller) for outcome in sides), strict=True)
    yield Grid(headings, [(*was, now[1]) for was, now in rows])
    for words in _headlines(found):
        yield Remark(words)
    warnings = {w.code: w for o in sides for w in o.warnings if w.code.startswith("trial-")}
    for warning in warnings.values():
        yield Remark(Words(warning.sentence("zh"), warning.sentence("en")))
    for breach in breached:
        limit = f"✗ {breach.limit}"
        yield Remark(Words(f"{limit}：{breach.words.zh}", f"{limit}: {breach.words.en}"))


def _side(outcome: Outcome, teller: Teller) -> Iterator[tuple[str, str]]:
    """What was assessed by what, and how it adds up: the same rows for each side."""
    head, period = outcome.program.head, outcome.evidence.period
    records, subjects = outcome.records, outcome.subjects
    for words, told in (
        (Words("细则", "policy"), f"{head.id} {head.version}"),
        (Words("周期", "period"), f"{period.label}：{period.start} – {period.end}"),
        (Words("截止日", "as of"), period.as_of.isoformat()),
        (Words("证据", "records"), f"{records['in']:,}"),
        (Words("　已计", "  scored"), f"{records['scored']:,}"),
        (Words("　未评对象", "  not graded"), f"{records['not_graded']:,}"),
        (Words("　待定对象", "  pending"), f"{records['pending']:,}"),
        (Words("　退回", "  rejected"), f"{records['rejected']:,}"),
        (Words("对象", "subjects"), f"{outcome.counts.everyone:,}"),
        (Words("　已评", "  graded"), f"{subjects['graded']:,}"),
        (Words("　未评", "  not graded"), f"{subjects['not_graded']:,}"),
        (Words("　待定", "  pending"), f"{subjects['pending']:,}"),
    ):
        yield teller.say(words), told


def _headlines(found: Comparison) -> Iterator[Words]:
    if found.same_policy:
        yield Words("两边的细则内容相同", "both policies say the same")
    if found.is_identical:
        yield Words(
            "结果逐项相同：什么也没有改变", "nothing changes: the results are the same throughout"
        )
        return
    if found.changes_nothing:
        yield Words(
            "不改变任何结果：等次、总分、名单、处置、系数、奖励资金都不变",
            "no result changes: every grade, total, list, case, coefficient and amount stays",
        )
        return
    everybody, moved = len(found.pairs), len(found.movers)
    share = told_percent(Fraction(moved, everybody))
    yield Words(
        f"{everybody:,} 个对象中 {moved:,} 个变动（{share}）",
        f"{moved:,} of {everybody:,} subjects move ({share})",
    )
    yield _extent(found)


def _extent(found: Comparison) -> Words:
    """How much else changes, each a number."""
    members = {
        kind: sum(len(m.gained) + len(m.lost) for m in found.memberships if m.kind == kind)
        for kind in ("list", "trigger")
    }
    totals = sum(bool(difference(pair)) for pair in found.pairs)
    factors = sum(len(move.changes) for move in found.coefficients)
    yuan = yuan_told(add_up(pool.moved for pool in found.pools), 2)
    return Words(
        f"总分变了 {totals:,} 个；名单进出 {members['list']:,}，处置进出 {members['trigger']:,}，"
        f"系数变了 {factors:,} 个，奖励资金增减 {yuan} 元",
        f"{totals:,} totals change; {members['list']:,} come onto lists or leave them, "
        f"{members['trigger']:,} cases, {factors:,} coefficients, {yuan} yuan",
    )


# --- the policies --------------------------------------------------------------------------------


def _edits(found: Comparison, teller: Teller) -> Iterator[Block]:
    headings = (
        Heading(Words("种类", "kind"), NAME),
        Heading(Words("名称", "name"), NAME),
        Heading(Words("", ""), NAME),
        Heading(Words("涉及", "touched"), COUNT),
        Heading(Words("其中变动", "moved"), COUNT),
        Heading(Words("改动", "edit"), NAME),
    )
    rows = [_edit(reach, teller) for reach in found.reaches]
    yield from teller.grid(headings, rows)
    yield from _idle(found)


def _idle(found: Comparison) -> Iterator[Block]:
    """Edits that reach nobody, and those of points and grades that leave everybody where they
    were."""
    told = (
        (
            [reach.edit.key for reach in found.reaches if reach.touched == 0],
            Words("没有触及任何对象的改动", "edits that reach nobody"),
        ),
        (
            [
                reach.edit.key
                for reach in found.reaches
                if reach.touched and not reach.moved and reach.edit.key.family not in _CONSEQUENCES
            ],
            Words("没有让任何对象变动的改动", "edits that move nobody"),
        ),
    )
    for keys, words in told:
        names = [_named(key, key.name) for key in keys]
        zh, en = "、".join(name.zh for name in names), ", ".join(name.en for name in names)
        if names:
            yield Remark(Words(f"{words.zh}：{zh}", f"{words.en}: {en}"))


def _edit(reach: Reach, teller: Teller) -> tuple[Value, ...]:
    edit = reach.edit
    told = teller.say(edit_words(edit)) if edit.details else ""
    name = edit.key.name
    family, how = teller.say(FAMILIES[edit.key.family]), teller.say(HOW[edit.how])
    return (family, name, how, reach.touched, reach.moved, told)


def _named(key: Key, label: str) -> Words:
    name, family = label or key.name, FAMILIES[key.family]
    if not name:
        return family
    return Words(f"{family.zh}“{name}”", f"{family.en} “{name}”")


# --- grades --------------------------------------------------------------------------------------


def _migration(found: Comparison, teller: Teller) -> Iterator[Block]:
    migration = found.migration
    headings = (
        Heading(Words("原 ＼ 新", "before \\ after"), NAME),
        *(Heading(teller.standing(one), COUNT) for one in migration.after),
        Heading(Words("合计", "all"), COUNT),
    )
    rows = [_row(migration, was, teller) for was in migration.before]
    sums = [
        sum(migration.counts.get((was, now), 0) for was in migration.before)
        for now in migration.after
    ]
    rows.append((teller.say(Words("合计", "all")), *sums, sum(sums)))
    yield Grid(headings, rows)
    if provisional := sum(migration.provisional.values()):
        yield Remark(
            Words(
                f"其中 {provisional:,} 个对象的等次是暂定的",
                f"{provisional:,} of them have a provisional grade",
            )
        )
    yield from _lines(found, teller)


def _row(migration: Migration, was: Standing, teller: Teller) -> tuple[Value, ...]:
    counts = [migration.counts.get((was, now), 0) for now in migration.after]
    return (teller.say(teller.standing(was)), *(count or None for count in counts), sum(counts))


def _lines(found: Comparison, teller: Teller) -> Iterator[Block]:
    headings = (
        Heading(Words("界线", "line"), NAME),
        Heading(Words("升过", "up"), COUNT),
        Heading(Words("降过", "down"), COUNT),
        Heading(Words("其中总分未变", "with the same total"), COUNT),
    )
    rows: list[tuple[Value, ...]] = [
        (f"{line.grade} / {line.below}", line.up, line.down, line.by_line)
        for line in found.lines
        if line.up or line.down
    ]
    yield from teller.grid(headings, rows, Words("越过界线的对象", "lines crossed"))


# --- subjects ------------------------------------------------------------------------------------


def _movers(found: Comparison, teller: Teller) -> Iterator[Block]:
    total = Column("total", "decimal", teller.digits)
    headings = (
        Heading(Words("对象", "subject"), NAME),
        Heading(Words("原", "before"), NAME),
        Heading(Words("新", "after"), NAME),
        *((Heading(Words("原总分", "total before"), total),) if teller.has_total else ()),
        *((Heading(Words("新总分", "after"), total),) if teller.has_total else ()),
        *((Heading(Words("差", "difference"), total),) if teller.has_total else ()),
        Heading(Words("原因", "why"), Column("why")),
    )
    rows = []
    for mover in found.movers:
        pair = mover.pair
        sides = (pair.before, pair.after)
        totals = (*(side.total if side else None for side in sides), difference(pair))
        why = "\n".join(teller.say(cause.words) for cause in mover.causes)
        stood = (teller.stood(standing(side), grade_is_provisional(side)) for side in sides)
        rows.append(
            (teller.called(pair.subject), *stood, *(totals if teller.has_total else ()), why)
        )
    yield from teller.grid(headings, rows)
    yield from _deciding(found, teller)


def _deciding(found: Comparison, teller: Teller) -> Iterator[Block]:
    """Worth a table where many move."""
    constructs = {**constructs_of(found.before.program), **constructs_of(found.after.program)}
    rows: list[tuple[Value, ...]] = [
        (teller.say(_named(key, label_of(constructs.get(key))) if key else _STATE), count)
        for key, count in found.deciding.items()
    ]
    headings = (
        Heading(Words("由什么决定", "decided by"), NAME),
        Heading(Words("对象", "subjects"), COUNT),
    )
    if len(found.movers) > 1:
        yield from teller.grid(headings, rows, Words("变动从哪里来", "where the moves come from"))


def _totals(found: Comparison, teller: Teller) -> Iterator[Block]:
    spread = found.spread
    if spread is None:
        return
    numbers = {
        Words("升", "up"): f"{spread.up:,}",
        Words("降", "down"): f"{spread.down:,}",
        Words("最小差", "least difference"): show_number(spread.least, teller.digits),
        Words("差的中位数", "median"): show_number(spread.median, teller.digits),
        Words("最大差", "greatest"): show_number(spread.greatest, teller.digits),
    }
    yield Remark(
        Words(
            f"等次未变而总分变了的对象 {spread.count:,} 个",
            f"totals changed without another grade: {spread.count:,}",
        )
    )
    yield Facts(tuple(numbers.items()))
