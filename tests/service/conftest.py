"""A whole service for tests: its workers are real processes, its clock stands still."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import count
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from service.app import create_app
from service.auth.keys import SCOPES, Keyring, new_key
from service.settings import Settings
from service.wiring import Clock, Service, wire


@dataclass
class StillClock:
    """Time goes on only where a test says so."""

    seconds: float = 0.0
    day: date = date(2026, 11, 22)

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.seconds, lambda: self.day)


@dataclass
class Tokens:
    """One key of every sort that routes ask for."""

    ring: Keyring = field(init=False)
    tokens: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        made = {scope: new_key(scope, [scope], b"") for scope in SCOPES}
        made["none"] = new_key("none", [], b"")
        self.ring = Keyring([key for key, _ in made.values()], b"")
        self.tokens = {scope: token for scope, (_, token) in made.items()}

    def header(self, scope: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.tokens[scope]}"}


@pytest.fixture(scope="session")
def tokens() -> Tokens:
    return Tokens()


@pytest.fixture(scope="session")
def service(tokens: Tokens) -> Iterator[Service]:
    # A clock that goes on a second at every look: nobody is held back for having asked before.
    seconds = count()
    clock = Clock(lambda: float(next(seconds)), lambda: date(2026, 11, 22))
    found = wire(Settings(workers=1, rate=0), ring=tokens.ring, clock=clock)
    yield found
    found.close()


@pytest.fixture(scope="session")
def app(service: Service) -> Flask:
    return create_app(service)


@dataclass
class Caller:
    """A client with a key for every scope."""

    client: FlaskClient
    tokens: Tokens

    def get(self, path: str, scope: str = "score", **more: Any) -> TestResponse:
        return self.client.get(path, headers=self.tokens.header(scope), **more)

    def post(self, path: str, content: Any, scope: str = "score") -> TestResponse:
        return self.client.post(path, json=content, headers=self.tokens.header(scope))

    def send(
        self, path: str, data: Any, media_type: str | None = "application/json", **headers: str
    ) -> TestResponse:
        return self.client.post(
            path,
            data=data,
            content_type=media_type,
            headers={**self.tokens.header("score"), **headers},
        )


@pytest.fixture
def caller(app: Flask, tokens: Tokens) -> Caller:
    return Caller(app.test_client(), tokens)
