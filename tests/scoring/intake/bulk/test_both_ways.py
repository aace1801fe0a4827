"""Large files admitted in DuckDB against the definition: every byte of the snapshot is the same."""

from __future__ import annotations

import csv as parser
import gzip
import tempfile
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from unittest.mock import patch

import duckdb
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from rules.program import Program
from scoring.intake.admit import admit
from scoring.intake.bulk import plain
from scoring.intake.bulk.admit import admit_in_bulk
from scoring.intake.bulk.slow import NotPlainError
from scoring.intake.deliveries import Delivery
from scoring.intake.faults import IntakeError
from scoring.snapshot.writing import write_snapshot
from tests.scoring.situation import PERIOD, program_of

LISTED = program_of("""
对象: {种类: 单位, 标识: 编号, 字段: {街道: 文本, 面积: {类型: 数, 缺失: 不计}}}
考核数据:
  投诉:
    发生日: 受理日
    标识: 工单号
    字段:
      工单号: 文本
      受理日: 日期
      级别: [一般, 严重]
      核实: {类型: 是否, 缺失: 不计}
      天数: {类型: "[0..365]", 缺失: 不计}
      金额: {类型: 数, 缺失: 不计}
      说明: {类型: 文本, 缺失: 不计}
  评价:
    发生日: 评价日
    字段: {评价日: 日期, 得分: "[0..100]", 比例: 百分比}
指标: {日常: {分值: 40, 起评分: 满分, 扣分: [{每: 投诉, 扣: 1, 依据: 示例}]}}
总分: {范围: "[0..40]", 保留: 0}
等次: {合格: 20以上, 不合格: 不满20}
""")
NAMED = program_of("""
对象:
  种类: 单位
  标识: 编号
  名称字段: 街道
  字段: {街道: {类型: 文本, 缺失: 不计}, 面积: {类型: 数, 缺失: 不计}}
考核数据:
  投诉:
    发生日: 受理日
    字段: {受理日: 日期, 级别: [一般, 严重], 天数: {类型: "[0..365]", 缺失: 不计}}
指标: {日常: {分值: 40, 起评分: 满分, 扣分: [{每: 投诉, 扣: 1, 依据: 示例}]}}
总分: {范围: "[0..40]", 保留: 0}
等次: {合格: 20以上, 不合格: 不满20}
""")
UNLISTED = program_of("""
对象: {种类: 单位, 字段: {}}
考核数据:
  投诉: {发生日: 受理日, 字段: {受理日: 日期, 级别: [一般, 严重], 天数: "[0..365]"}}
指标: {日常: {分值: 40, 起评分: 满分, 扣分: [{每: 投诉, 扣: 1, 依据: 示例}]}}
总分: {范围: "[0..40]", 保留: 0}
等次: {合格: 20以上, 不合格: 不满20}
""")
SUBJECTS = "编号,街道,面积\nA1,东,12.5\nA2,西,\nA3,东,7\nA3,东,7\nA4,东,x\n"
COMPLAINTS = ("对象", "工单号", "受理日", "级别", "核实", "天数", "金额", "说明")
CLEAN = {
    "对象": ["A1", "A2", "A3"],
    "工单号": [f"T{i}" for i in range(40)],
    "受理日": ["2026-01-01", "2026-06-30", "2026-12-31"],
    "级别": ["一般", "严重"],
    "核实": ["是", "否", "true", "False", ""],
    "天数": ["0", "365", "12", ""],
    "金额": ["1.50", "1.5", "-3", "100000000000000000000", ""],
    "说明": ["", "漏水", "a b", "（已修）", '"甲,乙"', '"他说""好"""', '""'],
    "评价日": ["2026-02-01", "2026-02-02"],
    "得分": ["0", "100", "59.5", "60"],
    "比例": ["50%", "12.5%", "0%"],
}
# Shrinking tables takes many minutes and makes them no clearer.
UNSHRUNK = (Phase.explicit, Phase.reuse, Phase.generate)
FAULTY = [
    *("", " ", "　", "A9", "A4", "A1 ", "T1/2", "2025-12-31", "2026-13-01", "20260101", "366"),
    *(
        "1e3",
        "１２",
        "1,000",
        "0.1234567890",
        "-0",
        "007",
        "是 ",
        "不明",
        "nan",
        "\u200b",
        "x" * 2001,
    ),
]
OTHER = ["投诉", "评价", "别的", ""]


def tell(
    program: Program, folder: Path, files: Mapping[str, str | bytes], subjects: str | None
) -> tuple[dict[str, bytes], dict[str, bytes] | str]:
    """The files of the snapshot by the definition, and in bulk, or why not."""
    deliveries = []
    for name, text in files.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        deliveries.append(Delivery(folder / name))
    listed = None
    if subjects is not None:
        listed = folder / "单位.csv"
        listed.write_text(subjects, encoding="utf-8")
    evidence = admit(program, period=PERIOD, evidence=deliveries, subjects=listed)
    write_snapshot(program, evidence, folder / "one")
    try:
        admit_in_bulk(
            program,
            period=PERIOD,
            evidence=deliveries,
            subjects=listed,
            passed_over=(),
            folder=folder / "other",
            originals={},
            progress=lambda file, rows: None,
        )
    except NotPlainError as error:
        return content(folder / "one"), error.lines().en
    return content(folder / "one"), content(folder / "other")


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def csv(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(",".join(row) for row in (headings, *rows)) + "\n"


@st.composite
def tables(draw: st.DrawFn, headings: Sequence[str], kind: bool = False) -> str:
    """A table that is clean but for some cells and rows."""
    first = ("种类", *headings) if kind else tuple(headings)
    rows = []
    for _ in range(draw(st.integers(1, 12))):
        row = [draw(st.sampled_from(CLEAN[heading])) for heading in headings]
        if draw(st.integers(0, 3)) == 0:
            row[draw(st.integers(0, len(row) - 1))] = draw(st.sampled_from(FAULTY))
        if draw(st.integers(0, 5)) == 0:
            row = [cell if '"' in cell else f'"{cell}"' for cell in row]
        if kind:
            row.insert(0, draw(st.sampled_from(OTHER[: 2 + draw(st.integers(0, 4)) // 3])))
        if draw(st.integers(0, 19)) == 0:
            row = draw(st.sampled_from([row[:-1], [*row, "x"], [""] * len(row)]))
        rows.append(row)
        if draw(st.integers(0, 9)) == 0:
            rows.append(list(row))
    return csv(first, rows).replace("\n", draw(st.sampled_from(["\n", "\n", "\r\n"])))


@settings(deadline=None, max_examples=25, phases=UNSHRUNK)
@given(st.data())
def test_mutated_files_give_the_same_bytes(data: st.DataObject) -> None:
    both = (*COMPLAINTS, "评价日", "得分", "比例")
    files = data.draw(
        st.sampled_from(
            [
                {"投诉.csv": COMPLAINTS},
                {"评价.csv": ("对象", "评价日", "得分", "比例"), "投诉.csv": COMPLAINTS},
                {"全部.csv": both},
            ]
        )
    )
    drawn = {
        name: data.draw(tables(headings, kind=name == "全部.csv"))
        for name, headings in files.items()
    }
    at_once = data.draw(st.sampled_from([1 << 26, 200, 60]))
    with tempfile.TemporaryDirectory() as folder, patch.object(plain, "_BYTES_AT_ONCE", at_once):
        defined, bulk = tell(LISTED, Path(folder), drawn, SUBJECTS)
    assert bulk == defined


@settings(deadline=None, max_examples=10, phases=UNSHRUNK)
@given(tables(("对象", "受理日", "级别", "天数")))
def test_without_a_table_of_subjects_too(table: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        defined, bulk = tell(UNLISTED, Path(folder), {"投诉.csv": table}, None)
    assert bulk == defined


NAMES = ["A1", "A2", "A3", "A4", " A1", "", "甲"]
STREETS = ["东", "西", "", " 东", "x" * 2001]
AREAS = ["12.5", "7", "7.0", "", "x", "1e3"]


@st.composite
def subjects(draw: st.DrawFn) -> str:
    """A table of subjects: some twice, alike or not, some that cannot be read."""
    rows = []
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=8)):
        row = [name, draw(st.sampled_from(STREETS)), draw(st.sampled_from(AREAS))]
        if draw(st.integers(0, 9)) == 0:
            row = draw(st.sampled_from([row[:-1], [*row, "x"], [""] * 3]))
        rows.append(row)
    headings = draw(st.sampled_from([("编号", "街道", "面积"), ("面积", "对象", "街道", "备注")]))
    order = [{"编号": 0, "对象": 0, "街道": 1, "面积": 2}.get(one) for one in headings]
    placed = [
        [row[at] if at is not None and at < len(row) else "" for at in order]
        if len(row) == 3
        else row
        for row in rows
    ]
    return csv(headings, placed)


@settings(deadline=None, max_examples=25, phases=UNSHRUNK)
@given(subjects(), tables(COMPLAINTS))
def test_mutated_tables_of_subjects_give_the_same_bytes(table: str, complaints: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        defined, bulk = tell(NAMED, Path(folder), {"投诉.csv": complaints}, table)
    assert bulk == defined


@settings(deadline=None, max_examples=5, phases=UNSHRUNK)
@given(tables(COMPLAINTS))
def test_packed_files_give_the_same_bytes(table: str) -> None:
    packed = {"投诉.csv.gz": gzip.compress(table.encode(), mtime=0)}
    with tempfile.TemporaryDirectory() as folder:
        defined, bulk = tell(LISTED, Path(folder), packed, SUBJECTS)
    assert bulk == defined


@pytest.mark.parametrize(
    "line",
    [
        *("a,b,c", '"a",b', 'a,"b,c"', '"a""b",', '"",""', 'a"b,c', '"a"b,c', '"a,b', 'x,"y""",z'),
        *(',,"",', '""', '"甲，乙",丙', '"a"" ,b"', '"', ',"', '","', '"a","'),
    ],
)
def test_quoted_cells_are_split_as_the_parser_does_or_not_at_all(line: str) -> None:
    with duckdb.connect() as connection:
        query = f"SELECT {plain._QUOTED_CELLS} FROM (SELECT $line AS t)"
        ((found,),) = connection.execute(query, {"line": line}).fetchall()
    assert found is None or found == next(parser.reader([line], strict=True))


def test_parquet_gives_the_same_bytes(tmp_path: Path) -> None:
    path = tmp_path / "投诉.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT 'A' || (1 + i % 4) AS 对象, 'T' || (i % 900) AS 工单号, "
            "DATE '2026-01-01' + (i % 400)::INTEGER AS 受理日, "
            "['一般', '严重', '重大'][1 + i % 3] AS 级别, i % 2 = 0 AS 核实, "
            "nullif(i % 400, 7)::SMALLINT AS 天数, i::BIGINT AS 金额, NULL::VARCHAR AS 说明 "
            f"FROM range(1000) AS r(i)) TO '{path}' (FORMAT parquet, ROW_GROUP_SIZE 2048)"
        )
    defined, bulk = tell(LISTED, tmp_path, {path.name: path.read_bytes()}, SUBJECTS)
    assert bulk == defined


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (
            csv(("对象", "受理日", "级别", "天数"), [("A", "2026-01-01", "一般", '"1\n"')]),
            "it has cells whose quotation marks do not close, or with a line end in them",
        ),
        (
            csv(("对象", "受理日", "级别", '"天数\n"'), [("A", "2026-01-01", "一般", "1")]),
            "it has cells whose quotation marks do not close, or with a line end in them",
        ),
        (
            "对象,受理日,级别,天数\nA,2026-01-01,一般,1\n\nB,2026-01-01,一般,1\n",
            "it has blank lines",
        ),
        (
            "对象,受理日,级别,天数\rA,2026-01-01,一般,1\r",
            "it has control characters or unusual line ends",
        ),
        (
            "对象,受理日,级别,天数\rA,2026-01-01,一般,1\n",
            "it has control characters or unusual line ends",
        ),
        ("对象,受理日,级别,天数\nA,2026-01-01,一般,1\n".encode("gb18030"), "it is not in UTF-8"),
    ],
    ids=[
        "quotes",
        "quotes of a heading",
        "blank line",
        "line ends",
        "line end of the headings",
        "encoding",
    ],
)
def test_what_is_not_plain_is_left_to_the_definition(
    tmp_path: Path, text: str | bytes, why: str
) -> None:
    defined, bulk = tell(UNLISTED, tmp_path, {"投诉.csv": text}, None)
    told = f"“投诉.csv” is read row by row, which is slow for large files: {why}"
    assert (bulk, len(defined)) == (told, 4)
    assert not (tmp_path / "other").exists()


def test_many_rows_in_several_chunks_give_the_same_bytes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scoring.intake.bulk.plain._BYTES_AT_ONCE", 2_000)
    monkeypatch.setattr("scoring.intake.bulk.arranging._AT_ONCE", 100)
    rows = [
        (
            f"A{i % 5}",
            f"T{i % 480}",
            f"2026-{1 + i % 12:02}-{1 + i % 29:02}",
            "一般",
            "是",
            "3",
            f"{i}",
            "",
        )
        for i in range(500)
    ]
    defined, bulk = tell(LISTED, tmp_path, {"投诉.csv": csv(COMPLAINTS, rows)}, SUBJECTS)
    assert bulk == defined


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("投诉.csv.gz", gzip.compress(("对象,受理日\n" + "A1,2026-01-01\n" * 9999).encode())[:-99]),
        ("投诉.parquet", b"PAR1 and nothing more"),
        ("投诉.csv", b""),
        ("投诉.csv", "对象,受理日,天数\nA1,2026-01-01,3\n".encode()),
        ("投诉.csv", "对象,受理日,天数\n".encode()),
        ("投诉.csv", "受理日,级别,天数\n2026-01-01,一般\n2026-01-01,一般,3\n".encode()),
        ("投诉.csv", "对象,对象,受理日,级别,天数\nA1,A1,2026-01-01,一般,3\n".encode()),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_as_by_the_definition(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    refused = []
    for way in (admit, partial(admit_in_bulk, folder=tmp_path / "snapshot", originals={})):
        with pytest.raises(IntakeError) as error:
            way(
                UNLISTED,
                period=PERIOD,
                evidence=[Delivery(tmp_path / name)],
                subjects=None,
                passed_over=(),
                progress=lambda file, rows: None,
            )
        refused.append(str(error.value))
    assert refused[0] == refused[1]
    assert name in refused[0]


def test_a_table_of_subjects_that_is_needed_is_asked_for(tmp_path: Path) -> None:
    complaints = csv(COMPLAINTS, [("A1", "T1", "2026-01-01", "一般", "是", "3", "1", "")])
    (tmp_path / "投诉.csv").write_text(complaints, encoding="utf-8")
    with pytest.raises(IntakeError) as refused:
        admit_in_bulk(
            LISTED,
            period=PERIOD,
            evidence=[Delivery(tmp_path / "投诉.csv")],
            subjects=None,
            passed_over=(),
            folder=tmp_path / "other",
            originals={},
            progress=lambda file, rows: None,
        )
    assert refused.value.fault.code == "subjects-needed"
    assert not (tmp_path / "other").exists()


def test_row_groups_are_as_long_as_each_other_however_rows_come_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "投诉.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT 'A' || (i % 1999) AS 对象, '一般' AS 级别, (i % 7)::INTEGER AS 天数, "
            "DATE '2026-01-01' + (i % 365)::INTEGER AS 受理日 "
            f"FROM range(300000) AS r(i)) TO '{path}'"
        )

    def admitted(folder: Path) -> dict[str, bytes]:
        admit_in_bulk(
            UNLISTED,
            period=PERIOD,
            evidence=[Delivery(path)],
            subjects=None,
            passed_over=(),
            folder=folder,
            originals={},
            progress=lambda file, rows: None,
        )
        return content(folder)

    whole = admitted(tmp_path / "whole")
    monkeypatch.setattr("scoring.intake.bulk.arranging._AT_ONCE", 70_001)
    assert admitted(tmp_path / "ranges") == whole
    with duckdb.connect() as connection:
        groups = connection.execute(
            "SELECT row_group_num_rows FROM parquet_metadata($path) WHERE column_id = 0 "
            "ORDER BY row_group_id",
            {"path": str(tmp_path / "ranges" / "k0.parquet")},
        ).fetchall()
    assert groups == [(122_880,), (122_880,), (54_240,)]
