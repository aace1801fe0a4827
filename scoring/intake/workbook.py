"""Opens a workbook: its sheets, from a process of its own that has limits."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from scoring.intake.encodings import known_content
from scoring.intake.faults import IntakeError, fault
from scoring.intake.sheets import Merge, Sheet, SheetRow, titled
from scoring.intake.sources import require_file

# How long nothing may come from the process.
PATIENCE = 120
_LONGEST_LINE = 2**26
_HEAD = 512
_ZIP = b"PK"
# Old spreadsheets are compound files, and so is a new one that is encrypted.
_COMPOUND = b"\xd0\xcf\x11\xe0"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ROOT = Path(__file__).parents[2]
_PROGRAM = (
    "import sys; sys.path.insert(0, sys.argv.pop(1));"
    "from scoring.intake.xlsx.child import main; main()"
)


@contextmanager
def open_workbook(path: Path, name: str, patience: int = PATIENCE) -> Iterator[Sequence[Sheet]]:
    """All sheets, in their order. The rows of one at a time are read; a fault of the file met then
    is an IntakeError too."""
    require_file(path, name)
    _check_head(path, name)
    # Isolated from the environment, and without installed packages: it needs none.
    command = [sys.executable, "-I", "-S", "-c", _PROGRAM, str(_ROOT), str(path.resolve())]
    with subprocess.Popen(  # noqa: S603 our own code; the path is an argument, never a command
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        reading = _Reading(process, name, patience)
        try:
            yield reading.sheets()
        finally:
            process.kill()


def _check_head(path: Path, name: str) -> None:
    """What is plainly something else is said to be so."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
        if head.startswith(_ZIP):
            return
        if head.startswith(_COMPOUND) and _holds(file, _ENCRYPTED):
            raise IntakeError(fault("encrypted-workbook"), file=name)
    zh, en = known_content(head) or (("一个文本文件", "a text file") if head else ("空的", "empty"))
    raise IntakeError(fault("not-a-workbook", zh=zh, en=en), file=name)


def _holds(file: IO[bytes], words: bytes) -> bool:
    """Whether the words stand anywhere in the rest of a file."""
    before = b""
    while block := file.read(2**20):
        if words in before + block:
            return True
        before = block[-len(words) :]
    return False


class _Reading:
    """The talk with the process."""

    def __init__(self, process: subprocess.Popen[bytes], name: str, patience: int) -> None:
        self._process = process
        self._name = name
        self._patience = patience
        self._unfinished = False

    def sheets(self) -> tuple[Sheet, ...]:
        about = self._hear()
        return tuple(
            Sheet(
                file=self._name,
                name=told["name"],
                rows=self._rows(number),
                merges=tuple(Merge(*merge) for merge in told["merges"]),
                hidden=told["hidden"],
                hidden_columns=frozenset(told["hidden_columns"]),
                from_1904=about["from_1904"],
                blank=told["blank"],
            )
            for number, told in enumerate(about["sheets"])
        )

    def _rows(self, number: int) -> Iterator[SheetRow]:
        while self._unfinished:
            # The sheet before was not read to its end.
            self._unfinished = self._hear() is not None
        stdin = _pipe(self._process.stdin)
        with suppress(BrokenPipeError):
            # Where the process has ended there is nothing to hear either.
            stdin.write(b"%d\n" % number)
            stdin.flush()
        self._unfinished = True
        while (batch := self._hear()) is not None:
            for row, cells, hidden, wrong in batch:
                faults = {int(at): fault(code) for at, code in wrong.items()}
                yield SheetRow(row, cells, faults, hidden)
        self._unfinished = False

    def _hear(self) -> Any:
        """The next line; whatever else ends the process is a fault of the file."""
        late = threading.Timer(self._patience, self._process.kill)
        late.start()
        try:
            line = _pipe(self._process.stdout).readline(_LONGEST_LINE)
        finally:
            late.cancel()
        if not line.endswith(b"\n"):
            raise IntakeError(fault("reading-ended"), file=self._name)
        told = json.loads(line)
        if isinstance(told, dict) and "refusal" in told:
            raise self._refused(told["refusal"])
        return told

    def _refused(self, told: Mapping[str, Any]) -> IntakeError:
        place = titled(self._name, told["sheet"])
        return IntakeError(fault(told["code"], **told["told"]), file=place, row=told["row"])


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise RuntimeError("the process was started with pipes")
    return pipe
