"""Policies that change under a running service: the old or the new, whole, never a mixture."""

from __future__ import annotations

import logging
import os
from pathlib import Path

import pytest

from rules.diagnostics import PolicyError
from service.catalogue import SamePolicyTwice
from service.errors import Problem
from service.shelf import Shelf
from tests.service.conftest import StillClock

TEXT = """考评: 示例
编号: mini
版本: "{version}"
状态: {status}
生效: {since}
周期: 年度
对象: {{种类: 企业}}
考核数据:
  投诉: {{字段: {{天数: 整数}}}}
指标:
  处置: {{分值: 100, 起评分: 满分, 依据: 示例, 扣分: [{{每: 投诉, 当: 天数 > 7, 扣: {points}}}]}}
总分: {{范围: "[0..100]", 保留: 2}}
等次: {{合格: 60以上, 不合格: 不满60}}
"""


def write(
    folder: Path, version: str, *, points: int = 5, since: str = "2026-01-01", status: str = "生效"
) -> Path:
    path = folder / "mini" / f"{version}.yaml"
    path.parent.mkdir(exist_ok=True)
    fresh = path.with_suffix(".new")
    text = TEXT.format(version=version, points=points, since=since, status=status)
    fresh.write_text(text, encoding="utf-8")
    return fresh.rename(path)


def shelf(folder: Path, still: StillClock) -> Shelf:
    return Shelf([folder], still.clock.ticks, logging.getLogger("kaoping.test"))


def test_a_changed_file_is_read_at_the_next_look(tmp_path):
    still = StillClock()
    write(tmp_path, "1")
    found = shelf(tmp_path, still)
    first = found.current()
    write(tmp_path, "1", points=6)
    write(tmp_path, "2", since="2027-01-01")
    assert found.current() is first
    still.seconds += 1
    second = found.current()
    assert [e.program.head.version for e in second.editions] == ["1", "2"]
    assert second.digest != first.digest
    still.seconds += 1
    assert found.current() is second


def test_a_file_that_does_not_compile_leaves_everything_as_it_was(tmp_path):
    still = StillClock()
    path = write(tmp_path, "1")
    found = shelf(tmp_path, still)
    first = found.current()
    good = path.read_text(encoding="utf-8")
    path.write_text(good[: len(good) // 2], encoding="utf-8")
    still.seconds += 1
    assert (found.current(), found.trouble) == (first, True)
    path.write_text(good, encoding="utf-8")
    still.seconds += 1
    assert (found.current().digest, found.trouble) == (first.digest, False)


def test_what_did_not_change_is_not_compiled_again(tmp_path):
    still = StillClock()
    write(tmp_path, "1")
    found = shelf(tmp_path, still)
    first = found.current().editions[0]
    write(tmp_path, "2", since="2027-01-01")
    still.seconds += 1
    assert found.current().editions[0] is first


def test_two_files_of_one_version_are_refused(tmp_path):
    path = write(tmp_path, "1")
    (path.parent / "copy.yaml").write_bytes(path.read_bytes())
    with pytest.raises(SamePolicyTwice):
        shelf(tmp_path, StillClock())


def test_a_service_does_not_start_with_a_policy_that_does_not_compile(tmp_path):
    path = write(tmp_path, "1")
    path.write_text("考评: 示例", encoding="utf-8")
    with pytest.raises(PolicyError):
        shelf(tmp_path, StillClock())


@pytest.mark.parametrize(
    ("period", "version"), [("2026", "1"), ("2027", "2"), ("2030", "2")], ids=str
)
def test_the_version_is_the_one_in_force_at_the_end_of_the_period(tmp_path, period, version):
    write(tmp_path, "1", since="2026-01-01")
    write(tmp_path, "2", since="2027-07-01")
    write(tmp_path, "3", since="2027-08-01", status="起草")
    found = shelf(tmp_path, StillClock()).current()
    assert found.for_period("mini", period).program.head.version == version


@pytest.mark.parametrize(
    ("period", "code"), [("2025", "no-version-in-force"), ("2026-03", "period-refused")], ids=str
)
def test_a_period_without_a_version_is_refused(tmp_path, period, code):
    write(tmp_path, "1")
    with pytest.raises(Problem) as caught:
        shelf(tmp_path, StillClock()).current().for_period("mini", period)
    assert caught.value.code == code


def test_a_policy_under_two_folders_is_refused(tmp_path):
    path = write(tmp_path, "1")
    (tmp_path / "other").mkdir()
    os.symlink(path, tmp_path / "other" / "1.yaml")
    with pytest.raises(SamePolicyTwice):
        shelf(tmp_path, StillClock())
