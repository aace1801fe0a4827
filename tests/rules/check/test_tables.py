"""Decision tables and grades as a policy writes them, against the definition row by row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from rules.backends.reference import compile_expression
from rules.compile import check_policy, compile_policy
from rules.program import Decision, Program
from rules.values import Value, plain, read_decimal
from tests.rules.check.test_catalogue import BASE, ROWS, STANDARDS

SCORES = [plain(Fraction(n, 100)) for n in range(0, 1001, 50)] + [
    plain(Fraction(n * 100 + step, 100)) for n in range(1, 10) for step in (-1, 1)
]
COUNTS = [0, 1, 2, 3, 4, 5, 6, 100]

scores = st.one_of(
    st.just("任意"),
    st.integers(1, 9).map("{}以上".format),
    st.integers(1, 9).map("不满{}".format),
    st.integers(1, 9).map("超过{}".format),
    st.tuples(st.integers(0, 5), st.integers(6, 10)).map(lambda ends: "{}以上不满{}".format(*ends)),
)
counts = st.one_of(
    st.just("任意"), st.integers(0, 4).map(str), st.integers(1, 4).map("超过{}".format)
)
tables = st.lists(st.tuples(scores, counts), min_size=1, max_size=5)


def policy(rows: list[tuple[str, str]]) -> bytes:
    lines = "".join(
        f"            - [{score}, {count}, {20 - place}]\n"
        for place, (score, count) in enumerate(rows)
    )
    return BASE.replace(ROWS, f"          行:\n{lines}").encode()


def hits(program: Program, values: Mapping[str, Value]) -> list[int]:
    """The rows that hold, by the definition."""
    [table] = (i.valued for i in program.indicators if isinstance(i.valued, Decision))
    found = []
    for place, row in enumerate(table.rows):
        tests = [test for test in row.tests if test is not None]
        holds = [compile_expression(test, {}, program.parameters)((), values) for test in tests]
        if all(holds):
            found.append(place)
    return found


@settings(deadline=None, max_examples=20)
@given(tables)
def test_a_table_has_a_gap_where_it_is_said_and_nowhere_else(rows: list[tuple[str, str]]) -> None:
    data = policy(rows)
    program, _ = compile_policy(data, "base.yaml")
    found = [d for d in check_policy(data, "base.yaml") if d.code == "rows-gap"]
    if found:
        told = dict(re.findall(r"(\S+) = ([\d.]+)", found[0].args["witness"].replace("、", " ")))
        named = {name: read_decimal(value) for name, value in told.items()}
        assert hits(program, {"检查分": 0, "投诉数": 0} | named) == []
        return
    for score, count in product(SCORES, COUNTS):
        assert hits(program, {"检查分": score, "投诉数": count}) != []


@settings(deadline=None, max_examples=20)
@given(tables)
def test_a_row_is_masked_where_it_is_never_the_first(rows: list[tuple[str, str]]) -> None:
    data = policy(rows)
    program, _ = compile_policy(data, "base.yaml")
    found = check_policy(data, "base.yaml")
    masked = {int(d.args["row"]) - 1 for d in found if d.code == "row-masked"}
    everywhere = (
        hits(program, {"检查分": score, "投诉数": count})
        for score, count in product(SCORES, COUNTS)
    )
    first = {where[0] for where in everywhere if where}
    assert masked == set(range(len(rows))) - first


totals = st.integers(1, 104).map(lambda n: f"总分 >= {n}")
graded = st.one_of(
    totals,
    st.tuples(totals, st.integers(1, 99)).map(lambda p: f"{p[0]} 且 满意度 >= {p[1]}"),
    st.tuples(totals, st.integers(1, 99)).map(lambda p: f"{p[0]} 且 满意度 < {p[1]}"),
)


@settings(deadline=None, max_examples=20)
@given(st.lists(graded, min_size=1, max_size=4))
def test_a_grade_is_never_given_where_it_is_said(standards: list[str]) -> None:
    lines = "".join(f"    - 等{n}: {text}\n" for n, text in enumerate(standards))
    text = BASE.replace(STANDARDS, f"  依次:\n{lines}    - 其他: 其余\n")
    text = text[: text.index("一票否决:")] + text[text.index("等次:") : text.index("排名:")]
    found = check_policy(text.encode(), "base.yaml")
    if any(d.severity == "error" for d in found):
        return  # bands alone: what cannot be reached is an error, told by the compiler
    never = {d.args["name"] for d in found if d.code == "grade-never"}
    program, _ = compile_policy(text.encode(), "base.yaml")
    conditions = [
        (grade.name, compile_expression(grade.when, {}, program.parameters))
        for grade in program.grades
        if grade.when is not None
    ]
    given_to = {
        next((name for name, holds in conditions if holds((), values)), "其他")
        for total, rate in product(range(106), range(101))
        for values in [{"total": total, "满意度": rate}]
    }
    assert never == {grade.name for grade in program.grades} - given_to
