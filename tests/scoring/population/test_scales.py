"""Every scale in SQL against the definition, value by value: edges, fractions, missing."""

from __future__ import annotations

from fractions import Fraction

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.backends import sql_numbers as numbers
from rules.backends.reference import compile_expression
from rules.backends.sql import Translator
from rules.backends.sql_numbers import Scaled
from rules.expr.kinds import NumberKind
from rules.expr.nodes import Compare, Literal, Ref
from rules.program import (
    BandTable,
    Deviation,
    Direct,
    Linear,
    MarginalBrackets,
    Scale,
    StepTable,
    WholeBrackets,
)
from rules.values import Number, plain
from scoring.expressions import Compile
from scoring.notes import Words
from scoring.population.score.scales import scaled as in_sql
from scoring.population.store import term_of
from scoring.score.scales import prepare_bands, scaled
from scoring.snapshot.filling import store, stored

VALUE = Ref("summary", "value", NumberKind(2))
BANDS = (
    (Compare(">=", VALUE, Literal(90, "number")), Fraction(3, 2)),
    (Compare(">=", VALUE, Literal(60, "number")), 1),
    (Compare(">=", VALUE, Literal(0, "number")), Fraction(1, 4)),
)
SCALES: dict[str, Scale] = {
    "linear": Linear(0, 100),
    "falling": Linear(30, Fraction(21, 2)),
    "steps": StepTable(((10, 2), (20, Fraction(5, 2)), (50, 10))),
    "bands": BandTable(BANDS),
    "direct": Direct(),
    "whole": WholeBrackets(BANDS),
    "marginal": MarginalBrackets(((10, Fraction(1, 100)), (50, Fraction(1, 4)), (None, 1))),
    "deviation": Deviation(Fraction(49, 2), 1, None, Fraction(1, 2), "in_proportion", None),
    "dropping": Deviation(20, 3, 7, 2, "drop", 1),
    "stepping": Deviation(20, None, Fraction(3, 10), 2, "whole_step", -5),
}
HUNDREDTHS = st.integers(-2_000, 12_000).map(lambda n: plain(Fraction(n, 100)))
EDGES = st.sampled_from([0, 10, 20, 30, 50, 60, 90, 100, -1, Fraction(21, 2), Fraction(49, 2)])


def computed(scale: Scale, values: list[Number | None], thirds: bool) -> list[Number | None]:
    filled = stored("v", NumberKind(2), values)
    value = term_of(NumberKind(2), filled.column)
    assert isinstance(value, Scaled)
    if thirds:
        value = numbers.divide(value, numbers.literal(3))
    holds = Translator({}, {"value": value}).condition
    points = in_sql(scale, value, 40, holds)
    with duckdb.connect(config={"threads": 1}) as connection:
        store(connection, "t", [filled])
        taken = f"SELECT {points.top}, {points.bottom or 1} FROM t ORDER BY rowid"
        rows = connection.execute(taken).fetchall()
    return [t if t is None else plain(Fraction(t, b * 10**points.scale)) for t, b in rows]


def defined(scale: Scale, value: Number | None, thirds: bool) -> Number | None:
    if value is None:
        return None
    compiled: Compile = lambda expr, _: compile_expression(expr, {})  # noqa: E731
    own = plain(Fraction(value) / 3) if thirds else value
    bands = prepare_bands(scale, compiled)
    found = scaled(scale, own, full=40, bands=bands, summary={"value": own})
    return None if isinstance(found, Words) else found


@pytest.mark.parametrize("name", SCALES)
@settings(deadline=None, max_examples=12)
@given(st.lists(st.none() | EDGES | HUNDREDTHS, min_size=1, max_size=30), st.booleans())
def test_points_are_those_of_the_definition(
    name: str, values: list[Number | None], thirds: bool
) -> None:
    scale = SCALES[name]
    expected = [defined(scale, value, thirds) for value in values]
    assert computed(scale, values, thirds) == expected
