"""What the service is told when it starts: by the command line, else by the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rules.backends.crossed import Engine
from rules.library import shipped

LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Settings:
    """Sizes are in bytes, times in seconds. `rate` is requests a second for each key, `burst` how
    many may come at once; a `rate` of 0 sets no limit."""

    host: str = "127.0.0.1"
    port: int = 8000
    folders: tuple[Path, ...] = ()
    engine: Engine = "auto"
    workers: int = 2
    threads: int = 16
    body_limit: int = 16 * _MIB
    time_limit: int = 60
    rate: int = 200
    burst: int = 400
    keys_file: Path | None = None
    keys: str = ""
    pepper: bytes = b""

    @property
    def library(self) -> tuple[Path, ...]:
        """A user's own folders come before the policies shipped with kaoping."""
        return (*self.folders, shipped())

    @property
    def has_keys(self) -> bool:
        return self.keys_file is not None or bool(self.keys.strip())

    @property
    def on_loopback(self) -> bool:
        return self.host in LOOPBACK


def usual_workers() -> int:
    """One for each processor and one more, because batches leave one to single questions; within
    reason, for each holds every policy."""
    return min(os.cpu_count() or 1, 8) + 1


def from_environment(environ: Mapping[str, str]) -> Settings:
    """For servers that load `service.app:create_app` themselves, such as gunicorn."""
    folders = environ.get("KAOPING_POLICIES", "")
    file = environ.get("KAOPING_KEYS_FILE", "")
    return Settings(
        folders=tuple(Path(part) for part in folders.split(os.pathsep) if part),
        workers=int(environ.get("KAOPING_WORKERS") or usual_workers()),
        keys_file=Path(file) if file else None,
        keys=environ.get("KAOPING_KEYS", ""),
        pepper=environ.get("KAOPING_PEPPER", "").encode(),
    )
