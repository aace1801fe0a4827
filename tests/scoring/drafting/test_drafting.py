"""Drafted cases run as they are, and show what no case showed."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.compile import compile_policy
from rules.program import Program
from scoring.casebook.loading import read_casebook
from scoring.casebook.running import Runner
from scoring.coverage.coverage import Coverage
from scoring.drafting.columns import ground_of
from scoring.drafting.drafts import Drafts, draft
from scoring.drafting.writing import why_not, write_drafts
from scoring.period import read_period

SMALL = Path("tests/cases/casebook/small.yaml").read_bytes()
ENGLISH = """\
policy: small
id: small
version: "1"
status: draft
effective: 2026-01-01
period: year
subject: {kind: firm, fields: {ward: text}}
evidence:
  visit: {fields: {score: {type: integer, range: "[0..10]"}}, basis: illustrative}
measures: {average: {mean: visit.score, round: 1}}
indicators:
  service: {points: 10, value: average, scale: direct, missing: pending, basis: illustrative}
total: {range: "[0..10]", round: 1}
grades: {good: ">= 8", bad: "< 8"}
rank: {all: {by: total}}
quota:
  - {id: few, by: all, quota_max: {good: 1}, ties: not_listed, strength: hard, basis: illustrative}
lists: {red: {when: all.place <= 1 and grade = good, basis: illustrative}}
"""
CASES = """\
周期: "2026"
用例:
  正好半年的参评: {对象: {服务月数: 6}, 应得: {等次: 好}}
  不满半年的不参评: {对象: {服务月数: 5}, 应得: {状态: 未评}}
"""


def drafted(program: Program, cases: str = "") -> tuple[Drafts, Coverage, str]:
    """The drafts, the coverage of the cases and theirs together, and their text."""
    coverage = Coverage(program)
    period = read_period("2026", program.head, None)
    book = read_casebook(cases.encode(), "cases", program).cases if cases else ()
    for case in book:
        Runner(program, "reference", coverage.see).judge(case)
    drafts = draft(program, ground_of(program, period), coverage, book, lambda done, of: None)
    text = write_drafts(drafts, program, period, "en" if program.head.title == "small" else "zh")
    runner = Runner(program, "reference", coverage.see)
    verdicts = list(runner.run(read_casebook(text.encode(), "drafts.test.yaml", program)))
    assert [verdict.render() for verdict in verdicts if not verdict.passed] == []
    return drafts, coverage, text


def test_a_policy_without_cases_is_shown_whole(golden):
    program, _ = compile_policy(SMALL, "small.yaml")
    drafts, coverage, text = drafted(program)
    assert (drafts.unreached, coverage.missed) == ((), ())
    golden("drafting/small.yaml", text)


def test_an_english_policy_with_a_quota_is_drafted_in_english(golden):
    program, _ = compile_policy(ENGLISH.encode(), "small.yaml")
    drafts, coverage, text = drafted(program)
    assert (drafts.unreached, coverage.missed) == ((), ())
    golden("drafting/english.yaml", text)


def test_only_what_the_cases_do_not_show_is_drafted():
    program, _ = compile_policy(SMALL, "small.yaml")
    drafts, coverage, _ = drafted(program, CASES)
    names = {goal.name for one in drafts.found for goal, _ in one.goals}
    assert coverage.missed == ()
    assert not any(name.startswith("不满半年") for name in names)


@pytest.mark.parametrize(
    ("edit", "reason"),
    [
        (("等次 = 差 且 办结率 < 50%", "等次 = 差 且 总分 > 80"), "次，"),
        (("等次 = 差 且 办结率 < 50%", "连续差 >= 2"), "要看往期结果，请手工写"),
    ],
    ids=["out of reach", "earlier results"],
)  # fmt: skip
def test_what_is_not_reached_is_told_with_its_reason(edit, reason):
    text = SMALL.decode().replace(*edit)
    if "连续差" in text:
        text += "历史: {连续差: {连续: 等次 = 差}}\n"
    program, _ = compile_policy(text.encode(), "small.yaml")
    drafts, _, told = drafted(program)
    assert drafts.unreached
    assert all(reason in why_not(left, "zh") for left in drafts.unreached)
    assert told.count("# 没有起草：") == len(drafts.unreached)
