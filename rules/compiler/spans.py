"""Lengths of time as authors write them: 90天, 12个月, 1年."""

from __future__ import annotations

import re

from rules.constructs.spans import TimeSpan
from rules.model import Formula
from rules.yaml_reader import ScalarNode

_SPAN = re.compile(r"([1-9][0-9]{0,3}) ?(?:(天|日|days?)|(个?月|months?)|(年|years?))")


def time_span(formula: Formula) -> TimeSpan | None:
    node = formula.node
    match = _SPAN.fullmatch(node.text) if isinstance(node, ScalarNode) else None
    if match is None:
        return None
    count = int(match.group(1))
    if match.group(2):
        return TimeSpan(count, "day")
    return TimeSpan(count * (12 if match.group(4) else 1), "month")
