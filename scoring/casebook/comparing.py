"""What an assessment says at a path, and how values are shown beside what was expected."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TypeAlias

from rules.expr.kinds import Kind, PercentKind
from rules.program import GRADE
from rules.values import Value, add_up, show_number, show_percent
from scoring.assessment import Assessment
from scoring.casebook.case_files import member_of
from scoring.casebook.cases import Path
from scoring.casebook.words import SEAT_WORDS, STATE_WORDS, told
from scoring.explanation.case_phrases import CASE_STATE_WORDS

Got: TypeAlias = Value | frozenset[str]


def found(assessment: Assessment, path: Path) -> Got:
    """The value, or the set of names; None where the assessment has none."""
    match path:
        case ("state" | "total" | "grade_before_veto" | "grade_after_veto" | "grade" as name,):
            plain_value: Value = getattr(assessment, name)
            return plain_value
        case ("reason",):
            return assessment.reason_zh or None
        case ("measures" | "indicators" | "history" as values, name):
            worth: Value = getattr(assessment, values).get(name.replace(".往期", ".earlier"))
            return worth
        case ("coefficients" | "award" as what, name):
            return _reward(assessment, what, name)
        case ("rules", name, member):
            return _of_rule(assessment, name, member)
        case ("rank", name, member):
            place = assessment.places.get(name)
            value: Value = None if place is None else getattr(place, member)
            return value
        case ("quota", grade):
            return next((s.outcome for s in assessment.seats if s.grade == grade), None)
        case ("triggers", name, member):
            return _of_trigger(assessment, name, member)
        case ("case_files", name, member):
            return member_of(assessment.cases, name, member)
    return _names(assessment, path[0])


def _reward(assessment: Assessment, what: str, name: str) -> Value:
    given, share = assessment.coefficients.get(name), assessment.awards.get(name)
    if what == "award":
        return share.amount if share else None
    return given.value if given else None


def _of_trigger(assessment: Assessment, name: str, member: str) -> Value:
    opened = (case for case in assessment.triggers if case.trigger == name)
    return next((getattr(case, member) for case in opened), None)


def _of_rule(assessment: Assessment, rule: str, member: str) -> Value:
    hits = [finding for finding in assessment.findings if finding.rule == rule]
    match member:
        case "records":
            return len(hits)
        case "raw":
            return add_up(finding.raw for finding in hits)
    return add_up(finding.applied for finding in hits)


def _names(assessment: Assessment, key: str) -> frozenset[str]:
    match key:
        case "not_applicable" | "excluded" | "lists" | "pending_lists" | "pending_triggers":
            names: tuple[str, ...] = getattr(assessment, key)
            return frozenset(names)
        case "provisional":
            by_quota = [GRADE] if assessment.grade_provisional else []
            return frozenset(map(told, (*assessment.provisional, *by_quota)))
        case "veto":
            return frozenset(assessment.vetoes)
        case "direct_grade":
            return frozenset(assessment.direct_grades)
        case "triggers":
            return frozenset(case.trigger for case in assessment.triggers)
        case "case_files":
            return frozenset(case.trigger for case in assessment.cases if case.is_open)
        case "cautions":
            return frozenset(caution.place for caution in assessment.cautions)
    raise TypeError(f"nothing is compared under {key}")


def shown(value: object, kind: Kind | None) -> str:
    match value:
        case None:
            return "无"
        case frozenset() | tuple():
            return "、".join(sorted(map(str, value))) or "无"
        case bool():
            return "是" if value else "否"
        case int() | Fraction():
            return show_percent(value) if isinstance(kind, PercentKind) else show_number(value)
        case date():
            return value.isoformat()
    states: dict[str, str] = {state: words.zh for state, words in CASE_STATE_WORDS.items()}
    return {**STATE_WORDS, **SEAT_WORDS, **states}.get(str(value), str(value))
