"""What went wrong, as exit codes and words: 1 policy or data, 2 command, 3 our fault."""

from __future__ import annotations

import hashlib
import os
import tempfile
import traceback
from pathlib import Path
from typing import Any

import click

from rules.system import cure, reason

DONE, WRONG, MISUSED, FAILED = 0, 1, 2, 3


# What the arguments of the commands stand for.
_ARGUMENTS = {"POLICY": "细则", "PACKAGE": "结果包", "SUBJECT": "考评对象", "PATHS": "细则文件"}


class Misuse(click.UsageError):
    """A command that cannot be meant as it stands, in both languages."""

    def __init__(self, zh: str, en: str, context: click.Context | None = None) -> None:
        self.zh = zh
        super().__init__(en, context)


class NotYet(Misuse):
    """A public word whose meaning is not built yet: refused, never ignored."""

    def __init__(self, word: str) -> None:
        super().__init__(f"{word}：尚未支持", f"{word}: not yet")


def report_misuse(error: click.ClickException) -> None:
    """What the command line says wrong, and where its help is."""
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        click.echo(error.format_message(), err=True)
        return
    context = error.ctx if isinstance(error, click.UsageError) else None
    click.echo(f"错误[command] {_in_chinese(error)}\n    error: {error.format_message()}", err=True)
    if context is not None:
        click.echo(f"    提示 / hint: {context.command_path} --help", err=True)


def _in_chinese(error: click.ClickException) -> str:
    match error:
        case Misuse(zh=zh):
            return zh
        case click.NoSuchOption(option_name=name):
            return f"没有选项“{name}”"
        case click.MissingParameter(param=param) if param is not None:
            return f"缺少 {_called(param)}"
        case click.BadParameter(param=param) if param is not None:
            return f"{_called(param)} 的值不对{_wanted(param.type)}"
    return "命令用法不对"


def _called(param: click.Parameter) -> str:
    if isinstance(param, click.Option):
        return param.opts[0]
    name = param.human_readable_name
    return f"{name}（{_ARGUMENTS[name]}）"


def _wanted(kind: click.ParamType[Any]) -> str:
    match kind:
        case click.Choice(choices=choices):
            return f"：可以写 {'、'.join(choices)}"
        case click.Path(exists=True, file_okay=file_okay, dir_okay=dir_okay):
            allowed = [("文件", file_okay), ("文件夹", dir_okay)]
            return f"：应当是已有的{'或者'.join(word for word, fine in allowed if fine)}"
    return ""


def file_trouble(error: OSError) -> str:
    """Which file the system refused, why, and what to do."""
    name, (why, why_en) = str(error.filename or ""), reason(error)
    zh = "：".join(part for part in (name, why) if part)
    en = ": ".join(part for part in (name, why_en) if part)
    hints = cure(error)
    hint = f"\n    提示：{hints[0]}\n    hint: {hints[1]}" if hints else ""
    return f"错误[file] 文件读写失败：{zh}\n    error: {en}{hint}"


def report_incident(error: BaseException) -> None:
    """Our fault: a number to report, and the details in a file only the user can read. The number
    is made from the details, so the same fault has the same number."""
    details = "".join(traceback.format_exception(error))
    incident = hashlib.sha256(details.encode(errors="replace")).hexdigest()[:8]
    path = Path(tempfile.gettempdir()) / f"kaoping-incident-{incident}.txt"
    where = f"\n    提示 / hint: {path}" if _kept(path, details) else ""
    click.echo(
        f"错误[incident] 程序内部出错，编号 {incident}；没有写出任何结果\n"
        f"    error: kaoping failed, incident {incident}; no result was written{where}",
        err=True,
    )


def _kept(path: Path, details: str) -> bool:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return True
    except OSError:
        return False
    with os.fdopen(descriptor, "w", encoding="utf-8", errors="replace") as file:
        file.write(details)
    return True
