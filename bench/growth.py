"""What growth costs: `python -m bench.growth FOLDER RECORDS…` (10000 1000000 …). Reports only.

Makes the workload's evidence of the period as Parquet, or with FORMAT=csv as CSV (synthetic, 50
records for each subject), admits it into a snapshot, and takes the table of results with the sums
of every rule from that, all in processes of their own: seconds of processor and of the clock,
memory at its peak, bytes on disk. MEMORY says how much DuckDB may take (1GB).
`python -m bench.growth running FOLDER BYTES` is a whole run of such evidence within a limit, in
this process.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any

import duckdb

from bench.workload import PERIOD, POLICY, program
from scoring.intake.bulk.admit import admit_in_bulk
from scoring.intake.deliveries import Delivery
from scoring.population.kernel import tally
from scoring.population.results import conclude
from scoring.population.store import open_snapshot
from scoring.run import run_review
from scoring.runs.request import Request
from scoring.snapshot.connecting import connected, quoted_path
from scoring.snapshot.reading import read_tables
from scoring.snapshot.writing import file_of, write_index, write_rows

_EACH = 50
_TIMES = 3
# More records are copies of so many under other names, so that they need not be made and admitted.
_MOST = 10_000_000
MEMORY = os.environ.get("MEMORY", "1GB")
EVIDENCE = f"evidence.{os.environ.get('FORMAT', 'parquet')}"


def make(folder: Path, records: int) -> None:
    """Pseudo-random by hashes, so that it is the same anywhere."""
    folder.mkdir(parents=True, exist_ok=True)
    subjects = max(records // _EACH, 1)
    with duckdb.connect() as connection:
        connection.execute("SET memory_limit = '1GB'; SET threads = 2")
        connection.execute(
            f"COPY (SELECT 'PC' || lpad(i::VARCHAR, 8, '0') AS subject_id, "
            f"'region_' || lpad((hash(i) % 20)::VARCHAR, 2, '0') AS region "
            f"FROM range({subjects}) AS r(i)) TO '{folder}/subjects.parquet' (FORMAT parquet)"
        )
        connection.execute(
            "COPY (SELECT i AS evidence_id, "
            f"'PC' || lpad((hash(i, 1) % {subjects})::VARCHAR, 8, '0') AS subject_id, kind, "
            "CASE WHEN k < 45 THEN CASE WHEN hash(i, 2) % 200 < 170 THEN 'general' "
            "WHEN hash(i, 2) % 200 < 197 THEN 'serious' ELSE 'major' END END AS severity, "
            "CASE WHEN k < 45 AND hash(i, 3) % 10 > 0 THEN (hash(i, 4) % 20) ** 2 // 5 END"
            "::INTEGER AS days_to_resolve, hash(i, 5) % 10 < 3 AS verified, "
            "CASE WHEN kind = 'survey' THEN ['party_member', 'committee', 'owner', 'owner']"
            "[1 + (hash(i, 6) % 4)::INTEGER] END AS rater_group, "
            "CASE WHEN kind = 'survey' AND hash(i, 7) % 20 > 0 "
            "THEN 30 + (hash(i, 8) % 71)::INTEGER END AS mark, "
            "1 + (hash(i, 9) % 3)::INTEGER AS weight, "
            "DATE '2025-01-01' + (hash(i, 10) % 365)::INTEGER AS occurred_on "
            "FROM (SELECT i, hash(i, 0) % 100 AS k, CASE WHEN k < 30 THEN 'complaint' "
            "WHEN k < 45 THEN 'inspection' WHEN k < 95 THEN 'survey' ELSE 'award' END AS kind "
            f"FROM range({records}) AS r(i))) TO '{folder}/{EVIDENCE}'"
        )


def multiply(folder: Path, times: int, into: Path) -> None:
    """A snapshot of several copies of the subjects of another one."""
    tables = read_tables(folder)
    size = tables.subjects.count
    into.mkdir(parents=True)
    with connected(folder, into, threads=1, memory=MEMORY) as connection:
        for table in tables.every:
            name = ", lpad(i::VARCHAR, 3, '0') || subject AS subject"
            named = name if table is tables.subjects else ""
            path = quoted_path(folder / file_of(table.name))
            copies = (
                f"SELECT * EXCLUDE (i) REPLACE ((s + {i * size})::INTEGER AS s{named}) "
                f"FROM (SELECT *, {i} AS i FROM read_parquet({path}))"
                for i in range(times)
            )
            write_rows(connection, " UNION ALL ".join(copies), into / file_of(table.name))
    kinds = {n: replace(k, count=k.count * times) for n, k in tables.kinds.items()}
    subjects = replace(tables.subjects, count=size * times)
    write_index(program(), replace(tables, subjects=subjects, kinds=kinds), into, {})


def measured(work: Callable[[], object]) -> Mapping[str, Any]:
    wall, used = perf_counter(), process_time()
    work()
    return {
        "wall": perf_counter() - wall,
        "cpu": process_time() - used,
        "peak_mb": peak_mb(),
    }


def peak_mb() -> float:
    """Of this program alone: on Linux a process begins with the peak of the one that started it,
    which only the status file leaves out."""
    status = Path("/proc/self/status")
    if status.exists():
        (line,) = (one for one in status.read_text().splitlines() if one.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def admitting(folder: Path) -> Mapping[str, Any]:
    policy = program()

    def work() -> None:
        admit_in_bulk(
            policy,
            period=PERIOD,
            evidence=[Delivery(folder / EVIDENCE)],
            subjects=folder / "subjects.parquet",
            passed_over=(),
            folder=folder / "snapshot",
            originals={},
            progress=lambda file, rows: None,
            memory=MEMORY,
        )

    told = measured(work)
    size = sum(path.stat().st_size for path in (folder / "snapshot").iterdir())
    return {**told, "disk_mb": size / 2**20}


def assessing(folder: Path) -> Mapping[str, Any]:
    policy = program()

    def work() -> None:
        with connected(folder / "snapshot", memory=MEMORY) as connection:
            store = open_snapshot(connection, policy, folder / "snapshot")
            conclude(store, policy, tally(store, policy))

    return measured(work)


def running(folder: Path, limit: int) -> Mapping[str, Any]:
    """A whole run, evidence to package, within a limit in bytes."""
    request = Request(
        policy=POLICY,
        evidence=(folder / EVIDENCE,),
        subjects=folder / "subjects.parquet",
        period=PERIOD.label,
        engine="duckdb",
        memory=limit,
    )
    return measured(lambda: run_review(request, folder / "package"))


def alone(what: str, folder: Path) -> Mapping[str, Any]:
    command = [sys.executable, "-m", "bench.growth", what, str(folder)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found: Mapping[str, Any] = json.loads(told)
    return found


def main(folder: Path, sizes: list[int]) -> None:
    print(f"{'records':>12} {'what':10} {'cpu s':>8} {'µs each':>8} {'clock s':>8} {'MB':>6} disk")
    for records in sizes:
        own = folder / str(records)
        if records > _MOST and not own.exists():
            multiply(folder / str(_MOST) / "snapshot", records // _MOST, own / "snapshot")
        if not own.exists():
            make(own, records)
        if not (own / "snapshot").exists():
            _show(records, "admit", alone("admitting", own))
        runs = [alone("assessing", own) for _ in range(_TIMES)]
        _show(records, "assess", {key: median(run[key] for run in runs) for key in runs[0]})


def _show(records: int, what: str, told: Mapping[str, Any]) -> None:
    disk = f"{told['disk_mb']:.0f} MB" if "disk_mb" in told else ""
    print(
        f"{records:12,} {what:10} {told['cpu']:8.2f} {told['cpu'] / records * 1e6:8.3f} "
        f"{told['wall']:8.2f} {told['peak_mb']:6.0f} {disk}",
        flush=True,
    )


if __name__ == "__main__":
    if sys.argv[1] == "running":
        print(json.dumps(running(Path(sys.argv[2]), int(sys.argv[3]))))
    elif sys.argv[1] in ("admitting", "assessing"):
        works = {"admitting": admitting, "assessing": assessing}
        print(json.dumps(works[sys.argv[1]](Path(sys.argv[2]))))
    else:
        main(Path(sys.argv[1]), [int(size) for size in sys.argv[2:]])
