"""docs/cookbook: every recipe is a policy nothing is wrong with, and gives by every engine what its
cases say; together they show every part of the language."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from docs.recipes import FOLDER, Recipe, anchor, cookbook, recipes
from rules.backends.crossed import Engine
from rules.backends.reference import ReferenceMatcher
from rules.compile import check_policy, compile_policy
from rules.format.formatter import respelled_policy
from rules.model import Policy
from rules.program import Program
from rules.supplement.laying import lay_over
from rules.vocabulary import KEYS, spellings_of
from scoring.assess import assess_population
from scoring.casebook.cases import Casebook
from scoring.casebook.loading import read_casebook
from scoring.casebook.running import Runner
from scoring.population.assess import assess_at_once

RECIPES = recipes()
LANGUAGE = (FOLDER.parent / "language.md").read_text(encoding="utf-8")
# Of the head of a policy, and what only a whole made of a supplement has.
ELSEWHERE = {"language", "document_number", "issuer", "systems", "applied_year", "extends"}

each = pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.path.stem)


@cache
def compiled(path: Path) -> tuple[Program, Casebook]:
    program, _ = compile_policy(path.read_bytes(), path.name)
    cases = path.with_suffix(".test.yaml")
    return program, read_casebook(cases.read_bytes(), cases.name, program)


@each
def test_a_recipe_has_no_warning(recipe: Recipe) -> None:
    found = check_policy(recipe.path.read_bytes(), recipe.path.name)
    assert [d.render() for d in found if d.severity != "note"] == []


@each
def test_a_recipe_has_one_digest_in_either_spelling(recipe: Recipe) -> None:
    program, _ = compiled(recipe.path)
    english = respelled_policy(recipe.path.read_bytes(), recipe.path.name, "en")
    assert compile_policy(english.encode(), "english.yaml")[0].digest == program.digest
    assert english.count("\npolicy: ") == 1


@pytest.mark.parametrize("engine", ["reference", "durable"])
@each
def test_a_recipe_gives_what_its_cases_say(recipe: Recipe, engine: Engine) -> None:
    if engine == "durable":
        pytest.importorskip("durable_rules_engine", exc_type=ImportError)
    program, book = compiled(recipe.path)
    wrong = [v.render() for v in Runner(program, engine).run(book) if not v.passed]
    rows = [party for case in book.cases for party in case.parties]
    assert (wrong, len(rows) >= 2, all(row.expected for row in rows)) == ([], True, True)


@each
def test_everybody_at_once_gives_the_same(recipe: Recipe) -> None:
    program, book = compiled(recipe.path)
    runner = Runner(program, "reference")
    for case in book.cases:
        evidence = runner.admitted(case)
        expected = assess_population(program, evidence, ReferenceMatcher(program))
        assert assess_at_once(program, evidence, findings=True) == expected


def test_the_recipes_are_numbered_and_show_every_part_of_a_policy() -> None:
    assert [recipe.number for recipe in RECIPES] == list(range(1, len(RECIPES) + 1))
    canonical = spellings_of(KEYS, set(Policy.model_fields) - {"at"})
    shown = {canonical[key] for recipe in RECIPES for key in recipe.policy}
    assert set(canonical.values()) - shown == ELSEWHERE


def test_a_supplement_is_laid_over_its_recipe() -> None:
    (recipe,) = [one for one in RECIPES if one.supplement]
    assert recipe.supplement is not None
    supplement = recipe.supplement
    laid = lay_over(
        recipe.path.read_bytes(), recipe.path.name, supplement.read_bytes(), supplement.name
    )
    assert [item.name for item in laid.program.indicators] == ["志愿服务", "移风易俗"]
    assert [(p.name, p.value) for p in laid.program.parameters] == [("服务加分", 2)]


def test_every_link_of_the_page_leads_somewhere() -> None:
    page = cookbook()
    headings = {anchor(text) for text in re.findall(r"^#+ (.+)$", LANGUAGE, flags=re.M)}
    own = {anchor(text) for text in re.findall(r"^## (.+)$", page, flags=re.M)}
    links = re.findall(r"\]\(([^)#]*)(?:#([^)]*))?\)", page)
    lost = [
        (file, place)
        for file, place in links
        if not (FOLDER.parent / file).exists()
        or (place and place not in (headings if file == "language.md" else own))
    ]
    assert (len(links) > 3 * len(RECIPES), lost) == (True, [])
