"""Measures whose cases go on from period to period, played through as a town would: every run
reads the packages of the runs before it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest

from rules.backends.crossed import Engine
from rules.diagnostics import PolicyError
from scoring.package.manifest import read_manifest
from scoring.run import verify_package
from service.cli.main import main
from tests.conformance.town import HEADINGS, VECTORS, Town, cases, rows

ENGINES: tuple[Engine, ...] = ("reference", "durable", "duckdb")


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "durable":
        pytest.importorskip("durable_rules_engine", exc_type=ImportError)
    chosen: Engine = request.param
    return chosen


def credit(package: Path) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for subject, points in rows(package, "results", "subject", "points_信用变动"):
        found[subject] = points
    return found


JANUARY = {"甲": 90, "乙": 86, "丙": 70, "丁": 69, "戊": 68}
FEBRUARY = {"甲": 90, "乙": 80, "丙": 86, "丁": 75, "戊": 70}
MARCH = {"甲": 90, "乙": 88, "丙": 87, "丁": 80, "戊": 79}
APRIL = {"甲": 90, "乙": 88, "丙": 87, "丁": 86, "戊": 85}
FEBRUARY_RECORDS = (
    "丙,2024-02-10,限期整改,整改核实,张三,",
    "丁,2024-02-11,限期整改,整改核实,张三,",
)
MARCH_RECORDS = (
    "乙,2024-03-10,限期整改,整改核实,张三,",
    "丁,2024-03-08,限期整改,延期,李四,2024-03-31",
    "戊,2024-03-12,限期整改,整改核实,张三,",
)


def test_taizhou_takes_two_points_of_who_did_not_put_it_right_in_time(
    tmp_path: Path, engine: Engine
) -> None:
    town = Town("04-taizhou-cases", "整改核实", tmp_path, engine)
    january = town.run("2024-01", JANUARY)
    assert credit(january) == {"甲": "2", "乙": "2", "丙": "0", "丁": "0", "戊": "0"}
    assert cases(january) == [
        ["丁", "open", "2024-01-31", "2024-02-10", "", ""],
        ["丙", "open", "2024-01-31", "2024-02-10", "", ""],
        ["戊", "open", "2024-01-31", "2024-02-10", "", ""],
    ]
    february = town.run("2024-02", FEBRUARY, *FEBRUARY_RECORDS)
    assert credit(february) == {"甲": "2", "乙": "0", "丙": "2", "丁": "-2", "戊": "-2"}
    assert cases(february) == [
        ["丁", "rectified", "2024-01-31", "2024-02-10", "2024-02-11", "2024-02-11"],
        ["丁", "open", "2024-02-29", "2024-03-10", "", ""],
        ["丙", "rectified", "2024-01-31", "2024-02-10", "", "2024-02-10"],
        ["乙", "open", "2024-02-29", "2024-03-10", "", ""],
        ["戊", "open", "2024-01-31", "2024-03-10", "2024-02-11", ""],
    ]
    march = town.run("2024-03", MARCH, *MARCH_RECORDS)
    assert credit(march) == {"甲": "2", "乙": "2", "丙": "2", "丁": "0", "戊": "-2"}
    assert cases(march)[1:] == [
        ["丁", "extended", "2024-02-29", "2024-03-31", "", ""],
        ["丙", "rectified", "2024-01-31", "2024-02-10", "", "2024-02-10"],
        ["乙", "rectified", "2024-02-29", "2024-03-10", "", "2024-03-10"],
        ["戊", "rectified", "2024-01-31", "2024-03-10", "2024-02-11;2024-03-11", "2024-03-12"],
        ["戊", "open", "2024-03-31", "2024-04-10", "", ""],
    ]
    april = town.run("2024-04", APRIL, "戊,2024-04-10,限期整改,整改核实,张三,")
    assert credit(april) == {"甲": "2", "乙": "2", "丙": "2", "丁": "0", "戊": "2"}
    assert cases(april)[1] == ["丁", "overdue", "2024-02-29", "2024-03-31", "2024-04-01", ""]
    told = read_manifest(april)["cases"]
    assert {state: count for state, count in told.items() if count} == {
        "overdue": 1,
        "rectified": 5,
    }
    assert [verify_package(package) for package in town.packages] == [None] * 4


def test_taizhou_a_deadline_lasts_to_midnight_in_shanghai(tmp_path: Path, engine: Engine) -> None:
    """The last second of 10 February there, and the first of the 11th, are told by a clock of
    elsewhere: they are refused with the day they were in Shanghai, which then counts."""
    town = Town("04-taizhou-cases", "整改核实", tmp_path, engine)
    town.run("2024-01", {"丙": 70, "丁": 69})
    moments = ("丙,2024-02-10T15:59:59Z", "丁,2024-02-10T16:00:00Z")
    days = ("丙,2024-02-10", "丁,2024-02-11")
    done = [f"{one},限期整改,整改核实,经办人一," for one in (*moments, *days)]
    february = town.run("2024-02", {"丙": 86, "丁": 87}, *done)
    refused = rows(february, "rejects", "value", "reason_en")
    assert [(value, hint[-13:]) for value, hint in refused] == [
        ("2024-02-10T15:59:59Z", "“2024-02-10”?"),
        ("2024-02-10T16:00:00Z", "“2024-02-11”?"),
    ]
    assert cases(february) == [
        ["丁", "rectified", "2024-01-31", "2024-02-10", "2024-02-11", "2024-02-11"],
        ["丙", "rectified", "2024-01-31", "2024-02-10", "", "2024-02-10"],
    ]
    assert credit(february) == {"丁": "0", "丙": "2"}


def test_yinzhou_a_half_year_that_was_corrected_is_no_black_one_in_a_row(
    tmp_path: Path, engine: Engine
) -> None:
    """甲 was black by mistake, 乙 was black: the corrected package is given in its place."""
    town = Town("05-yinzhou-cases", "办理情况", tmp_path, engine)
    town.run("2024-H1", {"甲": 50, "乙": 50})
    corrected = Town("05-yinzhou-cases", "办理情况", _made(tmp_path / "corrected"), engine)
    corrected.run("2024-H1", {"甲": 80, "乙": 50})
    second = corrected.run("2024-H2", {"甲": 50, "乙": 50})
    assert rows(second, "triggers", "subject", "level") == [["乙", "2"], ["甲", "1"]]
    stood = town.run("2024-H2", {"甲": 50, "乙": 50})
    assert rows(stood, "triggers", "subject", "level") == [["乙", "2"], ["甲", "2"]]


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_yinzhou_goes_up_a_rung_for_two_in_a_row_and_not_for_two_with_one_between(
    tmp_path: Path, engine: Engine
) -> None:
    town = Town("05-yinzhou-cases", "办理情况", tmp_path, engine)
    town.run("2024-H1", {"甲": 50, "乙": 50, "丙": 50})
    done = ("甲,2024-07-08,黑榜处置,整改核实,张三,", "丙,2024-07-08,黑榜处置,整改核实,张三,")
    second = town.run("2024-H2", {"甲": 50, "乙": 50, "丙": 80}, *done)
    told = ("subject", "level", "opened", "since", "deadline", "state")
    assert rows(second, "cases", *told) == [
        ["丙", "1", "2024-06-30", "2024-06-30", "2024-07-12", "rectified"],
        ["乙", "2", "2024-06-30", "2024-12-31", "2025-01-15", "open"],
        ["甲", "1", "2024-06-30", "2024-06-30", "2024-07-12", "rectified"],
        ["甲", "2", "2024-12-31", "2024-12-31", "2025-01-15", "open"],
    ]
    third = town.run("2025-H1", {"甲": 80, "乙": 80, "丙": 50})
    assert rows(third, "triggers", "subject", "level", "action") == [["丙", "1", "约谈企业负责人"]]
    assert rows(third, "cases", *told)[1] == [
        *("丙", "1", "2025-06-30", "2025-06-30", "2025-07-14", "open")
    ]


def test_the_command_line_feeds_packages_forward(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    town = Town("04-taizhou-cases", "整改核实", tmp_path, "reference")
    january = town.run("2024-01", JANUARY)
    inputs = tmp_path / "in"
    inputs.mkdir()
    scores = "\n".join(f"{name},{score}" for name, score in FEBRUARY.items())
    (inputs / "对象.csv").write_text(f"对象,得分\n{scores}\n", encoding="utf-8")
    told = "\n".join([HEADINGS, *FEBRUARY_RECORDS])
    (inputs / "整改核实.csv").write_text(f"{told}\n", encoding="utf-8")
    asked = ("run", town.policy, "--evidence", inputs / "整改核实.csv", "--period", "2024-02")
    where = ("--subjects", inputs / "对象.csv", "--history", january, "--out", tmp_path / "out")
    with pytest.raises(SystemExit) as ended:
        main([*map(str, asked), *map(str, where)])
    assert ended.value.code in (0, None)
    assert "案件 cases          在办 open 3，已整改 put right 2" in capsys.readouterr().out
    assert credit(tmp_path / "out") == {"甲": "2", "乙": "0", "丙": "2", "丁": "-2", "戊": "-2"}
    assert verify_package(tmp_path / "out") is None
    with ZipFile(tmp_path / "out" / "report.xlsx") as report:
        assert 'name="案件"' in report.read("xl/workbook.xml").decode()


def test_cases_that_somebody_edited_are_refused(tmp_path: Path) -> None:
    town = Town("04-taizhou-cases", "整改核实", tmp_path, "reference")
    january = town.run("2024-01", JANUARY)
    path = january / "cases.csv"
    path.write_text(path.read_text("utf-8").replace("2024-02-10", "2024-02-20"), encoding="utf-8")
    with pytest.raises(PolicyError) as refusal:
        town.run("2024-02", FEBRUARY, *FEBRUARY_RECORDS)
    assert [problem.code for problem in refusal.value.diagnostics] == ["not-a-package"]


def test_cases_of_a_policy_without_effect_are_not_taken_up(tmp_path: Path) -> None:
    text = (VECTORS / "04-taizhou-cases.yaml").read_text("utf-8")
    trial = tmp_path / "trial.yaml"
    trial.write_text(text.replace("状态: 生效", "状态: 仅计分"), encoding="utf-8")
    town = Town("04-taizhou-cases", "整改核实", tmp_path, "reference")
    effective, town.policy = town.policy, trial
    town.run("2024-01", JANUARY)
    town.policy = effective
    february = town.run("2024-02", APRIL)
    assert cases(february) == []
    codes = [notice["code"] for notice in read_manifest(february)["notices"]]
    assert "cases-unknown" in codes


def test_the_case_of_who_is_assessed_no_more_stays_on_file(tmp_path: Path) -> None:
    town = Town("04-taizhou-cases", "整改核实", tmp_path, "reference")
    town.run("2024-01", {"甲": 90, "乙": 70})
    february = town.run("2024-02", {"甲": 90})
    assert cases(february) == [["乙", "overdue", "2024-01-31", "2024-02-10", "2024-02-11", ""]]
