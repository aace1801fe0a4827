"""`kaoping keys`: makes an API key for whoever may call the service."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import cast

import click

from service.auth.keys import SCOPES, Key, Scope, new_key
from service.cli.options import Day, Language, with_format, with_language
from service.cli.output import print_json


@click.command("keys")
@click.option("--name", required=True, help="谁的密钥 · whose key it is")
@click.option(
    "--scope",
    "scopes",
    type=click.Choice(SCOPES),
    multiple=True,
    default=("score",),
    help="可以做什么 · what it may do: score, audit",
)
@click.option("--expires", type=Day(), help="有效至哪天（含）· the last day it holds")
@click.option(
    "--file",
    type=click.Path(dir_okay=False, path_type=Path),
    help="写入这个密钥文件 · the file of keys it is added to",
)
@click.option("--pepper", envvar="KAOPING_PEPPER", default="", hidden=True)
@with_format
@with_language
def make_key(
    name: str,
    scopes: tuple[str, ...],
    expires: date | None,
    file: Path | None,
    pepper: str,
    form: str,
    language: Language,
) -> None:
    """生成一个密钥 · make an API key.

    密钥只显示这一次，文件里只存它的散列值 · it is shown once; the file keeps its hash only.
    """
    key, token = new_key(name, cast(tuple[Scope, ...], scopes), pepper.encode(), expires)
    if file is not None:
        _append(file, key)
    if form == "json":
        print_json({"token": token, "line": key.line(), "file": str(file) if file else None})
        return
    words = {
        "zh": ("密钥（只显示这一次）", "已写入", "请把这一行写入密钥文件"),
        "en": ("key, shown this once", "added to", "put this line into the file of keys"),
    }
    shown, added, put = words[language]
    click.echo(f"{shown}: {token}")
    click.echo(f"{added}: {file}" if file else f"{put}: {key.line()}")


def _append(file: Path, key: Key) -> None:
    """In one write, to a file that only its owner reads."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
    descriptor = os.open(file, flags, 0o600)
    with os.fdopen(descriptor, "a", encoding="utf-8") as lines:
        lines.write(key.line() + "\n")
