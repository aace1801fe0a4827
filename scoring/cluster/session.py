"""The session with a cluster of Apache Spark, and what is said where there can be none."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from py4j.protocol import Py4JError
from pyspark import SparkConf
from pyspark.errors import PySparkException
from pyspark.sql import DataFrame, SparkSession

from rules.backends.crossed import EngineUnavailable
from scoring.cluster.assess import Do

_ON_THIS_MACHINE = "local"
_JAVA = "JAVA_GATEWAY_EXITED"
_LOGGING = Path(__file__).with_name("log4j2.properties")


class ClusterFailedError(EngineUnavailable):
    """What Spark says, in one line; no part of a package was written."""

    def __init__(self, error: Exception) -> None:
        said = next(iter(str(error).strip().splitlines()), type(error).__name__)
        if _JAVA in str(error):
            self.zh = "Spark 要用 Java 17 或更高版本，这里没有（PATH 或 JAVA_HOME）"
            self.en = "Spark needs Java 17 or later; there is none here (PATH or JAVA_HOME)"
        else:
            self.zh = f"Spark 没有算完：{said}"
            self.en = f"Spark did not finish: {said}"
        super().__init__()


@dataclass(frozen=True, slots=True)
class SparkTasks:
    """Tasks on the executors of a session; `parallel` are as many as run at once."""

    spark: SparkSession

    @property
    def parallel(self) -> int:
        return int(self.spark.sparkContext.defaultParallelism)

    def collect(self, do: Do, schema: str, parts: int) -> list[tuple[Any, ...]]:
        return [tuple(row) for row in self._each(do, schema, parts).collect()]

    def write(self, do: Do, schema: str, parts: int, folder: Path) -> None:
        self._each(do, schema, parts).write.parquet(folder.as_uri())

    def _each(self, do: Do, schema: str, parts: int) -> DataFrame:
        return self.spark.range(0, parts, 1, parts).mapInArrow(do, schema)


@contextmanager
def connected_to(master: str) -> Iterator[SparkTasks]:
    """`master` as Spark names it; an empty one is what Spark's own settings say. Raises
    ClusterFailedError for whatever Spark cannot do."""
    try:
        spark = _begun(master)
        try:
            yield SparkTasks(spark)
        finally:
            spark.stop()
    except (PySparkException, Py4JError) as error:
        raise ClusterFailedError(error) from error


def _begun(master: str) -> SparkSession:
    settings = SparkConf()
    settings.setIfMissing("spark.app.name", "kaoping")
    settings.setIfMissing("spark.ui.showConsoleProgress", "false")
    settings.setIfMissing(
        "spark.driver.extraJavaOptions", f"-Dlog4j2.configurationFile={_LOGGING.as_uri()}"
    )
    if master:
        settings.setMaster(master)
    if master.startswith(_ON_THIS_MACHINE):
        # Everybody is the same Python there, and nobody else need find this machine.
        os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        settings.setIfMissing("spark.driver.host", "127.0.0.1")
        settings.setIfMissing("spark.ui.enabled", "false")
    return SparkSession.builder.config(conf=settings).getOrCreate()
