"""A policy that changes under load: every answer rests on one version, the old or the new."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from rules.library import read_entry
from service.app import create_app
from service.settings import Settings
from service.wiring import Clock, Service, wire
from tests.service.conftest import Tokens
from tests.service.test_shelf import write

QUESTION = {
    "period": "2026",
    "subject": {"id": "甲"},
    "evidence": {"投诉": [{"发生日": "2026-03-01", "天数": 9}]},
}


@pytest.fixture
def changing(tmp_path: Path, tokens: Tokens) -> Iterator[tuple[Service, Path]]:
    write(tmp_path, "1", points=5)
    seconds = itertools.count()
    clock = Clock(lambda: float(next(seconds)), lambda: date(2026, 11, 22))
    settings = Settings(folders=(tmp_path,), workers=2, rate=0)
    service = wire(settings, ring=tokens.ring, clock=clock)
    yield service, tmp_path
    service.close()


def test_no_answer_mixes_two_versions(changing, tokens):
    service, folder = changing
    app = create_app(service)
    totals = {}
    for points in (5, 6):
        path = write(folder, "1", points=points)
        totals[read_entry(path).program.digest] = str(100 - points)

    def ask(number: int) -> tuple[str, str]:
        if number % 5 == 0:
            write(folder, "1", points=5 + number % 2)
        answer = app.test_client().post(
            "/v1/policies/mini/assessments", json=QUESTION, headers=tokens.header("score")
        )
        assert answer.status_code == 200, answer.text
        return answer.json["policy"]["digest"], answer.json["total"]

    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(ask, range(60)))
    assert {total == totals[digest] for digest, total in answers} == {True}
    assert set(answers) == set(totals.items())


def test_a_version_that_is_taken_away_is_gone_and_the_others_stay(changing, tokens):
    service, folder = changing
    client = create_app(service).test_client()
    second = write(folder, "2", since="2026-02-01", points=7)
    asked = {**QUESTION, "version": "2"}

    def total(question: dict[str, object]) -> str:
        answer = client.post(
            "/v1/policies/mini/assessments", json=question, headers=tokens.header("score")
        )
        return answer.json.get("total") or answer.json["code"]

    assert [total(asked), total(QUESTION)] == ["93", "93"]
    second.unlink()
    assert [total(asked), total(QUESTION)] == ["unknown-version", "95"]
