"""Plans of reviews: chains of imports and effects, their order, and what is refused."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Callable, Mapping
from itertools import permutations
from pathlib import Path

import pytest

from rules.diagnostics import PolicyError, render_all
from rules.library import Library
from scoring.explanation.explain import explain
from scoring.explanation.voice import Language
from scoring.package.digests import described
from scoring.package.manifest import read_manifest
from scoring.plans.loading import read_plan
from scoring.plans.ordering import needed_by, ordered
from scoring.plans.plan import Plan
from scoring.plans.running import run_plan
from scoring.run import review_subject, verify_package

CASES = Path(__file__).parents[2] / "cases"


def plan_at(path: Path) -> Plan:
    return read_plan(path, Library(()).find, lambda _: ())


def done(plan: Path, out: Path, *, resume: bool = False) -> list[tuple[str, bool]]:
    """The packages in order, and whether each was computed."""
    found = run_plan(plan_at(plan), out, resume=resume)
    return [(review.name, outcome is not None) for review, _, outcome in found]


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def results(package: Path, *columns: str) -> Mapping[str, tuple[str, ...]]:
    rows = table(package / "results.csv")
    return {row["subject"]: tuple(row[column] for column in columns) for row in rows}


def copied(case: str, folder: Path) -> Path:
    return shutil.copytree(CASES / case, folder / case) / "plan.yaml"


def test_stars_then_credit_then_what_owners_look_at(tmp_path: Path) -> None:
    names = ["demo-star-2026", "demo-credit-2026", "demo-selection-2026"]
    assert done(CASES / "imports/plan.yaml", tmp_path) == [(name, True) for name in names]
    assert results(tmp_path / names[1], "total", "grade", "lists") == {
        "甲": ("87.00", "A", "守信"),
        "乙": ("61.00", "B", ""),
        "丙": ("42.00", "C", ""),
        "丁": ("0.00", "C", ""),
    }
    assert results(tmp_path / names[2], "grade") == {
        "甲": ("推荐",),
        "乙": ("可选",),
        "丙": ("慎选",),
        "丁": ("慎选",),
    }
    assert [verify_package(tmp_path / name) for name in names] == [None, None, None]
    whole = json.loads((tmp_path / "review.json").read_text(encoding="utf-8"))
    assert [(one["package"], one["needs"]) for one in whole["order"]] == [
        (names[0], []),
        (names[1], names[:1]),
        (names[2], names[1:2]),
    ]
    digests = {one["package"]: one["manifest"] for one in whole["order"]}
    assert digests == {
        name: described(tmp_path / name / "manifest.json")["sha256"] for name in names
    }


def test_cards_of_projects_fall_on_the_company_and_on_the_manager_of_that_day(
    tmp_path: Path,
) -> None:
    """甲 hands A over to 乙 on 1 May: the card of March is 甲's, that of May 乙's."""
    done(CASES / "effects/plan.yaml", tmp_path)
    assert results(tmp_path / "demo-company-2026", "total") == {"甲": ("93",), "乙": ("95",)}
    assert results(tmp_path / "demo-manager-2026", "measure_红牌数", "grade") == {
        "示例经理一": ("2", "更换"),
        "示例经理二": ("0", "留任"),
    }
    told = json.loads((tmp_path / "demo-project-2026-03/manifest.json").read_text("utf-8"))
    assert told["effects"] == [
        {"policy": "demo-company", "kind": "牌", "written": 2, "provisional": 0, "pending": 0},
        {"policy": "demo-manager", "kind": "牌", "written": 1, "provisional": 0, "pending": 0},
    ]
    assert verify_package(tmp_path / "demo-company-2026") is None


def test_members_make_the_rate_of_their_unit_at_the_end_of_the_year(tmp_path: Path) -> None:
    """M2 moved on 1 October, M5 is retired and has no result, M3 has 7.5 of 8 hours."""
    done(CASES / "units/plan.yaml", tmp_path)
    columns = ("measure_合格率", "measure_优秀数", "total", "grade")
    assert results(tmp_path / "demo-unit-2026", *columns) == {
        "住建局": ("1.0000", "1", "91.00", "好"),
        "民政局": ("0.5000", "0", "45.00", "差"),
    }
    (reject,) = table(tmp_path / "demo-unit-2026/rejects.csv")
    assert (reject["code"], reject["value"]) == ("import-not-graded", "M5 等级")


def test_communities_make_the_score_of_their_company_by_households(tmp_path: Path) -> None:
    """甲 has A (90) of 1,000 and D (75) of 200 households; 乙 has B (80) of 500, C (50) of 100."""
    done(CASES / "rollup/plan.yaml", tmp_path)
    columns = ("measure_加权得分", "measure_在管户数", "measure_最差小区", "grade")
    assert results(tmp_path / "demo-rollup-2026", *columns) == {
        "甲": ("87.50", "1447.95", "中", "优秀"),
        "乙": ("75.00", "352.05", "差", "合格"),
    }
    assert verify_package(tmp_path / "demo-rollup-2026") is None


def test_a_cause_counts_once_however_often_it_is_delivered(tmp_path: Path) -> None:
    plan = copied("effects", tmp_path)
    done(plan, tmp_path / "out")
    again = tmp_path / "effects/evidence/牌.csv"
    written = tmp_path / "out/demo-project-2026-05/effects/demo-company"
    shutil.copyfile(written / "牌-demo-project-2026-05.csv", again)
    own, both = "证据: evidence/服务企业.csv", "证据: [evidence/服务企业.csv, evidence/牌.csv]"
    plan.write_text(plan.read_text(encoding="utf-8").replace(own, both), encoding="utf-8")
    done(plan, tmp_path / "out")
    assert results(tmp_path / "out/demo-company-2026", "total") == {"甲": ("93",), "乙": ("95",)}


def test_nothing_is_written_before_the_period_is_over(tmp_path: Path) -> None:
    plan = copied("effects", tmp_path)
    early = plan.read_text(encoding="utf-8").replace(
        "2026-05, 对", "2026-05, 截止日: 2026-05-30, 对"
    )
    plan.write_text(early, encoding="utf-8")
    heard: list[str] = []
    list(run_plan(plan_at(plan), tmp_path / "out", tell=lambda zh, en: heard.append(zh)))
    assert heard == [
        f"“demo-project”2026-05 没有生效，或者还没到期末，没有给“{into}”记入什么"
        for into in ("demo-company", "demo-manager")
    ]
    assert not (tmp_path / "out/demo-project-2026-05/effects").exists()
    assert results(tmp_path / "out/demo-company-2026", "total") == {"甲": ("93",), "乙": ("100",)}


def test_a_policy_without_effect_writes_no_evidence(tmp_path: Path) -> None:
    plan = copied("effects", tmp_path)
    project = plan.with_name("project.yaml")
    text = project.read_text(encoding="utf-8").replace("状态: 生效", "状态: 仅计分")
    project.write_text(text, encoding="utf-8")
    done(plan, tmp_path / "out")
    assert not (tmp_path / "out/demo-project-2026-03/effects").exists()
    assert results(tmp_path / "out/demo-manager-2026", "measure_红牌数", "state") == {
        "示例经理一": ("", "pending"),
        "示例经理二": ("", "pending"),
    }


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("试算稿", {"zh": "试算稿", "en": "试算稿"}),
        ("{中文: 试算稿, 英文: a trial}", {"zh": "试算稿", "en": "a trial"}),
    ],
    ids=["one text", "two languages"],
)
def test_every_package_of_a_plan_bears_its_mark(
    said: str, expected: Mapping[str, str], tmp_path: Path
) -> None:
    plan, out = copied("imports", tmp_path), tmp_path / "out"
    plan.write_text(plan.read_text(encoding="utf-8") + f"注明: {said}\n", encoding="utf-8")
    for name, _ in done(plan, out):
        assert read_manifest(out / name)["mark"] == expected


def test_what_is_done_and_unchanged_is_not_done_again(tmp_path: Path) -> None:
    plan, out = copied("imports", tmp_path), tmp_path / "out"
    names = ["demo-star-2026", "demo-credit-2026", "demo-selection-2026"]
    done(plan, out)
    assert done(plan, out, resume=True) == [(name, False) for name in names]
    credit = plan.parent / "evidence/良好信息.csv"
    credit.write_text(credit.read_text(encoding="utf-8") + "9,丙,2026-07-01,10\n", "utf-8")
    assert done(plan, out, resume=True) == [(names[0], False), (names[1], True), (names[2], True)]
    (out / names[2] / "results.csv").write_text("changed\n", encoding="utf-8")
    assert done(plan, out, resume=True)[2] == (names[2], True)


def test_a_plan_that_fails_has_no_manifest_of_the_whole(tmp_path: Path) -> None:
    plan, out = copied("imports", tmp_path), tmp_path / "out"
    done(plan, out)
    credit = plan.with_name("credit.yaml")
    text = credit.read_text(encoding="utf-8").replace("[三星, 四星, 五星]", "[三星, 五星]")
    credit.write_text(text, encoding="utf-8")
    with pytest.raises(Exception, match="import-words"):
        done(plan, out)
    assert not (out / "review.json").exists()


CIRCLE = """\
引用:
  选聘:
    考评: demo-selection
    周期: 本期
    字段: {等级: {取: 等次, 依次: [慎选, 可选, 推荐]}}
    依据: 示例
统计口径: {选聘数: {计数: 选聘}, 满意度"""


def faults() -> Mapping[str, tuple[str, str, str]]:
    """What is replaced in a file of the plan of imports, by what."""
    plan = "plan.yaml"
    return {
        "a circle of imports": ("star.yaml", "统计口径: {满意度", CIRCLE),
        "no such file": (plan, "evidence/测评.csv", "evidence/测评表.csv"),
        "no such policy": (plan, "star.yaml", "stars.yaml"),
        "no such id": (plan, "star.yaml", "demo-stars"),
        "a policy twice": (
            plan,
            "{细则: star.yaml",
            "{细则: star.yaml, 截止日: 2026-12-31}\n  - {细则: star.yaml",
        ),
        "not its period": (plan, "star.yaml, 对象表", "star.yaml, 周期: 2026-03, 对象表"),
        "no period": (plan, '周期: "2026"\n', ""),
        "an unknown key": (plan, "证据: evidence/测评.csv", "数据: evidence/测评.csv"),
    }


@pytest.mark.parametrize("fault", faults())
def test_a_faulty_plan_is_refused_before_anything_is_done(fault: str, tmp_path: Path) -> None:
    plan = changed(fault, tmp_path)
    with pytest.raises(PolicyError):
        done(plan, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_plan_without_reviews_is_refused(tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("考评: []\n", encoding="utf-8")
    with pytest.raises(PolicyError) as refused:
        plan_at(plan)
    assert [problem.code for problem in refused.value.diagnostics] == ["plan-empty"]


def changed(fault: str, folder: Path) -> Path:
    plan = copied("imports", folder)
    file, old, new = faults()[fault]
    path = plan.with_name(file)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    return plan


def test_refusals_read_well(golden: Callable[[str, str], None], tmp_path: Path) -> None:
    told = []
    for number, fault in enumerate(faults()):
        folder = tmp_path / str(number)
        folder.mkdir()
        with pytest.raises(PolicyError) as refused:
            ordered(plan_at(changed(fault, folder)).reviews)
        told.append(f"== {fault}\n{render_all(refused.value.diagnostics)}")
    golden("policy/plans.txt", "\n\n".join(told).replace(str(tmp_path), "…") + "\n")


# A package of a plan, and whose explanation is kept.
TOLD = [
    ("imports", "demo-credit-2026", "甲"),
    ("imports", "demo-selection-2026", "乙"),
    ("effects", "demo-project-2026-03", "A"),
    ("effects", "demo-company-2026", "乙"),
    ("rollup", "demo-rollup-2026", "乙"),
]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_explanations_read_well(
    golden: Callable[[str, str], None], tmp_path: Path, language: Language
) -> None:
    for case in dict.fromkeys(case for case, _, _ in TOLD):
        done(CASES / case / "plan.yaml", tmp_path)
    told = []
    for _, package, subject in TOLD:
        found = review_subject(tmp_path / package, subject)
        told.append("\n".join(explain(*found, language)))
    golden(f"explain/related.{language}.txt", "\n\n".join(told) + "\n")


@pytest.mark.parametrize("case", ["imports", "effects", "units", "rollup"])
def test_the_order_of_a_plan_does_not_matter(case: str) -> None:
    """Whatever stands first in the plan, each review comes after all it needs."""
    reviews = plan_at(CASES / case / "plan.yaml").reviews
    for shuffled in permutations(reviews):
        order = ordered(shuffled)
        names = [one.name for one in order]
        assert sorted(names) == sorted(one.name for one in reviews)
        for at, review in enumerate(order):
            assert {one.name for one in needed_by(review, order)} <= set(names[:at])
