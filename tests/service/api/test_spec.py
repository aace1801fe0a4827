"""The description of the interface is valid, whole and true: what it allows is answered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields
from inspect import signature
from wsgiref.types import StartResponse, WSGIEnvironment

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, settings
from jsonschema import Draft202012Validator
from openapi_spec_validator import validate
from schemathesis.specs.openapi.checks import positive_data_acceptance

from scoring.assessment import (
    Assessment,
    Case,
    Caution,
    Finding,
    LedgerLine,
    Place,
    Recommendation,
    Seat,
    Share,
)
from service.api.described import (
    CaseOut,
    CautionOut,
    CoefficientOut,
    Decided,
    FindingOut,
    LedgerLineOut,
    PlaceOut,
    SeatOut,
    ShareOut,
)
from service.api.fields import LONGEST_WORD
from service.api.openapi import document
from service.api.routes import ROUTES
from service.errors import PROBLEMS
from tests.service.conftest import Tokens
from tests.service.questions import questions

SPEC = document(ROUTES)


class Served:
    """The application under test, which is made later than the cases are."""

    app: Flask

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        return self.app(environ, start)


SERVED = Served()
schema = schemathesis.openapi.from_dict(SPEC)
schema.app = SERVED


def test_the_document_is_openapi_3_1(caller):
    assert caller.client.get("/openapi.json").json == SPEC
    assert SPEC["openapi"] == "3.1.0"
    validate(SPEC)


def test_every_route_of_the_application_is_described(app):
    rules = {
        (re.sub(r"<(\w+)>", r"{\1}", rule.rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in rule.methods - {"HEAD"}
    }
    described = {(path, method) for path, found in SPEC["paths"].items() for method in found}
    assert rules == described


def test_every_problem_can_be_met_somewhere():
    named = {code for route in ROUTES for code in route.problems}
    general = {
        *("bad-parameter", "bad-request", "incident", "method-not-allowed", "not-authenticated"),
        *("not-found", "not-ready", "scope-lacking", "too-many-requests"),
    }
    assert set(PROBLEMS) == named | general


def hit(case: schemathesis.Case, app: Flask, tokens: Tokens, **more: object) -> None:
    SERVED.app = app
    scope = "audit" if case.path == "/metrics" else "score"
    case.call_and_validate(headers=tokens.header(scope), **more)


@schema.parametrize()
@settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_whatever_the_description_allows_is_answered_as_it_says(case, app, tokens):
    hit(case, app, tokens)


@schema.include(path_regex="assessments|versions").parametrize()
@settings(max_examples=15, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_so_is_what_is_asked_of_a_policy_that_is_there(case, app, tokens):
    case.path_parameters["id"] = "toronto-management"
    if "version" in case.path_parameters:
        case.path_parameters["version"] = "pre-2023"
    period = case.body.get("period") if isinstance(case.body, dict) else None
    if isinstance(period, str) and period.strip() and len(period) <= LONGEST_WORD:
        case.body["period"] = "2017-01-01/2023-12-31"
    # What the policy does not know is refused, and only the policy can say what that is.
    hit(case, app, tokens, excluded_checks=[positive_data_acceptance])


@pytest.mark.parametrize("policy", ["property-company", "party-branch-star"])
def test_decisions_of_real_policies_are_as_described(caller, policy):
    asked = list(questions(policy))[:24:4]
    alone = caller.post(f"/v1/policies/{policy}/assessments?explain=full", asked[1])
    conforms("Decision", alone.json)
    batch = {
        "period": asked[0]["period"],
        "as_of": asked[0]["as_of"],
        "on_reject": "report",
        "subjects": [{**one["subject"], "evidence": one["evidence"]} for one in asked],
    }
    for population in ("complete", "partial"):
        answer = caller.post(
            f"/v1/policies/{policy}/assessments:batch?explain=full",
            {**batch, "population": population},
        )
        assert answer.status_code == 200
        conforms("Decisions", answer.json)


def conforms(model: str, content: object) -> None:
    whole = {"$ref": f"#/components/schemas/{model}", "components": SPEC["components"]}
    wrong = [error.message for error in Draft202012Validator(whole).iter_errors(content)]
    assert wrong == []


@pytest.mark.parametrize(
    ("described", "decided"),
    [
        (LedgerLineOut, LedgerLine),
        (FindingOut, Finding),
        (PlaceOut, Place),
        (SeatOut, Seat),
        (CaseOut, Case),
        (CoefficientOut, Recommendation),
        (ShareOut, Share),
        (CautionOut, Caution),
    ],
    ids=lambda one: one.__name__,
)
def test_a_part_of_a_decision_is_described_with_all_its_fields(described, decided):
    assert set(described.model_fields) == set(signature(decided).parameters)


def test_a_decision_is_described_with_all_its_fields():
    assert {field.name for field in fields(Assessment)} - set(Decided.model_fields) == set()
