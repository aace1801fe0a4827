"""What intake says is one catalogue in two languages, and its reports are files to be read."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

import scoring.intake
from scoring.evidence import Evidence
from scoring.intake.faults import Fault, IntakeError, fault, shown
from scoring.intake.messages import MESSAGES
from tests.scoring.intake.programs import (
    COMPANY,
    COMPLAINT,
    MARKS,
    admitted,
    program,
    write,
)
from tests.scoring.intake.workbooks import Made, sheet_markup, workbook, zipped

SUBJECTS = """\
企业编号,街道,户数
A,东,300
B,西,
C,东,１２
D,东,10
D,西,10
E,北,5
E,北,5.0
,东,1
"""

COMPLAINTS = """\
对象,工单号,严重程度,已核实,扣分,发生日,备注
A,G01,一般,是,1.5,2026-03-01,good
A,G02,特别重,是,1,2026-03-01,
A,G03,较 重,也许,1,2026-03-01,
A,G04,一般,是,1.005,2026-03-01,
A,G05,一般,是,11,2026-03-01,
A,G06,一般,是,"1,000",2026-03-01,
A,G07,一般,是,1e1,2026-03-01,
A,G08,一般,是,NaN,2026-03-01,
A,G27,一般,是,-Infinity,2026-03-01,
A,G09,一般,是,５,2026-03-01,
A,G10,一般,是,05,2026-03-01,
A,G11,一般,是,3分,2026-03-01,
A,G12,一般,是,,2026/3/1,
A,G13,一般,是,,2026-02-30,
A,G14,一般,是,,,
A,G15,一般,是,,2025-12-31,
A,G16,一般,是,,2026-12-25,
A,,一般,是,,2026-03-01,
,G17,一般,是,,2026-03-01,
Z,G18,一般,是,,2026-03-01,
D,G19,一般,是,,2026-03-01,
A,G20,一般,是,,2026-03-01
A,G21,一般,是,,2026-03-01,twice
A,G21,一般,是,,2026-03-01,twice
A,G22,一般,是,,2026-03-01,two
A,G22,重大,是,,2026-03-01,two
,,,,,,
A,G\x0023,一般,是,,2026-03-01,
A,"G
24",一般,"是
",无,2026-03-01,good
B,G25,一般,是,0,2026-03-01,good
B,G26,一般,是,,2026-03-01,same content
"""

MARK_ROWS = """\
企业编号,检查单,发生日,卫生得分,秩序得分,绿化得分
A,J1,2026-05-06,5,N/A,
A,J2,2026-05-06,6,优,4.5
A,J/3,2026-05-06,5,4,3
A,J4,,5,4,3
Z,J5,2026-05-06,5,4,3
"""


def everything_wrong(folder: Path) -> Evidence:
    return admitted(
        program(COMPLAINT, MARKS, subject=COMPANY),
        write(folder, "投诉.csv", COMPLAINTS),
        write(folder, "检查.csv.gz", MARK_ROWS),
        subjects=write(folder, "企业.csv", SUBJECTS),
    )


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_fault_of_a_table_is_told_as_expected(tmp_path, golden, language):
    evidence = everything_wrong(tmp_path)
    lines = [
        f"{r.file}:{r.row} [{r.column}] “{r.value}” {r.code} −{r.records}: "
        + (r.reason_zh if language == "zh" else r.reason_en)
        for r in evidence.rejects
    ]
    lines += [
        f"{n.code} ×{n.count}: {n.zh if language == 'zh' else n.en}" for n in evidence.notices
    ]
    lines.append(f"{evidence.admitted} + {evidence.rejected}")
    golden(f"intake/everything-wrong.{language}.txt", "\n".join(lines) + "\n")


HEADINGS = COMPLAINTS.splitlines()[0]
ROW = "A,G01,一般,是,1.5,2026-03-01,"

# A whole file that cannot be used: its name, and what it holds.
FILES: dict[str, tuple[str, bytes]] = {
    "empty": ("投诉.csv", b""),
    "UTF-16": ("投诉.csv", f"{HEADINGS}\n{ROW}\n".encode("utf-16")),
    "two encodings": ("投诉.csv", f"{HEADINGS}\n".encode() + ROW.encode("gb18030")),
    "no encoding": ("投诉.csv", b"a,b\n1,\xff\xff\n"),
    "spreadsheet by another name": ("投诉.csv", b"PK\x03\x04"),
    "web page by another name": ("投诉.csv", b"<table><tr><td>"),
    "old spreadsheet": ("投诉.xls", b"\xd0\xcf\x11\xe0"),
    "old spreadsheet by another name": ("投诉.xlsx", b"\xd0\xcf\x11\xe0"),
    "web page as a spreadsheet": ("投诉.xlsx", b"<table><tr><td>"),
    "encrypted spreadsheet": (
        "投诉.xlsx",
        b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
    ),
    "damaged spreadsheet": ("投诉.xlsx", b"PK\x03\x04"),
    "document as a spreadsheet": ("投诉.xlsx", zipped({"word/document.xml": "<w/>"})),
    "macros": ("投诉.xlsx", workbook(Made({}), more={"xl/vbaProject.bin": b""})),
    "links": ("投诉.xlsx", workbook(Made({}), more={"xl/externalLinks/externalLink1.xml": ""})),
    "two blank sheets": ("投诉.xlsx", workbook(Made({}), Made({}, "Sheet2"))),
    "unknown sheets": (
        "汇总.xlsx",
        workbook(Made({1: ["说明"]}, "封面"), Made({1: ["对象"]}, "检查"), Made({1: [1]}, "附件")),
    ),
    "cell far to the right": (
        "投诉.xlsx",
        workbook(Made({}, markup=sheet_markup('<row><c r="XFD1"><v>1</v></c></row>'))),
    ),
    "damaged gzip": ("投诉.csv.gz", b"\x1f\x8b\x08"),
    "missing column": ("投诉.csv", HEADINGS.replace("已核实", "核实情况").encode()),
    "no subject": ("投诉.csv", HEADINGS.replace("对象", "公司").encode()),
    "title above the headings": ("投诉.csv", f"2026 年投诉汇总表,,\n{HEADINGS}\n".encode()),
    "headings twice": ("投诉.csv", HEADINGS.replace("备注", "工单号").encode()),
    "semicolons": ("投诉.csv", HEADINGS.replace(",", ";").encode()),
    "unclosed quote": ("投诉.csv", f'{HEADINGS}\n"{ROW}\n{ROW}\n'.encode()),
    "10 MB in a cell": ("投诉.csv", f"{HEADINGS}\nA,{'x' * 10_000_000},\n".encode()),
    "long cell": ("投诉.csv", f"{HEADINGS}\nA,{'x' * 200_000},\n".encode()),
    "JSON by another name": ("投诉.jsonl", b'[\n{"a": 1}\n]\n'),
    "unknown kind": ("2026 年明细.csv", f"{HEADINGS}\n{ROW}\n".encode()),
}


def refusal(path: Path, data: bytes) -> IntakeError:
    path.write_bytes(data)
    with pytest.raises(IntakeError) as caught:
        admitted(program(COMPLAINT, MARKS), path)
    return caught.value


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_fault_of_a_whole_file_is_told_as_expected(tmp_path, golden, language):
    told = [
        f"== {what}\n{refusal(tmp_path / name, data).render(language)}\n"
        for what, (name, data) in FILES.items()
    ]
    golden(f"intake/files.{language}.txt", "\n".join(told))


def test_what_came_in_is_what_was_admitted_and_rejected(tmp_path):
    evidence = everything_wrong(tmp_path)
    complaints, marks = 30, 5 * 3
    assert evidence.admitted + evidence.rejected == complaints + marks


@pytest.mark.parametrize("code", MESSAGES)
def test_a_message_says_the_same_in_both_languages(code):
    message = MESSAGES[code]

    def names(*templates: str) -> set[str]:
        found = {name for text in templates for _, name, _, _ in Formatter().parse(text) if name}
        return {re.sub("_?(zh|en)$", "", name) for name in found}

    assert names(message.zh) == names(message.en)
    assert names(message.hint_zh) == names(message.hint_en)
    assert not message.en.endswith(".")
    assert re.search("[\u4e00-\u9fff]", message.zh)
    assert not re.search("[\u4e00-\u9fff]", re.sub("“.*?”|是 or 否", "", message.en))


def test_no_message_is_unused():
    folder = Path(scoring.intake.__file__).parents[1]
    sources = [
        p.read_text(encoding="utf-8")
        for p in folder.rglob("*.py")
        if not p.stem.endswith("messages")
    ]
    assert [code for code in MESSAGES if not any(f'"{code}"' in text for text in sources)] == []


def test_an_unknown_code_is_our_mistake():
    with pytest.raises(LookupError):
        fault("no-such-code")


def test_an_error_names_file_and_row_in_the_language_asked_for():
    error = IntakeError(fault("wrong-delimiter", mark=";"), file="投诉.csv", row=1)
    assert (error.code, error.zh) == ("wrong-delimiter", "标题行只有一列，却含有“;”")
    assert error.render("zh") == (
        "投诉.csv:1: 错误[wrong-delimiter] 标题行只有一列，却含有“;”\n    提示：请用英文逗号分隔"
    )
    assert str(error) == (
        "投诉.csv:1: error[wrong-delimiter] the headings are one column only, with “;” in it\n"
        "    hint: separate the columns by commas"
    )


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\nb\tc", "a b c"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("5\u200b", "5\ufffd"),
        ("\ud800", "\ufffd"),
        ("甲\u3000乙", "甲 乙"),
    ],
)
def test_what_cannot_be_seen_is_shown_as_such(text, seen):
    assert shown(text) == seen
    assert Fault("x", fault("bad-json", text=text).args).args["text"] == seen
