"""The report for the office says what the files of the package say, and nothing acts in it."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.diagnostics import PolicyError
from rules.library import shipped, shipped_calendars
from rules.values import plain
from scoring.package.stored import Stored, read_cell
from scoring.package.table import Column, show_cell
from scoring.reports.document import Document, Grid, Remark
from scoring.reports.docx.annexes import write_annexes
from scoring.reports.docx.archive import BODY, unpack
from scoring.reports.docx.templates import Templates
from scoring.reports.html.page import document_page
from scoring.reports.office import tables
from scoring.reports.office.filing import file_report, open_stored, package_report
from scoring.run import run_review
from scoring.runs.request import Request
from scoring.runs.sample import read_sample
from service.cli.document_lines import document_lines
from tests.scoring.reports.workbook import csv_rows
from tests.scoring.situation import HEAD
from tests.scoring.test_checks import POLICY as CHECKED
from tests.scoring.test_checks import SUBJECTS, WAIVERS
from tests.scoring.test_run import REQUEST

PAST = """细则,周期,对象,状态,总分,等次,名单,处置
small-town,2025,A1,已评,80,合格,,
small-town,2025,A2,已评,65,合格,,
small-town,2025,A3,未评,,,,
small-town,2025,A4,已评,95,优秀,红榜,
"""
# Whoever wrote a name, it is a name.
HOSTILE = [
    "<script>alert(1)</script>",
    "{{7*7}}",
    "a & b < c > d",
    '"><img src=http://example.invalid/x onerror=alert(1)>',
    "=cmd|' /C calc'!A0",
    "</style></title><svg onload=alert(1)>",
]


@pytest.fixture(scope="module")
def small(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("office") / "package"
    run_review(replace(REQUEST, engine="reference"), folder)
    return folder


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> Path:
    """A policy with ranks, quotas, coefficients and pools."""
    (policy,) = shipped().glob("party-branch-star/*[0-9].yaml")
    request = read_sample(policy.parent / "sample" / "sample.yaml", policy)
    folder = tmp_path_factory.mktemp("office") / "sample"
    run_review(replace(request, engine="reference"), folder)
    return folder


def steady(folder: Path) -> Stored:
    """Versions of other people's programs are not ours to expect."""
    stored = open_stored(folder)
    engine = {**stored.told["engine"], "versions": {"kaoping": "0"}}
    return replace(stored, told={**stored.told, "engine": engine})


def grids(document: Document) -> dict[tuple[str, str], Grid]:
    return {
        (sheet.name.zh, block.title.zh if block.title else ""): block
        for sheet in document.sheets
        for block in sheet.blocks
        if isinstance(block, Grid)
    }


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_report_says_this(small, golden, language):
    lines = document_lines(package_report(steady(small)), language)
    golden(f"report/office.{language}.txt", "\n".join(lines) + "\n")


def test_the_page_is_this(small, golden):
    golden("report/office.html", document_page(package_report(steady(small)), "zh"))


def test_a_run_ends_with_the_page_that_the_package_gives(small, tmp_path):
    file_report(open_stored(small), tmp_path / "report.html")
    assert (tmp_path / "report.html").read_bytes() == (small / "report.html").read_bytes()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_is_asked_of_anybody_outside(sample, language):
    page = document_page(package_report(open_stored(sample)), language)
    assert re.findall(r"(?:https?:|//[a-z]|@import|url\(|<script|<link|src=)", page) == []


def test_every_rank_and_list_names_who_is_in_the_results(sample):
    found = grids(package_report(open_stored(sample)))
    results = list(csv_rows(sample / "results.csv"))
    for rank in ("街道排名", "全市排名"):
        if ("排名", rank) in found:
            ranked = {row["subject"] for row in results if row[f"place_{rank}"]}
            shown = found["排名", rank].rows
            assert {cell for row in shown for cell in row if cell in ranked} == ranked
    listed = [row for row in csv_rows(sample / "lists.csv") if row["list"] == "后进党支部"]
    board = found["后进党支部", ""]
    assert [row[0] for row in board.rows] == [row["subject"] for row in listed]
    names = {row["subject"]: row["field_党支部"] for row in results if "field_党支部" in row}
    assert all(row[1] == names.get(row[0], row[1]) for row in board.rows)


def test_the_shares_of_a_pool_that_do_not_add_up_to_it_are_no_report(sample):
    stored = open_stored(sample)
    pool = next(iter(stored.told["awards"]))
    awards = {pool: {**stored.told["awards"][pool], "paid": "1.00"}}
    with pytest.raises(AssertionError, match="add up to"):
        package_report(replace(stored, told={**stored.told, "awards": awards}))


LEAGUES = """
对象:
  种类: 单位
  字段: {组别: [街道, 部门, 企业], 件数: {类型: 整数, 缺失: 不计}, 得分: "[0..100]"}
  不参评: {当: 件数 = 0, 原因: 没有承办件}
考核数据: {备注: {字段: {内容: 文本}}}
指标: {办理: {分值: 100, 取值: 得分, 折算: 线性, 保留: 0, 缺失: 待定, 依据: 示例}}
总分: {范围: "[0..100]", 保留: 0}
等次: {优: 90以上, 良: 不满90}
排名: {组内排名: {按: 总分, 分组: 组别}}
"""
UNITS = """对象,组别,件数,得分
甲,街道,5,95
乙,街道,0,0
丙,部门,3,80
丁,部门,,70
戊,企业,0,0
"""


def test_leagues_stand_apart_and_those_without_business_by_name(tmp_path):
    (tmp_path / "policy.yaml").write_text(HEAD + LEAGUES, encoding="utf-8")
    (tmp_path / "单位.csv").write_text(UNITS, encoding="utf-8")
    (tmp_path / "备注.csv").write_text("对象,发生日,内容\n", encoding="utf-8")
    run_review(
        Request(
            tmp_path / "policy.yaml",
            (tmp_path / "备注.csv",),
            "2026",
            subjects=tmp_path / "单位.csv",
            engine="reference",
        ),
        tmp_path / "out",
    )
    document = package_report(open_stored(tmp_path / "out"))
    found = {title: grid for (_, title), grid in grids(document).items()}
    assert [tuple(row) for row in found["各组等次（组内排名）"].rows] == [
        ("企业", 0, 0, 0, 1, 0),
        ("街道", 1, 1, 0, 1, 0),
        ("部门", 1, 0, 1, 0, 1),
    ]
    (pending,) = found["待定对象在等什么"].rows
    assert tuple(pending[:3]) == ("丁", "部门", "是否不参评不明（没有承办件）")
    assert [tuple(row) for row in found["未评对象"].rows] == [
        ("戊", "企业", "没有承办件", "没有承办件"),
        ("乙", "街道", "没有承办件", "没有承办件"),
    ]


def test_a_table_that_is_too_long_is_named_and_not_shown(sample, monkeypatch):
    for room in ("tables", "boards", "ranking", "waiting", "delivery", "changes"):
        monkeypatch.setattr(f"scoring.reports.office.{room}.MOST_ROWS", 3)
    document = package_report(open_stored(sample))
    long = [block for block in grids(document).values() if len(block.rows) > 12]
    assert [grid.title for grid in long if grid.title and "排名" in grid.title.zh] == []
    told = [
        block.words.zh
        for sheet in document.sheets
        for block in sheet.blocks
        if isinstance(block, Remark)
    ]
    assert any("多于 3 行，未列在这里；全部内容见 lists.csv" in words for words in told)


def hostile_request(folder: Path, name: str) -> Request:
    folder.mkdir()
    quoted = json.dumps(name, ensure_ascii=False)
    (folder / "policy.yaml").write_text(
        f"""
考评: {quoted}
编号: hostile
版本: "1"
状态: 仅计分
生效: 2020-01-01
周期: 年度
对象: {{种类: 项目, 名称字段: 全名, 字段: {{全名: 文本, 得分: 整数}}}}
指标: {{工作: {{取值: 得分, 缺失: 待定, 考核单位: {quoted}, 依据: 示例}}}}
总分: {{范围: "[0..100]", 保留: 0}}
等次: {{优: 90以上, 良: 60以上不满90, 差: 不满60}}
名单: {{黑榜: {{条件: 等次 = 差, 公示: {quoted}, 依据: 示例}}}}
""",
        encoding="utf-8",
    )
    cell = '"' + name.replace('"', '""') + '"'
    (folder / "subjects.csv").write_text(f"项目,全名,得分\n甲,{cell},50\n乙,{cell},丙\n", "utf-8")
    return Request(folder / "policy.yaml", (), "2026", folder / "subjects.csv")


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_somebody_is_called_is_text(tmp_path, name):
    run_review(hostile_request(tmp_path / "in", name), tmp_path / "out")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    tags = Tags()
    tags.feed(page)
    plain_tags = {"html", "meta", "title", "style", "article", "section", "nav", "a", "h1", "h2"}
    plain_tags |= {"h3", "p", "small", "dl", "dt", "dd", "div", "table", "caption", "thead"}
    plain_tags |= {"tbody", "tr", "th", "td", "svg", "rect", "text", "footer"}
    assert tags.found <= plain_tags
    assert not {name for name in tags.attributes if name.startswith("on")}
    assert name in tags.text
    styles = re.findall(r"<style>(.*?)</style>", page, flags=re.S)
    assert len(styles) == 1
    assert "<" not in styles[0]


def test_grades_stand_beside_those_of_the_last_period(tmp_path, golden):
    past = tmp_path / "past.csv"
    past.write_text(PAST, encoding="utf-8")
    request = replace(REQUEST, engine="reference", history=(past,), history_from=date(2025, 1, 1))
    run_review(request, tmp_path / "out")
    found = grids(package_report(open_stored(tmp_path / "out")))
    changes = {title: grid for (sheet, title), grid in found.items() if sheet == "与上期比较"}
    shown = [f"{title}\n{[tuple(row) for row in grid.rows]}" for title, grid in changes.items()]
    golden("report/office-changes.txt", "\n".join(shown) + "\n")


def test_checks_are_counted_and_those_they_fail_are_named(tmp_path, golden):
    (tmp_path / "policy.yaml").write_text(HEAD + CHECKED, encoding="utf-8")
    (tmp_path / "对象.csv").write_text(SUBJECTS, encoding="utf-8")
    (tmp_path / "例外备案.csv").write_text(WAIVERS, encoding="utf-8")
    run_review(
        Request(
            policy=tmp_path / "policy.yaml",
            evidence=(tmp_path / "例外备案.csv",),
            subjects=tmp_path / "对象.csv",
            period="2026",
            calendars=shipped_calendars(),
        ),
        tmp_path / "out",
    )
    (sheet,) = (
        sheet
        for sheet in package_report(open_stored(tmp_path / "out")).sheets
        if sheet.name.zh == "核查和判定"
    )
    document = Document("核查", sheet.name, (), (sheet,))
    golden("report/office-checks.txt", "\n".join(document_lines(document, "zh")) + "\n")


def test_every_paper_of_half_a_period_says_that_nothing_is_final(tmp_path):
    half = replace(REQUEST, engine="reference", as_of=date(2026, 6, 30))
    run_review(half, tmp_path / "out")
    stored = open_stored(tmp_path / "out")
    assert "期中结果" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    annexes = list(write_annexes(stored, tmp_path, Templates(None), "in_full"))
    assert len(annexes) == 2
    for path in annexes:
        assert "期中结果".encode() in unpack((tmp_path / str(path)).read_bytes())[BODY]


@pytest.mark.parametrize("path", ["results.csv", "report.html", "inputs/policy/policy.yaml"])
def test_nothing_is_made_of_a_package_that_was_touched(small, tmp_path, path):
    copy = Path(shutil.copytree(small, tmp_path / "copy"))
    with (copy / path).open("ab") as file:
        file.write(b"\n")
    with pytest.raises(PolicyError) as error:
        open_stored(copy)
    assert [d.code for d in error.value.diagnostics] == ["not-a-package"]


VALUES = {
    "text": st.text(min_size=1),
    "whole": st.integers(),
    "boolean": st.booleans(),
    "date": st.dates(),
    "exact": st.fractions().map(plain),
    "decimal": st.integers(-(10**9), 10**9).map(lambda n: plain(Fraction(n, 100))),
}


@given(st.data())
@settings(deadline=None, max_examples=60)
def test_a_cell_is_read_as_it_was_shown(data):
    kind = data.draw(st.sampled_from(sorted(VALUES)))
    column = Column("c", kind, 2)
    value = data.draw(VALUES[kind])
    assert read_cell(column, show_cell(column, value) or "") == value


def test_an_empty_cell_is_missing():
    assert [read_cell(Column("c", kind), "") for kind in sorted(VALUES)] == [None] * len(VALUES)


def test_more_rows_than_a_table_may_have_are_counted():
    told = tables.fitting([tables.text("一", "one")], [], 501, "results.csv")
    assert isinstance(told, Remark)
    assert "501" in told.words.zh
