"""Writes the score cards of a package: a file each, or all in one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rules.backends.crossed import matcher_for
from scoring.assessment import Assessment
from scoring.explanation.account import Account
from scoring.explanation.voice import Language, Voice
from scoring.reports.cards.card import Audience, score_card
from scoring.reports.document import Document
from scoring.reports.docx.page import written
from scoring.reports.html.writing import write_pages
from scoring.reports.naming import NamesShown, file_name
from scoring.reports.summary import about, marks
from scoring.runs.outcome import Outcome
from scoring.whatif.lifting import lift

_MERGED = "cards"


@dataclass(frozen=True, slots=True)
class CardsAsked:
    """`subjects` none is everybody; `lift` says what would lift each, which takes its time; `word`
    makes documents of Word instead of pages."""

    audience: Audience
    language: Language
    subjects: tuple[str, ...] = ()
    names: NamesShown = "in_full"
    merged: bool = False
    lift: bool = False
    word: bool = False

    @property
    def ending(self) -> str:
        return ".docx" if self.word else ".html"


def write_cards(outcome: Outcome, folder: Path, asked: CardsAsked) -> list[str]:
    """The names of the files, in the order of the subjects. One card is in memory at a time."""
    wanted = [a for a in outcome.assessments if not asked.subjects or a.subject in asked.subjects]
    cards = _cards(outcome, wanted, asked)
    if asked.merged:
        name = f"{_MERGED}{asked.ending}"
        cover = Document(outcome.program.head.title, about(outcome), marks(outcome), ())
        _write(cover, cards, folder / name, asked)
        return [name]
    (folder / "cards").mkdir()
    made = []
    for number, (own, card) in enumerate(zip(wanted, cards, strict=True), 1):
        made.append(f"cards/{file_name(number, own.subject)}{asked.ending}")
        _write(card, [card], folder / made[-1], asked)
    return made


def _write(cover: Document, cards: Iterable[Document], path: Path, asked: CardsAsked) -> None:
    if asked.word:
        path.write_bytes(written(cards, asked.language))
    else:
        write_pages(cover, cards, path, asked.language)


def _cards(outcome: Outcome, wanted: Iterable[Assessment], asked: CardsAsked) -> Iterator[Document]:
    program, evidence = outcome.program, outcome.evidence
    everybody = {assessment.subject: assessment for assessment in outcome.assessments}
    matcher = matcher_for(program, "reference")
    source = f"kaoping {outcome.engine.versions['kaoping']} · {program.digest}"
    for own in wanted:
        better = lift(program, evidence, everybody, own.subject, matcher) if asked.lift else None
        yield score_card(
            Account(program, evidence, own, Voice(asked.language)),
            asked.audience,
            marks(outcome),
            names=asked.names,
            lift=better,
            source=source,
        )
