"""What the JSON Schema of a policy lets pass, admission reads; what it refuses, admission does."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from rules.library import Library, shipped
from service.api.policy_schema import question_schema
from tests.service.questions import questions

POLICIES = [entry.program for entry in Library((shipped(),)).entries()]


@cache
def schema_of(policy: str) -> Draft202012Validator:
    (program,) = [p for p in POLICIES if p.head.id == policy]
    return Draft202012Validator(question_schema(program))


def wrong(policy: str, question: dict[str, Any]) -> list[str]:
    """Pointers to what the schema refuses."""
    errors = schema_of(policy).iter_errors(question)
    return sorted("/" + "/".join(str(part) for part in e.absolute_path) for e in errors)


@pytest.mark.parametrize("program", POLICIES, ids=lambda program: program.head.id)
def test_the_schema_is_a_schema(program):
    Draft202012Validator.check_schema(question_schema(program))


def test_a_version_gives_its_schema(caller):
    answer = caller.get("/v1/policies/property-company/versions/2026.1/schema")
    (program,) = [p for p in POLICIES if p.head.id == "property-company"]
    assert answer.json == question_schema(program)
    assert answer.json["$id"] == "urn:kaoping:policy:property-company:2026.1"


@pytest.mark.parametrize("policy", ["property-company", "party-branch-star"])
def test_what_admission_takes_the_schema_lets_pass(caller, policy):
    passed = refused = 0
    for question in list(questions(policy))[:60:6]:
        answer = caller.post(
            f"/v1/policies/{policy}/assessments", {**question, "on_reject": "refuse"}
        )
        if answer.status_code == 200:
            assert wrong(policy, question) == []
            passed += 1
        else:
            refused += 1
    assert passed > refused


ROW = {"票号": "P1", "测评日": "2026-11-10", "评价人类别": "党员", "得分": 73.5}


@pytest.mark.parametrize(
    ("change", "fine"),
    [
        ({}, True),
        ({"得分": "73.5"}, True),
        ({"得分": 101}, False),
        ({"得分": "７３"}, False),
        ({"得分": "1e2"}, False),
        ({"得分": [73]}, False),
        ({"得分": True}, False),
        ({"测评日": "2026/11/10"}, False),
        ({"测评日": None}, False),
        ({"评价人类别": "路人"}, False),
        ({"票号": ""}, True),
        ({"备注": "没有这一项"}, True),
    ],
    ids=str,
)
def test_schema_and_admission_agree_on_a_cell(caller, change, fine):
    fields = {"企业名称": "示例", "社区": "甲社区", "经营状态": "在营", "服务月数": 12}
    question = {
        "period": "2026",
        "subject": {"id": "WY1", "fields": {**fields, "服务户数": 100, "上年投诉数": 1}},
        "evidence": {"满意度测评": [{**ROW, **change}]},
    }
    answer = caller.post("/v1/policies/property-company/assessments", question)
    pointers = [trouble["pointer"] for trouble in answer.json.get("errors", [])]
    told = wrong("property-company", question)
    assert (told == []) == fine
    if told or "票号" not in change:
        assert pointers == told
