"""What is said of why not, of what would lift, and of who is near a line, as reviewed text."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from rules.backends.reference import ReferenceMatcher
from rules.diagnostics import PolicyError
from rules.values import read_decimal
from scoring.assessment import Assessment
from scoring.boundary import lines_of, near
from scoring.evidence import Evidence
from scoring.explanation.account import Account
from scoring.explanation.lift import lift_outline
from scoring.explanation.near import near_json, near_outline
from scoring.explanation.voice import Language, Voice
from scoring.explanation.why_not import why_not
from scoring.whatif.lifting import lift
from tests.scoring.situation import assessments, evidence_of, program_of

CASES = Path(__file__).parent / "cases.yaml"


class World:
    """The cases' policy with everybody in it."""

    def __init__(self) -> None:
        text = yaml.safe_load(CASES.read_text(encoding="utf-8"))
        self.program = program_of(text["policy"])
        self.evidence: Evidence = evidence_of(self.program, text["subjects"], text["records"])
        self.found: dict[str, Assessment] = assessments(self.program, self.evidence)
        self.asked: dict[str, list[str]] = text["why_not"]

    def account(self, subject: str, language: Language) -> Account:
        return Account(self.program, self.evidence, self.found[subject], Voice(language))


@pytest.fixture(scope="module")
def world() -> World:
    return World()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_why_not_reads_as_reviewed(
    world: World, language: Language, golden: Callable[[str, str], None]
) -> None:
    said = [
        "\n".join([f"{subject}：{name}", *_lines(why_not(world.account(subject, language), name))])
        for subject, names in world.asked.items()
        for name in names
    ]
    golden(f"explain/why-not.{language}.txt", "\n\n".join(said) + "\n")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_would_lift_reads_as_reviewed(
    world: World, language: Language, golden: Callable[[str, str], None]
) -> None:
    matcher = ReferenceMatcher(world.program)
    said = []
    for subject in world.found:
        lifted = lift(world.program, world.evidence, world.found, subject, matcher)
        lines = _lines(lift_outline(world.account(subject, language), lifted))
        said.append("\n".join([subject, *lines]))
    golden(f"explain/lift.{language}.txt", "\n\n".join(said) + "\n")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_who_is_near_a_line_reads_as_reviewed(
    world: World, language: Language, golden: Callable[[str, str], None]
) -> None:
    said = []
    for amount in ("3", "0"):
        within = read_decimal(amount)
        assert within is not None
        everyone = list(world.found.values())
        matcher = ReferenceMatcher(world.program)
        found = near(world.program, world.evidence, everyone, within, matcher)
        assert len(near_json(found)) == len(found)
        said.append("\n".join(_lines(near_outline(world.program, found, within, Voice(language)))))
    golden(f"explain/near.{language}.txt", "\n\n".join(said) + "\n")


def test_a_line_tells_who_asks_for_it_and_on_which_side_it_is_itself(world: World) -> None:
    assert [(line.at, line.over, line.of) for line in lines_of(world.program)] == [
        (90, False, ("优秀", "良好", "红榜")),
        (75, False, ("良好", "合格")),
        (60, True, ("黑榜",)),
        (60, False, ("合格", "不合格")),
    ]


def test_nothing_of_that_name_is_refused_with_the_one_probably_meant(world: World) -> None:
    with pytest.raises(PolicyError) as error:
        list(why_not(world.account("甲", "zh"), "红傍"))
    assert "红榜" in str(error.value)


def _lines(sentences: object) -> list[str]:
    return ["  " * depth + text for depth, text in sentences]  # type: ignore[attr-defined]
