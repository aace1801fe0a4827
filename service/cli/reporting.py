"""`kaoping report`: what is filed, posted and sent, made from a result package."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeAlias, get_args

import click

from scoring.package.documents import documents_at
from scoring.package.manifest import PAGES, REPORT
from scoring.package.steady import steadily
from scoring.reports.cards.card import AUDIENCES
from scoring.reports.cards.writing import CardsAsked, write_cards
from scoring.reports.docx.annexes import MOST_ROWS, TooLong, write_annexes
from scoring.reports.docx.notices import Unmade, write_notices
from scoring.reports.docx.templates import Templates, write_templates
from scoring.reports.naming import NamesShown
from scoring.reports.office.filing import file_both, open_stored
from scoring.run import require_subject, review_package
from service.cli.faults import DONE, Misuse
from service.cli.options import FOLDER, Language, with_format, with_language
from service.cli.output import ScreenProgress, print_json, tell

Kind: TypeAlias = Literal["report", "annexes", "notices", "cards"]
_KINDS: tuple[Kind, ...] = get_args(Kind)
_MADE_UNASKED: tuple[Kind, ...] = ("report",)
_NAMES: Mapping[str | None, NamesShown] = {"full": "in_full", "masked": "masked"}
# Files that are named on the screen.
_SHOWN = 5


Left: TypeAlias = TooLong | Unmade


@dataclass(frozen=True, slots=True)
class Asked:
    """Which documents of a package, and in which form."""

    package: Path
    kinds: tuple[Kind, ...]
    language: Language
    cards: CardsAsked
    templates: Path | None
    names: NamesShown | None

    @property
    def published(self) -> bool:
        """Whether anything of it is for the public."""
        return "annexes" in self.kinds or (
            "cards" in self.kinds and self.cards.audience == "public"
        )


@click.command("report")
@click.argument("package", type=click.Path(path_type=Path), required=False)
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
@click.option(
    "--templates",
    type=FOLDER,
    help="自己的模板（.docx）放在哪个文件夹 · a folder of your own templates (.docx)",
)
@click.option(
    "--write-templates",
    "to_edit",
    type=click.Path(file_okay=False, path_type=Path),
    help="把模板写进这个文件夹供修改 · writes the templates into a folder, to be edited",
)
@click.option("--merged", is_flag=True, help="计分卡合成一个文件 · all cards in one file")
@click.option("--word", is_flag=True, help="计分卡写成 Word 文档 · cards as documents of Word")
@click.option("--lift", is_flag=True, help="计分卡写上怎样能上一等 · cards say what would lift")
@with_format
@with_language
def write_documents(
    package: Path | None,
    out: Path | None,
    to_edit: Path | None,
    form: str,
    **asked: Any,
) -> int:
    """从结果包写出供人阅读的文书 · the documents of a package, to file, to post and to send.

    PACKAGE 是结果包文件夹，不会改动 · a result package, which is left as it is.
    """
    language: Language = asked["language"]
    if to_edit is not None:
        _tell(write_templates(to_edit), (), to_edit, form, language)
        return DONE
    if package is None:
        raise Misuse("请给出结果包", "name a result package")
    whole = package.resolve()
    out = out or whole.with_name(f"{whole.name}-documents")
    wanted = _asked(package, asked)
    made, left = steadily(package, lambda: _made(wanted, out))
    _tell(made, left, out, form, language)
    return DONE


def _asked(package: Path, asked: dict[str, Any]) -> Asked:
    kinds = asked["kinds"] or _MADE_UNASKED
    cards = CardsAsked(
        asked["audience"],
        asked["language"],
        asked["subjects"],
        merged=asked["merged"],
        lift=asked["lift"],
        word=asked["word"],
    )
    names = _NAMES.get(asked["names"])
    return Asked(package, kinds, asked["language"], cards, asked["templates"], names)


def _named(asked: Asked, stated: NamesShown | None) -> NamesShown:
    """How the public reads names: as the policy states, or more sparingly; where it does not say,
    as the command does."""
    if asked.names == "in_full" and stated == "masked":
        raise Misuse(
            "细则写明公示名称隐名，不能用 --names full",
            "the policy masks names in public: --names full cannot be used",
        )
    names = asked.names or stated
    if names is None and asked.published:
        raise Misuse(
            "公开的文书要写明 --names full（全名）或者 --names masked（隐名），"
            "或者在细则的“对象”里写“公示名称”",
            "say --names full or --names masked for what is published, "
            "or have the policy state public_names",
        )
    return names or "in_full"


def _made(asked: Asked, out: Path) -> tuple[list[str], list[Left]]:
    """The files written, and what was left out."""
    stored = open_stored(asked.package)
    triggers = tuple(trigger.name for trigger in stored.program.triggers)
    templates = Templates(asked.templates, triggers)
    if stored.settlement is not None and set(asked.kinds) != {"annexes"}:
        raise Misuse(
            "兑现结果只能写出 --only annexes；其他文书从考评的结果包写出",
            "a settlement has --only annexes; the result package has the other documents",
        )
    names = _named(asked, stored.program.subject.public_names)
    asked = replace(asked, cards=replace(asked.cards, names=names))
    made: list[str | Left] = []
    with documents_at(out, asked.package) as folder:
        if "report" in asked.kinds:
            file_both(stored, folder / PAGES, folder / REPORT, asked.language)
            made += [PAGES, REPORT]
        if "annexes" in asked.kinds:
            made += write_annexes(stored, folder, templates, names)
        if {"notices", "cards"} & set(asked.kinds):
            made += _of_subjects(asked, folder, templates)
    files = [one for one in made if isinstance(one, str)]
    return files, [one for one in made if not isinstance(one, str)]


def _of_subjects(asked: Asked, folder: Path, templates: Templates) -> Iterator[str | Left]:
    """What needs the records: everything is computed anew, and compared with the package."""
    with ScreenProgress() as progress:
        outcome = review_package(asked.package, progress=progress)
    subjects = asked.cards.subjects
    for subject in subjects:
        require_subject(subject, (a.subject for a in outcome.assessments))
    if "notices" in asked.kinds:
        yield from write_notices(outcome, folder, templates, subjects)
    if "cards" in asked.kinds:
        yield from write_cards(outcome, folder, asked.cards)


def _tell(
    made: Sequence[str], left: Sequence[Left], out: Path, form: str, language: Language
) -> None:
    if form == "json":
        told = [asdict(one) for one in left]
        print_json({"folder": str(out), "documents": list(made), "left_out": told})
        return
    written = "written: " if language == "en" else "已写出 written："
    for name in made[:_SHOWN]:
        click.echo(f"{written}{out / name}")
    if len(made) > _SHOWN:
        click.echo(f"  … +{len(made) - _SHOWN:,}")
    for one in left:
        tell(*_why(one))


def _why(left: Left) -> tuple[str, str]:
    match left:
        case TooLong(name, file):
            return (
                f"“{name}”多于 {MOST_ROWS:,} 行，没有做成文书；全部内容见 {file}",
                f"“{name}” has more than {MOST_ROWS:,} rows and no document: {file} has all",
            )
        case Unmade(trigger, cases, pending):
            return (
                f"“{trigger}”没有通知书：没有对应模板的 {cases:,} 个，待定的 {pending:,} 个；"
                f"可以在 --templates 的文件夹里放 {trigger}.docx",
                f"“{trigger}”: no notice for {cases:,} cases without a template and {pending:,} "
                f"pending ones; --templates may have a {trigger}.docx",
            )
