"""`kaoping export`: a result package as partitioned tables that a warehouse queries."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from scoring.intake.elsewhere import is_elsewhere
from scoring.package.steady import steadily
from scoring.package.stored import Stored
from scoring.reports.office.filing import open_stored
from scoring.warehouse.exporting import Export, export_package, send_package
from service.cli.faults import Misuse
from service.cli.options import Language, with_format, with_language
from service.cli.output import padded, print_json

_BOTH = "{rows:>13,} 行 rows，{files:,} 个文件 files，{bytes:,} B"
_ENGLISH = "{rows:>13,} rows, {files:,} files, {bytes:,} B"


@click.command("export")
@click.argument("package", type=click.Path(path_type=Path))
@click.option(
    "--out",
    required=True,
    help="表写进哪个文件夹，或者数据湖（s3://桶/文件夹）；别的细则、别的周期的不动 · the folder "
    "of the tables, or one of a data lake; rows of other policies and periods stay",
)
@with_format
@with_language
def export_tables(package: Path, out: str, form: str, language: Language) -> None:
    """把结果包导出成数据仓库可以查询的表 · a package as tables that a warehouse queries.

    PACKAGE 是结果包文件夹，不会改动；各列见 docs/warehouse.md · a result package, which is left as
    it is; docs/warehouse.md has the columns.
    """
    done = steadily(package, lambda: _exported(open_stored(package), out))
    if form == "json":
        tables = {name: asdict(written) for name, written in done.tables.items()}
        print_json({"folder": out, "place": done.place, "tables": tables})
        return
    for name, written in done.tables.items():
        told = _ENGLISH if language == "en" else _BOTH
        click.echo(padded(name, 10) + told.format(**asdict(written)))
    click.echo(f"{'written: ' if language == 'en' else '已写出 written：'}{out}/*/{done.place}")


def _exported(stored: Stored, out: str) -> Export:
    if not is_elsewhere(out):
        return export_package(stored, Path(out))
    if out.startswith("postgres"):
        raise Misuse(
            f"“{out}”不是文件夹，也不是数据湖", f"“{out}” is neither a folder nor a data lake"
        )
    return send_package(stored, out)
