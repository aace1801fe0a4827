"""Published measures played through period by period: each run has the packages before it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from rules.backends.crossed import Engine
from scoring.run import review_package, run_review, verify_package
from scoring.runs.outcome import Outcome
from scoring.runs.request import Request

VECTORS = Path(__file__).parent / "vectors"


@dataclass(slots=True)
class Play:
    """Runs one after the other; every package is history of those after it."""

    root: Path
    subject: str
    made: list[Path]

    def run(
        self,
        policy: str,
        period: str,
        rows: Mapping[str, str],
        heading: str = "",
        evidence: Mapping[str, str] | None = None,
        engine: Engine = "auto",
    ) -> Outcome:
        folder = self.root / f"{len(self.made)}"
        folder.mkdir()
        (folder / "policy.yaml").write_text(policy, encoding="utf-8")
        lines = [f"{self.subject}{heading}", *(f"{name}{rest}" for name, rest in rows.items())]
        (folder / "subjects.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        files = []
        for kind, text in (evidence or {}).items():
            files.append(folder / f"{kind}.csv")
            files[-1].write_text(text, encoding="utf-8")
        asked = Request(
            folder / "policy.yaml",
            tuple(files),
            period,
            folder / "subjects.csv",
            engine=engine,
            history=tuple(self.made),
        )
        run_review(asked, folder / "package")
        self.made.append(folder / "package")
        return review_package(self.made[-1])


def vector(name: str) -> str:
    return (VECTORS / f"{name}.yaml").read_text(encoding="utf-8")


def fired(outcome: Outcome) -> dict[str, list[str]]:
    return {a.subject: [case.trigger for case in a.triggers] for a in outcome.assessments}


def months(first: str, count: int) -> Iterator[str]:
    year, month = map(int, first.split("-"))
    for number in range(month - 1, month - 1 + count):
        yield f"{year + number // 12}-{number % 12 + 1:02}"


# --- 合肥: two yellow cards within twelve months are a red one -----------------------------------

# In which months a company has two communities among the twenty.
CARDS = {
    "四月和七月": {"2026-04", "2026-07"},
    "相隔十一个月": {"2026-04", "2027-03"},
    "相隔十二个月": {"2026-04", "2027-04"},
    "没有": set[str](),
}


@pytest.mark.parametrize("engine", ["durable", "duckdb"])
def test_hefei_over_thirteen_months(tmp_path: Path, engine: Engine) -> None:
    if engine == "durable":
        pytest.importorskip("durable_rules_engine", exc_type=ImportError)
    play = Play(tmp_path, "物业服务企业", [])
    red: dict[str, list[str]] = {name: [] for name in CARDS}
    yellow: dict[str, list[str]] = {name: [] for name in CARDS}
    for month in months("2026-04", 13):
        rows = {name: f",{2 if month in cards else 1}" for name, cards in CARDS.items()}
        outcome = play.run(vector("06-hefei"), month, rows, ",前二十小区数", engine=engine)
        for name, triggers in fired(outcome).items():
            red[name] += [month] if "红牌" in triggers else []
            yellow[name] += [month] if "黄牌" in triggers else []
    assert yellow == {name: sorted(cards) for name, cards in CARDS.items()}
    # The first month of each: while both cards are within the year it holds on, since the measure
    # does not say that they are spent.
    assert {name: found[:1] for name, found in red.items()} == {
        "四月和七月": ["2026-07"],
        "相隔十一个月": ["2027-03"],
        "相隔十二个月": [],
        "没有": [],
    }
    assert verify_package(play.made[-1]) is None


# --- 北京: half a year on trial, then 6, 9 and 12 points -----------------------------------------

BEIJING = """
考评: 北京市物业服务企业计分管理
编号: beijing
版本: "VERSION"
状态: STATUS
生效: EFFECTIVE
周期: 半年
依据: {文件: 北京市物业服务企业计分管理暂行办法}
对象: {种类: 物业服务企业}
考核数据: {违规行为: {字段: {计分: "[0..12]"}}}
历史:
  处置次数: {次数: 计分处置, 内: 12个月, 计于: 期末, 缺史: 按零}
  连试行处置次数: {次数: 计分处置, 内: 12个月, 计于: 期末, 缺史: 按零, 含仅计分: 是}
统计口径: {累计计分: {求和: 违规行为.计分}}
等次: {依次: [{未达线: 累计计分 < 6}, {达线: 其余}]}
处置:
  计分处置:
    条件: 累计计分 >= 6
    递进: {6: 书面警示, 9: 约谈法定代表人, 12: 核查资质}
    按: 累计计分
"""
TRIAL = ("0", "仅计分", "{自: 2024-01-01, 至: 2024-06-30}")
IN_FORCE = ("1", "生效", "2024-07-01")


def beijing(version: str, status: str, effective: str) -> str:
    told = BEIJING.replace("VERSION", version).replace("STATUS", status)
    return told.replace("EFFECTIVE", effective)


def violations(day: str, points: Mapping[str, Sequence[str]]) -> dict[str, str]:
    rows = [
        f"{name},{name}{n},{day},{one}\n"
        for name, given in points.items()
        for n, one in enumerate(given)
    ]
    return {"违规行为": "物业服务企业,编号,发生日,计分\n" + "".join(rows)}


def rungs(outcome: Outcome) -> dict[str, int | None]:
    """The rung each company is on, None where nothing fires."""
    return {a.subject: next((c.level for c in a.triggers), None) for a in outcome.assessments}


def test_beijing_computes_its_trial_half_year_without_effect(
    tmp_path: Path, engine: Engine
) -> None:
    play = Play(tmp_path, "物业服务企业", [])
    names = dict.fromkeys(("五分", "六分", "九分", "十二分"), "")
    points = {"五分": ["5"], "六分": ["3", "3"], "九分": ["9"], "十二分": ["6", "6"]}
    expected = {"五分": None, "六分": 1, "九分": 2, "十二分": 3}
    trial = play.run(
        beijing(*TRIAL), "2024-H1", names, "", violations("2024-02-29", points), engine
    )
    assert rungs(trial) == expected
    manifest = json.loads((play.made[0] / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["policy"]["status"] == "shadow"
    after = play.run(
        beijing(*IN_FORCE), "2024-H2", names, "", violations("2024-12-31", points), engine
    )
    assert rungs(after) == expected
    counts = {a.subject: [*a.history.values()] for a in after.assessments}
    # Earlier, with the trial earlier, now, with the trial now.
    assert counts == {
        "五分": [0, 0, 0, 0],
        **{name: [0, 1, 1, 2] for name in ("六分", "九分", "十二分")},
    }


# --- 沈阳: what is not put right keeps counting --------------------------------------------------

SHENYANG = """
考评: 沈阳市物业服务企业信用评价（整改为止）
编号: s07-shenyang
版本: "1"
状态: 生效
生效: 2020-01-01
周期: 年度
依据: {文件: 沈阳市物业服务企业信用评价, 条款: 未整改的违规行为每年继续计分}
对象: {种类: 物业服务企业}
考核数据:
  违规行为:
    字段: {案号: 文本, 发现日: 日期, 整改日: {类型: 日期, 缺失: 不计}, 计分: "[0..20]"}
    标识: [案号]
    发生日: 发现日
    有效期: {时长: 至整改, 整改日: 整改日, 计入: 期内}
历史: {连续A级: {连续: 等次 = A}}
指标: {信用: {分值: 100, 起评分: 满分, 扣分: [{每: 违规行为, 扣: 计分}]}}
总分: {保留: 0}
等次: {A: 90以上, B: 75以上不满90, C: 60以上不满75, D: 不满60}
名单: {红名单: {条件: 连续A级 >= 2}}
"""
REGISTER = "物业服务企业,案号,发现日,整改日,计分\n"
NOT_YET = "甲,一,2022-03-01,,15\n乙,二,2022-12-31,,15\n丙,三,2024-02-29,,15\n"
PUT_RIGHT = "甲,一,2022-03-01,2024-01-01,15\n乙,二,2022-12-31,2023-12-31,15\n丙,三,2024-02-29,,15\n"


def test_shenyang_counts_each_year_what_is_not_put_right(tmp_path: Path, engine: Engine) -> None:
    """The register is delivered whole each year, as it stands then."""
    play = Play(tmp_path, "物业服务企业", [])
    names = dict.fromkeys(("甲", "乙", "丙"), "")
    registers = {"2022": NOT_YET, "2023": NOT_YET, "2024": PUT_RIGHT, "2025": PUT_RIGHT}
    totals, red, rejects = {}, {}, {}
    for year, rows in registers.items():
        outcome = play.run(SHENYANG, year, names, "", {"违规行为": REGISTER + rows}, engine)
        totals[year] = {a.subject: a.total for a in outcome.assessments}
        red[year] = [a.subject for a in outcome.assessments if "红名单" in a.lists]
        rejects[year] = [(r.row, r.code) for r in outcome.evidence.rejects]
    assert totals == {
        "2022": {"甲": 85, "乙": 85, "丙": 100},
        "2023": {"甲": 85, "乙": 85, "丙": 100},
        "2024": {"甲": 85, "乙": 100, "丙": 85},
        "2025": {"甲": 100, "乙": 100, "丙": 85},
    }
    assert red == {"2022": [], "2023": ["丙"], "2024": [], "2025": ["乙"]}
    late, gone = "outside-period", "no-longer-valid"
    assert rejects == {
        "2022": [(4, late)],
        "2023": [(4, late)],
        "2024": [(3, gone)],
        "2025": [(2, gone), (3, gone)],
    }
