"""The subjects of a table that was staged, as far as the definition asks for them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping

from scoring.evidence import Subject
from scoring.snapshot.names import Names


class Listed(Mapping[str, Subject]):
    """By id; of the fields there is only the name, where subjects have one."""

    def __init__(self, found: Iterable[tuple[str, str | None]], name_field: str | None) -> None:
        """`found` are the ids in code-point order, with the names."""
        self._name_field = name_field
        self._called = Names(())
        self._ids = Names(self._split(found))

    def _split(self, found: Iterable[tuple[str, str | None]]) -> Iterator[str]:
        for name, called in found:
            if self._name_field is not None:
                self._called.add(called or "")
            yield name

    def __getitem__(self, name: str) -> Subject:
        at = bisect_left(self._ids, name)
        if at == len(self._ids) or self._ids[at] != name:
            raise KeyError(name)
        if self._name_field is None:
            return Subject(name)
        return Subject(name, {self._name_field: self._called[at] or None})

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)
