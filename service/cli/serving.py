"""`kaoping serve`: the service, on this machine only unless there are keys."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from rules.backends.crossed import Engine
from rules.system import reason
from service.cli.faults import Misuse
from service.cli.options import FILE, with_format, with_policies
from service.settings import Settings, usual_workers

if TYPE_CHECKING:
    from service.wiring import Service


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="地址 · address")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option("--keys", type=FILE, envvar="KAOPING_KEYS_FILE", help="密钥文件 · a file of keys")
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    envvar="KAOPING_WORKERS",
    help="考评进程数 · worker processes",
)
@click.option(
    "--engine",
    type=click.Choice(["auto", "durable", "reference"]),
    default="auto",
    help="引擎 · engine",
)
@click.option(
    "--time-limit",
    type=click.IntRange(1, 3600),
    default=60,
    show_default=True,
    help="一次考评最多几秒 · seconds a question may take",
)
@click.option(
    "--rate",
    type=click.IntRange(0, 100_000),
    default=200,
    show_default=True,
    help="每个密钥每秒最多几次，0 不限 · requests a second for each key, 0 for no limit",
)
@click.option(
    "--body-limit",
    type=click.IntRange(1, 1024),
    default=16,
    show_default=True,
    help="一次请求最多几 MiB · MiB that a request may have",
)
@with_format
@with_policies
def serve_command(
    host: str,
    port: int,
    keys: Path | None,
    workers: int | None,
    engine: str,
    time_limit: int,
    rate: int,
    body_limit: int,
    form: str,
    folders: tuple[Path, ...],
) -> None:
    """提供 HTTP 服务 · answer over HTTP.

    没有密钥时只在本机提供服务，并显示一个临时密钥
    · without keys on this machine only, with a key for the occasion.
    """
    settings = Settings(
        host=host,
        port=port,
        folders=folders,
        keys_file=keys,
        keys=os.environ.get("KAOPING_KEYS", ""),
        pepper=os.environ.get("KAOPING_PEPPER", "").encode(),
        workers=workers or usual_workers(),
        engine=cast(Engine, engine),
        time_limit=time_limit,
        rate=rate,
        burst=2 * rate,
        body_limit=body_limit << 20,
    )
    _serve(settings, form)


def _serve(settings: Settings, form: str) -> None:
    # Flask and all that belongs to it take longer to import than most commands take to run.
    from waitress import create_server

    from service.app import create_app
    from service.auth.keys import KeysDamaged
    from service.catalogue import SamePolicyTwice
    from service.wiring import KeysNeeded, ring_for_this_machine, wire

    ring, token = None, ""
    try:
        if not settings.has_keys:
            ring, token = ring_for_this_machine(settings)
        service = wire(settings, ring=ring)
    except (KeysNeeded, KeysDamaged, SamePolicyTwice) as error:
        raise Misuse(error.zh, error.en) from None
    try:
        server = create_server(create_app(service), **_listening(settings))
    except OSError as error:
        service.close()
        raise _not_listening(settings, error) from None
    service.start()
    _announce(settings.host, server.effective_port, token, form)
    signal.signal(signal.SIGTERM, _end)
    try:
        server.run()
    finally:
        _closed(service)


def _listening(settings: Settings) -> dict[str, Any]:
    return {
        "host": settings.host,
        "port": settings.port,
        "threads": settings.threads,
        # The service's own limit answers with a problem; this one is for what lies beyond.
        "max_request_body_size": settings.body_limit + (1 << 20),
        "max_request_header_size": 16 << 10,
        "channel_timeout": 60,
        "ident": None,
        "clear_untrusted_proxy_headers": True,
    }


def _not_listening(settings: Settings, error: OSError) -> Misuse:
    why, why_en = reason(error)
    place = f"{settings.host}:{settings.port}"
    return Misuse(
        f"不能在 {place} 提供服务：{why}；换一个 --port 或 --host",
        f"cannot listen on {place}: {why_en}; take another --port or --host",
    )


def _announce(host: str, port: int, token: str, form: str) -> None:
    """On stdout, because whoever starts the service by a program waits for it."""
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{port}"
    if form == "json":
        told = {"address": address, "key": token or None}
        from service.cli.output import print_json

        print_json(told)
    else:
        click.echo(f"服务已启动 serving: {address}")
        if token:
            click.echo(f"本次的密钥 key for this run: {token}")
        click.echo(f"接口说明 interface: {address}/docs")
    sys.stdout.flush()


def _end(_signal: int, _frame: object) -> None:
    """What waitress takes as the wish to stop: the questions at hand are answered first."""
    raise SystemExit(0)


def _closed(service: Service) -> None:
    service.close()
    service.log.info("stopped")
