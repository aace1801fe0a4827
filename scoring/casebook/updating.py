"""What a test file would say if it expected what came out: edits at the differing values alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rules.expr.kinds import DateKind
from rules.expr.printer import Spelling
from rules.format.edits import Edit, apply
from rules.source import Span
from scoring.assessment import Assessment
from scoring.casebook.cases import Casebook, Expectation
from scoring.casebook.comparing import Got
from scoring.casebook.expectations import read_expected
from scoring.casebook.running import Difference, Verdict
from scoring.casebook.writing import choices_of, names_text, result_text, scalar


@dataclass(frozen=True, slots=True)
class Update:
    """The text of the file with what came out in it, and the differences that are left to a person:
    a refused record or subject, what no test file can expect, what has comments inside."""

    text: str
    changed: int
    left: tuple[tuple[Verdict, Difference], ...]


def updated(text: str, book: Casebook, verdicts: Sequence[Verdict]) -> Update:
    """`text` is what the book was read from; skipped cases have no differences. Comments and layout
    stay."""
    edits: list[Edit] = []
    left: list[tuple[Verdict, Difference]] = []
    for verdict in verdicts:
        told = {assessment.subject: assessment for assessment in verdict.assessments}
        for difference in _whole(verdict.differences):
            edit = _edit(difference, told.get(difference.subject), book.language)
            if edit is None:
                left.append((verdict, difference))
            else:
                edits.append(edit)
    return Update(apply(text, edits), len(edits), tuple(left))


def _whole(differences: Sequence[Difference]) -> Iterator[Difference]:
    """Without those inside another: triggers are written with their deadlines, as one."""
    for difference in differences:
        if not any(_inside(difference.span, other.span) for other in differences):
            yield difference


def _inside(span: Span, other: Span) -> bool:
    return span != other and other.start <= span.start and span.end <= other.end


def _edit(difference: Difference, assessment: Assessment | None, language: Spelling) -> Edit | None:
    expectation = difference.expectation
    if expectation is None or assessment is None or "#" in difference.span.text:
        return None
    written = _written(expectation, difference.value, assessment, language)
    return None if written is None else _placed(difference.span, written)


def _written(
    expectation: Expectation, value: Got, assessment: Assessment, language: Spelling
) -> str | None:
    """None where a test file cannot say it."""
    path = expectation.path
    if isinstance(value, frozenset):
        was = expectation.span.text
        if path == ("triggers",) and ":" in was and value:
            days = {case.trigger: case.deadline for case in assessment.triggers}
            return _with_deadlines(days, language)
        text = names_text(path, value, language)
        return text[1:-1] if len(value) == 1 and not was.lstrip().startswith(("[", "-")) else text
    text = result_text(path, value, expectation.kind, language)
    choices = choices_of(path)
    if choices is not None:
        return text if choices.get(text) == value else None
    if expectation.kind is None or read_expected(text, expectation.kind) != value:
        return None
    return scalar(text)


def _with_deadlines(deadlines: Mapping[str, date | None], language: Spelling) -> str:
    path = ("triggers", "deadline")
    entries = (
        f"{scalar(name)}: {result_text(path, day, DateKind(), language)}"
        for name, day in sorted(deadlines.items())
    )
    return f"{{{', '.join(entries)}}}"


def _placed(span: Span, written: str) -> Edit | None:
    """In the place of the old value. What stood in lines of its own moves up behind its key, where
    no comment is between them."""
    if span.text.startswith("- ") or "\n" in span.text:
        above = span.source.text[: span.start].rstrip()
        return Edit(len(above), span.end, f" {written}") if above.endswith(":") else None
    if span.text[:1] in "\"'" and written[:1] not in "\"'[{":
        written = f"{span.text[0]}{written}{span.text[0]}"
    return Edit(span.start, span.end, written)
