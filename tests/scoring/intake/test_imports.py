"""Results of other policies become records, or are refused with the reason."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from rules.diagnostics import PolicyError
from rules.program import Program
from scoring.evidence import Evidence, Period
from scoring.intake.admit import admit, admit_records
from scoring.intake.deliveries import Delivery
from scoring.intake.faults import IntakeError
from scoring.run import run_review
from scoring.runs.request import Request
from tests.scoring.situation import program_of

YEAR = Period("2026", date(2026, 1, 1), date(2026, 12, 31), date(2026, 12, 31))

# Scores are told, so that what is imported is known without a computation.
SOURCE = """\
考评: 引用的来源
编号: source
版本: "1"
状态: STATUS
生效: 2020-01-01
周期: PERIOD
对象:
  种类: 支部
  字段: {得分: {类型: 整数, 缺失: 不计}, 新建: 是否}
  不参评: {当: 新建, 原因: 新建}
指标: {工作: {取值: 得分, 缺失: 待定, 依据: 示例}}
总分: {范围: "[0..100]", 保留: 1}
等次: {优: 90以上, 良: 不满90}
排名: {总名次: {按: 总分}}
名单: {前列: {条件: 名次 <= 1, 依据: 示例}, 优秀: {条件: 等次 = 优, 依据: 示例}}
处置: {表扬: {条件: 优秀, 依据: 示例}}
"""
SUBJECTS = "对象,得分,新建\n一,95,否\n二,80,否\n三,70,是\n"
PENDING = SUBJECTS + "四,,否\n"


def package(
    folder: Path,
    *,
    period: str = "2026",
    status: str = "生效",
    kind: str = "年度",
    subjects: str = SUBJECTS,
    as_of: date | None = None,
) -> Path:
    work = folder / f"source-{period}-{status}"
    work.mkdir()
    policy, table = work / "source.yaml", work / "支部.csv"
    policy.write_text(SOURCE.replace("STATUS", status).replace("PERIOD", kind), encoding="utf-8")
    table.write_text(subjects, encoding="utf-8")
    request = Request(policy, (), period, subjects=table, engine="reference", as_of=as_of)
    run_review(request, work / "out")
    return work / "out"


TARGET = """
对象: {种类: 支部}
引用:
  来源:
    考评: source
    周期: 本期
    字段:
      等次值: {取: 等次, 依次: [良, 优]}
      得分: {取: 总分, 小数: 1}
      在列: 名单.优秀
      奖: 处置.表扬
统计口径: {来源数: {计数: 来源}, 均分: {平均: 来源.得分, 保留: 2}}
指标: {工作: {取值: 均分, 缺失: 零分}}
总分: {保留: 2}
等次: {合格: 其余}
"""
BY_YEAR = TARGET.replace("周期: 本期", "周期: 本年各期")


def imported(
    program: Program, *packages: Path, folder: Path, period: Period = YEAR, names: str = "一 二 三"
) -> Evidence:
    table = folder / "对象.csv"
    table.write_text("对象\n" + names.replace(" ", "\n") + "\n", encoding="utf-8")
    return admit(program, period=period, evidence=(), subjects=table, imports=packages)


def values(evidence: Evidence) -> Mapping[str, tuple[object, ...]]:
    return {r.id: r.values[1:] for name in evidence.subjects for r in evidence.of(name)}


def test_what_is_taken_of_a_result_is_a_record_of_its_subject(tmp_path: Path) -> None:
    evidence = imported(program_of(TARGET), package(tmp_path), folder=tmp_path)
    assert values(evidence) == {
        "source/2026/一": ("优", 95, True, True),
        "source/2026/二": ("良", 80, False, False),
    }
    (first,) = evidence.of("一")
    assert (first.date, first.origin.file, first.origin.row) == (
        date(2026, 12, 31),
        "source-2026/results.csv",
        2,
    )


def test_a_subject_without_a_result_is_rejected_with_the_reason(tmp_path: Path) -> None:
    evidence = imported(program_of(TARGET), package(tmp_path), folder=tmp_path)
    (reject,) = evidence.rejects
    assert (reject.code, reject.value) == ("import-not-graded", "三 等次值")
    assert reject.reason_zh.startswith("那一期未评，没有结果")


def test_a_missing_result_may_count_as_a_field_may(tmp_path: Path) -> None:
    policy = TARGET.replace("名单.优秀", "{取: 名单.优秀, 缺失: 不计}")
    policy = policy.replace("[良, 优]}", "[良, 优], 缺失: 不计}").replace(
        "处置.表扬", "{取: 处置.表扬, 缺失: {按: 否}}"
    )
    policy = policy.replace("小数: 1}", "小数: 1, 缺失: {按: 60}}")
    evidence = imported(program_of(policy), package(tmp_path), folder=tmp_path)
    assert values(evidence)["source/2026/三"] == (None, 60, None, False)
    assert evidence.rejects == ()


def test_without_a_package_the_kind_is_not_delivered(tmp_path: Path) -> None:
    evidence = imported(program_of(TARGET), folder=tmp_path)
    assert evidence.delivered == frozenset()


RANKED = TARGET.replace("名单.优秀", "名单.前列")


@pytest.mark.parametrize(
    ("accepts", "records", "codes"),
    [
        pytest.param("定案", 0, {"import-not-final", "import-not-graded"}, id="final"),
        pytest.param("拟定", 2, {"import-not-graded"}, id="proposed"),
    ],
)
def test_a_provisional_result_is_not_final(
    tmp_path: Path, accepts: str, records: int, codes: set[str]
) -> None:
    """A place is provisional while somebody is pending, and so is a list by place."""
    program = program_of(RANKED.replace("周期: 本期", f"周期: 本期\n    认: {accepts}"))
    found = package(tmp_path, subjects=PENDING)
    evidence = imported(program, found, folder=tmp_path, names="一 二 三 四")
    assert len(values(evidence)) == records
    assert {reject.code for reject in evidence.rejects} == codes


@pytest.mark.parametrize(
    ("status", "accepts", "code"),
    [
        ("仅计分", "定案", "import-no-effect"),
        ("仅计分", "拟定", None),
        ("起草", "定案", "import-draft"),
        ("起草", "拟定", "import-draft"),
    ],
)
def test_results_without_effect_are_no_final_results(
    tmp_path: Path, status: str, accepts: str, code: str | None
) -> None:
    program = program_of(TARGET.replace("周期: 本期", f"周期: 本期\n    认: {accepts}"))
    found = package(tmp_path, status=status)
    if code is None:
        assert len(values(imported(program, found, folder=tmp_path))) == 2
        return
    with pytest.raises(IntakeError) as refused:
        imported(program, found, folder=tmp_path)
    assert refused.value.code == code


def test_results_of_a_part_of_a_period_are_no_final_results(tmp_path: Path) -> None:
    found = package(tmp_path, as_of=date(2026, 9, 30))
    with pytest.raises(IntakeError) as refused:
        imported(program_of(TARGET), found, folder=tmp_path)
    assert refused.value.code == "import-partial"
    proposed = program_of(TARGET.replace("周期: 本期", "周期: 本期\n    认: 拟定"))
    assert len(values(imported(proposed, found, folder=tmp_path))) == 2


def test_every_period_of_the_year_must_be_there(tmp_path: Path) -> None:
    quarters = [package(tmp_path, period=f"2026-Q{n}", kind="季度") for n in (1, 2, 4)]
    program = program_of(BY_YEAR)
    with pytest.raises(IntakeError) as refused:
        imported(program, *quarters, folder=tmp_path)
    assert refused.value.render("zh").splitlines()[0] == (
        "source: 错误[import-incomplete] 引用“来源”缺少这些期的结果：2026-Q3"
    )
    third = package(tmp_path, period="2026-Q3", kind="季度")
    evidence = imported(program, third, *quarters, folder=tmp_path)
    assert [r.date for r in evidence.of("一")] == [
        date(2026, 3, 31), date(2026, 6, 30), date(2026, 9, 30), date(2026, 12, 31),
    ]  # fmt: skip


def test_the_year_ends_with_the_period(tmp_path: Path) -> None:
    half = Period("2026-H1", date(2026, 1, 1), date(2026, 6, 30), date(2026, 6, 30))
    quarters = [package(tmp_path, period=f"2026-Q{n}", kind="季度") for n in (1, 2)]
    evidence = imported(program_of(BY_YEAR), *quarters, folder=tmp_path, period=half)
    assert len(evidence.of("一")) == 2


def test_the_last_period_ends_the_day_before(tmp_path: Path) -> None:
    program = program_of(TARGET.replace("周期: 本期", "周期: 上期"))
    found = [package(tmp_path, period=year) for year in ("2024", "2025", "2026")]
    evidence = imported(program, *found, folder=tmp_path)
    assert set(values(evidence)) == {"source/2025/一", "source/2025/二"}
    (unused,) = [n for n in evidence.notices if n.code == "import-unused"]
    assert unused.zh == "细则没有引用这些结果包：source-2024、source-2026"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("考评: source", "考评: source@2", "import-version"),
        ("名单.优秀", "名单.良好", "import-lacks"),
        ("处置.表扬", "处置.表彰", "import-lacks"),
        ("[良, 优]", "[优, 良]", "import-words"),
        ("[良, 优]", "[差, 良, 优]", "import-words"),
    ],
)
def test_a_package_that_is_not_as_the_policy_says_is_refused(
    tmp_path: Path, old: str, new: str, code: str
) -> None:
    found = package(tmp_path)
    with pytest.raises(IntakeError) as refused:
        imported(program_of(TARGET.replace(old, new)), found, folder=tmp_path)
    assert refused.value.code == code


@pytest.mark.parametrize("file", ["results.csv", "inputs/policy/source.yaml"])
def test_a_package_that_was_changed_is_refused(tmp_path: Path, file: str) -> None:
    found = package(tmp_path)
    (found / file).write_bytes((found / file).read_bytes() + b"\n")
    with pytest.raises(PolicyError) as refused:
        imported(program_of(TARGET), found, folder=tmp_path)
    assert [problem.code for problem in refused.value.diagnostics] == ["not-a-package"]


def test_a_number_outside_its_field_is_a_reject(tmp_path: Path) -> None:
    program = program_of(TARGET.replace("小数: 1}", '范围: "[0..90]", 小数: 1}'))
    evidence = imported(program, package(tmp_path), folder=tmp_path)
    assert {reject.code for reject in evidence.rejects} == {"out-of-bounds", "import-not-graded"}


def test_whoever_is_not_assessed_here_is_told(tmp_path: Path) -> None:
    evidence = imported(program_of(TARGET), package(tmp_path), folder=tmp_path, names="一")
    (notice,) = [n for n in evidence.notices if n.code == "import-elsewhere"]
    assert (notice.count, notice.zh) == (2, "引用“来源”里有本期不在考评之列的对象：三、二")


def test_a_file_of_evidence_is_no_import(tmp_path: Path) -> None:
    table = tmp_path / "来源.csv"
    table.write_text(
        "对象,发生日,等次值,得分,在列,奖\n一,2026-12-31,优,99,是,是\n", encoding="utf-8"
    )
    with pytest.raises(IntakeError) as refused:
        admit(program_of(TARGET), period=YEAR, evidence=(Delivery(table),), subjects=None)
    assert refused.value.code == "import-as-evidence"


def test_rows_in_memory_may_say_what_was_imported() -> None:
    row = {
        "对象": "一",
        "发生日": "2026-12-31",
        "等次值": "优",
        "得分": "99",
        "在列": "是",
        "奖": "是",
    }
    evidence = admit_records(program_of(TARGET), period=YEAR, evidence={"来源": [row]})
    assert [r.values[1:] for r in evidence.of("一")] == [("优", 99, True, True)]


ROW = {"对象": "一", "等次值": "优", "得分": "99", "在列": "是", "奖": "否"}


@pytest.mark.parametrize(
    ("which", "row", "ends"),
    [
        pytest.param("本期", {}, ["2026-12-31"], id="this period"),
        pytest.param("上期", {}, ["2025-12-31"], id="the last period"),
        pytest.param("上期", {"周期": "2025"}, ["2025-12-31"], id="named"),
        pytest.param("上期", {"发生日": "2025-12-31"}, ["2025-12-31"], id="dated"),
        pytest.param("本年各期", {"period": "2026-Q1"}, ["2026-03-31"], id="a quarter"),
        pytest.param("上期", {"周期": "2024"}, "import-day", id="another period"),
        pytest.param("本期", {"发生日": "2026-12-30"}, "import-day", id="no end of a period"),
        pytest.param("本年各期", {"周期": "2025-Q4"}, "import-day", id="a quarter of last year"),
        pytest.param("本年各期", {"周期": "2026-Q5"}, "not-a-date", id="no period"),
    ],
)
def test_a_row_is_of_the_period_that_is_imported(
    which: str, row: Mapping[str, str], ends: list[str] | str
) -> None:
    program = program_of(TARGET.replace("周期: 本期", f"周期: {which}"))
    rows = [{**ROW, **row}]
    evidence = admit_records(
        program, period=YEAR, evidence={"来源": rows}, subjects={"一": {}, "二": {}}
    )
    if isinstance(ends, str):
        assert [reject.code for reject in evidence.rejects] == [ends]
    else:
        assert [str(record.date) for record in evidence.of("一")] == ends
        assert evidence.notices == ()


def test_a_row_counts_even_before_its_period_is_over() -> None:
    """As a package would that has been run for the part of the period so far."""
    early = Period("2026", date(2026, 1, 1), date(2026, 12, 31), date(2026, 9, 30))
    evidence = admit_records(program_of(TARGET), period=early, evidence={"来源": [ROW]})
    assert len(evidence.of("一")) == 1


def test_of_one_period_a_subject_has_one_result() -> None:
    rows = [ROW, {**ROW, "得分": "80"}, {**ROW, "对象": "二"}, {**ROW, "对象": "二"}]
    evidence = admit_records(program_of(TARGET), period=YEAR, evidence={"来源": rows})
    assert [reject.code for reject in evidence.rejects] == [
        "conflicting-identity",
        "conflicting-identity",
        "duplicate-identity",
    ]
    assert list(evidence.records) == ["二"]


def test_the_manifest_pins_what_was_imported(tmp_path: Path) -> None:
    found = package(tmp_path)
    policy, table = tmp_path / "target.yaml", tmp_path / "对象.csv"
    head = "考评: 引用者\n编号: target\n版本: '1'\n状态: 生效\n生效: 2026-01-01\n周期: 年度\n"
    policy.write_text(head + TARGET, encoding="utf-8")
    table.write_text("对象\n一\n二\n", encoding="utf-8")
    request = Request(policy, (), "2026", subjects=table, engine="reference", imports=(found,))
    run_review(request, tmp_path / "out")
    manifest = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))
    source = json.loads((found / "manifest.json").read_text(encoding="utf-8"))
    (pinned,) = manifest["imports"]
    assert {key: pinned[key] for key in ("policy", "version", "digest", "period")} == {
        "policy": "source",
        "version": "1",
        "digest": source["policy"]["digest"],
        "period": "2026",
    }
    copied = "inputs/imports/source-2026/manifest.json"
    assert manifest["inputs"][copied]["sha256"] == pinned["manifest"]
