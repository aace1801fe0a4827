"""What is said of supplements, and of what a policy leaves open to them."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

# Said of the base.
OPENED: Mapping[str, Message] = {
    "open-unknown": Message(
        "没有叫“{name}”的参数可以开放",
        "there is no parameter “{name}” to be left open",
        "只能开放细则里的参数，表不能开放",
        "parameters of the policy can be left open, tables cannot",
    ),
    "open-without-own": Message(
        "“{name}”自己的数不在“{text}”之内",
        "the policy's own “{name}” is not within “{text}”",
        "范围要包括细则自己的数，单位相同",
        "the range takes in the policy's own number, in the same unit",
    ),
}
# Said of a supplement.
SUPPLEMENTS: Mapping[str, Message] = {
    "other-base": Message(
        "这份补充基于 {wanted}，给出的是 {found}",
        "this supplement extends {wanted}, and {found} was given",
        "改“基于”，或者给出那一份",
        "change `extends`, or give that policy",
    ),
    "base-changed": Message(
        "所基于的细则已经改过，摘要现在是 {found}",
        "the base has changed: its digest is {found} now",
        "看过改动以后，改“摘要”",
        "look at what changed, then change the digest",
    ),
    "not-open": Message(
        "“{name}”没有开放，补充不能改",
        "“{name}” is not open: a supplement may not change it",
        "补充只能改“开放”里的参数，另加自己的数据、口径和开放的指标、名单、处置",
        "a supplement sets parameters that are open, and adds evidence, measures, and what is open",
    ),
    "beyond-bounds": Message(
        "“{name}”超出开放的范围 {bounds}",
        "“{name}” is beyond what is open, {bounds}",
    ),
    "too-many-items": Message(
        "加了 {count} 项指标，最多可以加 {most} 项",
        "{count} items are added, at most {most} may be",
    ),
    "too-many-outcomes": Message(
        "加了 {count} 个{what}，最多可以加 {most} 个",
        "{count} {what_en} are added, at most {most} may be",
    ),
    "added-reaches-beyond": Message(
        "补充加的名单、处置不能给别的考评记入数据，也不能逾期扣分",
        "a list or trigger that is added may write no evidence and take no points when overdue",
        "去掉这一项；要记入、要扣分的由基础细则来写",
        "leave it out: the base says what is written and what is taken",
    ),
    "item-too-big": Message(
        "“{name}”可能超过每项最多的 {most} 分",
        "“{name}” may give or take more than the {most} points each item may",
        "写“分值”，或者写“最低”和“最多”",
        "give it points, or a floor and a cap",
    ),
}
