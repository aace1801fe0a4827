"""The evidence of `in-service-member` as an office would keep it: a workbook and an export.

A list of members with two rows of merged headings, hours with their unit, ticks, Chinese dates; one
table is a GB18030 export; the rest are the plain files. The rows are those of the sample.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tests.samples import in_service_member
from tests.samples.property_workbook import TICKS, spoken
from tests.samples.sheets import Row
from tests.scoring.intake.workbooks import Made, workbook

IN_WORKBOOK = ("党员名册", "志愿服务", "评议")
EXPORTED = "履职记实"

MAPPING = """\
mapping: in-service members of the district
policy: in-service-member
tables:
  - file: 在职党员台账.xlsx
    sheet: 党员名册
    read_as: subjects
    headings: [2, 3]
    stop_at: 填表人
    dates: chinese
    missing: ["—"]
    fields:
      党员编号: 党员编号
      单位类别: {heading: 单位类别, words: {国有企事业单位: 国企事业}}
      在岗情况: 在岗情况
      报到日: 报到/日期
      报到方式: 报到/方式
      对接日: 对接日期
      班子职务: {heading: 班子职务, blank: 不任职}
  - file: 在职党员台账.xlsx
    sheet: 志愿服务
    read_as: 志愿服务
    headings: 1
    skip: 合计
    dates: chinese
    fields:
      党员编号: 党员
      服务卡号: 服务卡
      登记日: 登记
      时长: {heading: 时长, unit: [小时, 分钟]}
      已核实: {heading: 核实, words: {是: √, 否: ×}}
  - file: 在职党员台账.xlsx
    sheet: 评议
    read_as: 评议
    headings: 1
    fields:
      党员编号: {column: A}
      票号: {column: B}
      评议日: {column: C, dates: digits}
      评议方: {column: D, words: {社区党组织: 社区, 居民代表: 居民, 所属单位: 单位}}
      评议分: {column: "5"}
  - file: 履职记实*.csv
    read_as: 履职记实
    headings: 1
    dates: dotted
    fields: {党员编号: 党员编号, 记实号: 记实号, 记实日: 记实日, 情况: 情况}
"""
_UNITS = {"国有企事业单位": "国企事业"}
_RATERS = {"社区党组织": "社区", "居民代表": "居民", "所属单位": "单位"}


def files() -> Mapping[str, bytes]:
    found = in_service_member.tables()
    plain = {
        name.removesuffix(".gz"): data
        for name, data in in_service_member.files().items()
        if name.partition(".")[0] not in (*IN_WORKBOOK, EXPORTED)
    }
    book = workbook(
        _members(found["党员名册"]), _services(found["志愿服务"]), _ballots(found["评议"])
    )
    exported = [
        ",".join(map(str, row)).replace("2026-", "2026.").replace("-25,", ".25,")
        for row in found[EXPORTED]
    ]
    text = "\r\n".join(["党员编号,记实号,记实日,情况", *exported])
    return {"在职党员台账.xlsx": book, f"{EXPORTED}（导出）.csv": text.encode("gb18030"), **plain}


def _members(rows: Sequence[Row]) -> Made:
    cells: dict[int, Sequence[object]] = {
        1: ["在职党员双报到名册"],
        2: ["序号", "党员编号", "单位类别", "在岗情况", "报到", "", "对接日期", "班子\n职务"],
        3: ["", "", "", "", "日期", "方式", "", ""],
    }
    for at, (key, unit, state, reported, way, matched, seat) in enumerate(rows, start=1):
        cells[at + 3] = [
            at,
            str(key),
            _UNITS.get(str(unit), str(unit)),
            str(state),
            spoken(reported) or "—",
            str(way) or "—",
            spoken(matched) or "—",
            "" if seat == "不任职" else str(seat),
        ]
    cells[len(rows) + 5] = ["填表人：甲"]
    merges = ["A1:H1", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:F2", "G2:G3", "H2:H3"]
    return Made(cells, "党员名册", merges=merges)


def _services(rows: Sequence[Row]) -> Made:
    cells: dict[int, Sequence[object]] = {1: ["党员", "服务卡", "登记", "时长", "核实"]}
    for at, (key, card, day, hours, verified) in enumerate(rows, start=2):
        said = f"{hours}小时" if at % 3 else _minutes(str(hours))
        cells[at] = [str(key), str(card), spoken(day), said, TICKS.get(str(verified), "")]
    cells[len(rows) + 2] = ["合计", f"{len(rows)} 张"]
    return Made(cells, "志愿服务")


def _minutes(hours: str) -> str:
    """Whole hours in minutes; whatever else as it is."""
    return f"{int(hours) * 60} 分钟" if hours.isdigit() else f"{hours}小时"


def _ballots(rows: Sequence[Row]) -> Made:
    cells: dict[int, Sequence[object]] = {1: ["党员", "票", "日期", "评议方", "分"]}
    for at, (key, ballot, day, rater, mark) in enumerate(rows, start=2):
        day = str(day).replace("-", "")
        cells[at] = [str(key), str(ballot), day, _RATERS.get(str(rater), str(rater)), str(mark)]
    return Made(cells, "评议")
