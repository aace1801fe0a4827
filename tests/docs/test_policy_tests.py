"""docs/policy-tests.md: its example passes, and it tells every key there is."""

from __future__ import annotations

import re
from pathlib import Path

from rules.compile import compile_policy
from rules.library import shipped
from scoring.casebook.loading import read_casebook
from scoring.casebook.running import Runner
from scoring.casebook.words import KEYS

PAGE = (Path(__file__).parents[2] / "docs" / "policy-tests.md").read_text(encoding="utf-8")
POLICY = shipped() / "property-company" / "2026.1.yaml"


def test_the_example_of_the_page_passes() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    program, _ = compile_policy(POLICY.read_bytes(), POLICY.name)
    book = read_casebook(example.encode(), "policy-tests.md", program)
    verdicts = list(Runner(program, "reference").run(book))
    assert [verdict.differences for verdict in verdicts] == [(), ()]


def test_the_page_tells_every_key_in_both_languages() -> None:
    told = set(re.findall(r"`([^`{}:]+)", PAGE)) | set(re.findall(r"(\w+): ", PAGE))
    assert {spelling for word in KEYS for spelling in word.spellings} - told == set()
