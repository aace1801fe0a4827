"""The evidence of `property-company` as an office would keep it: a workbook and an export.

Three sheets with titles, notes, merged headings and totals, a wide table, ticks, Chinese dates; one
table is a GB18030 export; the rest are the plain files. The rows are those of the sample.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import groupby

from tests.samples import property_company
from tests.samples.sheets import Row
from tests.scoring.intake.workbooks import Made, workbook

TICKS = {"是": "√", "否": "×"}
ITEMS = ("环境卫生", "秩序维护", "设施设备", "消防安全", "绿化养护")
PLAIN = ("整改", "安全责任事故", "诚信问题", "竞赛获奖", "沙龙参与")

MAPPING = """\
映射: 示例镇物业企业考核台账
细则: property-company
表:
  - 文件: 物业考核台账.xlsx
    工作表: 企业名册
    读作: 对象
    标题行: 3
    止于: [合计, 填报人]
    字段:
      企业编号: 编号
      企业名称: 企业名称
      社区:
        标题: 社区
        词语: {甲社区: 甲, 乙社区: 乙, 丙社区: 丙, 丁社区: 丁, 戊社区: 戊, 己社区: 己}
      经营状态: {标题: 在营, 词语: {在营: √}, 空白: 已退出}
      服务月数: 服务月数
      服务户数: {标题: 服务规模（户）, 千分位: 是}
      上年投诉数: {标题: 上年投诉（件）, 缺失: ["—"]}
  - 文件: 物业考核台账.xlsx
    工作表: 投诉登记
    读作: 投诉
    标题行: [3, 4]
    跳过: [小计, 合计]
    止于: 注
    日期: 年月日
    字段:
      企业编号: {标题: 企业编号, 下填: 合并单元格}
      工单号: 来源/工单号
      转办次: {标题: 来源/第几次, 词语: {"1": 首次}}
      渠道: 来源/渠道
      受理日: 办理/受理
      办结日: {标题: 办理/办结, 缺失: [未办结]}
      已核实: {标题: 认定/属实, 词语: {是: √, 否: ×}}
      严重程度: 认定/程度
  - 文件: 物业考核台账.xlsx
    工作表: 现场检查
    读作: 现场检查
    标题行: [2, 3]
    跳过: 平均
    字段:
      企业编号: 企业编号
      检查单号: 单号
      检查日: {标题: 日期, 日期: 点}
    宽表:
      项目: 检查项
      值: 得分
      列:
        检查得分/环境卫生: 环境卫生
        检查得分/秩序: 秩序维护
        检查得分/设施: 设施设备
        检查得分/消防: 消防安全
        检查得分/绿化: 绿化养护
      空白格: 略过
  - 文件: 满意度测评*.csv
    读作: 满意度测评
    标题行: 2
    日期: 斜线
    字段:
      企业编号: 企业编号
      票号: 票号
      测评日: 测评时间
      评价人: {标题: 评价人类别, 词语: {业主代表: 业主, 党员: 党员}}
      得分: 得分（分）
不读的工作表: [填表说明]
"""


def files() -> Mapping[str, bytes]:
    found, plain = property_company.tables(), property_company.files()
    return {
        "物业考核台账.xlsx": workbook(
            Made({1: ["填表说明"], 2: ["每月五日前报送"]}, "填表说明"),
            _companies(found["企业名册"]),
            _complaints(found["投诉"]),
            _inspections(found["现场检查"]),
        ),
        "满意度测评（导出）.csv": _ballots(found["满意度测评"]),
        **{f"{name}.csv": plain[f"{name}.csv"] for name in PLAIN},
    }


def _companies(rows: Sequence[Row]) -> Made:
    cells: dict[int, Sequence[object]] = {
        1: ["示例镇物业服务企业名册"],
        2: ["报送单位：示例镇", "", "", "", "", "2026年度"],
        3: [
            "序号",
            "编号",
            "企业名称",
            "社区",
            "在营",
            "服务月数",
            "服务规模\n（户）",
            "上年投诉（件）",
        ],
    }
    for at, (key, name, community, state, months, homes, before) in enumerate(rows, start=1):
        scale = f"{homes:,}" if isinstance(homes, int) else str(homes)
        cells[at + 3] = [
            at,
            str(key),
            str(name),
            str(community).removesuffix("社区"),
            "√" if state == "在营" else "",
            months,
            scale,
            before if before != "" else "—",
        ]
    last = len(rows) + 4
    cells[last] = ["合  计", "", f"{len(rows)} 家"]
    cells[last + 2] = ["填报人：甲", "", "", "审核人：乙"]
    return Made(cells, "企业名册", merges=["A1:H1", "A2:E2"])


def _complaints(rows: Sequence[Row]) -> Made:
    cells: dict[int, Sequence[object]] = {
        1: ["物业投诉登记表"],
        3: ["企业编号", "来源", "", "", "办理", "", "认定", "", "经办"],
        4: ["", "工单号", "第几次", "渠道", "受理", "办结", "属实", "程度", ""],
    }
    merges = ["A1:I1", "A3:A4", "B3:D3", "E3:F3", "G3:H3", "I3:I4"]
    at = 5
    for key, group in groupby(rows, key=lambda row: row[0]):
        first = at
        for _, order, turn, channel, received, closed, verified, level in group:
            cells[at] = [
                str(key) if at == first else "",
                str(order),
                "首次" if turn == 1 else turn,
                str(channel),
                spoken(received),
                spoken(closed) or "未办结",
                TICKS.get(str(verified), ""),
                str(level),
                "甲",
            ]
            at += 1
        if at - first > 1:
            merges.append(f"A{first}:A{at - 1}")
            cells[at] = ["小计", f"{at - first} 件"]
            at += 1
    cells[at] = ["合计", f"{len(rows)} 件"]
    cells[at + 2] = ["注：同一工单再次转办的，另登一行。"]
    return Made(cells, "投诉登记", merges=merges)


def _inspections(rows: Sequence[Row]) -> Made:
    cells: dict[int, Sequence[object]] = {
        1: ["现场检查记录"],
        2: ["企业编号", "单号", "日期", "检查得分"],
        3: ["", "", "", "环境卫生", "秩序", "设施", "消防", "绿化"],
    }
    at = 4
    for (key, sheet, day), group in groupby(rows, key=lambda row: row[:3]):
        marks = {row[3]: row[4] for row in group}
        said = day.strftime("%Y.%m.%d") if isinstance(day, date) else str(day).replace("-", ".")
        cells[at] = [str(key), str(sheet), said, *(marks.get(item, "") for item in ITEMS)]
        at += 1
    cells[at] = ["平均", "", "", *["—"] * len(ITEMS)]
    merges = ["A1:H1", "A2:A3", "B2:B3", "C2:C3", "D2:H2"]
    return Made(cells, "现场检查", merges=merges)


def _ballots(rows: Sequence[Row]) -> bytes:
    """The first line says where the table comes from, as exports do."""
    headings = ["企业编号", "票号", "测评时间", "评价人类别", "得分（分）"]
    lines: Iterable[Sequence[object]] = [["系统导出", "", "", "", ""], headings]
    for key, ballot, day, rater, mark in rows:
        said = str(day).replace("-", "/")
        lines = [*lines, [key, ballot, said, "业主" if rater == "业主代表" else rater, mark]]
    text = "".join(",".join(map(str, line)) + "\r\n" for line in lines)
    return text.encode("gb18030")


def spoken(day: object) -> object:
    """2026年3月5日; of what is no date in ISO nothing is changed."""
    if isinstance(day, date):
        return f"{day.year}年{day.month}月{day.day}日"
    parts = str(day).split("-")
    return f"{parts[0]}年{int(parts[1])}月{int(parts[2])}日" if len(parts) == 3 else str(day)
