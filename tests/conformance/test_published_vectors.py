"""Published measures as small policies, each by the number of its vector and its place, through
both engines: those that no shipped pack shows yet, and the signatures of the nineteenth.

What a vector says beyond what the language can do yet is not among its cases:

| vector | lacking |
|---|---|
| 17 seed | 核查, 例外备案: 原则上 is decided without the exception that a waiver would allow |

The vectors that packs show are in test_vectors_of_measures; the gaps and overlaps that lint refuses
are in test_published_facts and tests/policies/test_published_bands.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from rules.backends.crossed import Engine, matcher_for
from rules.compile import compile_policy
from rules.program import Program
from scoring.assess import Assessor
from scoring.assessment import Assessment
from scoring.casebook.loading import policy_of, read_casebook
from scoring.casebook.running import Runner
from scoring.conclude.awards import pool_sum
from scoring.evidence import Origin
from scoring.settle.settlement import settle
from scoring.settle.signatures import Signature
from tests.scoring.situation import evidence_of

FOLDER = Path(__file__).parent / "vectors"
BOOKS = sorted(FOLDER.glob("*.test.yaml"))


def compiled(name: str, old: str = "", new: str = "") -> Program:
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    assert old in text
    return compile_policy(text.replace(old, new).encode() if old else text.encode(), name)[0]


@pytest.mark.parametrize("book", BOOKS, ids=lambda book: book.name.removesuffix(".test.yaml"))
def test_a_published_measure_comes_out_as_its_vector_says(book: Path, engine: Engine) -> None:
    program, _ = compile_policy(policy_of(book).read_bytes(), book.name)
    cases = read_casebook(book.read_bytes(), book.name, program)
    verdicts = list(Runner(program, engine).run(cases))
    assert [verdict.render() for verdict in verdicts if not verdict.passed] == []


def branches(strength: str, engine: Engine) -> Sequence[Assessment]:
    """2,220 branches of which 682 have five stars by their points."""
    program = compiled("10-quota", "力度: 硬", f"力度: {strength}")
    scores = [f"{90 + i // 100}.{i % 100:02}" for i in range(682)] + ["80"] * (2220 - 682)
    subjects = {f"支部{i:04}": {"得分": score} for i, score in enumerate(scores)}
    evidence = evidence_of(program, subjects)
    return Assessor(program, matcher_for(program, engine)).population(evidence)


@pytest.mark.parametrize(
    ("strength", "stars", "outcome"), [("硬", 666, "displaced"), ("软", 682, "beyond")]
)
def test_10_the_quota_of_666_displaces_16_or_lists_them(
    strength: str, stars: int, outcome: str, engine: Engine
) -> None:
    found = branches(strength, engine)
    assert Counter(a.grade for a in found) == {"五星": stars, "四星": 2220 - stars}
    seats = [seat for a in found for seat in a.seats]
    assert Counter(seat.outcome for seat in seats) == {"seated": 666, outcome: 16}
    assert {(seat.size, seat.room, seat.candidates) for seat in seats} == {(2220, 666, 682)}


def test_18_an_award_without_winners_stays_unspent(engine: Engine) -> None:
    program = compiled("18-award")
    evidence = evidence_of(program, {"单位1": {"得分": 80}, "单位2": {"得分": 0}})
    found = Assessor(program, matcher_for(program, engine)).population(evidence)
    whole = pool_sum(program.awards[0], found)
    assert (whole.paid, whole.unspent, whole.winners, whole.provisional) == (0, 1_000_000, 0, False)


# --- 19 双签字 ----------------------------------------------------------------------------------

CUT_OFF = date(2027, 1, 31)


def member(program: Program, engine: Engine, points: int) -> Assessment:
    evidence = evidence_of(program, {"党员1": {"得分": points}})
    return Assessor(program, matcher_for(program, engine)).population(evidence)[0]


def signed(result: Assessment, party: str, *, agrees: bool = True) -> Signature:
    where = Origin("签字.csv", 2)
    return Signature(
        sign_off="年度考核",
        party=party,
        role=None,
        subject=result.subject,
        agrees=agrees,
        digest=str(result.digest),
        date=CUT_OFF,
        signer=f"{party}负责人",
        origin=where,
    )


def outcome(program: Program, result: Assessment, *signatures: Signature) -> list[object]:
    settlement = settle(program, [result], signatures, cut_off=CUT_OFF)
    statuses = settlement.statuses
    rejects = [reject.code for reject in settlement.rejects]
    return [statuses["绩效系数", "党员1"], statuses["绩效奖励", "党员1"], rejects]


def test_19_both_sign_and_it_is_settled(engine: Engine) -> None:
    program = compiled("19-signing")
    result = member(program, engine, 95)
    both = [signed(result, "所属单位"), signed(result, "社区党组织")]
    assert outcome(program, result, *both) == ["settled", "settled", []]


def test_19_the_community_refuses_so_there_is_no_coefficient(engine: Engine) -> None:
    program = compiled("19-signing")
    result = member(program, engine, 95)
    signatures = [signed(result, "所属单位"), signed(result, "社区党组织", agrees=False)]
    assert outcome(program, result, *signatures) == ["refused", "refused", []]


def test_19_figures_that_change_void_both_signatures(engine: Engine) -> None:
    program = compiled("19-signing")
    before, after = member(program, engine, 95), member(program, engine, 96)
    both = [signed(before, "所属单位"), signed(before, "社区党组织")]
    assert outcome(program, after, *both) == ["unsigned", "unsigned", ["figures-changed"] * 2]


def test_19_without_signatures_all_stays_a_proposal(engine: Engine) -> None:
    program = compiled("19-signing")
    result = member(program, engine, 95)
    assert result.coefficients["绩效系数"].value is not None
    assert outcome(program, result) == ["unsigned", "unsigned", []]
