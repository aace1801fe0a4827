"""The population engine beside its peers on the same files: `make bench-peers`. Reports only.

PEERS is the folder of the peers' bench (data generator, reference, hand-written engines); the peers
run in an environment of their own, PEERS_PYTHON. Sizes and engines may be said by SIZES, ENGINES.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

WORK = Path("out/peers")
ENGINES = "duck,polars,openfisca,datalogic,zen_batch,durable_assert"
SLOW = {"datalogic": "T", "zen_batch": "T", "durable_assert": "T", "durable": "T"}


def main() -> None:
    source, python = Path(os.environ["PEERS"]), os.environ["PEERS_PYTHON"]
    if not (source / "bench.py").is_file():
        sys.exit(f"no bench of peers at {source}; say where it is: make bench-peers PEERS=…")
    sizes = os.environ.get("SIZES", "M").split(",")
    engines = os.environ.get("ENGINES", ENGINES).split(",")
    peers = WORK / "bench"
    if not peers.exists():
        shutil.copytree(source, peers)
    data = (WORK / "data").resolve()
    data.mkdir(parents=True, exist_ok=True)
    settings = {**os.environ, "BENCH_DATA": str(data)}
    for size in {"T", *sizes}:
        if not (data / f"ref_{size}.parquet").exists():
            _run([python, "gen.py", size], peers, settings)
            _run([python, "bench.py", "ref", "--sizes", size], peers, settings)
    print(
        f"{'engine':16} {'size':4} {'wall s':>8} {'cpu s':>8} {'MB':>6} {'records/s':>12}  differs"
    )
    for size in sizes:
        _show("kaoping duckdb", size, _ours(data, size))
        for engine in engines:
            own = SLOW.get(engine, size)
            _show(engine, own, _theirs(engine, own, python, peers, settings))


def _ours(data: Path, size: str) -> Mapping[str, Any]:
    command = [sys.executable, "-m", "bench.population", str(data), size]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    found = json.loads(told)
    differs = {name: count for name, count in found["differing"].items() if count}
    return {**found, "differs": differs or "nowhere"}


def _theirs(
    engine: str, size: str, python: str, peers: Path, settings: Mapping[str, str]
) -> Mapping[str, Any]:
    results = peers / "results.jsonl"
    results.unlink(missing_ok=True)
    command = [python, "bench.py", "run", "--engines", engine, "--sizes", size, "--reps", "5"]
    _run(command, peers, settings)
    if not results.exists():
        return {}
    found = json.loads(results.read_text().splitlines()[-1])
    return {
        "wall": found["median"],
        "cpu": found["cpu_med"],
        "peak_mb": found["peak_mb"],
        "rate": found["rps"],
        "differs": found["bad"] or "nowhere",
    }


def _run(command: list[str], folder: Path, settings: Mapping[str, str]) -> None:
    subprocess.run(command, cwd=folder, env=dict(settings), check=True, capture_output=True)


def _show(engine: str, size: str, found: Mapping[str, Any]) -> None:
    if not found:
        print(f"{engine:16} {size:4} did not run")
        return
    rate = found.get("rate", found.get("records", 0) / found["wall"])
    print(
        f"{engine:16} {size:4} {found['wall']:8.3f} {found['cpu']:8.3f} {found['peak_mb']:6.0f} "
        f"{rate:12,.0f}  {found['differs']}",
        flush=True,
    )


if __name__ == "__main__":
    main()
