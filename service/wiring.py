"""The parts of one service, joined: policies, workers, keys, counters, clocks."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

from service.auth.guard import Doorkeeper, KeySource
from service.auth.keys import SCOPES, Keyring, new_key, read_keys
from service.auth.rates import Buckets
from service.desk.pool import Pool, command
from service.logs import open_log
from service.metrics import Metrics
from service.settings import Settings
from service.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Service:
    settings: Settings
    shelf: Shelf
    pool: Pool
    doorkeeper: Doorkeeper
    metrics: Metrics
    log: logging.Logger
    ticks: Callable[[], float]

    def start(self) -> None:
        self.pool.start()

    def close(self) -> None:
        self.pool.close()


@dataclass(frozen=True, slots=True)
class Clock:
    """Seconds that only ever grow, and the day it is."""

    ticks: Callable[[], float] = time.monotonic
    today: Callable[[], date] = lambda: datetime.now(UTC).date()


class KeysNeeded(Exception):
    """Without keys a service is open to this machine only."""

    zh = "没有配置密钥，只能在本机（127.0.0.1）提供服务；用 kaoping keys 生成密钥，再加 --keys"
    en = (
        "without keys the service is for this machine (127.0.0.1) only; make one with "
        "`kaoping keys` and pass --keys"
    )

    def __init__(self) -> None:
        super().__init__(self.en)


def wire(
    settings: Settings,
    *,
    ring: Keyring | None = None,
    clock: Clock | None = None,
    worker: Sequence[str] = (),
) -> Service:
    """Raises PolicyError, SamePolicyTwice or KeysDamaged where the service cannot start. `ring` are
    keys that stand in no file."""
    clock = clock or Clock()
    log, metrics = open_log(), Metrics()
    shelf = Shelf(settings.library, clock.ticks, log)
    pool = Pool(
        settings.workers,
        worker or command(settings.engine),
        limit=settings.time_limit,
        log=log,
        on_stop=lambda why: metrics.stopped.labels(why).inc(),
    )
    load = (lambda: ring) if ring is not None else partial(configured, settings)
    keys = KeySource(load, settings.keys_file, log)
    buckets = Buckets(settings.rate, settings.burst, clock.ticks)
    doorkeeper = Doorkeeper(keys, buckets, ticks=clock.ticks, today=clock.today)
    return Service(settings, shelf, pool, doorkeeper, metrics, log, clock.ticks)


def configured(settings: Settings) -> Keyring:
    """The keys of the file and of the environment together."""
    lines = [settings.keys]
    if settings.keys_file is not None:
        lines.append(settings.keys_file.read_text(encoding="utf-8"))
    return Keyring([key for text in lines for key in read_keys(text)], settings.pepper)


def ring_for_this_machine(settings: Settings) -> tuple[Keyring, str]:
    """A key made up on the spot, with every scope, for whoever started the service."""
    if not settings.on_loopback:
        raise KeysNeeded
    key, token = new_key("loopback", SCOPES, settings.pepper)
    return Keyring([key], settings.pepper), token
