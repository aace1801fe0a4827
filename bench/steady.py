"""Whether memory stays flat over 100,000 requests: `python -m bench.steady`. Reports only."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.serving import asker, children, commit, kaoping, kaoping_door
from bench.workload import evidence

REQUESTS = 100_000
STEPS = 10
CONNECTIONS = 4


def main(requests: int) -> None:
    print(commit())
    print(f"{'requests':>9} {'server MB':>10} {'workers MB':>22}")
    with kaoping("auto") as (port, key, server):
        door = kaoping_door(evidence(100), port, key, server)
        askers = [asker(door) for _ in range(CONNECTIONS)]

        def work(number: int) -> None:
            for turn in range(requests // STEPS // CONNECTIONS):
                askers[number](door.bodies[(turn + number * 7) % len(door.bodies)])

        with ThreadPoolExecutor(CONNECTIONS) as threads:
            for step in range(STEPS + 1):
                workers = "  ".join(f"{resident(child):.1f}" for child in children(server))
                done = step * (requests // STEPS)
                print(f"{done:9,} {resident(server):10.1f} {workers:>22}", flush=True)
                if step < STEPS:
                    list(threads.map(work, range(CONNECTIONS)))


def resident(process: int) -> float:
    for line in Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else REQUESTS)
