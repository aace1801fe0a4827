"""The records of all subjects found and measured in DuckDB: one row of tallies for each subject."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from rules.backends.sql import Translator
from rules.dependencies import names_read
from rules.program import Measure, Program, Rule
from rules.values import Value, plain
from scoring.population.find.finding import (
    FindingsOf,
    PreparedRules,
    no_findings,
    noted_of_rules,
    prepare_rules,
    read_findings,
)
from scoring.population.find.findings import RuleTally
from scoring.population.measure.asking import MeasureTally
from scoring.population.measure.gathering import TALLIES, Observed, Pass, gather
from scoring.population.measure.measures import PreparedMeasure, prepare_measures, tallies_of
from scoring.population.noted import Noted, say_all
from scoring.population.store import Store
from scoring.population.values import read_number, read_value, value_columns
from scoring.score.ledger import RuleSum
from scoring.standing import Standing


@dataclass(frozen=True, slots=True)
class Kernel:
    """What the tallies hold: of the rules in policy order, of the measures, and what is noted;
    `findings` gives those of some subjects, where they are asked for."""

    rules: Sequence[RuleTally]
    noted: Sequence[Noted]
    measures: Sequence[MeasureTally]
    findings: FindingsOf


def translators_of(store: Store, program: Program) -> Mapping[str, Translator]:
    """By evidence kind."""
    parameters = {parameter.name: parameter for parameter in program.parameters}
    fields = store.subjects.terms
    return {name: Translator(rows.terms, fields, parameters) for name, rows in store.kinds.items()}


@dataclass(frozen=True, slots=True)
class Prepared:
    """What will be asked of each table of records, and what the answers are for."""

    rules: PreparedRules
    measures: Sequence[PreparedMeasure]
    passes: Sequence[Pass]


def tally(store: Store, program: Program, *, findings: bool = False) -> Kernel:
    """Makes the table of tallies, and says what its columns mean."""
    prepared = prepare(store, program, findings=findings)
    gather(store, prepared.passes)
    return kernel_of(store, program, prepared, findings=findings)


def prepare(store: Store, program: Program, *, findings: bool = False) -> Prepared:
    translators = translators_of(store, program)
    passes = passes_of(store, program)
    rules = prepare_rules(store, program, translators, passes, findings=findings)
    measures = prepare_measures(program, store, translators, passes)
    every = [*passes.values(), *rules.passes, *(own for one in measures for own in one.passes)]
    return Prepared(rules, measures, every)


def kernel_of(store: Store, program: Program, prepared: Prepared, *, findings: bool) -> Kernel:
    """What the columns of the table of tallies mean, once it is filled."""
    observed = Observed(store, prepared.passes)
    found = prepared.rules.tallies(observed)
    measures = list(tallies_of(prepared.measures, observed))
    known = partial(read_findings, store, prepared.rules) if findings else no_findings
    return Kernel(found, tuple(noted_of_rules(program, store, found)), measures, known)


def passes_of(store: Store, program: Program) -> Mapping[str, Pass]:
    """A pass over each kind; it joins the subjects only where a rule or a measure reads their
    fields."""
    readers: list[Rule | Measure] = [*program.rules, *program.measures]
    joined = {
        evidence_of(reader)
        for reader in readers
        if names_read(reader) & store.subjects.terms.keys()
    }
    return {name: Pass(rows.table, name in joined) for name, rows in store.kinds.items()}


def evidence_of(reader: Rule | Measure) -> str | None:
    """The kind of evidence whose records it reads."""
    source = reader if isinstance(reader, Rule) else reader.aggregate
    return getattr(source, "evidence", None)


# --- read back -----------------------------------------------------------------------------------


class ReadTallies:
    """The tallies of every subject, as the stages of a subject take them."""

    def __init__(self, store: Store, kernel: Kernel) -> None:
        self._kernel = kernel
        self._rows: dict[str, tuple[Value, ...]] = {}
        columns: list[str] = []
        self._rules = [_slice(columns, rule_columns(one)) for one in kernel.rules]
        self._noted = _slice(columns, [c for one in kernel.noted for c in one.columns])
        self._measures = {
            one.measure.name: (
                one,
                _slice(columns, value_columns(one.value)),
                _slice(columns, [c for noted in one.noted for c in noted.columns]),
            )
            for one in kernel.measures
        }
        taken = ", ".join(["subject", *columns])
        for row in store.rows(f"SELECT {taken} FROM {TALLIES}"):
            self._rows[str(row[0])] = row[1:]
        self._findings = kernel.findings("true")

    def find(self, standing: Standing) -> None:
        row = self._rows[standing.subject.id]
        say_all(self._kernel.noted, row[self._noted], standing.notes)
        found = {}
        for one, place in zip(self._kernel.rules, self._rules, strict=True):
            sums = rule_sum(one, row[place])
            if sums.hits:
                found[one.rule.id] = sums
        standing.found = found
        standing.findings = tuple(self._findings.get(standing.subject.id, ()))

    def measure(self, name: str, standing: Standing) -> bool:
        if name not in self._measures:
            return False
        row = self._rows[standing.subject.id]
        one, value, noted = self._measures[name]
        say_all(one.noted, row[noted], standing.notes)
        standing.measure(name, read_value(one.value, row[value]))
        return True


def _slice(columns: list[str], added: Sequence[str]) -> slice:
    start = len(columns)
    columns.extend(added)
    return slice(start, len(columns))


def rule_columns(one: RuleTally) -> Sequence[str]:
    return [one.hits, one.raw.top, one.applied.top, one.lost_to]


def rule_sum(one: RuleTally, cells: Sequence[Value]) -> RuleSum:
    hits, raw, applied, lost_to = cells
    size = one.rule.sign * read_number(one.raw, raw)
    kept = one.rule.sign * read_number(one.applied, applied)
    return RuleSum(int(hits), plain(size), plain(kept), str(lost_to))  # type: ignore[arg-type]  # a count
