"""What is proposed from a sheet reads as a mapping, and reads the sheet as a person would."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from rules.compile import compile_policy
from rules.expr.kinds import BooleanKind, CategoryKind, DateKind, NumberKind
from rules.library import shipped
from rules.program import Field, Program
from scoring.intake.mapping.loading import read_mapping
from scoring.intake.mapping.proposing.preview import previews
from scoring.intake.mapping.proposing.proposal import propose
from scoring.intake.mapping.proposing.read_sheet import ReadSheet, read_sheets
from scoring.intake.mapping.proposing.seen import Seen, seen_in, shows
from scoring.intake.mapping.proposing.writing import Writer, scalar
from scoring.intake.sheets import Merge, Sheet, SheetRow
from tests.samples import member_workbook, property_workbook
from tests.scoring.intake.mapping.mapped import PROGRAM

DAY = Field("日", DateKind())
TRUE = Field("是否", BooleanKind())
WORD = Field("等级", CategoryKind(("优秀", "良好", "一般")))
MONEY = Field("金额", NumberKind(2), unit="元")


@pytest.mark.parametrize(
    ("wanted", "title", "texts", "seen"),
    [
        (
            DAY,
            "日期",
            ["2026年3月5日", "2026.3.6", "—", ""],
            Seen(("chinese", "dotted"), {}, ("—",)),
        ),
        (DAY, "日期", ["46086"], Seen(("serial_1900",))),
        (TRUE, "属实", ["√", "×", ""], Seen(words={"是": ("√",), "否": ("×",)})),
        (TRUE, "属实", ["√", ""], Seen(words={"是": ("√",)}, blank_means="否")),
        (WORD, "等级", ["优", "良好", "不详"], Seen(words={"优秀": ("优",)}, missing=("不详",))),
        (WORD, "等级", ["优秀的"], Seen()),
        (MONEY, "金额（万元）", ["1.2", "1,200"], Seen(units=("万元",), thousands=True)),
        (MONEY, "金额", ["3 千元", "２元"], Seen(units=("元", "千元"), full_width=True)),
        (MONEY, "金额", ["12", "很多"], Seen()),
    ],
    ids=[
        "dates",
        "serial",
        "ticks",
        "ticks and blanks",
        "words",
        "longer",
        "unit",
        "units",
        "none",
    ],
)
def test_cells_show_how_they_are_to_be_read(
    wanted: Field, title: str, texts: list[str], seen: Seen
) -> None:
    assert seen_in(wanted, title, texts) == seen


def test_a_workbook_counts_its_serial_numbers_from_1904() -> None:
    assert seen_in(DAY, "日期", ["44624"], from_1904=True) == Seen(("serial_1904",))


def test_cells_show_their_field_where_all_but_a_few_are_its_own() -> None:
    days = [f"2026.3.{day}" for day in range(1, 30)]
    assert shows(DAY, [*days, "—", "不知"])
    assert not shows(DAY, [*days[:9], "不知", "也不知"])
    assert shows(WORD, ["优", "良好"])
    assert not shows(MONEY, ["1", "2"])


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("得分", "得分"),
        ("来源/渠道", "来源/渠道"),
        ("是", "是"),
        ("√", '"√"'),
        ("1", '"1"'),
        ("on", '"on"'),
        ("null", '"null"'),
        ("得分: 多", '"得分: 多"'),
        ('"', '"\\""'),
        ("", '""'),
    ],
)
def test_words_are_quoted_unless_they_are_plain(text: str, written: str) -> None:
    assert scalar(text) == written


def policy(name: str) -> Program:
    path = shipped() / name / "2026.1.yaml"
    return compile_policy(path.read_bytes(), path.name)[0]


def held(rows: list[list[str]], name: str = "", merges: tuple[Merge, ...] = ()) -> ReadSheet:
    about = Sheet("台账.xlsx", name, iter(()), merges)
    return ReadSheet(about, tuple(SheetRow(at, cells) for at, cells in enumerate(rows, start=1)))


SHEETS = (
    held(
        [
            ["投诉登记表"],
            ["企业", "登记", "", "认定", "", "备注"],
            ["", "工单号", "日期", "程度", "核实", ""],
            ["甲", "G1", "2026年3月5日", "较重", "√", ""],
            ["", "G2", "2026年3月6日", "一般", "×", ""],
            ["小计", "2"],
        ],
        "投诉",
        (Merge(2, 3, 0, 0), Merge(2, 2, 1, 2), Merge(2, 2, 3, 4), Merge(4, 5, 0, 0)),
    ),
    held(
        [["企业编号", "检查单", "日期", "卫生", "秩序"], ["甲", "J1", "20260305", "4", "5"]], "检查"
    ),
    held([["企业编号", "街道", "户数"], ["甲", "东街", "1,200"]], "对象"),
    held([["填表说明"]], "说明"),
)


def test_a_proposal_reads_the_sheets_it_was_made_from() -> None:
    text = propose(PROGRAM, "台账.xlsx", SHEETS, Writer())
    mapping = read_mapping(text.encode(), "映射.yaml", PROGRAM)
    found = previews(PROGRAM, mapping, SHEETS, shown=2)
    assert [(p.sheet, p.kind, p.records, p.rejects) for p in found] == [
        ("台账.xlsx[投诉]", "投诉", 2, []),
        ("台账.xlsx[检查]", "检查", 2, []),
        ("台账.xlsx[对象]", None, 1, []),
    ]
    assert found[0].first[1] == {
        "企业": "甲",
        "工单号": "G2",
        "event_date": "2026-03-06",
        "严重程度": "一般",
        "已核实": "否",
    }
    assert found[1].first[1] == {
        "企业编号": "甲",
        "检查单": "J1",
        "event_date": "2026-03-05",
        "项目": "秩序",
        "分": "5",
    }
    assert found[2].first == [{"企业编号": "甲", "街道": "东街", "户数": "1200"}]
    assert mapping.unread_sheets == ("说明",)


def workbook_of(folder: Path, office: object, name: str) -> tuple[ReadSheet, ...]:
    path = folder / name
    path.write_bytes(office.files()[name])  # type: ignore[attr-defined]  # one of two modules
    return read_sheets(path)


def test_both_spellings_of_a_proposal_are_one_mapping(tmp_path: Path) -> None:
    program = policy("in-service-member")
    sheets = workbook_of(tmp_path, member_workbook, "在职党员台账.xlsx")
    read = [
        read_mapping(propose(program, "a.xlsx", sheets[:2], Writer(word)).encode(), "m", program)
        for word in ("zh", "en")
    ]
    assert replace(read[0], span=None) == replace(read[1], span=None)


def test_what_is_not_found_stands_in_the_proposal_as_a_question(
    tmp_path: Path, golden: object
) -> None:
    program = policy("property-company")
    name = "物业考核台账.xlsx"
    text = propose(program, name, workbook_of(tmp_path, property_workbook, name), Writer())
    golden("mapping/proposal.yaml", text)  # type: ignore[operator]  # the fixture of conftest
