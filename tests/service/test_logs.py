"""The log tells what happened and nothing of the evidence, of keys, or of what was sent."""

from __future__ import annotations

import io
import json
import logging
from typing import Any

import pytest

from service.desk import replying
from service.desk.desk import Desk
from service.desk.task import Task
from service.logs import JsonLines

CANARY = "金丝雀canary1234567890"
PATH = "/v1/policies/property-company/assessments"
ROW = {"票号": CANARY, "测评日": CANARY, "评价人类别": CANARY, "得分": CANARY, CANARY: CANARY}
FIELDS = {
    "企业名称": CANARY,
    "社区": "甲社区",
    "经营状态": "在营",
    "服务月数": 12,
    "服务户数": 100,
    "上年投诉数": 1,
}
QUESTION = {
    "period": "2026",
    "subject": {"id": CANARY, "fields": {"企业名称": CANARY, CANARY: CANARY}},
    "evidence": {"满意度测评": [ROW]},
}


@pytest.fixture
def lines(service):
    """What the service writes to its log, line by line."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines())
    service.log.addHandler(handler)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    service.log.removeHandler(handler)


def test_a_request_is_one_line_with_fields(caller, lines):
    caller.client.get(
        "/v1/policies",
        headers={**caller.tokens.header("score"), "X-Request-Id": "r-1"},
    )
    (line,) = lines()
    prefix = caller.tokens.tokens["score"].partition(".")[0]
    told = {key: line[key] for key in line if key not in ("time", "ms", "bytes")}
    assert told == {
        "level": "info",
        "event": "request",
        "id": "r-1",
        "method": "GET",
        "route": "/v1/policies",
        "status": 200,
        "caller": prefix,
    }


@pytest.mark.parametrize("on_reject", ["refuse", "report"])
def test_neither_log_nor_problem_holds_what_was_sent(caller, lines, on_reject):
    questions: list[Any] = [
        {**QUESTION, "on_reject": on_reject},
        {**QUESTION, "subject": {"id": CANARY, "fields": FIELDS}, "on_reject": on_reject},
        {**QUESTION, "period": CANARY},
        {**QUESTION, "version": CANARY},
        {**QUESTION, "as_of": CANARY, "on_reject": CANARY},
    ]
    problems = [caller.post(PATH, one) for one in questions]
    caller.get(f"/v1/policies/{CANARY}?on={CANARY}")
    caller.send(PATH, f'{{"{CANARY}":'.encode())
    secrets = [token.partition(".")[2] for token in caller.tokens.tokens.values()]
    log = json.dumps(lines(), ensure_ascii=False)
    assert CANARY not in log
    assert not any(secret in log for secret in secrets)
    for answer in problems:
        if answer.status_code >= 400:
            values = [(e["code"], e["zh"], e["en"]) for e in answer.json["errors"]]
            assert CANARY not in json.dumps(values, ensure_ascii=False)


def test_records_that_conflict_are_told_without_their_names(caller):
    row = {"测评日": "2026-11-10", "评价人类别": "党员"}
    rows = [{**row, "票号": CANARY, "得分": 1}, {**row, "票号": CANARY, "得分": 2}]
    subject = {"id": "x", "fields": FIELDS}
    question = {"period": "2026", "subject": subject, "evidence": {"满意度测评": rows}}
    answer = caller.post(PATH, question)
    assert "conflicting-identity" in {trouble["code"] for trouble in answer.json["errors"]}
    assert CANARY not in answer.text


def test_an_incident_tells_where_and_not_what(monkeypatch):
    def fail(_: object) -> None:
        raise ValueError(CANARY)

    monkeypatch.setattr(replying, "read_json", fail)
    desk = Desk("reference")
    monkeypatch.setattr(type(desk.catalogue), "versions", lambda *_: ())
    reply = replying.reply_to(desk, Task("one", "x", "", b"{}"))
    assert (reply.status, reply.facts["code"]) == (500, "incident")
    assert CANARY not in json.dumps([reply.facts, reply.body.decode()], ensure_ascii=False)
    assert reply.facts["where"][0] == "ValueError"
    assert any(line.startswith("replying.py:") for line in reply.facts["where"])
