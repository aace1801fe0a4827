"""`kaoping report`: what is filed, posted and sent, made from a result package."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

import click

from scoring.package.documents import documents_at
from scoring.package.manifest import PAGES
from scoring.package.steady import steadily
from scoring.reports.cards.card import AUDIENCES, Audience
from scoring.reports.cards.writing import CardsAsked, write_cards
from scoring.reports.naming import NamesShown
from scoring.reports.office.filing import file_report, open_stored
from scoring.run import require_subject, review_package
from service.cli.faults import DONE, Misuse
from service.cli.options import Language, with_format, with_language
from service.cli.output import ScreenProgress, print_json

Kind: TypeAlias = Literal["report", "cards"]
_KINDS: tuple[Kind, ...] = ("report", "cards")
_MADE_UNASKED: tuple[Kind, ...] = ("report",)
# Files that are named on the screen.
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Asked:
    """Which documents of a package, and in which form."""

    package: Path
    kinds: tuple[Kind, ...]
    language: Language
    cards: CardsAsked


@click.command("report")
@click.argument("package", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="写进哪个文件夹，默认是结果包旁边的 …-documents · default: PACKAGE-documents",
)
@click.option(
    "--only",
    "kinds",
    type=click.Choice(_KINDS),
    multiple=True,
    help="哪些文书，默认 report · which documents; default: report",
)
@click.option("--subject", "subjects", multiple=True, help="只要这个对象的 · of this subject alone")
@click.option(
    "--audience",
    type=click.Choice(AUDIENCES),
    default="subject",
    help="计分卡给谁看 · whom the cards are for",
)
@click.option(
    "--names",
    type=click.Choice(["full", "masked"]),
    help="公开的文书怎样写名称 · names in what is published: in full, or masked",
)
@click.option("--merged", is_flag=True, help="计分卡合成一个文件 · all cards in one file")
@click.option("--lift", is_flag=True, help="计分卡写上怎样能上一等 · cards say what would lift")
@with_format
@with_language
def write_documents(
    package: Path,
    out: Path | None,
    kinds: tuple[Kind, ...],
    subjects: tuple[str, ...],
    audience: Audience,
    names: NamesShown | None,
    merged: bool,
    lift: bool,
    form: str,
    language: Language,
) -> int:
    """从结果包写出供人阅读的文书 · the documents of a package, to file, to post and to send.

    PACKAGE 是结果包文件夹，不会改动 · a result package, which is left as it is.
    """
    if audience == "public" and names is None:
        raise Misuse(
            "公开的文书要写明 --names full（全名）或者 --names masked（隐名）",
            "say --names full or --names masked for what is published",
        )
    cards = CardsAsked(audience, language, subjects, names or "full", merged, lift)
    asked = Asked(package, kinds or _MADE_UNASKED, language, cards)
    out = out or package.resolve().with_name(f"{package.resolve().name}-documents")
    made = steadily(package, lambda: _made(asked, out))
    if form == "json":
        print_json({"folder": str(out), "documents": made})
        return DONE
    for line in _lines(made, out, language):
        click.echo(line)
    return DONE


def _made(asked: Asked, out: Path) -> list[str]:
    stored = open_stored(asked.package)
    made: list[str] = []
    with documents_at(out, asked.package) as folder:
        if "report" in asked.kinds:
            file_report(stored, folder / PAGES, asked.language)
            made.append(PAGES)
        if "cards" in asked.kinds:
            with ScreenProgress() as progress:
                outcome = review_package(asked.package, progress=progress)
            for subject in asked.cards.subjects:
                require_subject(subject, (a.subject for a in outcome.assessments))
            made += write_cards(outcome, folder, asked.cards)
    return made


def _lines(made: list[str], out: Path, language: Language) -> Iterator[str]:
    written = "written: " if language == "en" else "已写出 written："
    for name in made[:_SHOWN]:
        yield f"{written}{out / name}"
    if len(made) > _SHOWN:
        yield f"  … +{len(made) - _SHOWN:,}"
