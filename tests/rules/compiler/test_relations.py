"""Every way a relation or an import can be wrong, what is said about it, and where."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from rules.compile import compile_policy
from rules.compiler.relation_messages import RELATIONS
from rules.diagnostics import PolicyError, render_all

BASE = """\
考评: 示例物业服务质量考评
编号: related
版本: "1"
状态: 仅计分
生效: 2026-01-01
周期: 年度
对象: {种类: 物业服务企业}
考核数据:
  服务企业:
    字段: {小区: 文本, 自: 日期, 至: {类型: 日期, 缺失: 不计}, 户数: 整数}
    起止: [自, 至]
    关系: {键: 小区, 唯一: 是}
  投诉:
    字段: {小区: 文本, 栋: {类型: 文本, 缺失: 不计}, 已核实: 是否}
    对象: 小区.服务企业
  停梯:
    字段: {小区: 文本, 起: 日期, 止: 日期}
    起止: [起, 止]
    对象: 小区.服务企业
  测评:
    字段: {小区: 文本, 得分: "[0..100]"}
    发生日: 无
    对象: {沿: 小区.服务企业, 计于: 期末}
引用:
  星级:
    考评: party-branch-star
    周期: 本期
    沿: 服务企业
    字段: {等级: {取: 等次, 依次: [三星, 四星, 五星]}, 星分: 总分, 先进: 名单.红榜}
统计口径:
  投诉数: {计数: 投诉}
  总户数: {求和: 服务企业.户数}
  均分: {平均: 测评.得分, 保留: 2}
指标:
  测评分: {分值: 100, 取值: 均分, 缺失: 待定, 依据: 示例}
总分: {范围: "[0..100]", 保留: 2}
等次: {优秀: 90以上, 合格: 60以上不满90, 不合格: 不满60}
名单:
  黑榜:
    条件: 等次 = 不合格
    依据: 示例
    记入: {考评: manager, 数据: 牌, 计于: 期末, 字段: {类型: 黄牌, 分值: 2}}
"""

# What is replaced in the base policy, by what.
FAULTS: dict[str, tuple[str, str]] = {
    "tenure-fields": ("起止: [起, 止]", "起止: [起]"),
    "tenure-fields-alike": ("起止: [起, 止]", "起止: [起, 起]"),
    "tenure-kind": ("起: 日期, 止: 日期}", "起: 文本, 止: 日期}"),
    "tenure-date": ("起止: [起, 止]", "起止: [起, 止]\n    发生日: 止"),
    "tenure-wide": (
        "起止: [起, 止]",
        "起止: [起, 止]\n    宽表: {项目: 小区, 值: 起, 列: {甲: 甲}}",
    ),
    "relation-tenure": ("    起止: [自, 至]\n", "    发生日: 自\n"),
    "relation-key": ("关系: {键: 小区, 唯一: 是}", "关系: 户数"),
    "relation-key-blank": ("已核实: 是否}\n    对象: 小区", "已核实: 是否}\n    对象: 栋"),
    "relation-above": (
        "已核实: 是否}\n    对象: 小区.服务企业",
        "已核实: 是否}\n    对象: 小区.服务公司",
    ),
    "relation-above-order": (
        "  服务企业:\n",
        "  巡查: {字段: {小区: 文本}, 对象: 小区.服务企业}\n  服务企业:\n",
    ),
    "relation-along": (
        '测评:\n    字段: {小区: 文本, 得分: "[0..100]"}\n    发生日: 无\n',
        '测评:\n    字段: {小区: 文本, 起: 日期, 止: 日期, 得分: "[0..100]"}\n'
        "    起止: [起, 止]\n    关系: 小区\n",
    ),
    "relation-day": ("对象: {沿: 小区.服务企业, 计于: 期末}", "对象: 小区.服务企业"),
    "relation-day-of-the-event": ("计于: 期末}", "计于: 发生日}"),
    "relation-day-field": ("计于: 期末}", "计于字段: 得分}"),
    "relation-day-field-blank": (
        "停梯:\n    字段: {小区: 文本, 起: 日期, 止: 日期}\n    起止: [起, 止]\n"
        "    对象: 小区.服务企业",
        "停梯:\n    字段: {小区: 文本, 起: {类型: 日期, 缺失: 不计}}\n    发生日: 无\n"
        "    对象: {沿: 小区.服务企业, 计于字段: 起}",
    ),
    "misplaced-key-of-two-days": ("计于: 期末}", "计于: 期末, 计于字段: 得分}"),
    "misplaced-key-of-a-column": (
        "{沿: 小区.服务企业, 计于: 期末}",
        "{列: 企业, 计于字段: 得分}",
    ),
    "unknown-field-of-a-day": ("计于: 期末}", "计于字段: 上榜日}"),
    "owner-twice": ("{沿: 小区.服务企业, ", "{列: 企业, 沿: 小区.服务企业, "),
    "effect-field": ("类型: 黄牌", "发生日: 黄牌"),
    "effect-field-of-the-subject": ("类型: 黄牌", "物业服务企业: 黄牌"),
    "effect-field-of-a-late-case": (
        "名单:\n",
        "处置:\n  整改: {条件: 等次 = 不合格, 期限: 10 天, 逾期: "
        "{记入: {考评: manager, 数据: 逾期, 字段: {起算日: 今天}}}}\n名单:\n",
    ),
    "effect-on-itself": ("考评: manager", "考评: related"),
    "import-id": ("考评: party-branch-star", "考评: 党支部评星"),
    "import-cycle": ("考评: party-branch-star", "考评: related"),
    "import-result": ("星分: 总分", "星分: 得分"),
    "import-result-of-a-rank": ("先进: 名单.红榜", "先进: 排名.总"),
    "import-grades": ("{取: 等次, 依次: [三星, 四星, 五星]}", "等次"),
    "import-longest": ("周期: 本期\n", "周期: 上期\n    计于: 任期最长\n"),
    "relation-above-of-an-import": ("沿: 服务企业", "沿: 投诉"),
    "misplaced-key-of-an-import": ("星分: 总分", "星分: {取: 总分, 依次: [差, 好]}"),
    "misplaced-key-without-a-relation": ("    沿: 服务企业\n", "    计于: 期末\n"),
    "name-twice-of-an-import": ("  星级:\n", "  投诉:\n"),
    "name-twice-of-the-other-side": ("星分: 总分", "小区: 总分"),
    "word-twice-of-grades": ("[三星, 四星, 五星]", "[三星, 三星, 五星]"),
    "unknown-field-of-a-tenure": ("起止: [起, 止]", "起止: [起, 终]"),
    "unknown-field-of-a-relation": ("关系: {键: 小区,", "关系: {键: 小区号,"),
}


def say(text: str) -> tuple[str, str, list[str]]:
    """What is said about a policy in both languages, and the codes."""
    try:
        _, found = compile_policy(text.encode(), "related.yaml")
        diagnostics = tuple(found)
    except PolicyError as error:
        diagnostics = error.diagnostics
    codes = [diagnostic.code for diagnostic in diagnostics]
    return render_all(diagnostics, "zh"), render_all(diagnostics, "en"), codes


def faulty(fault: str) -> str:
    old, new = FAULTS[fault]
    assert BASE.count(old) == 1, f"{fault}: the base policy has not one {old!r}"
    return BASE.replace(old, new)


def test_the_base_policy_has_no_fault() -> None:
    assert say(BASE) == ("", "", [])


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_reported_by_its_code(fault: str) -> None:
    others = ("unknown-field", "misplaced-key", "name-twice", "word-twice")
    known = sorted((*RELATIONS, *others), key=len, reverse=True)
    assert next(code for code in known if fault.startswith(code)) in say(faulty(fault))[2]


def test_messages_read_well(golden: Callable[[str, str], None]) -> None:
    spoken = {fault: say(faulty(fault)) for fault in FAULTS}
    for index, language in enumerate(("zh", "en")):
        text = "\n\n".join(f"== {fault}\n{said[index]}" for fault, said in spoken.items())
        golden(f"policy/relations.{language}.txt", text + "\n")


def test_every_message_has_a_fault_that_shows_it() -> None:
    shown = {code for fault in FAULTS for code in say(faulty(fault))[2]}
    assert set(RELATIONS) - shown == set()


def test_a_dotted_heading_is_a_heading_where_no_field_stands_before_the_dot() -> None:
    text = BASE.replace(
        "已核实: 是否}\n    对象: 小区.服务企业", "已核实: 是否}\n    对象: 单位.编号"
    )
    program, _ = compile_policy(text.encode(), "related.yaml")
    assert program.kinds["投诉"].subject == ("单位.编号",)
    assert program.kinds["投诉"].along is None


def test_an_import_along_a_relation_may_stand_after_one_without() -> None:
    own = "  信用: {考评: credit, 周期: 本期, 字段: {信用分: 总分}}\n"
    text = BASE.replace("引用:\n", "引用:\n" + own).replace(
        "{平均: 测评", "{平均: 信用.信用分, 保留: 2}\n  测评均分: {平均: 测评"
    )
    program, _ = compile_policy(text.encode(), "related.yaml")
    along = program.kinds["星级"].along
    assert along is not None
    assert along.relation == "服务企业"


def test_both_spellings_have_one_digest() -> None:
    english = BASE.replace("起止:", "tenure:").replace(
        "关系: {键: 小区, 唯一: 是}", "relations: 小区"
    )
    chinese = BASE.replace("关系: {键: 小区, 唯一: 是}", "关系: 小区")
    english = english.replace(
        "{沿: 小区.服务企业, 计于: 期末}", "{along: 小区.服务企业, dated: period_end}"
    )
    digests = {compile_policy(text.encode(), "p.yaml")[0].digest for text in (english, chinese)}
    assert len(digests) == 1
