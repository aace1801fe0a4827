"""Whether the service lives, whether it can answer, and what it has counted."""

from __future__ import annotations

from service.api.described import Ready
from service.errors import Problem
from service.routing import Answer, Call, Route, json_answer
from service.wiring import Service

_TEXT = "text/plain; version=0.0.4; charset=utf-8"


def live(_service: Service, _call: Call) -> Answer:
    return json_answer({"status": "live"})


def ready(service: Service, _call: Call) -> Answer:
    """A stranger is told no more than yes or no; the log says why."""
    if not service.doorkeeper.ready or not service.shelf.current().editions:
        raise Problem("not-ready", retry_after=5)
    return json_answer({"status": "ready"})


def metrics(service: Service, _call: Call) -> Answer:
    service.metrics.policies.set(len(service.shelf.current().editions))
    return Answer(service.metrics.text(), media_type=_TEXT)


ROUTES = (
    Route(
        "GET",
        "/livez",
        "live",
        "public",
        live,
        "进程是否在运行",
        "whether the process runs",
        gives=Ready,
    ),
    Route(
        "GET",
        "/readyz",
        "ready",
        "public",
        ready,
        "能否受理请求",
        "whether it can answer",
        gives=Ready,
        problems=("not-ready",),
    ),
    Route(
        "GET",
        "/metrics",
        "metrics",
        "audit",
        metrics,
        "运行指标（Prometheus 格式）",
        "metrics in the format of Prometheus",
        media_type=_TEXT,
    ),
)
