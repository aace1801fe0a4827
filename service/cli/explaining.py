"""`kaoping explain`: why a subject came out as it did, why not otherwise, what would lift it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from rules.backends.crossed import matcher_for
from rules.values import Number, read_decimal
from scoring.boundary import near
from scoring.explanation.account import Account, Sentence
from scoring.explanation.lift import lift_json, lift_outline
from scoring.explanation.near import near_json, near_outline
from scoring.explanation.settlement import explain_settlement
from scoring.explanation.voice import Voice
from scoring.explanation.why_not import why_not
from scoring.package.steady import steadily
from scoring.run import require_subject, review_package, review_subject
from scoring.runs.outcome import Outcome
from scoring.settle.settling import is_settlement, review_any
from scoring.whatif.lifting import lift, require_grade
from scoring.whatif.moves import require_kept
from service.cli.faults import Misuse
from service.cli.options import Language, with_format, with_language
from service.cli.output import ScreenProgress, json_text
from service.cli.subjects import shown


class Amount(click.ParamType[Number]):
    """A plain number that is not below zero: 0.5."""

    name = "number"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Number:
        number = read_decimal(str(value))
        if number is None or number < 0:
            option = param.opts[0] if param else ""
            raise Misuse(
                f"{option} 的“{value}”不是不小于零的数，请写成 0.5 的样子",
                f"{option}: “{value}” is not a number of at least zero; write it like 0.5",
            )
        return number


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of one subject besides why it came out as it did."""

    why_not: str | None
    lift: bool
    target: str | None
    kept: tuple[str, ...]


@click.command("explain")
@click.argument("package", type=click.Path(path_type=Path))
@click.argument("subject", required=False)
@click.option(
    "--why-not",
    help="为什么不是这个等次、名单、处置、规则…… · why it is not this grade, list, trigger, rule",
)
@click.option("--lift", "lifting", is_flag=True, help="怎样能上一等 · what would lift it")
@click.option("--to", "target", help="上到哪一等，默认上一等 · the grade; default: the next one")
@click.option(
    "--keep",
    multiple=True,
    metavar="KIND[.FIELD]",
    help="不能改变的证据或字段 · evidence or a field that stays as it is",
)
@click.option(
    "--near", type=Amount(), help="总分离界线这么近的所有对象 · everybody this near to a line"
)
@with_format
@with_language
def explain_subject(
    package: Path,
    subject: str | None,
    why_not: str | None,
    lifting: bool,
    target: str | None,
    keep: tuple[str, ...],
    near: Number | None,
    form: str,
    language: Language,
) -> None:
    """说明结果包里一个对象的结果 · why a subject of a package came out as it did.

    PACKAGE 是结果包或兑现结果的文件夹，SUBJECT 是考评对象 · a result package or a settlement, and
    the subject's id.
    """
    if near is not None:
        _require_alone(subject, lifting, why_not)
        _show(package, partial(_near, package, near, form, language))
        return
    if subject is None:
        raise Misuse("请给出考评对象，或者用 --near", "name a subject, or use --near")
    if (target or keep) and not lifting:
        raise Misuse("--to 和 --keep 要和 --lift 一起用", "--to and --keep go with --lift")
    question = Question(why_not, lifting, target, keep)
    _show(package, partial(_explained, package, subject, question, form, language))


def _require_alone(subject: str | None, lifting: bool, why_not: str | None) -> None:
    if subject is not None or lifting or why_not is not None:
        raise Misuse("--near 只能单独用", "--near stands alone")


def _show(package: Path, lines: Callable[[], Iterator[str]]) -> None:
    """Nothing is said before all of it was read of one package."""
    for line in steadily(package, lambda: list(lines())):
        click.echo(line)


def _explained(
    package: Path, subject: str, question: Question, form: str, language: Language
) -> Iterator[str]:
    if not question.lift and not is_settlement(package):
        with ScreenProgress() as progress:
            program, evidence, own = review_subject(package, subject, progress=progress)
        yield from _answered(Account(program, evidence, own, Voice(language)), question, form)
        return
    with ScreenProgress() as progress:
        outcome, settlement = review_any(package, progress=progress)
    assessments = settlement.assessments if settlement and form == "json" else outcome.assessments
    found = {assessment.subject: assessment for assessment in assessments}
    require_subject(subject, found)
    account = Account(outcome.program, outcome.evidence, found[subject], Voice(language))
    if question.lift:
        yield from _lifting(outcome, account, question, form)
        return
    yield from _answered(account, question, form)
    if settlement and form == "text" and question.why_not is None:
        yield from explain_settlement(settlement, subject, language)


def _answered(account: Account, question: Question, form: str) -> Iterator[str]:
    if question.why_not is not None:
        yield from _said(why_not(account, question.why_not), form)
    else:
        program, evidence, own = account.program, account.evidence, account.assessment
        yield from shown(program, evidence, own, form=form, language=account.voice.language)


def _lifting(outcome: Outcome, account: Account, question: Question, form: str) -> Iterator[str]:
    program = outcome.program
    if question.target is not None:
        require_grade(program, question.target)
    found = lift(
        program,
        outcome.evidence,
        {assessment.subject: assessment for assessment in outcome.assessments},
        account.assessment.subject,
        matcher_for(program),
        target=question.target,
        kept=require_kept(program, question.kept),
    )
    if form == "json":
        yield json_text(lift_json(program, found))
    else:
        yield from _said(lift_outline(account, found), form)


def _near(package: Path, within: Number, form: str, language: Language) -> Iterator[str]:
    with ScreenProgress() as progress:
        outcome = review_package(package, progress=progress)
    program = outcome.program
    found = near(
        program, outcome.evidence, outcome.assessments, within, matcher_for(program, "reference")
    )
    if form == "json":
        yield json_text(near_json(found))
    else:
        yield from _said(near_outline(program, found, within, Voice(language)), form)


def _said(sentences: Iterable[Sentence], form: str) -> Iterator[str]:
    said = list(sentences)
    if form == "json":
        yield json_text({"said": [{"depth": depth, "text": text} for depth, text in said]})
        return
    for depth, text in said:
        yield "  " * depth + text
