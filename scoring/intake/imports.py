"""Admits results of other policies: packages in, records of the kinds that import them out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, cast

from rules.compile import compile_policy
from rules.diagnostics import PolicyError, closest, diagnose
from rules.program import EVENT_DATE, GRADE, TOTAL, EvidenceKind, Field, Import, Program
from rules.values import Number, Value, show_number
from scoring.evidence import Notice, Origin, Period, Record, Reject, Result
from scoring.intake.cells import read_cell
from scoring.intake.faults import Fault, IntakeError, fault, listed
from scoring.intake.opening import open_table
from scoring.intake.past import RESULTS, check_untouched, result_cells, told_of_all
from scoring.intake.past_rows import Claim, PastRows
from scoring.intake.past_snapshot import package_name
from scoring.intake.rows import Damage
from scoring.intake.subjects import Subjects
from scoring.package.manifest import read_manifest
from scoring.period import is_meant, kind_of_label, those_of_year
from scoring.resting import all_read

_STATES: Mapping[str, tuple[str, str]] = {
    "not_graded": ("未评", "not graded"),
    "pending": ("待定", "pending"),
}


@dataclass(frozen=True, slots=True)
class Package:
    """A finished run of another policy: how it is called, and what its results are read by."""

    name: str
    folder: Path
    manifest: Mapping[str, Any]
    program: Program
    period: Period


@dataclass(slots=True)
class Imported:
    """`delivered` are the kinds whose results were there."""

    records: dict[str, list[Record]] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    delivered: set[str] = field(default_factory=set)


def read_packages(paths: Sequence[Path]) -> list[Package]:
    """In order of policy and period; of one period there may be one."""
    found: dict[tuple[str, str], Package] = {}
    for path in paths:
        package = _read_package(path)
        key = (package.program.head.id, package.period.label)
        if key in found:
            told = {"package": package.name, "first": found[key].folder, "second": path}
            raise PolicyError([diagnose("import-twice", None, **told)])
        found[key] = package
    return [found[key] for key in sorted(found)]


def _read_package(folder: Path) -> Package:
    manifest = read_manifest(folder)
    check_untouched(folder, manifest, RESULTS, "outputs")
    policies = [name for name in manifest["inputs"] if name.startswith("inputs/policy/")]
    for name in policies:
        check_untouched(folder, manifest, name, "inputs")
    (policy,) = policies
    program, _ = compile_policy((folder / policy).read_bytes(), policy)
    told = manifest["period"]
    days = (date.fromisoformat(told[key]) for key in ("start", "end", "as_of"))
    return Package(package_name(folder), folder, manifest, program, Period(told["label"], *days))


def import_results(
    program: Program, here: Period, packages: Sequence[Package], subjects: Subjects
) -> Imported:
    """Raises IntakeError where a package is not what the policy says it is."""
    imported = Imported()
    used: set[str] = set()
    for kind in program.evidence:
        if kind.imported is None:
            continue
        chosen = _chosen(kind, kind.imported, here, packages)
        used.update(package.name for package in chosen)
        if chosen:
            imported.delivered.add(kind.name)
        for package in chosen:
            _Taking(kind, kind.imported, package, subjects, imported).take()
    unused = [package.name for package in packages if package.name not in used]
    if unused:
        imported.notices.append(fault("import-unused", **listed(unused)).notice(len(unused)))
    return imported


def _chosen(
    kind: EvidenceKind, wanted: Import, here: Period, packages: Iterable[Package]
) -> list[Package]:
    """The packages of the periods meant. Of each period of a year there must be one: a mean over
    the quarters that happen to be there is not that of the year."""
    own = [one for one in packages if one.program.head.id == wanted.policy]
    meant = [one for one in own if is_meant(wanted.which, here, one.period)]
    if meant and wanted.which == "each":
        given = {one.period.label for one in meant}
        periods = those_of_year(kind_of_label(meant[0].period.label), here.end.year)
        lacking = [p.label for p in periods if p.end <= here.end and p.label not in given]
        if lacking:
            wrong = fault("import-incomplete", kind=kind.name, **listed(lacking))
            raise IntakeError(wrong, file=wanted.policy)
    return meant


@dataclass(frozen=True, slots=True)
class _Taking:
    """One package on its way into one kind."""

    kind: EvidenceKind
    wanted: Import
    package: Package
    subjects: Subjects
    into: Imported

    def take(self) -> None:
        self._check()
        given, known = told_of_all(self.package.manifest)
        rows = self._rows(known)
        elsewhere: list[str] = []
        name = f"{self.package.name}/{RESULTS}"
        with open_table(self.package.folder / RESULTS, name) as table:
            for origin, cells in result_cells(table, given):
                read = None if isinstance(cells, Damage) else rows.read(cells, origin)
                if not isinstance(read, Claim):
                    raise self._wrong("import-row", row=origin.row)
                self._add(read.subject, read.result, origin, elsewhere)
        if elsewhere:
            told = {"kind": self.kind.name, **listed(sorted(elsewhere))}
            self.into.notices.append(fault("import-elsewhere", **told).notice(len(elsewhere)))

    def _rows(self, known: Collection[str]) -> PastRows:
        """Any period may be imported, so the rows are read as if long after it."""
        program = self.package.program
        after = Period(self.package.period.label, date.max, date.max, date.max)
        read_by = all_read(program) if self.wanted.final else {}
        return PastRows(program, after, read_by, None, known)

    def _check(self) -> None:
        """That it is the version and has the effect wanted, and all that is taken of it."""
        head, program = self.package.program.head, self.package.program
        if self.wanted.version not in ("", head.version):
            raise self._wrong("import-version", wanted=self.wanted.version, version=head.version)
        if head.status != "effective" and (self.wanted.final or head.status != "shadow"):
            code = "import-no-effect" if head.status == "shadow" else "import-draft"
            raise self._wrong(code)
        if self.wanted.final and self.package.manifest.get("partial"):
            raise self._wrong("import-partial", as_of=self.package.period.as_of)
        known = {
            "list": [rule.name for rule in program.lists],
            "trigger": [trigger.name for trigger in program.triggers],
            "grade": [GRADE],
            "total": [TOTAL] if program.total else [],
        }
        for taken in self.wanted.results:
            name = taken.name or {"grade": GRADE, "total": TOTAL}[taken.what]
            if name not in known[taken.what]:
                meant = closest(name, known[taken.what])
                raise self._wrong("import-lacks", name=taken.name or "总分", suggestion=meant)
            words = [grade.name for grade in reversed(program.grades)]
            stated = self.kind.fields[self.kind.index(taken.field)].kind
            if taken.what == "grade" and list(getattr(stated, "words", ())) != words:
                raise self._wrong("import-words", field=taken.field, words="、".join(words))

    def _add(self, subject: str, result: Result, origin: Origin, elsewhere: list[str]) -> None:
        end = self.package.period.end
        owner = subject
        if self.kind.along is None:
            found = self.subjects.find(subject, end)
            if isinstance(found, Fault) and found.code == "unknown-subject":
                elsewhere.append(subject)
                return
            if isinstance(found, Fault):
                self.into.rejects.append(found.reject(origin, value=subject))
                return
            owner = found.id
        values = dict(self._values(result))
        for name, value in values.items():
            if isinstance(value, Fault):
                self.into.rejects.append(value.reject(origin, value=f"{subject} {name}"))
                return
        values |= {EVENT_DATE: end}
        if self.kind.along:
            values[self.kind.along.field] = subject
        ordered = tuple(cast(Value, values[one.name]) for one in self.kind.fields)
        id_ = f"{self.wanted.policy}/{self.package.period.label}/{subject}"
        record = Record(self.kind.name, id_, owner, end, ordered, origin)
        self.into.records.setdefault(self.kind.name, []).append(record)

    def _values(self, result: Result) -> Iterator[tuple[str, Value | Fault]]:
        for taken in self.wanted.results:
            wanted = self.kind.fields[self.kind.index(taken.field)]
            name = taken.name or {"grade": GRADE, "total": TOTAL}[taken.what]
            yield taken.field, _valued(wanted, result, result.values[name])

    def _wrong(self, code: str, **args: object) -> IntakeError:
        row = args.pop("row", 0)
        told = {"policy": self.wanted.policy, "kind": self.kind.name, **args}
        name = f"{self.package.name}/{RESULTS}"
        return IntakeError(fault(code, **told), file=name, row=int(str(row)))


def _valued(wanted: Field, result: Result, value: Value) -> Value | Fault:
    """What is not there is missing as a blank of any field is."""
    if value is None and wanted.on_missing != "reject":
        return wanted.fill
    if value is None and result.state in _STATES:
        zh, en = _STATES[result.state]
        return fault("import-not-graded", state_zh=zh, state_en=en)
    if value is None:
        return fault("import-not-final")
    if isinstance(value, bool | str):
        return value
    return read_cell(wanted, show_number(cast(Number, value)))
