"""A comparison with all its parts, as people read it: seats, money, what is provisional."""

from __future__ import annotations

import json

import pytest

from scoring.comparison.limits import Forbidden, Limits, breaches
from scoring.comparison.plain import as_json
from scoring.explanation.voice import Language
from scoring.reports.comparison.report import comparison_report
from scoring.reports.comparison.teller import teller_of
from scoring.reports.html.page import document_page
from service.cli.document_lines import document_lines
from tests.scoring.comparison.world import edited

POLICY = """
依据: 示例
对象:
  种类: 党员
  名称字段: 姓名
  字段: {姓名: 文本, 得分: {范围: "[0..100]", 缺失: 不计}, 街道: 文本}
考核数据: {违纪: {发生日: 无, 字段: {严重: {类型: 是否, 缺失: 不计}}}}
统计口径: {违纪数: {计数: 违纪, 当: 严重}}
指标:
  表现: {分值: 100, 取值: 得分, 缺失: 待定}
  纪律: {扣分: [{编号: 违纪, 名称: 违反纪律, 每: 违纪, 扣: 1, 依据: {文件: 办法, 条款: 第五条}}]}
总分: {范围: "[0..100]", 保留: 1}
一票否决: [{编号: 严重违纪, 情形: 违纪数 >= 2, 定为: 不合格, 依据: 示例}]
等次: {优秀: 90以上, 合格: 60以上不满90, 不合格: 不满60}
排名: {街道排名: {按: 总分, 分组: 街道}}
比例控制:
  - 编号: 优秀名额
    名称: 优秀不超过四分之一
    按: 街道排名
    至多: {优秀: 25%}
    取整: 舍去
    并列: 不列入
    力度: 硬
    依据: 示例
名单: {先进名单: {条件: 等次 = 优秀, 公示: 5 日}}
处置: {谈话提醒: {条件: 等次 = 不合格, 措施: 谈话, 期限: 5 天, 依据: 示例}}
系数: {绩效: {表: {优秀: 0.2, 合格: 0.1, 不合格: 无}, 方式: 直接, 由: 单位, 签字: 无, 依据: 示例}}
奖励资金:
  重点奖励:
    金额: 1万元
    条件: 等次 = 优秀
    方法: 平均
    尾差: [总分, 编号]
    签字: 无
    依据: 示例
"""
EDITS = {
    "至多: {优秀: 25%}": "至多: {优秀: 50%}",
    "扣: 1,": "扣: 3,",
    "违纪数 >= 2": "违纪数 >= 1",
    "金额: 1万元": "金额: 1.5万元",
}
# East Street has four graded subjects, and a fifth that waits: all its grades are provisional.
SUBJECTS = {
    **{f"e{n}": {"姓名": f"东{n}", "得分": 98 - n, "街道": "东街"} for n in range(1, 5)},
    "e5": {"姓名": "东5", "得分": None, "街道": "东街"},
    **{f"w{n}": {"姓名": f"西{n}", "得分": 99 - n, "街道": "西街"} for n in range(1, 5)},
}
RECORDS = [
    {"kind": "违纪", "id": f"{n}", "subject": subject, "严重": grave}
    for n, (subject, grave) in enumerate([("w1", True), ("w3", False), ("e4", None), ("w4", False)])
]
LIMITS = Limits(moved=1, money=0, forbidden=(Forbidden("list", "先进名单"), Forbidden("trigger")))


@pytest.fixture(scope="module")
def found():
    return edited(POLICY, EDITS, SUBJECTS, RECORDS)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_all_parts_are_told(found, language: Language, golden):
    document = comparison_report(
        found, breaches(found, LIMITS), teller_of(found, language, rows=3, names=2)
    )
    lines = "\n".join(document_lines(document, language)) + "\n"
    golden(f"comparison/lines-{language}.txt", lines)
    golden(f"comparison/page-{language}.html", document_page(document, language))


def test_all_parts_are_data(found, golden):
    told = as_json(found, breaches(found, LIMITS))
    golden("comparison/plain.json", json.dumps(told, ensure_ascii=False, indent=2) + "\n")


def test_the_sums_of_the_pool_are_the_sums_of_its_shares(found):
    [pool] = as_json(found)["pools"]
    changes = [change["difference"] for change in pool["changes"]]
    assert (pool["before"]["paid"], pool["after"]["paid"]) == ("10000.00", "15000.00")
    assert (pool["gained"], pool["lost"]) == ("10000.00", "5000.00")
    assert sorted(changes) == ["-5000.00", "5000.00", "5000.00"]
