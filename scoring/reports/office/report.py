"""The report of a package for the review office: one pass over its results, one document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from rules.program import Program
from rules.values import Value
from scoring.conclude.case_files import CaseFile
from scoring.evidence import History
from scoring.notes import Words
from scoring.package.stored import Stored
from scoring.reports.document import Block, Document, Facts, Grid, Sheet
from scoring.reports.office.boards import Board, board_blocks, read_board
from scoring.reports.office.boundary import Boundary
from scoring.reports.office.casework import case_blocks, open_cases
from scoring.reports.office.changes import Changes
from scoring.reports.office.checked import check_blocks
from scoring.reports.office.delivery import delivery_blocks
from scoring.reports.office.engine import engine_blocks
from scoring.reports.office.money import money_blocks
from scoring.reports.office.ranking import Ranking
from scoring.reports.office.rows import Part, result_rows
from scoring.reports.office.spread import Spread
from scoring.reports.office.tables import MOST_ROWS, counted, text
from scoring.reports.office.waiting import Waiting
from scoring.reports.summary import RECORDS, STATUS, SUBJECTS, about_period, marks_of
from scoring.snapshot.held import Held
from scoring.snapshot.shapes import period_of

_OF_LISTS = frozenset({"list", "publicity", "audience"})
_OF_TRIGGERS = frozenset({"trigger", "action", "recipients", "because"})


def office_report(
    stored: Stored,
    history: History | None,
    held: Mapping[str, Held] | None,
    cases: Sequence[CaseFile] = (),
) -> Document:
    """`history` is what the policy was judged beside, `held` what its snapshot holds, `cases` are
    those it follows."""
    program, told = stored.program, stored.told
    graded = told["subjects"]["graded"]
    parts: dict[str, Part] = {
        "spread": Spread(program),
        "boundary": Boundary(program),
        "changes": Changes(program, history),
        "waiting": Waiting(program),
        **{f"rank{at}": Ranking(program, at, graded) for at in range(len(program.ranks))},
    }
    lists = read_board(stored, "lists", _OF_LISTS)
    triggers = read_board(stored, "triggers", _OF_TRIGGERS)
    on_cases = {case.subject for case in open_cases(cases)[:MOST_ROWS]}
    names = _survey(stored, parts.values(), lists.subjects | triggers.subjects | on_cases)
    sheets = [*_sheets(stored, parts, (lists, triggers), names, held)]
    if program.follows_cases:
        sheets.insert(-3, _sheet("案件", "cases", case_blocks(program, cases, names)))
    return Document(
        title=program.head.title,
        about=about_period(program.head, period_of(told["period"])),
        marks=stored_marks(stored),
        sheets=tuple(sheets),
        source=source_of(stored),
    )


def stored_marks(stored: Stored) -> tuple[Words, ...]:
    mark = stored.told["mark"]
    period = period_of(stored.told["period"])
    return marks_of(stored.program.head.status, Words(**mark) if mark else None, period)


def source_of(stored: Stored) -> str:
    version = stored.told["engine"]["versions"]["kaoping"]
    return f"kaoping {version} · {stored.program.digest}"


def _survey(stored: Stored, parts: Iterable[Part], wanted: frozenset[str]) -> dict[str, str]:
    """Every part sees every subject; the names of those wanted."""
    names = {}
    looking = list(parts)
    for row in result_rows(stored):
        for part in looking:
            part.take(row)
        if row.subject in wanted:
            names[row.subject] = row.name
    return names


def _sheets(
    stored: Stored,
    parts: Mapping[str, Part],
    boards: tuple[Board, Board],
    names: Mapping[str, str],
    held: Mapping[str, Held] | None,
) -> Iterator[Sheet]:
    program, told = stored.program, stored.told
    lists, triggers = boards
    yield _sheet("汇总", "summary", _summary(program, told))
    yield _sheet("分布", "distribution", parts["spread"].blocks())
    for rule in program.lists:
        blocks = board_blocks(program, lists, names, rule, "lists.csv")
        yield _sheet(rule.label or rule.name, "", blocks)
    if program.ranks:
        ranked = (parts[f"rank{at}"].blocks() for at in range(len(program.ranks)))
        yield _sheet("排名", "ranks", (block for own in ranked for block in own))
    for trigger in program.triggers:
        blocks = board_blocks(program, triggers, names, trigger, "triggers.csv")
        yield _sheet(trigger.label or trigger.name, "", blocks)
    if program.coefficients or program.awards:
        yield _sheet("系数和奖金", "coefficients and awards", money_blocks(stored))
    if program.total is not None:
        yield _sheet("临界", "near a line", parts["boundary"].blocks())
    yield _sheet("与上期比较", "beside the last period", parts["changes"].blocks())
    everybody = told["subjects"]["all"]
    yield _sheet("证据", "evidence", delivery_blocks(stored, held, everybody))
    if program.structure:
        yield _sheet("核查和判定", "checks and decisions", check_blocks(stored))
    yield _sheet("未评和待定", "not graded and pending", parts["waiting"].blocks())
    yield _sheet("核对", "crosscheck", engine_blocks(told))


def _sheet(zh: str, en: str, blocks: Iterable[Block]) -> Sheet:
    return Sheet(Words(zh, en), tuple(blocks))


def _summary(program: Program, told: Mapping[str, Any]) -> Iterator[Block]:
    head, period = program.head, told["period"]
    status = STATUS[head.status]
    facts = [(Words("细则", "policy"), f"{head.title}（{head.id} {head.version}）")]
    if head.issuer:
        issued = " ".join(filter(None, (head.issuer, head.document_number)))
        facts.append((Words("发布单位", "issuer"), issued))
    facts += [
        (Words("细则状态", "status"), f"{status.zh} · {status.en}"),
        (Words("周期", "period"), f"{period['label']}：{period['start']} – {period['end']}"),
        (Words("截止日", "as of"), period["as_of"]),
        (Words("证据", "records of evidence"), _sum(told["records"], "in", RECORDS)),
        (Words("对象", "subjects"), _sum(told["subjects"], "all", SUBJECTS)),
    ]
    yield Facts(tuple(facts))
    yield from _outcomes(told["lists"], Words("名单", "lists"), Words("列入", "listed"))
    yield from _outcomes(told["triggers"], Words("处置", "triggers"), Words("建议", "proposed"))


def _sum(counts: Mapping[str, int], whole: str, parts: Mapping[str, Words]) -> str:
    """`7,723 = 已计 6,916 + …`."""
    shown = [
        f"{words.zh} {words.en} {counts[name]:,}" for name, words in parts.items() if name != whole
    ]
    return f"{counts[whole]:,} = " + " + ".join(shown)


def _outcomes(told: Mapping[str, Mapping[str, int]], title: Words, sure: Words) -> Iterator[Grid]:
    rows: list[tuple[Value, ...]] = [(name, *counts.values()) for name, counts in told.items()]
    headings = (
        text(title.zh, title.en),
        counted(sure.zh, sure.en),
        counted("其中暂定", "provisional"),
        counted("待定", "pending"),
    )
    if rows:
        yield Grid(headings, rows, title)
