"""The OpenAPI document, made from the table of routes and the models it names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.metadata import version
from typing import Any, TypeAlias

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from service.api.described import ProblemOut
from service.errors import PROBLEMS
from service.routing import JSON, PROBLEM, Parameter, Route

Spec: TypeAlias = dict[str, Any]

_REF = "#/components/schemas/{model}"
_TAGS = {
    "assessments": "考评",
    "policies": "细则",
    "operations": "运行情况",
    "description": "接口说明",
}
_ALWAYS = ("bad-parameter", "incident")
_GUARDED = ("not-authenticated", "too-many-requests", "not-ready")


def document(routes: Sequence[Route]) -> Spec:
    paths: dict[str, Spec] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "考评 kaoping",
            "version": version("kaoping"),
            "description": "按细则考评，逐条说明，可复算。结果是建议，签字并确定之后才生效；"
            "不保存任何证据。\n\n"
            "Assess by a policy, exactly, explained, reproducible. Results are proposals until "
            "signed and final; no evidence is kept.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "tags": [{"name": tag, "description": words} for tag, words in _TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": _schemas(routes),
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "API 密钥，前缀.密钥 · an API key, prefix.secret",
                }
            },
        },
    }


def _operation(route: Route) -> Spec:
    found: Spec = {
        "operationId": route.name,
        "tags": [route.tag],
        "summary": f"{route.zh} · {route.en}",
        "security": [] if route.guard == "public" else [{"key": []}],
        "responses": {"200": _good(route), **_problems(route)},
    }
    if parameters := [*map(_in_path, route.path_names), *map(_in_query, route.query)]:
        found["parameters"] = parameters
    if route.takes is not None:
        schema = {"$ref": _REF.format(model=route.takes.__name__)}
        found["requestBody"] = {"required": True, "content": {JSON: {"schema": schema}}}
    return found


def _good(route: Route) -> Spec:
    schema = {} if route.gives is None else {"$ref": _REF.format(model=route.gives.__name__)}
    kinds = (kind.partition(";")[0] for kind in route.media_type.split(", "))
    return {"description": route.zh, "content": {kind: {"schema": schema} for kind in kinds}}


def _problems(route: Route) -> Spec:
    """Every status with the codes that may stand behind it."""
    codes = [*_ALWAYS, *(() if route.guard == "public" else _GUARDED), *route.problems]
    if route.guard not in ("public", "key"):
        codes.append("scope-lacking")
    if route.path_names:
        # An address with an empty part, or a slash within one, is no address of this route.
        codes.append("not-found")
    by_status: dict[int, list[str]] = {}
    for code in dict.fromkeys(codes):
        by_status.setdefault(PROBLEMS[code].status, []).append(code)
    schema = {"$ref": _REF.format(model=ProblemOut.__name__)}
    return {
        str(status): {
            "description": "、".join(f"`{code}` {PROBLEMS[code].message.zh}" for code in found),
            "content": {PROBLEM: {"schema": schema}},
        }
        for status, found in sorted(by_status.items())
    }


def _in_path(name: str) -> Spec:
    schema = {"type": "string", "minLength": 1}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _in_query(parameter: Parameter) -> Spec:
    schema: Spec = {"type": "string", "format": "date"}
    if parameter.words:
        schema = {"type": "string", "enum": list(parameter.words)}
    described = f"{parameter.zh} · {parameter.en}"
    return {"name": parameter.name, "in": "query", "description": described, "schema": schema}


def _schemas(routes: Iterable[Route]) -> Spec:
    taken = {route.takes for route in routes if route.takes is not None}
    given = {route.gives for route in routes if route.gives is not None} | {ProblemOut}
    models: list[tuple[type[BaseModel], JsonSchemaMode]] = [
        *((model, "validation") for model in _in_order(taken)),
        *((model, "serialization") for model in _in_order(given)),
    ]
    _, found = models_json_schema(models, ref_template=_REF)
    return dict(found["$defs"])


def _in_order(models: Iterable[type]) -> list[type[BaseModel]]:
    known = (model for model in models if issubclass(model, BaseModel))
    return sorted(known, key=lambda model: model.__name__)
