"""What is counted: requests, seconds, subjects, stopped workers. No id is ever a label."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """Of one service: tests and workers of a server have their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "kaoping_requests",
            "requests by route, method and status",
            ["route", "method", "status"],
            registry=self._registry,
        )
        self.seconds = Histogram(
            "kaoping_request_seconds",
            "how long requests took",
            ["route"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self.subjects = Counter("kaoping_subjects", "subjects asked about", registry=self._registry)
        self.stopped = Counter(
            "kaoping_workers_stopped",
            "worker processes that crashed or ran out of time",
            ["why"],
            registry=self._registry,
        )
        self.policies = Gauge(
            "kaoping_policies", "versions of policies served", registry=self._registry
        )

    def text(self) -> bytes:
        return generate_latest(self._registry)
