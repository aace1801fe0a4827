"""A file that cannot be used is refused with its place; what can be used is read as it is."""

from __future__ import annotations

import gzip

import pytest

from scoring.evidence import Origin
from scoring.intake.admit import admit
from scoring.intake.csv_sheet import read_csv
from scoring.intake.deliveries import Delivery
from scoring.intake.faults import IntakeError
from scoring.intake.sources import Limits, display_names, open_lines
from tests.scoring.intake.programs import (
    BALLOT,
    COMPLAINT,
    YEAR,
    admitted,
    codes,
    program,
    records,
    rejects,
    write,
)

HEADINGS = "企业编号,评价人,得分\n"


def refused(path, **more):
    with pytest.raises(IntakeError) as caught:
        admitted(program(BALLOT), path, **more)
    return caught.value


@pytest.mark.parametrize(
    "text",
    [
        HEADINGS + "A,党员,90\n",
        "\ufeff" + HEADINGS + "A,党员,90\n",
        HEADINGS.replace("\n", "\r\n") + "A,党员,90\r\n",
        HEADINGS.replace("\n", "\r") + "A,党员,90",
        "\n" + HEADINGS + "A,党员,90",
        '"企业编号"," 评价人 ","得分"\nA,党员,90\n',
    ],
    ids=["plain", "bom", "crlf", "cr", "blank line first", "quoted headings"],
)
@pytest.mark.parametrize("name", ["测评.csv", "测评.CSV", "测评.csv.gz"])
def test_the_usual_ways_to_write_a_csv_are_one(tmp_path, name, text):
    evidence = admitted(program(BALLOT), write(tmp_path, name, text))
    assert [(r.subject, r.values) for r in records(evidence)] == [("A", ("党员", 90))]
    assert evidence.rejects == ()


@pytest.mark.parametrize(
    ("data", "code", "row", "words"),
    [
        (HEADINGS.encode("gbk") + "A,党员,90".encode(), "wrong-encoding", 2, "mixed"),
        ("\ufeff".encode() + HEADINGS.encode("gbk"), "wrong-encoding", 1, "no encoding"),
        ((HEADINGS + "A,党员,90\n").encode("utf-16"), "wrong-encoding", 0, "UTF-16"),
        ((HEADINGS + "A,x,90\n" * 50).encode("utf-16-le"), "wrong-encoding", 0, "UTF-16"),
        ((HEADINGS + "A,x,90\n").encode("utf-32"), "wrong-encoding", 0, "UTF-32"),
        (HEADINGS.encode() + b"A,x,90\n" + "A,党员,90".encode("gbk"), "wrong-encoding", 3, "mixed"),
        (b"a,b\n1,\xff\xff\n", "wrong-encoding", 2, "no encoding"),
        (b"PK\x03\x04 a sheet", "renamed-file", 0, "xlsx"),
        (b"\xd0\xcf\x11\xe0 a sheet", "renamed-file", 0, "xls"),
        (gzip.compress(HEADINGS.encode()), "renamed-file", 0, "gzip"),
        ("<html><td>编号</td></html>".encode(), "renamed-file", 0, "web page"),
        (b"", "empty-file", 1, "empty"),
        (b"\xef\xbb\xbf\n\n,,\n", "empty-file", 4, "empty"),
        (HEADINGS.replace(",", ";").encode(), "wrong-delimiter", 1, ";"),
        (HEADINGS.replace(",", "\t").encode(), "wrong-delimiter", 1, "TAB"),
        (HEADINGS.replace(",", "，").encode(), "wrong-delimiter", 1, "，"),
        (HEADINGS.encode() + b'A,x,90\nA,"x,90\nB,x,80\n', "unclosed-quote", 3, "quote"),
        (HEADINGS.encode() + b'A,"x"y,90\n', "unclosed-quote", 2, "quote"),
        (HEADINGS.encode() + b"A,x,90\nA,%s,90\n" % (b"y" * 200_000), "too-long-cell", 3, "131072"),
        (HEADINGS.encode() + b"A,%s,90\n" % (b"y" * 10_000_000), "too-long-row", 2, "1048576"),
        (HEADINGS.encode() + b'"a\n",' * 400_000, "too-long-row", 2, "1048576"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
@pytest.mark.parametrize("name", ["测评.csv", "测评.csv.gz"])
def test_a_file_that_cannot_be_used_is_refused_at_its_row(tmp_path, name, data, code, row, words):
    error = refused(write(tmp_path, name, data))
    assert (error.code, error.file, error.row) == (code, name, row)
    assert words in error.render("en")


@pytest.mark.parametrize("name", ["测评.csv", "测评.csv.gz"])
@pytest.mark.parametrize("words", ["党员", "联通", "㐀𠮷", "党员 plain"])
def test_a_csv_in_gb18030_is_read_as_such_and_that_is_told(tmp_path, name, words):
    text = f"企业编号,评价人,得分\nplain,业主,80\n{words},业主,90\n"
    evidence = admitted(program(BALLOT), write(tmp_path, name, text.encode("gb18030")))
    assert [r.subject for r in records(evidence)] == sorted(["plain", words])
    assert codes(evidence) == ["read-as-gb18030", "subjects-from-evidence"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("没有.csv", "file-not-found"),
        ("没有.csv.gz", "file-not-found"),
        ("测评.xls", "other-spreadsheet"),
        ("测评.ET", "other-spreadsheet"),
        ("测评.xlsx", "file-not-found"),
        ("测评.xlsx.gz", "unknown-format"),
        ("测评.csv.gz.gz", "unknown-format"),
        ("测评", "unknown-format"),
    ],
)
def test_a_path_that_is_no_readable_table_is_refused(tmp_path, name, code):
    assert refused(tmp_path / name).code == code


def test_a_folder_is_refused(tmp_path):
    (tmp_path / "测评.csv").mkdir()
    assert refused(tmp_path / "测评.csv").code == "not-a-file"


@pytest.mark.parametrize("cut", [5, 30, -9, -1])
def test_a_cut_gzip_is_refused_and_never_read_in_part(tmp_path, cut):
    packed = gzip.compress((HEADINGS + "A,党员,90\n" * 5000).encode())
    path = tmp_path / "测评.csv.gz"
    path.write_bytes(packed[:cut])
    assert refused(path).code == "damaged-gzip"


def test_a_damaged_gzip_is_refused(tmp_path):
    packed = bytearray(gzip.compress((HEADINGS + "A,党员,90\n").encode()))
    packed[-6] ^= 1
    path = tmp_path / "测评.csv.gz"
    path.write_bytes(bytes(packed))
    assert refused(path).code == "damaged-gzip"


def test_a_gzip_that_unpacks_without_end_is_refused(tmp_path):
    path = tmp_path / "测评.csv.gz"
    blank = b"," * 9999 + b"\n"
    path.write_bytes(gzip.compress(HEADINGS.encode() + blank * 1000))
    limits = Limits(unasked=2**20)
    assert path.stat().st_size * limits.ratio < 10_000_000
    with open_lines(path, path.name, limits) as lines, pytest.raises(IntakeError) as caught:
        list(read_csv(lines).rows)
    assert caught.value.code == "too-large"


def test_a_plain_file_over_the_limit_is_refused(tmp_path):
    path = write(tmp_path, "a.csv", "12345\n" * 3)
    with open_lines(path, "a.csv", Limits(total=17)) as lines, pytest.raises(IntakeError) as caught:
        list(lines)
    assert caught.value.code == "too-large"


def test_rows_are_told_by_the_physical_line_they_start_at(tmp_path):
    text = HEADINGS + 'A,"党\r\n员",90\n\nB,党员,1.25\nC,党员\n"D",业主,70\n'
    evidence = admitted(program(BALLOT), write(tmp_path, "测评.csv", text))
    assert rejects(evidence) == [
        (2, "评价人", "党  员", "unknown-category", 1),
        (5, "得分", "1.25", "too-many-decimals", 1),
        (6, "", "C,党员", "ragged-row", 1),
    ]
    assert [r.origin for r in records(evidence)] == [Origin("测评.csv", 7)]
    assert [(n.code, n.count) for n in evidence.notices][:1] == [("blank-rows", 1)]


@pytest.mark.parametrize("row", ["A,党员,90,", "A,党员", "A", "A,党员,90,80"])
def test_a_ragged_row_is_rejected_whole(tmp_path, row):
    evidence = admitted(
        program(BALLOT), write(tmp_path, "测评.csv", f"{HEADINGS}{row}\nB,党员,9\n")
    )
    assert rejects(evidence) == [(2, "", row, "ragged-row", 1)]
    assert evidence.admitted == 1


def test_headings_alone_deliver_a_kind_without_records(tmp_path):
    evidence = admitted(program(BALLOT, COMPLAINT), write(tmp_path, "测评.csv", HEADINGS))
    assert (evidence.delivered, evidence.admitted) == (frozenset({"测评"}), 0)
    assert codes(evidence) == ["kind-not-delivered", "no-records", "subjects-from-evidence"]


def test_a_nul_rejects_its_cell_and_cannot_reach_a_file(tmp_path):
    text = HEADINGS + "A\0,党员,90\n" + "B,党员,90\n" * 9
    evidence = admitted(program(BALLOT), write(tmp_path, "测评.csv", text))
    assert rejects(evidence) == [(2, "企业编号", "A\ufffd", "bad-text", 1)]


def test_a_long_value_is_shown_cut(tmp_path):
    text = f"{HEADINGS}A,{'党' * 500},90\n"
    evidence = admitted(program(BALLOT), write(tmp_path, "测评.csv", text))
    assert evidence.rejects[0].value == "党" * 100


def test_files_of_one_name_are_told_apart_by_their_folder(tmp_path):
    paths = [tmp_path / "a" / "投诉.csv", tmp_path / "b" / "投诉.csv", tmp_path / "b" / "x.csv"]
    assert list(display_names(paths).values()) == ["a/投诉.csv", "b/投诉.csv", "x.csv"]


def test_the_same_file_twice_is_refused(tmp_path):
    path = write(tmp_path, "测评.csv", HEADINGS)
    (tmp_path / "x").mkdir()
    again = tmp_path / "x" / ".." / "测评.csv"
    with pytest.raises(IntakeError) as caught:
        admitted(program(BALLOT), path, again)
    assert caught.value.code == "same-file-twice"


def test_progress_names_the_file_and_counts_its_rows(tmp_path):
    path = write(tmp_path, "测评.csv", HEADINGS + "A,党员,90\n" * 20_001)
    told = []
    admit(
        program(BALLOT),
        period=YEAR,
        evidence=[Delivery(path)],
        subjects=None,
        progress=lambda file, rows: told.append((file, rows)),
    )
    assert told == [("测评.csv", 10_000), ("测评.csv", 20_000), ("测评.csv", 20_001)]
