"""Kept work: taken up by a run that rests on the same, refused with a reason by any other."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.package.keeping import Basis, UnusableError, drop, is_kept, keep, take
from scoring.package.swap import beside

BASIS = Basis(
    {"kaoping": "1", "duckdb": "2"},
    {
        "inputs/request.json": {"sha256": "ab", "bytes": 1},
        "inputs/evidence/投诉.csv": {"sha256": "cd", "bytes": 2},
    },
)


@pytest.fixture
def out(tmp_path) -> Path:
    (tmp_path / "done").mkdir()
    for name in ("a.parquet", "b.json"):
        (tmp_path / "done" / name).write_text(name)
    keep(tmp_path / "out", tmp_path / "done", BASIS)
    return tmp_path / "out"


def content(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()}


def refusal(out: Path, basis: Basis = BASIS) -> tuple[str, str]:
    with pytest.raises(UnusableError) as error:
        take(out, out / "again", basis)
    assert not (out / "again").exists()
    return error.value.zh, error.value.en


def test_what_is_kept_is_taken_up_as_it_was(out):
    take(out, out / "again", BASIS)
    assert content(out / "again") == {"a.parquet": "a.parquet", "b.json": "b.json"}
    assert is_kept(out)
    drop(out)
    assert not beside(out, "kept").exists()


def test_what_is_kept_anew_takes_the_place_of_what_was_kept(out, tmp_path):
    (tmp_path / "done" / "a.parquet").unlink()
    keep(out, tmp_path / "done", BASIS)
    take(out, out / "again", BASIS)
    assert content(out / "again") == {"b.json": "b.json"}


OTHERS = {
    "version": (
        replace(BASIS, versions={"kaoping": "1", "duckdb": "3"}),
        ("duckdb 的版本与上次不同", "duckdb is of another version now"),
    ),
    "another part": (
        replace(BASIS, versions={**BASIS.versions, "zlib": "1"}),
        ("zlib 的版本与上次不同", "zlib is of another version now"),
    ),
    "asked for": (
        replace(BASIS, inputs={**BASIS.inputs, "inputs/request.json": {"sha256": "x"}}),
        ("所要求的与上次不同", "what is asked for is not what it was"),
    ),
    "changed": (
        replace(BASIS, inputs={**BASIS.inputs, "inputs/evidence/投诉.csv": {"sha256": "x"}}),
        ("inputs/evidence/投诉.csv 与上次不同", "inputs/evidence/投诉.csv is not what it was"),
    ),
    "added": (
        replace(BASIS, inputs={**BASIS.inputs, "inputs/evidence/a.csv": {"sha256": "x"}}),
        ("inputs/evidence/a.csv 与上次不同", "inputs/evidence/a.csv is not what it was"),
    ),
    "gone": (
        replace(BASIS, inputs={"inputs/request.json": {"sha256": "ab", "bytes": 1}}),
        ("inputs/evidence/投诉.csv 与上次不同", "inputs/evidence/投诉.csv is not what it was"),
    ),
}


@pytest.mark.parametrize(("basis", "words"), OTHERS.values(), ids=OTHERS)
def test_a_run_that_rests_on_something_else_is_told_on_what(out, basis, words):
    assert refusal(out, basis) == words


@pytest.mark.parametrize("name", ["a.parquet", "b.json"])
def test_one_byte_changed_in_what_is_kept_is_found(out, name):
    path = beside(out, "kept") / "files" / name
    text = path.read_text()
    path.unlink()
    damaged = (f"留下的 {name} 已损坏", f"{name}, which it left, is damaged")
    assert refusal(out) == damaged
    path.write_text(text[:-1] + "?")
    assert refusal(out) == damaged


@pytest.mark.parametrize("text", [None, "", "{", "[]", "{}", '{"versions": {}, "inputs": {}}'])
def test_without_a_whole_record_nothing_is_kept(out, text):
    record = beside(out, "kept") / "record.json"
    record.unlink()
    if text is not None:
        record.write_text(text)
    assert refusal(out) == ("没有可以接着做的运行", "there is no run to go on with")


def test_a_file_that_can_have_one_name_only_is_copied(out, monkeypatch):
    def one_name_only(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr("os.link", one_name_only)
    take(out, out / "again", BASIS)
    assert content(out / "again") == {"a.parquet": "a.parquet", "b.json": "b.json"}


def test_the_record_tells_people_what_it_rests_on(out):
    told = json.loads((beside(out, "kept") / "record.json").read_text(encoding="utf-8"))
    assert (told["versions"], told["inputs"]) == (BASIS.versions, BASIS.inputs)
    assert sorted(told["files"]) == ["a.parquet", "b.json"]
