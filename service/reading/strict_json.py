"""JSON as the service takes it: strict UTF-8, each key once, finite numbers kept as written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NoReturn

from service.errors import Problem, at, trouble

# A surrogate that stands alone or a NUL can only come as an escape: JSON has no raw NUL and UTF-8
# no raw surrogate. Most texts have no such escape, and need no second look.
_SUSPECT = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_UNTEXT = re.compile("[\0\ud800-\udfff]")


class Digits(str):
    """A number as it was written: 0.1 stays 0.1, and 1e400 is never computed."""

    __slots__ = ()


def read_json(data: bytes) -> Any:
    """Objects, lists, text, `Digits`, booleans and None."""
    if not data.strip():
        raise Problem("empty-body")
    if data.startswith(b"\xef\xbb\xbf"):
        raise Problem("byte-order-mark")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise Problem("not-utf-8") from None
    try:
        value = _DECODER.decode(text)
    except RecursionError:
        raise Problem("too-deep") from None
    except ValueError:
        raise Problem("bad-json") from None
    if _SUSPECT.search(text):
        for pointer in _untexts(value):
            raise Problem("bad-text", [trouble(pointer, "bad-text")])
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Problem("duplicate-key")
    return found


def _constant(_: str) -> NoReturn:
    raise Problem("not-finite")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_object, parse_float=Digits, parse_int=Digits, parse_constant=_constant
)


def _untexts(value: Any) -> Iterator[str]:
    """Where text stands that cannot be kept; a key is told by the object it stands in."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), value)]
    while waiting:
        path, found = waiting.pop()
        match found:
            case str() if _UNTEXT.search(found):
                yield at(*path)
            case dict():
                if any(_UNTEXT.search(key) for key in found):
                    yield at(*path)
                else:
                    waiting += [((*path, key), part) for key, part in found.items()]
            case list():
                waiting += [((*path, index), part) for index, part in enumerate(found)]
