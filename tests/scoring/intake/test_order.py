"""Nothing is lost and nothing depends on the order of rows or files, whatever the evidence."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.evidence import Evidence, Origin
from scoring.intake.faults import IntakeError
from tests.scoring.intake.programs import (
    BALLOT,
    COMPANY,
    COMPLAINT,
    ITEMS,
    MARKS,
    admitted,
    program,
    write,
)
from tests.scoring.intake.workbooks import Made, write_workbook

POLICY = program(BALLOT, COMPLAINT, MARKS, subject=COMPANY)
NOWHERE = Origin("", 0)

names = st.sampled_from(["A", "B", "C", " B ", "D", "", "X/Y"])
days = st.sampled_from(["2026-01-05", "2026-03-01", "2025-12-31", "2026-12-24", "2026/1/5", ""])
numbers = st.sampled_from(["1", "5", "3.0", "2.5", "-0", "101", "N/A", "", "NaN", "1e1", "５"])
numbered = st.sampled_from(["1", "2", "3", "4", "a/b", ""])
words = st.sampled_from(
    ["一般", "较重", "重大", "党员", "业主", "是", "否", "", "x", "=1+1", '"', "\n"]
)


def some(rows):
    """A row in which nothing stands is no record; a notice counts it."""
    return rows.filter(any)


subject_rows = st.lists(st.tuples(names, st.sampled_from(["东", "西"]), numbers), max_size=6)
ballot_rows = st.lists(some(st.tuples(names, words, numbers)), max_size=8)
complaint_rows = st.lists(some(st.tuples(names, numbered, words, words, numbers, days)), max_size=8)
marks_rows = st.lists(some(st.tuples(names, numbered, days, numbers, numbers, numbers)), max_size=6)

TABLES = {
    "企业": ("企业编号", "街道", "户数"),
    "测评": ("企业编号", "评价人", "得分"),
    "投诉": ("企业编号", "工单号", "严重程度", "已核实", "扣分", "发生日"),
    "检查": ("企业编号", "检查单", "发生日", *(f"{item}得分" for item in ITEMS)),
}
HELD = {"测评": 1, "投诉": 1, "检查": 3}


def text_of(name, rows):
    out = io.StringIO()
    csv.writer(out).writerows([TABLES[name], *rows])
    return out.getvalue()


def admit_all(tables, order=("测评", "投诉", "检查")):
    with TemporaryDirectory() as name:
        folder = Path(name)
        paths = {
            table: write(folder, f"{table}.csv", text_of(table, rows))
            for table, rows in tables.items()
        }
        return admitted(POLICY, *(paths[kind] for kind in order), subjects=paths["企业"])


def content(evidence: Evidence):
    """All that is said of the evidence but the rows it stood in."""
    return (
        {name: replace(subject, origin=None) for name, subject in evidence.subjects.items()},
        {
            name: [replace(record, origin=NOWHERE) for record in own]
            for name, own in evidence.records.items()
        },
        Counter((r.file, r.column, r.value, r.code, r.records) for r in evidence.rejects),
        evidence.notices,
        evidence.delivered,
    )


@given(subject_rows, ballot_rows, complaint_rows, marks_rows, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=120)
def test_what_comes_in_is_admitted_or_rejected_and_its_order_does_not_matter(
    subjects, ballots, complaints, marks, shuffler: random.Random
):
    tables = {"企业": subjects, "测评": ballots, "投诉": complaints, "检查": marks}
    evidence = admit_all(tables)

    came_in = sum(HELD[kind] * len(rows) for kind, rows in tables.items() if kind in HELD)
    assert evidence.admitted + evidence.rejected == came_in

    shuffled = {name: shuffler.sample(rows, len(rows)) for name, rows in tables.items()}
    order = shuffler.sample(["测评", "投诉", "检查"], 3)
    again = admit_all(shuffled, order)
    assert content(again) == content(evidence)
    assert list(again.subjects) == sorted(again.subjects)
    assert list(again.records) == list(evidence.records)

    for own in evidence.records.values():
        keys = [(record.date is not None, record.date, record.id) for record in own]
        assert keys == sorted(keys, key=lambda key: (key[0], str(key[1]), key[2]))
    kept = [(record.kind, record.id) for own in evidence.records.values() for record in own]
    assert len(set(kept)) == len(kept)


@given(subject_rows, ballot_rows, complaint_rows, marks_rows)
@settings(deadline=None, max_examples=20)
def test_a_workbook_of_all_says_what_the_files_say(subjects, ballots, complaints, marks):
    tables = {"企业": subjects, "测评": ballots, "投诉": complaints, "检查": marks}
    sheets = [
        Made(dict(enumerate([TABLES[name], *rows], start=1)), name) for name, rows in tables.items()
    ]
    with TemporaryDirectory() as name:
        path = write_workbook(Path(name), "汇总.xlsx", *sheets)
        one = admitted(POLICY, path, subjects=path)
    several = admit_all(tables)
    assert content(one)[:2] == content(several)[:2]
    assert one.delivered == several.delivered
    assert Counter((r.sheet, r.column, r.value, r.code, r.records) for r in one.rejects) == Counter(
        (r.file.removesuffix(".csv"), r.column, r.value, r.code, r.records) for r in several.rejects
    )


@given(ballot_rows.filter(bool), st.data())
@settings(deadline=None, max_examples=40)
def test_one_file_or_several_give_the_same_evidence(ballots, data):
    cut = data.draw(st.integers(0, len(ballots)))
    policy = program(BALLOT)
    with TemporaryDirectory() as name:
        whole = write(Path(name), "测评.csv", text_of("测评", ballots))
        first = write(Path(name), "a/测评.csv", text_of("测评", ballots[:cut]))
        rest = write(Path(name), "b/测评.csv", text_of("测评", ballots[cut:]))
        one, two = admitted(policy, whole), admitted(policy, rest, first)
    assert content(one)[:2] == content(two)[:2]
    assert (one.admitted, one.rejected) == (two.admitted, two.rejected)


@given(st.binary(max_size=300), st.sampled_from(["测评.csv", "测评.jsonl"]))
@settings(deadline=None, max_examples=200)
def test_any_bytes_are_evidence_or_an_intake_error(data, name):
    with TemporaryDirectory() as folder, suppress(IntakeError):
        evidence = admitted(program(BALLOT), write(Path(folder), name, data))
        assert evidence.delivered <= {"测评"}
