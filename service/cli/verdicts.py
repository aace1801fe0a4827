"""How the cases of a policy came out, as a tree of words and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeAlias

from rules.source import Span
from rules.values import Number, Rounding, round_number, show_percent
from rules.widths import width
from scoring.casebook.cases import Casebook
from scoring.casebook.running import Verdict
from scoring.coverage.coverage import Coverage
from scoring.coverage.targets import FAMILIES, SIDES, Target
from scoring.mutation.trial import Trial
from service.cli.options import Language
from service.cli.output import padded

Words: TypeAlias = tuple[str, str]

_MARKS = {"passed": "✓", "failed": "✗", "skipped": "-"}
_OUTCOMES: dict[str, Words] = {
    "passed": ("通过", "passed"),
    "failed": ("不通过", "failed"),
    "skipped": ("跳过", "skipped"),
}


@dataclass(frozen=True, slots=True)
class Tested:
    """One test file with its verdicts, and what was asked for besides."""

    path: Path
    title: str
    book: Casebook
    verdicts: tuple[Verdict, ...]
    coverage: Coverage | None = None
    trial: Trial | None = None

    @property
    def failed(self) -> bool:
        return any(outcome_of(verdict) == "failed" for verdict in self.verdicts)

    @property
    def shares(self) -> Iterator[Number]:
        """Coverage and mutation score, each as a share of 1, where they were asked for."""
        if self.coverage is not None and self.coverage.targets:
            yield Fraction(len(self.coverage.seen), len(self.coverage.targets))
        if self.trial is not None and self.trial.tried:
            yield Fraction(self.trial.caught, self.trial.tried)


def outcome_of(verdict: Verdict) -> str:
    if verdict.case.skip:
        return "skipped"
    return "passed" if verdict.passed else "failed"


def tree(tested: Tested, language: Language) -> Iterator[str]:
    yield f"{tested.path}  {tested.title}"
    for verdict in tested.verdicts:
        outcome = outcome_of(verdict)
        reason = f"（{verdict.case.skip}）" if verdict.case.skip else ""
        yield f"  {_MARKS[outcome]} {verdict.case.name}{reason}"
        for difference in verdict.differences:
            yield from (f"      {line}" for line in difference.render().splitlines())
    if tested.coverage is not None:
        yield from _covered(tested.coverage, language)
    if tested.trial is not None:
        yield from _tried(tested.trial, language)


def tally(all_tested: Sequence[Tested], language: Language) -> str:
    outcomes = [outcome_of(verdict) for tested in all_tested for verdict in tested.verdicts]
    counts = [(words, outcomes.count(name)) for name, words in _OUTCOMES.items()]
    english = f"{len(outcomes)} cases: " + ", ".join(f"{n} {words[1]}" for words, n in counts)
    if language == "en":
        return english
    chinese = f"{len(outcomes)} 个用例：" + "，".join(f"{words[0]} {n}" for words, n in counts)
    return f"{chinese} · {english}"


def as_json(tested: Tested) -> dict[str, Any]:
    shape: dict[str, Any] = {
        "file": str(tested.path),
        "policy": tested.title,
        "cases": [_case(verdict) for verdict in tested.verdicts],
    }
    if (coverage := tested.coverage) is not None:
        shape["coverage"] = {
            "shown": len(coverage.seen),
            "of": len(coverage.targets),
            "families": {name: {"shown": a, "of": b} for name, (a, b) in coverage.families.items()},
            "missed": [_target(target) for target in coverage.missed],
        }
    if (trial := tested.trial) is not None:
        shape["mutation"] = {
            "slips": trial.tried,
            "checked": trial.checked,
            "noticed": trial.noticed,
            "survivors": [
                {**_place(slip.span), "was": slip.was, "now": slip.becomes}
                for slip in trial.survivors
            ],
        }
    return shape


def _covered(coverage: Coverage, language: Language) -> Iterator[str]:
    yield "  " + _both(language, ("用例验证了", "shown by cases"))
    rows = [(_both(language, FAMILIES[name]), counts) for name, counts in coverage.families.items()]
    whole = (len(coverage.seen), len(coverage.targets))
    rows.append((_both(language, ("合计", "all")), whole))
    columns = max(width(words) for words, _ in rows)
    for words, (shown, of) in rows:
        yield f"    {padded(words, columns)}  {f'{shown}/{of}':>9}  {percent(shown, of):>6}"
    for target in coverage.missed:
        yield f"    {_where(target.span)}{_both(language, _missed(target))}"


def _missed(target: Target) -> Words:
    family, side = FAMILIES[target.family], SIDES[target.side]
    return f"{family[0]}“{target.name}”{side[0]}", f"{family[1]} “{target.name}” {side[1]}"


def _tried(trial: Trial, language: Language) -> Iterator[str]:
    told = (
        f"试改 {trial.tried} 处：检查发现 {trial.checked}，用例发现 {trial.noticed}，"
        f"没有发现 {len(trial.survivors)}，发现率 {percent(trial.caught, trial.tried)}",
        f"{trial.tried} slips: {trial.checked} refused by check, {trial.noticed} noticed by cases, "
        f"{len(trial.survivors)} unnoticed, score {percent(trial.caught, trial.tried)}",
    )
    yield "  " + _both(language, told)
    for slip in trial.survivors:
        line = slip.span.source.line(slip.span.position.line).strip()
        yield f"    {_where(slip.span)}{slip.was} → {slip.becomes}    {line}"


def percent(part: int, whole: int) -> str:
    """Rounded down: 100% is all of them."""
    share = Fraction(part, whole) if whole else Fraction(1)
    return show_percent(round_number(share, Rounding(3, "down")), 1)


def _case(verdict: Verdict) -> dict[str, Any]:
    return {
        "name": verdict.case.name,
        "outcome": outcome_of(verdict),
        **({"skip": verdict.case.skip} if verdict.case.skip else {}),
        "differences": [
            {
                **_place(difference.span),
                "subject": difference.subject,
                "what": difference.what,
                "expected": difference.expected,
                "got": difference.got,
            }
            for difference in verdict.differences
        ],
    }


def _target(target: Target) -> dict[str, Any]:
    place = _place(target.span)
    return {"family": target.family, "name": target.name, "side": target.side, **place}


def _place(span: Span | None) -> dict[str, Any]:
    if span is None:
        return {"file": None, "line": None, "column": None}
    line, column = span.position
    return {"file": span.source.name, "line": line, "column": column}


def _where(span: Span | None) -> str:
    if span is None:
        return ""
    line, column = span.position
    return f"{span.source.name}:{line}:{column}: "


def _both(language: Language, words: Words) -> str:
    return words[1] if language == "en" else f"{words[0]} {words[1]}"
