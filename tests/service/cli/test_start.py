"""The first step of the command."""

from __future__ import annotations

import subprocess
import sys

import pytest

# Ctrl-C while the parts of the command are still being read.
_STOPPED = """
import sys

class Stop:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[1]:
            raise KeyboardInterrupt

sys.meta_path.insert(0, Stop())
from service.cli.start import main
main()
"""


@pytest.mark.parametrize("reading", ["service.cli.main", "click", "rules.model", "duckdb"])
def test_an_interrupt_while_the_command_is_being_read_is_told_in_a_word(reading):
    ended = subprocess.run(
        [sys.executable, "-c", _STOPPED, reading], capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (130, "", "已中断 / interrupted\n")
