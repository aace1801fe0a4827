"""The language server of VS Code's YAML extension, asked over its standard streams."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Server:
    """Answers are awaited by id; what the server asks is answered with what `settings` says."""

    process: subprocess.Popen[bytes]
    settings: dict[str, Any]
    heard: list[dict[str, Any]] = field(default_factory=list)
    asked: int = 0

    def send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self.process.stdin
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))
        self.process.stdin.flush()

    def receive(self) -> dict[str, Any]:
        assert self.process.stdout
        length = 0
        while line := self.process.stdout.readline().strip():
            name, _, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        if message.get("method") == "workspace/configuration":
            sections = [item["section"] for item in message["params"]["items"]]
            self.send(id=message["id"], result=[self.settings.get(s) for s in sections])
        elif "method" in message and "id" in message:
            self.send(id=message["id"], result=None)
        return message

    def ask(self, method: str, **params: Any) -> Any:
        self.asked += 1
        self.send(id=self.asked, method=method, params=params)
        while True:
            message = self.receive()
            if message.get("id") == self.asked and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self.heard.append(message)

    def diagnostics(self, uri: str) -> list[dict[str, Any]]:
        """What it says is wrong with a document it was just shown."""
        while True:
            message = self.heard.pop(0) if self.heard else self.receive()
            about = message.get("params") or {}
            if message.get("method") == "textDocument/publishDiagnostics" and about["uri"] == uri:
                return list(about["diagnostics"])

    def show(self, path: Path, text: str) -> str:
        """Opens a document; its address."""
        document = {"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text}
        self.send(method="textDocument/didOpen", params={"textDocument": document})
        return path.as_uri()


@contextmanager
def serving(command: list[str], folder: Path, settings: dict[str, Any]) -> Iterator[Server]:
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        server = Server(process, settings)
        folders = [{"uri": folder.as_uri(), "name": folder.name}]
        capabilities = {
            "workspace": {"configuration": True, "workspaceFolders": True},
            "textDocument": {"hover": {"contentFormat": ["plaintext"]}},
        }
        server.ask(
            "initialize",
            processId=None,
            rootUri=folder.as_uri(),
            workspaceFolders=folders,
            capabilities=capabilities,
        )
        server.send(method="initialized", params={})
        server.send(method="workspace/didChangeConfiguration", params={"settings": {}})
        yield server
    finally:
        process.kill()
        process.communicate()
