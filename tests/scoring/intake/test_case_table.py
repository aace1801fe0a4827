"""A table of cases that an office had open before it began to follow them here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from rules.backends.crossed import Engine
from scoring.intake.faults import IntakeError
from scoring.package.manifest import read_manifest
from scoring.run import verify_package
from tests.conformance.town import Town, cases, rows

HEAD = "对象,处置,立案日,期限,状态,办结日,逾期日,经办人"
FEBRUARY = {"甲": 90, "乙": 90, "丙": 90, "丁": 90}
# Which cells of a row are wrong, and how: of 泰州, whose trigger has a term and no ladder.
ROWS = {
    "no-subject": ",限期整改,2024-01-31,2024-02-10,,,,",
    "no-such-trigger": "甲,约谈,2024-01-31,2024-02-10,,,,",
    "no-date": "甲,限期整改,一月底,2024-02-10,,,,",
    "opened-in-this-period": "甲,限期整改,2024-02-01,2024-02-11,,,,",
    "no-deadline": "甲,限期整改,2024-01-31,,,,,",
    "deadline-before-it-opened": "甲,限期整改,2024-01-31,2024-01-30,,,,",
    "no-such-state": "甲,限期整改,2024-01-31,2024-02-10,拖着,,,",
    "closed-without-a-day": "甲,限期整改,2024-01-31,2024-02-10,已整改,,,",
    "open-with-a-closing-day": "甲,限期整改,2024-01-31,2024-02-10,,2024-02-05,,",
    "closed-after-the-as-of-date": "甲,限期整改,2024-01-31,2024-02-10,已整改,2024-03-01,,",
    "late-before-it-opened": "甲,限期整改,2024-01-31,2024-02-10,,,2024-01-30,",
    "two-open": "甲,限期整改,2023-12-31,2024-02-10,,,,\n甲,限期整改,2024-01-31,2024-02-10,,,,",
    "two-of-one-day": (
        "甲,限期整改,2024-01-31,,已撤销,2024-02-01,,\n甲,限期整改,2024-01-31,2024-02-10,,,,"
    ),
}


def town(folder: Path, engine: Engine = "reference", policy: str = "04-taizhou-cases") -> Town:
    kind = "整改核实" if policy.startswith("04") else "办理情况"
    return Town(policy, kind, folder, engine)


def table(folder: Path, *lines: str, head: str = HEAD) -> Path:
    path = folder / "案件.csv"
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("engine", ["reference", "duckdb"])
def test_an_office_that_begins_in_the_middle_goes_on_with_its_cases(
    tmp_path: Path, engine: Engine
) -> None:
    """甲 is put right in time, 乙 too late, 丙 was put right before, 丁 was late in January."""
    register = table(
        tmp_path,
        "甲,限期整改,2024-01-31,2024-02-10,,,,",
        "乙,限期整改,2024-01-31,2024-02-10,在办,,,",
        "丙,限期整改,2023-12-31,2024-01-10,已整改,2024-01-09,,经办人一",
        "丁,限期整改,2023-12-31,2024-01-10,逾期,,2024-01-11,",
    )
    begun = town(tmp_path, engine)
    begun.packages.append(register)
    done = [f"{who},限期整改,整改核实,经办人一," for who in ("甲,2024-02-10", "乙,2024-02-12")]
    february = begun.run("2024-02", FEBRUARY, *done)
    assert cases(february) == [
        ["丁", "overdue", "2023-12-31", "2024-01-10", "2024-01-11", ""],
        ["丙", "rectified", "2023-12-31", "2024-01-10", "", "2024-01-09"],
        ["乙", "rectified", "2024-01-31", "2024-02-10", "2024-02-11", "2024-02-12"],
        ["甲", "rectified", "2024-01-31", "2024-02-10", "", "2024-02-10"],
    ]
    points = rows(february, "results", "subject", "points_信用变动")
    assert points == [["丁", "2"], ["丙", "2"], ["乙", "0"], ["甲", "2"]]
    told = {notice["code"]: notice["count"] for notice in read_manifest(february)["notices"]}
    assert (told["cases-told"], "cases-unknown" in told) == (4, False)
    assert verify_package(february) is None


def test_a_package_tells_later_how_a_case_of_the_table_stands(tmp_path: Path) -> None:
    begun = town(tmp_path)
    begun.packages.append(table(tmp_path, "甲,限期整改,2024-01-31,2024-02-10,,,,"))
    begun.run("2024-02", FEBRUARY, "甲,2024-02-10,限期整改,整改核实,经办人一,")
    march = begun.run("2024-03", FEBRUARY)
    assert cases(march) == [["甲", "rectified", "2024-01-31", "2024-02-10", "", "2024-02-10"]]
    codes = [notice["code"] for notice in read_manifest(march)["notices"]]
    assert "cases-unknown" not in codes


def test_a_table_alone_does_not_stand_for_the_package_of_the_period_before(tmp_path: Path) -> None:
    begun = town(tmp_path)
    begun.packages.append(table(tmp_path, "甲,限期整改,2024-01-31,2024-02-10,,,,"))
    february = begun.run("2024-02", FEBRUARY)
    begun.packages = [begun.packages[0], february]
    april = begun.run("2024-04", FEBRUARY)
    assert "cases-unknown" in [notice["code"] for notice in read_manifest(april)["notices"]]


def test_whoever_is_not_assessed_is_told(tmp_path: Path) -> None:
    begun = town(tmp_path)
    begun.packages.append(table(tmp_path, "戊,限期整改,2024-01-31,2024-02-10,,,,"))
    february = begun.run("2024-02", FEBRUARY)
    codes = [notice["code"] for notice in read_manifest(february)["notices"]]
    assert "cases-of-others" in codes
    assert cases(february)[0][:2] == ["戊", "overdue"]


def test_a_rung_is_told_where_there_is_a_ladder(tmp_path: Path) -> None:
    begun = town(tmp_path, policy="05-yinzhou-late")
    line = "甲,黑榜处置,2024-12-31,2025-01-15,2"
    begun.packages.append(table(tmp_path, line, head="subject,trigger,opened,deadline,level"))
    first = begun.run("2025-H1", {"甲": 80})
    assert rows(first, "results", "points_信用变动") == [["-5"]]
    assert rows(first, "cases", "level", "action", "overdue_level") == [
        ["2", "更换项目经理，限制承接政府项目，建议依法解聘", "2"]
    ]


@pytest.mark.parametrize("cell", ["", "3", "一"])
def test_a_rung_that_is_not_there_is_refused(tmp_path: Path, cell: str) -> None:
    begun = town(tmp_path, policy="05-yinzhou-late")
    line = f"甲,黑榜处置,2024-12-31,2025-01-15,{cell}"
    begun.packages.append(table(tmp_path, line, head="对象,处置,立案日,期限,级"))
    with pytest.raises(IntakeError) as refusal:
        begun.run("2025-H1", {"甲": 80})
    assert "第 2 行 级" in refusal.value.zh


def refused(folder: Path, *lines: str, head: str = HEAD) -> str:
    begun = town(folder)
    begun.packages.append(table(folder, *lines, head=head))
    with pytest.raises(IntakeError) as refusal:
        begun.run("2024-02", FEBRUARY)
    return refusal.value.render()


def test_every_wrong_cell_is_told_with_its_place(
    tmp_path: Path, golden: Callable[[str, str], None]
) -> None:
    spoken = []
    for name, lines in ROWS.items():
        folder = tmp_path / name
        folder.mkdir()
        spoken.append(f"== {name}\n{refused(folder, *lines.splitlines())}")
    spoken.append(f"== columns\n{refused(_sub(tmp_path, 'columns'), head='对象,立案日')}")
    twice = f"{HEAD},since,起算日"
    spoken.append(f"== columns-twice\n{refused(_sub(tmp_path, 'twice'), head=twice)}")
    all_of_them = [line for lines in list(ROWS.values())[:5] for line in lines.splitlines()]
    spoken.append(f"== several\n{refused(_sub(tmp_path, 'several'), *all_of_them)}")
    golden("intake/case-table.txt", "\n\n".join(spoken) + "\n")


def _sub(folder: Path, name: str) -> Path:
    (folder / name).mkdir()
    return folder / name


def test_there_is_one_table_of_cases(tmp_path: Path) -> None:
    begun = town(tmp_path)
    begun.packages.append(table(tmp_path, "甲,限期整改,2024-01-31,2024-02-10,,,,"))
    begun.packages.append(table(_sub(tmp_path, "b"), head=HEAD).rename(tmp_path / "b/另一份.csv"))
    with pytest.raises(IntakeError) as refusal:
        begun.run("2024-02", FEBRUARY)
    assert refusal.value.code == "case-tables"


def test_a_policy_that_follows_no_cases_says_so(tmp_path: Path) -> None:
    plain = Town("05-yinzhou-ladder", "办理情况", tmp_path, "reference")
    plain.packages.append(table(tmp_path))
    first = plain.run("2025-H1", {"甲": 80}, delivered=False)
    codes = [notice["code"] for notice in read_manifest(first)["notices"]]
    assert "cases-unused" in codes
