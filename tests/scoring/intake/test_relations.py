"""Records find their subjects along relations; what is from–to is cut to the period."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.program import Program
from scoring.evidence import Evidence, Period, Record
from scoring.intake.admit import admit_records
from tests.scoring.situation import PERIOD, program_of

Row = Mapping[str, object]

POLICY = """
对象: {种类: 物业服务企业}
考核数据:
  服务企业:
    字段: {小区: 文本, 自: {类型: 日期, 缺失: 不计}, 至: {类型: 日期, 缺失: 不计}}
    起止: [自, 至]
    关系: {键: 小区, 唯一: SOLE}
    推算: {天数: 天数（自，至）+ 1}
  投诉:
    字段: {编号: 文本, 小区: 文本}
    标识: [编号]
    对象: {沿: 小区.服务企业, 计于: EVENT}
  测评:
    字段: {编号: 文本, 小区: 文本}
    发生日: 无
    标识: [编号]
    对象: {沿: 小区.服务企业, 计于: RESULT}
  停梯:
    字段: {编号: 文本, 小区: 文本, 起: 日期, 止: 日期}
    标识: [编号]
    起止: [起, 止]
    推算: {天数: 天数（起，止）+ 1}
    对象: 小区.服务企业
统计口径: {服务天数: {求和: 服务企业.天数}}
指标: {甲: {取值: 服务天数, 缺失: 待定}}
总分: {保留: 0}
等次: {合格: 其余}
"""


def program(*, sole: str = "是", event: str = "发生日", result: str = "期末") -> Program:
    text = POLICY.replace("SOLE", sole).replace("EVENT", event)
    return program_of(text.replace("RESULT", result))


def held(key: str, subject: str, since: str | None, until: str | None) -> Row:
    return {"小区": key, "对象": subject, "自": since, "至": until}


MERGED = """
对象: {种类: 企业}
考核数据:
  承继:
    字段: {原企业: 文本, 户数: {类型: 整数, 缺失: 不计}, 自: 日期, 至: {类型: 日期, 缺失: 不计}}
    起止: [自, 至]
    关系: {键: 原企业, 唯一: 是, 其余: 本身}
  投诉: {字段: {编号: 文本, 谁: 文本}, 标识: [编号], 对象: {沿: 谁.承继, 计于: DAY}}
  停梯:
    字段: {编号: 文本, 谁: 文本, 起: 日期, 止: 日期}
    标识: [编号]
    起止: [起, 止]
    对象: 谁.承继
统计口径: {投诉数: {计数: 投诉}}
指标: {甲: {取值: 投诉数, 缺失: 待定}}
总分: {保留: 0}
等次: {合格: 其余}
"""


def merged(
    day: str, kind: str, rows: Sequence[Row], *, until: str | None = None
) -> tuple[list[tuple[str, str]], list[str]]:
    """Whose each record is, and what is refused: 甲 is 丙's from 1 July, `until` that day."""
    register = [{"原企业": "甲", "对象": "丙", "自": "2026-07-01", "至": until}]
    evidence = admit_records(
        program_of(MERGED.replace("DAY", day)),
        period=PERIOD,
        evidence={"承继": register, kind: rows},
        subjects={name: {} for name in "甲乙丙"},
    )
    found = [(own, r.id) for own in evidence.records for r in evidence.of(own) if r.kind == kind]
    return sorted(found), [reject.code for reject in evidence.rejects]


@pytest.mark.parametrize(
    ("day", "when", "whose"),
    [
        pytest.param("发生日", "2026-06-30", "甲", id="the day before"),
        pytest.param("发生日", "2026-07-01", "丙", id="the day itself"),
        pytest.param("期末", "2026-01-01", "丙", id="by the end of the period"),
        pytest.param("任期最长", "2026-01-01", "丙", id="184 days against 181"),
        pytest.param("当月最长", "2026-06-15", "甲", id="the month before"),
    ],
)
def test_who_is_not_in_the_register_is_itself(day: str, when: str, whose: str) -> None:
    rows = [{"编号": "1", "谁": "甲", "发生日": when}, {"编号": "2", "谁": "乙", "发生日": when}]
    assert merged(day, "投诉", rows) == (sorted([(whose, "1"), ("乙", "2")]), [])


def test_after_the_last_day_in_the_register_it_is_itself_again() -> None:
    rows = [
        {"编号": "1", "谁": "甲", "发生日": "2026-09-30"},
        {"编号": "2", "谁": "甲", "发生日": "2026-10-01"},
    ]
    found = merged("发生日", "投诉", rows, until="2026-09-30")
    assert found == ([("丙", "1"), ("甲", "2")], [])


def test_from_to_evidence_is_shared_with_whom_one_was_merged_into() -> None:
    rows = [{"编号": "1", "谁": "甲", "起": "2026-06-29", "止": "2026-10-02"}]
    found = merged("发生日", "停梯", rows, until="2026-09-30")
    assert found == (
        [("丙", "1/丙/2026-07-01"), ("甲", "1/甲/2026-06-29"), ("甲", "1/甲/2026-10-01")],
        [],
    )


def test_whom_nobody_knows_is_refused_and_the_part_of_another_stays() -> None:
    unknown = [{"编号": "1", "谁": "庚", "发生日": "2026-03-01"}]
    assert merged("发生日", "投诉", unknown) == ([], ["unknown-subject"])
    register = [{"原企业": "庚", "对象": "丙", "自": "2026-07-01"}]
    evidence = admit_records(
        program_of(MERGED.replace("DAY", "发生日")),
        period=PERIOD,
        evidence={
            "承继": register,
            "停梯": [{"编号": "1", "谁": "庚", "起": "2026-06-29", "止": "2026-07-02"}],
        },
        subjects={"丙": {}},
    )
    assert [(r.code, r.records) for r in evidence.rejects] == [("unknown-subject", 0)]
    assert [r.id for r in evidence.of("丙") if r.kind == "停梯"] == ["1/丙/2026-07-01"]


HAND_OVER = [held("A", "甲", "2024-01-01", "2026-04-30"), held("A", "乙", "2026-05-01", None)]


def admitted(
    of: Program, relation: Sequence[Row] | None, period: Period = PERIOD, **rows: Sequence[Row]
) -> Evidence:
    evidence = {"投诉": (), "测评": (), "停梯": (), **rows}
    given = evidence if relation is None else {"服务企业": relation, **evidence}
    subjects: Mapping[str, Mapping[str, object]] = {"甲": {}, "乙": {}, "丙": {}}
    return admit_records(of, period=period, evidence=given, subjects=subjects)


def of_kind(evidence: Evidence, kind: str) -> list[Record]:
    return [r for name in evidence.subjects for r in evidence.of(name) if r.kind == kind]


def owners(evidence: Evidence, kind: str) -> dict[str, str]:
    return {record.id: record.subject for record in of_kind(evidence, kind)}


def days(evidence: Evidence, kind: str) -> int:
    """The days of all its records."""
    values = (record.values[-1] for record in of_kind(evidence, kind))
    return sum(value for value in values if isinstance(value, int))


def refused(evidence: Evidence) -> list[tuple[str, int]]:
    return [(reject.code, reject.row) for reject in evidence.rejects]


def complaint(number: str, key: str, day: str) -> Row:
    return {"编号": number, "小区": key, "发生日": day}


def test_a_record_belongs_to_who_held_its_other_side_on_its_day() -> None:
    rows = [
        complaint("1", "A", "2026-04-30"),
        complaint("2", "A", "2026-05-01"),
        complaint("3", "A", "2026-12-31"),
    ]
    evidence = admitted(program(), HAND_OVER, 投诉=rows)
    assert owners(evidence, "投诉") == {"1": "甲", "2": "乙", "3": "乙"}
    assert refused(evidence) == []


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param(
            complaint("1", "B", "2026-04-30"),
            "“B”在 2026-04-30 没有“服务企业”；改正日期或者编号，或者在“服务企业”里补上这一段",
            id="nobody ever",
        ),
        pytest.param(
            complaint("1", "C", "2026-03-01"),
            "“C”在 2026-03-01 没有“服务企业”；改正日期或者编号，或者在“服务企业”里补上这一段",
            id="not on this day",
        ),
    ],
)
def test_a_record_of_nobody_is_rejected_with_its_reason(row: Row, reason: str) -> None:
    relation = [*HAND_OVER, held("C", "丙", "2026-03-02", None)]
    (reject,) = admitted(program(), relation, 投诉=[row]).rejects
    assert (reject.file, reject.row, reject.column, reject.value) == (
        "投诉",
        1,
        "小区",
        row["小区"],
    )
    assert reject.reason_zh == reason
    assert reject.records == 1


def test_without_the_relation_nothing_that_goes_along_it_is_delivered() -> None:
    evidence = admitted(program(), None, 投诉=[complaint("1", "A", "2026-04-30")])
    assert refused(evidence) == [("relation-not-delivered", 1)]
    assert "投诉" not in evidence.delivered


def test_rows_of_a_sole_relation_that_share_a_day_are_all_rejected() -> None:
    relation = [
        held("A", "甲", None, "2026-05-01"),
        held("A", "乙", "2026-05-01", None),
        held("B", "甲", "2026-01-01", None),
    ]
    evidence = admitted(program(), relation, 投诉=[complaint("1", "A", "2026-02-01")])
    assert refused(evidence) == [("no-holder", 1), ("tenure-overlap", 1), ("tenure-overlap", 2)]
    assert [r.subject for r in evidence.of("甲")] == ["甲"]


def test_a_relation_of_several_at_once_gives_a_record_to_each() -> None:
    relation = [held("A", "甲", None, None), held("A", "乙", "2026-03-01", None)]
    rows = [complaint("1", "A", "2026-02-28"), complaint("2", "A", "2026-03-01")]
    evidence = admitted(program(sole="否"), relation, 投诉=rows)
    assert owners(evidence, "投诉") == {"1/甲": "甲", "2/甲": "甲", "2/乙": "乙"}
    told = [notice for notice in evidence.notices if notice.code == "several-holders"]
    assert [notice.count for notice in told] == [1]


def test_the_same_two_may_not_be_together_twice_on_one_day() -> None:
    relation = [held("A", "甲", None, "2026-03-01"), held("A", "甲", "2026-03-01", None)]
    evidence = admitted(program(sole="否"), relation)
    assert refused(evidence) == [("tenure-overlap", 1), ("tenure-overlap", 2)]


def test_a_tenure_that_ends_before_it_begins_is_rejected() -> None:
    evidence = admitted(program(), [held("A", "甲", "2026-03-02", "2026-03-01")])
    assert refused(evidence) == [("tenure-backwards", 1)]


@pytest.mark.parametrize(
    ("since", "until", "cut"),
    [
        pytest.param("2026-03-01", "2026-03-01", ("2026-03-01", "2026-03-01", 1), id="one day"),
        pytest.param("2024-01-01", "2026-01-01", ("2026-01-01", "2026-01-01", 1), id="first day"),
        pytest.param("2026-12-31", None, ("2026-12-31", "2026-12-31", 1), id="last day"),
        pytest.param(None, None, ("2026-01-01", "2026-12-31", 365), id="open at both ends"),
        pytest.param("2025-06-01", "2027-06-01", ("2026-01-01", "2026-12-31", 365), id="all of it"),
    ],
)
def test_what_counts_in_the_period_is_cut_to_it(
    since: str | None, until: str | None, cut: tuple[str, str, int]
) -> None:
    (record,) = admitted(program(), [held("A", "甲", since, until)]).of("甲")
    assert record.values == (
        "A", date.fromisoformat(cut[0]), date.fromisoformat(cut[1]), cut[2],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("since", "until"),
    [(None, "2025-12-31"), ("2027-01-01", None)],
    ids=["over before", "begins after"],
)
def test_a_row_outside_the_period_finds_subjects_and_does_not_count(
    since: str | None, until: str | None
) -> None:
    evidence = admitted(program(), [held("A", "甲", since, until)])
    assert evidence.of("甲") == ()
    assert refused(evidence) == []
    assert [n.code for n in evidence.notices if n.code == "tenure-elsewhere"] == [
        "tenure-elsewhere"
    ]


def test_days_after_the_as_of_date_are_not_served_yet() -> None:
    early = Period("2026", PERIOD.start, PERIOD.end, date(2026, 3, 31))
    (record,) = admitted(program(), [held("A", "甲", None, None)], early).of("甲")
    assert record.values[3] == 90


def test_days_between_two_stretches_are_told() -> None:
    relation = [held("A", "甲", None, "2026-04-30"), held("A", "乙", "2026-05-11", None)]
    (gap,) = [n for n in admitted(program(), relation).notices if n.code == "tenure-gaps"]
    assert (
        gap.zh == "“服务企业”中间有空缺：A 2026-05-01–2026-05-10；空缺的日子里发生的记录找不到对象"
    )


@pytest.mark.parametrize(
    ("read_at", "owner"),
    [("期末", "乙"), ("截止日", "甲"), ("任期最长", "甲")],
)
def test_a_result_without_a_day_says_on_which_day(read_at: str, owner: str) -> None:
    early = Period("2026", PERIOD.start, PERIOD.end, date(2026, 4, 30))
    rows = [{"编号": "1", "小区": "A"}]
    evidence = admitted(program(result=read_at), HAND_OVER, early, 测评=rows)
    assert owners(evidence, "测评") == {"1": owner}


def test_the_longest_in_the_month_of_the_record_has_it() -> None:
    relation = [held("A", "甲", None, "2026-05-10"), held("A", "乙", "2026-05-11", None)]
    rows = [complaint("1", "A", "2026-05-01"), complaint("2", "A", "2026-04-30")]
    evidence = admitted(program(event="当月最长"), relation, 投诉=rows)
    assert owners(evidence, "投诉") == {"1": "乙", "2": "甲"}


def test_who_served_as_long_as_another_is_not_chosen() -> None:
    relation = [held("A", "甲", None, "2026-06-15"), held("A", "乙", "2026-06-16", None)]
    evidence = admitted(
        program(event="当月最长"), relation, 投诉=[complaint("1", "A", "2026-06-01")]
    )
    (reject,) = evidence.rejects
    assert (reject.code, reject.reason_zh.partition("；")[0]) == (
        "holders-tied",
        "“A”的“服务企业”任期一样长：乙、甲",
    )


@pytest.mark.parametrize(
    ("read_at", "households"),
    [
        pytest.param("期末", 300, id="on one day"),
        pytest.param("任期最长", None, id="over stretches that say otherwise"),
    ],
)
def test_a_record_reads_what_the_relation_says(read_at: str, households: int | None) -> None:
    """甲 serves A all year, with 200 households at first and 300 later."""
    text = POLICY.replace("字段: {小区: 文本, 自", "字段: {小区: 文本, 户数: 整数, 自")
    text = text.replace("SOLE", "是").replace("EVENT", "发生日").replace("RESULT", read_at)
    summed = "统计口径: {户数和: {求和: 测评, 取: 服务企业.户数}, "
    of = program_of(text.replace("统计口径: {", summed))
    relation = [
        {**held("A", "甲", None, "2026-06-30"), "户数": "200"},
        {**held("A", "甲", "2026-07-01", None), "户数": "300"},
    ]
    evidence = admitted(of, relation, 测评=[{"编号": "1", "小区": "A"}])
    assert [record.values for record in of_kind(evidence, "测评")] == [("1", "A", households)]


def test_from_to_evidence_goes_to_each_for_its_own_days() -> None:
    rows = [{"编号": "1", "小区": "A", "起": "2026-04-21", "止": "2026-05-05"}]
    evidence = admitted(program(), HAND_OVER, 停梯=rows)
    found = {(r.subject, r.id): r.values[2:] for r in of_kind(evidence, "停梯")}
    assert found == {
        ("甲", "1/甲/2026-04-21"): (date(2026, 4, 21), date(2026, 4, 30), 10),
        ("乙", "1/乙/2026-05-01"): (date(2026, 5, 1), date(2026, 5, 5), 5),
    }


def test_days_of_from_to_evidence_that_are_nobodys_are_told() -> None:
    relation = [held("A", "甲", None, "2026-04-30"), held("A", "乙", "2026-05-03", None)]
    rows = [{"编号": "1", "小区": "A", "起": "2026-04-21", "止": "2026-05-05"}]
    (reject,) = admitted(program(), relation, 停梯=rows).rejects
    assert (reject.code, reject.records) == ("partly-held", 0)
    assert reject.reason_zh.startswith("“A”在这段日子里有 2 天没有“服务企业”")


def test_the_order_of_rows_does_not_matter() -> None:
    rows = [*HAND_OVER, held("A", "丙", "2026-04-30", "2026-04-30"), held("B", "丙", None, None)]
    found = set()
    for shuffled in permutations(rows):
        evidence = admitted(program(), shuffled, 投诉=[complaint("1", "B", "2026-02-01")])
        found.add(
            (
                tuple((r.subject, r.values) for s in evidence.subjects for r in evidence.of(s)),
                tuple(sorted(reject.code for reject in evidence.rejects)),
            )
        )
    assert len(found) == 1


DAYS = st.integers(0, 364).map(lambda day: PERIOD.start + timedelta(days=day))


@settings(deadline=None, max_examples=30)
@given(
    st.lists(DAYS, unique=True, min_size=1, max_size=5).map(sorted),
    st.lists(DAYS, min_size=1, max_size=6),
)
def test_every_record_of_a_whole_chain_has_one_owner_and_all_days_are_served(
    starts: list[date], happened: list[date]
) -> None:
    """A chain of stretches without a gap: no record is lost, and its pieces are the whole."""
    ends: list[date | None] = [start - timedelta(days=1) for start in starts[1:]] + [None]
    who = ["甲", "乙", "丙"]
    relation = [
        held("A", who[n % 3], start.isoformat() if n else None, end and end.isoformat())
        for n, (start, end) in enumerate(zip(starts, ends, strict=True))
    ]
    rows = [complaint(str(n), "A", day.isoformat()) for n, day in enumerate(happened)]
    first, last = min(happened), max(happened)
    stopped = [{"编号": "1", "小区": "A", "起": first.isoformat(), "止": last.isoformat()}]
    evidence = admitted(program(), relation, 投诉=rows, 停梯=stopped)
    assert refused(evidence) == []
    assert set(owners(evidence, "投诉")) == {str(n) for n in range(len(happened))}
    assert days(evidence, "服务企业") == 365
    assert days(evidence, "停梯") == (last - first).days + 1
