"""Why a record of an earlier period counts in this one."""

from __future__ import annotations

from datetime import date

from scoring.assessment import Finding
from scoring.explanation.account import Account
from scoring.validity import last_day


def carried_over(account: Account, finding: Finding) -> str:
    """Until when it is valid; nothing is said of a record of this period."""
    kind, day = account.program.kinds[finding.kind], finding.date
    if kind.validity is None or day is None or day >= account.evidence.period.start:
        return ""
    values = tuple(account.record(kind.name, finding.evidence).values())
    last = last_day(kind, kind.validity, day, values)
    if last == date.max:
        return account.voice.say("valid_on")
    return account.voice.say("valid_until", last=last.isoformat())
