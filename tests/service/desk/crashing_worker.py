"""A worker whose rule engine crashes as native code does, at its first fact."""

from __future__ import annotations

import os
import signal

import durable_rules_engine as engine

from service.desk.worker import main


def crash(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


engine.assert_fact = crash
main()
