"""Reads a mapping file for one policy: every name in it is checked, each at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from rules.diagnostics import Diagnostic, PolicyError, closest, diagnose, listed
from rules.loader import load_document
from rules.program import EvidenceKind, Field, Program
from rules.source import Span
from rules.yaml_reader import read_yaml
from scoring.intake.faults import Fault
from scoring.intake.former_names import FormerName
from scoring.intake.kinds import Kinds
from scoring.intake.mapping import model, plan
from scoring.intake.mapping.rewriting import Rewriting
from scoring.intake.mapping.targets import Targets, targets_of
from scoring.intake.mapping.units import Units, factor_between, read_factor
from scoring.intake.mapping.words import LEXICON, SUBJECTS

_SOURCES = ("heading", "column", "value", "cell", "source")
_LETTERS = re.compile(r"[A-Za-z]{1,3}")
_NUMBER = re.compile(r"[1-9][0-9]{0,4}")
_CELL = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})")
_MOST_HEADING_ROWS = 3


def read_mapping(data: bytes, name: str, program: Program) -> plan.SheetMapping:
    """The mapping, or PolicyError with everything that is wrong with it."""
    document = load_document(model.Mapping, read_yaml(data, name), LEXICON)
    checking = _Checking(program)
    found = checking.mapping(document, name)
    if checking.problems:
        raise PolicyError(listed(checking.problems))
    return found


class _Checking:
    def __init__(self, program: Program) -> None:
        self.problems: list[Diagnostic] = []
        self._program = program
        self._kinds = Kinds(program)

    def report(self, code: str, span: Span | None, /, **args: object) -> None:
        self.problems.append(diagnose(code, span, **args))

    def mapping(self, text: model.Mapping, name: str) -> plan.SheetMapping:
        id_ = self._program.head.id
        if text.policy not in ("", id_):
            span = text.value_span("policy")
            self.report("map-other-policy", span, text=text.policy, id=id_)
        return plan.SheetMapping(
            name=name,
            tables=tuple(table for table in map(self._table, text.tables) if table),
            unread_sheets=tuple(text.unread_sheets),
            former_names=tuple(self._former_names(text)),
            span=text.key_span("tables"),
        )

    def _former_names(self, text: model.Mapping) -> Iterator[FormerName]:
        met: list[FormerName] = []
        for entry in text.former_names:
            start, end = entry.since, entry.until
            if start and end and end < start:
                self.report("ends-before-it-starts", entry.value_span("until"), start=start, to=end)
            named = FormerName(entry.name, entry.subject, start, end, entry.value_span("name"))
            for other in met:
                if other.name == named.name and other.meets(named):
                    told = {"first": other.subject, "second": named.subject}
                    self.report("former-name-twice", named.span, name=named.name, **told)
            met.append(named)
            yield named

    # --- a table -----------------------------------------------------------------------------

    def _table(self, text: model.Table) -> plan.TablePlan | None:
        kind = self._kind(text)
        if isinstance(kind, Fault):
            return None
        targets = targets_of(self._program, kind)
        first_row = self._rows(text)
        columns = [
            found
            for target, column in text.fields.items()
            if (found := self._field(text, target, column, targets, first_row))
        ]
        wide = self._wide(text, text.wide, targets) if text.wide else None
        self._complete(text, wide, targets)
        return plan.TablePlan(
            kind=kind.name if kind else None,
            headings=tuple(text.headings),
            first_row=first_row,
            fields=tuple(columns),
            files=tuple(text.file),
            sheets=tuple(text.sheet),
            wide=wide,
            fill_headings=text.fill_headings,
            stop_at=tuple(text.stop_at),
            skip=tuple(text.skip),
            skip_hidden_rows=text.hidden_rows == "skip",
            skip_hidden_sheets=text.hidden_sheets == "skip",
            span=text.key_span("read_as"),
        )

    def _kind(self, text: model.Table) -> EvidenceKind | Fault | None:
        """None for the table of subjects. A kind of that name goes first."""
        kind = self._kinds.named(text.read_as)
        if not isinstance(kind, Fault):
            return kind
        if text.read_as in (*SUBJECTS, self._program.subject.kind):
            return None
        names = [*(kind.name for kind in self._program.evidence), SUBJECTS[0]]
        self.report(
            "map-kind",
            text.value_span("read_as"),
            text=text.read_as,
            known="、".join(names),
            known_en=", ".join(names),
            suggestion=closest(text.read_as, names),
        )
        return kind

    def _rows(self, text: model.Table) -> int:
        """The first row of data. Heading rows follow one another, above it."""
        rows, span = text.headings, text.value_span("headings")
        if (
            not rows
            or rows != list(range(rows[0], rows[0] + len(rows)))
            or len(rows) > _MOST_HEADING_ROWS
        ):
            self.report("map-heading-rows", span, most=_MOST_HEADING_ROWS)
            return text.first_row or 1
        if text.first_row is not None and text.first_row <= rows[-1]:
            self.report("map-first-row", text.value_span("first_row"), last=rows[-1])
        return text.first_row or rows[-1] + 1

    def _complete(self, text: model.Table, wide: plan.WidePlan | None, targets: Targets) -> None:
        """Each field once, and all that a record cannot do without."""
        given = [wide.item, wide.number] if wide else []
        met: set[str] = set()
        for word, column in text.fields.items():
            wanted = targets.find(word)
            if wanted is None:
                # Which one was meant is not known, so neither is what lacks.
                return
            if wanted.name in met:
                self.report("map-target-twice", column.at.name, name=wanted.name)
            met.add(wanted.name)
        if lacks := targets.lacking([*given, *met]):
            words, words_en = "、".join(lacks), ", ".join(lacks)
            self.report("map-lacks", text.key_span("fields"), words=words, words_en=words_en)

    # --- a field -----------------------------------------------------------------------------

    def _field(
        self, table: model.Table, target: str, text: model.Column, targets: Targets, first_row: int
    ) -> plan.FieldPlan | None:
        wanted = self._wanted(target, text.at.name, targets)
        if wanted is None:
            return None
        in_wide = table.wide is not None and targets.find(table.wide.number) == wanted
        source = None if in_wide else self._source(text, first_row)
        rewriting = self._rewriting(table, text, wanted)
        if in_wide and any(key in text.at.keys for key in (*_SOURCES, "fill_down")):
            self.report("map-in-wide", text.at.name, name=target)
        if source is None:
            return None
        if text.fill_down and not isinstance(source, plan.UnderHeading | plan.InColumn):
            self.report("map-fill", text.key_span("fill_down"))
        span = text.at.values.get("heading", text.at.name)
        return plan.FieldPlan(wanted.name, source, rewriting, text.fill_down, span)

    def _wanted(self, target: str, span: Span | None, targets: Targets) -> Field | None:
        wanted = targets.find(target)
        if wanted is None:
            names = list(dict.fromkeys(field.name for field in targets.known.values()))
            self.report(
                "map-field",
                span,
                name=target,
                known="、".join(names),
                known_en=", ".join(names),
                suggestion=closest(target, names),
            )
        return wanted

    def _source(self, text: model.Column, first_row: int) -> plan.Source | None:
        given = [key for key in _SOURCES if getattr(text, key) is not None]
        if len(given) != 1:
            words = [LEXICON.chinese(key) for key in _SOURCES]
            self.report(
                "map-source", text.at.name, known="、".join(words), known_en=", ".join(_SOURCES)
            )
            return None
        if text.heading is not None:
            return plan.UnderHeading(text.heading)
        if text.column is not None:
            return self._column(text.column, text.value_span("column"))
        if text.value is not None:
            return plan.Constant(text.value)
        if text.source is not None:
            return plan.Titled(text.source)
        return self._cell(text.cell or "", text.value_span("cell"), first_row)

    def _column(self, word: str, span: Span | None) -> plan.InColumn | None:
        if _LETTERS.fullmatch(word):
            return plan.InColumn(column_index(word))
        if _NUMBER.fullmatch(word):
            return plan.InColumn(int(word) - 1)
        self.report("map-column", span, text=word)
        return None

    def _cell(self, word: str, span: Span | None, first_row: int) -> plan.InCell | None:
        found = _CELL.fullmatch(word)
        if found is None or int(found[2]) >= first_row:
            self.report("map-cell", span, text=word, row=first_row)
            return None
        return plan.InCell(int(found[2]), column_index(found[1]))

    def _rewriting(self, table: model.Table, text: model.Column, wanted: Field) -> Rewriting:
        dates = table.dates if text.dates is None else text.dates
        if {"serial_1900", "serial_1904"} <= set(dates):
            self.report(
                "map-two-serials", (table if text.dates is None else text).value_span("dates")
            )
        thousands = table.thousands if text.thousands is None else text.thousands
        full_width = table.full_width if text.full_width is None else text.full_width
        return Rewriting(
            dates=tuple(dates),
            words=self._words(text),
            blank=text.blank or "",
            missing=frozenset(table.missing if text.missing is None else text.missing),
            units=self._units(text, wanted),
            thousands=thousands,
            full_width=full_width,
        )

    def _words(self, text: model.Column) -> dict[str, str]:
        words: dict[str, str] = {}
        for word, spellings in text.words.items():
            for spelling in spellings:
                if words.setdefault(spelling.strip(), word) != word:
                    span = text.value_span("words")
                    self.report(
                        "map-word-twice",
                        span,
                        text=spelling,
                        first=words[spelling.strip()],
                        second=word,
                    )
        return words

    def _units(self, text: model.Column, wanted: Field) -> Units | None:
        factors: dict[str, Fraction] = {}
        for unit in text.unit:
            factor = factor_between(unit, wanted.unit)
            if factor is None:
                to = wanted.unit or "—"
                self.report("map-unit", text.value_span("unit"), unit=unit, to=to, name=wanted.name)
            else:
                factors[unit] = Fraction(factor)
        for unit, word in text.factors.items():
            factor = read_factor(word)
            if factor is None:
                self.report("map-factor", text.value_span("factors"), text=word)
            else:
                factors[unit] = Fraction(factor)
        return Units(factors) if factors else None

    # --- a wide table --------------------------------------------------------------------------

    def _wide(self, table: model.Table, text: model.Wide, targets: Targets) -> plan.WidePlan | None:
        item = self._wanted(text.item, text.value_span("item"), targets)
        number = self._wanted(text.number, text.value_span("number"), targets)
        if item is None or number is None:
            return None
        if not text.columns:
            self.report("map-no-columns", text.value_span("columns"))
        said = [column for name, column in table.fields.items() if targets.find(name) == number]
        return plan.WidePlan(
            item=item.name,
            number=number.name,
            columns=tuple(text.columns.items()),
            rewriting=self._rewriting(table, said[0] if said else model.Column(), number),
            skip_blank=text.blank_cells == "skip",
            span=text.value_span("columns"),
        )


def column_index(letters: str) -> int:
    """A is 0, AA is 26."""
    index = 0
    for letter in letters.upper():
        index = 26 * index + ord(letter) - ord("A") + 1
    return index - 1
