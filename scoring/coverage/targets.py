"""What the tests of a policy have to show: one target for each side of each thing it says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from rules.source import Span

Family = Literal[
    "eligibility",
    "measure",
    "rule",
    "applies",
    "row",
    "step",
    "choice",
    "cap",
    "grade",
    "veto",
    "direct_grade",
    "takes_part",
    "quota",
    "list",
    "trigger",
    "coefficient",
    "award",
    "edge",
]
# holds, fails: the condition was true, was false. given: the grade was given. bound: the limit took
# something away. seated, crowded: a candidate found room, found none. at: the value stood exactly
# at the edge. beyond: it stood on the side of the edge that the edge itself is not on.
Side = Literal["holds", "fails", "given", "bound", "seated", "crowded", "at", "beyond"]

FAMILIES: Mapping[Family, tuple[str, str]] = {
    "eligibility": ("不参评", "not assessed"),
    "measure": ("统计口径的条件", "conditions of measures"),
    "rule": ("计分规则", "rules"),
    "applies": ("适用", "applies"),
    "row": ("决策表的行与分档", "rows and bands"),
    "step": ("逐步", "steps"),
    "choice": ("算式里的如果", "choices in formulas"),
    "cap": ("限额", "caps"),
    "grade": ("等次", "grades"),
    "veto": ("一票否决", "vetoes"),
    "direct_grade": ("直接评定", "direct grades"),
    "takes_part": ("参加排名", "taking part in ranks"),
    "quota": ("比例控制", "quotas"),
    "list": ("名单", "lists"),
    "trigger": ("处置", "triggers"),
    "coefficient": ("系数", "coefficients"),
    "award": ("奖励资金", "award pools"),
    "edge": ("界限两侧", "edges"),
}
SIDES: Mapping[Side, tuple[str, str]] = {
    "holds": ("没有成立过", "never held"),
    "fails": ("没有不成立过", "never failed"),
    "given": ("没有给出过", "never given"),
    "bound": ("没有起过作用", "never took anything away"),
    "seated": ("候选没有在名额之内过", "no candidate ever found room"),
    "crowded": ("候选没有超出名额过", "no candidate was ever without room"),
    "at": ("没有正好落在界限上的用例", "no case stands exactly at the edge"),
    "beyond": ("没有落在界限另一侧的用例", "no case stands on the other side of the edge"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """`name` is what people call the thing; an edge is called by its comparison. `span` is its
    place in the policy, where it has one."""

    family: Family
    name: str
    side: Side
    span: Span | None = field(default=None, compare=False)
