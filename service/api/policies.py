"""The policies at hand: which there are, which version holds when, with digests."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rules.program import Program
from service.api.described import Policies, Policy, PolicyVersion
from service.api.policy_schema import question_schema
from service.catalogue import Edition
from service.routing import Answer, Call, Parameter, Route, json_answer
from service.wiring import Service

_ON = Parameter(
    "on",
    (),
    "只要这一天有效的版本",
    "only versions in force on this day",
)


def list_policies(service: Service, call: Call) -> Answer:
    editions = service.shelf.current().editions
    return json_answer({"policies": [described(e.program) for e in _on(call, editions)]})


def show_policy(service: Service, call: Call) -> Answer:
    policy = call.path["id"]
    editions = service.shelf.current().versions(policy)
    versions = [described(edition.program) for edition in _on(call, editions)]
    return json_answer({"id": policy, "versions": versions})


def show_version(service: Service, call: Call) -> Answer:
    edition = service.shelf.current().version(call.path["id"], call.path["version"])
    return json_answer(described(edition.program))


def show_schema(service: Service, call: Call) -> Answer:
    edition = service.shelf.current().version(call.path["id"], call.path["version"])
    return json_answer(question_schema(edition.program))


def described(program: Program) -> dict[str, Any]:
    head = program.head
    until = head.effective_to.isoformat() if head.effective_to else None
    return {
        "id": head.id,
        "version": head.version,
        "title": head.title,
        "status": head.status,
        "in_force": {"from": head.effective_from.isoformat(), "to": until},
        "period": head.period,
        "systems": list(head.systems),
        "digest": program.digest,
    }


def _on(call: Call, editions: Iterable[Edition]) -> list[Edition]:
    day = call.day("on")
    return [e for e in editions if day is None or e.in_force(day)]


ROUTES = (
    Route(
        "GET",
        "/v1/policies",
        "list_policies",
        "key",
        list_policies,
        "可用的细则",
        "the policies at hand",
        query=(_ON,),
        gives=Policies,
    ),
    Route(
        "GET",
        "/v1/policies/{id}",
        "show_policy",
        "key",
        show_policy,
        "一个细则的各个版本",
        "the versions of a policy",
        query=(_ON,),
        gives=Policy,
        problems=("unknown-policy",),
    ),
    Route(
        "GET",
        "/v1/policies/{id}/versions/{version}",
        "show_version",
        "key",
        show_version,
        "一个版本",
        "one version",
        gives=PolicyVersion,
        problems=("unknown-policy", "unknown-version"),
    ),
    Route(
        "GET",
        "/v1/policies/{id}/versions/{version}/schema",
        "show_schema",
        "key",
        show_schema,
        "一个版本所需数据的 JSON Schema",
        "the JSON Schema of what a version takes",
        problems=("unknown-policy", "unknown-version"),
    ),
)
