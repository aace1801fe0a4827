"""Where a stated choice may stand for an expression or a text, which the model cannot say."""

from __future__ import annotations

from collections.abc import Mapping

# By construct and key; `unset` (未定) may stand for any number.
WORDS_AT: Mapping[tuple[str, str], tuple[str, ...]] = {
    ("Basis", "document"): ("illustrative",),
    ("DataField", "type"): (
        *("text", "integer", "number", "percentage", "date", "boolean"),
        *("credit_code", "id_card"),
    ),
    ("Evidence", "event_date"): ("none",),
    ("Policy", "applied_year"): ("same_year", "next_year"),
    ("Validity", "lasting"): ("no_end", "until_rectified"),
    ("Measure", "zero_denominator"): ("missing",),
    ("Indicator", "start"): ("full",),
    ("Rule", "deduct"): ("forfeit",),
    ("Rule", "add"): ("forfeit",),
    ("Decision", "rows"): ("wildcard",),
    ("Grades", "standards"): ("else",),
    ("Choice", "when"): ("else",),
    ("Quota", "quota_exact"): ("else",),
    ("Coefficient", "table"): ("none",),
    ("Coefficient", "sign"): ("none",),
    ("AwardPool", "parts"): ("none",),
    ("AwardPool", "fixed"): ("none",),
    ("AwardPool", "sign"): ("none",),
    ("TieBreak", "by"): ("subject_id",),
}
