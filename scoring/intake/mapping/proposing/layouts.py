"""Where the headings of a sheet stand, and which kind of evidence they fit best."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rules.expr.kinds import BooleanKind, CategoryKind, NumberKind, PercentKind
from rules.program import EvidenceKind, Program
from scoring.intake.kinds import Kinds
from scoring.intake.mapping.proposing.likeness import assigned
from scoring.intake.mapping.proposing.seen import meant_by
from scoring.intake.mapping.targets import Targets, targets_of
from scoring.intake.mapping.titles import titles_of
from scoring.intake.mapping.words import SUBJECTS
from scoring.intake.sheets import Merge, SheetRow

# Headings are looked for in so many rows that are not blank.
_SEARCHED = 15
_TALLEST = 2
# What the name of a sheet or of a file counts for, in points of a title.
_TOLD = 150
_LACK = 60
# A title that is a word of a wide table.
_A_WORD = 90
_LEAST_WIDE = 2


@dataclass(frozen=True, slots=True)
class WideLayout:
    """`columns` are the titles that are words of the item."""

    item: str
    number: str
    columns: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Layout:
    """`kind` is None for the table of subjects. `columns` are the fields by name."""

    kind: EvidenceKind | None
    targets: Targets
    headings: tuple[int, ...]
    titles: tuple[str, ...]
    columns: Mapping[str, int]
    wide: WideLayout | None

    @property
    def lacking(self) -> list[str]:
        given = [*self.columns, *((self.wide.item, self.wide.number) if self.wide else ())]
        return self.targets.lacking(given)


def best_layout(
    program: Program, rows: Sequence[SheetRow], merges: Sequence[Merge], told: Sequence[str]
) -> Layout | None:
    """`told` are the names of the sheet and the file. None where no heading fits anything."""
    best: tuple[int, Layout] | None = None
    for points, layout in _layouts(program, rows, merges, told):
        if best is None or points > best[0]:
            best = (points, layout)
    return best[1] if best else None


def _layouts(
    program: Program, rows: Sequence[SheetRow], merges: Sequence[Merge], told: Sequence[str]
) -> Iterator[tuple[int, Layout]]:
    kinds: list[EvidenceKind | None] = [*program.evidence, None]
    by_name = Kinds(program)
    filled = [row for row in rows if any(row.cells)][:_SEARCHED]
    for at in range(len(filled)):
        for height in range(1, _TALLEST + 1):
            heads = filled[at : at + height]
            if len(heads) < height or heads[-1].number - heads[0].number != height - 1:
                continue
            if any(len(set(filter(None, map(str.strip, row.cells)))) < 2 for row in heads):
                # The title of the whole table is no heading of its columns.
                continue
            titles = tuple(titles_of(heads, merges))
            for kind in kinds:
                layout, points = _fitted(program, kind, heads, titles)
                if points:
                    bonus = _TOLD * any(_tells(by_name, word, kind, program) for word in told)
                    # Of two that fit alike the one with fewer rows and fewer gaps is taken.
                    yield points + bonus - height - _LACK * len(layout.lacking), layout


def _fitted(
    program: Program, kind: EvidenceKind | None, heads: Sequence[SheetRow], titles: tuple[str, ...]
) -> tuple[Layout, int]:
    targets = targets_of(program, kind)
    named = dict(enumerate(titles))
    columns, points = assigned(named, targets)
    wide = None
    for item, found in _items(kind, titles) if kind else ():
        rest = {at: title for at, title in named.items() if at not in found}
        others, other_points = assigned(rest, targets, without=(item,))
        numbers = _numbers(kind, others) if kind else []
        if len(numbers) == 1 and other_points + _A_WORD * len(found) > points:
            columns, points = others, other_points + _A_WORD * len(found)
            wide = WideLayout(item, numbers[0], found)
    rows = tuple(row.number for row in heads)
    columns = _named_once(columns, targets)
    return Layout(kind, targets, rows, titles, columns, wide), points


def _named_once(columns: Mapping[str, int], targets: Targets) -> Mapping[str, int]:
    """Of several ways to name the subject the first that is whole stays."""
    whole = next((group for group in targets.naming if set(group) <= columns.keys()), ())
    others = {word for group in targets.naming for word in group} - set(whole)
    return {name: at for name, at in columns.items() if not whole or name not in others}


def _tells(kinds: Kinds, word: str, kind: EvidenceKind | None, program: Program) -> bool:
    if kind is None:
        return word in (*SUBJECTS, program.subject.kind)
    return kinds.named(word) == kind


def _items(kind: EvidenceKind, titles: Sequence[str]) -> Iterator[tuple[str, Mapping[int, str]]]:
    """Fields of which several titles are words."""
    for item in kind.fields:
        if not isinstance(item.kind, CategoryKind):
            continue
        words = {word: word for word in item.kind.words}
        if kind.wide and kind.wide.item == item.name:
            words = dict(kind.wide.columns)
        found = {
            at: words[meant]
            for at, title in enumerate(titles)
            if (meant := meant_by(title.rpartition("/")[2], tuple(words)))
        }
        if len(found) >= _LEAST_WIDE and len(set(found.values())) == len(found):
            yield item.name, found


def _numbers(kind: EvidenceKind, columns: Mapping[str, int]) -> list[str]:
    """The fields that a wide table could hold: they have no column of their own."""
    return [
        wanted.name
        for wanted in kind.fields
        if isinstance(wanted.kind, NumberKind | PercentKind | BooleanKind)
        and wanted.name not in columns
    ]
