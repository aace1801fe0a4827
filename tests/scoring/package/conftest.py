"""A small policy and two assessments, made by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from rules.expr.kinds import NumberKind, PercentKind, TextKind
from rules.expr.nodes import Literal, Ref
from rules.program import (
    Count,
    EvidenceKind,
    Field,
    Formula,
    Grade,
    Head,
    Indicator,
    Linear,
    ListRule,
    Measure,
    Program,
    Rank,
    Rule,
    SubjectKind,
    Total,
    Trigger,
    Valued,
)
from rules.values import Rounding
from scoring.assessment import (
    Assessment,
    Case,
    Caution,
    Finding,
    LedgerLine,
    Place,
)

YES = Literal(True, "boolean")


@pytest.fixture
def program() -> Program:
    rate = Ref("summary", "办结率", PercentKind(2))
    return Program(
        head=Head(1, "small", "小考评", "1", "effective", "year", date(2026, 1, 1)),
        parameters=(),
        subject=SubjectKind(
            "物业服务企业",
            ("企业",),
            (Field("街道", TextKind()), Field("面积", NumberKind(1))),
        ),
        evidence=(EvidenceKind("投诉", (Field("工单号", TextKind()),)),),
        rules=(
            Rule("投诉处置-1", "投诉处置", "投诉", None, -1, Literal(2, "number"), label="超期"),
        ),
        measures=(
            Measure("投诉数", NumberKind(0), Count("投诉")),
            Measure("办结率", PercentKind(2), Formula(rate), Rounding(2)),
            Measure("比值", NumberKind(None), Formula(rate)),
        ),
        ineligibilities=(),
        indicators=(
            Indicator("全部", None, children=("投诉处置", "办结")),
            Indicator("投诉处置", "全部", full=60, start=60, rules=("投诉处置-1",)),
            Indicator(
                "办结", "全部", full=40, valued=Valued(rate, Linear(0, 1), Rounding(2), "pending")
            ),
        ),
        total=Total(0, 100, Rounding(2)),
        vetoes=(),
        grades=(Grade("合格", YES), Grade("不合格", None)),
        ranks=(Rank("街道排名", Ref("summary", "total", NumberKind(2)), True, ("街道",)),),
        lists=(ListRule("红榜", YES, publicity="5日"), ListRule("黑榜", YES)),
        triggers=(Trigger("约谈", YES, "约谈负责人", ("街道",), 5),),
        steps=(),
    )


@pytest.fixture
def assessments() -> list[Assessment]:
    """One not graded, one pending, one graded."""
    graded = Assessment(
        subject="乙,物业",
        fields={"街道": '东"街', "面积": Fraction(25, 2)},
        state="graded",
        evidence_count=3,
        findings=(
            Finding("投诉处置-1", "投诉处置", "投诉", "t1", date(2026, 3, 1), -2, -2),
            Finding("投诉处置-1", "投诉处置", "投诉", "t2", None, -2, -1, "cap:投诉处置-1"),
        ),
        measures={"投诉数": 2, "办结率": Fraction(2, 3), "比值": Fraction(1, 3)}
        | {"办结率": Fraction(6667, 10000)},
        indicators={"全部": Fraction(8367, 100), "投诉处置": 57, "办结": Fraction(2667, 100)},
        ledger=(
            LedgerLine("start", "投诉处置", "", 0, 60, 60, "", 60),
            LedgerLine("rule", "投诉处置", "投诉处置-1", 2, -4, -3, "cap:投诉处置-1", -3),
            LedgerLine(
                "measure", "办结", "", 1, Fraction(80, 3), Fraction(80, 3), "", Fraction(80, 3)
            ),
            LedgerLine("rounding", "办结", "", 0, Fraction(1, 300), Fraction(1, 300), "", 0),
        ),
        total=Fraction(8367, 100),
        grade_before_veto="合格",
        grade_after_veto="不合格",
        grade="合格",
        places={"街道排名": Place("东街", 1, 2, 2)},
        lists=("红榜",),
        triggers=(Case("约谈", "约谈负责人", ("街道", "社区"), date(2027, 1, 5), "投诉数 >= 2"),),
    )
    pending = Assessment(
        subject="丙物业",
        fields={"街道": "西街", "面积": None},
        state="pending",
        reason_zh="缺少满意度",
        reason_en="satisfaction is missing",
        evidence_count=1,
        pending_lists=("黑榜",),
        pending_triggers=("约谈",),
        cautions=(Caution("办结率", "没有记录", "no records", 2),),
    )
    exempt = Assessment("丁物业", {}, "not_graded", "服务不满半年", "new", evidence_count=2)
    return [exempt, pending, graded]
