"""Every route has a named guard, and every guard is asked before anything else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.api.routes import ROUTES
from service.app import create_app
from service.auth.keys import SCOPES, Keyring, new_key
from service.settings import Settings
from service.wiring import wire
from tests.service.conftest import StillClock

PUBLIC = {"/livez", "/readyz", "/openapi.json", "/docs", "/docs/{file}"}
GUARDED = [route for route in ROUTES if route.guard != "public"]


def address(route) -> str:
    return re.sub(r"\{\w+\}", "x", route.path)


def test_every_rule_of_the_application_is_a_route_of_the_table(app):
    rules = {(rule.endpoint, rule.rule) for rule in app.url_map.iter_rules()}
    assert rules == {(r.name, re.sub(r"\{(\w+)\}", r"<\1>", r.path)) for r in ROUTES}


def test_only_these_are_open_to_anybody():
    assert {route.path for route in ROUTES if route.guard == "public"} <= PUBLIC


OLD, OLD_TOKEN = new_key("once", SCOPES, b"pepper", date(2026, 11, 21))
NEW, NEW_TOKEN = new_key("still", SCOPES, b"pepper", date(2026, 11, 22))
OTHER, OTHER_TOKEN = new_key("other", SCOPES, b"pepper")


@dataclass
class Strict:
    """A service that counts: two requests a second for each key, three at once."""

    client: FlaskClient
    still: StillClock

    def asked(self, token: str, **more: object) -> TestResponse:
        headers = {"Authorization": f"Bearer {token}"}
        return self.client.get("/v1/policies", headers=headers, **more)


@pytest.fixture(scope="module")
def counting() -> Iterator[Strict]:
    still = StillClock()
    service = wire(
        Settings(workers=1, rate=2, burst=3),
        ring=Keyring([OLD, NEW, OTHER], b"pepper"),
        clock=still.clock,
    )
    yield Strict(create_app(service).test_client(), still)
    service.close()


@pytest.fixture
def strict(counting: Strict) -> Strict:
    """Long after whatever was asked before."""
    counting.still.seconds += 1000
    return counting


@pytest.mark.parametrize("route", GUARDED, ids=lambda route: route.name)
@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer x",
        "Bearer k.secret",
        "Basic eDp5",
        "Bearer ．．",
        "Bearer \xff.\xff",
    ],
    ids=repr,
)
def test_a_route_takes_nobody_without_a_key(strict, authorization, route):
    headers = {"Authorization": authorization.encode().decode("latin-1")} if authorization else {}
    answer = strict.client.open(address(route), method=route.method, headers=headers, data=b"{")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="kaoping"'
    assert answer.json["code"] == "not-authenticated"


@pytest.mark.parametrize("route", GUARDED, ids=lambda route: route.name)
def test_a_scope_that_is_lacking_is_refused(caller, route):
    def asked(scope: str) -> bool:
        headers = caller.tokens.header(scope)
        answer = caller.client.open(address(route), method=route.method, headers=headers)
        refused = answer.status_code == 403
        assert not refused or answer.json["code"] == "scope-lacking"
        return refused

    scopes = (*SCOPES, "none")
    assert {s for s in scopes if asked(s)} == {s for s in scopes if route.guard not in ("key", s)}


def test_expired_unknown_and_wrong_keys_get_the_same_answer(strict):
    wrong = [OLD_TOKEN, f"{NEW.prefix}.wrong", "kffff.wrong", NEW_TOKEN[:-1], NEW.hash]
    told = []
    for token in wrong:
        answer = strict.asked(token)
        told.append((answer.status_code, {**answer.json, "instance": ""}))
    assert told == [told[0]] * len(wrong)
    assert told[0][0] == 401
    assert strict.asked(NEW_TOKEN).status_code == 200


def test_a_key_in_the_address_opens_nothing(strict):
    for name in ("key", "api_key", "access_token"):
        answer = strict.client.get("/v1/policies", query_string={name: NEW_TOKEN})
        assert answer.status_code == 401


def test_whoever_guesses_is_slowed_down_and_a_right_key_is_not(strict):
    guesses = [strict.asked("k.x").status_code for _ in range(22)]
    assert guesses == [401] * 20 + [429] * 2
    assert strict.asked(NEW_TOKEN).status_code == 200
    strict.still.seconds += 1
    assert [strict.asked("k.x").status_code for _ in range(2)] == [401, 429]


def test_a_burst_beyond_the_limit_is_told_when_to_come_back(strict):
    def asked(token: str) -> tuple[int, str | None]:
        answer = strict.asked(token)
        return answer.status_code, answer.headers.get("Retry-After")

    assert [asked(NEW_TOKEN) for _ in range(5)] == [(200, None)] * 3 + [(429, "1")] * 2
    assert asked(OTHER_TOKEN) == (200, None)
    strict.still.seconds += 0.5
    assert [asked(NEW_TOKEN) for _ in range(2)] == [(200, None), (429, "1")]


def test_a_request_has_an_id_of_its_own_or_of_its_sender(caller):
    own = caller.client.get("/livez", headers={"X-Request-Id": "abc-1"})
    made = caller.client.get("/v1/policies", headers={"X-Request-Id": "no good\t"})
    assert own.headers["X-Request-Id"] == "abc-1"
    assert re.fullmatch("[0-9a-f]{16}", made.headers["X-Request-Id"])
    assert made.json["instance"] == f"urn:kaoping:request:{made.headers['X-Request-Id']}"


def test_probes_tell_a_stranger_no_more_than_yes(caller):
    assert caller.client.get("/livez").json == {"status": "live"}
    assert caller.client.get("/readyz").json == {"status": "ready"}


def test_metrics_count_by_route_and_name_nobody(caller, service):
    caller.get("/v1/policies/property-company")
    caller.client.open("/v1/policies", method="CANARY")
    text = caller.get("/metrics", scope="audit").text
    assert "CANARY" not in text
    line = 'kaoping_requests_total{method="GET",route="/v1/policies/{id}",status="200"}'
    assert line in text
    assert "property-company" not in text
    assert all(token.partition(".")[0] not in text for token in caller.tokens.tokens.values())
