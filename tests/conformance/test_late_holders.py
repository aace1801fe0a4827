"""Who pays for a missed deadline when a project was handed over before it: the day that the policy
which receives the record names decides."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from rules.backends.crossed import Engine
from scoring.explanation.explain import explain
from scoring.intake.deliveries import Delivery
from scoring.package.manifest import read_manifest
from scoring.run import review_subject, run_review, verify_package
from scoring.runs.request import Request
from tests.conformance.town import VECTORS, Town, cases, rows

KIND = "逾期未整改"
MANAGER = VECTORS / "04-taizhou-manager.yaml"
AT_THE_LIST = "对象: {沿: 项目.任职, 计于字段: 起算日}"
AT_THE_MISS = "对象: 项目.任职"
# 丁 is handed over between the list of 31 January and the deadline of 10 February.
TENURES = """\
项目,项目经理,自,至
乙,经理一,2020-01-01,
丙,经理一,2020-01-01,
丁,经理二,2020-01-01,2024-02-05
丁,经理三,2024-02-06,
戊,经理四,2020-01-01,
"""
JANUARY = {"甲": 90, "乙": 86, "丙": 70, "丁": 69, "戊": 68}
FEBRUARY = {"甲": 90, "乙": 80, "丙": 86, "丁": 87, "戊": 70}
MARCH = {"甲": 90, "乙": 88, "丙": 87, "丁": 86, "戊": 85}
IN_FEBRUARY = (
    "丙,2024-02-10,限期整改,整改核实,经办人一,",
    "丁,2024-02-11,限期整改,整改核实,经办人一,",
)
IN_MARCH = ("乙,2024-03-12,限期整改,整改核实,经办人一,",)


@pytest.fixture(params=("reference", "durable", "duckdb"))
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "durable":
        pytest.importorskip("durable_rules_engine", exc_type=ImportError)
    chosen: Engine = request.param
    return chosen


@pytest.fixture
def town(tmp_path: Path, engine: Engine) -> Town:
    town = Town("04-taizhou-late", "整改核实", tmp_path, engine)
    town.run("2024-01", JANUARY)
    town.run("2024-02", FEBRUARY, *IN_FEBRUARY)
    return town


def written(package: Path, policy: str = "v04-taizhou-manager") -> list[list[str]]:
    source = f"{KIND}-v04-taizhou-late-{package.name}"
    columns = ("编号", "项目", "发生日", "起算日", "期限", "扣分")
    return rows(package, f"effects/{policy}/{source}", *columns)


def charged(
    town: Town, period: str, along: str = AT_THE_LIST, more: Sequence[Path] = ()
) -> Mapping[str, str]:
    """The credit of the managers in a month, who are told of what the packages wrote for them."""
    folder = town.folder / f"managers-{period}-{len(along)}"
    folder.mkdir()
    policy, tenures = folder / "manager.yaml", folder / "任职.csv"
    policy.write_text(MANAGER.read_text("utf-8").replace(AT_THE_LIST, along), encoding="utf-8")
    tenures.write_text(TENURES, encoding="utf-8")
    names = "".join(f"经理{number}\n" for number in "一二三四")
    (folder / "经理.csv").write_text(f"项目经理\n{names}", encoding="utf-8")
    own = town.folder / period / "effects/v04-taizhou-manager"
    request = Request(
        policy=policy,
        evidence=(tenures, *(Delivery(path, KIND) for path in (*own.iterdir(), *more))),
        subjects=folder / "经理.csv",
        period=period,
        engine=town.engine,
    )
    run_review(request, folder / "package")
    found: dict[str, str] = {}
    for subject, total in rows(folder / "package", "results", "subject", "total"):
        found[subject] = total
    return found


def test_taizhou_a_missed_deadline_is_dated_the_day_after_and_written_for_both(town: Town) -> None:
    expected = [
        [
            f"v04-taizhou-late/{project}/限期整改/2024-01-31/2024-02-11",
            *(project, "2024-02-11", "2024-01-31", "2024-02-10", "2"),
        ]
        for project in ("丁", "戊")
    ]
    february = town.packages[1]
    assert written(february) == written(february, "v04-taizhou-company") == expected
    told = [(one["kind"], one["written"]) for one in read_manifest(february)["effects"]]
    assert told == [("红榜", 3), (KIND, 2), (KIND, 2)]
    assert verify_package(february) is None


def test_taizhou_who_held_the_project_on_the_list_date_is_charged(town: Town) -> None:
    assert charged(town, "2024-02") == {
        "经理一": "100",
        "经理二": "98",
        "经理三": "100",
        "经理四": "98",
    }


def test_taizhou_who_holds_it_when_it_is_late_is_charged_where_the_policy_says_so(
    town: Town,
) -> None:
    assert charged(town, "2024-02", AT_THE_MISS) == {
        "经理一": "100",
        "经理二": "100",
        "经理三": "98",
        "经理四": "98",
    }


def test_taizhou_a_deadline_after_the_period_falls_into_the_next_one(town: Town) -> None:
    """乙 was on the list of February; 戊 too, whose term began anew on that day."""
    march = town.run("2024-03", MARCH, *IN_MARCH)
    assert [row[1:5] for row in written(march)] == [
        ["乙", "2024-03-11", "2024-02-29", "2024-03-10"],
        ["戊", "2024-03-11", "2024-02-29", "2024-03-10"],
    ]
    assert charged(town, "2024-03") == {
        "经理一": "98",
        "经理二": "100",
        "经理三": "100",
        "经理四": "98",
    }


def test_taizhou_the_company_has_two_points_for_a_red_project_and_loses_two_for_a_late_one(
    town: Town,
) -> None:
    """甲, 丙, 丁 are red in February; 丁, 戊 were late. 丁 changed companies on 6 February."""
    folder = town.folder / "companies"
    folder.mkdir()
    served = "甲,一公司,,\n丙,一公司,,\n丁,一公司,,2024-02-05\n丁,二公司,2024-02-06,\n戊,三公司,,\n"
    (folder / "服务.csv").write_text(f"项目,物业服务企业,自,至\n{served}", encoding="utf-8")
    names = "一公司\n二公司\n三公司\n"
    (folder / "企业.csv").write_text(f"物业服务企业\n{names}", encoding="utf-8")
    effects = sorted((town.packages[1] / "effects/v04-taizhou-company").iterdir())
    request = Request(
        policy=VECTORS / "04-taizhou-company.yaml",
        evidence=(folder / "服务.csv", *(Delivery(p, p.name.split("-")[0]) for p in effects)),
        subjects=folder / "企业.csv",
        period="2024-02",
        engine=town.engine,
    )
    run_review(request, folder / "package")
    assert rows(folder / "package", "results", "subject", "total", "grade") == [
        ["一公司", "2", "不减分"],
        ["三公司", "-2", "减分"],
        ["二公司", "2", "不减分"],
    ]


def test_taizhou_a_missed_deadline_counts_once_however_often_it_is_delivered(town: Town) -> None:
    again = town.folder / "又一份.csv"
    (own,) = (town.packages[1] / "effects/v04-taizhou-manager").iterdir()
    shutil.copyfile(own, again)
    assert charged(town, "2024-02", more=[again])["经理二"] == "98"


def test_nothing_is_written_while_nobody_knows_whether_it_was_put_right(
    tmp_path: Path,
) -> None:
    """Without records of cases those of 丙, 丁 and 戊 are open."""
    town = Town("04-taizhou-late", "整改核实", tmp_path, "reference")
    town.run("2024-01", JANUARY)
    february = town.run("2024-02", FEBRUARY, delivered=False)
    assert written(february) == []
    told = [one for one in read_manifest(february)["effects"] if one["kind"] == KIND]
    assert [(one["written"], one["pending"]) for one in told] == [(0, 3), (0, 3)]


def test_nothing_is_written_of_a_project_that_is_not_assessed_any_more(tmp_path: Path) -> None:
    """Its records would have been refused, so nobody can know; it is told that it is not known."""
    town = Town("04-taizhou-late", "整改核实", tmp_path, "reference")
    town.run("2024-01", JANUARY)
    february = town.run("2024-02", {"甲": 90, "乙": 80, "戊": 70})
    assert [row[1] for row in written(february)] == ["戊"]
    told = [one for one in read_manifest(february)["effects"] if one["kind"] == KIND]
    assert [one["pending"] for one in told] == [2, 2]
    assert cases(february)[0][:2] == ["丁", "overdue"]


def test_yinzhou_a_rung_says_what_a_missed_deadline_costs_and_is_told_to_others(
    tmp_path: Path, engine: Engine
) -> None:
    """甲 is black twice in a row and never puts it right; the first term ends on 12 July."""
    town = Town("05-yinzhou-late", "办理情况", tmp_path, engine)
    town.run("2024-H1", {"甲": 50, "乙": 80})
    second = town.run("2024-H2", {"甲": 50, "乙": 80})
    third = town.run("2025-H1", {"甲": 80, "乙": 80})
    assert [rows(one, "results", "points_信用变动") for one in (second, third)] == [
        [["0"], ["-2"]],
        [["0"], ["-5"]],
    ]
    told, late = "黑榜处置-v05-yinzhou-late-2024-H2", "逾期-v05-yinzhou-late-2025-H1"
    assert rows(second, f"effects/v05-yinzhou-company/{told}", "项目", "发生日", "级") == [
        ["甲", "2024-12-31", "2"]
    ]
    columns = ("项目", "发生日", "起算日", "期限", "级", "来源")
    assert rows(third, f"effects/v05-yinzhou-company/{late}", *columns) == [
        ["甲", "2025-01-16", "2024-12-31", "2025-01-15", "2", "逾期"]
    ]
    assert rows(third, "cases", "overdue", "overdue_since", "overdue_level") == [
        ["2024-07-13;2025-01-16", "2024-06-30;2024-12-31", "1;2"]
    ]
    assert verify_package(third) is None


def test_the_explanation_of_a_case_tells_what_a_missed_deadline_wrote(town: Town) -> None:
    account = review_subject(town.packages[1], "丁")
    lines = explain(*account, language="zh")
    at = lines.index("    2024-02-11 起逾期")
    assert list(lines[at + 1 : at + 3]) == [
        "      记入“v04-taizhou-manager”的“逾期未整改”：扣分 = 2",
        "      记入“v04-taizhou-company”的“逾期未整改”：扣分 = 2",
    ]
