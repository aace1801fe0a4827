"""The annexes of a package: published results, lists, coefficients, awards, from its tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from scoring.package.stored import Stored
from scoring.reports.citing import cited_in_chinese
from scoring.reports.docx.filling import Content, Values, filled
from scoring.reports.docx.forms import FormName
from scoring.reports.docx.templates import Templates
from scoring.reports.docx.values import of_policy
from scoring.reports.naming import NamesShown, file_name, shown_name
from scoring.reports.office.report import stored_marks
from scoring.reports.office.rows import result_rows
from scoring.reports.shown import cell_text, grouped
from scoring.snapshot.shapes import period_of

# More rows are no document of Word; the file that has them all is named instead.
MOST_ROWS = 5_000
_MONEY = {"资金": "pool", "合计": "paid", "留存": "unspent"}
_STATUS = {"listed": "列入", "provisional": "暂定"}
# Of one cell and its row: what each column shows.
_Shown: TypeAlias = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TooLong:
    """An annex that was not made, and the file that has what would stand in it."""

    name: str
    file: str


@dataclass(frozen=True, slots=True)
class _Annex:
    form: FormName
    name: str
    values: Values
    rows: Iterable[Values]
    file: str


def write_annexes(
    stored: Stored, folder: Path, templates: Templates, names: NamesShown
) -> Iterator[str | TooLong]:
    """The paths of those written. `names` is how what is posted names people; what goes to a desk
    names them in full."""
    period = period_of(stored.told["period"])
    shared = of_policy(stored.program, period, stored_marks(stored))
    (folder / "annexes").mkdir()
    for number, annex in enumerate(_annexes(stored, names), 1):
        rows = [
            {"序号": str(at), **row} for at, row in enumerate(islice(annex.rows, MOST_ROWS + 1), 1)
        ]
        if len(rows) > MOST_ROWS:
            yield TooLong(annex.name, annex.file)
            continue
        nature = "建议" if stored.settlement is None else "兑现"
        values = {**shared, "个数": f"{len(rows):,}", "性质": nature, **annex.values}
        content = Content(values, {"行": rows})
        path = f"annexes/{file_name(number, annex.name)}.docx"
        (folder / path).write_bytes(filled(templates.of(annex.form), content))
        yield path


def _annexes(stored: Stored, names: NamesShown) -> Iterator[_Annex]:
    program = stored.program
    yield _Annex("公示表", "公示表", {}, _published(stored, names), "results.csv")
    for rule in program.lists:
        label = rule.label or rule.name
        values = {
            "名单": label,
            "公示期": rule.publicity,
            "范围": rule.audience,
            "依据": cited_in_chinese(rule.basis) or "细则",
        }
        yield _Annex("名单", label, values, _listed(stored, rule.name, names), "lists.csv")
    for coefficient in program.coefficients:
        label = coefficient.label or coefficient.name
        values = {
            "系数": label,
            "运用": coefficient.applied_by,
            "依据": cited_in_chinese(coefficient.basis) or "细则",
        }
        rows = _given(stored, coefficient.name)
        yield _Annex("系数表", label, values, rows, "coefficients.csv")
    for pool in program.awards:
        label, told = pool.label or pool.name, stored.told["awards"][pool.name]
        values = {
            "奖金": label,
            **{name: grouped(told[part]) for name, part in _MONEY.items()},
            "依据": cited_in_chinese(pool.basis) or "细则",
        }
        yield _Annex("奖金分配表", label, values, _shared(stored, pool.name), "awards.csv")


def _published(stored: Stored, names: NamesShown) -> Iterator[Values]:
    """Everyone graded."""
    field = stored.program.subject.name_field
    for cells in _rows(stored, "results"):
        if cells["state"] == "graded":
            name = cells[f"field_{field}"] if field else ""
            yield {
                **_who(cells["subject"], name or cells["subject"], names),
                "总分": cells.get("total", ""),
                "等次": cells["grade"],
                "名单": cells["lists"].replace(";", "、"),
            }


def _listed(stored: Stored, name: str, names: NamesShown) -> Iterator[Values]:
    """Whoever waits for a list is not on it."""
    for cells, called in _named(stored, "lists", name):
        if cells["status"] in _STATUS:
            yield {
                **_who(cells["subject"], called, names),
                "总分": cells.get("total", ""),
                "等次": cells["grade"],
                "状态": _STATUS[cells["status"]],
            }


def _given(stored: Stored, name: str) -> Iterator[Values]:
    for cells, called in _named(stored, "coefficients", name):
        yield {
            **_who(cells["subject"], called, "in_full"),
            "等次": cells["grade"],
            "值": cells["value"],
            "状态": cells["status"],
            "签字": cells["sign"].replace(";", "、"),
        }


def _shared(stored: Stored, name: str) -> Iterator[Values]:
    """What stays unspent is of nobody, and stands above the table."""
    for cells, called in _named(stored, "awards", name):
        if cells["subject"]:
            yield {
                **_who(cells["subject"], called, "in_full"),
                "等次": cells["grade"],
                "金额": cells["amount"],
                "状态": cells["status"],
            }


def _named(stored: Stored, table: str, first: str) -> Iterator[tuple[_Shown, str]]:
    """The rows of a table whose first cell says `first`, with the name of each subject. No more
    than fit are kept, because names stand in the order of the results."""
    columns = stored.columns(table)
    mine = (cells for cells in _rows(stored, table) if cells[columns[0].name] == first)
    rows = list(islice(mine, MOST_ROWS + 2))
    wanted = {cells["subject"] for cells in rows}
    names = {row.subject: row.name for row in result_rows(stored) if row.subject in wanted}
    return ((cells, names.get(cells["subject"], "")) for cells in rows)


def _rows(stored: Stored, table: str) -> Iterator[_Shown]:
    columns = stored.columns(table)
    for row in stored.rows(table):
        yield {
            column.name: cell_text(column, value)
            for column, value in zip(columns, row, strict=True)
        }


def _who(subject: str, name: str, names: NamesShown) -> Values:
    """A masked name has no id beside it."""
    return {"对象": subject if names == "in_full" else "", "名称": shown_name(name, names)}
