"""Regions: where several quantities may lie at once, as boxes that never meet one another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from rules.check.parts import Part, meet, minus
from rules.expr.nodes import Expr

# A quantity by the expression that names it, and the part of it the box holds; what a box does not
# name may be anything.
Box: TypeAlias = Mapping[Expr, Part]
Region: TypeAlias = tuple[Box, ...]

EVERYWHERE: Region = ({},)
NOWHERE: Region = ()
MOST_BOXES = 400


class TooManyBoxes(Exception):
    """A region is too ragged to be told apart here; nothing is known of it."""


@dataclass(slots=True)
class Space:
    """The quantities met so far, each with all it may be."""

    whole: dict[Expr, Part] = field(default_factory=dict)

    def both(self, one: Region, other: Region) -> Region:
        """Where both hold."""
        return _counted(
            box for mine in one for theirs in other for box in self._common(mine, theirs)
        )

    def either(self, one: Region, other: Region) -> Region:
        return _counted((*one, *self.without(other, one)))

    def without(self, one: Region, other: Region) -> Region:
        """What the one leaves of the other."""
        left = one
        for box in other:
            left = _counted(piece for mine in left for piece in self._left(mine, box))
        return left

    def _common(self, one: Box, other: Box) -> Iterator[Box]:
        shared = {}
        for quantity in one.keys() & other.keys():
            shared[quantity] = meet(one[quantity], other[quantity])
            if shared[quantity].empty:
                return
        yield {**one, **other, **shared}

    def _left(self, box: Box, taken: Box) -> Iterator[Box]:
        if next(self._common(box, taken), None) is None:
            yield box
            return
        rest = dict(box)
        for quantity, part in taken.items():
            own = rest.get(quantity, self.whole[quantity])
            outside = minus(own, part)
            if not outside.empty:
                yield {**rest, quantity: outside}
            rest[quantity] = meet(own, part)


def _counted(boxes: Iterable[Box]) -> Region:
    found = []
    for box in boxes:
        found.append(box)
        if len(found) > MOST_BOXES:
            raise TooManyBoxes
    return tuple(found)
