"""The changes a search tries on a sketch, in a fixed order: small ones first."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from rules.expr.kinds import BooleanKind, CategoryKind, NumberKind, PercentKind
from rules.program import EvidenceKind, Program
from rules.values import Number, plain, read_decimal, read_percent
from scoring.casebook.writing import cell_text
from scoring.drafting.columns import Column, Ground, first_text, step_of, texts_of
from scoring.drafting.reach import Reach
from scoring.drafting.sketches import Figure, Line, Sketch

_TIMES = (0, 1, 2, 3, 5, 10, 20, 50)
# More make a case slow to run and hard to read.
_MOST_ALIKE = 200
_COPIES = (1, 2, 3, 4, 5, 9)


@dataclass(frozen=True, slots=True)
class Dial:
    """A number of a figure that can be turned: `turned` is the figure with another there."""

    value: Number
    step: Number
    low: Number | None
    high: Number | None
    turned: Callable[[Number], Figure]


@dataclass(frozen=True, slots=True)
class Moves:
    program: Program
    ground: Ground
    reach: Reach

    def dials(self, figure: Figure) -> Iterator[Dial]:
        for column in self._subject():
            heading = column.heading_in(figure.fields)
            yield from _dial(column, figure.fields.get(heading), _set_field(figure, heading))
        for kind in self.reach.kinds:
            for at, line in enumerate(figure.lines.get(kind, ())):
                for column in self.ground.kinds[kind]:
                    heading = column.heading_in(line.cells)
                    set_cell = _set_cell(figure, kind, at, heading)
                    yield from _dial(column, line.cells.get(heading), set_cell)
                    if line.times > 1:
                        set_one = _set_one(figure, kind, at, heading)
                        yield from _dial(column, line.cells.get(heading), set_one)
                yield Dial(line.times, 1, 0, _MOST_ALIKE, _set_times(figure, kind, at))

    def changes(self, figure: Figure) -> Iterator[Figure]:
        days = tuple(_days(figure))
        for column in self._subject():
            heading = column.heading_in(figure.fields)
            for text in texts_of(column.wanted, self.ground, days):
                yield figure.with_field(heading, text)
        for kind in self.reach.kinds:
            for fresh in self.fresh_lines(self.program.kinds[kind], figure):
                yield figure.with_lines(kind, (*figure.lines.get(kind, ()), fresh))
        for kind in self.reach.kinds:
            for at, line in enumerate(figure.lines.get(kind, ())):
                yield from self._changed_lines(figure, kind, at, line, days)

    def populations(self, sketch: Sketch, known: Sequence[Figure]) -> Iterator[Sketch]:
        """With others beside, or fewer of them; or changed with the rest as it is."""
        for copies in _COPIES:
            for figure in (sketch[0], *known):
                yield (*sketch, *(figure,) * copies)
        for gone in range(1, len(sketch)):
            yield (*sketch[:gone], *sketch[gone + 1 :])

    def fresh_lines(self, kind: EvidenceKind, figure: Figure) -> Iterator[Line]:
        """A plain record, and one for each other word it may say."""
        columns = [column for column in self.ground.kinds[kind.name] if not column.own]
        cells = {c.headings[0]: first_text(c, self.ground) for c in columns}
        identity = self.program.kinds[kind.parent.evidence].identity if kind.parent else ()
        for keys in _parent_keys(kind, identity, figure):
            whole = {**cells, **keys}
            yield Line(whole)
            for column in columns:
                if isinstance(column.wanted.kind, CategoryKind | BooleanKind):
                    for text in texts_of(column.wanted, self.ground, ()):
                        yield Line({**whole, column.headings[0]: text})

    def _subject(self) -> Iterator[Column]:
        return (c for c in self.ground.subject if c.wanted.name in self.reach.fields)

    def _changed_lines(
        self, figure: Figure, kind: str, at: int, line: Line, days: Sequence[date]
    ) -> Iterator[Figure]:
        for times in dict.fromkeys((*_TIMES, line.times - 1, line.times + 1, line.times * 2)):
            if times >= 0:
                yield figure.with_line(kind, at, replace(line, times=min(times, _MOST_ALIKE)))
        for column in self.ground.kinds[kind]:
            heading = column.heading_in(line.cells)
            if column.own and heading not in line.cells and column.wanted.name != self._dated(kind):
                continue
            for text in texts_of(column.wanted, self.ground, days):
                other = Line({**line.cells, heading: text}, line.times)
                yield figure.with_line(kind, at, other)
                yield figure.with_line(kind, at, line, replace(other, times=1))
                if line.times > 1:
                    rest = replace(line, times=line.times - 1)
                    yield figure.with_line(kind, at, rest, replace(other, times=1))

    def _dated(self, kind: str) -> str | None:
        return self.program.kinds[kind].event_date


def _dial(column: Column, text: str | None, turned: Callable[[str], Figure]) -> Iterator[Dial]:
    kind = column.wanted.kind
    step = step_of(kind)
    if text is None or step is None or not isinstance(kind, NumberKind | PercentKind):
        return
    value = read_percent(text) if text.endswith("%") else read_decimal(text)
    if value is not None:
        yield Dial(value, step, kind.low, kind.high, lambda n: turned(cell_text(n, kind)))


def _set_field(figure: Figure, heading: str) -> Callable[[str], Figure]:
    return lambda text: figure.with_field(heading, text)


def _set_cell(figure: Figure, kind: str, at: int, heading: str) -> Callable[[str], Figure]:
    line = figure.lines[kind][at]
    return lambda text: figure.with_line(
        kind, at, replace(line, cells={**line.cells, heading: text})
    )


def _set_one(figure: Figure, kind: str, at: int, heading: str) -> Callable[[str], Figure]:
    """Of one record of the line; the others stay."""
    line = figure.lines[kind][at]
    rest = replace(line, times=line.times - 1)
    return lambda text: figure.with_line(kind, at, rest, Line({**line.cells, heading: text}))


def _set_times(figure: Figure, kind: str, at: int) -> Callable[[Number], Figure]:
    line = figure.lines[kind][at]
    return lambda times: figure.with_line(kind, at, replace(line, times=int(times)))


def _parent_keys(
    kind: EvidenceKind, identity: Sequence[str], figure: Figure
) -> Iterator[Mapping[str, str]]:
    """The cells by which a record belongs to each of the records it may belong to."""
    if kind.parent is None:
        yield {}
        return
    for line in figure.lines.get(kind.parent.evidence, ()):
        named = [line.cells[name] for name in identity if name in line.cells]
        if line.times == 1 and len(named) == len(identity):
            yield dict(zip(kind.parent.keys, named, strict=True))


def _days(figure: Figure) -> Iterator[date]:
    """Every date the figure states."""
    cells = [line.cells for lines in figure.lines.values() for line in lines]
    for text in (text for row in (figure.fields, *cells) for text in row.values()):
        try:
            yield date.fromisoformat(text)
        except ValueError:
            continue


def on_grid(number: Fraction, dial: Dial) -> Iterator[Number]:
    """The nearest numbers below and above that the dial can show."""
    steps = number / Fraction(dial.step)
    whole = steps.numerator // steps.denominator
    for count in (whole, whole + 1):
        found = plain(count * Fraction(dial.step))
        if dial.low is not None:
            found = max(found, dial.low)
        if dial.high is not None:
            found = min(found, dial.high)
        yield found
