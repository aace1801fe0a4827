"""Admits earlier results: packages of this policy and tables, in; one history and rejects out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from rules.diagnostics import PolicyError, diagnose
from rules.program import Program
from scoring.evidence import (
    Evidence,
    History,
    Notice,
    Origin,
    PastPeriod,
    Period,
    Reject,
    Result,
    place_order,
)
from scoring.intake.case_rows import read_case_table, tells_of_cases, unread
from scoring.intake.faults import IntakeError, fault, listed
from scoring.intake.opening import open_table
from scoring.intake.past_cases import TABLE, Register, joined, lacking, read_register
from scoring.intake.past_rows import (
    HEADINGS,
    REQUIRED,
    Claim,
    PastRows,
    Refusal,
    Withdrawal,
    holder_key,
)
from scoring.intake.rows import Damage, Row, Table
from scoring.package.digests import described
from scoring.package.manifest import MANIFEST, read_manifest
from scoring.past.history import holders_of
from scoring.resting import all_read

RESULTS = "results.csv"


def with_history(
    program: Program, evidence: Evidence, paths: Sequence[Path], start: date | None
) -> Evidence:
    """The evidence with the history it is judged beside. A package is of one period; a table may be
    of several, and no period may stand in two of them: nobody could tell which one is right."""
    if not paths and start is None and not program.looks_back:
        return evidence
    gathering = PastGathering(program, evidence.period, start)
    gathering.read(paths)
    return gathering.beside(evidence)


@dataclass(slots=True)
class _Gathered:
    """What the sources say of one period. A subject with two results has none."""

    period: Period
    source: str
    results: dict[str, list[tuple[Origin, Result]]] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)
    complete: bool = True


class PastGathering:
    """Sources one by one, then `beside()`, once."""

    def __init__(self, program: Program, here: Period, start: date | None) -> None:
        self.rejects: list[Reject] = []
        self._notices: list[Notice] = []
        self._program = program
        self._here = here
        self._start = start
        self._read_by = all_read(program)
        self._holders = holders_of(program)
        self._withdrawn = 0
        self._periods: dict[str, _Gathered] = {}
        self._registers: list[Register] = []
        self._of_cases: str | None = None

    def read(self, paths: Sequence[Path]) -> None:
        """Packages and tables."""
        for path in sorted(paths):
            if path.is_dir():
                self.read_package(path)
            else:
                with open_table(path, path.name) as table:
                    self.read_table(table)

    def read_package(self, folder: Path) -> None:
        """The results of a package, as its manifest describes them."""
        name = f"{folder.name}/{RESULTS}"
        manifest = read_manifest(folder)
        check_untouched(folder, manifest, RESULTS, "outputs")
        given, known = told_of_all(manifest)
        if manifest.get("partial"):
            told = {"path": folder.name, "as_of": given["as_of"]}
            raise PolicyError([diagnose("past-partial", None, **told)])
        with open_table(folder / RESULTS, name) as table:
            self._take(name, result_cells(table, given), known)
        if TABLE in manifest["outputs"]:
            check_untouched(folder, manifest, TABLE, "outputs")
        register = read_register(self._program, self._here, folder, manifest)
        if register is not None:
            self._registers.append(register)

    def read_table(self, table: Table) -> None:
        if tells_of_cases(table.headings):
            self._read_cases(table)
            return
        if table.headings is not None:
            self._check_headings(table.title, table.headings)
        self._take(table.title, result_cells(table, {}, self._heading), None)
        self._notices += table.notices()

    def _read_cases(self, table: Table) -> None:
        """A table of cases that were opened before there were packages: whatever package there is
        tells later how they stand."""
        if not self._program.follows_cases:
            self._notices.append(fault("cases-unused").notice())
            return
        if self._of_cases is not None:
            raise IntakeError(fault("case-tables", other=self._of_cases), file=table.title)
        self._of_cases = table.title
        cases = read_case_table(self._program, self._here, table)
        self._registers.append(Register("", date.min, cases))
        self._notices.append(fault("cases-told").notice(len(cases)))
        if columns := unread(table):
            wrong = fault("unread-columns", file=table.title, **listed(columns))
            self._notices.append(wrong.notice(len(columns)))
        self._notices += table.notices()

    def read_rows(self, name: str, rows: Iterable[Mapping[str, str]]) -> None:
        """Rows in memory, by English heading."""
        found = ((Origin(name, number), row) for number, row in enumerate(rows, start=1))
        self._take(name, found, None)

    def beside(self, evidence: Evidence) -> Evidence:
        """The evidence with the history that was gathered, its rejects and its notices."""
        history = self.history()
        notices = (*evidence.notices, *self.notices(history, evidence.subjects))
        return replace(
            evidence,
            history=history,
            rejects=tuple(sorted((*evidence.rejects, *self.rejects), key=place_order)),
            notices=tuple(sorted(notices, key=lambda notice: (notice.code, notice.zh))),
        )

    def history(self) -> History:
        periods = {label: self._settled(p) for label, p in sorted(self._periods.items())}
        starts = [past.period.start for past in periods.values()]
        start = self._start or min(starts, default=None)
        return History(start, periods, joined(self._registers, periods))

    def notices(self, history: History, subjects: Collection[str]) -> tuple[Notice, ...]:
        """What a reader should know of the history as a whole."""
        notices = list(self._notices)
        if self._withdrawn:
            notices.append(fault("past-withdrawn").notice(self._withdrawn))
        if self._program.history and history.start is None:
            notices.append(fault("past-none").notice())
        if not self._program.looks_back and history.start is not None:
            notices.append(fault("past-unused").notice())
        unknown = lacking(self._program, self._here, self._registers)
        if unknown is not None:
            notices.append(unknown.notice())
        if self._of_cases and (others := sorted(history.cases.keys() - set(subjects))):
            notices.append(fault("cases-of-others", **listed(others)).notice(len(others)))
        past = history.periods.values()
        gone = sorted({name for p in past for name in p.results if name not in subjects})
        if gone:
            notices.append(fault("past-unknown-subjects", **listed(gone)).notice(len(gone)))
        return tuple(notices)

    def _check_headings(self, name: str, headings: Sequence[str]) -> None:
        found = [self._heading(text) for text in headings]
        needed = [key for key in REQUIRED if key != "total" or self._program.total]
        needed += map(holder_key, self._holders)
        lacking = [key for key in needed if key not in found]
        twice = [key for key, times in Counter(filter(None, found)).items() if times > 1]
        if lacking or twice:
            code = "past-columns" if lacking else "past-columns-twice"
            words = [f"{HEADINGS.get(key, '')} {key}".strip() for key in lacking or twice]
            raise IntakeError(fault(code, **listed(words)), file=name)
        unread = sorted(text for text, key in zip(headings, found, strict=True) if key is None)
        if unread:
            wrong = fault("unread-columns", file=name, **listed(unread))
            self._notices.append(wrong.notice(len(unread)))

    def _heading(self, text: str) -> str | None:
        """The English heading meant, or None."""
        text = text.strip()
        for name in self._holders:
            if text in (name, holder_key(name)):
                return holder_key(name)
        return next((key for key, chinese in HEADINGS.items() if text in (key, chinese)), None)

    def _take(
        self,
        name: str,
        rows: Iterable[tuple[Origin, Mapping[str, str] | Damage]],
        known: Collection[str] | None,
    ) -> None:
        reader = PastRows(self._program, self._here, self._read_by, self._start, known)
        whole = True
        mine: set[str] = set()
        for origin, cells in rows:
            if isinstance(cells, Damage):
                self.rejects.append(cells.fault.reject(origin, value=cells.value, records=0))
                whole = False
                continue
            read = reader.read(cells, origin)
            whole = self._keep(name, origin, read, mine) and whole
        for label in mine if not whole else ():
            self._periods[label].complete = False

    def _keep(
        self, name: str, origin: Origin, read: Claim | Withdrawal | Refusal, mine: set[str]
    ) -> bool:
        """False where a row of nobody knows which period was lost."""
        if isinstance(read, Refusal):
            at = replace(origin, column=read.column)
            self.rejects.append(read.fault.reject(at, value=read.value, records=0))
            if read.foreign:
                return True
        if read.period is None:
            return False
        gathered = self._of(name, read.period, mine)
        match read:
            case Withdrawal():
                self._withdrawn += 1
            case Claim():
                gathered.results.setdefault(read.subject, []).append((origin, read.result))
            case Refusal(subject=str(subject)):
                gathered.refused.add(subject)
            case Refusal():
                gathered.complete = False
        return True

    def _of(self, name: str, period: Period, mine: set[str]) -> _Gathered:
        gathered = self._periods.setdefault(period.label, _Gathered(period, name))
        if gathered.source != name:
            told = {"period": period.label, "first": gathered.source, "second": name}
            raise PolicyError([diagnose("past-twice", None, **told)])
        mine.add(period.label)
        return gathered

    def _settled(self, gathered: _Gathered) -> PastPeriod:
        results: dict[str, Result] = {}
        refused = set(gathered.refused)
        for subject, found in sorted(gathered.results.items()):
            if len(found) == 1 and subject not in refused:
                results[subject] = found[0][1]
                continue
            refused.add(subject)
            for origin, _ in found:
                wrong = fault("past-subject-twice", period=gathered.period.label)
                at = replace(origin, column="subject")
                self.rejects.append(wrong.reject(at, value=subject, records=0))
        return PastPeriod(gathered.period, results, frozenset(refused), gathered.complete)


def told_of_all(manifest: Mapping[str, Any]) -> tuple[Mapping[str, str], Collection[str]]:
    """What holds for every row of a package's results, by heading; and its lists and triggers."""
    given = {
        "policy": manifest["policy"]["id"],
        "status": manifest["policy"]["status"],
        "period": manifest["period"]["label"],
        "as_of": manifest["period"]["as_of"],
    }
    return given, {*manifest["lists"], *manifest["triggers"]}


def check_untouched(folder: Path, manifest: Mapping[str, Any], name: str, part: str) -> None:
    """Raises PolicyError where a file of a package is not as its manifest lists it."""
    path = folder / name
    if not path.is_file() or described(path) != manifest[part].get(name):
        why, why_en = f"{name} 与 {MANIFEST} 不符", f"{name} is not what {MANIFEST} describes"
        problem = diagnose("not-a-package", None, path=folder, why=why, why_en=why_en)
        raise PolicyError([problem])


def result_cells(
    table: Table, given: Mapping[str, str], english: Callable[[str], str | None] = str
) -> Iterator[tuple[Origin, Mapping[str, str] | Damage]]:
    """The rows by English heading, which `english` gives; what is `given` holds for every row. A
    cell nothing can be read of ends its row."""
    for line in table.rows:
        if isinstance(line, Damage):
            yield table.origin(line, line.column), line
        elif isinstance(line, Row):
            keys = tuple(map(english, line.headings))
            faulty = next((at for at in sorted(line.faults) if keys[at]), None)
            if faulty is None:
                cells = {key: cell for key, cell in zip(keys, line.cells, strict=True) if key}
                yield table.origin(line), {**cells, **given}
            else:
                heading, text = line.headings[faulty], line.cells[faulty]
                damage = Damage(line.number, line.faults[faulty], heading, text)
                yield table.origin(line, heading, faulty), damage
