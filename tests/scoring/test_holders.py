"""History of whoever holds a subject now; results that were withdrawn; what history covers."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.explanation.explain import explain
from scoring.intake.faults import IntakeError
from scoring.run import review_package, run_review, verify_package
from scoring.runs.outcome import Outcome
from scoring.runs.request import Request

POLICY = """
考评: 项目考评
编号: projects
版本: "1"
状态: 生效
生效: 2020-01-01
周期: 半年
对象: {种类: 项目, 字段: {得分: 整数, 服务企业: {类型: 文本, 缺失: 不计}}}
历史:
  连续黑榜: {连续: 黑榜, 按: 服务企业}
  两年黑榜: {次数: 黑榜, 内: 2年, 计于: 期末, 按: 服务企业, 缺史: 按零}
  上期总分: {上期: 总分, 按: 服务企业}
指标: {工作: {取值: 得分, 缺失: 待定, 依据: 示例}}
总分: {范围: "[0..100]", 保留: 0}
等次: {优: 90以上, 良: 60以上不满90, 差: 不满60}
名单: {黑榜: {条件: 等次 = 差, 依据: 示例}}
"""
# By half: who held each project, and its points.
HALVES = {
    "2024-H2": {"甲": ("安居", 50), "乙": ("安居", 50), "丙": ("安居", 50)},
    "2025-H1": {"甲": ("安居", 50), "乙": ("和美", 50), "丙": ("", 50)},
    "2025-H2": {"甲": ("和美", 50), "乙": ("安居", 50), "丙": ("安居", 50)},
    "2026-H1": {"甲": ("和美", 50), "乙": ("安居", 50), "丙": ("安居", 50)},
}
HISTORY = ("连续黑榜", "两年黑榜", "上期总分")


def request(folder: Path, period: str, *history: Path) -> Request:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "projects.yaml").write_text(POLICY, encoding="utf-8")
    rows = "".join(f"{name},{score},{who}\n" for name, (who, score) in HALVES[period].items())
    (folder / "subjects.csv").write_text(f"项目,得分,服务企业\n{rows}", encoding="utf-8")
    subjects = folder / "subjects.csv"
    return Request(folder / "projects.yaml", (), period, subjects, history=history)


@pytest.fixture(scope="module")
def last(tmp_path_factory: pytest.TempPathFactory) -> tuple[Outcome, Path]:
    """The last half, with a package of each one before it."""
    root = tmp_path_factory.mktemp("halves")
    made: list[Path] = []
    for period in HALVES:
        run_review(request(root / period, period, *made), root / period / "package")
        made.append(root / period / "package")
    return review_package(made[-1]), made[-1]


def history(outcome: Outcome) -> dict[str, list[object]]:
    return {a.subject: [a.history[name] for name in HISTORY] for a in outcome.assessments}


def test_only_periods_with_the_same_holder_count(last: tuple[Outcome, Path]) -> None:
    assert history(last[0]) == {
        "甲": [2, 2, 50],  # 安居 had it before that
        "乙": [2, 3, 50],  # passed over: the half of 和美; the run ends there
        "丙": [None, None, 50],  # who held it in the first half of 2025 is not known
    }
    assert verify_package(last[1]) is None


def test_every_engine_counts_by_the_holder(last: tuple[Outcome, Path], tmp_path: Path) -> None:
    earlier = [last[1].parents[1] / half / "package" for half in list(HALVES)[:-1]]
    asked = request(tmp_path / "in", "2026-H1", *earlier)
    for engine in ("reference", "duckdb"):
        run_review(replace(asked, engine=engine), tmp_path / engine)
        assert history(review_package(tmp_path / engine)) == history(last[0])
        results = (path / "results.csv" for path in (tmp_path / engine, last[1]))
        assert len({path.read_bytes() for path in results}) == 1


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_explanation_tells_who_held_it(last: tuple[Outcome, Path], golden, language) -> None:
    outcome = last[0]
    told = [
        "\n".join(explain(outcome.program, outcome.evidence, one, language))
        for one in outcome.assessments
    ]
    golden(f"explain/holders.{language}.txt", "\n\n".join(told) + "\n")


def test_the_manifest_tells_what_history_covers(last: tuple[Outcome, Path]) -> None:
    manifest = json.loads((last[1] / "manifest.json").read_text(encoding="utf-8"))
    periods = ["2024-H2", "2025-H1", "2025-H2"]
    assert manifest["history"] == {"from": "2024-07-01", "periods": periods}


HEADINGS = "细则,周期,对象,状态,总分,等次,名单,处置,服务企业\n"


def from_table(tmp_path: Path, rows: str, headings: str = HEADINGS) -> Outcome:
    (tmp_path / "往期.csv").write_text(headings + rows, encoding="utf-8")
    run_review(request(tmp_path / "in", "2026-H1", tmp_path / "往期.csv"), tmp_path / "out")
    return review_package(tmp_path / "out")


def test_a_table_names_the_holder_by_the_name_of_the_field(tmp_path: Path) -> None:
    outcome = from_table(
        tmp_path,
        "projects,2025-H2,甲,已评,50,差,黑榜,,和美\nprojects,2025-H2,乙,已评,50,差,黑榜,,和美\n"
        "projects,2025-H2,丙,已评,50,差,黑榜,,\n",
    )
    assert history(outcome) == {"甲": [None, 2, 50], "乙": [1, 1, None], "丙": [None, None, None]}


def test_a_table_without_the_holder_is_refused(tmp_path: Path) -> None:
    headings = HEADINGS.replace(",服务企业", "")
    with pytest.raises(IntakeError) as refused:
        from_table(tmp_path, "projects,2025-H2,甲,已评,50,差,黑榜,\n", headings)
    assert refused.value.fault.reason("zh") == "往期结果表缺少列：field_服务企业"


def test_a_withdrawn_result_is_as_if_it_had_never_been(tmp_path: Path) -> None:
    outcome = from_table(
        tmp_path,
        "projects,2025-H2,甲,已撤销,50,差,黑榜,,和美\nprojects,2025-H2,乙,withdrawn,,,,,\n"
        "projects,2025-H2,乙,已评,80,良,,,安居\nprojects,2025-H2,丙,已评,50,差,黑榜,,安居\n",
    )
    # 乙's was put right: the other one counts. 甲 had none then, and its run ends there.
    assert history(outcome) == {"甲": [1, 1, None], "乙": [1, 1, 80], "丙": [None, 2, 50]}
    notices = {n.code: (n.count, n.zh) for n in outcome.evidence.notices}
    assert notices["past-withdrawn"] == (2, "已撤销的往期结果，不算")
    assert outcome.evidence.rejects == ()
