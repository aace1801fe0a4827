"""How many persons hold several posts: a measure per person, then those who hold them all."""

from __future__ import annotations

from rules import program as plan
from rules.compiler.aggregates import report_unknown_kind
from rules.compiler.draft import Draft, named
from rules.compiler.names import record_names
from rules.expr.kinds import BooleanKind, Kind, NumberKind
from rules.expr.nodes import And, Conditional, Expr, Literal, Ref
from rules.expr.printer import print_expression
from rules.model import Measure

_ONE = NumberKind(0, 0, 1)


def same_person(draft: Draft, text: Measure) -> tuple[plan.PerItem, Kind] | None:
    """`{同一人在: 任职.人员, 各有: [职务 = 书记, 职务 = 主任]}`: who has a record of each sort."""
    evidence, _, field = (text.same_person or "").partition(".")
    kind = draft.evidence.get(evidence)
    if kind is None:
        report_unknown_kind(draft, evidence, text.value_span("same_person"))
        return None
    names = record_names(draft, kind)
    person = names.visible.get(field)
    if not isinstance(person, Ref) or person.space != "record":
        draft.report("unknown-field", text.value_span("same_person"), name=field or evidence)
        return None
    if len(text.posts) < 2:
        draft.report("two-posts", named(text))
        return None
    tests = [test for post in text.posts if (test := draft.condition(post, names)) is not None]
    if len(tests) < len(text.posts):
        return None
    return _counted(evidence, person, tests), NumberKind(0, 0, None)


def _counted(evidence: str, person: Ref, tests: list[Expr]) -> plan.PerItem:
    """One for a person for whom every test holds of some record, none for any other."""
    holds = [
        plan.Measure(
            f"{number}",
            BooleanKind(),
            plan.Quantified(evidence, test, every=False),
            label=print_expression(test, "zh"),
        )
        for number, test in enumerate(tests, 1)
    ]
    every = And(tuple(Ref("summary", measure.name, BooleanKind()) for measure in holds))
    one = Conditional(every, Literal(1, "number"), Literal(0, "number"))
    counts = plan.Measure("0", _ONE, plan.Formula(one), label="同一人")
    return plan.PerItem(
        items="",
        identity=(person,),
        keys=((evidence, (person,)),),
        inner=(*holds, counts),
        outer=plan.Sum(evidence, Ref("summary", counts.name, _ONE)),
    )
