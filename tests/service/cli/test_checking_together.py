"""`kaoping check` over policies that take from each other, and over plans."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.service.cli.conftest import Shell

CASES = Path(__file__).resolve().parents[2] / "cases"
BACK = """引用:
  选聘:
    考评: demo-selection
    周期: WHICH
    字段: {等级: {取: 等次, 依次: [慎选, 可选, 推荐], 缺失: 不计}}
    依据: 示例
统计口径: {选聘数: {计数: 选聘}, 满意度"""
# What each takes of the next, and where it says so.
LINKS = {"star": "13:9", "selection": "11:9", "credit": "17:9"}


def circle(folder: Path, which: str = "本期") -> Path:
    """The stars rest on the selection, which rests on credit, which rests on the stars."""
    found = shutil.copytree(CASES / "imports", folder / "imports")
    star = found / "star.yaml"
    text = star.read_text(encoding="utf-8")
    text = text.replace("统计口径: {满意度", BACK.replace("WHICH", which))
    star.write_text(text, encoding="utf-8")
    return found


def library(folder: Path) -> Path:
    found = folder.parent / "library"
    for name in LINKS:
        (found / f"demo-{name}").mkdir(parents=True)
        shutil.copyfile(folder / f"{name}.yaml", found / f"demo-{name}" / "1.yaml")
    return found


def told(shell: Shell, *paths: Path) -> list[tuple[str, int, str]]:
    """The circles: file, line and words."""
    code, out, _ = shell("check", *paths, "--format", "json")
    found = [one for one in json.loads(out)["diagnostics"] if one["code"] == "import-cycle"]
    assert code == (1 if found else 0)
    return [(one["file"], one["line"], one["zh"]) for one in found]


def words(first: str, file: str = "") -> str:
    names = list(LINKS)
    at = names.index(first)
    turned = names[at:] + names[:at]
    links = [f"demo-{name} [{file or f'{name}.yaml'}:{LINKS[name]}]" for name in turned]
    return f"引用、记入绕成了圈：{' → '.join(links)} → demo-{first}"


@pytest.mark.parametrize("asked", LINKS)
def test_a_circle_is_told_at_the_import_of_the_policy_asked_of(
    shell: Shell, tmp_path: Path, asked: str
) -> None:
    path = circle(tmp_path) / f"{asked}.yaml"
    line = int(LINKS[asked].partition(":")[0])
    assert told(shell, path) == [(str(path), line, words(asked))]


def test_a_circle_is_found_in_the_library_a_policy_stands_in(shell: Shell, tmp_path: Path) -> None:
    shelf = library(circle(tmp_path))
    path = shelf / "demo-credit/1.yaml"
    assert told(shell, path) == [(str(path), 17, words("credit", "1.yaml"))]
    assert told(shell, shelf) == told(shell, path)


def test_a_circle_is_found_in_a_library_of_ones_own(shell: Shell, tmp_path: Path) -> None:
    folder = circle(tmp_path)
    shelf = library(folder)
    alone = tmp_path / "drafts" / "new" / "star.yaml"
    alone.parent.mkdir(parents=True)
    shutil.copyfile(folder / "star.yaml", alone)
    assert told(shell, alone) == []
    ((file, line, _),) = told(shell, alone, "--policies", shelf)
    assert (file, line) == (str(alone), 13)


def test_results_of_the_last_period_close_no_circle(shell: Shell, tmp_path: Path) -> None:
    assert told(shell, circle(tmp_path, "上期")) == []


def test_a_plan_is_checked_as_a_plan(shell: Shell, tmp_path: Path) -> None:
    folder = circle(tmp_path)
    plan = folder / "plan.yaml"
    assert told(shell, plan) == [(str(plan), 13, words("selection"))]
    plan.write_text(plan.read_text("utf-8").replace("测评.csv", "测.csv"), encoding="utf-8")
    code, out, _ = shell("check", plan)
    assert (code, "错误[plan-file] 没有“evidence/测.csv”" in out) == (1, True)


def test_plans_without_fault_are_passed(shell: Shell) -> None:
    plans = sorted(CASES.glob("*/plan.yaml"))
    code, out, _ = shell("check", *plans)
    assert (code, f"files {len(plans)}, errors 0, warnings 0" in out) == (0, True)


def test_effects_close_a_circle_with_imports(shell: Shell, tmp_path: Path) -> None:
    """A project writes cards for its company; an annual effect of the company on its projects is of
    a month of theirs, and that month is of the company's year."""
    folder = shutil.copytree(CASES / "effects", tmp_path / "effects")
    company = folder / "company.yaml"
    assert told(shell, folder) == []
    text = company.read_text(encoding="utf-8")
    back = "[{考评: demo-project, 数据: 检查, 计于: DAY, 字段: {扣: 1}}]"
    effect = f"\n名单: {{一般企业: {{条件: 等次 = 一般, 依据: 示例, 记入: {back}}}}}\n"
    company.write_text(text + effect.replace("DAY", "期末"), encoding="utf-8")
    ((file, line, zh),) = told(shell, folder)
    assert (file, line) == (str(company), text.count("\n") + 2)
    assert zh == (
        "引用、记入绕成了圈："
        "demo-company [project.yaml:22:14] → demo-project [company.yaml:22:44] → demo-company"
    )
    company.write_text(text + effect.replace("DAY", "截止日"), encoding="utf-8")
    assert told(shell, folder) == []
