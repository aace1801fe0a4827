"""Files of packages side by side, some bytes at a time."""

from __future__ import annotations

from pathlib import Path
from unittest.mock import patch

import pytest

from scoring.package import comparing
from scoring.package.comparing import Difference, first_difference


@pytest.mark.parametrize("at_once", [1, 4, 1 << 20])
@pytest.mark.parametrize(
    ("name", "one", "other", "found"),
    [
        ("a.parquet", b"", b"", None),
        ("a.parquet", b"123456789", b"123456789", None),
        ("a.parquet", b"123456789", b"123456780", Difference("a.parquet", "changed", offset=8)),
        ("a.parquet", b"12345678", b"123456789", Difference("a.parquet", "changed", offset=8)),
        ("a.parquet", b"1234", b"", Difference("a.parquet", "changed", offset=0)),
        (
            "a.csv",
            b"a,b\n1,2\n3,4\n",
            b"a,b\n1,2\n3,5\n",
            Difference("a.csv", "changed", 3, None, "3,4", "3,5"),
        ),
        (
            "a.csv",
            b"a,b\n1,2\n",
            b"a,b\n1,2\n3,4\n",
            Difference("a.csv", "changed", 3, None, "", "3,4"),
        ),
        # lines that look alike
        ("a.csv", b"a,b\n1,2\r\n", b"a,b\n1,2\n", Difference("a.csv", "changed", offset=7)),
        ("a.csv", b"a,b\n1,2\n", b"a,b\n1,2", Difference("a.csv", "changed", offset=7)),
    ],
)
def test_the_first_difference_is_told(
    tmp_path: Path, name: str, one: bytes, other: bytes, found: Difference | None, at_once: int
) -> None:
    folders = tmp_path / "stored", tmp_path / "recomputed"
    for folder, content in zip(folders, (one, other), strict=True):
        folder.mkdir()
        (folder / name).write_bytes(content)
        (folder / "manifest.json").write_bytes(b"{}")
    with patch.object(comparing, "_BLOCK", at_once):
        assert first_difference(*folders) == found
