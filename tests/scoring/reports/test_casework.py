"""Cases that are followed from run to run, on the page of the office and in a notice."""

from __future__ import annotations

from pathlib import Path

import pytest

from scoring.package.cases import read_cases
from scoring.reports.document import Document
from scoring.reports.docx.markup import Paragraph, document
from scoring.reports.docx.notices import write_notices
from scoring.reports.docx.templates import Templates
from scoring.reports.office.filing import open_stored, package_report
from scoring.run import review_package, run_review
from scoring.runs.request import Request
from service.cli.document_lines import document_lines
from tests.scoring.reports.test_docx import paragraphs
from tests.scoring.test_following import POLICY

# One of two put things right.
RECORDS = {
    "2024-01": "",
    "2024-02": "编号,项目,发生日,处置,办理,经办人,延至\n1,乙,2024-02-05,整改,整改核实,镇办公室,\n",
}
SCORES = {"2024-01": {"甲": 45, "乙": 55, "丙": 80}, "2024-02": {"甲": 45, "乙": 70, "丙": 55}}


@pytest.fixture(scope="module")
def february(tmp_path_factory) -> Path:
    """A package beside that of January, whose cases it goes on with."""
    root = tmp_path_factory.mktemp("months")
    past: tuple[Path, ...] = ()
    for period, scores in SCORES.items():
        folder = root / "in" / period
        folder.mkdir(parents=True)
        (folder / "policy.yaml").write_text(POLICY, encoding="utf-8")
        rows = "".join(f"{name},{score}\n" for name, score in scores.items())
        (folder / "subjects.csv").write_text(f"项目,得分\n{rows}", encoding="utf-8")
        records = folder / "整改记录.csv"
        records.write_text(RECORDS[period], encoding="utf-8")
        evidence = (records,) if RECORDS[period] else ()
        subjects = folder / "subjects.csv"
        request = Request(folder / "policy.yaml", evidence, period, subjects, history=past)
        run_review(request, root / period)
        past = (root / period,)
    return past[0]


def test_the_page_of_the_office_tells_how_cases_stand(february, golden):
    (sheet,) = (
        sheet for sheet in package_report(open_stored(february)).sheets if sheet.name.zh == "案件"
    )
    shown = document_lines(Document("案件", sheet.name, (), (sheet,)), "zh")
    golden("report/office-cases.txt", "\n".join(shown) + "\n")


def test_a_notice_tells_the_case_as_it_is_followed(february, tmp_path):
    own = tmp_path / "templates"
    own.mkdir()
    parts = [Paragraph("note", "{{注明}}"), Paragraph("text", "{{案件}}｜{{立案日}}｜{{期限}}")]
    (own / "整改.docx").write_bytes(document(parts))
    outcome = review_package(february)
    made = list(write_notices(outcome, tmp_path, Templates(own, ("整改", "约谈")), ("甲",)))
    (path,) = (one for one in made if isinstance(one, str) and "整改" in one)
    (case,) = (
        case
        for case in read_cases(february / "cases.csv")
        if (case.subject, case.trigger) == ("甲", "整改") and case.is_open
    )
    told = f"{case.id}｜{case.opened}｜{case.deadline}"
    assert told in paragraphs((tmp_path / path).read_bytes())
    assert case.opened.isoformat() == "2024-01-31"
