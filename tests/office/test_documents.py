"""The documents of Word as LibreOffice prints them: `make office`."""

from __future__ import annotations

import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from rules.library import shipped
from scoring.reports.cards.writing import CardsAsked, write_cards
from scoring.reports.docx.annexes import write_annexes
from scoring.reports.docx.markup import Paragraph, document
from scoring.reports.docx.notices import write_notices
from scoring.reports.docx.templates import Templates
from scoring.reports.office.filing import open_stored
from scoring.run import review_package, run_review
from scoring.runs.sample import read_sample
from tests.scoring.reports.test_docx import paragraphs

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not here"),
    pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler is not here"),
]


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> dict[str, tuple[Path, Path]]:
    """Every annex, the first notice of each trigger, a score card: the document and its PDF."""
    root = tmp_path_factory.mktemp("office")
    require_writer(root)
    (policy,) = shipped().glob("property-company/*[0-9].yaml")
    sample = read_sample(policy.parent / "sample" / "sample.yaml", policy)
    run_review(replace(sample, engine="reference"), root / "package")
    made = list(write_annexes(open_stored(root / "package"), root, Templates(None), "in_full"))
    outcome = review_package(root / "package")
    notices = write_notices(outcome, root, Templates(None))
    one = outcome.assessments[0].subject
    made += write_cards(outcome, root, CardsAsked("subject", "zh", (one,), lift=True, word=True))
    first = {str(p).rpartition("/")[0]: p for p in reversed(list(notices)) if isinstance(p, str)}
    (root / "out").mkdir()
    names = {}
    for number, path in enumerate([*(p for p in made if isinstance(p, str)), *first.values()]):
        names[str(path)] = Path(shutil.copyfile(root / str(path), root / "out" / f"{number}.docx"))
    convert(root, list(names.values()))
    return {path: (copy, copy.with_suffix(".pdf")) for path, copy in names.items()}


def convert(root: Path, documents: list[Path]) -> None:
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(root / 'profile').as_uri()}", "--headless",
         "--convert-to", "pdf", "--outdir", documents[0].parent, *documents],
        check=False, capture_output=True, timeout=180,
    )  # fmt: skip


def require_writer(root: Path) -> None:
    """Calc alone does not read documents."""
    path = root / "trial.docx"
    path.write_bytes(document([Paragraph("text", "试")]))
    convert(root, [path])
    if not path.with_suffix(".pdf").is_file():
        pytest.skip("LibreOffice is here without Writer")


def output(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True).stdout.decode()


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_character_is_printed_on_a4(printed):
    """Cells are narrow: their words are broken, and stand beside those of others."""
    assert len(printed) == 8
    for path, (source, pdf) in printed.items():
        shown = Counter(squeezed(output("pdftotext", "-layout", pdf, "-")))
        written = Counter(squeezed("".join(paragraphs(source.read_bytes()))))
        assert written - shown == Counter(), path
        assert "A4" in output("pdfinfo", pdf)


def test_chinese_is_printed_in_a_font_that_has_it(printed):
    for _, pdf in printed.values():
        fonts = output("pdffonts", pdf).splitlines()[2:]
        assert fonts
        assert all(" yes " in font for font in fonts)
