"""Every way a policy can be wrong, what is said about it, and where."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from rules.check.messages import CHECKS
from rules.compile import compile_policy
from rules.compiler.history_messages import HISTORY
from rules.compiler.measure_messages import MEASURES
from rules.compiler.messages import MEANING, STRUCTURE
from rules.compiler.rule_messages import RULES
from rules.compiler.trigger_messages import TRIGGERS
from rules.compiler.validity_messages import VALIDITY
from rules.diagnostics import PolicyError, render_all
from rules.message import Message

BASE = Path(__file__).with_name("base.yaml").read_text(encoding="utf-8")

INDICATORS = BASE[BASE.index("指标:") : BASE.index("总分:")]
POINTS = BASE[BASE.index("指标:") : BASE.index("一票否决:")]

EVIDENCE = "考核数据:\n"
CUSTOM = BASE[BASE.index("周期: 年度") : BASE.index("期限: 10 天")] + "期限: 10 天"

GRADES = "等次: {优秀: 90以上, 合格: 60以上不满90, 不合格: 不满60}"
QUOTA = "{按: 街道排名, 至多: {优秀: 30%}, 取整: 舍去, 并列: 不列入, 力度: 硬}"


def quota(old: str, new: str) -> tuple[str, str]:
    """The base policy with a quota, in which something is replaced."""
    assert old in QUOTA
    return "名单:\n", f"比例控制: {QUOTA.replace(old, new)}\n名单:\n"


# What is replaced in the base policy, by what.
FAULTS: dict[str, tuple[str, str]] = {
    "missing-key": ("周期: 年度\n", ""),
    "missing-key-nested": ("保留: 2}\n一票", "}\n一票"),
    "bad-identifier": ("编号: base", "编号: 物业"),
    "out-of-bounds": ("最少票数: 5", "最少票数: 0"),
    "empty-text": ("种类: 物业服务企业", '种类: ""'),
    "empty-text-no-words": ("评价人: [党员, 业委会, 业主代表]", "评价人: []"),
    "empty-text-word": ("评价人: [党员, 业委会, 业主代表]", '评价人: [党员, "", 业主代表]'),
    "ends-before-it-starts": ("生效: 2026-01-01", "生效: {自: 2026-12-31, 至: 2026-01-01}"),
    "expected-text": ("种类: 物业服务企业", "种类: [物业服务企业]"),
    "expected-yes-no": ("定为: 不合格,", "清零: 对,"),
    "expected-integer": ("定为: 不合格,", "降等: 一,"),
    "expected-date": ("生效: 2026-01-01", "生效: 2026年1月1日"),
    "unknown-language": ("版本:", "语言: 2\n版本:"),
    "unknown-choice": ("状态: 仅计分", "状态: 记分"),
    "out-of-bounds-percent": ("零分母: 100%", "零分母: 150%"),
    "expected-mapping-grades": (
        "等次: {优秀: 90以上, 合格: 60以上不满90, 不合格: 不满60}",
        "等次: {依次: []}",
    ),
    "expected-mapping": ("统计口径:\n", "统计口径: 暂无\n旧口径:\n"),
    "key-twice": ("周期: 年度\n", "周期: 年度\nperiod: year\n"),
    "expected-grade": (
        "等次: {优秀: 90以上, 合格: 60以上不满90, 不合格: 不满60}",
        "等次: {依次: [优秀]}",
    ),
    "expected-grade-names": (GRADES, "等次: [优秀, {合格: 60以上}]"),
    "name-twice-grade": (GRADES, "等次: [优秀, 合格, 优秀]"),
    "name-twice-grade-in-order": (
        GRADES,
        "等次: {依次: [{优秀: 总分 >= 90}, {优秀: 总分 >= 60}, {不合格: 其余}]}",
    ),
    "name-twice-derived": ("    推算:\n", "    推算:\n      受理日: 截止日\n"),
    "name-twice": ("投诉数: {计数: 投诉}", "街道: {计数: 投诉}"),
    "unknown-key": ("        扣分:\n", "        扣粉:\n"),
    "misplaced-key": ("版本:", "公示: 5 天\n版本:"),
    "misplaced-key-of-a-measure": ("投诉数: {计数: 投诉}", "投诉数: {计数: 投诉, 最少票数: 5}"),
    "misplaced-key-words-twice": (
        "{依次: [一般, 较重, 重大]}\n      受理日",
        "{依次: [一般, 较重, 重大], 选项: [重大, 较重, 一般]}\n      受理日",
    ),
    "misplaced-key-decimals": ("受理日: 日期", "受理日: {类型: 日期, 小数: 2}"),
    "misplaced-key-range": ("工单号: 文本", '工单号: {类型: 文本, 范围: "[0..9]"}'),
    "misplaced-key-two-ranges": (
        '得分: "[0..100]"',
        '得分: {类型: "[0..100]", 范围: "[0..9]"}',
    ),
    "not-yet-key": ("版本:", "兑现: {a: b}\n版本:"),
    "ties-without-rank": (
        "条件: 等次 = 优秀 且 街道排名.占比 <= 10%, 公示",
        "条件: 等次 = 优秀, 并列: 不列入, 公示",
    ),
    "ties-take-no-place": (
        "同分比较: [满意度]}\n名单:\n  红榜: {",
        "并列: 不占位}\n名单:\n  红榜: {并列: 不列入, ",
    ),
    "bad-deadline-by-class": ("期限: 10 天", "期限: {按: 街道}"),
    "missing-key-ladder": ("期限: 10 天", "期限: 10 工作日, 按: 投诉数"),
    "missing-key-level": ("措施: 约谈负责人, 期限: 10 天", "递进: {1: 提醒, 2: 约谈}"),
    "ladder-and-action": ("期限: 10 天", "递进: {1: 提醒, 2: 约谈}, 按: 投诉数"),
    "bad-rungs": ("措施: 约谈负责人, 期限: 10 天", "递进: {1: 提醒, 1.0: 约谈}, 按: 投诉数"),
    "bad-cool-off": ("期限: 10 天", "期限: 10 天, 冷却: 很久"),
    "cool-off-custom": (CUSTOM, CUSTOM.replace("年度", "自定", 1) + ", 冷却: 30天"),
    "handling-place": (EVIDENCE, f"{EVIDENCE}  整改: {{处置记录: 是, 发生日: 无}}\n"),
    "handling-field-given": (
        EVIDENCE,
        f"{EVIDENCE}  整改: {{处置记录: 是, 字段: {{办理: 文本}}}}\n",
    ),
    "overdue-without-deadline": ("期限: 10 天", "逾期: {扣: 2, 计入: 服务评价}"),
    "overdue-without-records": ("期限: 10 天", "期限: 10 天, 逾期: {扣: 2, 计入: 服务评价}"),
    "overdue-where": ("期限: 10 天", "期限: 10 天, 逾期: {扣: 2}"),
    "overdue-where-unknown": ("期限: 10 天", "期限: 10 天, 逾期: {扣: 2, 计入: 信用}"),
    "overdue-nothing": ("期限: 10 天", "期限: 10 天, 逾期: {名称: 逾期}"),
    "misplaced-key-of-a-late-case": (
        "期限: 10 天",
        "期限: 10 天, 逾期: {计入: 服务评价, 记入: {考评: manager, 数据: 逾期}}",
    ),
    "overdue-rungs": ("期限: 10 天", "期限: 10 天, 逾期: {扣: {1: 2, 2: 5}, 计入: 服务评价}"),
    "overdue-rungs-others": (
        "措施: 约谈负责人, 期限: 10 天",
        "递进: {1: 提醒, 3: 约谈}, 按: 投诉数, 期限: 10 天, "
        "逾期: {扣: {1: 2, 2: 5}, 计入: 服务评价}",
    ),
    "overdue-points-of-a-rung": (
        "措施: 约谈负责人, 期限: 10 天",
        "递进: {1: 提醒, 3: 约谈}, 按: 投诉数, 期限: 10 天, "
        "逾期: {扣: {1: 2, 3: 0}, 计入: 服务评价}",
    ),
    "overdue-points": ("期限: 10 天", "期限: 10 天, 逾期: {扣: 0, 计入: 服务评价}"),
    "level-not-a-number": ("措施: 约谈负责人, 期限: 10 天", "递进: {1: 提醒}, 按: 等次"),
    "expected-expression": ("取值: 满意度,", "取值: [满意度],"),
    "class-not-here-measure": ("投诉数 / 户数 * 1000", "{按: 街道, 表: {东: 1}}"),
    "expected-expression-condition": ("情形: 满意度 < 60", "情形: 未填"),
    "unset-number-fill": (
        '得分: "[0..100]"',
        '得分: {范围: "[0..100]", 缺失: {按: 未定}}',
    ),
    "fill-outside": (
        '得分: "[0..100]"',
        '得分: {范围: "[0..100]", 缺失: {按: 101}}',
    ),
    "fill-outside-decimals": (
        '得分: "[0..100]"',
        '得分: {范围: "[0..100]", 小数: 1, 缺失: {按: 0.55}}',
    ),
    "fill-outside-missing": (
        '得分: "[0..100]"',
        '得分: {范围: "[0..100]", 缺失: {按: 未填}}',
    ),
    "unset-number": ("扣: 2,", "扣: 未定,"),
    "unset-parameter": ("投诉数 >= 30", "投诉数 >= 约谈线"),
    "expected-number": ("最多: 10}", "最多: 是}"),
    "percent-for-number": ("最多: 10}", "最多: 10%}"),
    "percent-for-number-range": (
        '得分: "[0..100]"',
        '得分: {类型: 数, 范围: "[0%..100%]"}',
    ),
    "number-for-percent-range": (
        '得分: "[0..100]"',
        '得分: {类型: 百分比, 范围: "[0..100]"}',
    ),
    "number-for-percent": ("零分母: 100%", "零分母: 1"),
    "expected-range": ('范围: "[0..105]"', '范围: "[0..105)"'),
    "empty-range": ('范围: "[0..105]"', '范围: "[105..0]"'),
    "too-many-digits": ("* 1000, 保留: 2}", "* 1000, 保留: 20}"),
    "bad-name": ("投诉数: {", "投诉 数: {"),
    "reserved-name": ("  投诉数: {计数: 投诉}", "  总分: {计数: 投诉}"),
    "not-constant": ("最多: 10}", "最多: 投诉数}"),
    "not-for-records": ("已核实 且 办结天数 > 办结时限", "已核实 且 投诉数 > 3"),
    "not-known-yet": ("取值: 办结率", "取值: 总分"),
    "needs-aggregate": ("情形: 满意度 < 60", "情形: 得分 < 60"),
    "needs-aggregate-of-a-kind": ("情形: 满意度 < 60", "情形: 投诉.办结天数 > 60"),
    "needs-measure": ("情形: 满意度 < 60", "情形: 投诉 >= 1"),
    "value-or-table": ("约谈线: 未定", "约谈线: {单位: 件}"),
    "mixed-table": ("一般: 1,", "一般: 1%,"),
    "unknown-field": ("[工单号]", "[工单]"),
    "unknown-subject-field": ("分组: 街道", "分组: 镇"),
    "wide-without-columns": ("同一事项: [工单号]", "宽表: {项目: 工单号, 值: 已核实}"),
    "wide-item-kind": ("同一事项: [工单号]", "宽表: {项目: 受理日, 值: 已核实, 列: {甲: 甲}}"),
    "unknown-word-wide": (
        "同一事项: [工单号]",
        "宽表: {项目: 严重程度, 值: 工单号, 列: {甲: 甲}}",
    ),
    "missing-key-of-the-matter": ("同一事项: [工单号]", "同一事项: []"),
    "event-date-kind": ("同一事项: [工单号]", "发生日: 工单号"),
    "derived-order": ("推算:\n", "推算:\n      早: 办结天数 + 1\n"),
    "word-twice": ("[党员, 业委会, 业主代表]", "[党员, 党员, 业委会, 业主代表]"),
    "missing-key-type": ("工单号: 文本", "工单号: {名称: 工单}"),
    "unknown-type": ("工单号: 文本", "工单号: 整形"),
    "unknown-word": (
        "评价人: [党员, 业委会, 业主代表]",
        "评价人: {选项: [党员, 业委会, 业主代表], 缺失: {按: 居民}}",
    ),
    "cyclic-formula": (
        "投诉数: {计数: 投诉}",
        "投诉数: {计数: 投诉}\n  甲: {算式: 乙 + 1}\n  乙: {算式: 甲 + 1}",
    ),
    "one-aggregate": ("投诉数: {计数: 投诉}", "投诉数: {计数: 投诉, 求和: 满意度测评.得分}"),
    "missing-rounding": ("* 1000, 保留: 2}", "* 1000}"),
    "missing-rounding-indicator": ("折算: 线性, 保留: 2,", "折算: 线性,"),
    "count-of-field": ("计数: 投诉}", "计数: 投诉.已核实}"),
    "unknown-kind": ("投诉数: {计数: 投诉}", "投诉数: {计数: 投诉单}"),
    "field-or-of": ("加权平均: 满意度测评.得分", "加权平均: 满意度测评"),
    "by-or-weight": ("    按: 评价人\n", ""),
    "weights-words": ("业主代表: 40%}", "业主: 40%}"),
    "weights-sum": ("业主代表: 40%}", "业主代表: 45%}"),
    "rule-id-twice-veto": ("定为: 不合格,", "定为: 不合格, 编号: 投诉扣分-1,"),
    "rule-id-twice": ("扣: 2, 最多: 10}", "扣: 2, 最多: 10, 编号: 投诉扣分-2}"),
    "negative-weight": ("业主代表: 40%}", "业主代表: -40%}"),
    "negative-weight-of-a-record": (
        "    按: 评价人\n    权重: {党员: 30%, 业委会: 30%, 业主代表: 40%}\n    最少票数: 5\n"
        "    缺组: 按比例分摊\n",
        "    权数: 得分 - 50\n",
    ),
    "group-kind": ("    按: 评价人\n", "    按: 得分\n"),
    "total-exact": ('105]", 保留: 2}', '105]", 保留: 不舍入}'),
    "section-with-rules": ("分值: 60\n", "分值: 60\n    起评分: 3\n"),
    "empty-indicator": ("指标:\n", "指标:\n  空项: {分值: 5}\n"),
    "points-not-positive": ("分值: 60\n", "分值: 0\n"),
    "floor-above-cap": ("分值: 60\n", "分值: 60\n    最低: 9\n    最多: 5\n"),
    "floor-above-cap-full": ("分值: 60\n", "分值: 60\n    最低: 61\n"),
    "cap-not-positive": ("最多: 10}", "最多: -10}"),
    "missing-start": ("        起评分: 满分\n", ""),
    "start-outside": ("起评分: 满分", "起评分: 60"),
    "start-outside-below": ("起评分: 满分", "起评分: -5"),
    "start-without-points": ("        分值: 50\n        起评分", "        起评分"),
    "wrong-sign": ("扣: 2, 最多", "加: 2, 最多"),
    "negative-points": ("扣: 2, 最多", "扣: -2, 最多"),
    "needs-value": ("        起评分: 满分\n", "        起评分: 满分\n        缺失: 零分\n"),
    "percent-points": ("        折算: {分档: {95%以上: 10, 80%以上不满95%: 5, 不满80%: 0}}\n", ""),
    "one-scale": ("{分档: {", '{线性: "[0%..100%]", 分档: {'),
    "scale-without-points": ("{分值: 40, 取值", "{最多: 40, 取值"),
    "linear-range": ("取值: 满意度,", "取值: 每千户投诉,"),
    "step-twice": (
        "{分档: {95%以上: 10, 80%以上不满95%: 5, 不满80%: 0}}",
        "{阶梯: {80%: 10, 80.0%: 5}}",
    ),
    "band-gap": ("合格: 60以上不满90", "合格: 60以上89以下"),
    "band-gap-at-the-end": ("不合格: 不满60}", "不合格: 10以上不满60}"),
    "band-overlap": ("合格: 60以上不满90", "合格: 60以上90以下"),
    "band-gap-in-percent": ("80%以上不满95%: 5", "85%以上不满95%: 5"),
    "brackets-from-zero": (
        "取值: 满意度, 折算: 线性, 保留: 2,",
        "取值: 满意度 - 50, 折算: {全额: {60以上: 1, 不满60: 0}}, 保留: 2,",
    ),
    "step-not-positive": (
        "取值: 满意度, 折算: 线性, 保留: 2,",
        "取值: 满意度, 折算: {目标: 90, 每低: 0, 扣: 1, 不足一档: 按比例},",
    ),
    "missing-key-part-step": (
        "取值: 满意度, 折算: 线性, 保留: 2,",
        "取值: 满意度, 折算: {目标: 90, 每低: 1, 扣: 1}, 保留: 2,",
    ),
    "misplaced-key-scale": (
        "取值: 满意度, 折算: 线性, 保留: 2,",
        "取值: 满意度, 折算: {目标: 90, 每低: 1, 扣: 1, 不足一档: 不计, 共: 5}, 保留: 2,",
    ),
    "not-a-count": (
        "取值: 满意度, 折算: 线性, 保留: 2,",
        "取值: 满意度, 折算: {任选: 3, 共: 5, 不足: 零分},",
    ),
    "pick-above-all": (
        "取值: 满意度, 折算: 线性, 保留: 2,",
        "取值: 投诉数, 折算: {任选: 9, 共: 5, 不足: 零分},",
    ),
    "one-source": (
        "取值: 满意度, 折算: 线性, 保留: 2,",
        "取值: 满意度, 决策表: {命中: 首个, 输入: [满意度], 行: [[任意, 1]]},",
    ),
    "row-width": (
        "取值: 满意度, 折算: 线性, 保留: 2,",
        "决策表: {命中: 首个, 输入: [满意度, 投诉数], 行: [[任意, 1]]},",
    ),
    "rows-overlap": (
        "取值: 满意度, 折算: 线性, 保留: 2,",
        "决策表: {命中: 唯一, 输入: [满意度, 投诉数], 行: [[90以上, 任意, 1], [60以上, 0, 2]]},",
    ),
    "priorities-unused": (
        "取值: 满意度, 折算: 线性, 保留: 2,",
        "决策表: {命中: 首个, 输入: [满意度, 投诉数], 行: [[任意, 任意, 1]], 优先次序: [1]},",
    ),
    "priorities-differ": (
        "取值: 满意度, 折算: 线性, 保留: 2,",
        "决策表: {命中: 优先, 输入: [满意度, 投诉数], 行: [[任意, 任意, 1]], 优先次序: [2]},",
    ),
    "missing-step": (
        "服务评价: {分值: 40, 取值: 满意度, 折算: 线性, 保留: 2, 缺失: 待定, 依据: 示例}",
        "服务评价: {逐步: [{加: 投诉数}], 缺失: {按: 剔除折算}, 分值: 40, 依据: 示例}",
    ),
    "add-or-deduct": (
        "服务评价: {分值: 40, 取值: 满意度, 折算: 线性, 保留: 2, 缺失: 待定, 依据: 示例}",
        "服务评价: {逐步: [{加: 投诉数, 扣: 投诉数}], 缺失: 零分, 依据: 示例}",
    ),
    "within-without-mean": ("缺失: 待定", "缺失: {按: 待定, 分组: 街道}"),
    "group-mean-alone": ("缺失: 待定", "起评分: 3, 缺失: 组均"),
    "unknown-subject-field-mean": ("缺失: 待定", "缺失: {按: 组均, 分组: 镇}"),
    "missing-rounding-mean": (
        "取值: 满意度, 折算: 线性, 保留: 2, 缺失: 待定",
        "取值: 投诉数, 缺失: 组均",
    ),
    "weight-not-positive": ("{分值: 40, 取值", "{分值: 40, 权重: 0%, 取值"),
    "restore-without-marks": ("{分值: 40, 取值", "{分值: 40, 折百: 是, 取值"),
    "full-marks-differ": ("        分值: 50\n", "        分值: 40\n        适用: 服务月数 > 9\n"),
    "bonus-stop-place": ("        分值: 50\n", "        分值: 50\n        满分为止: 是\n"),
    "class-not-here": ("扣: 2, 最多: 10}", "扣: 2, 最多: {按: 街道, 表: {东: 1}}}"),
    "class-field": ("{分值: 40, 取值", "{分值: {按: 街道, 表: {东: 40}}, 取值"),
    "one-effect": ("定为: 不合格,", "定为: 不合格, 清零: 是,"),
    "unknown-grade": ("至多评为: 合格", "至多评为: 及格"),
    "else-not-last": ("优秀: 90以上", "优秀: 其余"),
    "order-without-else": (
        "等次: {优秀: 90以上, 合格: 60以上不满90, 不合格: 不满60}",
        "等次: {依次: [优秀: 总分 >= 90, 合格: 总分 >= 60, 不合格: 总分 < 60]}",
    ),
    "conditions-need-order": ("优秀: 90以上,", "优秀: 总分 >= 90 且 满意度 >= 85,"),
    "grades-order": (
        "等次: {优秀: 90以上, 合格: 60以上不满90, 不合格: 不满60}",
        "等次: {合格: 60以上不满90, 优秀: 90以上, 不合格: 不满60}",
    ),
    "grades-rise": (
        "等次: {优秀: 90以上, 合格: 60以上不满90, 不合格: 不满60}",
        "等次: {不合格: 不满60, 合格: 60以上不满90, 优秀: 90以上}",
    ),
    "grade-unreachable": (
        "等次: {优秀: 90以上, 合格: 60以上不满90, 不合格: 不满60}",
        "等次: {依次: [{合格: 60以上}, {优秀: 总分 >= 90}, {不合格: 其余}]}",
    ),
    "rank-without-order": ("按: 总分, 分组", "按: 街道, 分组"),
    "bad-deadline": ("期限: 10 天", "期限: 尽快"),
    "no-total": (POINTS, ""),
    "no-total-to-zero": (
        f"{POINTS}一票否决:\n",
        "一票否决:\n  - {情形: 投诉数 > 9, 清零: 是, 依据: 示例}\n",
    ),
    "points-without-total": ('总分: {范围: "[0..105]", 保留: 2}\n', ""),
    "total-without-points": (INDICATORS, ""),
    "unknown-grade-direct": (
        "排名:\n",
        "直接评定: [{情形: 重大事故 >= 3, 定为: 差, 依据: 示例}]\n排名:\n",
    ),
    "one-quota": quota("至多: {优秀: 30%}, ", ""),
    "missing-key-ties": quota("并列: 不列入, ", ""),
    "unknown-rank": quota("街道排名", "镇排名"),
    "unknown-grade-quota": quota("{优秀", "{优等"),
    "quota-rank-reads-grade": (
        "同分比较: [满意度]}\n",
        f"同分比较: [满意度], 参加: 等次 >= 合格}}\n比例控制: {QUOTA}\n",
    ),
    "quota-grade-twice": quota(QUOTA, f"[{QUOTA}, {QUOTA}]"),
    "quota-of-last-grade": quota("{优秀: 30%}", "{不合格: 5%}"),
    "quota-amount": quota("30%", "1.5"),
    "quota-amount-above-all": quota("30%", "130%"),
    "quota-without-heads": quota("取整: 舍去, ", ""),
    "hard-ties": quota("不列入", "列入"),
    "grades-without-standards": (GRADES, "等次: [优秀, 合格, 不合格]"),
    "exact-gap": quota("至多: {优秀: 30%}", "恰按: {合格: 30%}"),
    "exact-mixed": quota("至多: {优秀: 30%}", "恰按: {优秀: 30%, 合格: 2}"),
    "exact-rest": quota("至多: {优秀: 30%}", "恰按: {优秀: 其余, 合格: 20%}"),
    "exact-rest-of-counts": quota("至多: {优秀: 30%}", "恰按: {优秀: 1, 合格: 2, 不合格: 3}"),
    "exact-sum": quota("至多: {优秀: 30%}", "恰按: {优秀: 30%, 合格: 60%, 不合格: 20%}"),
    "exact-alone": (
        GRADES,
        f"等次: [优秀, 合格, 不合格]\n比例控制: {QUOTA.replace('至多', '恰按')}",
    ),
    "one-small-rule": quota("硬", "硬, 小组: {不足: 5}"),
    "out-of-bounds-of-a-small-group": quota("硬", "硬, 小组: {不足: 5, 至少: 0}"),
    "exact-at-least": quota("至多: {优秀: 30%}", "恰按: {优秀: 30%}, 小组: {不足: 5, 至少: 1}"),
    "approved-grades": quota("硬", "硬, 可批准: {当: 服务月数 > 9, 至多: {合格: 35%}}"),
    "rule-id-twice-quota": quota("硬", "硬, 编号: 投诉扣分-1"),
    "bad-trim": ("投诉数: {计数: 投诉}", "投诉数: {去极值平均: 投诉.办结天数, 去掉: 50%, 保留: 2}"),
    "bad-trim-number": (
        "投诉数: {计数: 投诉}",
        '投诉数: {去极值平均: 投诉.办结天数, 去掉: "0.5", 保留: 2}',
    ),
    "missing-key-trim": ("投诉数: {计数: 投诉}", "投诉数: {去极值平均: 满意度测评.得分}"),
    "missing-rounding-median": ("投诉数: {计数: 投诉}", "投诉数: {中位数: 满意度测评.得分}"),
    "no-extreme": ("投诉数: {计数: 投诉}", "投诉数: {最大值: 投诉.工单号}"),
    "round-no-number": (
        "投诉数: {计数: 投诉}",
        "投诉数: {计数: 投诉}\n  有: {任一: 投诉, 当: 已核实, 保留: 1}",
    ),
    "missing-key-any": ("投诉数: {计数: 投诉}", "投诉数: {计数: 投诉}\n  有: {任一: 投诉}"),
    "missing-key-base": (
        "投诉数: {计数: 投诉}",
        "投诉数: {计数: 投诉}\n  比: {同比: 投诉数, 零分母: 缺失, 保留: 2}",
    ),
    "percent-for-number-base": (
        "投诉数: {计数: 投诉}",
        "投诉数: {计数: 投诉}\n  比: {同比: 投诉数, 基数: 办结率, 零分母: 缺失, 保留: 2}",
    ),
    "unknown-subject-field-relative": (
        "投诉数: {计数: 投诉}",
        "投诉数: {计数: 投诉}\n  名: {名次: 投诉数, 分组: 镇}",
    ),
    "rank-without-order-relative": (
        "投诉数: {计数: 投诉}",
        "投诉数: {计数: 投诉}\n  名: {名次: 街道}",
    ),
    "expected-number-relative": (
        "投诉数: {计数: 投诉}",
        "投诉数: {计数: 投诉}\n  均: {组均: 街道, 保留: 2}",
    ),
    "missing-key-share": (
        "投诉数: {计数: 投诉}",
        "投诉数: {计数: 投诉}\n  份: {份额: 投诉数, 保留: 2}",
    ),
    "item-without-records": (
        "投诉数: {计数: 投诉}",
        "投诉数: {逐项: 投诉, 先算: {数: {计数: 投诉}}, 求和: 数}",
    ),
    "foreign-inner": (
        "投诉数: {计数: 投诉}",
        "投诉数: {逐项: 投诉.工单号, 先算: {数: {计数: 事故}}, 求和: 数}",
    ),
    "outer-aggregate": (
        "投诉数: {计数: 投诉}",
        "投诉数: {逐项: 投诉.工单号, 先算: {数: {计数: 投诉}}, 计数: 数}",
    ),
    "misplaced-key-item-weight": (
        "投诉数: {计数: 投诉}",
        "投诉数: {逐项: 投诉.工单号, 先算: {数: {计数: 投诉}}, 求和: 数, 权数: 数}",
    ),
    "negative-weight-item": (
        "投诉数: {计数: 投诉}",
        "投诉数: {逐项: 投诉.工单号, 先算: {数: {计数: 投诉}}, 加权平均: 数, 权数: 数-1, 保留: 2}",
    ),
    "by-or-weight-item": (
        "投诉数: {计数: 投诉}",
        "投诉数: {逐项: 投诉.工单号, 先算: {数: {计数: 投诉}}, 加权平均: 数, 保留: 2}",
    ),
    "outer-target": (
        "投诉数: {计数: 投诉}",
        "投诉数: {逐项: 投诉.工单号, 先算: {条数: {计数: 投诉}}, 求和: 数条}",
    ),
    "name-twice-inner": (
        "投诉数: {计数: 投诉}",
        "投诉数: {逐项: 投诉.工单号, 先算: {满意度: {计数: 投诉}}, 求和: 满意度}",
    ),
    "misplaced-key-item": (
        "投诉数: {计数: 投诉}",
        "投诉数: {逐项: 投诉.工单号, 先算: {数: {计数: 投诉}}, 求和: 数, 当: 已核实}",
    ),
    "parent-above": ("    同一事项: [工单号]\n", "    属于: {数据: 事故, 键: 工单号}\n"),
    "parent-identity": ("    同一事项: [工单号]\n", "    属于: {数据: 满意度测评, 键: 工单号}\n"),
    "parent-keys": (
        "  事故:\n    字段: {等级: {依次: [一般, 较大, 重大]}}\n",
        "    标识: [工单号]\n"
        "  事故:\n    字段: {等级: {依次: [一般, 较大, 重大]}, 号: 整数}\n"
        "    属于: {数据: 投诉, 键: 号}\n",
    ),
    "unknown-field-parent": (
        "  事故:\n    字段: {等级: {依次: [一般, 较大, 重大]}}\n",
        "    标识: [工单号]\n"
        "  事故:\n    字段: {等级: {依次: [一般, 较大, 重大]}}\n"
        "    属于: {数据: 投诉, 键: 号}\n",
    ),
    "too-big": ("* 1000, 保留: 2}", "* 1000 ** 9 * 户数 ** 9, 保留: 2}"),
    "sign-without-party": ("各方: [所属单位, {方: 社区党组织, 角色: [书记, 副书记]}]", "各方: []"),
    "party-twice": ("各方: [所属单位,", "各方: [所属单位, 所属单位,"),
    "unknown-sign": ("签字: 双签字\n    依据", "签字: 双签名\n    依据"),
    "table-or-value": ("    按: 等次\n    表:", "    值: 0.1\n    表:"),
    "table-without-word": ("表: {优秀: 0.2, 合格: 0.1,", "表: {优秀: 0.2,"),
    "unknown-word-in-table": ("表: {优秀: 0.2,", "表: {优良: 0.3, 优秀: 0.2,"),
    "by-not-a-category": ("按: 等次\n", "按: 总分\n"),
    "base-needed": ("方式: 上浮\n    基数: 服务月数", "方式: 乘以"),
    "base-not-used": ("方式: 上浮", "方式: 直接"),
    "uplift-percent": ("表: {优秀: 0.2,", "表: {优秀: 20%,"),
    "not-a-quantity": ("基数: 服务月数", "基数: 街道"),
    "coefficient-exact": ("基数: 服务月数", "基数: 服务月数 / 12"),
    "unknown-grade-least": ("最低等次: 合格", "最低等次: 及格"),
    "floor-above-cap-coefficient": ("最多: 50\n", "最多: 50\n    最低: 60\n"),
    "share-may-be-negative": ("按: 户数", "按: 服务月数"),
    "share-may-be-negative-part": ("定额: {优秀: 500", "定额: {优秀: -500"),
    "bad-money": ("金额: 100万元", "金额: 0.001"),
    "bad-money-fixed": ("定额: {优秀: 500", "定额: {优秀: 0.005"),
    "pool-needs": ("    按: 户数\n", ""),
    "pool-needs-remainder": ("    余额: 重分\n", ""),
    "pool-needs-unsigned": ("    未签字: 留存\n", ""),
    "pool-needs-shortfall": ("不足: 待定, ", ""),
    "pool-without": ("方法: 按分", "方法: 平均"),
    "odd-units-open": ("尾差: [总分, 编号]", "尾差: [总分]"),
    "no-basis-award": ("签字: 无, 依据: 示例}", "签字: 无}"),
    "no-basis": (", 期限: 10 天, 依据: 示例}", ", 期限: 10 天}"),
    "rule-without-each": ("- {每: 投诉, 当: 已核实 且", "- {当: 已核实 且"),
    "contest-alone": ("扣: 2, 最多: 10}", "扣: 2, 取最高: [{每: 投诉, 扣: 1}, {每: 投诉, 扣: 3}]}"),
    "contest-alone-nested": (
        "- {每: 投诉, 当: 已核实 且 办结天数 > 办结时限, 扣: 2, 最多: 10}",
        "- {取首个: [{取最高: [{每: 投诉, 扣: 1}]}, {每: 投诉, 扣: 3}]}",
    ),
    "occurrence-order": ("扣: 2, 最多: 10}", "扣: {首次: 1, 第三次起: 2}}"),
    "occurrence-order-open": ("扣: 2, 最多: 10}", "扣: {第1次: 1, 第2次: 2}}"),
    "forfeit-needs": (
        "        起评分: 满分\n        依据: 示例\n        扣分:\n"
        "          - {每: 投诉, 当: 已核实 且 办结天数 > 办结时限, 扣: 2, 最多: 10}",
        "        起评分: 满分\n        最低: 5\n        依据: 示例\n        扣分:\n"
        "          - {每: 投诉, 当: 已核实 且 办结天数 > 办结时限, 扣: 不得分}",
    ),
    "forfeit-capped": ("扣: 2, 最多: 10}", "扣: {首次: 1, 第2次起: 不得分}, 最多: 10}"),
    "cap-not-positive-joint": (
        "分值: 60\n",
        "分值: 60\n    合计最多: {规则: [投诉扣分-1], 每月最多: 0}\n",
    ),
    "unknown-rule": ("分值: 60\n", "分值: 60\n    合计最多: {规则: [投诉扣-1], 最多: 5}\n"),
    "missing-key-joint": ("分值: 60\n", "分值: 60\n    合计最多: {规则: [投诉扣分-1]}\n"),
    "caps-cross": (
        "分值: 60\n",
        "分值: 60\n    合计最多: {规则: [投诉扣分-1, 投诉扣分-2], 每日最多: 5}\n",
    ),
    "matter-of-one": ("[工单号]", "{键: [工单号], 范围: 本项, 事项: 工单}"),
    "matter-within-rule": ("[工单号]", "{键: [工单号], 事项: 工单}"),
}

# The same where more than one place of the base policy is changed.
FURTHER: dict[str, tuple[tuple[str, str], ...]] = {
    "two-classes": (
        ("{街道: 文本,", "{街道: 文本, 等第: [甲, 乙], 类别: [大, 小],"),
        (
            "{分值: 40, 取值",
            "{分值: {按: 等第, 表: {甲: 40, 乙: 30}}, 最低: {按: 类别, 表: {大: 1, 小: 2}}, 取值",
        ),
    ),
    "class-words": (
        ("{街道: 文本,", "{街道: 文本, 等第: [甲, 乙], 类别: [大, 小],"),
        ("扣: 2, 最多: 10}", "扣: {按: 等第, 表: {甲: 40}}, 最多: 10}"),
    ),
    "latest-without-dates": (
        ('得分: "[0..100]"}\n', '得分: "[0..100]"}\n    发生日: 无\n'),
        ("投诉数: {计数: 投诉}", "投诉数: {计数: 投诉}\n  近: {最近: 满意度测评.得分}"),
    ),
    "relative-eligibility": (
        ("投诉数: {计数: 投诉}", "投诉数: {计数: 投诉}\n  名: {名次: 投诉数}"),
        ("当: 服务月数 < 6,", "当: 名 > 3,"),
    ),
    "months-of-custom": (
        ("    余额: 重分\n", "    余额: 重分\n    折月: 户数\n"),
        ("周期: 年度\n", "周期: 自定\n"),
    ),
    "cap-without-date": (
        ("  投诉:\n    字段:", "  投诉:\n    发生日: 无\n    字段:"),
        ("最多: 10}", "每日最多: 10}"),
    ),
    "joint-signs": (
        ("指标:\n", "指标:\n  加项: {加分: [{每: 事故, 加: 1, 依据: 示例}]}\n"),
        ("保留: 2}\n一票", "保留: 2, 合计最多: {规则: [加项-1, 投诉扣分-2], 最多: 5}}\n一票"),
    ),
    "forfeit-capped-jointly": (
        ("分值: 60\n", "分值: 60\n    合计最多: {规则: [投诉扣分-1], 最多: 5}\n"),
        ("扣: 2, 最多: 10}", "扣: 不得分}"),
    ),
    "matter-differs": (
        ("[工单号]", "{键: [工单号], 范围: 本项, 事项: 工单}"),
        (
            "字段: {等级: {依次: [一般, 较大, 重大]}}",
            "字段: {等级: {依次: [一般, 较大, 重大]}}\n"
            "    同一事项: {键: [等级], 范围: 本项, 事项: 工单}",
        ),
    ),
    "discretion-blank": (
        (
            "  事故:\n    字段: {",
            "  事故:\n    酌情: {分值: 分, 原因: 理由, 批准人: 谁}\n"
            '    字段: {分: "[0..5]", 理由: {类型: 文本, 缺失: 不计}, 谁: 文本, ',
        ),
    ),
    "discretion-range": (
        (
            "  事故:\n    字段: {",
            "  事故:\n    酌情: {分值: 分, 原因: 理由, 批准人: 谁}\n"
            "    字段: {分: 数, 理由: 文本, 谁: 文本, ",
        ),
    ),
    "discretion-words": (
        (
            "  事故:\n    字段: {",
            "  事故:\n    酌情: {分值: 分, 原因: 理由, 批准人: 谁}\n"
            '    字段: {分: "[0..5]", 理由: 文本, 谁: 日期, ',
        ),
    ),
    "unknown-field-discretion": (
        (
            "  事故:\n    字段: {",
            "  事故:\n    酌情: {分值: 分, 原因: 理由, 批准人: 谁}\n"
            '    字段: {分: "[0..5]", 理由: 文本, ',
        ),
    ),
}
# Quantities of history, each put before the measures.
PASTS: dict[str, str] = {
    "one-history": "{连续: 黑榜, 上期: 总分}",
    "missing-key-of-a-window": "{次数: 黑榜}",
    "misplaced-key-of-history": "{上期: 总分, 缺史: 按零}",
    "bad-time-span": "{次数: 黑榜, 内: 365天, 计于: 期末}",
    "plain-result": "{上期: 总分 + 1}",
    "unknown-field-of-the-holder": "{连续: 黑榜, 按: 服务企业}",
    "holder-kind": "{上期: 总分, 按: 户数}",
    "not-in-history": "{上期: 满意度}",
}
PAST_USES: dict[str, tuple[str, str]] = {
    "tally-not-known-yet": ("统计口径:\n", "统计口径:\n  倍数: {算式: 连黑 * 2}\n"),
    "cyclic-formula-of-a-list": ("等次 = 不合格 或（", "连黑 >= 2 或（"),
    "not-yet-custom-history": ("周期: 年度\n", "周期: 自定\n"),
    "state-name": ("名单:\n", "名单:\n  未评: {条件: 等次 = 优秀, 依据: 示例}\n"),
    "state-name-of-a-trigger": ("  约谈: {条件", "  pending: {条件"),
    "state-name-of-a-parameter": ("参数:\n", "参数:\n  待定: {值: 1, 依据: 示例}\n"),
}
# Validity of complaints.
VALIDITIES: dict[str, str] = {
    "missing-key-of-validity": "{计入: 期内}",
    "missing-key-where-the-last-day-may-be-missing": "{至: 办结日, 计入: 期内}",
    "missing-key-counted": "{时长: 1年}",
    "missing-key-rectified": "{时长: 至整改, 计入: 期内}",
    "unknown-field-of-validity": "{至: 有效至, 计入: 期内}",
    "unknown-field-of-a-class": "{时长: {按: 等级, 表: {一般: 1年}}, 计入: 期内}",
    "validity-no-date": "{至: 工单号, 计入: 期内}",
    "validity-class": "{时长: {按: 已核实, 表: {是: 1年, 否: 长期}}, 计入: 期内}",
    "class-words-of-validity": "{时长: {按: 严重程度, 表: {一般: 1年}}, 计入: 期内}",
    "bad-validity": "{时长: 半年, 计入: 期内}",
    "bad-validity-table": "{时长: {按: 严重程度}, 计入: 期内}",
    "rectified-unused": "{时长: 1年, 整改日: 办结日, 计入: 期内}",
    "unknown-choice-counted": "{时长: 1年, 计入: 期初}",
}
# Counts of complaints within a window.
WINDOWS: dict[str, str] = {
    "bad-window": "时段内: 一个月",
    "misplaced-key-of-a-window": "每满: 3",
    "unknown-field-of-a-window": "时段内: 30天, 相同: [户号]",
    "missing-key-of-same": "时段内: 30天, 相同: []",
    "out-of-bounds-groups": "时段内: 30天, 每满: 1",
    "percent-for-number-groups": "时段内: 30天, 每满: 30%",
}
# Checks and decisions, each put before the items; measures of persons, each put among the measures.
STRUCTURES, PERSONS = yaml.safe_load(
    Path(__file__).with_name("structures.yaml").read_text(encoding="utf-8")
).values()
ALL: dict[str, tuple[tuple[str, str], ...]] = {
    **{
        fault: (("投诉数: {计数: 投诉}", f"投诉数: {{计数: 投诉, {text}}}"),)
        for fault, text in WINDOWS.items()
    },
    "window-without-dates": (
        ("  事故:\n", "  事故:\n    发生日: 无\n"),
        ("重大事故: {计数: 事故, 当: 等级 = 重大}", "重大事故: {计数: 事故, 时段内: 30天}"),
    ),
    **{
        fault: (("    同一事项: [工单号]\n", f"    同一事项: [工单号]\n    有效期: {text}\n"),)
        for fault, text in VALIDITIES.items()
    },
    "bad-applied-year": (("周期: 年度\n", "周期: 年度\n适用年度: 2027年度\n"),),
    "dated-rule-without-dates": (
        ("  事故:\n", "  事故:\n    发生日: 无\n"),
        (
            "{每: 投诉, 当: 已核实 且",
            "{每: 事故, 扣: 1, 自: 2026-07-01}\n          - {每: 投诉, 当: 已核实 且",
        ),
    ),
    "ends-before-it-starts-of-a-rule": (
        ("扣: 2, 最多: 10}", "扣: 2, 最多: 10, 自: 2026-07-01, 至: 2026-06-30}"),
    ),
    "validity-without-dates": (
        ("  事故:\n", "  事故:\n    发生日: 无\n    有效期: {时长: 长期, 计入: 期内}\n"),
    ),
    **{fault: (("指标:\n", f"{text}\n指标:\n"),) for fault, text in STRUCTURES.items()},
    **{fault: (("统计口径:\n", f"统计口径:\n  丙: {t}\n"),) for fault, t in PERSONS.items()},
    **{fault: (change,) for fault, change in FAULTS.items()},
    **FURTHER,
    "waivers-twice": (
        ("指标:\n", STRUCTURES["waivers-twice"] + "\n指标:\n"),
        ("  事故:\n", "  例外备案: {字段: {核查: 文本}}\n  事故:\n"),
    ),
    **{f: (("统计口径:\n", f"历史: {{甲: {text}}}\n统计口径:\n"),) for f, text in PASTS.items()},
    **{
        fault: (("统计口径:\n", "历史: {连黑: {连续: 黑榜}}\n统计口径:\n"), change)
        for fault, change in PAST_USES.items()
    },
}
CATALOGUE: dict[str, Message] = {
    **STRUCTURE,
    **MEANING,
    **CHECKS,
    **RULES,
    **HISTORY,
    **TRIGGERS,
    **VALIDITY,
    **MEASURES,
}


def say(text: str) -> tuple[str, str, list[str]]:
    """What is said about a policy in both languages, and the codes."""
    try:
        _, found = compile_policy(text.encode(), "base.yaml")
        diagnostics = tuple(found)
    except PolicyError as error:
        diagnostics = error.diagnostics
    return (
        render_all(diagnostics, "zh"),
        render_all(diagnostics, "en"),
        [diagnostic.code for diagnostic in diagnostics],
    )


def faulty(fault: str) -> str:
    text = BASE
    for old, new in ALL[fault]:
        assert text.count(old) >= 1, f"{fault}: the base policy has no {old!r}"
        text = text.replace(old, new, 1)
    return text


ONLY_A_BONUS = """
指标:
  表扬: {取值: 投诉数, 缺失: 零分, 满分为止: 是, 依据: 示例}
总分: {保留: 0}
"""


def test_a_bonus_that_stops_at_the_full_mark_needs_one() -> None:
    start, end = BASE.index("指标:"), BASE.index("一票否决:")
    assert say(BASE[:start] + ONLY_A_BONUS + BASE[end:])[2] == ["bonus-without-mark"]


@pytest.mark.parametrize("fault", ["每: 没有的数据, 扣: 2", "扣: 2"], ids=["name", "no evidence"])
def test_an_indicator_whose_rule_is_faulty_is_not_said_to_have_none(fault: str) -> None:
    text = BASE.replace("指标:\n", f"指标:\n  新项: {{依据: 示例, 扣分: [{{{fault}}}]}}\n", 1)
    codes = say(text)[2]
    assert codes
    assert "empty-indicator" not in codes


def test_the_base_policy_has_no_fault() -> None:
    assert say(BASE) == ("", "", [])


@pytest.mark.parametrize("fault", ALL)
def test_a_fault_is_reported_by_its_code(fault: str) -> None:
    codes = say(faulty(fault))[2]
    expected = next(
        c for c in (*sorted(CATALOGUE, key=len, reverse=True), "not-yet") if fault.startswith(c)
    )
    assert expected in codes


def test_messages_read_well(golden: object) -> None:
    spoken = {fault: say(faulty(fault)) for fault in ALL}
    for index, language in enumerate(("zh", "en")):
        text = "\n\n".join(f"== {fault}\n{said[index]}" for fault, said in spoken.items())
        golden(f"policy/messages.{language}.txt", text + "\n")  # type: ignore[operator]


def test_every_message_has_a_fault_that_shows_it() -> None:
    shown = {code for fault in ALL for code in say(faulty(fault))[2]}
    elsewhere = {"unknown-policy", "unreadable-policy"}  # said by the library
    elsewhere.add("bonus-without-mark")  # said above
    assert set(CATALOGUE) - shown == elsewhere
