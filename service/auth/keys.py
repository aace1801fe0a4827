"""API keys: `prefix.secret`, kept as a keyed hash, with scopes and the day they end."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal, TypeAlias, cast, get_args

# What a caller may do. Routes that need the other scopes of the interface are not there yet.
Scope: TypeAlias = Literal["score", "audit"]
SCOPES: tuple[Scope, ...] = get_args(Scope)

_PREFIX = re.compile(r"[a-z0-9]{4,32}")
_HASH = re.compile(r"[0-9a-f]{64}")
_SECRET_BYTES = 32
_LONGEST = 200
_KEYS = frozenset({"prefix", "hash", "name", "scopes", "expires"})


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is kept: nothing of it opens anything. It holds to the end of `expires`."""

    prefix: str
    hash: str
    name: str
    scopes: frozenset[Scope]
    expires: date | None = None

    def line(self) -> str:
        """A line of a file of keys."""
        told = {
            "prefix": self.prefix,
            "hash": self.hash,
            "name": self.name,
            "scopes": sorted(self.scopes),
            "expires": self.expires.isoformat() if self.expires else None,
        }
        return json.dumps(told, ensure_ascii=False)


class KeysDamaged(Exception):
    """A file of keys that cannot be used, with the line that is wrong."""

    def __init__(self, line: int) -> None:
        self.line = line
        self.zh = f"密钥文件第 {line} 行不对；每行一个由 kaoping keys 写出的密钥"
        self.en = f"line {line} of the keys is wrong; each is a key as `kaoping keys` writes it"
        super().__init__(self.en)


class Keyring:
    """Keys by prefix. `pepper` is a secret of the service, apart from where the keys are kept."""

    def __init__(self, keys: Iterable[Key], pepper: bytes) -> None:
        self._keys: Mapping[str, Key] = {key.prefix: key for key in keys}
        self._pepper = pepper
        # Compared with where there is no key of that prefix, so that both take the same time.
        self._nobody = hashed("nobody", pepper)

    def __len__(self) -> int:
        return len(self._keys)

    def holder(self, token: str, today: date) -> Key | None:
        """The key the token opens, or None: unknown, wrong and expired look the same."""
        prefix, _, secret = token[:_LONGEST].partition(".")
        key = self._keys.get(prefix)
        kept = key.hash if key else self._nobody
        same = hmac.compare_digest(hashed(secret, self._pepper), kept)
        if key is None or not same or (key.expires is not None and today > key.expires):
            return None
        return key


def hashed(secret: str, pepper: bytes) -> str:
    """The secret has 256 random bits, so a slow hash would only slow the service down."""
    return hmac.new(
        b"kaoping" + pepper, secret.encode(errors="replace"), hashlib.sha256
    ).hexdigest()


def new_key(
    name: str, scopes: Iterable[Scope], pepper: bytes, expires: date | None = None
) -> tuple[Key, str]:
    """A key to keep and the token to hand over, which is told this once."""
    prefix, secret = "k" + secrets.token_hex(5), secrets.token_urlsafe(_SECRET_BYTES)
    key = Key(prefix, hashed(secret, pepper), name, frozenset(scopes), expires)
    return key, f"{prefix}.{secret}"


def read_keys(text: str) -> list[Key]:
    """Raises KeysDamaged. Blank lines and lines from `#` are passed over."""
    found: dict[str, Key] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            key = _key(json.loads(line))
        except (ValueError, TypeError, KeyError, RecursionError):
            raise KeysDamaged(number) from None
        if key.prefix in found:
            raise KeysDamaged(number)
        found[key.prefix] = key
    return list(found.values())


def _key(told: dict[str, Any]) -> Key:
    scopes, expires = told["scopes"], told.get("expires")
    right = (
        told.keys() <= _KEYS
        and _PREFIX.fullmatch(told["prefix"])
        and _HASH.fullmatch(told["hash"])
        and isinstance(told["name"], str)
        and isinstance(scopes, list)
        and set(scopes) <= set(SCOPES)
    )
    if not right:
        raise ValueError
    day = None if expires is None else date.fromisoformat(expires)
    return Key(
        told["prefix"], told["hash"], told["name"], frozenset(cast(list[Scope], scopes)), day
    )
