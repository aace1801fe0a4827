"""The tables of results read back: one assessment for each row, its ledger made of its sums."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeAlias

from rules.backends.sql_terms import quoted
from rules.program import GRADE, Indicator, Program, Stage, Stepwise
from rules.values import Value
from scoring.assess import Assessor
from scoring.assessment import Assessment, LedgerLine
from scoring.evidence import Evidence
from scoring.expressions import number_of, word_of
from scoring.population.cells import Columns, holding, read_values, remembering
from scoring.population.find.findings import RuleTally
from scoring.population.kernel import Kernel, rule_columns, rule_sum
from scoring.population.noted import Noted, say_all
from scoring.population.reading_outcomes import OutcomeReader, pooled_groups
from scoring.population.results import Results
from scoring.population.score.points import STATES, form_of
from scoring.population.store import Store
from scoring.score.changes import step_lines
from scoring.score.composition import score_section, score_total
from scoring.score.ledger import LedgerError, RuleSum, Scored, change_line, rule_line, veto_line
from scoring.score.scores import finished, left
from scoring.score.tree import let_go
from scoring.standing import Standing

# Cells of the rows that are read at once.
_CELLS_AT_ONCE = 400_000
# The rule, its sum in a row, and where that stands.
_OfRule: TypeAlias = tuple[str, Callable[[tuple[Value, ...]], RuleSum], slice]
_LATER: tuple[Stage, ...] = ("score", "grade", "rank", "conclude")


class ResultReader:
    """Rows of the table of results as standings whose stages are over."""

    def __init__(
        self, program: Program, kernel: Kernel, results: Results, pooled: Mapping[str, str]
    ) -> None:
        self._program, self._kernel, self._results = program, kernel, results
        self._by_name = {one.name: one for one in program.indicators}
        self._leaves = [one for one in program.indicators if not one.children]
        columns = self.columns = Columns()
        course = results.course
        self._running = columns.take(course.running[stage] for stage in _LATER)
        self._noted = {stage: self._of_stage(stage) for stage in ("find", "measure", *_LATER)}
        self._refused = columns.take(truth.sql for truth in results.measured.refused)
        self._past = columns.values(results.remembered.start.values())
        self._counted = columns.values(results.remembered.counted.values())
        self._rules = [_reading(one, columns) for one in kernel.rules]
        self._measures = columns.values(results.measured.values.values())
        self._reached = columns.take(results.measured.reached.values())
        self._points = {name: columns.values([p.points]) for name, p in results.points.items()}
        self._states = {
            name: columns.take([p.state, p.meant]) for name, p in results.points.items()
        }
        self._sources = {
            name: columns.values([p.raw, p.taken])
            for name, p in results.points.items()
            if p.raw is not None and p.taken is not None
        }
        self._moves = {name: columns.values(p.moves) for name, p in results.points.items()}
        # Places and grades tell it themselves.
        told = {GRADE, *(rank.name for rank in program.ranks)}
        self._companies = [name for name in course.may_change if name not in told]
        self._changing = columns.take(course.may_change[name] for name in self._companies)
        totals = (results.total_before, results.total)
        self._totals = columns.values(term for term in totals if term is not None)
        graded = results.graded
        self._grades = columns.values([graded.before, graded.after, graded.grade] if graded else ())
        self._zeroed = columns.take(sql for _, sql in results.zeroed)
        self._vetoes = columns.take(sql for _, sql in graded.fired) if graded else slice(0)
        self._granted = columns.take(sql for _, sql in graded.granted) if graded else slice(0)
        self._outcomes = OutcomeReader(columns, results.outcomes, pooled)

    def _of_stage(self, stage: str) -> tuple[Sequence[Noted], slice]:
        noted = [one for of, one in self._results.course.noted if of == stage]
        return noted, self.columns.take(column for one in noted for column in one.columns)

    def read(self, standing: Standing, row: tuple[Value, ...]) -> None:
        """Everything that was decided, into a standing that is new."""
        score, grade, rank, conclude = row[self._running]
        self._say(standing, row, "find", "measure")
        self._find(standing, row)
        remembered = self._results.remembered
        standing.past |= zip(remembered.start, read_values(self._past, row), strict=True)
        measures = zip(read_values(self._measures, row), row[self._reached], strict=True)
        for name, (value, reached) in zip(self._results.measured.values, measures, strict=True):
            if reached:
                standing.measure(name, value)
        for rule, refused in zip(self._program.ineligibilities, row[self._refused], strict=True):
            if refused:
                standing.refusals.append(rule.reason)
        if score:
            self._say(standing, row, "score")
            self._score(standing, row)
        if grade:
            self._say(standing, row, "grade")
            self._grade(standing, row)
        if rank:
            self._say(standing, row, "rank")
            self._outcomes.place(standing, row)
        if conclude:
            self._say(standing, row, "conclude")
            counted = zip(remembered.counted, read_values(self._counted, row), strict=True)
            standing.past |= counted
            self._outcomes.conclude(standing, row)
        changing = zip(self._companies, row[self._changing], strict=True)
        standing.changing = frozenset(name for name, changes in changing if changes)
        standing.state = "graded" if conclude else "not_graded" if standing.refusals else "pending"

    def _say(self, standing: Standing, row: tuple[Value, ...], *stages: Stage) -> None:
        for stage in stages:
            noted, place = self._noted[stage]
            if any(cells := row[place]):
                say_all(noted, cells, standing.notes)

    def _find(self, standing: Standing, row: tuple[Value, ...]) -> None:
        sums = {rule: read(row[place]) for rule, read, place in self._rules}
        standing.found = {rule: found for rule, found in sums.items() if found.hits}

    def _score(self, standing: Standing, row: tuple[Value, ...]) -> None:
        """The lines of the ledger are made anew; what they come to must be what was computed."""
        for name in self._results.points:
            indicator = self._by_name[name]
            scored = self._scored(indicator, standing, row)
            if scored is not None:
                self._keep(indicator, scored, standing, row)
        let_go(self._leaves, standing)
        if self._program.total is None:
            return
        before, total = (number_of(value) for value in read_values(self._totals, row))
        if before is None:
            return
        standing.stalled = total is None
        standing.zeroed_by = holding(self._results.zeroed, row[self._zeroed])
        tops = {i.name: standing.scored[i.name] for i in self._program.indicators if not i.parent}
        bonuses = [i.name for i in self._program.indicators if not i.parent and i.bonus_stop]
        whole = score_total(self._program.total, tops, bonuses)
        if whole is None or whole.points != before:
            raise LedgerError(f"the total of {standing.subject.id} is not what its lines give")
        standing.total_before_veto, standing.total = before, total
        standing.total_lines = whole.lines
        if total is not None and total != before:
            standing.total_lines += (veto_line(before, standing.zeroed_by[0].id),)

    def _scored(
        self, indicator: Indicator, standing: Standing, row: tuple[Value, ...]
    ) -> Scored | None:
        own = form_of(indicator, standing.subject.fields)
        state, meant = row[self._states[indicator.name]]
        if own is None or state is None:
            return None
        if indicator.children:
            children = [standing.scored.get(child) for child in indicator.children]
            known = [child for child in children if child is not None]
            there = bool(known) and len(known) == len(children)
            return score_section(own, known) if there else None
        if absence := STATES[int(state)]:  # type: ignore[arg-type]  # a place
            return left(own, absence)
        lines = self._lines(own, standing, row, meant=bool(meant))
        return None if lines is None else finished(own, lines)

    def _lines(
        self, leaf: Indicator, standing: Standing, row: tuple[Value, ...], *, meant: bool
    ) -> list[LedgerLine] | None:
        """The start, what the rules found, the value; None where the value is waited for."""
        lines: list[LedgerLine] = []
        if not meant:
            if leaf.start:
                lines.append(change_line("start", leaf.name, leaf.start, leaf.start))
            found = standing.found
            lines += [
                rule_line(leaf.name, rule, found[rule]) for rule in leaf.rules if rule in found
            ]
        if leaf.name in self._sources:
            raw, taken = (number_of(value) for value in read_values(self._sources[leaf.name], row))
            if raw is None or taken is None:
                return None
            lines.append(change_line("measure", leaf.name, raw, taken))
        if isinstance(leaf.valued, Stepwise):
            moves = [number_of(value) for value in read_values(self._moves[leaf.name], row)]
            known = [move for move in moves if move is not None]
            if len(known) < len(moves):
                return None
            lines += step_lines(leaf.valued, leaf, known)
        return lines

    def _keep(
        self, indicator: Indicator, scored: Scored, standing: Standing, row: tuple[Value, ...]
    ) -> None:
        (points,) = read_values(self._points[indicator.name], row)
        if points != (None if scored.absent else scored.points):
            raise LedgerError(
                f"“{indicator.name}” of {standing.subject.id}: {points} is not {scored.points}"
            )
        standing.score(indicator.name, scored)

    def _grade(self, standing: Standing, row: tuple[Value, ...]) -> None:
        graded = self._results.graded
        if graded is None or standing.stalled:
            return
        before, after, grade = (word_of(value) for value in read_values(self._grades, row))
        standing.vetoed_by = holding(graded.fired, row[self._vetoes])
        standing.granted_by = holding(graded.granted, row[self._granted])
        standing.grade_before_veto, standing.grade_after_veto = before, after
        standing.grade = grade


def _reading(one: RuleTally, columns: Columns) -> _OfRule:
    return one.rule.id, remembering(partial(rule_sum, one)), columns.take(rule_columns(one))


def read_results(
    store: Store,
    program: Program,
    evidence: Evidence,
    kernel: Kernel,
    results: Results,
    assessor: Assessor,
    *,
    subject: str | None = None,
) -> Iterator[Assessment]:
    """In code-point order of the subjects, some at once; of one `subject` only, where it is
    named."""
    tables = results.course.tables
    pooled = pooled_groups(store, tables, results.outcomes)
    reader = ResultReader(program, kernel, results, pooled)
    taken = ["subject", "held", *reader.columns.names]
    query = f"SELECT {', '.join(taken)} FROM {tables} WHERE"
    parts = _parts(store.subjects.count, _CELLS_AT_ONCE // len(taken) + 1)
    for whose in parts if subject is None else [_named(subject)]:
        findings = kernel.findings(whose)
        for found in store.rows(f"{query} {whose} ORDER BY s"):
            (name, held), row = found[:2], found[2:]
            # Its records are not needed any more, only how many they are.
            standing = Standing(evidence.subjects[str(name)], evidence, (), {}, alone=False)
            standing.findings = tuple(findings.get(str(name), ()))
            reader.read(standing, row)
            yield replace(assessor.finished(standing), evidence_count=held)  # type: ignore[arg-type]  # a count


def _parts(count: int, at_once: int) -> Iterator[str]:
    for start in range(0, count, at_once):
        yield f"s BETWEEN {start} AND {start + at_once - 1}"


def _named(subject: str) -> str:
    return f"subject = {quoted(subject)}"
