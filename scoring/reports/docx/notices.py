"""The notices of a package: to each subject of a case, what it is told and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rules.program import Trigger
from scoring.assessment import Case
from scoring.explanation.account import Account
from scoring.explanation.cause import Cause, Causes
from scoring.explanation.voice import Voice
from scoring.reports.docx.filling import Content, Values, filled
from scoring.reports.docx.forms import FormName, form_for
from scoring.reports.docx.templates import Templates
from scoring.reports.docx.values import (
    coefficient_rows,
    indicator_rows,
    of_case,
    of_policy,
    of_subject,
    record_rows,
)
from scoring.reports.naming import file_name
from scoring.reports.summary import marks
from scoring.runs.outcome import Outcome

# A result tells all that counted, a warning what cost points.
_ALL_TOLD: FormName = "结果反馈单"


@dataclass(frozen=True, slots=True)
class Unmade:
    """A trigger whose cases have no notice: no form goes by its words, or they are pending."""

    trigger: str
    cases: int
    pending: int


def write_notices(
    outcome: Outcome, folder: Path, templates: Templates, subjects: tuple[str, ...] = ()
) -> Iterator[str | Unmade]:
    """The paths of those written, a folder for each trigger; one is in memory at a time. Of a case
    that is pending there is none: nobody knows yet whether there is cause. `subjects` none is
    everybody."""
    shared = of_policy(outcome.program, outcome.evidence.period, marks(outcome))
    causes = Causes(outcome.program)
    wanted = [a for a in outcome.assessments if not subjects or a.subject in subjects]
    for number, trigger in enumerate(outcome.program.triggers, 1):
        cases = [(own, case) for own in wanted for case in own.triggers if _is(case, trigger)]
        pending = sum(trigger.name in own.pending_triggers for own in wanted)
        form = _form(trigger, templates)
        if pending or (cases and form is None):
            yield Unmade(trigger.label or trigger.name, 0 if form else len(cases), pending)
        if form is None or not cases:
            continue
        template = templates.of(form, trigger.name)
        place = f"notices/{file_name(number, trigger.name)}"
        (folder / place).mkdir(parents=True)
        for at, (own, case) in enumerate(cases, 1):
            account = Account(outcome.program, outcome.evidence, own, Voice("zh"))
            path = f"{place}/{file_name(at, own.subject)}.docx"
            cause = causes.of(account, trigger, only_lost=form != _ALL_TOLD)
            content = _content(account, trigger, case, shared, cause, form)
            (folder / path).write_bytes(filled(template, content))
            yield path


def _is(case: Case, trigger: Trigger) -> bool:
    return case.trigger == trigger.name


def _form(trigger: Trigger, templates: Templates) -> FormName | None:
    """A template of the trigger's own is filled like a notice of rectification, which knows all
    that is known of a case."""
    form = form_for(trigger.label or trigger.name, trigger.action)
    return form or ("整改通知书" if templates.has(trigger.name) else None)


def _content(
    account: Account, trigger: Trigger, case: Case, shared: Values, cause: Cause, form: FormName
) -> Content:
    values = {**shared, **of_subject(account), **of_case(account, trigger, case, shared["注明"])}
    return Content(
        values,
        {
            "证据": list(record_rows(account, cause, only_lost=form != _ALL_TOLD)),
            "指标": list(indicator_rows(account)),
            "系数": list(coefficient_rows(account)),
        },
    )
