"""Programs with nothing but subjects and evidence kinds, and files to admit by them."""

from __future__ import annotations

import gzip
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from rules.expr.kinds import BooleanKind, CategoryKind, DateKind, NumberKind, TextKind
from rules.program import EVENT_DATE, EvidenceKind, Field, Head, Program, SubjectKind, Total, Wide
from rules.values import Rounding
from scoring.evidence import Evidence, Period, Record
from scoring.intake.admit import admit
from scoring.intake.deliveries import Delivery

YEAR = Period("2026", date(2026, 1, 1), date(2026, 12, 31), date(2026, 11, 30))

COMPANY = SubjectKind(
    "企业",
    ("企业编号",),
    (Field("街道", TextKind()), Field("户数", NumberKind(0), on_missing="keep")),
)
ANYONE = SubjectKind("企业", ("企业编号",))

DATED = Field(EVENT_DATE, DateKind())
COMPLAINT = EvidenceKind(
    "投诉",
    (
        Field("工单号", TextKind()),
        Field("严重程度", CategoryKind(("一般", "较重", "重大"), ordered=True), aliases=("程度",)),
        Field("已核实", BooleanKind(), label="是否核实"),
        Field("扣分", NumberKind(2, 0, 10), on_missing="keep", null_values=("无", "0")),
        DATED,
    ),
    label="物业投诉",
    aliases=("complaints",),
    identity=("工单号",),
)
BALLOT = EvidenceKind(
    "测评",
    (
        Field("评价人", CategoryKind(("党员", "业主")), on_missing="fill", fill="业主"),
        Field("得分", NumberKind(1, 0, 100)),
    ),
    event_date=None,
)
ITEMS = ("卫生", "秩序", "绿化")
MARKS = EvidenceKind(
    "检查",
    (
        Field("检查单", TextKind()),
        DATED,
        Field("项目", CategoryKind(ITEMS)),
        Field("分", NumberKind(0, 1, 5), null_values=("N/A",), on_missing="keep"),
    ),
    identity=("检查单",),
    wide=Wide(tuple((f"{item}得分", item) for item in ITEMS), "项目", "分"),
)


def program(*kinds: EvidenceKind, subject: SubjectKind = ANYONE) -> Program:
    head = Head(1, "test", "test", "1", "shadow", "year", date(2026, 1, 1))
    return Program(
        head=head,
        parameters=(),
        subject=subject,
        evidence=kinds,
        rules=(),
        measures=(),
        ineligibilities=(),
        indicators=(),
        total=Total(None, None, Rounding(2)),
        vetoes=(),
        grades=(),
        ranks=(),
        lists=(),
        triggers=(),
        steps=(),
    )


def write(folder: Path, name: str, text: str | bytes) -> Path:
    data = text if isinstance(text, bytes) else text.encode()
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


def admitted(
    policy: Program, *paths: Path, subjects: Path | None = None, period: Period = YEAR
) -> Evidence:
    deliveries = [Delivery(path) for path in paths]
    return admit(policy, period=period, evidence=deliveries, subjects=subjects)


def records(evidence: Evidence) -> list[Record]:
    return [record for own in evidence.records.values() for record in own]


def rejects(evidence: Evidence) -> list[tuple[int, str, str, str, int]]:
    """Row, column, value, code, records lost."""
    return [(r.row, r.column, r.value, r.code, r.records) for r in evidence.rejects]


def codes(evidence: Evidence) -> Sequence[str]:
    return [notice.code for notice in evidence.notices]
