"""`kaoping review`: the policies of a plan in the order in which they rest on each other."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from rules.library import Entry
from scoring.plans.loading import read_plan
from scoring.plans.plan import Review
from scoring.plans.running import WHOLE, run_plan
from scoring.runs.outcome import Summary
from service.cli.options import ENGINES, FILE, Language, with_format, with_language, with_policies
from service.cli.output import ScreenProgress, print_json, tell
from service.cli.policies import calendars_for, library
from service.cli.summary import summary_lines


@click.command("review")
@click.argument("plan", type=FILE)
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="各结果包的文件夹 · the packages"
)
@click.option("--engine", type=click.Choice(ENGINES), default="auto", help="引擎 · engine")
@click.option(
    "--resume", is_flag=True, help="已经做好而没有变的不再做 · what is done and unchanged stays"
)
@with_format
@with_language
@with_policies
def review_plan(
    plan: Path, out: Path, form: str, language: Language, folders: tuple[Path, ...], **asked: Any
) -> None:
    """按计划做一组考评，先后由引用和记入决定 · a set of policies in the order of their imports.

    PLAN 是计划文件：周期、各项考评的细则和证据 · the plan: period, policies, evidence.
    """

    def find(name: str) -> Entry:
        return library(folders).find(name)

    read = read_plan(plan, find, lambda entry: calendars_for(entry, folders))
    with ScreenProgress() as progress:
        done = run_plan(read, out, **asked, progress=progress, tell=tell)
        for review, folder, outcome in done:
            if form != "json":
                _show(review, folder, outcome, language)
    if form == "json":
        print_json(json.loads((out / WHOLE).read_text(encoding="utf-8")))
        return
    zh, en = f"整套清单 review      {out / WHOLE}", f"review  {out / WHOLE}"
    click.echo(en if language == "en" else zh)


def _show(review: Review, folder: Path, outcome: Summary | None, language: Language) -> None:
    if outcome is None:
        zh, en = f"没有变化，不再做：{folder}", f"unchanged, not done again: {folder}"
        click.echo(en if language == "en" else f"{zh} · unchanged, not done again")
    else:
        for line in summary_lines(outcome, folder, language):
            click.echo(line)
    click.echo()
