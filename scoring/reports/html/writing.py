"""Writes documents as HTML files."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from scoring.explanation.voice import Language
from scoring.reports.document import Document
from scoring.reports.html.page import merged_page


def write_page(document: Document, path: Path, language: Language) -> None:
    write_pages(document, [document], path, language)


def write_pages(
    cover: Document, documents: Iterable[Document], path: Path, language: Language
) -> None:
    """All in one file, each as it comes; none of them is kept."""
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for line in merged_page(cover, documents, language):
            file.write(line + "\n")
