"""A worker process: tasks in on one pipe, replies out on another, until the pipe is closed.

The rule engine is native code that can crash or hang; here it takes one question with it and not
the service.
"""

from __future__ import annotations

import gc
import os
import pickle
import sys
from typing import IO, cast

from rules.backends.crossed import Engine
from service.catalogue import Catalogue
from service.desk.desk import Desk
from service.desk.replying import reply_to
from service.desk.task import receive_task, send_reply


def work(source: IO[bytes], sink: IO[bytes], engine: Engine) -> None:
    desk, definition = Desk(engine), Desk("reference", because="engine-stopped")
    while True:
        try:
            task, content = receive_task(source)
        except EOFError:
            return
        if content:
            # From the process that started this one, never from outside.
            catalogue: Catalogue = pickle.loads(content)  # noqa: S301
            desk.put(catalogue)
            definition.put(catalogue)
        send_reply(sink, reply_to(definition if task.reference_only else desk, task))


def main() -> None:
    # A question makes many small objects and no cycles: looking for cycles among them at the usual
    # pace took two fifths of the time of a batch.
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)
    # What anything prints goes to stderr: stdout is the pipe of replies.
    sink = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    work(sys.stdin.buffer, sink, cast(Engine, sys.argv[1]))


if __name__ == "__main__":
    main()
