"""What a list or a trigger writes as evidence for another policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Effect:
    """A record of the kind `kind` of the policy `policy` for every subject on the list, dated at
    the end of the period or at the as-of date; or for every deadline that was missed, dated the day
    after. `fields` are headings and cells."""

    policy: str
    kind: str
    dated: Literal["period_end", "as_of", "overdue"]
    fields: tuple[tuple[str, str], ...] = ()
