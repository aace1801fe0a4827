"""Packs about people say that what is published masks their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from rules.compile import compile_policy
from rules.library import Library, shipped

FILES = sorted(Library((shipped(),)).files())

# Whose names belong to somebody; every other kind of subject is an organisation or a place.
PEOPLE = "党员 在职党员 党建指导员 党支部书记 公务员 居民 班子成员 社区工作者 项目经理"
OTHERS = (
    "企业党组织 党建联盟 党支部 小区党支部 单位 帮建单位 承办单位 述职单位 物业公司 物业服务企业"
    " 物业服务合同 物业项目 小区 试点小区 社区 company establishment evaluation"
)


@pytest.mark.parametrize("policy", FILES, ids=[path.parent.name for path in FILES])
def test_a_pack_about_people_masks_their_names_in_public(policy: Path) -> None:
    program, _ = compile_policy(policy.read_bytes(), policy.name)
    kind = program.subject.kind
    assert kind in f"{PEOPLE} {OTHERS}".split(), "say whether these are people"
    if kind in PEOPLE.split():
        assert program.subject.public_names == "masked"
