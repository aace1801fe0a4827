"""Where parts are worked on in tests: here, one after the other, or on executors of Spark."""

from __future__ import annotations

import pickle
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

MASTER = "local-cluster[2,1,1024]"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is worked on here too needs Arrow, which comes with Spark."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.spark)


@dataclass(frozen=True)
class TasksHere:
    """Every part by itself, the last one first, by what crosses to another process."""

    parallel: int = 1

    def collect(self, do: Any, schema: str, parts: int) -> list[tuple[Any, ...]]:
        return [row for batch in self._batches(do, parts) for row in _rows(batch)]

    def write(self, do: Any, schema: str, parts: int, folder: Path) -> None:
        import pyarrow as pa
        import pyarrow.parquet as pq

        folder.mkdir(parents=True)
        for number, batch in enumerate(self._batches(do, parts)):
            pq.write_table(pa.Table.from_batches([batch]), folder / f"{number}.parquet")

    def _batches(self, do: Any, parts: int) -> Iterator[Any]:
        import pyarrow as pa

        for part in reversed(range(parts)):
            yield from pickle.loads(pickle.dumps(do))(
                iter([pa.RecordBatch.from_pydict({"id": [part]})])
            )


def _rows(batch: Any) -> list[tuple[Any, ...]]:
    return list(zip(*batch.to_pydict().values(), strict=True))


@pytest.fixture(scope="session")
def executors() -> Iterator[Any]:
    """Two executors, each a process of its own."""
    pytest.importorskip("pyspark", reason="Spark is not installed: make spark")
    if shutil.which("java") is None:
        pytest.skip("there is no Java here")
    from scoring.cluster.session import connected_to

    with connected_to(MASTER) as tasks:
        yield tasks
