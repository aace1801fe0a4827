"""A zip of tables is a folder within limits, and nothing of a wrong one is read."""

from __future__ import annotations

import io
import zipfile

import pytest

from scoring.intake.faults import IntakeError
from tests.scoring.intake import hostile
from tests.scoring.intake.hostile import member, zip_of
from tests.scoring.intake.programs import BALLOT, COMPLAINT, admitted, codes, program, records
from tests.scoring.intake.workbooks import zipped

GOOD = member("测评.csv", b"x", flags=0x800)
TABLE = "企业编号,评价人,得分\nA,党员,90\n"


def zip_path(folder, parts):
    path = folder / "材料.zip"
    path.write_bytes(parts if isinstance(parts, bytes) else zipped(parts))
    return path


def refused(path):
    with pytest.raises(IntakeError) as caught:
        admitted(program(BALLOT, COMPLAINT), path)
    return caught.value


def test_the_files_of_a_zip_are_shown_by_their_place_in_it(tmp_path):
    parts = {
        "一/测评.csv": TABLE,
        "二/测评.csv": TABLE.replace("A", "B").replace("90", "x"),
        "__MACOSX/一/._测评.csv": "x",
        "~$测评.xlsx": "x",
    }
    evidence = admitted(program(BALLOT, COMPLAINT), zip_path(tmp_path, parts))
    assert [r.origin.file for r in records(evidence)] == ["材料.zip/一/测评.csv"]
    assert [(r.file, r.row) for r in evidence.rejects] == [("材料.zip/二/测评.csv", 2)]
    assert codes(evidence) == ["kind-not-delivered", "passed-over", "subjects-from-evidence"]


def test_names_in_gbk_are_read_as_such(tmp_path):
    plain = zipped({"@@@@.csv": TABLE})
    data = plain.replace(b"@@@@.csv", "测评".encode("gbk") + b".csv")
    evidence = admitted(program(BALLOT, COMPLAINT), zip_path(tmp_path, data))
    assert [r.origin.file for r in records(evidence)] == ["材料.zip/测评.csv"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("../测评.csv", "bad-member-name"),
        ("a/../../测评.csv", "bad-member-name"),
        ("/测评.csv", "bad-member-name"),
        ("C:测评.csv", "bad-member-name"),
        ("a\\测评.csv", "bad-member-name"),
        ("更多.zip", "packed-member"),
        ("测评.csv.gz", "packed-member"),
        ("说明.docx", "unknown-format"),
        ("测评.xls", "other-spreadsheet"),
        (".测评.csv", "empty-zip"),
    ],
)
def test_a_zip_with_a_wrong_name_in_it_is_refused_whole(tmp_path, name, code):
    data = zip_of([member(name, TABLE.encode(), flags=0x800)])
    assert refused(zip_path(tmp_path, data)).code == code


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (lambda: zip_of([member("测评.csv", b"", flags=0x801)]), "encrypted-zip"),
        (hostile.many_members, "too-many-members"),
        (
            lambda: zip_of([hostile.repeated("测评.csv", b"", b"," * 2**20, 64, b"", flags=0x800)]),
            "bomb",
        ),
        (lambda: zip_of([GOOD._replace(checksum=1)]), "damaged-member"),
        (lambda: zip_of([GOOD] * 2), "damaged-zip"),
        (lambda: zip_of([GOOD._replace(name="a/")]), "empty-zip"),
        (lambda: b"", "damaged-zip"),
        (lambda: TABLE.encode(), "damaged-zip"),
    ],
    ids=["encrypted", "many", "bomb", "checksum", "twice", "folders only", "empty", "text"],
)
def test_a_wrong_zip_is_refused(tmp_path, data, code):
    error = refused(zip_path(tmp_path, data()))
    assert (error.code, error.file) == (code, "材料.zip")


def test_a_zip_holds_no_table_of_subjects(tmp_path):
    out = io.BytesIO()
    zipfile.ZipFile(out, "w").close()
    with pytest.raises(IntakeError) as caught:
        admitted(program(BALLOT), subjects=zip_path(tmp_path, out.getvalue()))
    assert caught.value.code == "unknown-format"
