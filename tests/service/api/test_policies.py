"""What is in force, when, with its digest."""

from __future__ import annotations

import json

import pytest

from rules.library import Library, shipped
from service.cli.main import main


def listed(capsys) -> dict[str, dict[str, object]]:
    with pytest.raises(SystemExit):
        main(["list", "--format", "json"])
    policies = json.loads(capsys.readouterr().out)["policies"]
    return {one["id"]: {k: v for k, v in one.items() if k != "sample"} for one in policies}


def test_the_policies_are_those_of_kaoping_list(caller, capsys):
    found = caller.get("/v1/policies").json["policies"]
    known = listed(capsys)
    assert {one["id"]: one for one in found} == {
        name: {key: one[key] for key in found[0]} for name, one in known.items()
    }


def test_a_version_tells_its_digest(caller):
    program = Library((shipped(),)).find("property-company").program
    version = caller.get("/v1/policies/property-company/versions/2026.1").json
    assert version == {
        "id": "property-company",
        "version": "2026.1",
        "title": "物业服务企业年度质量考评细则",
        "status": "shadow",
        "in_force": {"from": "2026-01-01", "to": None},
        "period": "year",
        "systems": [1, 2],
        "digest": program.digest,
    }
    assert caller.get("/v1/policies/property-company").json == {
        "id": "property-company",
        "versions": [version],
    }


@pytest.mark.parametrize(("day", "count"), [("2025-12-31", 0), ("2026-01-01", 1)], ids=str)
def test_on_leaves_the_versions_in_force_that_day(caller, day, count):
    found = caller.get(f"/v1/policies/property-company?on={day}").json
    assert len(found["versions"]) == count


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/policies/nobody", 404, "unknown-policy"),
        ("/v1/policies/property-company/versions/0", 404, "unknown-version"),
        ("/v1/policies/..%2F..%2Fetc", 404, "not-found"),
        ("/v1/policies/%00", 404, "unknown-policy"),
        ("/v1/policies/a:b", 404, "unknown-policy"),
        ("/v1/policies?on=yesterday", 400, "bad-parameter"),
        ("/v1/policies?on=20260101", 400, "bad-parameter"),
        ("/v1/policies?on=2026-01-01&on=2026-01-02", 400, "bad-parameter"),
        ("/v1/policies?key=abc", 400, "bad-parameter"),
        ("/v1//policies", 404, "not-found"),
        ("/v1/policies/", 404, "not-found"),
        ("/nothing", 404, "not-found"),
    ],
    ids=str,
)
def test_what_is_not_there_is_a_problem(caller, path, status, code):
    answer = caller.get(path)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert answer.json["code"] == code


def test_a_method_that_is_not_there_is_told_which_are(caller):
    answer = caller.client.delete("/v1/policies")
    assert (answer.status_code, answer.json["code"]) == (405, "method-not-allowed")
    assert "GET" in answer.headers["Allow"]
