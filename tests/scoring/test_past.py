"""Earlier results admitted: from packages and tables, with rejects, and kept in the package."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from rules.diagnostics import PolicyError
from scoring.explanation.explain import explain
from scoring.intake.faults import IntakeError
from scoring.run import assess_one, review_package, run_review, verify_package
from scoring.runs.outcome import Outcome
from scoring.runs.request import Request

POLICY = """
考评: 项目考评
编号: yinzhou
版本: "1"
状态: 生效
生效: 2020-01-01
周期: 半年
对象: {种类: 项目, 字段: {得分: 整数}}
历史:
  连续黑榜: {连续: 黑榜, 依据: 示例}
  上期总分: {上期: 总分}
指标: {工作: {取值: 得分, 缺失: 待定, 依据: 示例}}
总分: {范围: "[0..100]", 保留: 0}
等次: {优: 90以上, 良: 60以上不满90, 差: 不满60}
名单: {黑榜: {条件: 等次 = 差, 依据: 示例}}
处置:
  约谈: {条件: 黑榜, 依据: 示例}
  更换项目经理: {条件: 连续黑榜 >= 2, 依据: 示例}
"""
SCORES = {
    "2025-H1": {"甲": 80, "乙": 50, "丙": 50},
    "2025-H2": {"甲": 50, "乙": 50},
    "2026-H1": {"甲": 50, "乙": 50, "丙": 50},
}


def request(folder: Path, period: str, *history: Path, policy: str = POLICY) -> Request:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "policy.yaml").write_text(policy, encoding="utf-8")
    rows = "".join(f"{name},{score}\n" for name, score in SCORES[period].items())
    (folder / "subjects.csv").write_text(f"项目,得分\n{rows}", encoding="utf-8")
    subjects = folder / "subjects.csv"
    return Request(folder / "policy.yaml", (), period, subjects, history=history)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A package for each half, each with those before it as history."""
    root = tmp_path_factory.mktemp("halves")
    made: dict[str, Path] = {}
    for period in SCORES:
        out = root / period / "package"
        run_review(request(root / period / "in", period, *made.values()), out)
        made[period] = out
    return made


def triggers(outcome: Outcome) -> dict[str, list[str]]:
    return {a.subject: [case.trigger for case in a.triggers] for a in outcome.assessments}


def test_packages_are_history_and_travel_with_the_package(packages: dict[str, Path]) -> None:
    package = packages["2026-H1"]
    history = package / "inputs" / "history"
    assert sorted(p.relative_to(history).as_posix() for p in history.rglob("*.*")) == [
        "yinzhou-2025-H1/manifest.json",
        "yinzhou-2025-H1/results.csv",
        "yinzhou-2025-H2/manifest.json",
        "yinzhou-2025-H2/results.csv",
    ]
    inputs = json.loads((package / "manifest.json").read_text(encoding="utf-8"))["inputs"]
    assert "inputs/history/yinzhou-2025-H2/results.csv" in inputs
    twice = ["约谈", "更换项目经理"]
    # 乙 was on the list three times, 丙 took no part in the half between.
    assert triggers(review_package(package)) == {"甲": twice, "乙": twice, "丙": ["约谈"]}


def test_a_package_with_history_verifies_from_itself_alone(
    packages: dict[str, Path], tmp_path: Path
) -> None:
    copy = Path(shutil.copytree(packages["2026-H1"], tmp_path / "copy"))
    assert verify_package(copy) is None
    earlier = copy / "inputs" / "history" / "yinzhou-2025-H2" / "results.csv"
    earlier.write_text(earlier.read_text(encoding="utf-8").replace("黑榜", ""), encoding="utf-8")
    found = verify_package(copy)
    assert found is not None
    assert found.path == "inputs/history/yinzhou-2025-H2/results.csv"


def test_the_order_of_packages_says_nothing(packages: dict[str, Path], tmp_path: Path) -> None:
    past = [packages["2025-H2"], packages["2025-H1"]]
    run_review(request(tmp_path / "in", "2026-H1", *past), tmp_path / "out")
    stored = packages["2026-H1"] / "manifest.json"
    assert (tmp_path / "out" / "manifest.json").read_bytes() == stored.read_bytes()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_history_is_explained_period_by_period(packages, golden, language):
    outcome = review_package(packages["2026-H1"])
    told = [
        "\n".join(explain(outcome.program, outcome.evidence, one, language))
        for one in outcome.assessments
    ]
    golden(f"explain/history.{language}.txt", "\n\n".join(told) + "\n")


def test_results_have_a_column_of_each_quantity(packages: dict[str, Path], golden) -> None:
    golden("history/results.csv", (packages["2026-H1"] / "results.csv").read_text("utf-8"))


def test_one_subject_alone_has_its_history_too(packages: dict[str, Path], tmp_path: Path) -> None:
    asked = request(tmp_path / "in", "2026-H1", packages["2025-H2"])
    _, _, found = assess_one(asked, "甲")
    assert found.history == {"连续黑榜.earlier": None, "上期总分": 50, "连续黑榜": 2}


HEADINGS = "细则,周期,对象,状态,总分,等次,名单,处置,细则状态,备注\n"
TABLE = (
    HEADINGS
    + """yinzhou,2025-H2,甲,已评,50,差,黑榜,约谈,,
yinzhou,2025-H2,乙,已评,50,差,黑榜,约谈,,
yinzhou,2025-H2,乙,已评,80,良,,,,
other,2025-H2,丙,已评,50,差,,,,
yinzhou,2025-H1,甲,已评,,差,,,,
yinzhou,2025-H1,乙,已评,50,中,,,,
yinzhou,2025-H1,丙,已评,50,差,黑名单,,,
yinzhou,2025,丙,已评,50,差,,,,
yinzhou,2026-H1,丙,已评,50,差,,,,
yinzhou,2024-H2,,已评,50,差,,,,
yinzhou,2024-H2,甲,在评,50,差,,,,
yinzhou,2024-H2,丁,已评,50,差,,,,
yinzhou,2024-H1,甲,已评,50,差,,,起草,
yinzhou,2019-H1,甲,已评,50,差,,,,
"""
)


def from_table(tmp_path: Path, table: str = TABLE) -> Request:
    (tmp_path / "往期.csv").write_text(table, encoding="utf-8")
    asked = request(tmp_path / "in", "2026-H1", tmp_path / "往期.csv")
    return replace(asked, history_from=date(2020, 1, 1))


def test_what_is_no_result_of_this_policy_is_rejected(tmp_path: Path, golden) -> None:
    run_review(from_table(tmp_path), tmp_path / "out")
    outcome = review_package(tmp_path / "out")
    told = [
        f"{r.file}:{r.row} [{r.column}] “{r.value}” {r.code}: {r.reason_zh} / {r.reason_en}"
        for r in outcome.evidence.rejects
    ]
    told += [f"{n.code} ×{n.count}: {n.zh} / {n.en}" for n in outcome.evidence.notices]
    golden("history/rejects.txt", "\n".join(told) + "\n")
    assert outcome.records["rejected"] == 0
    assert {a.subject: a.history["连续黑榜"] for a in outcome.assessments} == {
        "甲": 2,
        "乙": None,
        "丙": None,  # a row of nobody knows which period may have been about it
    }
    assert verify_package(tmp_path / "out") is None


@pytest.mark.parametrize(("unsure", "recalled"), [("", 50), ("总分、等次", None), ("total", None)])
def test_a_total_that_may_yet_change_is_unknown(
    tmp_path: Path, unsure: str, recalled: int | None
) -> None:
    table = HEADINGS.replace("备注", "暂定") + f"yinzhou,2025-H2,甲,已评,50,差,,,,{unsure}\n"
    run_review(from_table(tmp_path, table), tmp_path / "out")
    outcome = review_package(tmp_path / "out")
    assert {a.subject: a.history["上期总分"] for a in outcome.assessments}["甲"] == recalled


OPEN = """
考评: 项目考评
编号: open
版本: "1"
状态: 生效
生效: 2020-01-01
周期: 半年
对象: {种类: 项目, 字段: {得分: {类型: 整数, 缺失: 不计}}}
历史:
  上期等次: {上期: 等次}
  上期总分: {上期: 总分}
  上期末位: {上期: 末位}
  上期约谈: {上期: 约谈}
  上期低分: {上期: 低分}
指标: {工作: {取值: 得分, 缺失: 待定, 依据: 示例}}
总分: {范围: "[0..100]", 保留: 0}
等次: {优: 90以上, 良: 60以上不满90, 差: 不满60}
排名: {榜: {按: 总分}}
QUOTA
名单:
  末位: {条件: 榜.倒数 <= 1, 依据: 示例}
  低分: {条件: 总分 < 60, 依据: 示例}
处置: {约谈: {条件: 等次 = 差, 依据: 示例}}
"""
QUOTA = "比例控制: [{按: 榜, 至多: {优: 1}, 并列: 不列入, 力度: 硬, 依据: 示例}]"


@pytest.mark.parametrize(
    ("quota", "fellow", "known"),
    [
        (QUOTA, "50", {"上期等次", "上期总分", "上期末位", "上期约谈", "上期低分"}),
        (QUOTA, "", {"上期总分", "上期低分"}),
        ("", "", {"上期等次", "上期总分", "上期约谈", "上期低分"}),
    ],
    ids=["nobody waits", "a fellow waits", "a fellow waits, no quota"],
)
def test_what_rests_on_something_provisional_is_unknown_afterwards(
    tmp_path: Path, quota: str, fellow: str, known: set[str]
) -> None:
    """A place that may change leaves open who was last, and whether a grade was kept."""
    policy = OPEN.replace("QUOTA", quota)
    first = replace(request(tmp_path / "a", "2025-H2", policy=policy))
    (tmp_path / "a" / "subjects.csv").write_text(f"项目,得分\n甲,95\n乙,{fellow}\n", "utf-8")
    run_review(first, tmp_path / "first")
    second = request(tmp_path / "b", "2026-H1", tmp_path / "first", policy=policy)
    run_review(second, tmp_path / "second")
    outcome = review_package(tmp_path / "second")
    history = next(a.history for a in outcome.assessments if a.subject == "甲")
    told = {
        "上期等次": "优",
        "上期总分": 95,
        "上期末位": False,
        "上期约谈": False,
        "上期低分": False,
    }
    assert history == {name: value if name in known else None for name, value in told.items()}


def test_two_sources_of_one_period_are_refused(packages, tmp_path):
    (tmp_path / "往期.csv").write_text(TABLE.splitlines()[0] + "\n" + TABLE.splitlines()[1] + "\n")
    asked = request(tmp_path / "in", "2026-H1", packages["2025-H2"], tmp_path / "往期.csv")
    with pytest.raises(PolicyError) as caught:
        run_review(asked, tmp_path / "out")
    assert [d.code for d in caught.value.diagnostics] == ["past-twice"]
    copy = Path(shutil.copytree(packages["2025-H2"], tmp_path / "corrected"))
    with pytest.raises(PolicyError) as caught:
        run_review(request(tmp_path / "in", "2026-H1", packages["2025-H2"], copy), tmp_path / "out")
    assert [d.code for d in caught.value.diagnostics] == ["past-twice"]


@pytest.mark.parametrize("change", ["results", "manifest", "nothing"])
def test_what_is_no_package_is_refused(packages, tmp_path, change):
    copy = Path(shutil.copytree(packages["2025-H2"], tmp_path / "copy"))
    match change:
        case "results":
            (copy / "results.csv").write_text("subject,state\n", encoding="utf-8")
        case "manifest":
            (copy / "manifest.json").write_text("{}", encoding="utf-8")
        case "nothing":
            shutil.rmtree(copy)
            copy.mkdir()
    with pytest.raises(PolicyError) as caught:
        run_review(request(tmp_path / "in", "2026-H1", copy), tmp_path / "out")
    assert [d.code for d in caught.value.diagnostics] == ["not-a-package"]


def test_results_without_effect_are_no_history(packages, tmp_path):
    draft = request(
        tmp_path / "draft", "2025-H2", policy=POLICY.replace("状态: 生效", "状态: 起草")
    )
    run_review(draft, tmp_path / "package")
    outcome = run_review(
        request(tmp_path / "in", "2026-H1", tmp_path / "package"), tmp_path / "out"
    )
    assert {r.code for r in outcome.evidence.rejects} == {"past-without-effect"}
    assert outcome.evidence.history.periods == {}


@pytest.mark.parametrize(
    ("table", "code"),
    [("细则,周期,对象,状态,总分,等次,名单\n", "past-columns"),
     (HEADINGS.replace("备注", "等次"), "past-columns-twice")],
    ids=["lacking", "twice"],
)  # fmt: skip
def test_a_table_needs_its_columns_once(tmp_path, table, code):
    with pytest.raises(IntakeError) as caught:
        run_review(from_table(tmp_path, table), tmp_path / "out")
    assert caught.value.code == code


def test_a_policy_says_where_it_has_no_history_and_where_it_wants_none(tmp_path):
    outcome = run_review(request(tmp_path / "in", "2026-H1"), tmp_path / "out")
    assert "past-none" in [notice.code for notice in outcome.evidence.notices]
    text = POLICY.replace(POLICY[POLICY.index("历史:") : POLICY.index("指标:")], "")
    text = text[: text.index("  更换项目经理")]
    (tmp_path / "往期.csv").write_text("\n".join(TABLE.splitlines()[:2]) + "\n", encoding="utf-8")
    asked = request(tmp_path / "in", "2026-H1", tmp_path / "往期.csv", policy=text)
    outcome = run_review(replace(asked), tmp_path / "other")
    assert "past-unused" in [notice.code for notice in outcome.evidence.notices]
