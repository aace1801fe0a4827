"""One subject of 46 records over HTTP, and batches, beside two others: `make bench-http`. Reports.

All are asked the same subjects on this machine over kept connections; every total is compared with
the one worked out by hand. ZEN behind Flask and OpenFisca's web API run in an environment of their
own. They give a total; kaoping checks the body, reads every cell strictly, matches twice, and
gives points, grade, ledger on request, what is pending, and the id of the decision.
"""

from __future__ import annotations

import json
import os
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter, sleep
from typing import Any

from bench.workload import PERIOD, POLICY, evidence, expected_total
from scoring.evidence import Evidence, Record

SUBJECTS = 200
SECONDS = 8
CONNECTIONS = 8
FIELDS = {
    "complaint": ("severity", "verified", "days_to_resolve"),
    "inspection": ("severity", "verified", "days_to_resolve"),
    "survey": ("rater_group", "mark", "weight"),
    "award": ("verified",),
}
CODES = {
    "kind": {"complaint": 1, "inspection": 2, "survey": 3, "award": 4},
    "severity": {"general": 1, "serious": 2, "major": 3},
    "rater_group": {"party_member": 1, "committee": 2, "owner": 3},
}


@dataclass(frozen=True, slots=True)
class Door:
    """Where a server is asked, with what, and how its total is read, in hundredths."""

    name: str
    port: int
    path: str
    bodies: Sequence[bytes]
    total: Callable[[Any], int]
    headers: dict[str, str]
    process: int


def main(rivals: str | None) -> None:
    population = evidence(SUBJECTS)
    wanted = [expected_total(population.of(name)) for name in population.subjects]
    print(f"Python {platform.python_version()}, {platform.machine()}, {commit()}")
    print(f"{SUBJECTS} subjects, 46 records each; load average before {load()}")
    print(f"{'server':34} {'p50 ms':>8} {'p99 ms':>8} {'requests/s':>11} {'CPU ms each':>12}")
    for engine, name in (("auto", "durable matched twice"), ("reference", "reference engine")):
        with kaoping(engine) as (port, key, process):
            door = kaoping_door(population, port, key, process)
            measure(replace(door, name=f"kaoping, {name}"), wanted)
            batches(population, door, name)
    if rivals:
        with rival(rivals, "zen_flask") as (port, process):
            measure(zen_door(population, port, process), wanted)
        with rival(rivals, "openfisca_api") as (port, process):
            measure(openfisca_door(population, port, process), wanted)


def measure(door: Door, wanted: Sequence[int]) -> None:
    """One caller for the times, several for the rate; both share the processors with the server."""
    ask = asker(door)
    for body, total in zip(door.bodies, wanted, strict=True):
        found = door.total(ask(body))
        if found != total:
            sys.exit(f"{door.name} says {found} where {total} is right")
    taken = []
    before = cpu_seconds(door.process)
    for _ in range(3):
        for body in door.bodies:
            start = perf_counter()
            ask(body)
            taken.append((perf_counter() - start) * 1000)
    # What the server and its workers computed: it says the same on a busy machine.
    each = (cpu_seconds(door.process) - before) * 1000 / len(taken)
    cuts = statistics.quantiles(taken, n=100)
    rate = throughput(door)
    figures = f"{cuts[49]:8.2f} {cuts[98]:8.2f} {rate:11,.0f} {each:12.2f}"
    print(f"{door.name:34} {figures}", flush=True)


def throughput(door: Door) -> float:
    end = perf_counter() + SECONDS

    def work(number: int) -> int:
        ask, done = asker(door), 0
        while perf_counter() < end:
            ask(door.bodies[(number + done) % len(door.bodies)])
            done += 1
        return done

    with ThreadPoolExecutor(CONNECTIONS) as threads:
        return sum(threads.map(work, range(CONNECTIONS))) / SECONDS


def batches(population: Evidence, single: Door, engine: str) -> None:
    """Records a second, from the first byte sent to the last received, two requests at a time."""
    head = {"period": PERIOD.label}
    subjects = [
        {
            "id": name,
            "fields": dict(subject.fields),
            "evidence": kinds(population, name),
        }
        for name, subject in population.subjects.items()
    ]
    records = population.admitted
    for kind in ("partial", "complete"):
        body = encoded({**head, "population": kind, "subjects": subjects})
        door = replace(single, path=f"{single.path}:batch", bodies=[body])
        ask = asker(door)
        ask(body)
        one = min(timed(ask, body) for _ in range(5))
        with ThreadPoolExecutor(2) as threads:
            start = perf_counter()
            list(threads.map(lambda _, door=door, body=body: asker(door)(body), range(6)))
            two = (perf_counter() - start) / 6
        print(
            f"  batch of {records:,} records, {kind:8} {engine:24} "
            f"{records / one:9,.0f} records/s alone, {records / two:9,.0f} two at a time",
            flush=True,
        )


def timed(ask: Callable[[bytes], Any], body: bytes) -> float:
    start = perf_counter()
    ask(body)
    return perf_counter() - start


def asker(door: Door) -> Callable[[bytes], Any]:
    """Asks over one connection that is kept."""
    connection = HTTPConnection("127.0.0.1", door.port, timeout=120)
    headers = {"Content-Type": "application/json", **door.headers}

    def ask(body: bytes) -> Any:
        connection.request("POST", door.path, body, headers)
        answer = connection.getresponse()
        data = answer.read()
        if answer.status != 200:
            sys.exit(f"{door.name}: {answer.status} {data[:500]!r}")
        return json.loads(data)

    return ask


# --- the doors ---------------------------------------------------------------------------------


def kaoping_door(population: Evidence, port: int, key: str, process: int) -> Door:
    bodies = [
        encoded(
            {
                "period": PERIOD.label,
                "subject": {"id": name, "fields": dict(subject.fields)},
                "evidence": kinds(population, name),
            }
        )
        for name, subject in population.subjects.items()
    ]
    path = "/v1/policies/bench-workload/assessments"
    headers = {"Authorization": f"Bearer {key}"}
    return Door(
        "kaoping", port, path, bodies, lambda found: hundredths(found["total"]), headers, process
    )


def zen_door(population: Evidence, port: int, process: int) -> Door:
    blank = dict.fromkeys(("severity", "verified", "days_to_resolve", "mark"))
    bodies = [
        encoded({"records": [{**blank, "kind": r.kind, **row(r)} for r in population.of(name)]})
        for name in population.subjects
    ]
    name = "ZEN 2.1, Flask, waitress"
    return Door(name, port, "/", bodies, lambda found: int(found["total"]), {}, process)


def openfisca_door(population: Evidence, port: int, process: int) -> Door:
    bodies = [encoded(situation(population.of(name))) for name in population.subjects]
    return Door(
        "OpenFisca 46 web API, waitress",
        port,
        "/calculate",
        bodies,
        lambda found: int(found["companies"]["c"]["total"][PERIOD.label]),
        {},
        process,
    )


def situation(records: Sequence[Record]) -> dict[str, Any]:
    known = ("severity", "verified", "days_to_resolve", "mark", "rater_group", "weight")
    people = {}
    for record in records:
        told = {"kind": record.kind, **dict.fromkeys(known), **row(record)}
        people[record.id] = {name: {PERIOD.label: code(name, v)} for name, v in told.items()}
    company = {"items": list(people), "total": {PERIOD.label: None}}
    return {"records": people, "companies": {"c": company}}


def code(name: str, value: Any) -> int:
    if value is None:
        return -1
    return CODES[name][value] if name in CODES else int(value)


def kinds(population: Evidence, name: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {kind: [] for kind in FIELDS}
    for record in population.of(name):
        told = {"id": record.id, "event_date": str(record.date), **row(record)}
        found[record.kind].append(told)
    return found


def row(record: Record) -> dict[str, Any]:
    return dict(zip(FIELDS[record.kind], record.values, strict=False))


def hundredths(text: str) -> int:
    whole, _, rest = text.partition(".")
    return int(whole) * 100 + int(rest.ljust(2, "0"))


def encoded(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False).encode()


# --- the servers -------------------------------------------------------------------------------


@contextmanager
def kaoping(engine: str) -> Iterator[tuple[int, str, int]]:
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "bench-workload"
        home.mkdir()
        shutil.copy(POLICY, home / "1.yaml")
        command = [
            *(sys.executable, "-m", "service.cli.main", "serve", "--port", "0", "--rate", "0"),
            *("--engine", engine, "--policies", folder, "--format", "json"),
        ]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as process:
            assert process.stdout is not None
            told = "".join(iter(process.stdout.readline, "}\n")) + "}"
            found = json.loads(told)
            try:
                yield int(found["address"].rpartition(":")[2]), found["key"], process.pid
            finally:
                process.terminate()


@contextmanager
def rival(python: str, name: str) -> Iterator[tuple[int, int]]:
    port = free_port()
    with subprocess.Popen(
        [python, "-m", f"bench.rivals.{name}", str(port)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            sleep(0.1)
        try:
            yield port, process.pid
        finally:
            process.terminate()


def cpu_seconds(process: int) -> float:
    """Of the process and those it started, as far as they run."""
    told = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    own = (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
    return own + sum(cpu_seconds(child) for child in children(process))


def children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").iterdir()
    return sorted({int(one) for task in tasks for one in (task / "children").read_text().split()})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def commit() -> str:
    found = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True)
    return f"commit {found.stdout.strip()}"


def load() -> str:
    return Path("/proc/loadavg").read_text(encoding="ascii").split()[0]


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else None)
