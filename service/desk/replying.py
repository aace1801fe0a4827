"""From a task to its reply: the body read, the version chosen, the subjects assessed."""

from __future__ import annotations

import json
import traceback

from rules.backends.crossed import EngineDisagreement
from service.api.questions import read_assessment, read_batch
from service.desk.desk import Counter, Desk
from service.desk.many import assess_many
from service.desk.one import assess_one
from service.desk.task import Reply, Task
from service.errors import Problem
from service.reading.strict_json import read_json


def reply_to(desk: Desk, task: Task) -> Reply:
    """Whatever happens, one reply: an answer, a problem, or an incident that tells where in the
    code it was and nothing of the evidence."""
    try:
        return _answer(desk, task)
    except Problem as problem:
        return _refusal(task, problem)
    except EngineDisagreement as error:
        return _refusal(task, Problem("engines-differ"), where=[str(error)])
    except Exception as error:
        return _refusal(task, Problem("incident"), where=places(error))


def _refusal(task: Task, problem: Problem, **where: list[str]) -> Reply:
    told = encoded(problem.told(task.instance))
    return Reply(problem.kind.status, told, {"code": problem.code, **where})


def places(error: BaseException) -> list[str]:
    """The kind of an exception and the lines it came through; its message may quote evidence."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in frames]
    return [type(error).__name__, *lines]


def encoded(content: object) -> bytes:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def _answer(desk: Desk, task: Task) -> Reply:
    # What there is no policy for need not be read.
    desk.catalogue.versions(task.policy)
    content = read_json(task.body)
    if task.subjects == "one":
        asked = read_assessment(content)
        counter = desk.counter(task.policy, asked)
        answer = assess_one(counter, asked, task.detail)
        facts = {"decision_id": answer["decision_id"], "subjects": 1}
    else:
        batch = read_batch(content)
        counter = desk.counter(task.policy, batch)
        answer = assess_many(counter, batch, task.detail)
        facts = {"subjects": answer["counts"]["subjects"], "problems": answer["counts"]["problems"]}
    return Reply(200, encoded(answer), {**facts, **_policy(counter)})


def _policy(counter: Counter) -> dict[str, str]:
    head = counter.program.head
    return {
        "policy": head.id,
        "version": head.version,
        "policy_digest": counter.program.digest,
        "engine": counter.engine["name"],
    }
