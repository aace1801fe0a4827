"""A score card tells each audience what it may know, down to record and clause, and no more."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.library import shipped
from scoring.reports.cards.card import AUDIENCES
from scoring.reports.cards.writing import CardsAsked, write_cards
from scoring.reports.naming import file_name, shown_name
from scoring.run import review
from scoring.runs.outcome import Outcome
from scoring.runs.request import gathered
from scoring.runs.sample import read_sample
from tests.scoring.reports.test_docx import paragraphs, read_by_another
from tests.scoring.reports.test_office import HOSTILE, Tags, hostile_request
from tests.scoring.test_run import REQUEST


@pytest.fixture(scope="module")
def small() -> Outcome:
    return review(gathered(replace(REQUEST, engine="reference")))


@pytest.fixture(scope="module")
def branches() -> Outcome:
    (policy,) = shipped().glob("party-branch-star/*[0-9].yaml")
    sample = read_sample(policy.parent / "sample" / "sample.yaml", policy)
    return review(replace(sample, engine="reference"))


def text_of(path: Path) -> str:
    tags = Tags()
    tags.feed(path.read_text(encoding="utf-8").partition("</style>")[2])
    return tags.text


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_card_for_each_audience_is_this(small, tmp_path, golden, audience):
    asked = CardsAsked(audience, "zh", ("A2",), names="masked", lift=audience == "office")
    (name,) = write_cards(small, tmp_path, asked)
    golden(f"report/card-{audience}.txt", text_of(tmp_path / name).rpartition("kaoping")[0])


def test_the_employer_reads_grade_and_coefficients_and_nothing_else(branches, tmp_path):
    given = next(a for a in branches.assessments if a.coefficients and a.awards and a.lists)
    (name,) = write_cards(branches, tmp_path, CardsAsked("employer", "zh", (given.subject,)))
    text = text_of(tmp_path / name)
    assert given.grade in text
    assert all((c.label or c.name) in text for c in branches.program.coefficients)
    result = text.partition("</p>")[0].partition("结果 result")[2]
    hidden = [*given.lists, *given.awards, "总分", "记录", "得分", "逐条说明"]
    assert [word for word in hidden if word in result] == []


def test_what_is_published_masked_has_neither_name_nor_id(small, tmp_path):
    asked = CardsAsked("public", "zh", names="masked", merged=True)
    write_cards(small, tmp_path, asked)
    page = (tmp_path / "cards.html").read_text(encoding="utf-8")
    field = small.program.subject.name_field or ""
    names = [str(a.fields[field]) for a in small.assessments]
    assert [word for word in (*names, "A1", "A2") if word in page] == []
    assert shown_name(names[0], "masked") in page


def test_every_record_that_counted_is_named_with_its_file_and_row(branches, tmp_path):
    own = branches.assessments[0]
    (name,) = write_cards(branches, tmp_path, CardsAsked("subject", "zh", (own.subject,)))
    page = (tmp_path / name).read_text(encoding="utf-8")
    records = {(r.kind, r.id): r for r in branches.evidence.of(own.subject)}
    for finding in own.findings:
        origin = records[finding.kind, finding.evidence].origin
        cells = f'<td class="s">{origin.file}</td><td class="n">{origin.row}</td>'
        assert finding.evidence in page
        assert cells in page


def test_one_file_for_everybody_has_a_page_for_each(small, tmp_path):
    merged = write_cards(small, tmp_path, CardsAsked("subject", "zh", merged=True))
    page = (tmp_path / "cards.html").read_text(encoding="utf-8")
    assert (merged, page.count("<article>")) == (["cards.html"], len(small.assessments))


def body(path: Path) -> str:
    """The text of a document of Word, a line for each paragraph; without who made it."""
    return "\n".join(paragraphs(path.read_bytes())).rpartition("kaoping")[0]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_card_of_word_is_this(small, tmp_path, golden, language):
    asked = CardsAsked("subject", language, ("A2",), lift=True, word=True)
    (name,) = write_cards(small, tmp_path, asked)
    assert name.endswith(".docx")
    golden(f"report/card-word-{language}.txt", body(tmp_path / name))


@pytest.mark.parametrize("audience", AUDIENCES)
def test_another_reader_finds_the_same_card_of_word(small, tmp_path, audience):
    for name in write_cards(small, tmp_path, CardsAsked(audience, "zh", word=True)):
        found, width = read_by_another(tmp_path / name)
        assert sorted(found) == sorted(paragraphs((tmp_path / name).read_bytes()))
        assert width == pytest.approx(210, abs=1)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_card_of_word_says_what_its_page_says(small, tmp_path, audience):
    told = []
    for word in (False, True):
        folder = tmp_path / str(word)
        folder.mkdir()
        asked = CardsAsked(audience, "zh", names="masked", merged=True, word=word)
        (name,) = write_cards(small, folder, asked)
        text = body(folder / name) if word else text_of(folder / name).rpartition("kaoping")[0]
        told.append(sorted("".join(text.split())))
    assert told[0] == told[1]


def test_the_same_card_is_the_same_bytes(small, tmp_path):
    made = []
    for folder in (tmp_path / "one", tmp_path / "other"):
        folder.mkdir()
        (name,) = write_cards(small, folder, CardsAsked("office", "zh", merged=True, word=True))
        made.append((folder / name).read_bytes())
    assert made[0] == made[1]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_on_a_card_of_word_is_text(tmp_path, name):
    outcome = review(hostile_request(tmp_path / "in", name))
    (path,) = write_cards(outcome, tmp_path, CardsAsked("subject", "zh", word=True))
    assert name in body(tmp_path / path)


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_on_a_card_is_text(tmp_path, name):
    outcome = review(hostile_request(tmp_path / "in", name))
    (path,) = write_cards(outcome, tmp_path, CardsAsked("subject", "zh"))
    tags = Tags()
    tags.feed((tmp_path / path).read_text(encoding="utf-8"))
    assert tags.found.isdisjoint({"script", "img"})
    assert not {attribute for attribute in tags.attributes if attribute.startswith("on")}
    assert name in tags.text


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张三", "张*"), ("王小明", "王*明"), ("欧阳小明", "欧**明"), ("王", "王*"), ("", "*")],
)
def test_masked_names(name, masked):
    assert shown_name(name, "masked") == masked
    assert shown_name(name, "in_full") == name


@given(st.text(max_size=60))
@settings(deadline=None, max_examples=60)
def test_no_id_leaves_its_folder(subject):
    name = file_name(7, subject)
    assert name == Path(name).name
    assert name.startswith("00007-")
    assert len(name) <= 60
    assert set(name).isdisjoint('/\\:*?"<>|\0')
