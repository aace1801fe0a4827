"""What the compiler says about quotas."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

QUOTAS: Mapping[str, Message] = {
    "one-quota": Message(
        "比例控制要写“至多”或者“恰按”，只写一样", "a quota has either quota_max or quota_exact"
    ),
    "unknown-rank": Message(
        "没有叫“{name}”的排名", "there is no rank “{name}”", "已有：{known}", "there are: {known}"
    ),
    "quota-rank-reads-grade": Message(
        "排名“{name}”要看等次，不能用来控制等次的比例",
        "rank “{name}” reads the grade and cannot decide who holds it",
        "按总分或者统计口径排名",
        "rank by the total or by a measure",
    ),
    "quota-grade-twice": Message(
        "“{name}”已经在另一条比例控制里",
        "“{name}” stands in another quota already",
        "一个等次只受一条控制",
        "a grade has one quota",
    ),
    "quota-of-last-grade": Message(
        "“{name}”是最后一个等次，超出的没有下一等次可降",
        "“{name}” is the last grade: there is no lower one for those who find no room",
    ),
    "quota-amount": Message(
        "“{text}”不是名额，也不是比例",
        "“{text}” is neither a count nor a share",
        "名额写整数，如 3；比例写 30% 或者 1/3",
        "write a whole number such as 3, or a share such as 30% or 1/3",
    ),
    "quota-without-heads": Message(
        "“{text}”算出的名额可能不是整数，没有写“取整”",
        "“{text}” may not come to a whole number, and heads does not say what then",
        "写 取整: 舍去、四舍五入 或者 进一",
        "write heads: down, half_up or up",
    ),
    "hard-ties": Message(
        "硬的比例控制不能把并列的都列入：会超出名额",
        "a hard quota cannot let in all who tie at the cut: it would be exceeded",
        "写 并列: 不列入，或者 力度: 软",
        "write ties: not_listed, or strength: soft",
    ),
    "grades-without-standards": Message(
        "等次没有标准，也没有“恰按”的比例控制",
        "the grades have no standards, and no quota_exact gives them",
        "写标准，或者写“比例控制”和“恰按”",
        "write standards, or a quota with quota_exact",
    ),
    "exact-gap": Message(
        "恰按要从最高等次起依次写，这里应是：{grades}",
        "quota_exact goes from the best grade down: {grades}",
    ),
    "exact-mixed": Message("恰按不能又写名额又写比例", "quota_exact mixes counts and shares"),
    "exact-rest": Message(
        "“其余”写给最后一个等次；各等次都写名额的，最后一个写“其余”",
        "the last grade, and no other, takes the rest (else); where all have counts it must",
    ),
    "exact-sum": Message("恰按的比例合计是 {sum}，不是 100%", "the shares add to {sum}, not 100%"),
    "exact-alone": Message(
        "等次没有标准时，恰按要写全各等次，力度是硬",
        "where grades have no standards, quota_exact names them all and is hard",
    ),
    "one-small-rule": Message(
        "小组写“合并: 是”或者“至少”，只写一样", "small_groups has either pool or at_least"
    ),
    "exact-at-least": Message(
        "恰按的名额加起来就是全组，不能另写“至少”",
        "the rooms of quota_exact add up to the group; at_least does not go with it",
    ),
    "approved-grades": Message(
        "批准后的比例要写同样的等次：{grades}", "the approved room is for the same grades: {grades}"
    ),
}
