"""`kaoping test`: the cases beside policies, what they cover, and what slips they would notice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import click

from rules.diagnostics import PolicyError, diagnose
from rules.library import Library, read_entry
from rules.values import Number, read_decimal, read_percent
from scoring.casebook.loading import policy_of, read_casebook
from scoring.casebook.running import Runner
from scoring.coverage.coverage import Coverage
from scoring.mutation.trial import try_slips
from service.cli.coverage_page import coverage_page
from service.cli.drafting import generate_tests
from service.cli.faults import DONE, WRONG, Misuse
from service.cli.junit import junit
from service.cli.options import Language, with_language, with_policies
from service.cli.output import ScreenProgress, print_json
from service.cli.policies import TESTS, library
from service.cli.updating import update_tests
from service.cli.verdicts import Tested, as_json, tally, tree


@click.command("test")
@click.argument("paths", nargs=-1, required=True)
@click.option(
    "--format",
    "form",
    type=click.Choice(["tree", "json", "junit"]),
    default="tree",
    help="文字、JSON 或 JUnit · words, JSON or JUnit",
)
@click.option("--only", metavar="TEXT", default="", help="只执行名称含有它的用例 · cases so named")
@click.option(
    "--engine",
    type=click.Choice(["auto", "durable", "reference"]),
    default="auto",
    help="引擎 · engine",
)
@click.option("--coverage", is_flag=True, help="列出用例没有验证到的 · and what no case shows")
@click.option(
    "--coverage-pages",
    "pages",
    type=click.Path(file_okay=False, path_type=Path),
    help="把逐行标明的网页写进文件夹 · a folder for pages that show it line by line",
)
@click.option("--mutate", is_flag=True, help="试改细则，看能否发现 · try slips in the policy")
@click.option("--update", is_flag=True, help="把实得写进用例 · write what came out")
@click.option("--yes", is_flag=True, help="不问就写 · write without asking")
@click.option("--generate", is_flag=True, help="起草还缺的边界用例 · draft the boundary cases left")
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="起草到哪个文件，不写就显示 · the file for the drafts; default: shown",
)
@click.option("--gate", metavar="PERCENT", help="覆盖率、发现率至少多少 · the least that passes")
@with_language
@with_policies
def test_policies(paths: tuple[str, ...], form: str, language: Language, **asked: Any) -> int:
    """执行细则的用例 · run the cases of policies.

    PATHS 是用例文件、细则文件、文件夹或者细则编号；有用例不通过时退出码为 1
    · test files, policies, folders or ids of policies; exit code 1 where a case fails.
    """
    gate = _gate(asked["gate"])
    for option, other in (("yes", "update"), ("out", "generate")):
        if asked[option] and not asked[other]:
            raise Misuse(
                f"--{option} 只和 --{other} 一起用", f"--{option} goes with --{other} only"
            )
    policies = library(asked["folders"])
    if asked["generate"]:
        return generate_tests(paths, policies, asked["out"], language)
    files = dict.fromkeys(file for path in paths for file in _files(path, policies))
    with ScreenProgress() as progress:
        all_tested = [_tested(file, asked, progress) for file in files]
    _require_some(asked["only"], all_tested)
    match form:
        case "json":
            print_json({"files": [as_json(tested) for tested in all_tested]})
        case "junit":
            click.echo(junit(all_tested))
        case _:
            for tested in all_tested:
                for line in tree(tested, language):
                    click.echo(line)
            click.echo(tally(all_tested, language))
    if asked["update"]:
        wrong = not _updated(all_tested, form, language, asks=not asked["yes"])
    else:
        wrong = any(tested.failed for tested in all_tested)
    below = any(share < gate for tested in all_tested for share in tested.shares)
    return WRONG if wrong or below else DONE


def _require_some(only: str, all_tested: list[Tested]) -> None:
    """A filter that keeps nothing would pass whatever is wrong."""
    if only and not any(tested.verdicts for tested in all_tested):
        raise Misuse(
            f"没有名称含有“{only}”的用例，什么也没有执行",
            f"no case has “{only}” in its name: none was run",
        )


def _updated(all_tested: list[Tested], form: str, language: Language, *, asks: bool) -> bool:
    """Whether every file says what came out."""
    done = [
        update_tests(tested, asks=asks, err=form != "tree", lang=language) for tested in all_tested
    ]
    return all(done)


def _tested(file: Path, asked: dict[str, Any], progress: ScreenProgress) -> Tested:
    entry = read_entry(policy_of(file))
    text = file.read_bytes()
    book = read_casebook(text, str(file), entry.program)
    wanted = tuple(case for case in book.cases if asked["only"] in case.name)
    coverage = Coverage(entry.program) if asked["coverage"] or asked["pages"] else None
    runner = Runner(entry.program, asked["engine"], coverage.see if coverage else None)
    verdicts = tuple(runner.run(replace(book, cases=wanted)))
    title = entry.program.head.title
    if coverage and asked["pages"]:
        page = asked["pages"] / f"{entry.path.parent.name}-{entry.path.stem}.html"
        page.parent.mkdir(parents=True, exist_ok=True)
        policy = entry.path.read_text(encoding="utf-8-sig")
        page.write_text(coverage_page(coverage, title, policy), encoding="utf-8", newline="\n")
    trial = None
    if asked["mutate"]:
        name = str(entry.path)
        trial = try_slips(
            entry.path.read_bytes(), name, text, lambda done, of: progress("slips", done, of)
        )
    return Tested(file, title, book, verdicts, coverage if asked["coverage"] else None, trial)


def _files(path: str, policies: Library) -> Iterator[Path]:
    """The test files meant: the file itself, those below a folder, or the one beside a policy."""
    place = Path(path)
    if place.is_dir():
        found = sorted(place.rglob(f"*{TESTS}"))
        if not found:
            raise PolicyError([diagnose("no-test-file", None, path=path)])
        yield from found
        return
    if not path.endswith(TESTS):
        policy = policies.find(path).path
        place = policy.with_name(policy.name.removesuffix(policy.suffix) + TESTS)
    if not place.is_file():
        raise PolicyError([diagnose("no-test-file", None, path=place)])
    yield place


def _gate(text: str | None) -> Number:
    """The share of 1 below which it does not pass; nothing asked, nothing required."""
    if text is None:
        return 0
    number = read_percent(text)
    if number is None and (plain := read_decimal(text)) is not None:
        number = Fraction(plain) / 100
    if number is None or not 0 <= number <= 1:
        zh = f"--gate 的“{text}”应是 0% 到 100% 的百分数，如 90%"
        raise Misuse(zh, f"--gate: “{text}” is no percentage from 0% to 100%, such as 90%")
    return number
