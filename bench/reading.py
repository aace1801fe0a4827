"""How fast a workbook of 100,000 × 20 is admitted, and in how much memory: `make bench`."""

from __future__ import annotations

import platform
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from rules.expr.kinds import BooleanKind, DateKind, Kind, NumberKind, PercentKind, TextKind
from rules.program import EvidenceKind, Field
from scoring.intake.admit import admit
from scoring.intake.deliveries import Delivery
from tests.scoring.intake.programs import YEAR, program
from tests.scoring.intake.workbooks import DAY, PERCENT, Made, number, write_workbook

ROWS = 100_000
COLUMNS = 20
NAME = "投诉.xlsx"
# What stands in the columns behind subject and id, over and over.
KINDS: tuple[Kind, ...] = (
    DateKind(),
    NumberKind(1, 0, 100),
    BooleanKind(),
    TextKind(),
    PercentKind(),
    NumberKind(0, 0, 100),
)


def cells(row: int) -> Iterator[object]:
    yield f"WY{row % 500:03}"
    yield f"G{row:06}"
    for column in range(2, COLUMNS):
        drawn = row * 7 + column
        match column % len(KINDS):
            case 0:
                yield number(str(46_023 + drawn % 300), DAY)
            case 1:
                yield number(f"{drawn % 1000 // 10}.{drawn % 10}")
            case 2:
                yield "是" if drawn % 3 else "否"
            case 3:
                yield f"类别{drawn % 20}"
            case 4:
                yield number(f"0.{drawn % 90 + 10}", PERCENT)
            case _:
                yield drawn % 97


def make(folder: Path) -> None:
    headings = ["对象", "工单号", *(f"列{column}" for column in range(2, COLUMNS))]
    rows = {1: headings} | {row: list(cells(row)) for row in range(2, ROWS + 2)}
    write_workbook(folder, NAME, Made(rows))


def measure(path: Path) -> None:
    number_of_sheet = Field("工单号", TextKind())
    fields = [Field(f"列{at}", KINDS[at % len(KINDS)]) for at in range(2, COLUMNS)]
    kind = EvidenceKind("投诉", (number_of_sheet, *fields), event_date=None, identity=("工单号",))
    start = perf_counter()
    evidence = admit(program(kind), period=YEAR, evidence=[Delivery(path)], subjects=None)
    seconds = perf_counter() - start
    own, child = (resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    print(f"Python {platform.python_version()}, {platform.machine()}")
    print(f"{evidence.admitted:,} × {COLUMNS} admitted from xlsx: {seconds:.1f} s")
    for name, used in (("admitting", own), ("reading", child)):
        spent = used.ru_utime + used.ru_stime
        print(f"{name:>10}: {spent:.1f} s of processor, {used.ru_maxrss // 1024} MB at most")


def main() -> None:
    match sys.argv[1:]:
        case ["make", folder]:
            make(Path(folder))
        case ["measure", folder]:
            measure(Path(folder) / NAME)
        case _:
            # Processes of their own: the peak of memory passes from a process to those it starts.
            with tempfile.TemporaryDirectory() as folder:
                for step in ("make", "measure"):
                    command = [sys.executable, "-m", "bench.reading", step, folder]
                    subprocess.run(command, check=True)


if __name__ == "__main__":
    main()
