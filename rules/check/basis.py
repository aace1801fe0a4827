"""Does every rule say where it comes from?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules.check.lint import Lint
from rules.diagnostics import Diagnostic, diagnose
from rules.model import Construct, Indicator, Policy


def check_basis(policy: Policy) -> Iterator[Diagnostic]:
    """Rules, values and outcomes of every sort need a 依据; an indicator's serves its rules."""
    yield from _indicators(policy.indicators)
    outcomes: list[tuple[str, Construct]] = [("一票否决", veto) for veto in policy.veto]
    outcomes += [("直接评定", direct) for direct in policy.direct_grade]
    outcomes += [("比例控制", quota) for quota in policy.quota]
    outcomes += [*policy.check.items(), *policy.decide.items()]
    outcomes += policy.lists.items()
    outcomes += policy.triggers.items()
    outcomes += [*policy.sign.items(), *policy.coefficients.items(), *policy.award.items()]
    for name, outcome in outcomes:
        if not outcome.basis:  # type: ignore[attr-defined]  # each of these constructs has one
            yield diagnose("no-basis", outcome.at.name or outcome.at.whole, name=name)


def check_parameters(lint: Lint) -> Iterator[Diagnostic]:
    """A number by itself needs one as well."""
    for name, parameter in lint.policy.parameters.items():
        if not parameter.basis:
            span = parameter.at.name or parameter.at.whole
            yield diagnose("parameter-without-basis", span, name=name)


def _indicators(indicators: Mapping[str, Indicator]) -> Iterator[Diagnostic]:
    for name, indicator in indicators.items():
        yield from _indicators(indicator.items)
        if indicator.basis:
            continue
        rows = (*indicator.deduct, *indicator.add)
        for rule in (one for r in rows for one in (r.keep_highest or r.keep_first or [r])):
            if not rule.basis:
                yield diagnose("no-basis", rule.at.whole, name=rule.label or name)
        if indicator.value is not None or indicator.decision is not None or indicator.steps:
            yield diagnose("no-basis", indicator.at.name or indicator.at.whole, name=name)
