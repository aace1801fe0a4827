"""Evidence that lies elsewhere, brought here as the files it is pinned as: a table or a view of
PostgreSQL, files of a data lake."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import quote, urlsplit

from scoring.intake.deliveries import Delivery, is_passed_over
from scoring.intake.faults import IntakeError, fault
from scoring.runs.scratch import scratch

_DATABASES = ("postgresql", "postgres")
_LAKES = ("file", "s3", "gs", "gcs", "abfs", "abfss", "hdfs", "viewfs")
_COPY = "COPY (SELECT {} FROM {}) TO STDOUT (FORMAT csv, HEADER, ENCODING 'UTF8')"
_ASCII = "".join(map(chr, range(33, 127)))
# Types as PostgreSQL numbers them.
_TRUTH = 16
_BINARY_FLOATS = (700, 701)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """`url` is postgresql://host/database#schema.table, or s3://bucket/folder and the like. What
    is secret is best said where the driver looks for it (~/.pgpass, AWS_…), not here."""

    url: str
    kind: str

    @property
    def shown(self) -> str:
        """Without who asks and by what password."""
        parts = urlsplit(self.url)
        return parts._replace(netloc=parts.netloc.rpartition("@")[2], query="").geturl()


def is_elsewhere(text: str) -> bool:
    scheme, colon, _ = text.partition("://")
    return bool(colon) and scheme in (*_DATABASES, *_LAKES)


def encoded(url: str) -> str:
    """As drivers read it: a folder may have a Chinese name."""
    return quote(url, safe=_ASCII)


@contextmanager
def brought(
    given: Sequence[Path | Delivery | Elsewhere],
) -> Iterator[tuple[Path | Delivery, ...]]:
    """What was given, with files in place of what lies elsewhere; they are gone afterwards. Raises
    IntakeError where it cannot be had."""
    if not any(isinstance(one, Elsewhere) for one in given):
        yield tuple(one for one in given if not isinstance(one, Elsewhere))
        return
    with scratch("elsewhere") as folder:
        yield tuple(
            _bring(one, folder / str(number)) if isinstance(one, Elsewhere) else one
            for number, one in enumerate(given)
        )


def _bring(one: Elsewhere, folder: Path) -> Delivery:
    folder.mkdir()
    try:
        if one.url.startswith(_DATABASES):
            return Delivery(_table(one, folder), one.kind)
        return Delivery(_files(one, folder), one.kind)
    except ImportError as error:
        extra = "postgresql" if one.url.startswith(_DATABASES) else "lake"
        raise IntakeError(fault("needs-extra", extra=extra), file=one.shown) from error
    except (OSError, ValueError) as error:
        raise _unreachable(one, error) from error


def _table(one: Elsewhere, folder: Path) -> Path:
    """All rows as CSV, as they were at one moment; the texts are those of the database."""
    import psycopg
    from psycopg import sql

    address, _, table = one.url.partition("#")
    if not table:
        raise IntakeError(fault("table-not-named"), file=one.shown)
    name = sql.Identifier(*table.split("."))
    path = folder / f"{table}.csv"
    try:
        with psycopg.connect(address, connect_timeout=20) as connection:
            connection.read_only = True
            connection.execute("SET TIME ZONE 'Asia/Shanghai'")
            connection.execute("SET datestyle TO ISO")
            described = connection.execute(sql.SQL("SELECT * FROM {} LIMIT 0").format(name))
            columns = [_column(one, column) for column in described.description or ()]
            copy = sql.SQL(_COPY).format(sql.SQL(", ").join(columns), name)
            with connection.cursor().copy(copy) as rows, path.open("wb") as file:
                for data in rows:
                    file.write(data)
    except psycopg.Error as error:
        raise _unreachable(one, error) from error
    return path


def _column(one: Elsewhere, column: Any) -> Any:
    """A truth in a word that is read as one; a binary float is refused, as from any file."""
    from psycopg import sql

    name = sql.Identifier(column.name)
    if column.type_code in _BINARY_FLOATS:
        raise IntakeError(fault("float-column", column=column.name), file=one.shown)
    if column.type_code == _TRUTH:
        return sql.SQL("CASE {0} WHEN true THEN 'true' WHEN false THEN 'false' END AS {0}").format(
            name
        )
    return name


def _files(one: Elsewhere, folder: Path) -> Path:
    """Every file below the path, under the name it has there."""
    from pyarrow import fs

    lake, path = fs.FileSystem.from_uri(encoded(one.url))
    info = lake.get_file_info(path)
    if info.type == fs.FileType.NotFound:
        raise IntakeError(fault("file-not-found"), file=one.shown)
    found = [info]
    if info.type == fs.FileType.Directory:
        found = lake.get_file_info(fs.FileSelector(path, recursive=True))
    for file in sorted(found, key=lambda file: str(file.path)):
        name = PurePosixPath(file.path)
        below = name.relative_to(path) if file is not info else PurePosixPath(name.name)
        if file.type == fs.FileType.File and not _passed_over(below):
            to = folder / below
            to.parent.mkdir(parents=True, exist_ok=True)
            with lake.open_input_stream(file.path) as source, to.open("wb") as target:
                shutil.copyfileobj(source, target)
    return folder


def _passed_over(below: PurePosixPath) -> bool:
    """As in any folder, and what engines leave beside the tables they write."""
    return is_passed_over(str(below)) or any(part.startswith("_") for part in below.parts)


def _unreachable(one: Elsewhere, error: Exception) -> IntakeError:
    said = " ".join(str(error).split())
    return IntakeError(fault("unreachable", why=said), file=one.shown)
