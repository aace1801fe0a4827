"""Progress: how much, how fast, how long."""

from __future__ import annotations

import pytest

from service.cli.output import progress_line


@pytest.mark.parametrize(
    ("done", "of", "seconds", "told"),
    [
        (0, 0, 0.0, "考评 assessing …"),
        (1_200, 0, 0.5, "考评 assessing 1,200"),
        (1_200_000, 0, 3.0, "考评 assessing 1,200,000 · 400,000/s"),
        (1_000, 4_000, 2.0, "考评 assessing 1,000/4,000 · 500/s · 还需 remaining 6 s"),
        (1_000, 71_000, 2.0, "考评 assessing 1,000/71,000 · 500/s · 还需 remaining 2 min 20 s"),
        (
            1_000,
            2_000_000,
            5.0,
            "考评 assessing 1,000/2,000,000 · 200/s · 还需 remaining 2 h 46 min",
        ),
        (4_000, 4_000, 8.0, "考评 assessing 4,000/4,000 · 500/s"),
    ],
)
def test_progress_tells_what_is_known(done: int, of: int, seconds: float, told: str) -> None:
    assert progress_line("assess", done, of, seconds) == told
