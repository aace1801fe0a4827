"""Workers that crash, hang or answer: the service never gives a wrong answer and never stops."""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import pytest

from rules.library import Library, read_entry, shipped
from service.catalogue import Catalogue, Edition, catalogue
from service.desk.pool import Pool, command
from service.desk.task import Task
from service.errors import Problem

POLICY = Path(__file__).resolve().parents[3] / "policies/toronto-management/pre-2023.yaml"
BODY = json.dumps(
    {"period": "2017-01-01/2023-12-31", "subject": {"id": "A", "fields": {}}}
).encode()
CRASHING = Path(__file__).with_name("crashing_worker.py")


@pytest.fixture(scope="module")
def shelf() -> Catalogue:
    entry = read_entry(POLICY)
    return catalogue([Edition(entry.program, entry.remarks)])


class Opened:
    """A pool of one, and why its workers stopped."""

    def __init__(self, arguments: tuple[str, ...], limit: float) -> None:
        self.stopped: list[str] = []
        log = logging.getLogger("kaoping.test")
        self.pool = Pool(1, arguments, limit=limit, log=log, on_stop=self.stopped.append)

    def ask(self, shelf: Catalogue) -> tuple[int, dict[str, object]]:
        reply = self.pool.answer(Task("one", "toronto-management", "", BODY), shelf)
        return reply.status, json.loads(reply.body)


@pytest.fixture
def opened() -> Iterator[type[Opened]]:
    made: list[Opened] = []

    class Kept(Opened):
        def __init__(self, arguments: tuple[str, ...], limit: float = 60) -> None:
            super().__init__(arguments, limit)
            made.append(self)

    yield Kept
    for one in made:
        one.pool.close()


def test_a_worker_that_dies_between_questions_is_replaced(opened, shelf):
    one = opened(tuple(command("auto")))
    before = one.ask(shelf)
    (worker,) = one.pool.workers
    os.kill(worker.pid, signal.SIGKILL)
    os.waitid(os.P_PID, worker.pid, os.WEXITED | os.WNOWAIT)
    assert one.ask(shelf) == before
    assert before[0] == 200
    assert one.stopped == []


def test_a_crash_of_the_engine_is_answered_by_the_definition_and_says_so(opened, shelf):
    usual = opened(tuple(command("auto"))).ask(shelf)[1]
    one = opened((sys.executable, str(CRASHING), "auto"))
    status, answer = one.ask(shelf)
    assert status == 200
    assert answer["engine"] == {
        "name": "reference",
        "versions": {"kaoping": "0.1.0"},
        "crosschecked": False,
        "because": "engine-stopped",
    }
    assert {**answer, "engine": ""} == {**usual, "engine": ""}
    assert one.stopped == ["crash"]


def test_where_nothing_can_answer_there_is_a_problem_and_no_answer(opened, shelf):
    one = opened((sys.executable, "-c", "raise SystemExit(1)"))
    with pytest.raises(Problem) as caught:
        one.ask(shelf)
    assert (caught.value.code, caught.value.kind.status) == ("engine-stopped", 503)
    assert one.stopped == ["crash", "crash"]


def test_a_question_that_hangs_is_stopped_and_the_next_is_answered(opened, shelf):
    one = opened(tuple(command("auto")))
    before = one.ask(shelf)
    (worker,) = one.pool.workers
    os.kill(worker.pid, signal.SIGSTOP)
    worker.limit = 0.05
    with pytest.raises(Problem) as caught:
        one.ask(shelf)
    assert (caught.value.code, one.stopped) == ("time-limit", ["time-limit"])
    worker.limit = 60
    assert one.ask(shelf) == before


def test_one_who_sends_many_batches_keeps_nobody_else_waiting(opened, shelf):
    silent = "import sys; sys.stdin.buffer.read()"
    one = opened((sys.executable, "-c", silent))
    batch = Task("many", "toronto-management", "", b"{}")

    def ask(_: int) -> str:
        try:
            one.pool.answer(batch, shelf)
        except Problem as problem:
            return problem.code
        return "answered"

    # One at work and two that wait; who comes then is told at once.
    with ThreadPoolExecutor(4) as threads:
        asked = [threads.submit(ask, number) for number in range(4)]
        refused = next(as_completed(asked))
        assert refused.result() == "too-busy"
        assert sum(one_asked.done() for one_asked in asked) == 1
        while not all(one_asked.done() for one_asked in asked):
            one.pool.close()


def test_what_a_library_prints_does_not_disturb_the_replies(opened, shelf):
    noisy = "import service.desk.worker as w\nimport service.desk.desk as d\nput=d.Desk.put\n"
    noisy += "d.Desk.put=lambda s,c:(print('noise'),put(s,c))[1]\nw.main()"
    one = opened((sys.executable, "-c", noisy, "auto"))
    assert one.ask(shelf)[0] == 200


def test_the_shipped_policies_fit_into_one_frame():
    editions = [Edition(e.program, e.remarks) for e in Library((shipped(),)).entries()]
    assert len(catalogue(editions).editions) == len(editions)
