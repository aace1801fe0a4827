"""Reads the earlier results of a case: rows as of a table of them, by English heading."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rules.program import GRADE, TOTAL, Program
from rules.yaml_reader import MappingNode, Node, SequenceNode
from scoring.casebook.cases import Row
from scoring.casebook.reading import Reading
from scoring.casebook.words import STATE_WORDS, STATES, spellings
from scoring.intake.past_rows import holder_key
from scoring.past.history import holders_of

# What a row may say; whose it is and of which policy is known without being written.
_KEYS = (
    "period", "state", "total", "grade", "lists", "triggers", "pending_lists", "pending_triggers",
    "provisional", "status", "as_of", "subject",
)  # fmt: skip


class PastReading:
    """Reads the earlier results of one policy's cases into a reading."""

    def __init__(self, program: Program, reading: Reading) -> None:
        self._reading = reading
        self._holders = holders_of(program)
        lists = [rule.name for rule in program.lists]
        triggers = [trigger.name for trigger in program.triggers]
        values = [spelling for name in (TOTAL, GRADE) for spelling in spellings({name})]
        self._names: Mapping[str, list[str]] = {
            "lists": lists,
            "pending_lists": lists,
            "triggers": triggers,
            "pending_triggers": triggers,
            "provisional": [*values, *lists, *triggers],
        }

    def read(self, node: Node) -> Iterator[Row]:
        if not isinstance(node, SequenceNode):
            expected = "往期结果的列表 · a list of earlier results"
            self._reading.problem("case-form", node.span, expected=expected)
            return
        for item in node.items:
            cells: dict[str, str] = {}
            for key, cell in self._reading.mapping(item, _KEYS):
                cells |= self._held(cell) if key == "subject" else {key: self._cell(key, cell)}
            if isinstance(item, MappingNode) and "period" not in cells:
                self._reading.about_key("case-missing", item.span, "period")
            yield {"state": STATE_WORDS["graded"], **cells}

    def _held(self, node: Node) -> Mapping[str, str]:
        """The fields that say who held the subject then."""
        named = self._reading.names(node, self._holders)
        return {holder_key(name): self._reading.text(cell) for name, cell in named}

    def _cell(self, key: str, node: Node) -> str:
        if key == "state":
            return STATE_WORDS[self._reading.choice(node, STATES) or "graded"]
        if key in self._names:
            return "、".join(self._reading.words(node, self._names[key]))
        return self._reading.text(node)
