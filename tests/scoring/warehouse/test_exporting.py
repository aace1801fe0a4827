"""Tables that other engines query: what the package says, to the last digit, and nothing else."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from rules.diagnostics import PolicyError
from scoring.package.manifest import read_manifest
from scoring.reports.office.filing import open_stored
from scoring.run import run_review
from scoring.warehouse.exporting import export_package
from scoring.warehouse.meanings import FINDINGS, RESULTS, TYPES
from scoring.warehouse.tables import finding_columns, result_columns
from scoring.warehouse.writing import Size, write_tables
from tests.scoring.test_run import CASE, REQUEST
from tests.scoring.warehouse.exported import differences, export, run_sample, told_in_csv

SAMPLES = ("property-company", "party-branch-star", "party-building-instructor")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("warehouse")
    return {policy: run_sample(policy, folder / policy) for policy in SAMPLES}


@pytest.fixture
def package(packages: dict[str, Path]) -> Path:
    return packages["property-company"]


def rows(query: str) -> list[dict[str, object]]:
    with duckdb.connect() as connection:
        found = connection.execute(query)
        names = [str(one[0]) for one in found.description or ()]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def read(root: Path, table: str) -> str:
    return f"read_parquet('{root}/{table}/*/*/*.parquet', union_by_name=true)"


def files(root: Path) -> dict[str, bytes]:
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in sorted(root.rglob("*.*"))
        if path.is_file()
    }


@pytest.mark.parametrize("policy", SAMPLES)
def test_the_results_are_those_of_the_package(
    packages: dict[str, Path], tmp_path: Path, policy: str
) -> None:
    done = export(packages[policy], tmp_path / "wh")
    told = told_in_csv(packages[policy])
    found = rows(f"SELECT * FROM {read(tmp_path / 'wh', 'results')}")
    assert differences(found, told) == []
    assert done.tables["results"].rows == len(told)


def test_the_ledger_and_findings_are_those_of_the_package(package: Path, tmp_path: Path) -> None:
    export(package, tmp_path / "wh")
    for table, source in (("ledger", "ledger.parquet"), ("findings", "findings/*.parquet")):
        mine = f"SELECT * FROM '{package}/{source}'"
        columns = ", ".join(rows(mine)[0])
        assert rows(f"SELECT {columns} FROM {read(tmp_path / 'wh', table)}") == rows(mine)


def test_the_contributions_of_a_subject_sum_to_its_total(package: Path, tmp_path: Path) -> None:
    """As a warehouse adds them: a fraction that no decimal holds would be refused by the cast."""
    export(package, tmp_path / "wh")
    found = rows(
        "SELECT subject, total, sum(contribution::DECIMAL(38,18)) AS summed FROM "
        f"{read(tmp_path / 'wh', 'ledger')} AS lines JOIN {read(tmp_path / 'wh', 'results')} "
        "AS results USING (package, subject) GROUP BY ALL"
    )
    assert len(found) == 67
    graded = [one for one in found if one["total"] is not None]
    assert [one for one in graded if one["total"] != one["summed"]] == []


def test_every_row_says_of_which_package_it_is(package: Path, tmp_path: Path) -> None:
    export(package, tmp_path / "wh")
    manifest = read_manifest(package)
    (stamp,) = rows(
        "SELECT DISTINCT COLUMNS('^(policy_|period_|as_of|partial|mark|package)') FROM "
        f"{read(tmp_path / 'wh', 'ledger')}"
    )
    assert {name: str(value) for name, value in stamp.items() if name != "package"} == {
        "policy_id": "property-company",
        "policy_version": "2026.1",
        "policy_status": "shadow",
        "policy_digest": manifest["policy"]["digest"],
        "period_label": "2026",
        "period_start": "2026-01-01",
        "period_end": "2026-12-31",
        "as_of": "2027-01-10",
        "partial": "False",
        "mark": "合成数据，企业和数字都是虚构的，不代表任何真实的企业",
    }


def test_every_column_is_described_as_it_is(package: Path, tmp_path: Path) -> None:
    export(package, tmp_path / "wh")
    told = rows(f"SELECT * FROM {read(tmp_path / 'wh', 'columns')} ORDER BY position")
    for table in ("results", "ledger", "findings"):
        types = rows(f"DESCRIBE SELECT * FROM {read(tmp_path / 'wh', table)}")
        own = [(one["column_name"], one["column_type"]) for one in types][11:-2]
        assert [(one["column"], one["type"]) for one in told if one["table"] == table] == own
    (total,) = (one for one in told if one["column"] == "measure_业主满意率")
    assert (total["digits"], total["unit"], total["meaning"]) == (4, "1 = 100%", "统计口径")


def test_no_column_is_a_float_and_all_decimals_are_alike(
    packages: dict[str, Path], tmp_path: Path
) -> None:
    """So that no engine rounds one file of a table to the decimals of another."""
    for package in packages.values():
        export(package, tmp_path / "wh")
    found = rows(f"DESCRIBE SELECT * FROM {read(tmp_path / 'wh', 'results')}")
    types = {str(one["column_type"]) for one in found[:-2]}
    assert types == {"VARCHAR", "BIGINT", "BOOLEAN", "DATE", "DECIMAL(38,18)"}
    assert rows(f"SELECT count(DISTINCT package) AS n FROM {read(tmp_path / 'wh', 'results')}") == [
        {"n": len(SAMPLES)}
    ]


@pytest.mark.parametrize("policy", SAMPLES)
def test_the_page_of_columns_has_their_types(packages: dict[str, Path], policy: str) -> None:
    program = open_stored(packages[policy]).program
    for table, known in ((result_columns(program), RESULTS), (finding_columns(program), FINDINGS)):
        for one in table:
            name = one.column.name
            sort = name if name in known else name[: name.index("_") + 1]
            assert one.type in TYPES.get(sort, ("VARCHAR",)), name


def test_the_same_package_gives_the_same_bytes(package: Path, tmp_path: Path) -> None:
    export(package, tmp_path / "wh")
    first = files(tmp_path / "wh")
    export(package, tmp_path / "wh")
    export(package, tmp_path / "other")
    assert files(tmp_path / "wh") == files(tmp_path / "other") == first
    assert len(first) == 4
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_later_package_of_the_period_takes_the_place_of_the_earlier(
    package: Path, tmp_path: Path
) -> None:
    """Findings that it does not keep are gone too; other policies and periods stay."""
    export(package, tmp_path / "wh")
    run_review(REQUEST, tmp_path / "one")
    run_review(replace(REQUEST, ledger="rules"), tmp_path / "two")
    first = export(tmp_path / "one", tmp_path / "wh")
    second = export(tmp_path / "two", tmp_path / "wh")
    assert first.place == second.place
    assert sorted(first.tables) == ["columns", "findings", "ledger", "results"]
    assert sorted(second.tables) == ["columns", "ledger", "results"]
    assert (tmp_path / "wh" / "findings" / first.place).exists() is False
    for table in ("results", "ledger", "columns"):
        assert len(list((tmp_path / "wh" / table / first.place).iterdir())) == 1
    assert len(rows(f"SELECT DISTINCT package FROM {read(tmp_path / 'wh', 'results')}")) == 2
    assert len(rows(f"SELECT DISTINCT package FROM {read(tmp_path / 'wh', 'findings')}")) == 1


def test_rows_come_in_files_of_a_size_in_the_order_of_the_package(
    packages: dict[str, Path], tmp_path: Path
) -> None:
    package = packages["party-branch-star"]
    stored = open_stored(package)
    (tmp_path / "wh").mkdir()
    done = write_tables(stored, "p", tmp_path / "wh", Size(2048, 1))["ledger"]
    parts = sorted((tmp_path / "wh" / "ledger" / "p").iterdir())
    sizes = [rows(f"SELECT count(*) AS n FROM '{path}'")[0]["n"] for path in parts]
    assert (done.files, sizes) == (4, [2048, 2048, 2048, done.rows - 6144])
    paths = [str(path) for path in parts]
    assert rows(f"SELECT subject, line FROM read_parquet({paths})") == rows(
        f"SELECT subject, line FROM '{package}/ledger.parquet'"
    )


def codes(error: pytest.ExceptionInfo[PolicyError]) -> list[str]:
    return [one.code for one in error.value.diagnostics]


def test_a_settlement_is_not_exported(package: Path, tmp_path: Path) -> None:
    stored = replace(open_stored(package), settlement=tmp_path / "settled")
    with pytest.raises(PolicyError) as refused:
        export_package(stored, tmp_path / "wh")
    assert codes(refused) == ["settlement-not-exported"]


def test_nothing_is_written_into_a_package(package: Path) -> None:
    with pytest.raises(PolicyError) as refused:
        export(package, package)
    assert codes(refused) == ["not-an-export"]


def test_files_of_others_are_not_replaced(package: Path, tmp_path: Path) -> None:
    target = tmp_path / "wh" / "results" / export(package, tmp_path / "wh").place
    (target / "notes.txt").write_text("mine")
    before = files(tmp_path / "wh")
    with pytest.raises(PolicyError) as refused:
        export(package, tmp_path / "wh")
    assert codes(refused) == ["not-an-export"]
    assert files(tmp_path / "wh") == before


def test_a_damaged_package_is_not_exported(package: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(package, tmp_path / "copy"))
    (copy / "ledger.parquet").write_bytes(b"PAR1")
    with pytest.raises(PolicyError) as refused:
        export(copy, tmp_path / "wh")
    assert codes(refused) == ["not-a-package"]
    assert (tmp_path / "wh").exists() is False


def altered(folder: Path, policy: tuple[str, str], subjects: tuple[str, str]) -> Path:
    """The small package of a run whose policy and subjects have another word."""
    folder.mkdir()
    files = {"policy.yaml": policy, "subjects.csv": subjects}
    for name, (old, new) in files.items():
        text = (CASE / name).read_text(encoding="utf-8").replace(old, new)
        (folder / name).write_text(text, encoding="utf-8")
    request = replace(REQUEST, policy=folder / "policy.yaml", subjects=folder / "subjects.csv")
    run_review(request, folder / "package")
    return folder / "package"


def test_columns_that_differ_in_case_only_are_refused(tmp_path: Path) -> None:
    measures = "  满意度: {平均: 满意度测评.得分, 保留: 2}"
    more = f"{measures}\n  A: {{计数: 投诉}}\n  a: {{计数: 投诉}}"
    package = altered(tmp_path / "a", (measures, more), ("", ""))
    with pytest.raises(PolicyError) as refused:
        export(package, tmp_path / "wh")
    assert codes(refused) == ["columns-alike"]
    assert "“measure_A” and “measure_a”" in refused.value.diagnostics[0].sentence("en")


def test_a_number_with_too_many_digits_is_refused(tmp_path: Path) -> None:
    package = altered(
        tmp_path / "a",
        ("街道: 文本", "街道: {类型: 数值, 小数: 1}"),
        ("东街", "123456789012345678901.5"),
    )
    earlier = tmp_path / "wh"
    with pytest.raises(PolicyError) as refused:
        export(package, earlier)
    assert codes(refused) == ["number-too-wide"]
    assert "“field_街道” of “A1” is 123456789012345678901.5" in refused.value.diagnostics[
        0
    ].sentence("en")
    assert earlier.exists() is False
