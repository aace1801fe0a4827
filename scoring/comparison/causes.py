"""Why a subject stands elsewhere: what differs on its way to the grade, as sentences."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from rules.dependencies import names_read
from rules.expr.nodes import Ref
from rules.expr.printer import print_expression
from rules.program import TOTAL
from scoring.assessment import Assessment, LedgerLine, Seat
from scoring.comparison.edit_words import FAMILIES, edit_words
from scoring.comparison.edits import Edit, Family, Key, constructs_of, label_of
from scoring.comparison.ledgers import LinePair, differing_lines
from scoring.comparison.pairs import Pair
from scoring.comparison.phrases import LINES, both, joined
from scoring.comparison.reach import parameters_read, refs_of
from scoring.explanation.account import Account
from scoring.explanation.voice import Voice
from scoring.notes import Words
from scoring.runs.outcome import Outcome
from scoring.wording import told

_ZH, _EN = Voice("zh"), Voice("en")


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that differs, of one construct of the policy (None: of none), and how."""

    key: Key | None
    words: Words


@dataclass(frozen=True)
class Inquiry:
    """Two outcomes and the edits between their policies, asked about one subject after another."""

    before: Outcome
    after: Outcome
    edits: Mapping[Key, Edit]

    def causes(self, pair: Pair) -> tuple[Cause, ...]:
        """In the order of the decision: in the result at all, state, the first ledger line that
        differs, direct grades, standards, vetoes, quotas."""
        if pair.before is None or pair.after is None:
            return (Cause(None, both("only_before" if pair.before else "only_after")),)
        return tuple(self._causes(pair.before, pair.after))

    def deciding(self, pair: Pair, causes: Iterable[Cause]) -> Key | None:
        """The construct that a move is put down to: the quota where it alone gives another grade;
        else, where the standards do, these if they moved and the first line that differs if the
        points did; else the veto or the direct grade. None where the state changed."""
        before, after = pair.before, pair.after
        if before is None or after is None or before.state != after.state:
            return None
        by_family = {cause.key.family: cause.key for cause in reversed([*causes]) if cause.key}
        families: tuple[Family, ...] = ("veto", "direct_grade", "quota")
        if before.grade_after_veto == after.grade_after_veto:
            families = ("quota",)
        elif before.grade_before_veto != after.grade_before_veto:
            points: tuple[Family, ...] = ("rule", "indicator", "total")
            line_moved = self._line_moved(after)
            families = ("direct_grade", *(() if line_moved else points), "grade", "quota")
        return next((by_family[family] for family in families if family in by_family), None)

    def _causes(self, before: Assessment, after: Assessment) -> Iterator[Cause]:
        if before.state != after.state:
            yield Cause(None, both("state", was=_state(before), now=_state(after)))
        if lines := differing_lines(before.ledger, after.ledger):
            yield self._line(lines)
        yield from self._held("direct_grade", before, after)
        if before.grade_before_veto != after.grade_before_veto:
            yield self._standard(before, after)
        yield from self._held("veto", before, after)
        yield from self._seats(before, after)

    def _line(self, lines: Sequence[LinePair]) -> Cause:
        """The first line that differs, and how many more do."""
        line = lines[0].line
        was, now = (_line_told(side) for side in lines[0])
        told_line = both("line", part=LINES[line.kind], was=was, now=now)
        more = [both("more_lines", count=len(lines) - 1)] if len(lines) > 1 else []
        return self._cause(_key_of(line), [told_line, *more])

    def _standard(self, before: Assessment, after: Assessment) -> Cause:
        """The grade that the standards give, and what they read that differs; how they were edited
        where the old ones would not give it."""
        names = [name for name in (after.grade_before_veto, before.grade_before_veto) if name]
        keys = [Key("grade", name) for name in names]
        was, now = (a.grade_before_veto or both("none") for a in (before, after))
        said = [both("standard", was=was, now=now), *self._changes(keys, before, after)]
        moved = [key for key in keys if self._edits(key)] if self._line_moved(after) else []
        if moved:
            return self._cause(moved[0], said)
        return self._told(keys[0] if keys else Key("grade", ""), said)

    def _line_moved(self, after: Assessment) -> bool:
        """Whether the old standards would not give the grade that is given now."""
        account = Account(self.before.program, self.after.evidence, after, _ZH)
        for grade in self.before.program.grades:
            if names_read(grade.when) - account.summary.keys():
                return True  # they read something that is no more
            truth = True if grade.when is None else account.worth(grade.when)
            if truth is not False:
                return truth is None or grade.name != after.grade_before_veto
        return True

    def _held(self, family: Family, before: Assessment, after: Assessment) -> Iterator[Cause]:
        """Vetoes or direct grades that hold now, that no longer hold, or whose effect is another
        one."""
        was, now = _held_by(family, before), _held_by(family, after)
        for key in self._constructs:
            if key.family != family or key.name not in (*was, *now):
                continue
            if (key.name in was) != (key.name in now):
                said = both("holds" if key.name in now else "held")
                yield self._cause(key, [said, *self._changes([key], before, after)])
            elif self._edits(key) and before.grade_after_veto != after.grade_after_veto:
                yield self._cause(key, [both("holds_still")])

    def _seats(self, before: Assessment, after: Assessment) -> Iterator[Cause]:
        ours, theirs = ({(s.quota, s.grade): s for s in a.seats} for a in (before, after))
        for quota, grade in dict.fromkeys((*theirs, *ours)):
            was, now = ours.get((quota, grade)), theirs.get((quota, grade))
            if _seat_result(was) != _seat_result(now):
                said = both("seat", grade=grade, was=_seat(was), now=_seat(now))
                told_of = self._cause if was and now else self._told
                yield told_of(Key("quota", quota), [said])

    # --- constructs, what they read, and how they were edited -------------------------------------

    @cached_property
    def _sides(self) -> tuple[Mapping[Key, Any], Mapping[Key, Any]]:
        return constructs_of(self.before.program), constructs_of(self.after.program)

    @cached_property
    def _constructs(self) -> Mapping[Key, Any]:
        """The new policy's word where both have one."""
        return {**self._sides[0], **self._sides[1]}

    def _cause(self, key: Key, said: Sequence[Words]) -> Cause:
        """The sentence with how its construct was edited."""
        return self._told(key, [*said, *self._edits(key)])

    def _told(self, key: Key, said: Sequence[Words]) -> Cause:
        """The sentence with its construct before it and the clause behind it."""
        construct = self._constructs.get(key)
        name = label_of(construct) or key.name
        family = FAMILIES[key.family]
        head = both("named", family=family, name=name) if name else family
        basis, what = getattr(construct, "basis", ()), joined([*said])
        zh = f"{head.zh}：{what.zh}{_ZH.basis(basis)}"
        return Cause(key, Words(zh, f"{head.en}: {what.en}{_EN.basis(basis)}"))

    def _edits(self, key: Key) -> list[Words]:
        """How the construct was edited, and the parameters that it reads."""
        construct = self._constructs.get(key)
        edits = [self.edits[key]] if key in self.edits else []
        told_edits = [edit_words(edit) for edit in edits]
        for name in sorted(parameters_read(construct, self._constructs)):
            if edit := self.edits.get(Key("parameter", name)):
                family, words = FAMILIES["parameter"], edit_words(edit)
                named = both("named", family=family, name=name)
                told_edits.append(Words(f"{named.zh} {words.zh}", f"{named.en} {words.en}"))
        return [both("edited", edit=joined(told_edits))] if told_edits else []

    def _changes(self, keys: Collection[Key], before: Assessment, after: Assessment) -> list[Words]:
        """What the conditions of these constructs read and is worth something else; a total they
        read is told even where it is what it was."""
        sides = [side[key] for side in self._sides for key in keys if key in side]
        refs = {
            r.name: r for construct in sides for r in refs_of(construct) if r.space == "summary"
        }
        accounts = (
            Account(self.before.program, self.before.evidence, before, _ZH),
            Account(self.after.program, self.after.evidence, after, _ZH),
        )
        said = []
        for name, ref in refs.items():
            was, now = (account.summary.get(name) for account in accounts)
            if was != now or name == TOTAL:
                known = [account for account in accounts if name in account.summary]
                said.append(_change(ref, [_shown(account, ref) for account in known]))
        return said


def _change(ref: Ref, worth: Sequence[Words]) -> Words:
    """What a name was and is worth; a name that only one policy has is worth something once."""
    name = Words(print_expression(ref, "zh"), print_expression(ref, "en"))
    if len(worth) == 1:
        return both("worth", name=name, value=worth[0])
    was, now = worth
    return both("unmoved" if was == now else "change", name=name, value=was, was=was, now=now)


def _shown(account: Account, ref: Ref) -> Words:
    value, digits = account.summary.get(ref.name), account.digits.get(ref.name)
    return Words(_ZH.value(value, ref.kind, digits), _EN.value(value, ref.kind, digits))


def _state(assessment: Assessment) -> Words:
    reason = Words(assessment.reason_zh, assessment.reason_en)
    state = both(assessment.state)
    return both("state_of", state=state, reason=reason) if reason.zh else state


def _key_of(line: LedgerLine) -> Key:
    match line.kind:
        case "rule":
            return Key("rule", line.rule)
        case "veto":
            return Key("veto", line.lost_to)
    return Key("indicator", line.indicator) if line.indicator else Key("total", "")


def _line_told(line: LedgerLine | None) -> Words:
    """The points, and of a rule the records that met it."""
    if line is None:
        return both("no_line")
    if line.kind == "rule":
        return both("hits", count=line.hits, points=_ZH.signed(line.applied))
    return Words(told(line.applied), told(line.applied))


def _held_by(family: Family, assessment: Assessment) -> Collection[str]:
    return assessment.vetoes if family == "veto" else assessment.direct_grades


def _seat_result(seat: Seat | None) -> tuple[str, str] | None:
    return None if seat is None else (seat.outcome, seat.held)


def _seat(seat: Seat | None) -> Words:
    if seat is None:
        return both("no_seat")
    outcome = both(seat.outcome, held=seat.held)
    return both("seat_of", room=seat.room, place=seat.place, outcome=outcome)
