"""A memory limit: the same package within it, or a refusal before any work."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.growth import make
from bench.workload import PERIOD, POLICY, program
from rules.diagnostics import PolicyError
from rules.program import Program
from scoring.intake.bulk.room import Room
from scoring.run import run_review
from scoring.runs.memory import kept_to, require_bounded
from scoring.runs.request import Request
from scoring.snapshot.connecting import connected
from tests.scoring.situation import program_of
from tests.scoring.snapshot.test_bulk_runs import content

# What this policy needs at least.
LEAST = 600_000_000
FOLLOWED = program_of("""
对象: {种类: 单位, 字段: {}}
考核数据: {投诉: {发生日: 受理日, 字段: {受理日: 日期}}}
指标: {日常: {分值: 40, 起评分: 满分, 扣分: [{每: 投诉, 扣: 1, 依据: 示例}]}}
总分: {范围: "[0..40]", 保留: 0}
等次: {合格: 20以上, 不合格: 不满20}
处置: {整改: {条件: 总分 < 20, 措施: 整改, 期限: 30天, 冷却: 30天, 依据: 示例}}
""")


@pytest.fixture(scope="module")
def request_of_files(tmp_path_factory: pytest.TempPathFactory) -> Request:
    folder = tmp_path_factory.mktemp("files")
    make(folder, 1_000)
    return Request(
        policy=POLICY,
        evidence=(folder / "evidence.parquet",),
        subjects=folder / "subjects.parquet",
        period="2025",
        engine="duckdb",
    )


def refused(request: Request, out: Path) -> tuple[str, str]:
    with pytest.raises(PolicyError) as error:
        run_review(request, out)
    assert not out.exists()
    (problem,) = error.value.diagnostics
    return problem.code, problem.sentence("en")


@pytest.mark.parametrize("ledger", ["rules", "findings"])
def test_the_package_is_the_same(request_of_files: Request, tmp_path: Path, ledger: Any) -> None:
    request = replace(request_of_files, ledger=ledger)
    run_review(request, tmp_path / "free")
    run_review(replace(request, memory=2 * LEAST), tmp_path / "limited")
    assert content(tmp_path / "limited") == content(tmp_path / "free")


def test_too_little_is_refused_with_what_is_enough(
    request_of_files: Request, tmp_path: Path
) -> None:
    code, told = refused(replace(request_of_files, memory=100_000_000), tmp_path / "out")
    least = int(told.removesuffix("MB are needed").rpartition(" ")[2])
    assert (code, told) == (
        "memory-limit-small",
        f"the memory limit of 100MB is too small: at least {least}MB are needed",
    )
    assert least * 10**6 <= LEAST
    run_review(replace(request_of_files, memory=least * 10**6), tmp_path / "out")
    code, _ = refused(replace(request_of_files, memory=(least - 1) * 10**6), tmp_path / "another")
    assert code == "memory-limit-small"


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"engine": "auto"}, "an engine other than duckdb"),
        ({"cluster": ""}, "an engine other than duckdb"),
        ({"crosscheck": "sample"}, "a crosscheck by another engine"),
        ({"history": (Path("2024"),)}, "earlier results"),
        ({"imports": (Path("other"),)}, "results of other policies"),
        ({"mapping": Path("mapping.yaml")}, "tables that are read by a mapping"),
    ],
    ids=["engine", "cluster", "crosscheck", "history", "imports", "mapping"],
)
def test_what_holds_everybody_is_refused(
    request_of_files: Request, changed: dict[str, Any], what: str
) -> None:
    request = replace(request_of_files, memory=LEAST, **changed)
    assert bounded(program(), request) == f"this cannot be done within --memory-limit: {what}"
    assert bounded(program(), replace(request, memory=None)) == ""


def test_a_policy_that_needs_the_definition_is_refused(request_of_files: Request) -> None:
    request = replace(request_of_files, memory=LEAST)
    told = "this cannot be done within --memory-limit: cases that are followed from run to run"
    assert bounded(FOLLOWED, request) == told


def bounded(policy: Program, request: Request) -> str:
    try:
        require_bounded(policy, request, PERIOD)
    except PolicyError as error:
        (problem,) = error.diagnostics
        return problem.sentence("en")
    return ""


def test_a_file_that_only_the_definition_reads_is_refused(
    request_of_files: Request, tmp_path: Path
) -> None:
    file = tmp_path / "evidence.csv"
    file.write_text('evidence_id,subject_id,kind\n"1\n",PC00000000,award\n', encoding="utf-8")
    request = replace(request_of_files, evidence=(file,), memory=LEAST)
    assert refused(request, tmp_path / "out") == (
        "memory-limit-cannot",
        "this cannot be done within --memory-limit: “evidence.csv” is read row by row, which is "
        "slow for large files: it has cells whose quotation marks do not close, or with a line "
        "end in them",
    )


def test_people_are_told_why_a_large_file_is_slow(
    request_of_files: Request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scoring.run._LARGE", 0)
    file = tmp_path / "evidence.csv"
    headings = "evidence_id,subject_id,kind,severity,days_to_resolve,verified,occurred_on"
    headings += ",rater_group,mark,weight"
    row = '"1\n",PC00000000,award,,,true,2025-01-01,,,1'
    file.write_text(f"{headings}\n{row}\n", encoding="utf-8")
    told: list[tuple[str, str]] = []
    run_review(
        replace(request_of_files, evidence=(file,)),
        tmp_path / "out",
        tell=lambda zh, en: told.append((zh, en)),
    )
    assert told == [
        (
            "“evidence.csv”逐行读取，大文件会慢：有引号不成对的单元格，或者单元格里有换行",
            "“evidence.csv” is read row by row, which is slow for large files: "
            "it has cells whose quotation marks do not close, or with a line end in them",
        )
    ]


def test_what_is_held_row_by_row_has_an_end() -> None:
    room = Room(100)
    room.take(10, 10)
    with pytest.raises(MemoryError):
        room.take(1, 1)
    Room().take(10**9, 10**9)


def test_an_engine_without_room_is_told_as_a_limit_that_did_not_do() -> None:
    with pytest.raises(PolicyError) as error, kept_to(20_000_000):
        fill_up()
    (problem,) = error.value.diagnostics
    assert (problem.code, problem.sentence("en")) == (
        "memory-limit-full",
        "the memory limit of 20MB was not enough, no result was written",
    )
    with pytest.raises(MemoryError), kept_to(None):
        fill_up()


def fill_up() -> None:
    with connected(memory="10MB") as connection:
        connection.execute("SELECT list(range) FROM range(10000000)").fetchall()


# What a subject may add to the peak of a whole run: a row of each table while the engine has room.
EACH = 30_000


def test_a_whole_run_stays_within_its_limit(tmp_path: Path) -> None:
    few, many = (peak(tmp_path / str(records), records) for records in (40_000, 160_000))
    assert max(few, many) < LEAST
    assert many - few < 2_400 * EACH


def peak(folder: Path, records: int) -> int:
    """Bytes, of a process of its own."""
    make(folder, records)
    command = [sys.executable, "-m", "bench.growth", "running", str(folder), f"{LEAST}"]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return int(json.loads(told)["peak_mb"] * 2**20)
