"""Records that met a rule, one by one, where what a record counts for hangs on other records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rules.backends import sql_numbers as numbers
from rules.backends.sql import Translator
from rules.backends.sql_numbers import Scaled
from rules.backends.sql_terms import Day, Missing, Term, Text, Truth, Word, quoted, spelled, sql_of
from rules.program import EvidenceKind, JointCap, Program, Rule
from rules.values import Number
from scoring.population.find.findings import RuleTally, points_of
from scoring.population.measure.gathering import Observed, Pass
from scoring.population.store import Rows, Store

HITS = "hits"

# No field has more decimals.
_KEY_SCALE = 4


@dataclass(frozen=True, slots=True)
class HitPlan:
    """The rules whose hits are looked at one by one, by their places in the policy. All points are
    at one `scale`; `most` bounds their sum over everything."""

    program: Program
    places: tuple[int, ...]
    scale: int
    most: int

    def limit(self, number: Number | None) -> str:
        if number is None:
            return "NULL"
        return numbers.raised(numbers.literal(number), self.scale).top

    def by_place(self, what: Mapping[int, str], otherwise: str = "NULL") -> str:
        """What differs from rule to rule, as SQL over `p`."""
        told = {place: sql for place, sql in what.items() if sql != otherwise}
        if not told:
            return otherwise
        whens = " ".join(f"WHEN {place} THEN {sql}" for place, sql in told.items())
        return f"CASE p {whens} ELSE {otherwise} END"


def find_hits(
    store: Store, program: Program, places: Sequence[int], translators: Mapping[str, Translator]
) -> FoundHits:
    """The table of hits, in the order of the language: of one occurrence, rivals, matters, what
    later occurrences are worth, the limits of each rule, then of several."""
    points = {
        place: points_of(program.rules[place], translators[program.rules[place].evidence])
        for place in places
    }
    plan = _plan(store, program, places, points)
    marks = " UNION ALL ".join(
        _marks(plan, place, points[place], translators, store.kinds) for place in places
    )
    store.connection.execute(f"CREATE TABLE marks AS {marks}")
    steps = ["SELECT *, p AS winner FROM marks WHERE hit", *_steps(plan)]
    chained = ", ".join(
        f"h{i} AS ({step.replace('FROM last', f'FROM h{i - 1}')})" for i, step in enumerate(steps)
    )
    store.connection.execute(
        f"CREATE TABLE {HITS} AS WITH {chained} SELECT * FROM h{len(steps) - 1}"
    )
    return _found(plan)


def _plan(
    store: Store, program: Program, places: Sequence[int], points: Mapping[int, Scaled]
) -> HitPlan:
    """The scale that holds every number that may take the place of a record's points."""
    stated = [number for place in places for number in _numbers(program, program.rules[place])]
    literals = [numbers.literal(number) for number in stated]
    scale = max([0, *(one.scale for one in [*points.values(), *literals])])
    each = max(
        (abs(numbers.raised(one, scale).high) for one in [*points.values(), *literals]), default=0
    )
    rows = sum(store.kinds[program.rules[place].evidence].count for place in places)
    return HitPlan(program, tuple(places), scale, each * max(rows, 1))


def _numbers(program: Program, rule: Rule) -> Iterator[Number]:
    joints = [joint for joint in program.joint_caps if rule.id in joint.rules]
    stated: tuple[Rule | JointCap, ...] = (rule, *joints)
    for limited in stated:
        caps = (limited.cap, limited.cap_daily, limited.cap_monthly)
        yield from (cap for cap in caps if cap is not None)
    yield from rule.later
    if rule.cap_each is not None:
        yield rule.cap_each


def _marks(
    plan: HitPlan,
    place: int,
    points: Scaled,
    translators: Mapping[str, Translator],
    kinds: Mapping[str, Rows],
) -> str:
    """Records for which a rule holds or may hold. `rec` names a record, `m` its matter."""
    rule = plan.program.rules[place]
    kind = plan.program.kinds[rule.evidence]
    rows, translator = kinds[rule.evidence], translators[rule.evidence]
    condition = translator.condition(rule.when)
    width = numbers.require_width(-plan.most, plan.most)
    worth = f"({numbers.raised(points, plan.scale).top})::{width}"
    matter = _matter(kind, rows)
    number = list(kinds).index(rule.evidence)
    return (
        f"SELECT s, {place}::INTEGER AS p, q, {number}::INTEGER AS k, n, d, id, {matter} AS m, "
        f"{worth} AS raw, {worth} AS a, []::VARCHAR[] AS lost, true AS counts, "
        f"coalesce({condition.sql} AND {worth} IS NOT NULL, false) AS hit, "
        f"({condition.sql}) IS NULL AS unknown "
        f"FROM {rows.table} JOIN subjects USING (s) WHERE ({condition.sql}) IS DISTINCT FROM false"
    )


def _matter(kind: EvidenceKind, rows: Rows) -> str:
    """Equal for all records of one matter, NULL where a key is missing."""
    if kind.one_matter is None:
        return "NULL::VARCHAR[]"
    terms = [rows.terms[key] for key in kind.one_matter.keys]
    name = quoted(kind.one_matter.name)
    own = "''" if kind.one_matter.name else quoted(kind.name)
    told = ", ".join([name, own, *map(_told, terms)])
    lacking = " OR ".join(f"{sql_of(term)} IS NULL" for term in terms if term.nullable)
    listed = f"[{told}]"
    return f"CASE WHEN NOT ({lacking}) THEN {listed} END" if lacking else listed


def _told(term: Term) -> str:
    """A value as text, told apart from values of other kinds; whole numbers without decimals."""
    match term:
        case Scaled():
            # One scale for all kinds of evidence, because they may share their matters.
            return f"'n' || {numbers.raised(term, max(term.scale, _KEY_SCALE)).top}"
        case Word() | Text():
            return f"'t' || {spelled(term).sql}"
        case Day() | Truth() | Missing():
            return f"'d' || {term.sql}"


# --- what counts ---------------------------------------------------------------------------------


def _steps(plan: HitPlan) -> Iterator[str]:
    rules = {place: plan.program.rules[place] for place in plan.places}
    yield from _within_one(plan, rules)
    if any(rule.contest for rule in rules.values()):
        yield from _contests(plan, rules)
    if any(plan.program.kinds[rule.evidence].one_matter for rule in rules.values()):
        yield from _matters(plan, rules)
    if any(rule.later for rule in rules.values()):
        yield from _occurrences(plan, rules)
    yield from _capped(plan, rules)
    for joint in plan.program.joint_caps:
        yield from _jointly(plan, rules, joint)


def _within_one(plan: HitPlan, rules: Mapping[int, Rule]) -> Iterator[str]:
    most = plan.by_place({place: plan.limit(rule.cap_each) for place, rule in rules.items()})
    if most != "NULL":
        yield _limited("each_cap", f"coalesce(a > {most}, false)", most)


def _limited(limit: str, truth: str, kept: str) -> str:
    return (
        "SELECT * REPLACE ("
        f"CASE WHEN {truth} THEN ({kept})::HUGEINT ELSE a END AS a, "
        f"CASE WHEN {truth} THEN list_append(lost, '{limit}') ELSE lost END AS lost) FROM last"
    )


def _yielded(truth: str, to: str) -> str:
    return (
        "SELECT * REPLACE ("
        f"CASE WHEN {truth} THEN 0 ELSE a END AS a, counts AND NOT {truth} AS counts, "
        f"CASE WHEN {truth} THEN list_append(lost, '{to}') ELSE lost END AS lost) FROM last"
    )


def _contests(plan: HitPlan, rules: Mapping[int, Rule]) -> Iterator[str]:
    """Behind a rule in doubt none can be the first that holds; of the others one counts."""
    contests = {place: rule.contest for place, rule in rules.items() if rule.contest}
    named = plan.by_place({place: quoted(one.id) for place, one in contests.items()})
    first = [place for place, one in contests.items() if one.keep == "first"]
    if first:
        doubtful = ", ".join(map(str, first))
        doubts = (
            f"SELECT s, k, n, {named} AS contest, min(p) AS doubt FROM marks "
            f"WHERE NOT hit AND p IN ({doubtful}) GROUP BY ALL"
        )
        told = f"SELECT *, {named} AS contest FROM last"
        yield (
            f"SELECT t.* EXCLUDE (contest) REPLACE (coalesce(doubt, p) AS winner) "
            f"FROM ({told}) AS t LEFT JOIN ({doubts}) USING (s, k, n, contest)"
        )
        behind = f"(p IN ({doubtful}) AND winner < p)"
        yield _yielded(behind, "rule_in_doubt")
    listed = ", ".join(map(str, first)) or "-1"
    earliest = (
        f"CASE WHEN p IN ({listed}) THEN p END, CASE WHEN p NOT IN ({listed}) THEN -a END, q, p"
    )
    record = "['record', k::VARCHAR, n::VARCHAR]"
    yield (
        "SELECT * REPLACE (first_value(p) OVER ("
        f"PARTITION BY s, counts, {named}, coalesce(m, {record}) ORDER BY {earliest}) AS winner) "
        "FROM last"
    )
    yield _yielded(f"(counts AND {named} IS NOT NULL AND winner <> p)", "rival_rule")


def _matters(plan: HitPlan, rules: Mapping[int, Rule]) -> Iterator[str]:
    """Of the hits of one matter the heaviest keeps its points, or the earliest."""
    within = {}
    keeps = {}
    for place, rule in rules.items():
        matter = plan.program.kinds[rule.evidence].one_matter
        if matter is None:
            continue
        keeps[place] = matter.keep
        match matter.within:
            case "rule":
                within[place] = quoted("r" + rule.id)
            case "indicator":
                within[place] = quoted("i" + rule.indicator)
            case "policy":
                within[place] = "''"
    first = ", ".join(str(place) for place, keep in keeps.items() if keep == "first") or "-1"
    scope = plan.by_place(within)
    weight = f"CASE WHEN p IN ({first}) THEN 0 ELSE -a END"
    one = f"(counts AND m IS NOT NULL AND {scope} IS NOT NULL)"
    yield (
        "SELECT * REPLACE (row_number() OVER ("
        f"PARTITION BY s, {one}, {scope}, m ORDER BY {weight}, q, p, n) AS winner) FROM last"
    )
    yield _yielded(f"({one} AND winner > 1)", "one_matter")


def _occurrences(plan: HitPlan, rules: Mapping[int, Rule]) -> Iterator[str]:
    """A hit that does not count is no occurrence."""
    yield (
        "SELECT * REPLACE (row_number() OVER (PARTITION BY s, p, counts ORDER BY q, n) AS winner) "
        "FROM last"
    )
    worth = {}
    for place, rule in rules.items():
        if rule.later:
            tops = [plan.limit(number) for number in rule.later]
            whens = " ".join(f"WHEN {i + 2} THEN {top}" for i, top in enumerate(tops[:-1]))
            last = tops[-1]
            worth[place] = f"CASE winner {whens} ELSE {last} END" if whens else last
    later = plan.by_place(worth)
    known = ", ".join(map(str, worth))
    truth = f"(counts AND winner > 1 AND p IN ({known}))"
    yield (
        f"SELECT * REPLACE (CASE WHEN {truth} THEN {later} ELSE raw END AS raw, "
        f"CASE WHEN {truth} THEN {later} ELSE a END AS a, "
        f"CASE WHEN {truth} THEN [] ELSE lost END AS lost) FROM last"
    )
    most = plan.by_place({place: plan.limit(rules[place].cap_each) for place in worth})
    if most != "NULL":
        yield _limited("each_cap", f"coalesce({truth} AND a > {most}, false)", most)


# --- limits --------------------------------------------------------------------------------------


def _capped(plan: HitPlan, rules: Mapping[int, Rule]) -> Iterator[str]:
    caps = (
        ("daily_cap", "s, p, d", {p: plan.limit(rule.cap_daily) for p, rule in rules.items()}),
        (
            "monthly_cap",
            f"s, p, {_MONTH}",
            {p: plan.limit(r.cap_monthly) for p, r in rules.items()},
        ),
        ("rule_cap", "s, p", {p: plan.limit(rule.cap) for p, rule in rules.items()}),
    )
    for limit, span, most in caps:
        yield from _bound(limit, plan.by_place(most), span, "true")


_MONTH = "date_trunc('month', d)"


def _jointly(plan: HitPlan, rules: Mapping[int, Rule], joint: JointCap) -> Iterator[str]:
    own = ", ".join(str(place) for place, rule in rules.items() if rule.id in joint.rules)
    member = f"p IN ({own})"
    caps = (
        ("joint_daily_cap", "s, d", joint.cap_daily),
        ("joint_monthly_cap", f"s, {_MONTH}", joint.cap_monthly),
        ("joint_cap", "s", joint.cap),
    )
    for limit, span, most in caps:
        yield from _bound(limit, plan.limit(most), span, member)


def _within(member: str, most: str) -> str:
    """Whether a hit is under the limit at all."""
    return f"{member} AND ({most}) IS NOT NULL"


def _bound(limit: str, most: str, span: str, member: str) -> Iterator[str]:
    """Earlier hits keep their points: what is left is the limit less all that went before."""
    if most == "NULL":
        return
    yield (
        "SELECT * REPLACE (coalesce(sum(a) OVER ("
        f"PARTITION BY {span}, {member} ORDER BY q, p, n "
        "ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS winner) FROM last"
    )
    left = f"(CASE WHEN {most} > winner THEN {most} - winner ELSE 0 END)"
    yield _limited(limit, f"{_within(member, most)} AND a > 0 AND a > {left}", left)


# --- what came of them ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FoundHits:
    """Passes over the hits and over what was in doubt, with what each rule takes of the hits: their
    number, their points before and after limits, the limits."""

    plan: HitPlan
    taken: Pass
    doubts: Pass
    sums: Mapping[int, RuleTally]

    def tally(self, place: int, observed: Observed) -> RuleTally:
        found = self.sums[place]
        return replace(
            found, raw=observed.number(found.raw), applied=observed.number(found.applied)
        )


def _found(plan: HitPlan) -> FoundHits:
    taken, doubts = Pass(HITS), Pass("marks")
    sums = {place: _tally(plan, place, taken, doubts) for place in plan.places}
    return FoundHits(plan, taken, doubts, sums)


def _tally(plan: HitPlan, place: int, taken: Pass, doubts: Pass) -> RuleTally:
    """Its bounds are those of all points together."""
    rule, own = plan.program.rules[place], f"p = {place}"
    matter = plan.program.kinds[rule.evidence].one_matter
    raw, applied = (
        taken.total(Scaled(name, plan.scale, 0, plan.most), own, 1) for name in ("raw", "a")
    )
    listed = f"flatten(list(lost) FILTER (WHERE {own}))"
    lost = taken.other(f"array_to_string(list_sort(list_distinct({listed})), '+')")
    # A hit that lost to a rival is no longer asked for its matter.
    lacking = f"{own} AND m IS NULL AND NOT list_has_any(lost, ['rival_rule', 'rule_in_doubt'])"
    return RuleTally(
        rule,
        taken.count(own),
        raw,
        applied,
        f"coalesce({lost}, '')",
        unknown=doubts.count(f"{own} AND unknown"),
        pointless=doubts.count(f"{own} AND NOT hit AND NOT unknown"),
        matterless=taken.count(lacking) if matter else "0",
    )
