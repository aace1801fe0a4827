"""Cases followed: what records, time, corrections and engines make of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.backends.crossed import Engine, matcher_for
from rules.compile import compile_policy
from rules.program import Program
from scoring.assess import Assessor
from scoring.assessment import Assessment
from scoring.conclude.case_files import CaseFile, case_id
from scoring.conclude.following import Followed, follow
from scoring.evidence import Evidence, History, Origin, PastPeriod, Period, Record, Result, Subject
from scoring.explanation.explain import explain
from scoring.explanation.voice import Language
from scoring.intake.past_cases import Register, joined
from scoring.population.assess import assess_at_once

Golden = Callable[[str, str], None]
POLICY = """
考评: 逐案整改
编号: cases
版本: "1"
状态: 生效
生效: 2024-01-01
周期: 月度
对象: {种类: 项目, 字段: {得分: 数}}
考核数据:
  整改记录: {处置记录: 是}
  投诉: {字段: {扣: "[0..9]"}}
指标:
  得分项: {取值: 得分, 缺失: 待定}
  信用: {起评分: 10, 扣分: [{每: 投诉, 扣: 扣}], 最低: 0}
总分: {保留: 0}
等次: {合格: 60以上, 不合格: 不满60}
处置:
  整改: {条件: 得分 < 60, 措施: 限期整改, 期限: 10 天, 逾期: {扣: 2, 计入: 信用}}
  约谈: {条件: 得分 < 50, 冷却: 40天}
"""
FEBRUARY = Period("2024-02", date(2024, 2, 1), date(2024, 2, 29), date(2024, 2, 29))
OPENED, DEADLINE = date(2024, 1, 31), date(2024, 2, 10)


@pytest.fixture(scope="module")
def program() -> Program:
    return compile_policy(POLICY.encode(), "cases.yaml")[0]


def case(subject: str = "甲", trigger: str = "整改", opened: date = OPENED) -> CaseFile:
    name = case_id("cases", subject, trigger, opened)
    due = opened + timedelta(days=10) if trigger == "整改" else None
    return CaseFile(
        name, subject, trigger, "2024-01", opened, opened, action="限期整改", deadline=due
    )


def record(
    handling: str, day: date, *, to: date | None = None, subject: str = "甲", trigger: str = "整改"
) -> Record:
    values = (trigger, handling, "张三", to, day)
    name = f"{handling}-{day}-{to}"
    return Record("整改记录", name, subject, day, values, Origin("整改记录.csv", 2))


def evidence(
    program: Program,
    records: Sequence[Record] = (),
    cases: Sequence[CaseFile] = (),
    scores: Mapping[str, int] | None = None,
    period: Period = FEBRUARY,
) -> Evidence:
    subjects = {
        name: Subject(name, {"得分": score})
        for name, score in sorted((scores or {"甲": 70}).items())
    }
    order = sorted(records, key=lambda one: (one.date or date.min, one.id))
    by_subject = {name: tuple(r for r in order if r.subject == name) for name in subjects}
    known: dict[str, tuple[CaseFile, ...]] = {}
    for one in cases:
        known[one.subject] = (*known.get(one.subject, ()), one)
    delivered = frozenset(["整改记录", "投诉"])
    return Evidence(period, subjects, by_subject, delivered, history=History(cases=known))


def followed(program: Program, *records: Record, file: CaseFile | None = None) -> Followed:
    given = evidence(program, records, [file or case()])
    return follow(program, given, "甲", given.of("甲"))


def assessed(program: Program, given: Evidence, engine: Engine = "reference") -> Assessment:
    return Assessor(program, matcher_for(program, engine)).population(given)[0]


# --- one case -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("records", "state", "late"),
    [
        pytest.param([], "overdue", 1, id="nothing was done"),
        pytest.param([record("整改核实", DEADLINE)], "rectified", 0, id="on the last day"),
        pytest.param([record("整改核实", date(2024, 2, 11))], "rectified", 1, id="a day late"),
        pytest.param([record("撤销", date(2024, 2, 20))], "withdrawn", 0, id="withdrawn when late"),
        pytest.param(
            [record("延期", DEADLINE, to=date(2024, 2, 29))], "extended", 0, id="more time"
        ),
        pytest.param(
            [record("延期", date(2024, 2, 11), to=date(2024, 2, 29))],
            *("extended", 1),
            id="more time when it was late already",
        ),
        pytest.param(
            [record("延期", DEADLINE, to=date(2024, 2, 20)), record("整改核实", date(2024, 2, 21))],
            *("rectified", 1),
            id="late for the later deadline",
        ),
        pytest.param(
            [record("撤销", DEADLINE), record("整改核实", DEADLINE)], "withdrawn", 0, id="one day"
        ),
    ],
)
def test_how_a_case_stands(program: Program, records: list[Record], state: str, late: int) -> None:
    for order in (records, records[::-1]):
        found = followed(program, *order)
        assert ([c.state for c in found.cases], len(found.late)) == ([state], late)


def test_what_is_deducted_is_dated_the_day_after_the_deadline(program: Program) -> None:
    (late,) = followed(program).late
    assert (late.kind, late.date, late.id) == (
        "整改-逾期",
        date(2024, 2, 11),
        "cases/甲/整改/2024-01-31/2024-02-11",
    )


@pytest.mark.parametrize("days", range(-1, 3))
def test_before_the_deadline_is_past_nobody_knows(program: Program, days: int) -> None:
    as_of = DEADLINE + timedelta(days=days)
    given = evidence(program, [], [case()], period=replace(FEBRUARY, as_of=as_of))
    found = assessed(program, given)
    past = days > 0
    assert (found.state, found.indicators.get("信用")) == (
        ("graded", 8) if past else ("pending", None)
    )


DAYS = st.dates(date(2024, 2, 1), date(2024, 2, 29))
RECORDS = st.lists(
    st.builds(
        record,
        st.sampled_from(["整改核实", "延期", "撤销"]),
        DAYS,
        to=st.none() | st.dates(date(2024, 2, 1), date(2024, 3, 31)),
    ),
    max_size=5,
    unique_by=lambda one: one.id,
)


@settings(deadline=None, max_examples=60)
@given(RECORDS)
def test_records_that_were_counted_change_nothing_when_they_come_again(
    records: list[Record],
) -> None:
    program = compile_policy(POLICY.encode(), "cases.yaml")[0]
    (once,) = followed(program, *records).cases
    (again,) = followed(program, *records, file=once).cases
    assert again == once


@settings(deadline=None, max_examples=60)
@given(RECORDS, DAYS)
def test_a_run_half_way_leaves_to_the_next_what_one_run_finds(
    records: list[Record], half: date
) -> None:
    """Whatever is told by a day is counted by the run of that day, and the rest by the next."""
    program = compile_policy(POLICY.encode(), "cases.yaml")[0]
    early = [one for one in records if one.date is not None and one.date <= half]
    given = evidence(program, early, [case()], period=replace(FEBRUARY, as_of=half))
    (between,) = follow(program, given, "甲", given.of("甲")).cases
    whole, rest = followed(program, *records), followed(program, *records, file=between)
    assert (rest.cases, rest.late, rest.undecided) == (whole.cases, whole.late, whole.undecided)


def test_who_looks_on_sees_what_the_run_made(program: Program) -> None:
    seen: list[str] = []
    Assessor(program, matcher_for(program, "reference")).population(
        evidence(program, [], [case()]),
        witness=lambda assessment, records, summary: seen.extend(one.kind for one in records),
    )
    assert seen == ["整改-逾期"]


# --- opening --------------------------------------------------------------------------------------


def test_a_trigger_has_one_open_case_at_most(program: Program) -> None:
    given = evidence(program, [], [replace(case(), deadline=date(2024, 3, 20))], {"甲": 55})
    (file,) = assessed(program, given).cases
    assert (file.opened, file.deadline, file.fired) == (
        OPENED,
        date(2024, 3, 20),
        (date(2024, 2, 29),),
    )


@pytest.mark.parametrize(
    ("day", "fires"),
    [(date(2024, 1, 19), True), (date(2024, 1, 20), False), (date(2024, 1, 31), False)],
)
def test_a_trigger_cools_off(program: Program, day: date, fires: bool) -> None:
    closed = replace(case(trigger="约谈", opened=day), closed=day, closing="rectified")
    found = assessed(program, evidence(program, [], [closed], {"甲": 40}))
    assert ("约谈" in [one.trigger for one in found.triggers]) == fires
    assert ("约谈" in [caution.place for caution in found.cautions]) == (not fires)


def test_a_withdrawn_case_does_not_cool_its_trigger_off(program: Program) -> None:
    gone = replace(case(trigger="约谈"), closed=OPENED, closing="withdrawn")
    found = assessed(program, evidence(program, [], [gone], {"甲": 40}))
    assert "约谈" in [one.trigger for one in found.triggers]


def test_while_the_earlier_case_is_provisional_nobody_knows_whether_it_cools_off(
    program: Program,
) -> None:
    unsure = replace(case(trigger="约谈"), provisional=True)
    found = assessed(program, evidence(program, [], [unsure], {"甲": 40}))
    assert found.pending_triggers == ("约谈",)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_case_is_told(program: Program, golden: Golden, language: Language) -> None:
    """Late, given more time, late again, its trigger holding again: and what the subject pays."""
    known = replace(
        case(),
        recipients=("项目负责人",),
        rectification=("保洁", "停车"),
        because="得分 < 60",
        basis="办法 第三条",
    )
    records = [record("延期", date(2024, 2, 12), to=date(2024, 2, 20))]
    given = evidence(program, records, [known], {"甲": 55})
    lines = explain(program, given, assessed(program, given), language)
    golden(f"explain/cases.{language}.txt", "\n".join(lines) + "\n")


# --- packages joined ------------------------------------------------------------------------------

JANUARY = Period("2024-01", date(2024, 1, 1), OPENED, OPENED)


def results(fired: bool | None) -> Mapping[str, PastPeriod]:
    values = {"整改": fired}
    return {"2024-01": PastPeriod(JANUARY, {"甲": Result("graded", values, OPENED)})}


@pytest.mark.parametrize(
    ("periods", "state"),
    [
        pytest.param(results(True), "open", id="it fired"),
        pytest.param(results(None), "open", id="nobody knows"),
        pytest.param(results(False), "withdrawn", id="corrected"),
        pytest.param({"2024-01": PastPeriod(JANUARY, {})}, "withdrawn", id="result withdrawn"),
        pytest.param(
            {"2024-01": PastPeriod(JANUARY, {}, frozenset(["甲"]))}, "open", id="row refused"
        ),
        pytest.param({}, "open", id="not given"),
    ],
)
def test_a_corrected_result_takes_back_the_case_it_opened(
    periods: Mapping[str, PastPeriod], state: str
) -> None:
    register = Register("2024-02", date(2024, 2, 1), (case(),))
    assert [one.state for one in joined([register], periods)["甲"]] == [state]


def test_the_latest_package_tells_how_a_case_stands() -> None:
    later = replace(case(), closed=DEADLINE, closing="rectified")
    registers = [
        Register("2024-02", date(2024, 2, 1), (later,)),
        Register("2024-01", date(2024, 1, 1), (case(),)),
    ]
    for order in (registers, registers[::-1]):
        assert joined(order, results(True)) == {"甲": (later,)}


# --- engines --------------------------------------------------------------------------------------

NAMES = ("甲", "乙", "丙")


@st.composite
def situations(draw: st.DrawFn) -> Evidence:
    program = compile_policy(POLICY.encode(), "cases.yaml")[0]
    records, files = [], []
    for name in NAMES:
        records += [replace(one, subject=name) for one in draw(RECORDS)]
        if draw(st.booleans()):
            provisional = draw(st.booleans())
            files.append(replace(case(name), provisional=provisional))
        if draw(st.booleans()):
            day = draw(st.dates(date(2024, 1, 1), OPENED))
            files.append(case(name, "约谈", day))
    scores = {name: draw(st.sampled_from([45, 55, 70])) for name in NAMES}
    complaint = Record(
        "投诉", "t1", "甲", date(2024, 2, 3), (9, date(2024, 2, 3)), Origin("投诉.csv", 2)
    )
    as_of = draw(st.sampled_from([DEADLINE, date(2024, 2, 29)]))
    given = evidence(program, [*records, complaint], files, scores, replace(FEBRUARY, as_of=as_of))
    if draw(st.booleans()):
        given = replace(given, delivered=frozenset(["投诉"]))
    return given


@settings(deadline=None, max_examples=15)
@given(situations())
def test_every_engine_follows_alike(given_evidence: Evidence) -> None:
    program = compile_policy(POLICY.encode(), "cases.yaml")[0]
    everybody = Assessor(program, matcher_for(program, "reference")).population(given_evidence)
    durable = Assessor(program, matcher_for(program, "durable")).population(given_evidence)
    at_once = assess_at_once(program, given_evidence, findings=True)
    for one, other in pairwise([everybody, durable, at_once]):
        assert one == other
