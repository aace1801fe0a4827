"""Words and names every engine shares."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Stage = Literal["admit", "find", "measure", "score", "grade", "rank", "conclude"]
Scope = Literal["record", "subject", "population"]
Status = Literal["draft", "shadow", "effective", "repealed"]
PeriodKind = Literal["month", "quarter", "half_year", "year", "custom"]
VetoEffect = Literal["zero", "force", "cap", "bar", "step_down"]
# What an unknown condition does: the subject waits (待定), or it counts as true, or as false.
OnUnknown = Literal["pending", "true", "false"]

# Summary names every policy has, beside the names its author gives.
TOTAL = "total"
GRADE = "grade"
# Record name every evidence kind has.
EVENT_DATE = "event_date"
# Members of a rank, as `名次 .倒数 .占比 .倒数占比`.
RANK_MEMBERS = ("place", "place_from_last", "share", "share_from_last")

# A field that came when there were policies already: with its default it is no part of the
# canonical form, so that what was signed keeps its digest.
ADDED: Mapping[str, bool] = {"added": True}
