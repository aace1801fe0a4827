"""What ends the reading of a workbook."""

from __future__ import annotations


class Refusal(Exception):
    """`code` is a code of intake's messages, `told` its arguments; `row` 0 is the whole file."""

    def __init__(self, code: str, row: int = 0, **told: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.sheet = ""
        self.row = row
        self.told = {name: str(value) for name, value in told.items()}
