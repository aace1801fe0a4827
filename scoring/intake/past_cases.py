"""Admits the cases of earlier packages: what each tells of them, joined to how they stand."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from rules.program import Program
from scoring.conclude.case_files import CaseFile
from scoring.evidence import PastPeriod, Period
from scoring.intake.faults import Fault, fault
from scoring.package.cases import NAME, read_cases
from scoring.period import days_of, one_back

TABLE = f"{NAME}.csv"
# Who withdrew a case that a corrected result does not have any more.
_CORRECTED = "更正后的结果没有此案 · not in the corrected result"


@dataclass(frozen=True, slots=True)
class Register:
    """The cases of one earlier run as they stood then; those of a table have no period."""

    period: str
    start: date
    cases: tuple[CaseFile, ...]


def read_register(
    program: Program, here: Period, folder: Path, manifest: Mapping[str, Any]
) -> Register | None:
    """What a package tells of cases; None where it is of another policy, had no effect, is not of
    an earlier period, or followed no cases."""
    told = manifest["policy"]
    days = days_of(manifest["period"]["label"], program.head.period)
    own = told["id"] == program.head.id and told["status"] == "effective"
    if not own or days is None or days[1] >= here.start or TABLE not in manifest["outputs"]:
        return None
    return Register(manifest["period"]["label"], days[0], read_cases(folder / TABLE))


def joined(
    registers: Iterable[Register], periods: Mapping[str, PastPeriod]
) -> Mapping[str, tuple[CaseFile, ...]]:
    """By subject, in the order they were opened. The latest package tells how a case stands; the
    results of the period it was opened in tell whether there is one at all, and where they were
    corrected or withdrawn they take it back."""
    stands = {case.id: case for one in sorted(registers, key=_start) for case in one.cases}
    found: dict[str, list[CaseFile]] = {}
    for case in sorted(stands.values(), key=_order):
        past = periods.get(case.period)
        if past is not None and case.is_open and _is_taken_back(case, past):
            day = past.stated or past.period.end
            case = replace(case, closed=day, closing="withdrawn", handled_by=_CORRECTED)
        found.setdefault(case.subject, []).append(case)
    return {subject: tuple(cases) for subject, cases in sorted(found.items())}


def _is_taken_back(case: CaseFile, past: PastPeriod) -> bool:
    """Whether its trigger did not fire in the results there are now; nobody knows of rows that
    could not be read."""
    if case.subject in past.results:
        return past.results[case.subject].values.get(case.trigger) is False
    return past.complete and case.subject not in past.refused


def lacking(program: Program, here: Period, registers: Sequence[Register]) -> Fault | None:
    """The cases of the period before are not told of: those still open are not known."""
    if not program.follows_cases:
        return None
    before = one_back(here, program.head.period)
    packages = [register for register in registers if register.period]
    # A table of cases is where an office begins; afterwards only packages tell how they stand.
    known = any(one.period == before.label for one in packages) or (registers and not packages)
    if known or before.end < program.head.effective_from:
        return None
    return fault("cases-unknown", period=before.label)


def _start(register: Register) -> date:
    return register.start


def _order(case: CaseFile) -> tuple[date, str]:
    return (case.opened, case.id)
