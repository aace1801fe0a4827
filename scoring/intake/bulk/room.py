"""What may be held in memory row by row, beside the engine."""

from __future__ import annotations


class Room:
    """Raises MemoryError where no more is left of the bytes; without a number there is no end."""

    def __init__(self, size: int | None = None) -> None:
        self._left = size

    def take(self, each: int, number: int) -> None:
        if self._left is None:
            return
        self._left -= each * number
        if self._left < 0:
            raise MemoryError("too many rows or texts are held one by one")
