"""Matters solved are no burden to count; the traces of meetings are one, and check says so."""

from __future__ import annotations

import pytest

from rules.compile import check_policy
from rules.library import shipped

DELIBERATION = shipped() / "deliberation" / "2026.1.yaml"
BURDEN = {"many-items", "many-vetoes", "many-ranks", "counts-traces", "counts-activity"}


def burdens(text: str) -> set[str]:
    found = check_policy(text.encode(), DELIBERATION.name)
    assert [diagnostic for diagnostic in found if diagnostic.severity == "error"] == []
    return {diagnostic.code for diagnostic in found} & BURDEN


def test_points_for_matters_solved_are_no_burden() -> None:
    assert burdens(DELIBERATION.read_text(encoding="utf-8")) == set()


@pytest.mark.parametrize(
    ("item", "told"), [("会议签到", "counts-traces"), ("群内点赞", "counts-activity")]
)
def test_points_for_traces_of_meetings_are_told(item: str, told: str) -> None:
    text = DELIBERATION.read_text(encoding="utf-8")
    more = f"指标:\n  {item}: {{分值: 10, 取值: 会议场次, 缺失: 零分, 依据: 示例}}\n"
    assert burdens(text.replace("指标:\n", more, 1)) == {told}
