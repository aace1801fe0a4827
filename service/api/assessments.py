"""Assessments: one subject, or many, by a policy; nothing is kept."""

from __future__ import annotations

from typing import cast

from service.api.described import Decision, Decisions
from service.api.questions import AssessmentIn, BatchIn
from service.desk.answers import Detail
from service.desk.task import Subjects, Task
from service.routing import JSON, PROBLEM, Answer, Call, Parameter, Route
from service.wiring import Service

_EXPLAIN = Parameter(
    "explain",
    ("ledger", "full"),
    "ledger：附逐行得分；full：另附每条发现和说明",
    "ledger: with the ledger; full: with findings and sentences too",
)
_PROBLEMS = (
    *("unknown-policy", "unknown-version", "no-version-in-force", "policy-repealed"),
    *("empty-body", "incomplete-body", "not-utf-8", "byte-order-mark", "bad-json"),
    *("duplicate-key", "not-finite", "too-deep", "bad-text", "wrong-media-type"),
    *("body-too-large", "body-refused", "evidence-refused", "period-refused"),
    *("time-limit", "engine-stopped", "too-busy", "engines-differ"),
)


def assess_one(service: Service, call: Call) -> Answer:
    return _asked(service, call, "one")


def assess_many(service: Service, call: Call) -> Answer:
    return _asked(service, call, "many")


def _asked(service: Service, call: Call, subjects: Subjects) -> Answer:
    detail = cast(Detail, call.query.get("explain", ""))
    task = Task(subjects, call.path["id"], detail, call.body, call.instance)
    reply = service.pool.answer(task, service.shelf.current())
    service.metrics.subjects.inc(reply.facts.get("subjects", 0))
    media_type = JSON if reply.status == 200 else PROBLEM
    return Answer(reply.body, reply.status, media_type, facts=reply.facts)


ROUTES = (
    Route(
        "POST",
        "/v1/policies/{id}/assessments",
        "assess_one",
        "score",
        assess_one,
        "考评一个对象；要看全体的结果待定",
        "assess one subject; what needs the population is pending",
        query=(_EXPLAIN,),
        takes=AssessmentIn,
        gives=Decision,
        problems=_PROBLEMS,
    ),
    Route(
        "POST",
        "/v1/policies/{id}/assessments:batch",
        "assess_many",
        "score",
        assess_many,
        "考评多个对象，各自得出结果或者问题；所列即全体的，名次等一并得出",
        "assess many subjects, each with a result or a problem; with ranks where they are everyone",
        query=(_EXPLAIN,),
        takes=BatchIn,
        gives=Decisions,
        problems=_PROBLEMS,
    ),
)
