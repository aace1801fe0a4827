"""`kaoping report`: what is filed, posted and sent, made from a result package."""

from __future__ import annotations

from pathlib import Path

import click

from scoring.package.documents import documents_at
from scoring.package.manifest import PAGES
from scoring.package.steady import steadily
from scoring.reports.office.filing import file_report, open_stored
from service.cli.faults import DONE
from service.cli.options import Language, with_format, with_language
from service.cli.output import print_json


@click.command("report")
@click.argument("package", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="写进哪个文件夹，默认是结果包旁边的 …-documents · default: PACKAGE-documents",
)
@with_format
@with_language
def write_documents(package: Path, out: Path | None, form: str, language: Language) -> int:
    """从结果包写出供人阅读的文书 · the documents of a package, to file, to post and to send.

    PACKAGE 是结果包文件夹，不会改动 · a result package, which is left as it is.
    """
    out = out or package.resolve().with_name(f"{package.resolve().name}-documents")
    made = steadily(package, lambda: _made(package, out, language))
    if form == "json":
        print_json({"folder": str(out), "documents": made})
        return DONE
    written = "written: " if language == "en" else "已写出 written："
    for name in made:
        click.echo(f"{written}{out / name}")
    return DONE


def _made(package: Path, out: Path, language: Language) -> list[str]:
    stored = open_stored(package)
    with documents_at(out, package) as folder:
        file_report(stored, folder / PAGES, language)
        return [PAGES]
