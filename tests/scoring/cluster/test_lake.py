"""A data lake behind the protocol of S3: evidence comes from it, exported tables go there."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="Arrow is not installed: make spark")

from rules.diagnostics import PolicyError
from scoring.intake.deliveries import Delivery
from scoring.intake.elsewhere import Elsewhere, brought
from scoring.intake.faults import IntakeError
from scoring.reports.office.filing import open_stored
from scoring.run import run_review
from scoring.warehouse.exporting import export_package, send_package
from tests.scoring.test_run import REQUEST

_WAIT = 60


@pytest.fixture(scope="module")
def server() -> Iterator[int]:
    """The port of a server of its own, which keeps what it is sent in memory."""
    pytest.importorskip("moto", reason="no server of S3 is installed: make spark")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _until_it_answers(port)
        yield port
    finally:
        running.terminate()
        running.wait()


def _until_it_answers(port: int) -> None:
    until = time.monotonic() + _WAIT
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)  # what it waits for is in another process, which tells nobody
        else:
            return
    pytest.fail("the server of S3 does not answer")


@pytest.fixture
def bucket(server: int, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """The address of a bucket that is empty, with {} for what is in it."""
    from pyarrow import fs

    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "anybody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "anything")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    name = "bucket-" + "".join(filter(str.isalnum, tmp_path.name.lower()))[-40:]
    lake = fs.S3FileSystem(
        endpoint_override=f"127.0.0.1:{server}",
        scheme="http",
        region="us-east-1",
        allow_bucket_creation=True,
    )
    lake.create_dir(name)
    asked = f"endpoint_override=127.0.0.1:{server}&scheme=http&region=us-east-1"
    return f"s3://{name}/{{}}?{asked}"


def opened(url: str) -> tuple[Any, str]:
    from pyarrow import fs

    from scoring.intake.elsewhere import encoded

    lake, path = fs.FileSystem.from_uri(encoded(url))
    return lake, path


def put(url: str, text: str) -> None:
    lake, path = opened(url)
    with lake.open_output_stream(path) as file:
        file.write(text.encode())


def files(url: str) -> dict[str, bytes]:
    from pyarrow import fs

    lake, path = opened(url)
    found = lake.get_file_info(fs.FileSelector(path, recursive=True))
    return {
        one.path.removeprefix(f"{path}/"): lake.open_input_stream(one.path).read()
        for one in found
        if one.is_file
    }


def test_evidence_comes_from_a_folder_with_a_chinese_name(bucket: str) -> None:
    put(bucket.format("投诉/a.csv"), "1")
    put(bucket.format("投诉/年=2026/b.csv"), "2")
    put(bucket.format("投诉/_SUCCESS"), "")
    with brought([Elsewhere(bucket.format("投诉"), "投诉")]) as (delivery,):
        assert isinstance(delivery, Delivery)
        assert {
            path.relative_to(delivery.path).as_posix(): path.read_text(encoding="utf-8")
            for path in delivery.path.rglob("*.csv")
        } == {"a.csv": "1", "年=2026/b.csv": "2"}


def test_what_is_not_there_is_said_without_the_way_to_it(bucket: str) -> None:
    with (
        pytest.raises(IntakeError) as error,
        brought([Elsewhere(bucket.format("没有"), "投诉")]),
    ):
        pass
    assert (error.value.code, error.value.file) == (
        "file-not-found",
        bucket.format("没有").partition("?")[0],
    )


def test_a_package_goes_to_the_lake_as_it_goes_to_a_folder(bucket: str, tmp_path: Path) -> None:
    """A later one of the period takes the place of the earlier, in a lake as in a folder."""
    url, root = bucket.format("仓库"), tmp_path / "wh"
    for name, ledger in (("one", "findings"), ("two", "rules")):
        run_review(replace(REQUEST, ledger=ledger), tmp_path / name)
        stored = open_stored(tmp_path / name)
        assert send_package(stored, url) == export_package(stored, root)
        assert files(url) == {
            path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*.parquet")
        }
    assert sorted(path.partition("/")[0] for path in files(url)) == ["columns", "ledger", "results"]


def test_files_of_others_are_not_removed(bucket: str, tmp_path: Path) -> None:
    run_review(REQUEST, tmp_path / "one")
    put(bucket.format("results/policy=small-town/period=2026/notes.txt"), "mine")
    with pytest.raises(PolicyError) as refused:
        send_package(open_stored(tmp_path / "one"), bucket.format(""))
    assert [one.code for one in refused.value.diagnostics] == ["not-an-export"]
    assert files(bucket.format("results")) == {"policy=small-town/period=2026/notes.txt": b"mine"}


def test_a_lake_that_cannot_be_had_is_told(bucket: str, tmp_path: Path) -> None:
    run_review(REQUEST, tmp_path / "one")
    nowhere = bucket.replace("bucket-", "nobodys-").format("x")
    with pytest.raises(PolicyError) as refused:
        send_package(open_stored(tmp_path / "one"), nowhere)
    (problem,) = refused.value.diagnostics
    assert problem.code == "lake-unreachable"
    assert "endpoint_override" not in problem.sentence("en")
