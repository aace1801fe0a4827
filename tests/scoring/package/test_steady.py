"""Reading a package while it is replaced: what is made of it is made of one package."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from rules.diagnostics import PolicyError
from scoring.package.steady import steadily
from tests.scoring.package.test_swap import put


class Reader:
    """Reads one file of a package, lets something happen, and reads the other; `times` over."""

    def __init__(self, folder: Path, happens: Callable[[], None], *, times: int = 1) -> None:
        self.folder, self.happens, self.times = folder, happens, times
        self.seen: list[tuple[str, str]] = []

    def __call__(self) -> tuple[str, str]:
        first = (self.folder / "a").read_text()
        if self.times:
            self.times -= 1
            self.happens()
        made = first, (self.folder / "deep" / "b").read_text()
        self.seen.append(made)
        return made


@pytest.mark.parametrize("exchange", [True, False], ids=["exchange", "rename twice"])
def test_a_package_replaced_while_it_is_read_is_read_anew(tmp_path, exchange):
    put(tmp_path, "old")
    read = Reader(tmp_path, lambda: put(tmp_path, "new", exchange=exchange))
    assert steadily(tmp_path, read) == ("new", "new")
    assert read.seen == [("old", "new"), ("new", "new")]


def test_what_went_wrong_while_it_was_replaced_is_forgotten(tmp_path):
    put(tmp_path / "out", "old")

    def happens():
        put(tmp_path / "out", "new")
        raise FileNotFoundError

    read = Reader(tmp_path / "out", happens)
    assert steadily(tmp_path / "out", read) == ("new", "new")


def test_a_package_that_is_not_there_is_no_package_that_lacks_a_file(tmp_path):
    with pytest.raises(FileNotFoundError):
        steadily(tmp_path / "none", Reader(tmp_path / "none", lambda: None))


def test_a_package_that_comes_while_none_is_found_is_read(tmp_path):
    def read() -> str:
        if not (tmp_path / "out").exists():
            put(tmp_path / "out", "new")
            raise FileNotFoundError
        return (tmp_path / "out" / "a").read_text()

    assert steadily(tmp_path / "out", read) == "new"


def test_a_package_taken_away_and_put_back_was_the_same_all_along(tmp_path):
    put(tmp_path / "out", "old")

    def happens():
        (tmp_path / "out").rename(tmp_path / "away")
        (tmp_path / "away").rename(tmp_path / "out")

    assert steadily(tmp_path / "out", Reader(tmp_path / "out", happens)) == ("old", "old")


def test_a_package_that_another_takes_the_place_of_by_hand_is_read_anew(tmp_path):
    put(tmp_path / "out", "old")
    put(tmp_path / "other", "new")

    def happens():
        shutil.rmtree(tmp_path / "out")
        (tmp_path / "other").rename(tmp_path / "out")

    assert steadily(tmp_path / "out", Reader(tmp_path / "out", happens)) == ("new", "new")


def test_a_package_that_never_stands_still_is_told(tmp_path):
    put(tmp_path / "out", "old")
    read = Reader(tmp_path / "out", lambda: put(tmp_path / "out", "new"), times=1_000)
    with pytest.raises(PolicyError) as error:
        steadily(tmp_path / "out", read)
    assert [found.code for found in error.value.diagnostics] == ["package-changing"]


def test_a_file_that_the_package_lacks_is_named(tmp_path):
    put(tmp_path / "out", "old")
    (tmp_path / "out" / "deep" / "b").unlink()
    with pytest.raises(PolicyError) as refused:
        steadily(tmp_path / "out", Reader(tmp_path / "out", lambda: None))
    [problem] = refused.value.diagnostics
    assert (problem.code, problem.args["why"]) == ("not-a-package", "里面没有 deep/b")


def test_a_file_elsewhere_that_is_not_there_is_no_fault_of_the_package(tmp_path):
    put(tmp_path / "out", "old")
    with pytest.raises(FileNotFoundError):
        steadily(tmp_path / "out", lambda: (tmp_path / "elsewhere").read_text())
