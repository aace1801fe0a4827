"""The nineteen vectors taken from published measures, one by one: the pack that shows each, and the
cases of the pack that say what comes out. Where no pack says it, a small policy of its own does."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from rules.backends.crossed import Engine
from rules.compile import compile_policy
from rules.library import shipped
from rules.program import Program
from scoring.casebook.cases import Case
from scoring.casebook.loading import policy_of, read_casebook
from scoring.casebook.running import Runner
from tests.scoring.situation import assessments, evidence_of

FOLDER = Path(__file__).parent / "vectors"

# Number, pack or policy of FOLDER, names of its cases.
SHOWN: tuple[tuple[int, str, tuple[str, ...]], ...] = (
    (
        1,
        "yantai-credit",
        (
            "八十五分是三A",
            "八十四分九九是双A",
            "八十分是双A",
            "七十九分九九是A",
            "七十分是A",
            "六十分是B",
            "五十九分九九是C",
            "基础信息八十一分计八十分",
            "优良信息四十五分计四十分",
        ),
    ),
    (
        2,
        "shandong-credit",
        ("五十九分没有不良信息的是B", "五十九分有不良信息的是C", "在营而不参加的是C缺失"),
    ),
    (
        3,
        "lianyungang-credit",
        ("八十五分而被否决是B", "一百分是2A", "一百三十九分九是3A", "一百四十分是4A"),
    ),
    (
        4,
        "taizhou-project-lists",
        (
            "末三名上黑榜，第四名不上",
            "次月十日整改的不扣",
            "次月十一日整改的已经逾期，扣两分并曝光",
            "八十五分上红榜加两分",
            "四个并列倒数第三的都上黑榜",
        ),
    ),
    (
        5,
        "yinzhou-project-lists",
        ("首次上黑榜的约谈", "连续两次上黑榜的更换项目经理", "隔了半年的不是连续"),
    ),
    (6, "06-hefei", ("四月只有黄牌", "四月和七月的黄牌换红牌", "相隔十三个月的只有第二张黄牌")),
    (
        7,
        "beijing-demerit-points",
        ("五分没有处置", "六分书面警示", "九分约谈", "十二分核查资质"),
    ),
    (7, "07-beijing", ("试行的半年算出来而不运用",)),
    (
        8,
        "branch-star-rating",
        ("扣八分评议九十是五星", "八十九点五落在公布的空档里，补齐以后是四星"),
    ),
    (
        9,
        "zoucheng-branch-stars",
        ("九十五分而满意率五十九的至多二星", "九十五分而满意率六十的是五星"),
    ),
    (10, "zoucheng-branch-stars", ("十个党支部的五星超过三个，只列出不降等",)),
    (10, "branch-star-rating", ("十个党支部三个五星",)),
    (11, "democratic-review", ("十名党员三名优秀", "九名党员三名优秀")),
    (
        12,
        "hotline-lianyungang",
        (
            "满意率 87.5% 得 19.75 分（市交通局，2023 年 1 月）",
            "满意率 83.33% 得 17.67 分（新奥燃气，2023 年 1 月）",
            "满意率 75% 得 13.5 分（新奥燃气，2022 年 8 月）",
            "满意率 71.43% 得 12.5 分（市自来水公司，2022 年 8 月）",
            "满意率 50% 得 12.5 分（农发集团，2023 年 1 月）",
            "按时办结率 89.82% 得 14.82 分（市交通局，2023 年 1 月）",
            "没有诉求的单列",
            "没有应办结诉求的单列",
        ),
    ),
    (13, "meizhou-unit-report", ("做到十项得满分", "十五项多五分", "二十一项也只多十分")),
    (
        14,
        "sanjin-learning",
        ("两个环节都是九十五分各得一分半", "一天之内每个环节最多三分，合计正好六分"),
    ),
    (
        15,
        "wendeng-credit",
        ("志愿服务120小时得20分", "志愿服务300小时得50分", "捐款6000元得22分"),
    ),
    (
        16,
        "property-fee-review",
        ("九十四点五分落在公布的空档里，补齐以后付九成八", "六十分付八成", "五十九分付七成"),
    ),
    (17, "steward-plan", ("全市 109 个项目，认领并完成 104 个，是 95.41%",)),
    (
        17,
        "double-registration",
        ("报到 8723 人，对接 6542 人是 75.00%，安排岗位 3271 人正好一半",),
    ),
    (
        17,
        "17-branches",
        (
            "194 个业委会 129 个一肩挑是 66.49%",
            "八人的班子四名党员达到 50%",
            "两名正式党员联合建",
            "三名正式党员单独建",
            "单位型小区五名党员也不新建",
        ),
    ),
    (
        18,
        "in-service-member",
        ("一百万元七人平分，五人得十四万二千八百五十七元一角四分，两人多一分",),
    ),
    (18, "18-award", ("没有优秀时谁也没有",)),
)
# The signatures of the nineteenth are given after a review: test_published_vectors.
SIGNED = 19


@cache
def book(place: str) -> tuple[Program, dict[str, Case]]:
    pack = shipped() / place
    tests = next(pack.glob("*.test.yaml")) if pack.is_dir() else FOLDER / f"{place}.test.yaml"
    policy = policy_of(tests)
    program, _ = compile_policy(policy.read_bytes(), policy.name)
    cases = read_casebook(tests.read_bytes(), tests.name, program).cases
    return program, {case.name: case for case in cases}


@pytest.mark.parametrize(
    ("place", "name"),
    [
        pytest.param(place, name, id=f"{number:02}-{place}-{count}")
        for number, place, names in SHOWN
        for count, name in enumerate(names, 1)
    ],
)
def test_a_vector_comes_out_as_the_measure_says(place: str, name: str, engine: Engine) -> None:
    program, cases = book(place)
    verdict = Runner(program, engine).judge(cases[name])
    assert verdict.passed, verdict.render()


def test_every_vector_is_shown() -> None:
    assert {number for number, _, _ in SHOWN} | {SIGNED} == set(range(1, 20))


def test_10_of_2220_branches_682_have_five_stars_where_the_quota_is_666() -> None:
    """Published of Zoucheng: 30.72 %, sixteen more than three in ten, so the quota is soft."""
    program, _ = book("zoucheng-branch-stars")
    aspects = ("班子建设", "工作运行", "作用发挥", "第四维度", "第五维度", "第六维度")
    ballot = {"kind": "满意度测评", "票号": "1", "评价": "满意"}
    names = [f"支部{i:04}" for i in range(2220)]
    records = [
        {"kind": "维度评分", "id": f"{name}-{k}", "subject": name, "维度": aspect, "审定分": score}
        for i, name in enumerate(names)
        for score in [f"{(10000 - 2 * i) // 100}.{(10000 - 2 * i) % 100:02}" if i < 682 else "80"]
        for k, aspect in enumerate(aspects)
    ]
    records += [{**ballot, "id": f"{name}-票", "subject": name} for name in names]
    subjects = {name: {"支部名称": name} for name in names}
    found = assessments(program, evidence_of(program, subjects, records)).values()
    assert Counter(a.grade for a in found) == {"五星": 682, "四星": 2220 - 682}
    seats = [seat for a in found for seat in a.seats]
    assert Counter(seat.outcome for seat in seats) == {"seated": 666, "beyond": 16}
    assert {(seat.size, seat.room, seat.candidates) for seat in seats} == {(2220, 666, 682)}
