"""The digest and the size of a file, as manifests tell them."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TypeAlias

Described: TypeAlias = dict[str, str | int]

_BLOCK = 1 << 20


def described(path: Path) -> Described:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return {"sha256": digest.hexdigest(), "bytes": path.stat().st_size}
