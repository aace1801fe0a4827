"""`kaoping report`: the documents of a package, in a folder that holds nothing else."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.reports.docx.archive import BODY, unpack
from scoring.run import run_review
from scoring.settle.settling import run_settlement
from tests.scoring import test_settling as settling
from tests.scoring.reports.test_office import hostile_request
from tests.scoring.test_run import REQUEST


@pytest.fixture(scope="module")
def package(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("report") / "package"
    run_review(replace(REQUEST, engine="reference"), folder)
    return folder


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))


def test_the_report_goes_beside_the_package(shell, package):
    code, out, err = shell("report", package)
    folder = package.with_name("package-documents")
    assert (code, err) == (0, "")
    assert out.splitlines()[0] == f"已写出 written：{folder / 'report.html'}"
    assert "report.html" in files(folder)


def test_the_workbook_has_what_the_page_has(shell, tmp_path):
    """Read back by code that did not write it: the same sheets, the same words, charts to edit."""
    openpyxl = pytest.importorskip("openpyxl")
    package = tmp_path / "package"
    assert shell("run", "property-company", "--sample", "--out", package)[0] == 0
    assert shell("report", package, "--out", tmp_path / "out")[0] == 0
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(tmp_path / "out" / "report.xlsx")
    headings = re.findall(r"<h2>(.*?)(?: <small>.*?)?</h2>", page)
    assert book.sheetnames == headings
    assert {"临界", "与上期比较", "证据", "核对"} <= set(headings)
    assert sum(len(sheet._charts) for sheet in book) == page.count("<svg") > 0
    cells = {str(c.value) for sheet in book for row in sheet.iter_rows() for c in row if c.value}
    for name in ("示例物业034", "示例物业072"):
        assert name in page
        assert any(name in cell for cell in cells)


def test_json_names_what_was_written(shell, package, tmp_path):
    code, out, _ = shell("report", package, "--out", tmp_path / "out", "--format", "json")
    told = json.loads(out)
    assert (code, told["folder"]) == (0, str(tmp_path / "out"))
    assert sorted([*told["documents"], "documents.json"]) == files(tmp_path / "out")


def test_english_pages_have_no_chinese_headings(shell, package, tmp_path):
    shell("report", package, "--out", tmp_path / "out", "--lang", "en")
    page = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "<h2>crosscheck</h2>" in page
    assert "核对" not in page


def test_the_same_package_gives_the_same_bytes(shell, package, tmp_path):
    for name in ("one", "two"):
        shell("report", package, "--out", tmp_path / name)
    one, two = (
        {name: (tmp_path / which / name).read_bytes() for name in files(tmp_path / which)}
        for which in ("one", "two")
    )
    assert one == two


def test_what_was_made_before_is_gone_and_what_is_foreign_stays(shell, package, tmp_path):
    out = tmp_path / "out"
    assert shell("report", package, "--out", out)[0] == 0
    assert shell("report", package, "--out", out)[0] == 0
    (out / "信.txt").write_text("我的", encoding="utf-8")
    code, _, err = shell("report", package, "--out", out)
    assert code == 1
    assert "错误[foreign-folder]" in err
    assert (out / "信.txt").read_text(encoding="utf-8") == "我的"


def test_the_package_is_left_as_it_was(shell, package, tmp_path):
    before = files(package)
    shell("report", package, "--out", tmp_path / "out")
    assert files(package) == before
    assert shell("verify", package)[0] == 0


def test_cards_of_one_subject(shell, package, tmp_path):
    out = tmp_path / "out"
    code, _, _ = shell("report", package, "--only", "cards", "--subject", "A1", "--out", out)
    assert (code, files(out)) == (0, ["cards/00001-A1.html", "documents.json"])


def test_a_subject_that_is_not_there_is_refused_and_nothing_written(shell, package, tmp_path):
    out = tmp_path / "out"
    code, _, err = shell("report", package, "--only", "cards", "--subject", "A9", "--out", out)
    assert (code, out.exists()) == (1, False)
    assert "错误[subject-not-found]" in err


def test_what_is_published_says_how_it_names_people(shell, package):
    code, _, err = shell("report", package, "--only", "cards", "--audience", "public")
    assert code == 2
    assert "--names masked" in err


def test_annexes_and_notices_of_word(shell, package, tmp_path):
    out = tmp_path / "out"
    wanted = ("--only", "annexes", "--only", "notices", "--names", "full")
    code, told, _ = shell("report", package, *wanted, "--out", out)
    assert code == 0
    assert files(out) == [
        "annexes/00001-公示表.docx",
        "annexes/00002-红榜.docx",
        "documents.json",
        "notices/00001-约谈/00001-A3.docx",
    ]
    assert told.splitlines()[-1] == f"已写出 written：{out / 'notices/00001-约谈/00001-A3.docx'}"


def test_an_office_edits_the_templates_it_was_given(shell, package, tmp_path):
    own = tmp_path / "模板"
    assert shell("report", "--write-templates", own)[0] == 0
    out = tmp_path / "out"
    wanted = ("--only", "notices", "--templates", own)
    assert shell("report", package, *wanted, "--out", out)[0] == 0
    (own / "约谈通知书.docx").write_bytes(b"torn")
    code, _, err = shell("report", package, *wanted, "--out", out)
    assert code == 1
    assert "错误[template-unreadable]" in err
    assert "notices/00001-约谈/00001-A3.docx" in files(out)


@pytest.mark.parametrize("wanted", [("--only", "annexes"), ()])
def test_a_command_that_says_too_little_is_told_what_is_missing(shell, package, wanted):
    code, _, err = shell("report", *((package,) if wanted else ()), *wanted)
    assert code == 2
    assert ("--names" in err) == bool(wanted)


@pytest.mark.parametrize(
    ("stated", "asked", "shown"),
    [
        ("隐名", (), "甲*丙"),
        ("全名", (), "甲乙丙"),
        ("全名", ("--names", "masked"), "甲*丙"),
        ("隐名", ("--names", "full"), None),
    ],
)
def test_the_policy_says_how_the_public_reads_names(shell, tmp_path, stated, asked, shown):
    request = hostile_request(tmp_path / "in", "甲乙丙")
    text = request.policy.read_text(encoding="utf-8")
    request.policy.write_text(text.replace("名称字段:", f"公示名称: {stated}, 名称字段:"), "utf-8")
    run_review(request, tmp_path / "package")
    out = tmp_path / "out"
    code, _, err = shell("report", tmp_path / "package", "--only", "annexes", *asked, "--out", out)
    if shown is None:
        assert (code, out.exists()) == (2, False)
        assert "隐名" in err
    else:
        body = unpack((out / "annexes/00001-公示表.docx").read_bytes())[BODY]
        assert f">{shown}<".encode() in body


def test_of_a_settlement_there_are_annexes_alone(shell, tmp_path):
    settled = settling.review(tmp_path)
    signatures = settling.signed(settled, tmp_path, settling.MOST)
    run_settlement(settled, signatures, settling.CUT_OFF, tmp_path / "settled")
    code, _, err = shell("report", tmp_path / "settled", "--out", tmp_path / "out")
    assert (code, (tmp_path / "out").exists()) == (2, False)
    assert "--only annexes" in err
    wanted = ("--only", "annexes", "--names", "full", "--out", tmp_path / "out")
    assert shell("report", tmp_path / "settled", *wanted)[0] == 0
