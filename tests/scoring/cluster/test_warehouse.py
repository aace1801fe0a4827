"""Exported tables read by Arrow and by Spark: the cells of results.csv."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("pyarrow", reason="Arrow is not installed: make spark")

from tests.scoring.warehouse.exported import (
    differences,
    export,
    run_sample,
    told_in_csv,
)

POLICIES = ("party-branch-star", "party-building-instructor", "toronto-rentsafe")


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("warehouse")
    return {policy: run_sample(policy, folder / policy) for policy in POLICIES}


@pytest.fixture(scope="module")
def root(packages: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three policies and two forms of period in one folder."""
    folder = tmp_path_factory.mktemp("root") / "wh"
    for package in packages.values():
        export(package, folder)
    return folder


@pytest.mark.parametrize("policy", POLICIES)
def test_arrow_reads_what_the_package_says(
    root: Path, packages: dict[str, Path], policy: str
) -> None:
    import pyarrow.dataset as ds

    tables = ds.dataset(root / "results", format="parquet", partitioning="hive")
    own = ds.dataset(root / "results" / f"policy={policy}", format="parquet")
    told = told_in_csv(packages[policy])
    assert differences(own.to_table().to_pylist(), told) == []
    assert tables.count_rows(filter=ds.field("policy") == policy) == len(told)


@pytest.mark.parametrize("policy", POLICIES)
def test_spark_reads_what_the_package_says(
    executors: Any, root: Path, packages: dict[str, Path], policy: str
) -> None:
    spark = executors.spark
    everything = spark.read.option("mergeSchema", "true").parquet((root / "results").as_uri())
    everything.createOrReplaceTempView("results")
    told = told_in_csv(packages[policy])
    found = spark.sql(f"SELECT * FROM results WHERE policy = '{policy}'").collect()
    assert differences([row.asDict() for row in found], told) == []


def test_spark_adds_the_ledger_up_to_the_totals(executors: Any, root: Path) -> None:
    """Where no line is a fraction that no decimal holds."""
    spark = executors.spark
    for table in ("results", "ledger"):
        path = (root / table).as_uri()
        read = spark.read.option("mergeSchema", "true").parquet(path)
        read.createOrReplaceTempView(table)
    ((graded, differing),) = spark.sql(
        "SELECT count(*), count_if(total <> summed) FROM results JOIN ("
        "SELECT package, subject, sum(CASE WHEN contribution NOT LIKE '%/%' "
        "THEN CAST(contribution AS DECIMAL(38,18)) END) AS summed, "
        "count_if(contribution LIKE '%/%') AS fractions FROM ledger GROUP BY ALL) AS lines "
        "USING (package, subject) WHERE total IS NOT NULL AND fractions = 0"
    ).collect()
    assert (graded > 4_000, differing) == (True, 0)
