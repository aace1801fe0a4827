"""Every route of the service."""

from __future__ import annotations

from dataclasses import replace

from service.api import assessments, documents, operations, policies
from service.routing import Route


def _tagged(tag: str, routes: tuple[Route, ...]) -> tuple[Route, ...]:
    return tuple(replace(route, tag=tag) for route in routes)


ROUTES: tuple[Route, ...] = documents.routes(
    (
        *_tagged("assessments", assessments.ROUTES),
        *_tagged("policies", policies.ROUTES),
        *_tagged("operations", operations.ROUTES),
    )
)
