"""`kaoping serve` as it is run: hostile sockets, large bodies, the end."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

import pytest

from service.cli.main import main

PATH = "/v1/policies/toronto-management/assessments"
QUESTION = json.dumps({"period": "2017-01-01/2023-12-31", "subject": {"id": "A"}}).encode()


@dataclass
class Serving:
    process: subprocess.Popen[str]
    port: int
    key: str

    def open(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def head(self, path: str = PATH, method: str = "POST") -> bytes:
        return (
            f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
            f"Authorization: Bearer {self.key}\r\nContent-Type: application/json\r\n"
        ).encode()

    def end(self) -> None:
        self.process.kill()
        self.process.communicate()

    def send(self, data: bytes) -> tuple[int, bytes]:
        """The status and the body of the answer; 0 where the server hung up."""
        with self.open() as connection:
            received = b""
            # The server need not read all of what it refuses.
            with suppress(OSError):
                connection.sendall(data)
            with suppress(OSError):
                while block := connection.recv(65536):
                    received += block
        head, _, body = received.partition(b"\r\n\r\n")
        return (int(head.split()[1]) if head else 0), body


def start(*options: str) -> Serving:
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "service.cli.main", "serve", "--port", "0"),
            *("--format", "json", "--workers", "1", "--body-limit", "1", *options),
        ],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={k: v for k, v in os.environ.items() if not k.startswith("KAOPING_")},
    )
    assert process.stdout is not None
    told = ""
    while not told.endswith("}\n"):
        line = process.stdout.readline()
        if not line:
            process.communicate()
            pytest.fail(f"the service did not start: exit code {process.returncode}")
        told += line
    found = json.loads(told)
    return Serving(process, int(found["address"].rpartition(":")[2]), found["key"])


@pytest.fixture(scope="module")
def serving() -> Iterator[Serving]:
    found = start()
    yield found
    found.end()


def chunked(data: bytes, size: int = 4096) -> bytes:
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def test_a_body_may_come_in_chunks(serving):
    head = serving.head() + b"Transfer-Encoding: chunked\r\n\r\n"
    status, body = serving.send(head + chunked(QUESTION, 7))
    assert (status, json.loads(body)["subject"]) == (200, "A")


@pytest.mark.parametrize("size", [1_200_000, 5_000_000])
@pytest.mark.parametrize("how", ["chunked", "declared"])
def test_a_body_over_the_limit_is_refused_and_never_cut(serving, how, size):
    """Padded with blanks: cut anywhere after the question it would still be a good one."""
    data = QUESTION + b" " * (size - len(QUESTION))
    if how == "chunked":
        sent = serving.head() + b"Transfer-Encoding: chunked\r\n\r\n" + chunked(data)
    else:
        sent = serving.head() + b"Content-Length: %d\r\n\r\n" % len(data) + data
    status, _ = serving.send(sent)
    # Far beyond the limit the server may hang up before all is sent.
    assert status in ((413,) if size < 2_000_000 else (413, 0))


@pytest.mark.parametrize(
    ("extra", "statuses"),
    [
        (b"Content-Length: 4\r\nContent-Length: 5\r\n", {400}),
        (b"Content-Length: -1\r\n", {400}),
        (b"Content-Length: x\r\n", {400}),
        (b"Transfer-Encoding: gzip\r\n", {400, 501}),
        (b"X: " + b"y" * 70_000 + b"\r\n", {431, 400}),
        (b"".join(b"X-%d: y\r\n" % number for number in range(10_000)), {431, 400}),
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_request_that_is_no_proper_http_is_refused(serving, extra, statuses):
    status, body = serving.send(serving.head() + extra + b"\r\n" + QUESTION + b"\r\n")
    assert status in statuses
    assert b"decision_id" not in body


BOTH = b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n"


def test_of_two_lengths_the_chunks_count_and_nothing_is_cut(serving):
    """Waitress follows the chunks, as RFC 9112 lets it; a proxy in front refuses both at once."""
    status, body = serving.send(serving.head() + BOTH + chunked(QUESTION))
    assert (status, json.loads(body)["subject"]) == (200, "A")
    status, body = serving.send(serving.head() + BOTH + QUESTION + b"\r\n")
    assert status == 400
    assert b"decision_id" not in body


def test_an_address_that_is_too_long_is_refused(serving):
    status, _ = serving.send(serving.head("/v1/policies/" + "x" * 70_000, "GET") + b"\r\n")
    assert status in (400, 414, 431)


def test_depth_beyond_reason_costs_nothing(serving):
    data = b"[" * 100_000
    status, body = serving.send(serving.head() + b"Content-Length: 100000\r\n\r\n" + data)
    assert (status, json.loads(body)["code"]) == (400, "too-deep")


def test_a_body_that_ends_early_has_no_answer(serving):
    with serving.open() as connection:
        connection.sendall(serving.head() + b"Content-Length: 500\r\n\r\n" + QUESTION)
        connection.shutdown(socket.SHUT_WR)
        received = connection.recv(65536)
    assert b"decision_id" not in received


def test_forty_slow_senders_do_not_keep_others_waiting(serving):
    slow = [serving.open() for _ in range(40)]
    try:
        for connection in slow[:20]:
            connection.sendall(b"GET /livez HTTP/1.1\r\nHost: loc")
        for connection in slow[20:]:
            connection.sendall(serving.head() + b"Content-Length: 500\r\n\r\n{")
        assert serving.send(b"GET /livez HTTP/1.0\r\n\r\n")[0] == 200
    finally:
        for connection in slow:
            connection.close()


def test_the_server_does_not_say_what_it_is(serving):
    with serving.open() as connection:
        connection.sendall(b"GET /livez HTTP/1.0\r\n\r\n")
        assert b"\nServer:" not in connection.recv(65536)


@pytest.mark.parametrize("sign", [signal.SIGTERM, signal.SIGINT], ids=lambda sign: sign.name)
def test_the_service_ends_when_it_is_told_to(sign):
    found = start()
    assert found.send(b"GET /readyz HTTP/1.0\r\n\r\n")[0] == 200
    found.process.send_signal(sign)
    assert found.process.wait(60) == 0
    found.end()


def test_other_commands_do_not_wait_for_the_service_to_be_imported():
    heavy = (
        "{'flask', 'werkzeug', 'waitress', 'prometheus_client', 'service.app', 'service.wiring'}"
    )
    asked = f"import sys, service.cli.main; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


@pytest.mark.parametrize(
    "options",
    [["--host", "0.0.0.0"], ["--host", "example.invalid"]],
    ids=["everywhere", "another name"],
)
def test_without_keys_no_other_machine_is_served(options, capsys, monkeypatch):
    monkeypatch.delenv("KAOPING_KEYS", raising=False)
    monkeypatch.delenv("KAOPING_KEYS_FILE", raising=False)
    with pytest.raises(SystemExit) as ended:
        main(["serve", *options])
    assert ended.value.code == 2
    assert "kaoping keys" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told(serving):
    command = [sys.executable, "-m", "service.cli.main", "serve", "--port", str(serving.port)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 2
    assert f"127.0.0.1:{serving.port}" in done.stderr


def test_a_damaged_file_of_keys_is_told_by_its_line(tmp_path, capsys):
    file = tmp_path / "keys"
    file.write_text("{}\n", encoding="utf-8")
    with pytest.raises(SystemExit) as ended:
        main(["serve", "--keys", str(file)])
    assert ended.value.code == 2
    assert "第 1 行" in capsys.readouterr().err
