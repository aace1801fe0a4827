"""The names of everybody, in a few bytes each."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import overload


class Names(Sequence[str]):
    """A list of some million texts would take several times the memory."""

    def __init__(self, names: Iterable[str]) -> None:
        self._texts = bytearray()
        self._ends = array("q", [0])
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        self._texts += name.encode()
        self._ends.append(len(self._texts))

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> list[str]: ...
    def __getitem__(self, at: int | slice) -> str | list[str]:
        if isinstance(at, slice):
            return [self[number] for number in range(*at.indices(len(self)))]
        number = range(len(self))[at]
        return self._texts[self._ends[number] : self._ends[number + 1]].decode()

    def __len__(self) -> int:
        return len(self._ends) - 1
