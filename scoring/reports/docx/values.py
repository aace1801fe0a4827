"""What forms are filled with: the values of a policy, of a subject, of a case."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from rules.program import Indicator, Measure, Program, Trigger
from rules.values import show_number
from scoring.assessment import Case
from scoring.conclude.case_files import CaseFile
from scoring.evidence import Origin, Period
from scoring.explanation.account import Account
from scoring.explanation.behind import Behind, records_behind
from scoring.explanation.cause import Cause
from scoring.explanation.points import total_shown
from scoring.explanation.sources import of_class
from scoring.notes import Words
from scoring.reports.citing import cited_in_chinese
from scoring.reports.codes import READINGS
from scoring.reports.docx.filling import Values
from scoring.wording import told

_STATES = {"graded": "已评", "not_graded": "未评", "pending": "待定"}
_LOST = READINGS["ledger", "lost_to"]
_PROVISIONAL = "所依据的名次或者取值为暂定，尚有待定对象"


def of_policy(program: Program, period: Period, marks: Sequence[Words]) -> Values:
    head = program.head
    return {
        "细则": head.title,
        "编号": head.id,
        "版本": head.version,
        "发布单位": head.issuer or "　　　　　　　　",
        "发文字号": head.document_number,
        "周期": _label(period),
        "周期起": period.start.isoformat(),
        "周期止": period.end.isoformat(),
        "截止日": period.as_of.isoformat(),
        "注明": "；".join(mark.zh for mark in marks),
        "对象种类": program.subject.kind,
    }


def _label(period: Period) -> str:
    return f"{period.label}年度" if period.label.isdecimal() else period.label


def of_subject(account: Account) -> Values:
    found, program = account.assessment, account.program
    name = found.fields.get(program.subject.name_field or "")
    return {
        "对象": found.subject,
        "名称": found.subject if name is None else str(name),
        "状态": _STATES[found.state],
        "原因": found.reason_zh,
        "总分": "" if found.total is None else total_shown(account, found.total),
        "等次": found.grade or "",
    }


def of_case(account: Account, trigger: Trigger, case: Case, marks: str) -> Values:
    """`marks` is what the policy and the evidence have readers told; a case that rests on a
    provisional place says so too."""
    unsure = trigger.name in account.assessment.provisional
    followed = _followed(account, trigger)
    stands = followed or case
    deadline = stands.deadline.isoformat() if stands.deadline else "　　　　年　　月　　日"
    later = "（暂定）" if stands.deadline_provisional else ""
    actuals = account.actuals([trigger.when])
    return {
        "处置": trigger.label or trigger.name,
        "措施": stands.action,
        "报送": "、".join(stands.recipients),
        "案件": followed.id if followed else "",
        "立案日": followed.opened.isoformat() if followed else "",
        "逾期": f"{len(followed.overdue)} 次" if followed and followed.overdue else "",
        "期限": deadline + later,
        "事由": account.voice.condition(trigger.when) + (f"（{actuals}）" if actuals else ""),
        "依据": cited_in_chinese(trigger.basis) or "（细则未写明）",
        "注明": "；".join(filter(None, (marks, _PROVISIONAL if unsure else ""))),
    }


def _followed(account: Account, trigger: Trigger) -> CaseFile | None:
    """The case as it is followed from run to run, which may be older than this run and have more
    time, or stand on a higher rung."""
    mine = (one for one in account.assessment.cases if one.trigger == trigger.name and one.is_open)
    return max(mine, key=lambda one: (one.since, one.id), default=None)


def indicator_rows(account: Account) -> Iterator[Values]:
    depths: dict[str, int] = {}
    for indicator in account.program.indicators:
        depths[indicator.name] = depths[indicator.parent] + 1 if indicator.parent else 0
        yield _indicator(account, indicator, depths[indicator.name])


def _indicator(account: Account, indicator: Indicator, depth: int) -> Mapping[str, str]:
    found = account.assessment
    points, full = found.indicators.get(indicator.name), of_class(account, indicator).full
    lost = [x.lost_to for x in found.ledger if x.indicator == indicator.name and x.lost_to]
    return {
        "名称": "　" * depth + (indicator.label or indicator.name),
        "分值": "" if full is None else show_number(full),
        "得分": "" if points is None else told(points),
        "受限": "、".join(dict.fromkeys(map(str, map(_LOST, lost)))),
    }


def coefficient_rows(account: Account) -> Iterator[Values]:
    for coefficient in account.program.coefficients:
        given = account.assessment.coefficients.get(coefficient.name)
        if given is not None:
            value = "待定" if given.value is None else told(given.value, coefficient.digits)
            unsure = "（暂定）" if given.provisional else ""
            yield {"名称": coefficient.label or coefficient.name, "值": value + unsure}


def record_rows(account: Account, cause: Cause, *, only_lost: bool) -> Iterator[Values]:
    """The records that a case rests on: those that decided, those that counted, of a warning those
    that cost points, and those its other quantities were taken of; a sample is one row."""
    for measure in cause.decisive:
        yield from _taken(account, measure)
    rules = {rule.id: rule for rule in cause.rules}
    for finding in account.assessment.findings:
        if finding.rule in rules and not (only_lost and finding.applied >= 0):
            rule, origin = rules[finding.rule], account.origin_of(finding.kind, finding.evidence)
            yield {
                **_record(finding.kind, finding.evidence, finding.date, origin),
                "事项": rule.label or rule.id,
                "依据": cited_in_chinese(rule.basis),
                "得分": account.voice.signed(finding.applied),
            }
    for measure in cause.measures:
        yield from _taken(account, measure)


def _taken(account: Account, measure: Measure) -> Iterator[Values]:
    about = {"事项": measure.label or measure.name, "依据": cited_in_chinese(measure.basis)}
    for behind in records_behind(account, measure):
        if behind.happened:
            for record in behind.records:
                yield {**_record(record.kind, record.id, record.date, record.origin), **about}
        else:
            yield {**_sample(behind), **about}


def _record(kind: str, evidence: str, day: date | None, origin: Origin) -> Values:
    return {
        "日期": day.isoformat() if day else "",
        "种类": kind,
        "编号": evidence,
        "文件": origin.table,
        "行": str(origin.row),
    }


def _sample(behind: Behind) -> Values:
    """One row for all; who gave which answer is not told."""
    files = dict.fromkeys(record.origin.table for record in behind.records)
    met = "" if behind.met is None else f"，符合 {behind.met} 条"
    count = f"共 {len(behind.records)} 条{met}"
    return {"种类": behind.kind, "编号": count, "文件": "、".join(files)}
