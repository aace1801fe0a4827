"""How much each caller may ask: a bucket of requests that fills again at a steady rate."""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

_MOST_CALLERS = 10_000


class Buckets:
    """One for each caller, in memory. A `rate` of 0 sets no limit. Times are in seconds."""

    def __init__(self, rate: float, burst: int, ticks: Callable[[], float]) -> None:
        self._rate = rate
        self._burst = burst
        self._ticks = ticks
        self._lock = Lock()
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, caller: str) -> int:
        """0 where one more is fine, and counted; else the seconds until the next one is."""
        if not self._rate:
            return 0
        with self._lock:
            left = self._filled(caller)
            taken = left >= 1
            self._left[caller] = (left - 1 if taken else left, self._ticks())
            self._left.move_to_end(caller)
            if len(self._left) > _MOST_CALLERS:
                # Whoever was not seen for longest: by then the bucket is full again.
                self._left.popitem(last=False)
        return 0 if taken else math.ceil((1 - left) / self._rate)

    def _filled(self, caller: str) -> float:
        left, since = self._left.get(caller, (float(self._burst), self._ticks()))
        return min(self._burst, left + (self._ticks() - since) * self._rate)
