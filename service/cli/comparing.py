"""`kaoping compare` and `kaoping impact`: what differs in two results, what an edit would do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from rules.backends.crossed import Engine
from rules.diagnostics import PolicyError, closest, diagnose
from rules.library import Entry
from rules.values import Number, read_decimal, read_percent
from scoring.comparison.comparison import Comparison, compare
from scoring.comparison.limits import WATCHED, Forbidden, Limits, breaches, names_of
from scoring.comparison.plain import as_json
from scoring.package.steady import steadily
from scoring.reports.comparison.report import comparison_report
from scoring.reports.comparison.teller import teller_of
from scoring.reports.html.page import document_page
from scoring.runs.impact import open_package, run_both, try_both
from scoring.runs.request import Request
from scoring.runs.sample import read_sample
from service.cli.document_lines import document_lines
from service.cli.faults import DONE, WRONG, Misuse
from service.cli.options import (
    FILE,
    Day,
    Language,
    ManyPaths,
    with_evidence,
    with_history,
    with_imports,
    with_language,
    with_mapping,
    with_policies,
)
from service.cli.output import ScreenProgress, json_text
from service.cli.policies import calendars_for, library
from service.cli.reviews import require_evidence

_Command = TypeVar("_Command", bound=Callable[..., Any])

# Rows of a table and names in a cell: what a screen holds, and what a page does.
_ON_SCREEN = {"rows": 20, "names": 5}
_ON_PAGE = {"rows": 5_000, "names": 5_000}


def _with_verdict(command: _Command) -> _Command:
    """How the comparison is told, and what makes it fail."""
    for option in (
        click.option(
            "--forbid",
            multiple=True,
            metavar="KIND[:NAME]",
            help="不许变动的：any、grade、state、total、list、trigger、coefficient、award，"
            "可加名称，如 list:红榜 · what may not change",
        ),
        click.option(
            "--max-money", metavar="YUAN", help="奖励资金最多增减多少元 · yuan that may move"
        ),
        click.option(
            "--max-moved", metavar="N|N%", help="最多多少对象变动 · subjects that may move"
        ),
        click.option(
            "--format",
            "form",
            type=click.Choice(["table", "json", "html"]),
            default="table",
            help="表、JSON 或网页 · a table, JSON or a page",
        ),
    ):
        command = option(command)
    return with_language(command)


@click.command("compare")
@click.argument("before", type=click.Path(path_type=Path), metavar="PACKAGE")
@click.argument("after", type=click.Path(path_type=Path), metavar="PACKAGE")
@_with_verdict
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="写到文件 · a file")
def compare_packages(before: Path, after: Path, out: Path | None, **asked: Any) -> int:
    """比较两个结果包 · what differs in two result packages.

    前一个是原来的，后一个是新的；超过限度时退出码为 1 · the old one first; exit code 1 where a
    limit is exceeded.
    """

    def compared() -> Comparison:
        with ScreenProgress() as progress:
            ours = open_package(before, progress=progress)
            return compare(ours, open_package(after, progress=progress))

    found = steadily(before, lambda: steadily(after, compared))
    return _show(found, asked, out)


@click.command("impact", cls=ManyPaths)
@click.argument("old", metavar="POLICY")
@click.argument("new", metavar="POLICY")
@with_evidence(required=False)
@click.option("--subjects", type=FILE, help="对象表 · the subjects and their fields")
@click.option("--sample", is_flag=True, help="用细则自带的示例数据 · the policy's own sample")
@click.option("--period", help="周期 · 2026, 2026-H1, 2026-Q1, 2026-03, 2026-01-01/2026-03-31")
@click.option("--as-of", type=Day(), help="截止日，默认为周期末 · default: the end of the period")
@click.option(
    "--engine",
    type=click.Choice(["auto", "durable", "duckdb", "reference"]),
    default="auto",
    help="引擎 · engine",
)
@with_history
@with_imports
@with_mapping
@_with_verdict
@click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="写到文件 · a file")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    help="另把两个结果包写进这个文件夹 · a folder for both packages",
)
@with_policies
def weigh_edit(old: str, new: str, **asked: Any) -> int:
    """试算细则的改动 · what an edit of a policy would do.

    前一份是原细则，后一份是改过的：文件或者编号；超过限度时退出码为 1 · the policy as it is and as
    it would be, files or ids; exit code 1 where a limit is exceeded.
    """
    require_evidence(asked)
    policies = library(asked["folders"])
    entries = policies.find(old), policies.find(new)
    request = _request(entries, asked)
    ours, theirs = (
        replace(request, policy=entry.path, calendars=calendars_for(entry, asked["folders"]))
        for entry in entries
    )
    with ScreenProgress() as progress:
        if asked["out"]:
            outcomes = run_both(ours, theirs, asked["out"], progress=progress)
        else:
            outcomes = try_both(ours, theirs, progress=progress)
        found = compare(*outcomes)
    return _show(found, asked, asked["report"])


def _request(entries: tuple[Entry, Entry], asked: dict[str, Any]) -> Request:
    engine = cast(Engine, asked["engine"])
    if asked["sample"]:
        for entry in entries:
            if entry.sample.is_file():
                return replace(read_sample(entry.sample, entry.path), engine=engine)
        raise PolicyError([diagnose("trials-without-sample", None)])
    return Request(
        policy=entries[0].path,
        evidence=asked["evidence"],
        period=asked["period"],
        subjects=asked["subjects"],
        as_of=asked["as_of"],
        engine=engine,
        history=asked["history"],
        history_from=asked["history_from"],
        mapping=asked["mapping"],
        imports=asked["imports"],
    )


def _show(found: Comparison, asked: dict[str, Any], out: Path | None) -> int:
    """On the screen, or in a file; what breaks a limit is told either way."""
    breached = breaches(found, _limits(found, asked))
    language = cast(Language, asked["language"])
    if asked["form"] == "json":
        text = json_text(as_json(found, breached)) + "\n"
    elif asked["form"] == "html":
        document = comparison_report(found, breached, teller_of(found, language, **_ON_PAGE))
        text = document_page(document, language)
    else:
        document = comparison_report(found, breached, teller_of(found, language, **_ON_SCREEN))
        text = "".join(f"{line}\n" for line in document_lines(document, language))
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8", newline="\n")
        for breach in breached:
            told = f"{breach.limit}：{breach.words.zh}\n    error: {breach.words.en}"
            click.echo(f"错误[limit] {told}", err=True)
    return WRONG if breached else DONE


# --- limits --------------------------------------------------------------------------------------


def _limits(found: Comparison, asked: dict[str, Any]) -> Limits:
    moved, share = _most_moved(asked["max_moved"])
    return Limits(
        moved=moved,
        moved_share=share,
        money=_yuan(asked["max_money"]),
        forbidden=tuple(_forbidden(found, text) for text in asked["forbid"]),
    )


def _most_moved(text: str | None) -> tuple[int | None, Number | None]:
    """A number of subjects, or a share of them."""
    if text is None:
        return None, None
    number, share = read_decimal(text), read_percent(text)
    if isinstance(number, int) and number >= 0:
        return number, None
    if share is not None and 0 <= share <= 1:
        return None, share
    raise Misuse(
        f"--max-moved 的“{text}”应是个数或者百分数，如 20、5%",
        f"--max-moved: “{text}” is neither a number of subjects nor a percentage: 20, 5%",
    )


def _yuan(text: str | None) -> Number | None:
    if text is None:
        return None
    amount = read_decimal(text)
    if amount is None or amount < 0:
        raise Misuse(
            f"--max-money 的“{text}”应是不小于零的金额（元），如 0.00",
            f"--max-money: “{text}” is no amount of yuan from 0 on, such as 0.00",
        )
    return amount


def _forbidden(found: Comparison, text: str) -> Forbidden:
    """A name that neither policy has would never forbid anything, so it is refused."""
    word, _, name = text.partition(":")
    kind = next((kind for kind in WATCHED if kind == word), None)
    if kind is None:
        listed = "、".join(WATCHED)
        raise Misuse(
            f"--forbid 的“{word}”应是 {listed} 之一",
            f"--forbid: “{word}” is none of {', '.join(WATCHED)}",
        )
    known = {n for o in (found.before, found.after) for n in names_of(o.program, kind)}
    if name and name not in known:
        meant = closest(name, known)
        raise Misuse(
            f"--forbid {text}：两份细则都没有“{name}”" + (f"；是不是“{meant}”？" if meant else ""),
            f"--forbid {text}: neither policy has “{name}”"
            + (f"; did you mean “{meant}”?" if meant else ""),
        )
    return Forbidden(kind, name)
