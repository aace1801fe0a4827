"""What people read over the columns of a package's tables: Chinese, and English beside it."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.notes import Words
from scoring.package.table import Column
from scoring.reports.document import Heading

# A name the policy gives stands in the place of {}; of no two prefixes one begins the other.
_PREFIXES: Mapping[str, Words] = {
    "field_": Words("{}", "field"),
    "history_": Words("{}", "history"),
    "earlier_": Words("{}（往期）", "earlier"),
    "measure_": Words("{}", "measure"),
    "points_": Words("{}（得分）", "points"),
    "group_": Words("{}：组别", "group"),
    "place_": Words("{}：名次", "place"),
    "last_": Words("{}：倒数", "place from last"),
    "size_": Words("{}：个数", "size of group"),
    "provisional_": Words("{}：暂定", "provisional"),
    "coefficient_": Words("{}", "coefficient"),
    "award_": Words("{}（元）", "award, yuan"),
}
_NAMES: Mapping[str, Words] = {
    "subject": Words("对象", "subject"),
    "name": Words("名称", "name"),
    "total": Words("总分", "total"),
    "state": Words("状态", "state"),
    "reason": Words("原因", "reason"),
    "reason_en": Words("原因（英文）", "reason in English"),
    "grade_before_veto": Words("否决前等次", "grade before veto"),
    "direct_grades": Words("直接评定", "direct grades"),
    "vetoes": Words("一票否决", "vetoes"),
    "grade_after_veto": Words("否决后等次", "grade after veto"),
    "quota": Words("比例控制", "quota"),
    "grade_provisional": Words("等次暂定", "grade is provisional"),
    "grade": Words("等次", "grade"),
    "lists": Words("列入名单", "lists"),
    "pending_lists": Words("待定名单", "pending lists"),
    "triggers": Words("处置", "triggers"),
    "pending_triggers": Words("待定处置", "pending triggers"),
    "digest": Words("签字摘要", "digest to sign"),
    "provisional": Words("暂定", "provisional"),
    "warnings": Words("缺失提示", "missing values"),
    "not_applicable": Words("不适用", "does not apply"),
    "excluded": Words("剔除折算", "left out"),
    "line": Words("序号", "line"),
    "kind": Words("类别", "kind"),
    "indicator": Words("指标", "indicator"),
    "rule": Words("规则", "rule"),
    "hits": Words("记录数", "records"),
    "raw": Words("原值", "before"),
    "applied": Words("计入", "after"),
    "lost_to": Words("受限于", "lost to"),
    "contribution": Words("计入总分", "contribution"),
    "group": Words("组别", "group"),
    "size": Words("已评", "graded"),
    "room": Words("名额", "room"),
    "candidates": Words("候选", "candidates"),
    "seated": Words("在名额内", "seated"),
    "displaced": Words("超出降等", "displaced"),
    "beyond": Words("超出", "beyond"),
    "approved": Words("经批准", "approved"),
    "check": Words("核查或判定", "check or decision"),
    "sort": Words("种类", "sort"),
    "strength": Words("力度", "strength"),
    "result": Words("结论", "result"),
    "why": Words("理由", "why"),
    "on_record": Words("备案原因", "reason on record"),
    "approver": Words("批准", "approved by"),
    "filed": Words("备案日", "filed"),
    "valid_to": Words("有效至", "valid to"),
    "list": Words("名单", "list"),
    "status": Words("状态", "status"),
    "publicity": Words("公示", "publicity"),
    "audience": Words("范围", "audience"),
    "trigger": Words("处置", "trigger"),
    "action": Words("措施", "action"),
    "recipients": Words("报送", "recipients"),
    "deadline": Words("期限", "deadline"),
    "because": Words("条件", "because"),
    "case": Words("案号", "case"),
    "level": Words("级", "rung"),
    "rectification": Words("整改事项", "to put right"),
    "period": Words("立案周期", "opened in"),
    "opened": Words("立案日", "opened on"),
    "since": Words("起算日", "counted from"),
    "deadline_provisional": Words("期限暂定", "deadline is provisional"),
    "fired": Words("再次触发", "held again"),
    "extended": Words("延期", "more time"),
    "overdue": Words("逾期日", "late since"),
    "closed": Words("办结日", "closed on"),
    "handled_by": Words("经办人", "handled by"),
    "basis": Words("依据", "basis"),
    "coefficient": Words("系数名称", "coefficient"),
    "value": Words("值", "value"),
    "base": Words("基数", "base"),
    "factor": Words("系数", "factor"),
    "computed": Words("限制前", "before limits"),
    "applied_by": Words("由谁运用", "applied by"),
    "sign": Words("签字", "to sign"),
    "award": Words("奖励资金", "award pool"),
    "amount": Words("金额（元）", "amount, yuan"),
    "weight": Words("份额", "weight"),
    "file": Words("文件", "file"),
    "sheet": Words("工作表", "sheet"),
    "cell": Words("单元格", "cell"),
    "row": Words("行", "row"),
    "column": Words("列", "column"),
    "code": Words("代码", "code"),
    "records": Words("记录数", "records"),
}


def heading_of(column: Column) -> Heading:
    """A column that nobody has words for keeps its name."""
    return Heading(_words(column.name), column)


def _words(name: str) -> Words:
    for prefix, words in _PREFIXES.items():
        if name.startswith(prefix) and name not in _NAMES:
            return Words(words.zh.format(name.removeprefix(prefix)), words.en)
    return _NAMES.get(name, Words(name, ""))
