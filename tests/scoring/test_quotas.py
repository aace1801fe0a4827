"""Quotas: room, cut, ties, small groups, approval, forced distributions; worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.backends.reference import ReferenceMatcher
from rules.program import Program
from scoring.assess import Assessor
from scoring.assessment import Assessment
from scoring.grade.quota_lines import quota_lines
from tests.scoring.quota_world import SCORED, assessed, grades, population, quota_program
from tests.scoring.situation import evidence_of, program_of

HARD = "{按: 榜, 至多: {优秀: 30%}, 取整: 舍去, 并列: 不列入, 力度: 硬}"
FORCED = (
    "{按: 榜, 恰按: {一等: 10%, 二等: 30%, 三等: 30%, 四等: 20%, 五等: 10%},"
    " 取整: 舍去, 并列: 不列入, 力度: 硬}"
)


def forced(quota: str = FORCED) -> Program:
    """Five grades without standards; an accident caps the grade at the fourth."""
    return program_of(
        SCORED
        + "一票否决: [{编号: 事故, 情形: 事故 >= 1, 至多评为: 四等}]\n"
        + "等次: [一等, 二等, 三等, 四等, 五等]\n排名: {榜: {按: 总分}}\n"
        + f"比例控制: {quota}\n"
    )


def in_order(found: dict[str, Assessment]) -> list[str | None]:
    return [found[name].grade for name in sorted(found)]


def holders(found: dict[str, Assessment], grade: str) -> list[str]:
    return sorted(name for name, a in found.items() if a.grade == grade)


def seats(found: Assessment) -> list[tuple[Any, ...]]:
    return [(s.grade, s.room, s.candidates, s.place, s.outcome, s.held) for s in found.seats]


@pytest.mark.parametrize(
    ("heads", "size", "room"),
    [
        ("舍去", 10, 3),
        ("舍去", 9, 2),
        ("四舍五入", 9, 3),
        ("进一", 9, 3),
        ("进一", 10, 3),
        ("四舍五入", 5, 2),
        ("舍去", 5, 1),
        ("舍去", 3, 0),
        ("进一", 1, 1),
    ],
)
def test_room_is_n_times_the_share_in_whole_heads(heads: str, size: int, room: int) -> None:
    program = quota_program(HARD.replace("舍去", heads))
    found = assessed(program, {f"s{i:02}": 99 - i % 9 for i in range(size)})
    assert {s.room for a in found.values() for s in a.seats} == {room}


def test_who_finds_no_room_holds_the_next_grade_and_it_is_told() -> None:
    totals = {"a": 99, "b": 98, "c": 97, "d": 96, "e": 80, "f": 70}
    totals |= dict.fromkeys("ghij", 50)
    found = assessed(quota_program(HARD), totals)
    assert holders(found, "优秀") == ["a", "b", "c"]
    assert holders(found, "良好") == ["d", "e"]
    assert (found["d"].grade_before_veto, found["d"].grade_after_veto) == ("优秀", "优秀")
    assert seats(found["d"]) == [("优秀", 3, 4, 4, "displaced", "良好")]
    assert seats(found["a"]) == [("优秀", 3, 4, 1, "seated", "优秀")]
    assert seats(found["e"]) == []


def test_the_displaced_are_candidates_for_the_next_grade_by_their_place() -> None:
    """Filled from the top down: b falls to 良好 and takes the one place there before c."""
    quota = "{按: 榜, 至多: {良好: 1, 优秀: 1}, 并列: 不列入, 力度: 硬}"
    found = assessed(quota_program(quota), {"a": 99, "b": 95, "c": 80, "d": 70})
    assert in_order(found) == ["优秀", "良好", "合格", "合格"]
    assert seats(found["b"]) == [
        ("优秀", 1, 2, 2, "displaced", "良好"),
        ("良好", 1, 2, 1, "seated", "良好"),
    ]


def test_those_who_tie_at_the_cut_are_all_out_and_nobody_below_comes_in() -> None:
    program = quota_program(HARD.replace("30%", "2"))
    found = assessed(program, {"a": 99, "b": 95, "c": 95, "d": 94})
    assert in_order(found) == ["优秀", "良好", "良好", "良好"]


def test_those_who_tie_at_the_cut_are_all_in_where_the_quota_is_soft() -> None:
    quota = "{按: 榜, 至多: {优秀: 2}, 并列: 列入, 力度: 软}"
    found = assessed(quota_program(quota), {"a": 99, "b": 95, "c": 95, "d": 94})
    assert [found[n].seats[0].outcome for n in "abcd"] == ["seated", "seated", "seated", "beyond"]
    assert holders(found, "优秀") == ["a", "b", "c", "d"]


def test_a_tie_break_of_the_rank_settles_the_cut() -> None:
    quota = "{按: 榜, 至多: {优秀: 1}, 并列: 不列入, 力度: 硬}"
    program = quota_program(quota, rank="按: 总分, 同分比较: [街道长度]")
    assert grades(program, {"a": 95, "b": 95}) == {"a": "良好", "b": "良好"}
    longer = {"得分": 95, "街道": "东街"}
    assert grades(program, {"a": 95, "b": longer}) == {"a": "良好", "b": "优秀"}


def test_a_vetoed_subject_counts_in_the_group_and_is_never_lifted() -> None:
    """Ten are graded, so three have room; the vetoed one is first and keeps its place."""
    totals: dict[str, Any] = {f"s{i}": 99 - i for i in range(9)}
    found = assessed(quota_program(HARD), {**totals, "z": {"得分": 100, "事故": 1}})
    assert found["z"].grade == "不合格"
    assert found["z"].places["榜"].place == 1
    assert holders(found, "优秀") == ["s0", "s1", "s2"]


def test_a_direct_grade_takes_a_place_before_the_others_and_a_veto_beats_it() -> None:
    found = assessed(
        quota_program(HARD.replace("30%", "2")),
        {"a": 99, "b": 98, "荣": 1, "誉": {"得分": 1, "事故": 1}},
    )
    assert holders(found, "优秀") == ["a", "荣"]
    assert (found["荣"].seats[0].direct, found["荣"].seats[0].place) == (True, 1)
    assert found["誉"].grade == "不合格"
    assert seats(found["b"]) == [("优秀", 2, 3, 3, "displaced", "良好")]


def test_each_group_of_the_rank_has_its_own_room() -> None:
    program = quota_program(HARD.replace("30%", "50%"), rank="按: 总分, 分组: 街道")
    west = {f"w{i}": {"得分": 99 - i, "街道": "西"} for i in range(3)}
    found = assessed(program, {"a": 99, "b": 98, **west})
    assert holders(found, "优秀") == ["a", "w0"]
    lines = quota_lines(program, list(found.values()))
    assert [(line.group, line.size, line.room) for line in lines] == [("东", 2, 1), ("西", 3, 1)]


@pytest.mark.parametrize(
    ("small", "excellent", "room"),
    [
        ("", ["n0", "n1"], {"东": 0, "北": 2, "西": 0}),
        (", 小组: {不足: 4, 合并: 是}", ["a0", "n0", "n1"], {"东+西": 1, "北": 2}),
        (", 小组: {不足: 4, 至少: 1}", ["a0", "n0", "n1", "w0"], {"东": 1, "北": 2, "西": 1}),
    ],
    ids=["alone", "one-pool", "at-least-one"],
)
def test_small_groups(small: str, excellent: list[str], room: dict[str, int]) -> None:
    """Five of 东 and 西 together have room for floor(5 × 25 %) = 1; eight of 北 for 2."""
    quota = f"{{按: 榜, 至多: {{优秀: 25%}}, 取整: 舍去, 并列: 不列入, 力度: 硬{small}}}"
    program = quota_program(quota, rank="按: 总分, 分组: 街道")
    east = {f"a{i}": {"得分": 99 - i, "街道": "东"} for i in range(3)}
    west = {f"w{i}": {"得分": 96 - i, "街道": "西"} for i in range(2)}
    north = {f"n{i}": {"得分": 99 - i, "街道": "北"} for i in range(8)}
    found = assessed(program, {**east, **west, **north})
    assert holders(found, "优秀") == excellent
    assert {line.group: line.room for line in quota_lines(program, list(found.values()))} == room


APPROVED = (
    "{按: 榜, 至多: {优秀: 20%}, 取整: 舍去, 并列: 不列入, 力度: 硬,"
    " 可批准: {当: 获批, 至多: {优秀: 25%}}}"
)


@pytest.mark.parametrize(
    ("granted", "room", "approved"),
    [(False, 4, False), (True, 5, True), (None, 4, False), ("some", 4, False)],
)
def test_up_to_25_percent_with_approval(granted: Any, room: int, approved: bool) -> None:
    """S-31: 20 % of 20 is 4; with an approval of the group 25 % is 5."""
    cells = {
        f"s{i:02}": {"得分": 99 - i % 9, "获批": i > 0 if granted == "some" else granted}
        for i in range(20)
    }
    found = assessed(quota_program(APPROVED), cells)
    assert {(s.room, s.approved) for a in found.values() for s in a.seats} == {(room, approved)}
    cautioned = {c.place for a in found.values() for c in a.cautions}
    assert cautioned == ({"quota-1"} if granted is None else set())


# --- published facts -----------------------------------------------------------------------------


@pytest.mark.parametrize("strength", ["软", "硬"])
def test_682_of_2220_exceed_30_percent_by_16(strength: str) -> None:
    """S-10, S-11: 2,220 branches × 30 % = 666; 682 five-star branches exceed it by 16."""
    program = quota_program(HARD.replace("力度: 硬", f"力度: {strength}"))
    totals = {f"s{i:04}": 95 if i < 666 else 90 for i in range(682)}
    totals |= {f"t{i:04}": 80 for i in range(2220 - 682)}
    found = assessed(program, totals)
    (line,) = quota_lines(program, list(found.values()))
    assert (line.size, line.room, line.candidates, line.seated) == (2220, 666, 682, 666)
    assert (line.displaced, line.beyond) == ((16, 0) if strength == "硬" else (0, 16))
    assert len(holders(found, "优秀")) == (666 if strength == "硬" else 682)


@pytest.mark.parametrize(("members", "room"), [(10, 3), (9, 3), (12, 4), (2, 0), (3, 1)])
def test_at_most_a_third_of_ten_is_three_never_four(members: int, room: int) -> None:
    """S-35: 优秀 at most one third."""
    program = quota_program(HARD.replace("30%", "1/3"))
    found = assessed(program, {f"s{i:02}": 100 - i % 10 for i in range(members)})
    assert found["s00"].seats[0].room == room


def test_ten_thirty_thirty_twenty_ten() -> None:
    """S-45: stars forced 10/30/30/20/10, without standards."""
    found = assessed(forced(), {f"s{i}": 99 - i for i in range(10)})
    assert in_order(found) == ["一等", *["二等"] * 3, *["三等"] * 3, *["四等"] * 2, "五等"]
    assert {a.grade_before_veto for a in found.values()} == {None}


@pytest.mark.parametrize(
    ("size", "counts"),
    [
        (1, [0, 0, 0, 0, 1]),
        (7, [0, 2, 2, 2, 1]),
        (9, [0, 3, 3, 2, 1]),
        (11, [1, 3, 3, 2, 2]),
    ],
)
def test_a_forced_distribution_covers_the_group_whatever_its_size(
    size: int, counts: list[int]
) -> None:
    """n = 7, cuts at 0.7, 2.8, 4.9, 6.3, 7 → 0, 2, 4, 6, 7."""
    held = in_order(assessed(forced(), {f"s{i:02}": 99 - i for i in range(size)}))
    assert [held.count(g) for g in ("一等", "二等", "三等", "四等", "五等")] == counts


def test_a_forced_distribution_of_nobody_is_empty() -> None:
    assert assessed(forced(), {}) == {}


def test_a_forced_distribution_lifts_nobody_over_a_veto() -> None:
    subjects: dict[str, Any] = {f"s{i}": 90 - i for i in range(9)}
    found = assessed(forced(), {**subjects, "z": {"得分": 99, "事故": 1}})
    assert (found["z"].grade_after_veto, found["z"].grade) == ("四等", "四等")
    assert in_order(found) == [
        "一等", *["二等"] * 3, *["三等"] * 3, "四等", "五等", "四等",
    ]  # fmt: skip


def test_a_forced_distribution_by_counts_gives_the_last_grade_the_rest() -> None:
    quota = (
        "{按: 榜, 恰按: {一等: 1, 二等: 2, 三等: 0, 四等: 1, 五等: 其余}, 并列: 不列入, 力度: 硬}"
    )
    six = assessed(forced(quota), {f"s{i}": 9 - i for i in range(6)})
    assert in_order(six) == ["一等", "二等", "二等", "四等", "五等", "五等"]
    assert in_order(assessed(forced(quota), {"s0": 9, "s1": 8})) == ["一等", "二等"]


# --- who waits -----------------------------------------------------------------------------------


def test_while_the_group_holds_a_pending_subject_the_grade_is_provisional() -> None:
    program = quota_program(
        HARD, rank="按: 总分, 分组: 街道", more="名单: {红榜: {条件: 等次 = 优秀}}"
    )
    east = {f"a{i}": 99 - i for i in range(4)}
    west = {f"w{i}": {"得分": 99 - i, "街道": "西"} for i in range(4)}
    found = assessed(program, {**east, **west, "p": {"得分": None, "街道": "西"}})
    told = {n: (a.grade, a.grade_provisional, a.provisional) for n, a in found.items()}
    assert told["p"] == (None, False, ())
    assert told["a0"] == ("优秀", False, ())
    assert told["w0"] == ("优秀", True, ("红榜",))
    assert told["w1"] == ("良好", True, ())


def test_a_pool_of_small_groups_waits_for_a_group_that_only_waits() -> None:
    quota = HARD.replace("硬", "硬, 小组: {不足: 4, 合并: 是}")
    program = quota_program(quota, rank="按: 总分, 分组: 街道")
    found = assessed(program, {"a": 99, "p": {"得分": None, "街道": "西"}})
    assert found["a"].grade_provisional


def test_the_pending_are_in_no_denominator() -> None:
    """Nine graded: floor(9 × 30 %) = 2, whoever else waits."""
    totals: dict[str, Any] = {f"s{i}": 99 - i for i in range(9)}
    found = assessed(quota_program(HARD), {**totals, "p": None, "q": None})
    assert found["s0"].seats[0].size == 9
    assert len(holders(found, "优秀")) == 2


def test_a_subject_without_its_group_waits_where_the_quota_could_take_its_grade() -> None:
    program = quota_program(HARD, rank="按: 总分, 分组: 街道")
    found = assessed(program, {"a": {"得分": 95, "街道": None}, "b": {"得分": 80, "街道": None}})
    assert (found["a"].state, found["a"].grade) == ("pending", None)
    assert found["a"].reason_zh == "分组字段缺失，不能比例控制"
    assert (found["b"].state, found["b"].grade) == ("graded", "良好")


def test_one_subject_alone_has_no_grade_that_a_quota_may_take() -> None:
    lists = "名单: {红榜: {条件: 等次 = 优秀}, 优良: {条件: 等次 >= 良好, 不明时: 不触发}}"
    program = quota_program(HARD, more=lists)
    subjects = population({"a": 99, "b": 80, "c": 70})
    assessor = Assessor(program, ReferenceMatcher(program))
    alone = {n: assessor.subject(evidence_of(program, subjects), n) for n in subjects}
    told = (alone["a"].state, alone["a"].grade, alone["a"].grade_after_veto)
    assert told == ("pending", None, "优秀")
    assert alone["a"].reason_zh == "等次“优秀”有比例控制，需要全体对象"
    assert alone["a"].pending_lists == ("红榜", "优良")
    assert (alone["b"].state, alone["b"].grade, alone["b"].lists) == ("graded", "良好", ("优良",))


def test_one_subject_alone_keeps_its_grade_under_a_soft_quota() -> None:
    program = quota_program(HARD.replace("硬", "软"))
    evidence = evidence_of(program, population({"a": 99}))
    alone = Assessor(program, ReferenceMatcher(program)).subject(evidence, "a")
    assert (alone.state, alone.grade) == ("graded", "优秀")


def test_a_rank_that_reads_the_grade_is_held_after_the_quota() -> None:
    program = quota_program(
        "{按: 榜, 至多: {优秀: 1}, 并列: 不列入, 力度: 硬}",
        rank="按: 总分}, 优榜: {按: 总分, 参加: 等次 = 优秀",
    )
    found = assessed(program, {"a": 99, "b": 98})
    assert {n: list(a.places) for n, a in found.items()} == {"a": ["榜", "优榜"], "b": ["榜"]}


def test_who_takes_no_part_in_the_rank_comes_last() -> None:
    program = quota_program(HARD.replace("30%", "1"), rank="按: 总分, 参加: 得分 != 100")
    assert grades(program, {"a": 100, "b": 95}) == {"a": "良好", "b": "优秀"}
    assert grades(program, {"a": 100, "b": 80}) == {"a": "优秀", "b": "良好"}


# --- properties ----------------------------------------------------------------------------------

TOTALS = st.lists(st.integers(50, 100), min_size=1, max_size=14)


def named(totals: list[int]) -> dict[str, int]:
    return {f"s{i:02}": total for i, total in enumerate(totals)}


@given(TOTALS, st.integers(1, 9), st.sampled_from(["舍去", "四舍五入", "进一"]))
@settings(deadline=None, max_examples=40)
def test_a_hard_quota_is_never_exceeded(totals: list[int], tenths: int, heads: str) -> None:
    share = f"至多: {{优秀: {tenths}0%, 良好: 30%}}"
    program = quota_program(HARD.replace("至多: {优秀: 30%}", share).replace("舍去", heads))
    found = assessed(program, named(totals))
    for line in quota_lines(program, list(found.values())):
        assert len(holders(found, line.grade)) <= line.room
        assert line.seated + line.displaced == line.candidates


@given(TOTALS, st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=30)
def test_the_order_of_subjects_never_matters(totals: list[int], chance: Any) -> None:
    program = quota_program(HARD)
    subjects = named(totals)
    shuffled = list(subjects.items())
    chance.shuffle(shuffled)
    assert assessed(program, dict(shuffled)) == assessed(program, subjects)


@given(TOTALS, st.data())
@settings(deadline=None, max_examples=40)
def test_a_higher_total_never_means_a_lower_grade(totals: list[int], data: st.DataObject) -> None:
    """Among the subjects of one population; and for one whose total rises, where nobody has the
    total it comes to: those who tie at the cut may all be left out."""
    program = quota_program(HARD.replace("优秀: 30%", "优秀: 20%, 良好: 40%"))
    order = [grade.name for grade in program.grades]
    subjects = named(totals)
    levels = {n: order.index(str(a.grade)) for n, a in assessed(program, subjects).items()}
    by_total = sorted((-total, levels[n]) for n, total in subjects.items())
    assert [level for _, level in by_total] == sorted(levels.values())
    subject = data.draw(st.sampled_from(sorted(subjects)))
    raised = data.draw(st.integers(subjects[subject], 100))
    if raised not in {total for n, total in subjects.items() if n != subject}:
        again = assessed(program, {**subjects, subject: raised})[subject]
        assert order.index(str(again.grade)) <= levels[subject]


@given(st.integers(1, 60), st.sampled_from(["舍去", "四舍五入", "进一"]))
@settings(deadline=None, max_examples=30)
def test_the_rooms_of_a_forced_distribution_add_up_to_the_group(size: int, heads: str) -> None:
    program = forced(FORCED.replace("舍去", heads))
    found = assessed(program, {f"s{i:02}": 100 - i for i in range(size)})
    lines = quota_lines(program, list(found.values()))
    assert sum(line.seated for line in lines) == size
    assert all(line.seated == line.room and line.beyond == 0 for line in lines)
