"""How a comparison is told: in which language, to how many rows and names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rules.values import Number, Value, show_number
from scoring.comparison.comparison import Comparison
from scoring.comparison.pairs import Presence, Standing
from scoring.explanation.voice import Language
from scoring.notes import Words
from scoring.package.table import Column
from scoring.reports.document import Block, Grid, Heading, Remark

NAME = Column("name")
COUNT = Column("count", "whole", form="grouped")
_STATES: Mapping[Presence, Words] = {
    "graded": Words("已评", "graded"),
    "not_graded": Words("未评", "not graded"),
    "pending": Words("待定", "pending"),
    "absent": Words("不在结果里", "not in the result"),
}


@dataclass(frozen=True, slots=True)
class Teller:
    """No more than so many `rows` of a grid and `names` of subjects in a cell are told; what is
    left out is said. `digits` are the decimals of totals, `names_of` people's names by subject."""

    language: Language
    rows: int
    names: int
    digits: int
    has_total: bool
    names_of: Mapping[str, str]

    def say(self, words: Words) -> str:
        return words.zh if self.language == "zh" else words.en

    def joined(self, parts: Iterable[str]) -> str:
        return ("、" if self.language == "zh" else ", ").join(parts)

    def called(self, subject: str) -> str:
        """The subject's name with its id, where the policy says which field is its name."""
        name = self.names_of.get(subject)
        return f"{name}（{subject}）" if name else subject

    def people(self, subjects: Sequence[str]) -> str:
        shown = self.joined(self.called(subject) for subject in subjects[: self.names])
        more = len(subjects) - self.names
        return f"{shown} … +{more:,}" if more > 0 else shown

    def standing(self, one: Standing) -> Words:
        return Words(one.grade, one.grade) if one.grade is not None else _STATES[one.state]

    def stood(self, one: Standing, provisional: bool) -> str:
        told = self.say(self.standing(one))
        return self.for_now(told) if provisional else told

    def for_now(self, told: str) -> str:
        return f"{told}（暂定）" if self.language == "zh" else f"{told} (provisional)"

    def grid(
        self,
        headings: tuple[Heading, ...],
        rows: Sequence[tuple[Value, ...]],
        title: Words | None = None,
    ) -> Iterator[Block]:
        """Nothing where there are no rows."""
        if not rows:
            return
        yield Grid(headings, rows[: self.rows], title)
        if (more := len(rows) - self.rows) > 0:
            yield Remark(
                Words(
                    f"另有 {more:,} 行未列出；--format json 有全部",
                    f"{more:,} more rows; --format json has all of them",
                )
            )


def teller_of(found: Comparison, language: Language, *, rows: int, names: int) -> Teller:
    totals = [o.program.total for o in (found.before, found.after) if o.program.total]
    return Teller(
        language,
        rows,
        names,
        digits=max((total.rounding.digits for total in totals), default=0),
        has_total=bool(totals),
        names_of={pair.subject: pair.name for pair in found.pairs if pair.name},
    )


def yuan_told(amount: Number, digits: int) -> str:
    """An amount that is not below zero, its thousands grouped."""
    whole, point, part = show_number(amount, digits).partition(".")
    return f"{int(whole):,}{point}{part}"
