"""Names that may be one are put together; names that only resemble each other are not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.evidence import Subject
from scoring.intake.naming.alike import alike
from scoring.intake.naming.forms import written
from scoring.intake.naming.reporting import naming_notices


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("华联物业有限公司", "华联物业服务有限公司"),
        ("华联物业有限公司", "華聯物業有限公司"),
        ("华联物业有限公司", "华联 物业　有限公司"),
        ("华联物业(Hualian)有限公司", "华联物业有限公司"),
        ("Ａ座物业", "a座物业"),
        ("金色家园物业", "金色嘉园物业"),
        ("阳光新城物业", "阳光新城市物业"),
    ],
    ids=["trade", "old characters", "blanks", "gloss", "width", "one other", "one more"],
)
def test_names_of_one_subject_are_alike(one: str, other: str) -> None:
    assert alike([one, other]) == [tuple(sorted((one, other)))]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("示例物业001", "示例物业002"),
        ("第一小区党支部", "第二小区党支部"),
        ("东华物业服务", "西华物业服务"),
        ("王伟", "王玮"),
        ("金色家园物业", "银色嘉园物业"),
    ],
    ids=["figures", "ordinals", "sides", "people", "two other"],
)
def test_names_that_only_resemble_each_other_are_not(one: str, other: str) -> None:
    assert alike([one, other]) == []


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text("华联润万家阳光物业服务12一", min_size=1, max_size=8), max_size=12))
def test_groups_share_no_name_and_hang_on_no_order(names: list[str]) -> None:
    groups = alike(names)
    members = [name for group in groups for name in group]
    assert len(members) == len(set(members))
    assert groups == alike(reversed(names)) == alike([*names, *names])


@given(st.text("華联 \u3000·-Ａ１", max_size=12))
def test_writing_a_name_plainly_is_done_once(name: str) -> None:
    assert written(written(name)) == written(name)


def named(names: dict[str, str]) -> dict[str, Subject]:
    return {key: Subject(key, {"名称": name or None}) for key, name in names.items()}


def test_names_that_many_share_tell_nobody_apart() -> None:
    subjects = named({str(at): f"西街{at // 2}号" for at in range(20)})
    assert list(naming_notices(subjects, "名称")) == []


def test_notices_tell_the_ids_of_one_name_and_of_names_alike() -> None:
    names = {"1": "华联物业", "2": "华联物业", "3": "華聯物業"}
    subjects = named(names | {f"x{at}": f"示例物业{at}" for at in range(9)})
    assert [(n.code, n.zh, n.count) for n in naming_notices(subjects, "名称")] == [
        (
            "same-names",
            "几个考评对象名称相同，请核对是不是同一个：华联物业（1、2）",
            1,
        ),
        (
            "alike-names",
            "名称相近的考评对象，请核对是不是同一个：华联物业（1、2） ≈ 華聯物業（3）",
            1,
        ),
    ]
