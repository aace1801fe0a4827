"""Worker processes that answer, each one question at a time, within a limit of time."""

from __future__ import annotations

import logging
import pickle
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from queue import Empty, LifoQueue
from threading import BoundedSemaphore, Lock, Timer
from typing import IO

from rules.backends.crossed import Engine
from service.catalogue import Catalogue
from service.desk.task import Reply, Task, receive_reply, send_task
from service.errors import Problem

# How long a question waits for a free worker, in seconds.
_PATIENCE = 10.0
# How many batches may wait for those at work.
_WAITING = 2


def command(engine: Engine) -> Sequence[str]:
    return (sys.executable, "-m", "service.desk.worker", engine)


class Stopped(Exception):
    """The worker is gone; `late` where it was stopped because its time was over."""

    def __init__(self, *, late: bool) -> None:
        self.late = late
        super().__init__()


class Worker:
    """A process, started when it is first asked at the latest. It holds one catalogue at a time."""

    def __init__(self, arguments: Sequence[str], limit: float) -> None:
        self._arguments = arguments
        self.limit = limit
        self._process: subprocess.Popen[bytes] | None = None
        self._holds = ""

    def ask(self, task: Task, catalogue: Catalogue, packed: Callable[[], bytes]) -> Reply:
        """Raises Stopped; the next question starts another process."""
        process = self._running()
        late = []

        def end() -> None:
            late.append(True)
            process.kill()

        timer = Timer(self.limit, end)
        timer.start()
        try:
            fresh = self._holds != catalogue.digest
            send_task(_piped(process.stdin), task, packed() if fresh else b"")
            reply = receive_reply(_piped(process.stdout))
            self._holds = catalogue.digest
        except (OSError, EOFError):
            self.stop()
            raise Stopped(late=bool(late)) from None
        finally:
            timer.cancel()
        return reply

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    # What is left in the buffer has no reader any more.
                    with suppress(OSError):
                        stream.close()
        self._process, self._holds = None, ""

    def start(self) -> None:
        self._running()

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is not None and self._process.poll() is not None:
            self.stop()
        if self._process is None:
            # S603: what is run is this Python and a module of ours, never a caller's words
            self._process = subprocess.Popen(  # noqa: S603
                self._arguments,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                # A Ctrl-C is for the server, which lets the questions at hand be answered first.
                start_new_session=True,
            )
        return self._process


def _piped(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise OSError("the worker has no pipe")
    return stream


class Pool:
    """Batches may not take every worker, so that single questions are answered beside them."""

    def __init__(
        self,
        size: int,
        arguments: Sequence[str],
        *,
        limit: float,
        log: logging.Logger,
        on_stop: Callable[[str], None],
    ) -> None:
        self.workers = [Worker(arguments, limit) for _ in range(size)]
        self._idle: LifoQueue[Worker] = LifoQueue()
        for worker in self.workers:
            self._idle.put(worker)
        self._batches = BoundedSemaphore(max(size - 1, 1))
        # Those at work and those that wait for them: more would only keep the server's threads.
        self._taken = BoundedSemaphore(max(size - 1, 1) + _WAITING)
        self._log = log
        self._on_stop = on_stop
        self._packing = Lock()
        self._packed: tuple[str, bytes] = ("", b"")

    def answer(self, task: Task, catalogue: Catalogue) -> Reply:
        """By the engine; where it crashes, by the definition of the language alone, and the answer
        says so. A question that takes too long is stopped and has no answer."""
        if task.subjects == "one":
            return self._answer(task, catalogue)
        if not self._taken.acquire(blocking=False):
            raise Problem("too-busy", retry_after=5)
        try:
            return self._batch(task, catalogue)
        finally:
            self._taken.release()

    def _batch(self, task: Task, catalogue: Catalogue) -> Reply:
        if not self._batches.acquire(timeout=_PATIENCE):
            raise Problem("too-busy", retry_after=5)
        try:
            return self._answer(task, catalogue)
        finally:
            self._batches.release()

    def _answer(self, task: Task, catalogue: Catalogue) -> Reply:
        try:
            worker = self._idle.get(timeout=_PATIENCE)
        except Empty:
            raise Problem("too-busy", retry_after=1) from None
        try:
            return self._asked(worker, task, catalogue)
        finally:
            self._idle.put(worker)

    def _asked(self, worker: Worker, task: Task, catalogue: Catalogue) -> Reply:
        packed = partial(self._pack, catalogue)
        try:
            return worker.ask(task, catalogue, packed)
        except Stopped as stopped:
            self._tell(stopped, task)
            if stopped.late:
                raise Problem("time-limit", retry_after=1) from None
        try:
            return worker.ask(replace(task, reference_only=True), catalogue, packed)
        except Stopped as stopped:
            self._tell(stopped, task)
            code = "time-limit" if stopped.late else "engine-stopped"
            raise Problem(code, retry_after=1) from None

    def _tell(self, stopped: Stopped, task: Task) -> None:
        why = "time-limit" if stopped.late else "crash"
        self._on_stop(why)
        self._log.error("worker stopped", extra={"told": {"why": why, "policy": task.policy}})

    def _pack(self, catalogue: Catalogue) -> bytes:
        """Packed once for all workers."""
        with self._packing:
            if self._packed[0] != catalogue.digest:
                self._packed = (catalogue.digest, pickle.dumps(catalogue))
            return self._packed[1]

    def start(self) -> None:
        """Nobody need wait for the first question to start a process."""
        for worker in self.workers:
            worker.start()

    def close(self) -> None:
        for worker in self.workers:
            worker.stop()
