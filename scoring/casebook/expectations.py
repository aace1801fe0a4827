"""Reads what a case expects: every name must be one of the policy's, every value of its kind."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from rules.expr.kinds import (
    BooleanKind,
    CategoryKind,
    DateKind,
    Kind,
    NumberKind,
    PercentKind,
    TextKind,
)
from rules.program import GRADE, TOTAL, Check, Field, Program, Recall, Ruling
from rules.result_words import result_word
from rules.values import Value, read_percent, show_number
from rules.vocabulary import HISTORY_WORDS, spellings_of
from rules.yaml_reader import MappingNode, Node, ScalarNode
from scoring.casebook.case_files import MEMBERS
from scoring.casebook.cases import Expectation, Path
from scoring.casebook.reading import Reading
from scoring.casebook.words import CASE_STATES, MISSING, NONE, SEATS, STATES, spellings, told
from scoring.intake.cells import read_cell
from scoring.intake.faults import Fault

_COUNT = NumberKind(0)
_POINTS = NumberKind()
_SETS = (
    "not_applicable", "excluded", "veto", "direct_grade", "lists", "pending_lists",
    "pending_triggers", "provisional", "cautions",
)  # fmt: skip
JUDGED = ("check", "decide")
EXPECTED = (
    "state", "reason", "history", "measures", *JUDGED, "indicators", "rules", "total",
    "grade_before_veto", "grade_after_veto", "grade", "quota", "rank", "triggers", "case_files",
    "coefficients", "award", *_SETS,
)  # fmt: skip
_RULE: Mapping[str, Kind] = {"records": _COUNT, "raw": _POINTS, "points": _POINTS}
_CASE: Mapping[str, Kind] = {"deadline": DateKind(), "level": _COUNT, "action": TextKind()}
_RANK: Mapping[str, Kind] = {
    "place": _COUNT,
    "place_from_last": _COUNT,
    "size": _COUNT,
    "provisional": BooleanKind(),
}


class Expecting:
    """Reads the expectations of one policy's cases into a reading."""

    def __init__(self, program: Program, reading: Reading) -> None:
        self._reading = reading
        self._grades = CategoryKind(program.grade_kind.words)
        self._measures = {m.name: _loose(m.kind) for m in program.measures}
        self._indicators = {i.name: _POINTS for i in program.indicators}
        self._rules = [rule.id for rule in program.rules]
        self._ranks = [rank.name for rank in program.ranks]
        coefficients = {c.name: _POINTS for c in program.coefficients}
        awards = {pool.name: _POINTS for pool in program.awards}
        self._valued: Mapping[str, Mapping[str, Kind]] = {
            "history": dict(_of_history(program)),
            "measures": self._measures,
            "check": _judged(program, self._measures, Check),
            "decide": _judged(program, self._measures, Ruling),
            "indicators": self._indicators,
            "coefficients": coefficients,
            "award": awards,
        }
        self._triggers = [trigger.name for trigger in program.triggers]
        self._known = _names(program)

    def read(self, node: Node | None) -> tuple[Expectation, ...]:
        if node is None:
            return ()
        return tuple(
            found
            for key, value in self._reading.mapping(node, EXPECTED)
            for found in self._of(key, value)
        )

    def _of(self, key: str, node: Node) -> Iterator[Expectation]:
        match key:
            case "state":
                yield from self._state(node)
            case "reason" | "total":
                yield from self._value((key,), node, TextKind() if key == "reason" else _POINTS)
            case "grade" | "grade_before_veto" | "grade_after_veto":
                yield from self._value((key,), node, self._grades)
            case _ if key in self._valued:
                kinds, family = self._valued[key], "measures" if key in JUDGED else key
                for name, value in self._reading.names(node, kinds):
                    said = _result_of(value, kinds[name]) if key in JUDGED else value
                    yield from self._value((family, name), said, kinds[name])
            case "rules":
                yield from self._members(key, node, self._rules, _RULE, "points")
            case "rank":
                yield from self._members(key, node, self._ranks, _RANK, "place")
            case "quota":
                yield from self._seats(node)
            case "triggers" | "case_files":
                yield from self._cases(node) if key == "triggers" else self._files(node)
            case _:
                words = self._reading.words(node, self._known[key])
                names = map(told, words) if key == "provisional" else words
                yield Expectation((key,), frozenset(names), None, node.span)

    def _seats(self, node: Node) -> Iterator[Expectation]:
        """`{优秀: 在内}`: how the subject came out as a candidate for each grade."""
        for grade, value in self._reading.names(node, self._grades.words):
            word = self._reading.choice(value, SEATS)
            if word:
                yield Expectation(("quota", grade), word, TextKind(), value.span)

    def _state(self, node: Node) -> Iterator[Expectation]:
        word = self._reading.choice(node, STATES)
        if word:
            yield Expectation(("state",), word, TextKind(), node.span)

    def _members(
        self,
        key: str,
        node: Node,
        known: Collection[str],
        kinds: Mapping[str, Kind],
        alone: str,
    ) -> Iterator[Expectation]:
        """`NAME: 3`, which is the member `alone`, or `NAME: {member: 3, …}`."""
        for name, value in self._reading.names(node, known):
            if not isinstance(value, MappingNode):
                yield from self._value((key, name, alone), value, kinds[alone])
                continue
            for member, inner in self._reading.mapping(value, tuple(kinds)):
                yield from self._value((key, name, member), inner, kinds[member])

    def _cases(self, node: Node) -> Iterator[Expectation]:
        """`[约谈]`, or `{约谈: 2027-01-20}` with the deadlines; either way these and no others."""
        if not isinstance(node, MappingNode):
            names = self._reading.words(node, self._triggers)
            yield Expectation(("triggers",), frozenset(names), None, node.span)
            return
        fired = frozenset(entry.key.text for entry in node.entries)
        yield Expectation(("triggers",), fired, None, node.span)
        yield from self._members("triggers", node, self._triggers, _CASE, "deadline")

    def _files(self, node: Node) -> Iterator[Expectation]:
        """`无`, or the triggers with an open case and no others; or of the latest case of each
        trigger its state, `{限期整改: 逾期}`, or more of it."""
        if not isinstance(node, MappingNode):
            names = self._reading.words(node, self._triggers)
            yield Expectation(("case_files",), frozenset(names), None, node.span)
            return
        for name, value in self._reading.names(node, self._triggers):
            if not isinstance(value, MappingNode):
                yield from self._case_state(name, value)
                continue
            for member, inner in self._reading.mapping(value, tuple(MEMBERS)):
                if member == "state":
                    yield from self._case_state(name, inner)
                else:
                    path = ("case_files", name, member)
                    yield from self._value(path, inner, MEMBERS[member])

    def _case_state(self, name: str, node: Node) -> Iterator[Expectation]:
        word = self._reading.choice(node, CASE_STATES)
        if word:
            yield Expectation(("case_files", name, "state"), word, TextKind(), node.span)

    def _value(self, path: Path, node: Node, kind: Kind) -> Iterator[Expectation]:
        if not isinstance(node, ScalarNode):
            self._reading.problem("case-form", node.span, expected="值 · a value")
            return
        value = read_expected(node.text, kind)
        share = read_percent(node.text) if isinstance(kind, NumberKind) else None
        if share is not None:
            number = show_number(share)
            self._reading.problem("case-percent", node.span, text=node.text, number=number)
        elif isinstance(value, Fault):
            zh, en = value.reason("zh"), value.reason("en")
            self._reading.problem("case-value", node.span, text=node.text, zh=zh, en=en)
        else:
            yield Expectation(path, value, kind, node.span)


def _result_of(node: Node, kind: Kind) -> Node:
    """What a check comes to, in Chinese where it is said in English."""
    words = kind.words if isinstance(kind, CategoryKind) else ()
    if isinstance(node, ScalarNode) and node.text not in words:
        return replace(node, text=result_word(node.text))
    return node


def _names(program: Program) -> Mapping[str, Collection[str]]:
    """The names that may stand under each key that takes a set of them."""
    indicators = [indicator.name for indicator in program.indicators]
    lists = [rule.name for rule in program.lists]
    triggers = [trigger.name for trigger in program.triggers]
    measures = [measure.name for measure in program.measures]
    vetoes = [veto.id for veto in program.vetoes]
    direct = [rule.id for rule in program.direct_grades]
    results = [spelling for name in (TOTAL, GRADE) for spelling in spellings({name})]
    others = (program.history, program.ranks, program.coefficients, program.awards)
    places = [construct.name for constructs in others for construct in constructs]
    ids = [
        construct.id for constructs in (program.rules, program.quotas) for construct in constructs
    ]
    reasons = [rule.reason for rule in program.ineligibilities]
    named = [*measures, *indicators, *lists, *triggers]
    return {
        "not_applicable": indicators,
        "excluded": indicators,
        "provisional": [*named, *results],
        "veto": vetoes,
        "direct_grade": direct,
        "lists": lists,
        "pending_lists": lists,
        "pending_triggers": triggers,
        "cautions": [*named, *places, *ids, *vetoes, *direct, *reasons],
    }


def _judged(
    program: Program, measures: Mapping[str, Kind], sort: type[Check] | type[Ruling]
) -> Mapping[str, Kind]:
    return {one.name: measures[one.name] for one in program.structure if isinstance(one, sort)}


def _of_history(program: Program) -> Iterator[tuple[str, Kind]]:
    """Each quantity as conditions name it: `连续黑榜`, `连续黑榜.往期`, `上期总分`."""
    for quantity in program.history:
        if isinstance(quantity, Recall):
            yield quantity.name, _loose(quantity.kind)
            continue
        yield quantity.name, _COUNT
        for spelling in spellings_of(HISTORY_WORDS, {"earlier"}):
            yield f"{quantity.name}.{spelling}", _COUNT


def read_expected(text: str, kind: Kind) -> Value | Fault:
    """The expected value; 未填 and 无 say that there is none."""
    if text in MISSING or text in NONE:
        return None
    return read_cell(Field("expected", kind, on_missing="keep"), text)


def _loose(kind: Kind) -> Kind:
    """The kind without its bounds and decimals: an expectation may be wrong, not impossible."""
    match kind:
        case NumberKind():
            return NumberKind()
        case PercentKind():
            return PercentKind()
    return kind
