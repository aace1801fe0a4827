"""`kaoping list` and `kaoping check`: the policies at hand, and what is wrong with a policy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from rules.compile import check_policy
from rules.diagnostics import Diagnostic, PolicyError, diagnose, has_errors, render
from rules.library import BESIDE, CALENDAR, Entry, Library, shipped
from rules.widths import width
from service.cli.faults import DONE, WRONG
from service.cli.options import (
    ANY_PATH,
    Language,
    with_format,
    with_language,
    with_policies,
)
from service.cli.output import padded, print_json
from service.cli.sarif import sarif
from service.cli.together import circle_problems, is_plan, plan_problems

# How the name of a file of policy tests ends.
TESTS = ".test.yaml"
STATUS = {
    "draft": ("起草", "draft"),
    "shadow": ("仅计分", "shadow"),
    "effective": ("生效", "effective"),
    "repealed": ("废止", "repealed"),
}


def library(folders: tuple[Path, ...]) -> Library:
    """A user's own folders come before the policies shipped with kaoping."""
    return Library((*folders, shipped()))


def calendars_for(entry: Entry, folders: tuple[Path, ...]) -> tuple[Path, ...]:
    """The calendars at hand where the policy counts working days."""
    return library(folders).calendars() if entry.program.counts_working_days else ()


@click.command("list")
@with_format
@with_language
@with_policies
def list_policies(form: str, language: Language, folders: tuple[Path, ...]) -> None:
    """列出可用的细则 · the policies at hand."""
    entries = library(folders).entries()
    if form == "json":
        print_json({"policies": [_described(entry) for entry in entries]})
        return
    rows = [_row(entry, language) for entry in entries]
    widths = [max(width(row[i]) for row in rows) for i in range(5)] if rows else []
    for row in rows:
        cells = [padded(cell, columns) for cell, columns in zip(row, widths, strict=True)]
        click.echo("  ".join(cells).rstrip())


def _described(entry: Entry) -> dict[str, Any]:
    head = entry.program.head
    return {
        "id": head.id,
        "version": head.version,
        "title": head.title,
        "status": head.status,
        "in_force": {
            "from": head.effective_from.isoformat(),
            "to": head.effective_to.isoformat() if head.effective_to else None,
        },
        "period": head.period,
        "systems": list(head.systems),
        "digest": entry.program.digest,
        "sample": entry.sample.is_file(),
    }


def _row(entry: Entry, language: Language) -> tuple[str, ...]:
    head = entry.program.head
    zh, en = STATUS[head.status]
    until = head.effective_to.isoformat() if head.effective_to else ""
    return (
        head.id,
        head.version,
        en if language == "en" else f"{zh} {en}",
        f"{head.effective_from.isoformat()} – {until}".rstrip(),
        head.title,
    )


@click.command("check")
@click.argument("paths", type=ANY_PATH, nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif"]),
    default="text",
    help="文字、JSON 或 SARIF · words, JSON or SARIF",
)
@with_language
@with_policies
def check_policies(
    paths: tuple[Path, ...], form: str, language: Language, folders: tuple[Path, ...]
) -> int:
    """检查细则和计划 · what is wrong with a policy or a plan, with its place.

    PATHS 是细则文件、计划文件或者文件夹；有错误时退出码为 1，警告不影响
    · files or folders; exit code 1 where one is wrong, whatever the warnings.
    """
    shelf = library(folders)
    files = [file for path in paths for file in policy_files(path)]
    by_file = {file: _problems(file, shelf) for file in files}
    for file, problem in circle_problems(files, shelf):
        by_file.setdefault(file, []).append(problem)
    checked = list(by_file.items())
    problems = [problem for _, found in checked for problem in found]
    match form:
        case "json":
            found = [placed(file, problem) for file, some in checked for problem in some]
            print_json({"files": [str(file) for file in files], "diagnostics": found})
        case "sarif":
            print_json(sarif(checked))
        case _:
            for problem in problems:
                click.echo(render(problem, "en" if language == "en" else "both") + "\n")
            click.echo(_tally(len(files), problems, language))
    return WRONG if has_errors(problems) else DONE


def policy_files(path: Path) -> list[Path]:
    """The file itself, or every policy below a folder, without tests and samples; there is one."""
    if not path.is_dir():
        return [path]
    files = [
        file
        for file in sorted(path.rglob("*.yaml"))
        if not file.name.endswith(BESIDE) and file.parent.name not in ("sample", CALENDAR)
    ]
    if not files:
        raise PolicyError([diagnose("no-policy-file", None, path=path)])
    return files


def _problems(file: Path, shelf: Library) -> list[Diagnostic]:
    if file.name.endswith(TESTS):
        return [diagnose("is-test-file", None, path=file)]
    if file.name.endswith(BESIDE):
        return [diagnose("is-supplement", None, path=file)]
    data = file.read_bytes()
    if is_plan(data, str(file)):
        return plan_problems(file, shelf)
    return check_policy(data, str(file))


def placed(file: Path, problem: Diagnostic) -> dict[str, Any]:
    line, column = problem.span.position if problem.span else (None, None)
    return {
        "file": str(file),
        "line": line,
        "column": column,
        "severity": problem.severity,
        "code": problem.code,
        "zh": problem.sentence("zh"),
        "en": problem.sentence("en"),
        "hint_zh": problem.hint("zh"),
        "hint_en": problem.hint("en"),
    }


def _tally(files: int, problems: list[Diagnostic], language: Language) -> str:
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = sum(problem.severity == "warning" for problem in problems)
    notes = sum(problem.severity == "note" for problem in problems)
    english = f"files {files}, errors {errors}, warnings {warnings}"
    chinese = f"{files} 个文件：{errors} 个错误，{warnings} 个警告"
    if notes:
        chinese, english = f"{chinese}，{notes} 条说明", f"{english}, notes {notes}"
    return english if language == "en" else f"{chinese} · {english}"
