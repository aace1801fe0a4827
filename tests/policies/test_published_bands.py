"""The bands of two measures as they were published, put back into their packs: both are refused."""

from __future__ import annotations

import pytest

from rules.compile import compile_policy
from rules.diagnostics import PolicyError
from rules.library import shipped

STARS = (
    "等次: {五星: 90以上, 四星: 80以上不满90, 三星: 70以上不满80, "
    "二星: 60以上不满70, 一星: 不满60}",
    "等次: {五星: 90以上, 四星: 80以上89以下, 三星: 70以上79以下, "
    "二星: 60以上69以下, 一星: 不满60}",
    ["89.1 – 89.9", "79.1 – 79.9", "69.1 – 69.9"],
)
FEE = (
    "等次: {一档: 95以上, 二档: 85以上不满95, 三档: 75以上不满85, 四档: 65以上不满75, "
    "五档: 60以上不满65, 六档: 不满60}",
    "等次: {一档: 95以上, 二档: 85以上94以下, 三档: 75以上84以下, 四档: 65以上74以下, "
    "五档: 60以上64以下, 六档: 不满60}",
    ["94.1 – 94.9", "84.1 – 84.9", "74.1 – 74.9", "64.1 – 64.9"],
)


@pytest.mark.parametrize(
    ("pack", "corrected", "published", "gaps"),
    [("branch-star-rating", *STARS), ("property-fee-review", *FEE)],
    ids=["stars", "fee"],
)
def test_the_bands_as_published_are_refused_for_their_gaps(
    pack: str, corrected: str, published: str, gaps: list[str]
) -> None:
    text = (shipped() / pack / "2026.1.yaml").read_text(encoding="utf-8")
    assert corrected in text
    with pytest.raises(PolicyError) as refused:
        compile_policy(text.replace(corrected, published).encode(), f"{pack}.yaml")
    found = refused.value.diagnostics
    assert [d.code for d in found] == ["band-gap"] * len(gaps)
    assert sorted(str(d.args["gap"]) for d in found) == sorted(gaps)
