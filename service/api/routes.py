"""Every route of the service."""

from __future__ import annotations

from service.api import assessments, documents, operations, policies
from service.routing import Route

ROUTES: tuple[Route, ...] = documents.routes(
    (*operations.ROUTES, *policies.ROUTES, *assessments.ROUTES)
)
