"""The Flask application: every route of the table, each behind its guard, with one error shape."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Callable

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException

from service.api.routes import ROUTES
from service.desk.replying import places
from service.errors import Problem
from service.reading.body import read_body, require_json
from service.routing import Answer, Call, Route, problem_answer, read_query
from service.settings import from_environment
from service.wiring import KeysNeeded, Service, wire

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_BY_STATUS = {404: "not-found", 405: "method-not-allowed"}
# A method that is none would be a label that the sender chooses.
_METHODS = frozenset({"GET", "HEAD", "POST"})
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}


def create_app(service: Service | None = None) -> Flask:
    """For a server that starts this by itself the settings are those of the environment."""
    service = service or _from_environment()
    app = Flask("kaoping", static_folder=None)
    # One address for each thing; a path with an empty part is no other spelling of it.
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False
    for route in ROUTES:
        app.add_url_rule(
            re.sub(r"\{(\w+)\}", r"<\1>", route.path),
            endpoint=route.name,
            view_func=_view(service, route),
            methods=[route.method],
            provide_automatic_options=False,
        )
    app.before_request(_begin(service))
    app.register_error_handler(HTTPException, _refused(service))
    return app


def _from_environment() -> Service:
    settings = from_environment(os.environ)
    if not settings.has_keys:
        raise KeysNeeded
    service = wire(settings)
    service.start()
    return service


def _view(service: Service, route: Route) -> Callable[..., Response]:
    def view(**path: str) -> Response:
        try:
            answer = _answer(service, route, path)
        except Problem as problem:
            answer = problem_answer(problem, _instance())
        except Exception as error:
            answer = problem_answer(Problem("incident"), _instance())
            service.log.error("incident", extra={"told": {"id": g.id, "where": places(error)}})
        return _sent(service, route.path, answer)

    return view


def _answer(service: Service, route: Route, path: dict[str, str]) -> Answer:
    address = request.remote_addr or ""
    caller = service.doorkeeper.admit(route.guard, request.headers.get("Authorization"), address)
    g.caller = caller.name
    query = read_query(route, request.args.to_dict(flat=False))
    body = _body(service) if route.takes is not None else b""
    return route.act(service, Call(caller, path, query, body, _instance()))


def _body(service: Service) -> bytes:
    charset = request.mimetype_params.get("charset")
    require_json(request.mimetype, charset, request.headers.get("Content-Encoding", ""))
    return read_body(
        request.stream, declared=request.content_length, limit=service.settings.body_limit
    )


def _begin(service: Service) -> Callable[[], None]:
    def begin() -> None:
        named = request.headers.get("X-Request-Id", "")
        g.id = named if _REQUEST_ID.fullmatch(named) else secrets.token_hex(8)
        g.started = service.ticks()
        g.caller = ""

    return begin


def _refused(service: Service) -> Callable[[HTTPException], Response]:
    def refused(error: HTTPException) -> Response:
        """What Werkzeug refuses before any route is met."""
        code = _BY_STATUS.get(error.code or 0, "bad-request")
        answer = problem_answer(Problem(code), _instance())
        response = _sent(service, "", answer)
        allowed = getattr(error, "valid_methods", None)
        if allowed:
            response.headers["Allow"] = ", ".join(sorted(allowed))
        return response

    return refused


def _sent(service: Service, route: str, answer: Answer) -> Response:
    seconds = service.ticks() - g.started
    method = request.method if request.method in _METHODS else "other"
    service.metrics.requests.labels(route or "none", method, answer.status).inc()
    service.metrics.seconds.labels(route or "none").observe(seconds)
    told = {
        "id": g.id,
        "method": request.method,
        "route": route,
        "status": answer.status,
        "ms": round(seconds * 1000, 1),
        "bytes": len(answer.content),
        "caller": g.caller,
    }
    service.log.info("request", extra={"told": {**told, **answer.facts}})
    response = Response(answer.content, answer.status, content_type=answer.media_type)
    response.headers.update({**_HEADERS, **answer.headers, "X-Request-Id": g.id})
    return response


def _instance() -> str:
    return f"urn:kaoping:request:{g.id}"
