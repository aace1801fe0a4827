"""So many days, natural or working: `10 天`, `5 工作日`."""

from __future__ import annotations

import re

from rules import program as plan
from rules.compiler.draft import Draft
from rules.model import Formula
from rules.yaml_reader import ScalarNode

_NATURAL = re.compile(r"([0-9]{1,4}) ?(?:天|日|个?自然日|days?)")
_WORKING = re.compile(r"([0-9]{1,4}) ?(?:个?工作日|working days?)")


def term_of(draft: Draft, formula: Formula) -> plan.Term | None:
    node = formula.node
    if isinstance(node, ScalarNode):
        if match := _NATURAL.fullmatch(node.text):
            return plan.Term(int(match.group(1)))
        if match := _WORKING.fullmatch(node.text):
            return plan.Term(int(match.group(1)), working=True)
    draft.report("bad-deadline", formula.span, text=formula.text)
    return None
