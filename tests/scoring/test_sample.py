"""`sample.yaml`: what it may say, and what is said of its mistakes."""

from __future__ import annotations

from datetime import date

import pytest

from rules.diagnostics import PolicyError
from scoring.runs.request import Mark, Request
from scoring.runs.sample import read_sample


@pytest.fixture
def sample(tmp_path):
    """Writes a sample beside two files and reads it."""
    for name in ("企业.csv", "投诉.csv"):
        (tmp_path / "sample").mkdir(exist_ok=True)
        (tmp_path / "sample" / name).write_text("编号\n", encoding="utf-8")
    policy = tmp_path / "1.yaml"
    policy.write_text("")

    def read(text: str) -> Request:
        path = tmp_path / "sample" / "sample.yaml"
        path.write_text(text, encoding="utf-8")
        return read_sample(path, policy)

    return read


def test_a_sample_is_a_request_for_the_files_beside_it(sample, tmp_path):
    text = (
        "period: 2026\nas_of: 2027-01-10\nsubjects: 企业.csv\nevidence: [投诉.csv]\n"
        "mark: {zh: 合成, en: synthetic}\n"
    )
    assert sample(text) == Request(
        policy=tmp_path / "1.yaml",
        evidence=(tmp_path / "sample" / "投诉.csv",),
        period="2026",
        subjects=tmp_path / "sample" / "企业.csv",
        as_of=date(2027, 1, 10),
        mark=Mark("合成", "synthetic"),
    )


def test_a_sample_may_bring_past_results(sample, tmp_path):
    text = "period: 2026-02\nevidence: 投诉.csv\nhistory: 企业.csv\nhistory_from: 2026-01-01\n"
    request = sample(text)
    assert request.history == (tmp_path / "sample" / "企业.csv",)
    assert request.history_from == date(2026, 1, 1)


def test_period_and_evidence_are_enough(sample, tmp_path):
    request = sample("period: 2026-Q1\nevidence: 投诉.csv\n")
    assert request.evidence == (tmp_path / "sample" / "投诉.csv",)
    assert (request.period, request.subjects, request.as_of, request.mark) == (
        *("2026-Q1", None, None, None),
    )


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("evidence: 投诉.csv\n", ["sample-key"]),
        ("period: 2026\n", ["sample-key"]),
        ("period: 2026\nevidence: 没有.csv\n", ["sample-file"]),
        ("period: 2026\nevidence: ../1.yaml\n", ["sample-file"]),
        ("period: 2026\nevidence: 投诉.csv\nas_off: 2026-01-01\n", ["sample-word"]),
        ("period: 2026\nevidence: 投诉.csv\nas_of: 1月1日\n", ["sample-form"]),
        ("period: 2026\nevidence: 投诉.csv\nmark: {zh: 合成}\n", ["sample-form"]),
        ("period: [2026]\nevidence: 投诉.csv\n", ["sample-form"]),
        ("- 2026\n", ["sample-form", "sample-key", "sample-key"]),
    ],
    ids=[
        "no period", "no evidence", "no such file", "outside", "unknown key",
        "no date", "one language", "list", "not a mapping",
    ],
)  # fmt: skip
def test_a_mistake_is_refused_with_its_place(sample, text, codes):
    with pytest.raises(PolicyError) as error:
        sample(text)
    assert [diagnostic.code for diagnostic in error.value.diagnostics] == codes
    assert all(diagnostic.span for diagnostic in error.value.diagnostics)


def test_an_unknown_key_is_answered_with_the_keys_there_are(sample):
    with pytest.raises(PolicyError) as error:
        sample("周期: 2026\nperiod: 2026\nevidence: 投诉.csv\n")
    (found,) = error.value.diagnostics
    known = "period, as_of, subjects, evidence, history, history_from, mark"
    assert found.hint("zh") == f"这里可以写：{known}"
