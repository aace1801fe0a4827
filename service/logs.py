"""The log: one JSON object a line on stderr, events with fields and nothing of the evidence."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime

NAME = "kaoping"


class JsonLines(logging.Formatter):
    """`told` of a record are its fields. A stray message of a library is its text."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told = getattr(record, "told", {})
        line = {"time": when, "level": record.levelname.lower(), "event": record.getMessage()}
        return json.dumps({**line, **told}, ensure_ascii=False)


def open_log(level: int = logging.INFO) -> logging.Logger:
    log = logging.getLogger(NAME)
    log.setLevel(level)
    log.propagate = False
    if not log.handlers:
        handler = logging.StreamHandler()
        handler.setFormatter(JsonLines())
        log.addHandler(handler)
    return log
