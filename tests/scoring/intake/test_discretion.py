"""Points awarded at discretion: what is beyond the range, or unexplained, is not taken."""

from __future__ import annotations

import pytest
import yaml

from tests.scoring.intake.programs import admitted, records, write
from tests.scoring.situation import program_of
from tests.scoring.test_cases import FILES

POLICY = next(file for file in FILES if file.stem == "discretion")
HEADINGS = "支部,发生日,酌情分,加分项,理由,批准人\n"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("A,2026-05-01,5,是,防汛值守,组织委员", []),
        ("A,2026-05-01,0,是,防汛值守,组织委员", []),
        ("A,2026-05-01,5.1,是,防汛值守,组织委员", [("酌情分", "5.1", "out-of-bounds")]),
        ("A,2026-05-01,-1,是,防汛值守,组织委员", [("酌情分", "-1", "out-of-bounds")]),
        ("A,2026-05-01,,是,防汛值守,组织委员", [("酌情分", "", "missing-value")]),
        ("A,2026-05-01,5,是,\u3000 ,组织委员", [("理由", "  ", "missing-value")]),
        ("A,2026-05-01,5,是,防汛值守,", [("批准人", "", "missing-value")]),
        ("A,2026-05-01,5,是,防汛值守,本人", [("批准人", "本人", "unknown-category")]),
        (
            "A,2026-05-01,9,是,,",
            [
                ("批准人", "", "missing-value"),
                ("理由", "", "missing-value"),
                ("酌情分", "9", "out-of-bounds"),
            ],
        ),
    ],
)
def test_a_record_needs_points_within_the_range_a_reason_and_an_approver(tmp_path, row, expected):
    program = program_of(yaml.safe_load(POLICY.read_text())["policy"])
    evidence = admitted(program, write(tmp_path, "评议.csv", HEADINGS + row + "\n"))
    assert [(r.column, r.value, r.code) for r in evidence.rejects] == expected
    assert {r.row for r in evidence.rejects} <= {2}
    assert len(records(evidence)) == (0 if expected else 1)
