"""Results of other policies that come with a question: rows by the names a run gives them."""

from __future__ import annotations

from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from rules.compile import compile_policy
from service.api.policy_schema import question_schema
from service.app import create_app
from service.settings import Settings
from service.wiring import wire
from tests.service.conftest import Caller, StillClock

CASES = Path(__file__).parents[2] / "cases" / "imports"
QUESTION = {
    "period": "2026",
    "subject": {"id": "甲"},
    "evidence": {
        "所属企业": [{"党组织": "一"}, {"党组织": "二"}],
        "党组织评星": [
            {"党组织": "一", "星级": "五星", "评星得分": 95, "示范": True},
            {"党组织": "二", "星级": "四星", "评星得分": "85", "示范": False},
        ],
        "良好信息": [{"发生日": "2026-03-01", "分": 10}],
    },
}


@pytest.fixture(scope="module")
def asking(tokens, tmp_path_factory):
    folder = tmp_path_factory.mktemp("policies")
    (folder / "credit").mkdir()
    (folder / "credit" / "1.yaml").write_bytes((CASES / "credit.yaml").read_bytes())
    settings = Settings(workers=1, rate=0, folders=(folder,))
    service = wire(settings, ring=tokens.ring, clock=StillClock().clock)
    yield Caller(create_app(service).test_client(), tokens)
    service.close()


def test_a_question_brings_results_along_a_relation(asking):
    answer = asking.post("/v1/policies/demo-credit/assessments", QUESTION)
    assert answer.status_code == 200, answer.json
    measures = {"最高星级": "五星", "平均星分": "90", "示范数": "1"}
    assert {name: answer.json["measures"][name] for name in measures} == measures
    assert (answer.json["total"], answer.json["rejects"]) == ("64", [])


def test_a_result_twice_is_refused_at_both_places(asking):
    rows = QUESTION["evidence"]["党组织评星"]
    twice = [*rows, {**rows[0], "评星得分": 60}]
    question = {**QUESTION, "evidence": {**QUESTION["evidence"], "党组织评星": twice}}
    answer = asking.post("/v1/policies/demo-credit/assessments", question)
    assert answer.status_code == 422
    assert [(e["pointer"], e["code"]) for e in answer.json["errors"]] == [
        ("/evidence/党组织评星/0", "conflicting-identity"),
        ("/evidence/党组织评星/2", "conflicting-identity"),
    ]


def test_the_schema_asks_for_no_date_of_what_is_imported():
    program, _ = compile_policy((CASES / "credit.yaml").read_bytes(), "credit.yaml")
    schema = Draft202012Validator(question_schema(program))
    assert [error.message for error in schema.iter_errors(QUESTION)] == []
