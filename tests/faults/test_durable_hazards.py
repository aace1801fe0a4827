"""The faults of durable-rules 2.0.28, each shown as it is and shown not to reach us.

`show` runs the engine's C module in a process of its own, with freed and fresh memory filled with
a pattern, so that a read of it is a fault and not luck. What our wrapper does about each fault is
tested beside it. If a new version of the engine mends a fault, its test here fails and says so.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from fractions import Fraction
from pathlib import Path

import pytest

pytest.importorskip("durable_rules_engine", exc_type=ImportError)

import durable_rules_engine as engine

from rules.backends import durable
from rules.backends.durable import Coverage, DurableMatcher, EngineFailure
from rules.backends.patterns import LIMIT, LONGEST_TEXT
from rules.backends.reference import ReferenceMatcher
from rules.expr.nodes import And, Arithmetic, Call, Compare, Expr, Literal, Not, Or, Ref
from rules.program import Program
from rules.values import Number, Value
from tests.strategies.programs import FIELDS, RUN, SUMMARY, program_with, record

ROOT = Path(__file__).parents[2]
BLANK: Mapping[str, Value] = dict.fromkeys((*SUMMARY, *RUN))
MISSING = Literal(None, "missing")

PREAMBLE = """
import json, resource, sys
resource.setrlimit(resource.RLIMIT_CPU, (int(sys.argv[1]),) * 2)
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
import durable_rules_engine as engine

def ruleset(*patterns):
    rules = {f"r{i}": {"all": [{"m": pattern}]} for i, pattern in enumerate(patterns)}
    return engine.create_ruleset("raw", json.dumps(rules, ensure_ascii=False))

def put(handle, id="e0", sid="0", **fields):
    return engine.assert_fact(handle, json.dumps({"id": id, "sid": sid, **fields}))

def fired(handle, state):
    count, action = 0, engine.start_action_for_state(handle, state)
    action = action and action[1]
    while action:
        count, action = count + 1, engine.complete_and_start_action(handle, state)
    return count

def fires(pattern, **fields):
    handle = ruleset(pattern)
    code, state = put(handle, **fields)
    return bool(fired(handle, state))
"""


def show(script: str, seconds: int = 1) -> tuple[int, str, str]:
    """The return code, what was printed, and the last line of the error of a process that runs
    the script after the preamble in so much processor time."""
    if sys.platform != "linux":
        pytest.skip("the engine's own faults are known on Linux")
    ran = subprocess.run(
        [sys.executable, "-c", PREAMBLE + script, str(seconds)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "MALLOC_PERTURB_": "165"},
    )
    return ran.returncode, ran.stdout.strip(), ran.stderr.strip().rpartition("\n")[2]


def died(script: str) -> int:
    code, printed, error = show(script)
    assert code < 0, f"the engine survived: {code} {printed} {error}"
    return -code


def error_of(script: str) -> str:
    code, _, error = show(script)
    assert code == 1
    return error


def told(script: str, seconds: int = 1) -> str:
    code, printed, error = show(script, seconds)
    assert code == 0, error
    return printed


def field(name: str) -> Ref:
    return Ref("record", name, FIELDS[name])


def number(value: int | Fraction) -> Literal:
    return Literal(value, "number")


def text(value: str) -> Literal:
    return Literal(value, "text")


DAYS, FINE, NOTE = field("days"), field("fine"), field("note")
LATE = Compare(">", DAYS, number(7))


def found(when: Expr, **values: Value) -> bool:
    """Whether our wrapper finds the condition true of a record with these fields."""
    return bool(DurableMatcher(program_with(when)).match([record(**values)], BLANK).true)


def agree(program: Program, *facts: Mapping[str, Value]) -> None:
    records = [record(i, **values) for i, values in enumerate(facts)]
    ours = DurableMatcher(program).match(records, BLANK).true
    assert ours == ReferenceMatcher(program).match(records, BLANK).true


# --- crashes and hangs -----------------------------------------------------------------------


class TestBatches:
    """`assert_facts` reads past an empty batch, hangs after an empty fact, and stops without a
    word at a fact it cannot read. We assert one fact at a time and read every answer."""

    def test_empty_batch_is_fatal(self) -> None:
        script = "h = ruleset({'a': 1}); _, s = engine.assert_facts(h, '[]'); fired(h, s)"
        assert died(script) == signal.SIGSEGV

    def test_batch_of_an_empty_fact_is_fatal(self) -> None:
        assert died("engine.assert_facts(ruleset({'a': 1}), '[{}]')") == signal.SIGSEGV

    def test_batch_ending_in_an_empty_fact_never_returns(self) -> None:
        script = """engine.assert_facts(ruleset({'a': 2}), '[{"a": 2}, {}]')"""
        assert died(script) in (signal.SIGXCPU, signal.SIGKILL)

    def test_batch_with_an_unreadable_fact_loses_the_rest_and_says_ok(self) -> None:
        script = """
h = ruleset({"$gt": {"a": 1}})
code, state = engine.assert_facts(
    h, '[{"id":"e0","sid":"0","a":2},{"id":"e1","sid":"0","a":1e-05},{"id":"e2","sid":"0","a":3}]'
)
print(code, fired(h, state))
"""
        assert told(script) == "0 1"

    def test_no_facts_few_facts_and_facts_that_match_nothing_are_all_answered(self) -> None:
        matcher = DurableMatcher(program_with(LATE))
        facts = [record(0, days=1), record(1), record(2, days=9), record(3, days=2)]
        assert matcher.match([], BLANK).true == ()
        assert matcher.match(facts[:2], BLANK).true == ()
        assert matcher.match(facts, BLANK).true == ((0, 2),)

    def test_a_refused_fact_is_an_error_of_ours_without_its_content(self) -> None:
        matcher = DurableMatcher(program_with(None))
        handle = matcher._records["complaint"]._shards[0].handle
        same = '{"id":"e0","sid":"0","kind":1,"f0":"t1"}'
        with pytest.raises(EngineFailure, match=r"^the rule engine refused a fact$"):
            durable._session(handle, [same, same])
        assert matcher.match([record()], BLANK).true == ((0, 0),)


class TestDivision:
    """A whole number divided by zero kills the process. Arithmetic is ours."""

    def test_division_by_zero_is_fatal(self) -> None:
        script = """
quotient = {"$div": {"$l": {"$m": "b"}, "$r": {"$m": "c"}}}
put(ruleset({"$gt": {"a": quotient}}), a=1, b=1, c=0)
"""
        assert died(script) == signal.SIGFPE

    def test_division_is_handed_over_and_by_zero_is_unknown(self) -> None:
        when = Compare(">", Arithmetic("/", FINE, DAYS), number(1))
        assert DurableMatcher(program_with(when)).coverage == Coverage(2, 1)
        agree(program_with(when, Not(when)), {"fine": 8, "days": 0}, {"fine": 8, "days": 7})


class TestSessions:
    """Deleting a session in which no action ran frees what was never allocated; the 1,025th open
    session corrupts memory. We open one at a time, run an action in it, and delete it."""

    def test_deleting_a_session_before_any_action_is_fatal(self) -> None:
        script = """
h = ruleset({"a": 1})
for _ in range(3000):
    put(h, a=2)
    engine.delete_state(h, "0")
"""
        assert died(script) in (signal.SIGSEGV, signal.SIGABRT)

    def test_the_1025th_session_is_fatal(self) -> None:
        script = """
h = ruleset({"a": 1})
for i in range(1030):
    try:
        put(h, sid=f"s{i}", a=2)
    except MemoryError:
        put(h, id="e1", sid=f"s{i}", a=2)
"""
        assert died(script) == signal.SIGSEGV

    def test_two_names_of_one_hash_share_a_session(self) -> None:
        script = """
h = ruleset({"a": 1})
_, one = put(h, id="e0", sid="EMP022789", a=1)
_, other = put(h, id="e1", sid="EMP239192", a=1)
print(one == other)
"""
        assert told(script) == "True"

    def test_thousands_of_subjects_one_after_the_other_are_told_apart(self) -> None:
        matcher = DurableMatcher(program_with(LATE))
        for days in range(1_500):
            assert matcher.match([record(days=days)], BLANK).true == (((0, 0),) if days > 7 else ())

    def test_a_session_left_open_is_noticed(self) -> None:
        matcher = DurableMatcher(program_with(LATE))
        handle = matcher._records["complaint"]._shards[0].handle
        durable._opened(handle)
        with pytest.raises(EngineFailure, match="did not open a session"):
            matcher.match([record(days=9)], BLANK)
        engine.delete_state(handle, "0")
        assert matcher.match([record(days=9)], BLANK).true == ((0, 0),)


class TestSizes:
    """Sixty-four true conditions, 255 rules on one condition, 511 first conditions, fifteen
    connectives in a pattern are all there is room for; more is an error, a crash or a hang. We
    keep rulesets small and hand over what is too large."""

    def test_65_conditions_true_of_one_fact_are_an_error(self) -> None:
        script = """
put(ruleset(*({"$and": [{"kind": 1}, {"$gte": {"a": i}}]} for i in range(65))), kind=1, a=100)
"""
        assert "error code: 303" in error_of(script)

    def test_65_absences_true_of_one_fact_are_an_error(self) -> None:
        script = """
put(ruleset(*({"$and": [{"kind": 1}, {"$nex": {f"f{i}": 1}}]} for i in range(65))), kind=1)
"""
        assert "error code: 303" in error_of(script)

    def test_256_rules_on_one_condition_are_not_256(self) -> None:
        """They are one more, or a crash."""
        script = "h = ruleset(*[{'a': 1}] * 256); _, s = put(h, a=1); print(fired(h, s))"
        code, printed, _ = show(script)
        assert code == -signal.SIGSEGV or printed == "257"

    def test_600_first_conditions_never_return(self) -> None:
        assert died("ruleset(*({'a': i} for i in range(600)))") in (signal.SIGXCPU, signal.SIGKILL)

    def test_16_connectives_in_a_pattern_are_an_error(self) -> None:
        script = "ruleset({'$or': [{'$and': [{'a': i}, {'b': 1}]} for i in range(15)]})"
        assert "error code: 113" in error_of(script)

    def test_a_pattern_of_alternatives_matches_once_for_every_way_through_it(self) -> None:
        script = """
h = ruleset({"$and": [{"$or": [{"a": 1}, {"b": 1}]} for _ in range(13)]})
_, s = put(h, a=1, b=1)
print(fired(h, s))
"""
        assert told(script) == str(2**13)

    @pytest.mark.parametrize(
        ("conditions", "facts"),
        [
            pytest.param(
                [Compare(">=", DAYS, number(i)) for i in range(65)], [{"days": 100}], id="65-true"
            ),
            pytest.param(
                [Compare("=", field(name), MISSING) for name in FIELDS] * 6, [{}], id="78-absent"
            ),
            pytest.param([LATE] * 300, [{"days": 8}, {"days": 7}], id="300-identical"),
            pytest.param([None] * 300, [{"days": 8}, {}], id="300-without-a-condition"),
            pytest.param(
                [Compare("=", DAYS, number(i)) for i in range(600)],
                [{"days": 0}, {"days": 599}, {"days": 600}],
                id="600-distinct",
            ),
            pytest.param(
                [And(tuple(Compare(">=", DAYS, number(i)) for i in range(80)))],
                [{"days": 79}, {"days": 78}, {}],
                id="80-in-one-and",
            ),
            pytest.param(
                [Or(tuple(Compare("=", DAYS, number(i)) for i in range(80)))],
                [{"days": 79}, {"days": 80}, {}],
                id="80-in-one-or",
            ),
            pytest.param(
                [Or(tuple(And((Compare("=", DAYS, number(i)), LATE)) for i in range(24)))],
                [{"days": 23}, {"days": 3}, {}],
                id="25-connectives",
            ),
        ],
    )
    def test_policies_of_any_size_are_matched(
        self, conditions: list[Expr | None], facts: list[Mapping[str, Value]]
    ) -> None:
        agree(program_with(*conditions), *facts)


class TestIds:
    """A condition on `id` or `sid` reads freed memory, and ids are compared by a 32-bit hash. Both
    names are ours alone, and a field of that name has another one in the engine."""

    def test_a_condition_on_id_is_fatal_more_often_than_not(self) -> None:
        script = """
h = ruleset({"id": "x"})
for i in range(100):
    engine.assert_fact(h, json.dumps({"sid": "0", "a": i}))
"""
        assert any(show(script)[0] == -signal.SIGSEGV for _ in range(30))

    def test_a_fact_of_a_known_id_is_not_stored(self) -> None:
        assert told("h = ruleset({'a': 1}); print(put(h, a=1)[0], put(h, a=1)[0])") == "0 2"

    def test_ids_of_a_session_and_names_of_fields_never_collide(self) -> None:
        ids = [f"e{i}" for i in range(durable._FACTS)] + ["b"]
        names = [f"f{i}" for i in range(5_000)] + list(durable._RESERVED)
        assert len({durable._fnv(i) for i in ids}) == len(ids)
        assert len({durable._fnv(name) for name in names}) == len(names)


class TestFieldNames:
    """A field is found by a 32-bit hash of its name: another name may satisfy a rule."""

    def test_another_field_satisfies_a_rule(self) -> None:
        assert told('print(fires({"score": 1}, zrbhpgla=1))') == "True"

    def test_names_that_collide_are_refused(self) -> None:
        assert durable._fnv("score") == durable._fnv("zrbhpgla")
        with pytest.raises(EngineFailure, match="cannot tell two field names apart"):
            durable._refuse_collisions(["score", "zrbhpgla"])
        with pytest.raises(EngineFailure, match="cannot tell two field names apart"):
            durable._refuse_collisions(["f0", "kind"])


class TestNesting:
    """Deeply nested JSON overflows the stack. Our facts are flat: keys, whole numbers, plain
    text."""

    def test_a_deeply_nested_fact_is_fatal(self) -> None:
        script = """
deep = "[" * 1_000_000 + "]" * 1_000_000
engine.assert_fact(ruleset({"a": 1}), '{"id":"e","sid":"0","b":' + deep + "}")
"""
        assert died(script) == signal.SIGSEGV

    def test_text_that_is_json_is_only_text(self) -> None:
        values = ["[" * 2_000, '{"a":' * 400, '","kind":1,"f0":"', '"}', "\\", "\\u0022"]
        for value in values:
            same, other = Compare("=", NOTE, text(value)), Compare("!=", NOTE, text(value))
            agree(program_with(same, other, None), {"note": value}, {"note": value + "x"}, {})


class TestRegex:
    """Its own regular expressions crash on a range of Chinese characters. Text tests are ours."""

    def test_a_range_of_chinese_characters_is_fatal(self) -> None:
        assert died("ruleset({'$mt': {'a': '[一-龥]'}})") == signal.SIGSEGV

    def test_text_tests_are_handed_over(self) -> None:
        when = Call("contains", (NOTE, text("[一-龥]")))
        assert DurableMatcher(program_with(when)).coverage == Coverage(2, 1)
        agree(program_with(when, Not(when)), {"note": "[一-龥]"}, {"note": "中"}, {})


# --- silently wrong answers ------------------------------------------------------------------


class TestMissing:
    """To the engine null is a value that exists, and an absence matches a fact of its own. We
    leave missing fields out, and begin every pattern with our own kind."""

    def test_null_exists_and_is_not_different_from_5(self) -> None:
        script = """
print(fires({"$ex": {"a": 1}}, a=None), fires({"a": None}, a=None))
print(fires({"$neq": {"a": 5}}, a=None))
"""
        assert told(script) == "True True\nFalse"

    def test_an_absence_matches_a_fact_that_nobody_asserted(self) -> None:
        assert told('print(fires({"$nex": {"a": 1}}, a=1))') == "True"

    def test_missing_is_missing_and_nothing_else(self) -> None:
        tests = [Compare("=", DAYS, MISSING), Compare("!=", DAYS, MISSING)]
        others = [
            Compare(comparator, DAYS, number(5)) for comparator in ("=", "!=", "<", "<=", ">", ">=")
        ]
        program = program_with(*tests, *others, *(Not(test) for test in (*tests, *others)))
        agree(program, {}, {"days": 5}, {"days": 0})
        missing = DurableMatcher(program).match([record()], BLANK).true
        assert missing == ((0, 0), (9, 0))


class TestKinds:
    """The engine compares across kinds: 5 with "5", true with 1, and "" equals every number. A
    field has one kind, and text never looks like a number."""

    def test_numbers_equal_text_and_truth(self) -> None:
        script = """
print(fires({"a": "5"}, a=5), fires({"a": 0}, a=""), fires({"a": 5}, a=""), fires({"a": 1}, a=True))
"""
        assert told(script) == "True True True True"

    @pytest.mark.parametrize("wanted", ["", "0", "5", "true", "null"])
    def test_text_equals_only_itself(self, wanted: str) -> None:
        values = ["", "0", "5", "05", "5.0", " 5", "true", "null", "True"]
        equal = [value for value in values if found(Compare("=", NOTE, text(wanted)), note=value)]
        assert equal == [wanted]


class TestNumbers:
    """Exponents are not read and large numbers saturate. Numbers reach the engine as whole ones
    that keep their order, those beyond its range as its limit."""

    def test_an_exponent_is_an_error(self) -> None:
        assert "error code: 204" in error_of("put(ruleset({'a': 1}), a=1e-05)")

    def test_large_numbers_are_all_equal(self) -> None:
        script = "print(fires({'a': 2**63 - 1}, a=10**30), fires({'a': 2**63 - 1}, a=2**63))"
        assert told(script) == "True True"

    def test_small_and_large_numbers_are_themselves(self) -> None:
        bounds: list[Number] = [Fraction(1, 100_000), LIMIT // 2 - 1, LIMIT, 2**63 - 1, 10**30]
        conditions = [
            Compare(comparator, FINE, number(bound))
            for bound in bounds
            for comparator in ("=", "<", ">")
        ]
        values = [v for bound in bounds for v in (bound, bound - 1, bound + Fraction(1, 3), -bound)]
        agree(program_with(*conditions), *({"fine": value} for value in values))


class TestText:
    """The length of a text is kept in 16 bits, and raw JSON is compared. Text reaches the engine
    spelled in plain letters and digits, and no longer than it need be."""

    def test_a_long_text_equals_its_beginning(self) -> None:
        assert told("print(fires({'a': 'abc'}, a='abc' + 65536 * 'x'))") == "True"

    def test_an_escaped_character_is_another(self) -> None:
        script = """
h = ruleset({"a": "中"})
_, s = engine.assert_fact(h, '{"id":"e0","sid":"0","a":"' + chr(92) + 'u4e2d"}')
print(fired(h, s))
"""
        assert told(script) == "0"

    def test_texts_are_compared_to_the_end(self) -> None:
        longest = "中" * LONGEST_TEXT
        conditions = [
            Compare("=", NOTE, text(wanted)) for wanted in ("abc", longest, longest + "x")
        ]
        values = ["abc", "abc" + 65_536 * "x", longest, longest + "x", longest + "y"]
        agree(program_with(*conditions), *({"note": value} for value in values))


class TestUncheckedRulesets:
    """The engine accepts rules that say nothing, or of which it reads half. It is given only what
    we translate from a checked policy."""

    def test_a_second_condition_beside_a_first_is_ignored(self) -> None:
        assert told('print(fires({"a": 1, "b": 2}, a=1, b=3))') == "True"

    def test_every_part_of_a_condition_counts(self) -> None:
        both = And((Compare("=", DAYS, number(1)), Compare("=", FINE, number(2))))
        assert not found(both, days=1, fine=3)
        assert found(both, days=1, fine=2)


class TestAlternatives:
    """A rule fires once for every alternative that holds. Results are sets."""

    def test_a_rule_of_two_true_alternatives_fires_twice(self) -> None:
        script = """
h = ruleset({"$or": [{"a": 1}, {"b": 1}]})
_, s = put(h, a=1, b=1)
print(fired(h, s))
"""
        assert told(script) == "2"

    def test_a_match_is_reported_once(self) -> None:
        either = Or((Compare("=", DAYS, number(1)), Compare("=", FINE, number(1))))
        matches = DurableMatcher(program_with(either)).match([record(days=1, fine=1)], BLANK)
        assert matches.true == ((0, 0),)


# --- a long life -----------------------------------------------------------------------------


def test_our_use_reads_no_memory_that_was_not_written() -> None:
    """Agreement with the definition again, with fresh and freed memory filled with a pattern."""
    script = f"""
sys.path.insert(0, {str(ROOT)!r})
from hypothesis import Phase, given, settings, strategies as st
from rules.backends.crossed import matcher_for
from rules.matching import GROUPS
from tests.strategies.programs import programs, records_of, summaries

@given(st.data())
@settings(deadline=None, max_examples=40, database=None, phases=[Phase.generate])
def agree(data):
    program = data.draw(programs())
    matcher = matcher_for(program, "durable")
    for _ in range(3):
        summary = data.draw(summaries())
        matcher.match(data.draw(records_of(program)), summary)
        for group in GROUPS:
            matcher.decide(group, summary)

agree()
print("agreed")
"""
    assert told(script, seconds=60) == "agreed"


def _policy(bound: int) -> Program:
    return program_with(Compare(">", DAYS, number(bound)), field("confirmed"))


def test_threads_that_share_and_replace_a_policy_get_right_answers() -> None:
    """Six threads match while a seventh replaces the policy under them, again and again."""
    facts = [record(i, days=i % 12, confirmed=i % 2 == 0) for i in range(40)]
    expected = {b: ReferenceMatcher(_policy(b)).match(facts, BLANK).true for b in (3, 7)}
    current = [(3, DurableMatcher(_policy(3)))]
    wrong: list[object] = []

    def match() -> None:
        for _ in range(100):
            bound, matcher = current[0]
            if (true := matcher.match(facts, BLANK).true) != expected[bound]:
                wrong.append((bound, true))

    def replace() -> None:
        for i in range(100):
            bound = 7 if i % 2 == 0 else 3
            current[0] = (bound, DurableMatcher(_policy(bound)))

    def run(action: Callable[[], None]) -> None:
        try:
            action()
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(act,)) for act in (*[match] * 6, replace)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


SOAK = f"""
import gc
sys.path.insert(0, {str(ROOT)!r})
from rules.backends.durable import DurableMatcher
from rules.expr.nodes import Compare, Literal, Ref
from tests.strategies.programs import FIELDS, program_with, record

def resident():
    gc.collect()
    with open("/proc/self/statm") as pages:
        return int(pages.read().split()[1]) * resource.getpagesize() // 1024

def policy():
    days = Ref("record", "days", FIELDS["days"])
    return program_with(*(Compare(">", days, Literal(i, "number")) for i in range(60)))

facts = [record(i, days=i % 70, note="x" * 50) for i in range(20)]
"""
linux = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="reads /proc")


@linux
def test_five_thousand_subjects_take_no_more_memory_than_five_hundred() -> None:
    script = """
matcher = DurableMatcher(policy())
def assess(subjects):
    for _ in range(subjects):
        matcher.match(facts, {})
        matcher.decide("grade", {"total": 75})
assess(500)
before = resident()
assess(4_500)
print(resident() - before)
"""
    assert int(told(SOAK + script, seconds=60)) < 2_048


@linux
def test_a_replaced_policy_gives_its_memory_back() -> None:
    script = """
def replace(times):
    for _ in range(times):
        DurableMatcher(policy()).match(facts, {})
replace(40)
before = resident()
replace(200)
print(resident() - before)
"""
    assert int(told(SOAK + script, seconds=60)) < 2_048
