"""docs/policy-tests.md: its examples pass, and it tells every key there is."""

from __future__ import annotations

import re
from pathlib import Path

from rules.compile import compile_policy
from rules.library import shipped
from scoring.casebook.loading import read_casebook
from scoring.casebook.running import Runner
from scoring.casebook.words import KEYS

PAGE = (Path(__file__).parents[2] / "docs" / "policy-tests.md").read_text(encoding="utf-8")
CARDS = Path(__file__).parents[1] / "scoring" / "casebook" / "cards.yaml"
FILES = Path(__file__).parents[1] / "conformance" / "vectors" / "04-taizhou-cases.yaml"
CREDIT = Path(__file__).parents[1] / "cases" / "imports" / "credit.yaml"
POLICY = shipped() / "property-company" / "2026.1.yaml"


def test_the_examples_of_the_page_pass() -> None:
    whole, past, imports, files = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert passed(POLICY, whole) == [True, True]
    fixtures, _, _ = CARDS.with_suffix(".test.yaml").read_text(encoding="utf-8").partition("用例:")
    assert passed(CARDS, fixtures + past) == [True]
    year = "测试: 引用\n周期: '2026'\n"
    assert passed(CREDIT, year + imports) == [True, True]
    fixtures, _, _ = FILES.with_suffix(".test.yaml").read_text(encoding="utf-8").partition("用例:")
    assert passed(FILES, fixtures + files) == [True]


def passed(policy: Path, cases: str) -> list[bool]:
    program, _ = compile_policy(policy.read_bytes(), policy.name)
    book = read_casebook(cases.encode(), "policy-tests.md", program)
    return [verdict.passed for verdict in Runner(program, "reference").run(book)]


def test_the_page_tells_every_key_in_both_languages() -> None:
    told = set(re.findall(r"`([^`{}:]+)", PAGE)) | set(re.findall(r"(\w+): ", PAGE))
    assert {spelling for word in KEYS for spelling in word.spellings} - told == set()
