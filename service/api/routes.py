"""Every route of the service."""

from __future__ import annotations

from service.api import assessments, operations, policies
from service.routing import Route

ROUTES: tuple[Route, ...] = (*operations.ROUTES, *policies.ROUTES, *assessments.ROUTES)
