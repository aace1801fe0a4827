"""Documents of Word: what they say, that nothing in them acts, and what a template may hold."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.diagnostics import PolicyError
from rules.library import shipped
from scoring.reports.docx.annexes import MOST_ROWS, TooLong, write_annexes
from scoring.reports.docx.archive import BODY, pack, unpack
from scoring.reports.docx.filling import Content, filled
from scoring.reports.docx.forms import FORMS, form_for
from scoring.reports.docx.markup import Paragraph, Table, document
from scoring.reports.docx.notices import Unmade, write_notices
from scoring.reports.docx.template import Known, read_template
from scoring.reports.docx.templates import Templates, write_templates
from scoring.reports.office.filing import open_stored
from scoring.run import review_package, run_review
from scoring.runs.outcome import Outcome
from scoring.runs.sample import read_sample
from scoring.settle.settling import run_settlement
from tests.scoring import test_settling as settling
from tests.scoring.reports.test_office import HOSTILE, hostile_request

KNOWN = Known(("甲", "乙"), {"行": ("名", "数"), "列": ("名",)})
PLAIN = Templates(None)


@pytest.fixture(scope="module", params=["property-company", "party-branch-star"])
def package(request, tmp_path_factory) -> Path:
    (policy,) = shipped().glob(f"{request.param}/*[0-9].yaml")
    sample = read_sample(policy.parent / "sample" / "sample.yaml", policy)
    folder = tmp_path_factory.mktemp("docx") / request.param
    run_review(replace(sample, engine="reference"), folder)
    return folder


@pytest.fixture(scope="module")
def outcome(package) -> Outcome:
    return review_package(package)


def paragraphs(content: bytes) -> list[str]:
    """What a reader of XML finds: the text of each paragraph of the body."""
    from xml.etree import ElementTree

    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    body = ElementTree.fromstring(unpack(content)[BODY])
    found = []
    for paragraph in body.iter(f"{w}p"):
        parts = (e.text or "" if e.tag == f"{w}t" else "\n" for e in paragraph.iter()
                 if e.tag in (f"{w}t", f"{w}br"))  # fmt: skip
        found.append("".join(parts))
    return found


def read(*parts: Paragraph | Table, known: Known = KNOWN):
    return read_template(document(parts), "试.docx", known)


def codes(error: pytest.ExceptionInfo[PolicyError]) -> list[str]:
    return [diagnostic.code for diagnostic in error.value.diagnostics]


# --- templates -----------------------------------------------------------------------------------


def test_places_are_filled_and_a_row_comes_for_each_member():
    template = read(
        Paragraph("text", "{{甲}}和{{ 乙 }}，{不动}"),
        Table(("名", "数"), [("{{行.名}}", "{{甲}}：{{行.数}}")], (1, 1)),
    )
    rows = [{"名": "一", "数": "1"}, {"名": "二"}]
    made = filled(template, Content({"甲": "A", "乙": "x\ny"}, {"行": rows}))
    assert paragraphs(made) == ["A和x\ny，{不动}", "名", "数", "一", "A：1", "二", "A："]


def test_a_place_torn_over_runs_is_one_place():
    parts = unpack(document([Paragraph("text", "前@后")]))
    run = "</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>"
    parts[BODY] = parts[BODY].replace("前@后".encode(), f"前{{{run}{{甲{run}}}}}后".encode())
    template = read_template(pack(parts), "试.docx", KNOWN)
    made = filled(template, Content({"甲": "值"}))
    assert paragraphs(made) == ["前值后"]
    assert b"<w:b/>" in unpack(made)[BODY]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{等级}}", ["template-unknown-field"]),
        ("{{甲", ["template-unclosed"]),
        ("甲}}", ["template-unclosed"]),
        ("{{甲{{乙}}", ["template-unclosed"]),
        ("{{7*7}}", ["template-unknown-field"]),
        ("{{''.__class__.__mro__}}", ["template-unknown-field"]),
        ("{{行.名}}", ["template-group-outside-row"]),
        ("{{行.数量}}{{丙}}", ["template-unknown-field"] * 2),
    ],
)
def test_what_cannot_be_filled_is_refused_at_its_paragraph(text, expected):
    with pytest.raises(PolicyError) as error:
        read(Paragraph("text", "第一段"), Paragraph("text", text))
    assert codes(error) == expected
    told = error.value.diagnostics[0]
    if expected[0] != "template-group-outside-row":
        assert "第 2 段" in told.sentence("zh")


def test_every_fault_is_told_at_once_in_words(golden):
    with pytest.raises(PolicyError) as error:
        read(
            Paragraph("text", "{{等次}}"),
            Paragraph("text", "{{甲"),
            Table(("名",), [("{{行.名}}{{列.名}}",)], (1,)),
            known=Known(KNOWN.values, KNOWN.groups, needed=("注明",)),
        )
    lines = [
        f"{d.code}\n  {d.sentence('zh')}\n  {d.sentence('en')}\n  {d.hint('zh')}\n  {d.hint('en')}"
        for d in error.value.diagnostics
    ]
    golden("report/template-faults.txt", "\n".join(lines) + "\n")


def changed(name: str, old: bytes, new: bytes) -> bytes:
    parts = unpack(document([Paragraph("text", "{{甲}}")]))
    parts[name] = parts[name].replace(old, new)
    return pack(parts)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"PK\x03\x04 broken",
        pack({"a.txt": b"x"}),
        changed(BODY, b"<w:body>", b"<w:body><w:open>"),
        changed(BODY, b"<w:document", b'<!DOCTYPE a [<!ENTITY b "c">]><w:document'),
        changed(BODY, b"<w:body>", b"<w:body><![CDATA[{{x}}]]>"),
        changed(BODY, b"wordprocessingml/2006", b"wordprocessingml/1999"),
        pack({**unpack(document([])), "word/vbaProject.bin": b"x"}),
    ],
    ids=["empty", "no zip", "no document", "torn", "doctype", "cdata", "other XML", "macros"],
)
def test_what_is_no_document_of_word_is_refused(content):
    with pytest.raises(PolicyError) as error:
        read_template(content, "试.docx", KNOWN)
    assert codes(error) == ["template-unreadable"]


def test_a_bomb_is_refused_before_it_is_unpacked():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(BODY, b"\0" * 30_000_000)
    with pytest.raises(PolicyError) as error:
        read_template(buffer.getvalue(), "试.docx", KNOWN)
    assert codes(error) == ["template-unreadable"]


@given(st.text(max_size=40))
@settings(deadline=None, max_examples=80)
def test_any_value_is_text_in_a_document_that_opens(value):
    made = filled(read(Paragraph("text", "〔{{甲}}〕")), Content({"甲": value}))
    shown = value.replace("\r\n", "\n").replace("\r", "\n")
    (text,) = paragraphs(made)
    assert len(text) == len(shown) + 2
    assert [a for a, b in zip(text[1:-1], shown, strict=True) if a not in (b, "\ufffd")] == []


@given(st.lists(st.sampled_from(["{{", "}}", "{", "}", "甲", "{{甲}}", ".", "行"]), max_size=8))
@settings(deadline=None, max_examples=80)
def test_a_template_is_read_or_refused_whatever_stands_in_it(parts):
    try:
        template = read(Paragraph("text", "".join(parts)))
    except PolicyError:
        return
    filled(template, Content({"甲": "值"}))


# --- forms ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMS)
def test_every_form_is_a_template_of_its_own(name):
    assert read_template(document(FORMS[name].parts), name, FORMS[name].known).filled


@pytest.mark.parametrize(
    ("name", "action", "form"),
    [
        ("考核约谈", "", "约谈通知书"),
        ("挂牌整治", "并约谈企业负责人", "整改通知书"),
        ("后续", "约谈负责人", "约谈通知书"),
        ("结果反馈", "", "结果反馈单"),
        ("年度表彰", "表彰", None),
    ],
)
def test_words_of_a_trigger_say_its_form(name, action, form):
    assert form_for(name, action) == form


def test_templates_are_written_to_be_edited_and_never_over_an_edit(tmp_path):
    written = write_templates(tmp_path)
    assert written == [f"{name}.docx" for name in FORMS]
    (tmp_path / "名单.docx").write_bytes(b"mine")
    (tmp_path / "公示表.docx").unlink()
    assert write_templates(tmp_path) == ["公示表.docx"]
    assert (tmp_path / "名单.docx").read_bytes() == b"mine"


def test_a_template_for_nothing_is_refused(tmp_path):
    (tmp_path / "约谈书.docx").write_bytes(document([]))
    with pytest.raises(PolicyError) as error:
        Templates(tmp_path, ("考核约谈",))
    assert codes(error) == ["template-for-nothing"]


# --- a package -----------------------------------------------------------------------------------


def texts(folder: Path, paths: Sequence[object]) -> Mapping[str, str]:
    return {
        str(path): "\n".join(paragraphs((folder / str(path)).read_bytes()))
        for path in paths
        if isinstance(path, str)
    }


def test_the_annexes_and_notices_say_this(package, outcome, tmp_path, golden):
    """The first of each kind; long tables cut."""
    stored = open_stored(package)
    made = [
        *write_annexes(stored, tmp_path, PLAIN, "masked"),
        *write_notices(outcome, tmp_path, PLAIN),
    ]
    told = []
    seen = set()
    for path, text in texts(tmp_path, made).items():
        kind = path.rpartition("/")[0] if path.startswith("notices") else path
        if kind not in seen:
            seen.add(kind)
            lines = text.split("\n")
            told += [f"== {path}", *lines[:70], *(["…"] if len(lines) > 70 else [])]
    told += [str(one) for one in made if not isinstance(one, str)]
    golden(f"report/documents-{package.name}.txt", "\n".join(told) + "\n")


def test_the_same_package_gives_the_same_bytes(package, outcome, tmp_path):
    found = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        list(write_annexes(open_stored(package), tmp_path / name, PLAIN, "in_full"))
        list(write_notices(outcome, tmp_path / name, Templates(None)))
        found.append({p.name: p.read_bytes() for p in (tmp_path / name).rglob("*.docx")})
    assert found[0] == found[1]


def test_there_is_a_notice_for_every_case_that_is_sure_and_a_word_of_the_others(outcome, tmp_path):
    made = list(write_notices(outcome, tmp_path, PLAIN))
    fired = [case.trigger for a in outcome.assessments for case in a.triggers]
    with_form = [t for t in outcome.program.triggers if form_for(t.label or t.name, t.action)]
    assert len([one for one in made if isinstance(one, str)]) == sum(
        fired.count(trigger.name) for trigger in with_form
    )
    unmade = [one for one in made if isinstance(one, Unmade)]
    others = [t for t in outcome.program.triggers if t not in with_form and t.name in fired]
    assert [one.trigger for one in unmade if one.cases] == [t.label or t.name for t in others]


def test_what_is_posted_masked_has_no_name(package, tmp_path):
    stored = open_stored(package)
    field = stored.program.subject.name_field
    names = [str(row[0]) for row in stored.rows("results", f"field_{field}")]
    made = texts(tmp_path, list(write_annexes(stored, tmp_path, PLAIN, "masked")))
    (posted,) = (text for path, text in made.items() if "公示表" in path)
    assert [name for name in names if name in posted] == []


def test_after_the_signatures_the_annexes_have_what_was_settled(tmp_path, golden):
    package = settling.review(tmp_path)
    signatures = settling.signed(package, tmp_path, settling.MOST)
    run_settlement(package, signatures, settling.CUT_OFF, tmp_path / "settled")
    (tmp_path / "out").mkdir()
    stored = open_stored(tmp_path / "settled")
    made = texts(tmp_path / "out", list(write_annexes(stored, tmp_path / "out", PLAIN, "in_full")))
    told = [f"== {path}\n{text}" for path, text in made.items() if "兑现" in text]
    assert len(told) == len(stored.program.coefficients) + len(stored.program.awards)
    golden("report/documents-settled.txt", "\n".join(told) + "\n")


def test_an_annex_that_is_too_long_names_its_file(package, tmp_path, monkeypatch):
    monkeypatch.setattr("scoring.reports.docx.annexes.MOST_ROWS", 10)
    made = list(write_annexes(open_stored(package), tmp_path, PLAIN, "in_full"))
    assert TooLong("公示表", "results.csv") in made
    assert MOST_ROWS == 5_000


def test_an_office_has_its_own_words_for_a_trigger(package, outcome, tmp_path):
    own = tmp_path / "templates"
    own.mkdir()
    trigger = outcome.program.triggers[0].name
    parts = [Paragraph("note", "{{注明}}"), Paragraph("text", "祝贺{{名称}}：{{处置}}")]
    (own / f"{trigger}.docx").write_bytes(document(parts))
    made = list(write_notices(outcome, tmp_path, Templates(own, (trigger,))))
    first = next(one for one in made if isinstance(one, str))
    assert "祝贺" in "".join(paragraphs((tmp_path / first).read_bytes()))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_in_a_document_is_text_and_is_not_filled_again(tmp_path, name):
    run_review(hostile_request(tmp_path / "in", name), tmp_path / "package")
    stored = open_stored(tmp_path / "package")
    made = list(write_annexes(stored, tmp_path, PLAIN, "in_full"))
    for path in made:
        parts = unpack((tmp_path / str(path)).read_bytes())
        assert name in "".join(paragraphs(pack(parts)))
        links = [n for n, part in parts.items() if re.search(rb'TargetMode="External"', part)]
        assert links == []


def test_another_reader_finds_the_same_text(package, outcome, tmp_path):
    made = [
        *write_annexes(open_stored(package), tmp_path, PLAIN, "in_full"),
        *write_notices(outcome, tmp_path, PLAIN),
    ]
    for path in (one for one in made if isinstance(one, str)):
        found, width = read_by_another(tmp_path / path)
        assert sorted(found) == sorted(paragraphs((tmp_path / path).read_bytes()))
        assert width == pytest.approx(210, abs=1)


def read_by_another(path: Path) -> tuple[list[str], float]:
    """What python-docx finds: the texts of the paragraphs and cells, the width of the paper."""
    docx = pytest.importorskip("docx", reason="python-docx is not here: make .venv/.installed")
    opened = docx.Document(str(path))
    outside = [paragraph.text for paragraph in opened.paragraphs]
    # A cell over several columns is told for each of them.
    cells = {cell._tc: cell for t in opened.tables for row in t.rows for cell in row.cells}
    inside = [paragraph.text for cell in cells.values() for paragraph in cell.paragraphs]
    return [*outside, *inside], opened.sections[0].page_width.mm
