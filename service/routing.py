"""A route as a value: where it is, who may call it, what it takes and gives, and what it does."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal, TypeAlias

from service.auth.guard import Caller, Guard
from service.desk.replying import encoded
from service.errors import Problem, trouble
from service.wiring import Service

Method: TypeAlias = Literal["GET", "POST"]

JSON = "application/json"
PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Parameter:
    """One of the query. `words` are all it may be; without them it is a day."""

    name: str
    words: tuple[str, ...]
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class Call:
    """A request that passed the guard. `path` and `query` are by name; a body was read whole;
    `instance` names the request in a problem."""

    caller: Caller
    path: Mapping[str, str]
    query: Mapping[str, str]
    body: bytes = b""
    instance: str = ""

    def day(self, name: str) -> date | None:
        return date.fromisoformat(self.query[name]) if name in self.query else None


@dataclass(frozen=True, slots=True)
class Answer:
    """`facts` go to the log and hold nothing of the evidence."""

    content: bytes
    status: int = 200
    media_type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Route:
    """`takes` and `gives` are the models of the bodies; without `gives` the answer has no model.
    `problems` are the codes it may answer besides those of every guarded route."""

    method: Method
    path: str
    name: str
    guard: Guard
    act: Callable[[Service, Call], Answer]
    zh: str
    en: str
    query: tuple[Parameter, ...] = ()
    takes: type | None = None
    gives: type | None = None
    media_type: str = JSON
    problems: tuple[str, ...] = ()
    tag: str = ""

    @property
    def path_names(self) -> list[str]:
        return re.findall(r"\{(\w+)\}", self.path)


def json_answer(content: object, **more: Any) -> Answer:
    return Answer(encoded(content), **more)


def problem_answer(problem: Problem, instance: str) -> Answer:
    headers = {}
    if problem.retry_after is not None:
        headers["Retry-After"] = str(problem.retry_after)
    if problem.kind.status == 401:
        headers["WWW-Authenticate"] = 'Bearer realm="kaoping"'
    content = encoded(problem.told(instance))
    facts = {"code": problem.code}
    return Answer(content, problem.kind.status, PROBLEM, headers, facts)


def read_query(route: Route, sent: Mapping[str, list[str]]) -> Mapping[str, str]:
    """Each parameter that the route knows, once. Raises Problem with all that is wrong."""
    known = {parameter.name: parameter for parameter in route.query}
    wrong = []
    for name, values in sent.items():
        place = f"?{name}" if name in known else "?"
        if name not in known:
            wrong.append(trouble(place, "unknown-parameter"))
        elif len(values) > 1:
            wrong.append(trouble(place, "repeated-parameter"))
        elif known[name].words and values[0] not in known[name].words:
            words = ", ".join(known[name].words)
            wrong.append(trouble(place, "unknown-word", words=words))
        elif not known[name].words and not _is_day(values[0]):
            wrong.append(trouble(place, "not-a-date"))
    if wrong:
        raise Problem("bad-parameter", wrong)
    return {name: values[0] for name, values in sent.items()}


def _is_day(text: str) -> bool:
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
