"""Which names an expression may use at each place of a policy, and why not the others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from rules.compiler.draft import Draft, named
from rules.dependencies import levels_of
from rules.expr.checker import Names
from rules.expr.kinds import BooleanKind, CategoryKind, DateKind, Kind, NumberKind, PercentKind
from rules.expr.lexer import RESERVED, is_name
from rules.expr.nodes import Ref
from rules.model import Construct
from rules.model import Indicator as IndicatorText
from rules.program import EVENT_DATE, GRADE, TOTAL, EvidenceKind, Recall, Tally
from rules.source import Span
from rules.values import round_number
from rules.vocabulary import BUILT_INS, HISTORY_WORDS, RANK_WORDS, STATE_WORDS, spellings_of

_RUN_DATES = ("as_of", "period_start", "period_end")
_BUILT_IN_SPELLINGS = spellings_of(BUILT_INS, {word.english for word in BUILT_INS})
_RANK_SPELLINGS = spellings_of(RANK_WORDS, {word.english for word in RANK_WORDS})
_STATE_SPELLINGS = spellings_of(STATE_WORDS, {word.english for word in STATE_WORDS})
_EARLIER = spellings_of(HISTORY_WORDS, {"earlier"})
# What conditions on an earlier result may name, beside its state.
_IN_HISTORY = ("parameter", "list", "trigger")
_TALLIED = NumberKind(0, 0, None)


def declare_names(draft: Draft) -> None:
    """One name, one meaning: parameters, fields of the subject, measures, indicators, ranks, lists,
    triggers, coefficients, award pools and sign-offs share one space; a field of evidence may not
    take a name from it."""
    for what, name, span in _declarations(draft):
        _declare(draft, what, name, span)
    for fields, derived in _kinds(draft).values():
        for name, construct in {**fields, **derived}.items():
            if name in _BUILT_IN_SPELLINGS and _BUILT_IN_SPELLINGS[name] == EVENT_DATE:
                continue
            _check_name(draft, name, named(construct))
            if name in draft.declared:
                _report_twice(draft, name, named(construct))
        for name in derived.keys() & fields.keys():
            first = named(fields[name])
            line = first.position.line if first else ""
            draft.report("name-twice", named(derived[name]), name=name, line=line)


def _kinds(draft: Draft) -> Mapping[str, tuple[Mapping[str, Construct], Mapping[str, Construct]]]:
    """The fields and the derived fields of every kind of evidence, imports among them."""
    evidence, imports = draft.policy.evidence, draft.policy.imports
    return {
        **{name: (text.fields, text.derived) for name, text in evidence.items()},
        **{name: (text.fields, {}) for name, text in imports.items()},
    }


def _declarations(draft: Draft) -> Iterator[tuple[str, str, Span | None]]:
    policy = draft.policy
    groups: tuple[tuple[str, Mapping[str, Construct]], ...] = (
        ("parameter", policy.parameters),
        ("subject", policy.subject.fields),
        ("history", policy.history),
        ("measure", policy.measures),
        ("check", policy.check),
        ("decide", policy.decide),
        ("rank", policy.rank),
        ("list", policy.lists),
        ("trigger", policy.triggers),
        ("coefficient", policy.coefficients),
        ("award", policy.award),
        ("sign", policy.sign),
    )
    for what, constructs in groups:
        for name, construct in constructs.items():
            yield what, name, named(construct)
    yield from _indicator_names(policy.indicators)


def _indicator_names(
    indicators: Mapping[str, IndicatorText],
) -> Iterator[tuple[str, str, Span | None]]:
    for name, indicator in indicators.items():
        yield "indicator", name, named(indicator)
        yield from _indicator_names(indicator.items)


def _declare(draft: Draft, what: str, name: str, span: Span | None) -> None:
    _check_name(draft, name, span)
    if draft.policy.history and what in _IN_HISTORY and name in _STATE_SPELLINGS:
        draft.report("state-name", span, name=name)
    if name in draft.declared:
        _report_twice(draft, name, span)
    else:
        draft.declared[name] = (what, span)


def _check_name(draft: Draft, name: str, span: Span | None) -> None:
    if name in RESERVED or name in _BUILT_IN_SPELLINGS or name in _RANK_SPELLINGS:
        draft.report("reserved-name", span, name=name)
    elif not is_name(name):
        draft.report("bad-name", span, name=name)


def check_local_name(draft: Draft, name: str, span: Span | None, taken: set[str]) -> None:
    """A name inside one measure: it may not hide another."""
    _check_name(draft, name, span)
    if name in draft.declared:
        _report_twice(draft, name, span)
    elif name in taken:
        draft.report("name-twice", span, name=name, line=span.position.line if span else "")


def _report_twice(draft: Draft, name: str, span: Span | None) -> None:
    first = draft.declared[name][1]
    draft.report("name-twice", span, name=name, line=first.position.line if first else "")


# --- scopes ----------------------------------------------------------------------------------


def constant_names(draft: Draft) -> Names:
    """Parameters only: what a limit or a threshold may be made of."""
    return Names(_parameters(draft), _hidden(draft, "not-constant", set()))


def result_names(draft: Draft) -> Names:
    """What an earlier result can be asked: its total, grade and state, its lists and triggers."""
    visible = _parameters(draft)
    for spelling, state in _STATE_SPELLINGS.items():
        visible[spelling] = Ref("summary", state, BooleanKind())
    outcomes = (*draft.policy.lists, *draft.policy.triggers)
    visible |= {name: Ref("summary", name, BooleanKind()) for name in outcomes}
    if not draft.qualitative:
        visible |= _built_in(TOTAL, Ref("summary", TOTAL, _earlier_total(draft)))
    visible |= _built_in(GRADE, Ref("summary", GRADE, _grade_kind(draft)))
    return Names(visible, _hidden(draft, "not-in-history", set(visible)))


def record_names(draft: Draft, evidence: EvidenceKind, *, before: int | None = None) -> Names:
    """The record's fields (the first `before` columns), the subject's fields, parameters, dates."""
    visible = {**_parameters(draft), **_run_dates(), **_subject_fields(draft)}
    for column in evidence.columns[:before]:
        for spelling in _spelled(column.name):
            visible[spelling] = Ref("record", column.name, column.kind)
    if evidence.event_date is not None:
        kind = evidence.columns[evidence.index(evidence.event_date)].kind
        for spelling in spellings_of(BUILT_INS, {EVENT_DATE}):
            visible[spelling] = Ref("record", evidence.event_date, kind)
    return Names(visible, _hidden(draft, "not-for-records", set(visible)))


def _spelled(column: str) -> Collection[str]:
    """A field of the parent by every spelling of its own name: `项目.发生日`."""
    owner, dot, field = column.rpartition(".")
    own = spellings_of(BUILT_INS, {field}) or [field]
    return [f"{owner}.{spelling}" for spelling in own] if dot else [column]


def measure_names(draft: Draft) -> Names:
    """The subject's fields, parameters, dates, and the measures compiled so far."""
    visible = {**_parameters(draft), **_run_dates(), **_subject_fields(draft)}
    for name, measure in draft.measures.items():
        visible[name] = Ref("summary", name, measure.kind)
    visible |= _earlier(draft)
    return Names(visible, _hidden(draft, "not-known-yet", set(visible)))


def eligibility_names(draft: Draft) -> Names:
    """The above without what is relative to a group: the group is those who take part."""
    names = measure_names(draft)
    levels = levels_of(draft.measures)
    relative = {name for name, level in levels.items() if level > 0}
    visible = {name: ref for name, ref in names.visible.items() if name not in relative}
    return Names(visible, {**names.hidden, **dict.fromkeys(relative, "relative-eligibility")})


def score_names(draft: Draft) -> Names:
    """What is known once the indicators have their points, before the total stands."""
    names = measure_names(draft)
    points = {n: Ref("summary", n, kind) for n, kind in draft.indicator_kinds.items()}
    return _more(draft, names, points)


def total_names(draft: Draft) -> Names:
    """The above and the rounded total, where the policy has points."""
    if draft.qualitative:
        return score_names(draft)
    total = Ref("summary", TOTAL, total_kind(draft))
    return _more(draft, score_names(draft), _built_in(TOTAL, total))


def grade_names(draft: Draft) -> Names:
    """The above and the final grade: what ranks may compare."""
    grade = Ref("summary", GRADE, _grade_kind(draft))
    return _more(draft, total_names(draft), _built_in(GRADE, grade))


def list_names(draft: Draft) -> Names:
    """The above, the ranks' members, and tallies with the period at hand; a bare 名次 where there
    is one rank only."""
    members = {name: Ref("summary", name, _TALLIED) for name in _tallies(draft)}
    for rank in draft.policy.rank:
        for spelling, member in _RANK_SPELLINGS.items():
            ref = Ref("summary", f"{rank}.{member}", _member_kind(member))
            members[f"{rank}.{spelling}"] = ref
            if len(draft.policy.rank) == 1:
                members[spelling] = ref
    return _more(draft, grade_names(draft), members)


def trigger_names(draft: Draft) -> Names:
    """The above and whether the subject is on each list."""
    lists = {name: Ref("summary", name, BooleanKind()) for name in draft.policy.lists}
    return _more(draft, list_names(draft), lists)


def total_kind(draft: Draft) -> NumberKind:
    """What the total can be: its range rounded, and the 0 that a veto makes of it."""
    total = draft.total
    if total is None:
        return NumberKind()
    ends = (total.low, total.high)
    low, high = (end if end is None else round_number(end, total.rounding) for end in ends)
    if low is not None and any(veto.zero for veto in draft.policy.veto):
        low = min(low, 0)
    return NumberKind(total.rounding.digits, low, high)


def _earlier(draft: Draft) -> dict[str, Ref]:
    """What is known of earlier periods from the start: 上期总分, 连续黑榜.往期."""
    refs: dict[str, Ref] = {}
    for name, quantity in draft.history.items():
        match quantity:
            case Recall():
                refs[name] = Ref("summary", name, quantity.kind)
            case Tally():
                for spelling in _EARLIER:
                    refs[f"{name}.{spelling}"] = Ref("summary", quantity.earlier, _TALLIED)
    return refs


def _tallies(draft: Draft) -> set[str]:
    return {name for name, quantity in draft.history.items() if isinstance(quantity, Tally)}


def _earlier_total(draft: Draft) -> NumberKind:
    """An earlier version may have had another range."""
    stated = draft.policy.total.round if draft.policy.total else None
    return NumberKind(stated.digits if stated and isinstance(stated.digits, int) else None)


def _grade_kind(draft: Draft) -> CategoryKind:
    return CategoryKind(tuple(reversed(draft.policy.grades.standards)), ordered=True)


def _member_kind(member: str) -> Kind:
    return PercentKind(None, 0, 1) if member.startswith("share") else NumberKind(0, 1, None)


def _more(draft: Draft, names: Names, more: Mapping[str, Ref]) -> Names:
    visible = {**names.visible, **more}
    return Names(visible, _hidden(draft, "not-known-yet", set(visible)))


def _built_in(name: str, ref: Ref) -> dict[str, Ref]:
    return dict.fromkeys(spellings_of(BUILT_INS, {name}), ref)


def _parameters(draft: Draft) -> dict[str, Ref]:
    return {p.name: Ref("parameter", p.name, p.kind) for p in draft.parameters.values()}


def _run_dates() -> dict[str, Ref]:
    dates = spellings_of(BUILT_INS, set(_RUN_DATES))
    return {spelling: Ref("run", name, DateKind()) for spelling, name in dates.items()}


def _subject_fields(draft: Draft) -> dict[str, Ref]:
    fields = draft.subject.fields if draft.subject else ()
    return {f.name: Ref("summary", f.name, f.kind) for f in fields}


def _hidden(draft: Draft, code: str, visible: set[str]) -> dict[str, str]:
    """Names the policy has, that cannot be used here, with the code that says why."""
    names = {*draft.declared, *_BUILT_IN_SPELLINGS, *_RANK_SPELLINGS}
    hidden = dict.fromkeys(names - visible, code)
    if code == "not-known-yet":
        hidden |= dict.fromkeys(_tallies(draft) - visible, "tally-not-known-yet")
    if draft.qualitative:
        hidden |= dict.fromkeys(spellings_of(BUILT_INS, {TOTAL}), "no-total")
    return _hidden_evidence(draft, code, visible) | hidden


def _hidden_evidence(draft: Draft, code: str, visible: set[str]) -> dict[str, str]:
    """Kinds of evidence and their fields, bare and as `投诉.办结天数`."""
    of_kind, of_field = code, code
    if code == "not-known-yet":
        of_kind, of_field = "needs-measure", "needs-aggregate"
    kinds = _kinds(draft)
    hidden = dict.fromkeys(kinds, of_kind)
    for kind, (fields, derived) in kinds.items():
        for name in (*fields, *derived):
            hidden |= {name: of_field, f"{kind}.{name}": of_field}
    return {name: why for name, why in hidden.items() if name not in visible}
