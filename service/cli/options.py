"""Options that several commands share."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Literal, TypeVar

import click

from scoring.intake.deliveries import Delivery
from scoring.intake.elsewhere import Elsewhere, is_elsewhere
from scoring.runs.memory import UNITS
from service.cli.faults import Misuse

Language = Literal["zh", "en"]

_Command = TypeVar("_Command", bound=Callable[..., Any])

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
# By which a whole population is assessed on this machine.
ENGINES = ("auto", "durable", "reference", "duckdb")
ANY_PATH = click.Path(exists=True, path_type=Path)


class Day(click.ParamType[date]):
    """A calendar date: 2026-12-31."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        # `fromisoformat` alone would take 20261231 and 2026-W53-4 too.
        if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
            with suppress(ValueError):
                return date.fromisoformat(value)
        name = param.opts[0] if param else self.name
        raise Misuse(
            f"{name} 的“{value}”不是日期，请写成 2026-12-31 的样子",
            f"{name}: “{value}” is not a date; write it like 2026-12-31",
        )


class Size(click.ParamType[int]):
    """An amount of memory in bytes: 512MB, 2GB."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        found = re.fullmatch(r"([1-9][0-9]{0,5})(MB|GB)", str(value))
        if found:
            return int(found[1]) * UNITS[found[2]]
        name = param.opts[0] if param else self.name
        raise Misuse(
            f"{name} 的“{value}”不是大小，请写成 512MB、2GB 的样子",
            f"{name}: “{value}” is not a size; write it like 512MB or 2GB",
        )


class EvidencePath(click.ParamType[Path | Delivery | Elsewhere]):
    """A file or folder; KIND=PATH says which evidence kind it holds, and KIND=URL where a table or
    files of that kind lie. A path may have “=” in it."""

    name = "path"

    def __init__(self, *, elsewhere: bool = False) -> None:
        """`elsewhere` where the command brings what lies elsewhere."""
        self._elsewhere = elsewhere

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path | Delivery | Elsewhere:
        kind, equals, path = str(value).partition("=")
        if self._elsewhere and is_elsewhere(str(value)):
            raise Misuse(
                f"请在地址前写明种类：种类={value}",
                f"say the kind before the address: KIND={value}",
            )
        if self._elsewhere and equals and is_elsewhere(path):
            return Elsewhere(path, kind)
        if not equals or not kind or Path(str(value)).exists():
            return Path(ANY_PATH.convert(value, param, ctx))
        return Delivery(Path(ANY_PATH.convert(path, param, ctx)), kind)


def with_format(command: _Command) -> _Command:
    choice = click.Choice(["text", "json"])
    return click.option(
        "--format", "form", type=choice, default="text", help="文字或 JSON · words or JSON"
    )(command)


def with_language(command: _Command) -> _Command:
    choice = click.Choice(["zh", "en"])
    return click.option(
        "--lang", "language", type=choice, default="zh", help="文字的语言 · language of the words"
    )(command)


def with_evidence(*, required: bool, elsewhere: bool = False) -> Callable[[_Command], _Command]:
    return click.option(
        "--evidence",
        type=EvidencePath(elsewhere=elsewhere),
        multiple=True,
        required=required,
        metavar="[KIND=]PATH…",
        help="证据：xlsx、csv（UTF-8、GB18030）、jsonl、parquet、zip、文件夹；“投诉=文件”指明种类"
        " · evidence: files, folders; KIND=PATH says the kind",
    )


def with_history(command: _Command) -> _Command:
    command = click.option(
        "--history",
        type=ANY_PATH,
        multiple=True,
        help="往期结果：结果包或表 · earlier results: packages or tables",
    )(command)
    return click.option(
        "--history-from",
        type=Day(),
        help="往期结果从哪天起齐全 · the day from which history is complete",
    )(command)


def with_imports(command: _Command) -> _Command:
    return click.option(
        "--imports",
        type=FOLDER,
        multiple=True,
        help="引用的结果：别的细则的结果包 · results of other policies: their packages",
    )(command)


def with_mapping(command: _Command) -> _Command:
    return click.option(
        "--mapping",
        type=FILE,
        help="怎样读表，默认为数据旁边的映射 · how tables are read; default: the one beside them",
    )(command)


def with_policies(command: _Command) -> _Command:
    return click.option(
        "--policies",
        "folders",
        type=FOLDER,
        multiple=True,
        envvar="KAOPING_POLICIES",
        help="自有细则的文件夹 · a folder of your own policies (KAOPING_POLICIES)",
    )(command)


_MANY = ("--evidence", "--history", "--imports")


class ManyPaths(click.Command):
    """Lets one `--evidence`, `--history` or `--imports` take several paths, as the shell expands
    them: after the policy, every word up to the next option belongs to it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        spread: list[str] = []
        taking = ""
        for word in args:
            if word.startswith("-") and word != "-":
                taking = word if word in _MANY and not args[0].startswith("-") else ""
                spread.append(word)
            elif taking and spread[-1] != taking:
                spread += [taking, word]
            else:
                spread.append(word)
        return super().parse_args(ctx, spread)
