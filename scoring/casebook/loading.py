"""Reads a test file for one policy: fixtures, cases, their evidence and expectations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeAlias

from rules.diagnostics import PolicyError, in_reading_order
from rules.expr.printer import Spelling
from rules.program import EvidenceKind, Program
from rules.source import Span
from rules.values import read_decimal
from rules.yaml_reader import MappingNode, Node, SequenceNode, read_yaml
from scoring.casebook.case_files import CaseReading
from scoring.casebook.cases import Case, Casebook, Party, Row, Setting
from scoring.casebook.expectations import Expecting
from scoring.casebook.past import PastReading
from scoring.casebook.reading import Reading
from scoring.casebook.words import spellings
from scoring.evidence import Period
from scoring.intake.headings import headings_of
from scoring.period import read_period

# The subject of a case that has one only.
ALONE = "本例"
MOST_TIMES = 10_000

_RUN = ("period", "as_of", "history_from")
FILE = ("tests", *_RUN, "fixtures", "cases")
SETTING = ("use", "subject", "evidence", "history", "case_files")
CASE = (*_RUN, "skip", "not_delivered", "rejects", "subjects", *SETTING, "expect")

Found: TypeAlias = Mapping[str, Node]


def read_casebook(data: bytes, name: str, program: Program) -> Casebook:
    """The cases of a test file. Raises PolicyError with everything that is wrong with it: a name
    the policy does not have is an error here, never a case that passes by itself."""
    root = read_yaml(data, name)
    loading = _Loading(program)
    book = loading.book(root)
    if loading.reading.problems:
        raise PolicyError(in_reading_order(loading.reading.problems))
    return book


def policy_of(tests: Path) -> Path:
    """The policy a test file is about stands beside it: `2026.1.test.yaml` tests `2026.1.yaml`."""
    return tests.with_name(tests.name.removesuffix(".test.yaml") + ".yaml")


class _Loading:
    def __init__(self, program: Program) -> None:
        self.reading = Reading()
        self._program = program
        self._expecting = Expecting(program, self.reading)
        self._past = PastReading(program, self.reading)
        self._cases = CaseReading(program, self.reading)
        self._kinds = {kind.name: _headings(kind) for kind in program.evidence}
        fields = program.subject.fields
        self._subject_headings = {h for wanted in fields for h in headings_of(wanted)}
        self._fixtures: dict[str, Setting] = {}
        self._times = tuple(spellings({"times"}))

    def book(self, root: Node) -> Casebook:
        found = dict(self.reading.mapping(root, FILE))
        for key in ("period", "cases"):
            if key not in found:
                self.reading.about_key("case-missing", root.span, key)
        if fixtures := found.get("fixtures"):
            for name, node, _ in self.reading.own_names(fixtures):
                self._fixtures[name] = self._setting(dict(self.reading.mapping(node, SETTING)))
        title = self.reading.text(found["tests"]) if "tests" in found else ""
        cases = found.get("cases")
        entries = self.reading.own_names(cases) if cases else ()
        read = (self._case(name, span, node, found) for name, node, span in entries)
        language: Spelling = "en" if _is_english(root) else "zh"
        return Casebook(title, tuple(case for case in read if case), language)

    def _case(self, name: str, span: Span, node: Node, file: Found) -> Case | None:
        found = dict(self.reading.mapping(node, CASE))
        period = self._period(found, file)
        if period is None:
            return None
        gone, refused = found.get("not_delivered"), found.get("rejects")
        return Case(
            name=name,
            span=span,
            period=period,
            history_from=self.reading.date(found.get("history_from") or file.get("history_from")),
            parties=tuple(self._parties(found, span)),
            not_delivered=frozenset(self.reading.words(gone, self._kinds) if gone else ()),
            rejects=tuple(sorted(self._codes(refused))) if refused else (),
            skip=self.reading.text(found["skip"]) if "skip" in found else "",
        )

    def _period(self, found: Found, file: Found) -> Period | None:
        label = found.get("period") or file.get("period")
        if label is None:
            return None
        as_of = self.reading.date(found.get("as_of") or file.get("as_of"))
        try:
            return read_period(self.reading.text(label), self._program.head, as_of)
        except PolicyError as error:
            for problem in error.diagnostics:
                self.reading.problem(problem.code, label.span, **problem.args)
            return None

    def _parties(self, found: Found, span: Span) -> Iterator[Party]:
        """The case is about one subject, or it lists several and says nothing of its own."""
        several = found.get("subjects")
        if several is None:
            yield self._party(ALONE, found)
            return
        for key in (*SETTING, "expect"):
            if key in found:
                self.reading.about_key("case-several", span, key)
        for subject, node, _ in self.reading.own_names(several):
            yield self._party(subject, dict(self.reading.mapping(node, (*SETTING, "expect"))))

    def _party(self, subject: str, found: Found) -> Party:
        return Party(subject, self._setting(found), self._expecting.read(found.get("expect")))

    # --- settings --------------------------------------------------------------------------------

    def _setting(self, found: Found) -> Setting:
        below = Setting()
        if use := found.get("use"):
            for name in self.reading.words(use, self._fixtures):
                below = self._fixtures[name].over(below)
        fields: Row = {}
        if subject := found.get("subject"):
            fields = self._cells(subject, self._subject_headings)
        evidence: dict[str, tuple[Row, ...]] = {}
        if node := found.get("evidence"):
            for kind, rows in self.reading.names(node, self._kinds):
                evidence[kind] = tuple(self._rows(rows, self._kinds[kind]))
        past = found.get("history")
        history = None if past is None else tuple(self._past.read(past))
        files = found.get("case_files")
        cases = None if files is None else tuple(self._cases.read(files))
        return Setting(fields, evidence, history, cases).over(below)

    def _rows(self, node: Node, headings: set[str]) -> Iterator[Row]:
        if not isinstance(node, SequenceNode):
            self.reading.problem("case-form", node.span, expected="记录的列表 · a list of records")
            return
        words = [word for word in self._times if word not in headings]
        for item in node.items:
            cells = dict(self._cells(item, headings.union(words)))
            times = [cells.pop(word) for word in words if word in cells]
            number = read_decimal(times[0]) if times else 1
            if not isinstance(number, int) or not 0 <= number <= MOST_TIMES:
                expected = f"0 – {MOST_TIMES}"
                self.reading.problem("case-form", item.span, expected=expected)
                continue
            for _ in range(number):
                yield cells

    def _cells(self, node: Node, headings: set[str]) -> Row:
        return {
            heading: self.reading.text(value)
            for heading, value in self.reading.names(node, headings)
        }

    def _codes(self, node: Node) -> Iterator[str]:
        for item in node.items if isinstance(node, SequenceNode) else (node,):
            yield self.reading.text(item)


def _is_english(root: Node) -> bool:
    return isinstance(root, MappingNode) and any(e.key.text == "cases" for e in root.entries)


def _headings(kind: EvidenceKind) -> set[str]:
    """What a row of the kind may be written under; its subject is known without being written."""
    wide = {heading for heading, _ in kind.wide.columns} if kind.wide else set()
    return wide | {heading for wanted in kind.fields for heading in headings_of(wanted)}
