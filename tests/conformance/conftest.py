"""What conformance tests share: every published result must come out of both engines."""

from __future__ import annotations

import pytest

from rules.backends.crossed import Engine

ENGINES: tuple[Engine, ...] = ("reference", "durable")


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    if request.param == "durable":
        pytest.importorskip("durable_rules_engine", exc_type=ImportError)
    chosen: Engine = request.param
    return chosen
