"""What every column of the exported tables means, and in which unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """A `unit` of None is the one the policy states for the quantity."""

    zh: str
    en: str
    unit: str | None = ""


# The same on every row of a package, and in every table.
OF_THE_PACKAGE: Mapping[str, Meaning] = {
    "policy_id": Meaning("细则编号", "id of the policy"),
    "policy_version": Meaning("细则版本", "version of the policy"),
    "policy_status": Meaning("细则状态", "status of the policy"),
    "policy_digest": Meaning("细则摘要", "digest of the policy"),
    "period_label": Meaning("考评周期", "the period, as it is called"),
    "period_start": Meaning("周期首日", "first day of the period"),
    "period_end": Meaning("周期末日", "last day of the period"),
    "as_of": Meaning("截止日", "as-of date"),
    "partial": Meaning("周期没有结束就考评的", "assessed before the period was over"),
    "mark": Meaning(
        "注明，如合成数据；空的没有注明", "a remark such as synthetic data; missing where none"
    ),
    "package": Meaning("结果包清单的摘要（SHA-256）", "SHA-256 of the manifest of the package"),
}

RESULTS: Mapping[str, Meaning] = {
    "subject": Meaning("对象编号，每个对象一行", "id of the subject, one row each"),
    "total": Meaning(
        "总分，已按细则舍入；未评、待定的为空",
        "the total, rounded as the policy says; missing where not graded or pending",
        "分",
    ),
    "state": Meaning("graded 已评，not_graded 未评，pending 待定", "graded, not_graded or pending"),
    "reason": Meaning("未评或者待定的原因", "why it is not graded or pending, in Chinese"),
    "reason_en": Meaning("同上，英文", "the same in English"),
    "grade_before_veto": Meaning("一票否决之前的等次", "grade before vetoes"),
    "direct_grades": Meaning("直接评定的条款，以 ; 分隔", "direct grades that hold, between ;"),
    "vetoes": Meaning("成立的一票否决，以 ; 分隔", "vetoes that hold, between ;"),
    "grade_after_veto": Meaning(
        "一票否决之后、比例控制之前的等次", "grade after vetoes, before quotas"
    ),
    "quota": Meaning(
        "各等次比例控制的结果，等次:结果，以 ; 分隔", "what quotas did, grade:outcome, between ;"
    ),
    "grade_provisional": Meaning(
        "同组有待定的对象，等次可能变", "a pending subject of its group may change the grade"
    ),
    "grade": Meaning("等次", "the grade"),
    "lists": Meaning("列入的名单，以 ; 分隔", "lists it is on, between ;"),
    "pending_lists": Meaning("待定的名单，以 ; 分隔", "lists that wait for something, between ;"),
    "triggers": Meaning("提出的处置，以 ; 分隔", "triggers that hold, between ;"),
    "pending_triggers": Meaning(
        "待定的处置，以 ; 分隔", "triggers that wait for something, between ;"
    ),
    "digest": Meaning("签字所签内容的摘要", "digest of what is signed"),
    "provisional": Meaning(
        "暂定的项，以 ; 分隔", "what may change while others are pending, between ;"
    ),
    "warnings": Meaning("缺失提示及次数，以 ; 分隔", "cautions with their counts, between ;"),
    "not_applicable": Meaning("不适用的指标，以 ; 分隔", "indicators that do not apply, between ;"),
    "excluded": Meaning(
        "因缺失而剔除折算的指标，以 ; 分隔", "indicators left out for want of a value, between ;"
    ),
}

# What the types of their columns can be, of those that are not text; of a quantity the policy says
# which. A decimal whose digits the policy leaves open (a mean that is not rounded) is exact text.
_QUANTITY = ("DECIMAL(38,18)", "VARCHAR", "BIGINT", "BOOLEAN", "DATE")
_POINTS = ("DECIMAL(38,18)", "VARCHAR")
TYPES: Mapping[str, tuple[str, ...]] = {
    "total": ("DECIMAL(38,18)",),
    "grade_provisional": ("BOOLEAN",),
    "date": ("DATE",),
    "field_": _QUANTITY,
    "history_": _QUANTITY,
    "earlier_": ("BIGINT",),
    "measure_": _QUANTITY,
    "points_": _POINTS,
    "place_": ("BIGINT",),
    "last_": ("BIGINT",),
    "size_": ("BIGINT",),
    "provisional_": ("BOOLEAN",),
    "coefficient_": ("DECIMAL(38,18)",),
    "award_": ("DECIMAL(38,18)",),
}

# A name the policy gives stands after the prefix.
NAMED: Mapping[str, Meaning] = {
    "field_": Meaning("对象的字段", "a field of the subject", None),
    "history_": Meaning("由往期结果算出的量", "a quantity of earlier results", None),
    "earlier_": Meaning("同上，不含本期", "the same without this period", None),
    "measure_": Meaning("统计口径", "a measure", None),
    "points_": Meaning(
        "指标得分；不适用或剔除的为空", "points of an indicator; missing where left out", "分"
    ),
    "group_": Meaning("排名的组别", "group of a rank"),
    "place_": Meaning("名次", "place in a rank", "名"),
    "last_": Meaning("倒数名次", "place from the last", "名"),
    "size_": Meaning("组内参加排名的对象数", "subjects ranked in the group", "个"),
    "provisional_": Meaning("名次暂定", "the place is provisional"),
    "coefficient_": Meaning(
        "建议的系数，签字后才兑现", "a coefficient proposed; it takes signatures to stand"
    ),
    "award_": Meaning(
        "建议的奖金，签字后才兑现", "an award proposed; it takes signatures to stand", "元"
    ),
}

LEDGER: Mapping[str, Meaning] = {
    "subject": Meaning("对象编号", "id of the subject"),
    "line": Meaning("台账的第几行，从 1 起", "line of its ledger, from 1"),
    "kind": Meaning(
        "start 起评，rule 规则，measure 取值，weight 权重，cap 上限，clamp 限界，"
        "renormalisation 折算，rounding 舍入，veto 否决",
        "start, rule, measure, weight, cap, clamp, renormalisation, rounding or veto",
    ),
    "indicator": Meaning("指标；总分的行为空", "the indicator; missing on lines of the whole"),
    "rule": Meaning("规则编号", "id of the rule"),
    "hits": Meaning("计入的记录数", "records that count", "条"),
    "raw": Meaning("限制之前，精确数的文本", "before limits, an exact number as text", "分"),
    "applied": Meaning("限制之后，精确数的文本", "after limits, an exact number as text", "分"),
    "lost_to": Meaning("受哪些限制，以 + 连接", "the limits that took something, joined by +"),
    "contribution": Meaning(
        "计入总分的部分，精确数的文本；一个对象各行之和等于总分",
        "what it adds to the total, an exact number as text; the lines of a subject sum to it",
        "分",
    ),
}

FINDINGS: Mapping[str, Meaning] = {
    "subject": LEDGER["subject"],
    "indicator": Meaning("指标", "the indicator"),
    "rule": LEDGER["rule"],
    "kind": Meaning("证据种类", "kind of evidence"),
    "evidence": Meaning("证据编号", "id of the record"),
    "date": Meaning("证据日期", "date of the record"),
    "raw": LEDGER["raw"],
    "applied": LEDGER["applied"],
    "lost_to": LEDGER["lost_to"],
    "why": Meaning("规则的说明", "the words of the rule"),
}

COLUMNS: Mapping[str, Meaning] = {
    "table": Meaning("哪张表", "the table"),
    "position": Meaning("第几列，从 1 起", "place of the column, from 1"),
    "column": Meaning("列名", "name of the column"),
    "type": Meaning("Parquet 类型", "its type in Parquet"),
    "digits": Meaning(
        "有意义的小数位数；不是定点数的为空", "decimals that mean something; missing of others"
    ),
    "unit": Meaning("单位", "its unit"),
    "label": Meaning("细则里的说明", "what the policy calls it"),
    "meaning": Meaning("意思", "what it means, in Chinese"),
    "meaning_en": Meaning("同上，英文", "the same in English"),
}
