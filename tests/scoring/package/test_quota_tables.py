"""Quotas as they are published: in the results, and in a table of their own."""

from __future__ import annotations

from scoring.grade.quota_lines import quota_lines
from scoring.package.tables import quotas_table, results_table
from scoring.runs.counts import count
from tests.scoring.quota_world import assessed, quota_program

QUOTA = "{按: 榜, 至多: {优秀: 1, 良好: 1}, 并列: 不列入, 力度: 硬}"


def test_results_tell_how_each_candidate_came_out() -> None:
    program = quota_program(QUOTA)
    found = assessed(program, {"a": 99, "b": 95, "c": 70, "p": None})
    everybody = list(found.values())
    table = results_table(program).table(everybody, count(program, everybody))
    names = [column.name for column in table.columns]
    wanted = ["subject", "grade_before_veto", "grade_after_veto", "quota", "grade_provisional"]
    rows = [tuple(row[names.index(name)] for name in [*wanted, "grade"]) for row in table.rows]
    assert rows == [
        ("a", "优秀", "优秀", "优秀:seated", True, "优秀"),
        ("b", "优秀", "优秀", "优秀:displaced;良好:seated", True, "良好"),
        ("c", "合格", "合格", "", False, "合格"),
        ("p", None, None, "", None, None),
    ]


def test_each_grade_of_a_quota_in_each_group_has_a_row() -> None:
    program = quota_program(QUOTA, rank="按: 总分, 分组: 街道")
    found = assessed(program, {"a": 99, "b": 95, "c": {"得分": 80, "街道": "西"}})
    table = quotas_table(quota_lines(program, found.values()))
    assert [dict(zip((c.name for c in table.columns), row, strict=True)) for row in table.rows] == [
        {
            "quota": "quota-1",
            "grade": grade,
            "group": group,
            "size": size,
            "room": 1,
            "candidates": candidates,
            "seated": 1,
            "displaced": displaced,
            "beyond": 0,
            "approved": False,
            "provisional": False,
        }
        for grade, group, size, candidates, displaced in (
            ("优秀", "东", 2, 2, 1),
            ("良好", "东", 2, 1, 0),
            ("良好", "西", 1, 1, 0),
        )
    ]
