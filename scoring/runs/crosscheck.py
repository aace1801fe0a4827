"""Two engines, one answer: subjects assessed again by the rule engine, one by one, and compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from itertools import zip_longest
from multiprocessing import get_context

from rules.backends.crossed import matcher_for
from rules.program import GRADE, TOTAL, Program, Relative, takes_group_mean
from rules.values import show_number
from scoring.assess import Assessor
from scoring.assessment import Assessment, LedgerLine
from scoring.concluding import Conclusion, Disagreement
from scoring.evidence import Evidence
from scoring.resting import population_read
from scoring.runs.request import Crosscheck

# A sample is every n-th subject, so that it is at most so many.
SAMPLE = 200
_AT_ONCE = 50
_SHOWN = 10


class EnginesDifferError(Exception):
    """Two engines differ, so neither may be believed: nothing is written."""

    def __init__(self, found: Sequence[Disagreement], checked: int) -> None:
        super().__init__(f"{len(found)} of {checked} subjects differ")
        self.found = found
        self.checked = checked

    def lines(self) -> Iterator[tuple[str, str]]:
        """What people are told, in two languages; the first few subjects with their place."""
        count = len(self.found)
        yield (
            f"抽查 {self.checked} 个对象，两个引擎有 {count} 个不同，没有写出任何结果",
            f"two engines differ on {count} of {self.checked} subjects, no result was written",
        )
        for one in self.found[:_SHOWN]:
            told = f"{one.subject}，{one.place}：{one.ours} ≠ {one.theirs}"
            yield told, f"{one.subject}, {one.place}: {one.ours} ≠ {one.theirs}"


class CrossCheck:
    """`watch()` the assessments of everybody, then `settle()`. What rests on the rest of the
    population is left out of what other processes assess again; it is computed again here from what
    was decided of everybody."""

    def __init__(self, program: Program, evidence: Evidence, how: Crosscheck) -> None:
        self._program, self._evidence, self._how = program, evidence, how
        self._every = _step(len(evidence.subjects), how)
        self._chosen: list[Assessment] = []
        self._conclusion = Conclusion(program, evidence)

    def watch(self, assessments: Iterable[Assessment]) -> Iterator[Assessment]:
        for number, one in enumerate(assessments):
            if self._every:
                chosen = number % self._every == 0
                self._chosen += [one] if chosen else []
                self._conclusion.take(one, chosen=chosen)
            yield one

    def settle(self, *, workers: int = 2) -> int:
        """How many subjects were assessed again with no difference. Raises EnginesDifferError."""
        chosen, evidence = self._chosen, self._evidence
        parts = [chosen[start : start + _AT_ONCE] for start in range(0, len(chosen), _AT_ONCE)]
        found: list[Disagreement] = []
        if parts:
            # A process that is started anew shares no threads and no engine with this one.
            context = get_context("spawn")
            with ProcessPoolExecutor(min(workers, len(parts)), mp_context=context) as pool:
                tasks = [(self._program, _of(evidence, part), part) for part in parts]
                for differing in pool.map(differences, tasks):
                    found += differing
        if chosen:
            found += self._conclusion.differences()
        if self._how == "all" and _beside_others(self._program):
            found += measured_otherwise(self._program, evidence, chosen)
        if found:
            first = {one.subject: one for one in reversed(found)}
            raise EnginesDifferError([first[name] for name in sorted(first)], len(chosen))
        return len(chosen)


def differences(task: tuple[Program, Evidence, Sequence[Assessment]]) -> list[Disagreement]:
    """The subjects on which the rule engine, or the definition where it does not run, differs."""
    program, evidence, assessments = task
    assessor = Assessor(program, matcher_for(program))
    rests = population_read(program)
    found = []
    for ours in assessments:
        theirs = assessor.subject(evidence, ours.subject)
        difference = _first_difference(rests, ours, theirs)
        if difference is not None:
            found.append(difference)
    return found


def measured_otherwise(
    program: Program, evidence: Evidence, assessments: Sequence[Assessment]
) -> list[Disagreement]:
    """The subjects on which the rule engine differs that has everybody before it at once: what is
    measured beside others, and all that rests on it."""
    everybody = Assessor(program, matcher_for(program)).population(evidence)
    own = dict.fromkeys(population_read(program), frozenset[str]())
    pairs = zip(assessments, everybody, strict=True)
    return [found for one, other in pairs if (found := _first_difference(own, one, other))]


def _beside_others(program: Program) -> bool:
    """Whether a subject's points rest on those of others."""
    relative = any(isinstance(one.aggregate, Relative) for one in program.measures)
    return relative or any(takes_group_mean(one) for one in program.indicators)


def _step(subjects: int, how: Crosscheck) -> int:
    """Every so many subjects one is chosen; 0 is nobody."""
    if how == "none":
        return 0
    return 1 if how == "all" else max(-(-subjects // SAMPLE), 1)


def _of(evidence: Evidence, assessments: Sequence[Assessment]) -> Evidence:
    """The evidence of these subjects only."""
    names = {assessment.subject for assessment in assessments}
    periods = {
        label: replace(
            past, results={name: past.results[name] for name in names & past.results.keys()}
        )
        for label, past in evidence.history.periods.items()
    }
    return replace(evidence.only(names), history=replace(evidence.history, periods=periods))


def _first_difference(
    rests: Mapping[str, frozenset[str]], ours: Assessment, theirs: Assessment
) -> Disagreement | None:
    own = {name for name, read in rests.items() if not read}
    for name in (name for name in rests if name in own):
        if ours.measures.get(name) != theirs.measures.get(name):
            values = (str(one.measures.get(name)) for one in (ours, theirs))
            return Disagreement(ours.subject, name, *values)
    if TOTAL in own:
        for one, other in zip_longest(ours.ledger, theirs.ledger):
            if one != other:
                place = next(line.indicator for line in (one, other) if line is not None)
                return Disagreement(ours.subject, place or TOTAL, _told(one), _told(other))
    decided = (("state", ours.state, theirs.state), ("grade", ours.grade, theirs.grade))
    if GRADE in own:
        for place, mine, another in decided:
            if mine != another:
                return Disagreement(ours.subject, place, str(mine), str(another))
    return None


def _told(line: LedgerLine | None) -> str:
    if line is None:
        return "—"
    figures = " ".join(show_number(n) for n in (line.raw, line.applied, line.contribution))
    return " ".join(filter(None, (line.kind, line.rule, figures, line.lost_to)))
