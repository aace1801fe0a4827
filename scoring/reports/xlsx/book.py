"""A document as a workbook: typed cells only, the same bytes every time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from io import BufferedWriter, FileIO
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from scoring.reports.document import Document
from scoring.reports.xlsx.names import SheetNames
from scoring.reports.xlsx.page import Page
from scoring.reports.xlsx.styles import FONT, Styles
from scoring.runs.scratch import scratch

VERSION: str = xlsxwriter.__version__

# A time of making would differ from run to run; the package tells when in run.json.
_CREATED = datetime(2000, 1, 1)
_OPTIONS = {
    # Rows go to disk as they are written, so that memory does not grow with them.
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
    "default_format_properties": FONT,
}


def write_report(document: Document, path: Path) -> None:
    with opened(path, document.title) as book:
        styles, names = Styles(book), SheetNames()
        for sheet in document.sheets:
            page = Page(
                book.add_worksheet(names.take(sheet.name.zh)),
                styles,
                partial(book.add_chart, {"type": "column"}),
            )
            page.write(document, sheet)


@contextmanager
def opened(path: Path, title: str) -> Iterator[Any]:
    """A workbook to fill; it is written as it is left."""
    with scratch("xlsx") as folder, _Sink(path, "w") as sink, BufferedWriter(sink) as file:
        book = xlsxwriter.Workbook(file, {**_OPTIONS, "tmpdir": str(folder)})
        book.set_properties({"title": title, "created": _CREATED})
        try:
            with book:
                yield book
        except FileCreateError as error:
            # It wraps what the system said.
            raise error.args[0] from None
        file.flush()
        if sink.refused is not None:
            raise OSError(sink.refused.errno, sink.refused.strerror, str(path))


class _Sink(FileIO):
    """Remembers the first refusal of the disk and takes the rest unwritten: a zip that is left
    half-written tries to end itself whenever it is collected, where nobody hears of its failure."""

    refused: OSError | None = None

    def write(self, data: Any, /) -> int:
        if self.refused is None:
            try:
                return super().write(data)
            except OSError as error:
                self.refused = error
        return memoryview(data).nbytes
