"""Whole little Programs with evidence, as Hypothesis strategies: every kind, missing values, edges.

`programs()` draws a Program, `records_of(program)` one subject's records, `summaries()`
what is known of a subject. Conditions are well kinded; nothing else about them is promised.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from fractions import Fraction

from hypothesis import strategies as st

from rules.expr.kinds import (
    BooleanKind,
    CategoryKind,
    DateKind,
    DurationKind,
    Kind,
    NumberKind,
    PercentKind,
    TextKind,
)
from rules.expr.nodes import (
    Against,
    And,
    Arithmetic,
    Call,
    Comparator,
    Compare,
    Conditional,
    Expr,
    Form,
    In,
    Interval,
    Literal,
    Negative,
    Not,
    Or,
    Ref,
)
from rules.program import (
    GRADE,
    TOTAL,
    AwardPool,
    Coefficient,
    Count,
    DirectGrade,
    EvidenceKind,
    Field,
    Grade,
    Head,
    Indicator,
    Ineligibility,
    ListRule,
    Mean,
    Measure,
    Parameter,
    Program,
    Rule,
    Step,
    SubjectKind,
    Total,
    Trigger,
    Veto,
)
from rules.values import Number, Rounding, Value, plain
from scoring.evidence import Origin, Record

SEVERITY = CategoryKind(("一般", "较重", "重大"), ordered=True)
RATER = CategoryKind(("党员", "业委会", "业主代表"))
GRADES = CategoryKind(("不合格", "合格", "优秀"), ordered=True)
POINTS = NumberKind(decimals=2)

# The kinds a field may have, by the field's name.
FIELDS: Mapping[str, Kind] = {
    "days": NumberKind(0, 0, 1000),
    "amount": POINTS,
    "fine": NumberKind(),
    "share": PercentKind(2),
    "confirmed": BooleanKind(),
    "repeated": BooleanKind(),
    "severity": SEVERITY,
    "rater": RATER,
    "received": DateKind(),
    "closed": DateKind(),
    "term": DurationKind(),
    "note": TextKind(),
    "remark": TextKind(),
}
# What is known of a subject: its own fields, a measure, the total and the grade, the run's dates.
SUMMARY: Mapping[str, Kind] = {
    "street": RATER,
    "months": NumberKind(0, 0, 120),
    "accidents": NumberKind(0, 0),
    "satisfaction": NumberKind(),
    TOTAL: POINTS,
    GRADE: GRADES,
}
RUN: Mapping[str, Kind] = {
    "as_of": DateKind(),
    "period_start": DateKind(),
    "period_end": DateKind(),
}
PARAMETERS: tuple[Parameter, ...] = (
    Parameter("limit", NumberKind(0), 7),
    Parameter("line", PercentKind(1), Fraction(19, 20)),
    Parameter("weights", NumberKind(2), None, (("党员", Fraction(3, 10)), ("业委会", 1))),
)

HUGE = 2**53

COMPLAINT, INSPECTION = (
    EvidenceKind(name, tuple(Field(n, k, on_missing="keep") for n, k in FIELDS.items()))
    for name in ("complaint", "inspection")
)

_numbers: st.SearchStrategy[Number] = st.one_of(
    st.integers(-3, 12),
    st.sampled_from([HUGE - 1, HUGE, HUGE + 1, -HUGE, -HUGE - 1, 10**30, -(10**30), 2**62, 2**31]),
    st.builds(Fraction, st.integers(-400, 1200), st.just(100)).map(plain),
    st.builds(Fraction, st.integers(-9, 9), st.sampled_from([3, 7, 10**40 + 1])).map(plain),
)
_dates = st.sampled_from(
    [date(1, 1, 1), date(2025, 12, 31), date(2026, 1, 1), date(2026, 2, 28), date(9999, 12, 31)]
)
_texts = st.one_of(
    st.sampled_from(
        ["", "0", "5", "05", "a", "A", "中", "\\", '"', '\\"', "\n", "\0", "null", "t"]
    ),
    st.sampled_from(["x" * 2000, "x" * 2001, "中" * 2001, "abc" + 65536 * "x"]),
    st.text(max_size=3),
)


def values_of(kind: Kind, *, missing: bool = True) -> st.SearchStrategy[Value]:
    """Values of a kind: edges often, and missing where wanted."""
    drawn: st.SearchStrategy[Value]
    match kind:
        case NumberKind() | PercentKind():
            drawn = _numbers
        case DurationKind():
            drawn = st.integers(-3, 12)
        case BooleanKind():
            drawn = st.booleans()
        case CategoryKind():
            drawn = st.sampled_from(kind.words)
        case DateKind():
            drawn = _dates
        case _:
            drawn = _texts
    return st.none() | drawn if missing else drawn


# --- conditions --------------------------------------------------------------------------------


def conditions(refs: Sequence[Ref]) -> st.SearchStrategy[Expr]:
    """Conditions over these names."""
    return st.recursive(
        atoms(refs),
        lambda inner: st.one_of(
            st.builds(Not, inner),
            st.builds(And, st.lists(inner, min_size=2, max_size=3).map(tuple)),
            st.builds(Or, st.lists(inner, min_size=2, max_size=3).map(tuple)),
        ),
        max_leaves=6,
    )


@st.composite
def atoms(draw: st.DrawFn, refs: Sequence[Ref]) -> Expr:
    """A condition without and, or, not on its outside."""
    ref = draw(st.sampled_from(list(refs)))
    forms: list[Callable[[st.DrawFn, Ref, Sequence[Ref]], Expr]] = [
        _comparison,
        _comparison,
        _comparison,
        _missing_test,
        _membership,
        _between_fields,
    ]
    if isinstance(ref.kind, BooleanKind):
        forms += [lambda *_: ref] * 3
    if isinstance(ref.kind, NumberKind):
        forms.append(_computed)
    if isinstance(ref.kind, TextKind):
        forms.append(_text_test)
    return draw(st.sampled_from(forms))(draw, ref, refs)


def literal(draw: st.DrawFn, kind: Kind) -> Literal:
    return Literal(draw(values_of(kind, missing=False)), _form(kind))


def _comparison(draw: st.DrawFn, ref: Ref, _: Sequence[Ref]) -> Expr:
    comparator = draw(st.sampled_from(_comparators(ref.kind)))
    constant: Expr = literal(draw, ref.kind)
    if isinstance(ref.kind, NumberKind) and draw(st.booleans()):
        limit = Ref("parameter", "limit", NumberKind(0))
        computed: list[Expr] = [limit, Negative(limit), Arithmetic("/", limit, constant)]
        constant = draw(st.sampled_from(computed))
    if draw(st.booleans()):
        return Compare(comparator, constant, ref)
    return Compare(comparator, ref, constant)


def _missing_test(draw: st.DrawFn, ref: Ref, _: Sequence[Ref]) -> Expr:
    return Compare(draw(st.sampled_from(["=", "!="])), ref, Literal(None, "missing"))


def _membership(draw: st.DrawFn, ref: Ref, _: Sequence[Ref]) -> Expr:
    tests: list[Against | Interval] = []
    for _index in range(draw(st.integers(1, 3))):
        comparators = _comparators(ref.kind)
        if "<" in comparators and draw(st.booleans()):
            low, high = literal(draw, ref.kind), literal(draw, ref.kind)
            closed = draw(st.tuples(st.booleans(), st.booleans()))
            shapes = [(low, high), (low, None), (None, high)]
            tests.append(Interval(*draw(st.sampled_from(shapes)), *closed))
        else:
            tests.append(Against(draw(st.sampled_from(comparators)), literal(draw, ref.kind)))
    return In(ref, tuple(tests))


def _between_fields(draw: st.DrawFn, ref: Ref, refs: Sequence[Ref]) -> Expr:
    other = draw(st.sampled_from([r for r in refs if r.kind == ref.kind]))
    return Compare(draw(st.sampled_from(_comparators(ref.kind))), ref, other)


def _computed(draw: st.DrawFn, ref: Ref, refs: Sequence[Ref]) -> Expr:
    numbers = [r for r in refs if isinstance(r.kind, NumberKind)]
    other = draw(st.sampled_from(numbers))
    computed: list[Expr] = [
        Arithmetic("/", ref, other),
        Arithmetic("*", ref, other),
        Arithmetic("**", ref, Literal(2, "number")),
        Negative(ref),
        Call("abs", (ref,)),
        Conditional(Compare("=", other, Literal(None, "missing")), ref, other),
        Conditional(Compare(">", other, ref), ref, other),
    ]
    value = draw(st.sampled_from(computed))
    return Compare(draw(st.sampled_from(_comparators(ref.kind))), value, literal(draw, ref.kind))


def _text_test(draw: st.DrawFn, ref: Ref, _: Sequence[Ref]) -> Expr:
    function = draw(st.sampled_from(["contains", "starts_with"]))
    return Call(function, (ref, literal(draw, TextKind())))


def _comparators(kind: Kind) -> list[Comparator]:
    ordered = not isinstance(kind, BooleanKind | TextKind) and kind != RATER
    return ["=", "!=", "<", "<=", ">", ">="] if ordered else ["=", "!="]


def _form(kind: Kind) -> Form:
    match kind:
        case NumberKind():
            return "number"
        case PercentKind():
            return "percentage"
        case BooleanKind():
            return "boolean"
        case DateKind():
            return "date"
        case DurationKind():
            return "duration"
    return "text"


# --- programs and what they are given ----------------------------------------------------------

_subject_refs = [Ref("summary", name, kind) for name, kind in SUMMARY.items()]
_run_refs = [Ref("run", name, kind) for name, kind in RUN.items()]
_summary_conditions = conditions([*_subject_refs, *_run_refs])


def record_conditions(fields: Mapping[str, Kind] = FIELDS) -> st.SearchStrategy[Expr]:
    records = [Ref("record", name, kind) for name, kind in fields.items()]
    return conditions([*records, *records, *_subject_refs[:2], *_run_refs[:1]])


@st.composite
def programs(draw: st.DrawFn) -> Program:
    """One or two evidence kinds, up to five rules in one indicator, and a few conditions of each
    group of summary conditions."""
    kinds = (COMPLAINT, INSPECTION)[: draw(st.integers(1, 2))]
    rules = tuple(
        Rule(
            f"rule-{i + 1}",
            "service",
            draw(st.sampled_from([kind.name for kind in kinds])),
            draw(st.none() | record_conditions()),
            draw(st.sampled_from([1, -1])),
            Literal(draw(st.integers(0, 5)), "number"),
            draw(st.none() | st.integers(0, 8)),
        )
        for i in range(draw(st.integers(1, 5)))
    )
    return program_of(
        evidence=kinds,
        rules=rules,
        ineligible=draw(_few),
        vetoes=draw(_few),
        direct=draw(_few),
        lists=draw(_few),
        triggers=draw(_few),
        coefficients=draw(_few),
        awards=draw(_few),
    )


_few = st.lists(_summary_conditions, max_size=2)


def program_of(
    *,
    evidence: Sequence[EvidenceKind],
    rules: Sequence[Rule] = (),
    ineligible: Sequence[Expr] = (),
    vetoes: Sequence[Expr] = (),
    direct: Sequence[Expr] = (),
    lists: Sequence[Expr] = (),
    triggers: Sequence[Expr] = (),
    coefficients: Sequence[Expr] = (),
    awards: Sequence[Expr] = (),
    parameters: tuple[Parameter, ...] = PARAMETERS,
) -> Program:
    """A Program with these conditions around a total in [0, 100] and three grades."""
    total = Ref("summary", TOTAL, POINTS)
    fine = Ref("record", "fine", NumberKind())
    measures = (
        Measure("accidents", SUMMARY["accidents"], Count(evidence[0].name)),
        Measure("satisfaction", SUMMARY["satisfaction"], Mean(evidence[0].name, fine)),
    )
    leaf = Indicator("service", None, full=100, start=90, rules=tuple(rule.id for rule in rules))
    ineligibilities = tuple(
        Ineligibility(when, f"reason {i + 1}") for i, when in enumerate(ineligible)
    )
    veto = tuple(
        Veto(f"veto-{i + 1}", when, "force" if i % 2 else "zero", GRADES.words[0])
        for i, when in enumerate(vetoes)
    )
    granted = tuple(
        DirectGrade(f"direct-{i + 1}", when, GRADES.words[2 - i % 3])
        for i, when in enumerate(direct)
    )
    bands = (
        Grade("优秀", Compare(">=", total, Literal(90, "number"))),
        Grade("合格", Compare(">=", total, Literal(60, "number"))),
        Grade("不合格", None),
    )
    named = tuple(ListRule(f"list {i + 1}", when) for i, when in enumerate(lists))
    acts = tuple(Trigger(f"trigger {i + 1}", when, days=5) for i, when in enumerate(triggers))
    given = tuple(
        Coefficient(f"coefficient {i + 1}", "direct", "employer", 2, when, Literal(1, "number"))
        for i, when in enumerate(coefficients)
    )
    pools = tuple(
        AwardPool(f"pool {i + 1}", "equal", Fraction(1, 100), 2, 1000, when)
        for i, when in enumerate(awards)
    )
    whole = Total(0, 100, Rounding(2))
    zero = tuple(v for v in veto if v.effect == "zero")
    other = tuple(v for v in veto if v.effect != "zero")
    return Program(
        head=Head(1, "little", "little", "1", "shadow", "year", date(2026, 1, 1)),
        parameters=parameters,
        subject=SubjectKind(
            "company", ("id",), (Field("street", RATER), Field("months", SUMMARY["months"]))
        ),
        evidence=tuple(evidence),
        rules=tuple(rules),
        measures=measures,
        ineligibilities=ineligibilities,
        indicators=(leaf,),
        total=whole,
        vetoes=veto,
        grades=bands,
        ranks=(),
        lists=named,
        triggers=acts,
        steps=(
            Step("find", "subject", tuple(rules)),
            Step("measure", "subject", (*measures, *ineligibilities)),
            Step("score", "subject", (leaf, whole)),
            Step("grade", "subject", (*zero, *granted, *bands, *other)),
            Step("conclude", "subject", (*named, *acts, *given)),
            Step("conclude", "population", pools),
        )[: 6 if pools else 5],
        direct_grades=granted,
        coefficients=given,
        awards=pools,
    )


def records_of(program: Program, *, most: int = 6) -> st.SearchStrategy[list[Record]]:
    """Up to `most` records of one subject, in no order."""
    one = st.one_of([_record(kind) for kind in program.evidence])
    return st.lists(one, max_size=most).map(
        lambda drawn: [
            Record(kind, f"r{i}", "company", None, values, Origin("little.csv", i + 2))
            for i, (kind, values) in enumerate(drawn)
        ]
    )


def record(number: int = 0, /, **values: Value) -> Record:
    """A complaint with these fields of FIELDS; the others are missing."""
    cells = tuple(values.get(name) for name in FIELDS)
    origin = Origin("little.csv", number + 2)
    return Record(COMPLAINT.name, f"r{number}", "company", None, cells, origin)


def program_with(*conditions: Expr | None) -> Program:
    """A rule for each of these conditions over complaints, which have all FIELDS."""
    rules = [
        Rule(f"rule-{i + 1}", "service", COMPLAINT.name, when, -1, Literal(1, "number"))
        for i, when in enumerate(conditions)
    ]
    return program_of(evidence=[COMPLAINT], rules=rules)


def _record(kind: EvidenceKind) -> st.SearchStrategy[tuple[str, tuple[Value, ...]]]:
    return st.tuples(
        st.just(kind.name), st.tuples(*(values_of(column.kind) for column in kind.columns))
    )


def summaries() -> st.SearchStrategy[dict[str, Value]]:
    """What is known of a subject, any of it missing; the run's dates are always known."""
    return st.fixed_dictionaries(
        {name: values_of(kind) for name, kind in SUMMARY.items()}
        | {name: values_of(kind, missing=False) for name, kind in RUN.items()}
    )
