"""`kaoping docs`: policies as the rule books people read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from rules.handbook.book import handbook
from rules.handbook.page import page
from rules.library import Library, read_entry
from service.cli.faults import DONE
from service.cli.options import Language, with_format, with_language, with_policies
from service.cli.output import print_json
from service.cli.policies import library, policy_files


@click.command("docs")
@click.argument("policies", nargs=-1, required=True)
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="网页写进哪个文件夹 · a folder for the pages",
)
@with_format
@with_language
@with_policies
def write_handbooks(
    policies: tuple[str, ...], out: Path, form: str, language: Language, folders: tuple[Path, ...]
) -> int:
    """把细则写成人看的条文 · policies as rule books to read and print, one HTML file each.

    POLICIES 是细则文件、文件夹或者细则编号 · files, folders or ids of policies.
    """
    written = []
    out.mkdir(parents=True, exist_ok=True)
    for file in (file for name in policies for file in _files(name, library(folders))):
        head = read_entry(file).program.head
        book = handbook(file.read_bytes(), str(file), language)
        place = out / f"{head.id}-{head.version}{'.en' if language == 'en' else ''}.html"
        place.write_text(page(book, language), encoding="utf-8", newline="\n")
        written.append(place)
    if form == "json":
        print_json({"pages": [str(place) for place in written]})
        return DONE
    for place in written:
        click.echo(f"written: {place}" if language == "en" else f"已写出 written：{place}")
    return DONE


def _files(name: str, known: Library) -> Iterator[Path]:
    if Path(name).is_dir():
        yield from policy_files(Path(name))
    else:
        yield known.find(name).path
