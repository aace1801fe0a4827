"""The first step of the command: stopped while the rest is being read, it ends as it does later."""

from __future__ import annotations

import sys

INTERRUPTED = 130


def main() -> None:
    """As `service.cli.main`, whose imports take a second in which somebody may press Ctrl-C."""
    try:
        from service.cli.main import main as run  # see above
    except KeyboardInterrupt:
        print("已中断 / interrupted", file=sys.stderr)  # click is not read yet
        sys.exit(INTERRUPTED)
    run()
