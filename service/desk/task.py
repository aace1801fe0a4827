"""A question on its way to a worker and the reply on its way back, as frames of bytes."""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from typing import IO, Any, Literal, TypeAlias

from service.desk.answers import Detail

Subjects: TypeAlias = Literal["one", "many"]
_LENGTHS = struct.Struct(">QQQ")


@dataclass(frozen=True, slots=True)
class Task:
    """`body` is as it was sent: workers read it, so that nothing a body holds meets the server.
    `instance` names the request in a problem."""

    subjects: Subjects
    policy: str
    detail: Detail
    body: bytes
    instance: str = ""
    reference_only: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """`facts` are for the log and the metrics, and hold nothing of the evidence."""

    status: int
    body: bytes
    facts: dict[str, Any]


def send_task(stream: IO[bytes], task: Task, catalogue: bytes) -> None:
    """`catalogue` is empty where the worker has it already."""
    head = {
        "subjects": task.subjects,
        "policy": task.policy,
        "detail": task.detail,
        "instance": task.instance,
        "reference_only": task.reference_only,
    }
    _send(stream, head, task.body, catalogue)


def receive_task(stream: IO[bytes]) -> tuple[Task, bytes]:
    head, body, catalogue = _receive(stream)
    return Task(body=body, **head), catalogue


def send_reply(stream: IO[bytes], reply: Reply) -> None:
    head = asdict(reply)
    body = head.pop("body")
    _send(stream, head, body, b"")


def receive_reply(stream: IO[bytes]) -> Reply:
    head, body, _ = _receive(stream)
    return Reply(body=body, **head)


def _send(stream: IO[bytes], head: dict[str, Any], body: bytes, more: bytes) -> None:
    text = json.dumps(head).encode()
    stream.write(_LENGTHS.pack(len(text), len(body), len(more)))
    for part in (text, body, more):
        stream.write(part)
    stream.flush()


def _receive(stream: IO[bytes]) -> tuple[dict[str, Any], bytes, bytes]:
    """Raises EOFError where the other side is gone."""
    lengths = _LENGTHS.unpack(_exactly(stream, _LENGTHS.size))
    text, body, more = (_exactly(stream, length) for length in lengths)
    return json.loads(text), body, more


def _exactly(stream: IO[bytes], size: int) -> bytes:
    data = stream.read(size)
    if len(data) != size:
        raise EOFError
    return data
