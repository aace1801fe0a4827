"""Over HTTP comes what the command line says of the same evidence, to the last digit."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from rules.backends.crossed import matcher_for
from scoring.assess import Assessor
from scoring.evidence import Evidence
from scoring.package.decision import decision
from scoring.run import admit_request
from tests.service.questions import questions, sample

SHARED = ("policy", "period", "population", "engine", "proposal")
OWN = ("decision_id", "evidence_digest", "pending", "warnings", "rejects", "explanation")


@cache
def from_files(policy: str) -> tuple[Assessor, Evidence]:
    program, request = sample(policy)
    return Assessor(program, matcher_for(program, "reference")), admit_request(program, request)


def told(policy: str, assessment: Any) -> dict[str, Any]:
    found = decision(sample(policy)[0], assessment)
    del found["policy"]
    return found


@pytest.mark.parametrize(
    ("policy", "step"), [("property-company", 8), ("party-branch-star", 50)], ids=str
)
def test_a_subject_alone_is_what_kaoping_assess_makes_of_it(caller, policy, step):
    assessor, evidence = from_files(policy)
    compared = 0
    for question in list(questions(policy))[::step]:
        name = question["subject"]["id"]
        answer = caller.post(f"/v1/policies/{policy}/assessments?explain=full", question)
        if name not in evidence.subjects:
            assert (answer.status_code, answer.json["code"]) == (422, "evidence-refused")
            continue
        assert answer.status_code == 200, answer.json
        got = {k: v for k, v in answer.json.items() if k not in (*SHARED, *OWN)}
        assert got == told(policy, assessor.subject(evidence, name))
        compared += 1
    assert compared > 5


@pytest.mark.parametrize("policy", ["property-company"])
def test_a_complete_batch_is_what_kaoping_run_makes_of_everyone(caller, policy):
    assessor, evidence = from_files(policy)
    asked = list(questions(policy))
    batch = {
        "period": asked[0]["period"],
        "as_of": asked[0]["as_of"],
        "on_reject": "report",
        "population": "complete",
        "subjects": [{**one["subject"], "evidence": one["evidence"]} for one in asked],
    }
    answer = caller.post(f"/v1/policies/{policy}/assessments:batch?explain=full", batch)
    assert answer.status_code == 200, answer.json
    got = {
        result["subject"]: {k: v for k, v in result["decision"].items() if k not in OWN}
        for result in answer.json["results"]
        if "decision" in result
    }
    wanted = {a.subject: told(policy, a) for a in assessor.population(evidence)}
    assert got == wanted


def test_a_partial_batch_is_its_subjects_one_by_one(caller):
    policy = "property-company"
    asked = list(questions(policy))[:12]
    batch = {
        "period": asked[0]["period"],
        "as_of": asked[0]["as_of"],
        "subjects": [{**one["subject"], "evidence": one["evidence"]} for one in asked],
    }
    answer = caller.post(f"/v1/policies/{policy}/assessments:batch?explain=full", batch)
    assert answer.status_code == 200, answer.json
    for one, result in zip(asked, answer.json["results"], strict=True):
        alone = caller.post(
            f"/v1/policies/{policy}/assessments?explain=full", {**one, "on_reject": "refuse"}
        )
        assert result["subject"] == one["subject"]["id"]
        if alone.status_code == 200:
            wanted = {k: v for k, v in alone.json.items() if k not in SHARED}
            assert result["decision"] == wanted
            assert {k: answer.json[k] for k in SHARED} == {k: alone.json[k] for k in SHARED}
        else:
            codes = [trouble["code"] for trouble in alone.json["errors"]]
            assert [t["code"] for t in result["problem"]["errors"]] == codes
    counts = answer.json["counts"]
    assert counts["subjects"] == 12
    assert counts["decisions"] + counts["problems"] == 12
    assert counts["problems"] > 0


def test_neither_the_order_of_rows_nor_the_spelling_of_numbers_shows(caller):
    (question,) = list(questions("property-company"))[1:2]
    shuffled = {
        **question,
        "evidence": {kind: rows[::-1] for kind, rows in reversed(question["evidence"].items())},
    }
    path = "/v1/policies/property-company/assessments?explain=full"
    assert (
        caller.post(path, shuffled).json["decision_id"]
        == caller.post(path, question).json["decision_id"]
    )


def test_explain_says_how_much_is_told(caller):
    (question,) = list(questions("property-company"))[1:2]
    path = "/v1/policies/property-company/assessments"
    parts = ("ledger", "findings", "explanation")
    told = {
        how: [part for part in parts if part in caller.post(path + how, question).json]
        for how in ("", "?explain=ledger", "?explain=full")
    }
    assert told == {"": [], "?explain=ledger": ["ledger"], "?explain=full": list(parts)}
