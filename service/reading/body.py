"""The body of a request as bytes: all of it or a problem, never a part of it."""

from __future__ import annotations

from typing import Protocol

from service.errors import Problem

_BLOCK = 1 << 16


class Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


def read_body(stream: Stream, *, declared: int | None, limit: int) -> bytes:
    """Reads to the end. Werkzeug's own `get_data` cuts a chunked body at its limit without a word
    (3.1.9), so the limit is ours; a body that ends before its declared length is refused too."""
    if declared is not None and declared > limit:
        raise Problem("body-too-large")
    blocks: list[bytes] = []
    size = 0
    while block := stream.read(_BLOCK):
        size += len(block)
        if size > limit:
            raise Problem("body-too-large")
        blocks.append(block)
    if declared is not None and size != declared:
        raise Problem("incomplete-body")
    return b"".join(blocks)


def require_json(media_type: str, charset: str | None, encoding: str) -> None:
    if media_type != "application/json":
        raise Problem("wrong-media-type")
    if charset is not None and charset.lower().replace("_", "-") not in ("utf-8", "utf8"):
        raise Problem("wrong-media-type")
    if encoding not in ("", "identity"):
        raise Problem("wrong-media-type")
