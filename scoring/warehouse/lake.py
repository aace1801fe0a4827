"""Tables sent to a data lake: new files first, then those of earlier exports go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from rules.diagnostics import PolicyError, diagnose
from scoring.intake.elsewhere import Elsewhere, encoded


def send(folder: Path, url: str, places: Sequence[str]) -> None:
    """What is in each of the `places` of the folder comes into the same place below the `url`, and
    is alone there afterwards. Raises PolicyError where the lake cannot be had, or where files there
    are no export."""
    try:
        from pyarrow import fs
    except ImportError:
        raise PolicyError([diagnose("lake-needs-extra", None)]) from None
    try:
        lake, root = fs.FileSystem.from_uri(encoded(url))
        targets = {place: f"{root}/{place}" for place in places}
        left = []
        for place, target in targets.items():
            new = {path.name for path in (folder / place).glob("*")}
            found = lake.get_file_info(fs.FileSelector(target, allow_not_found=True))
            for path in (PurePosixPath(one.path) for one in found):
                _require_ours(path)
                left += [str(path)] if path.name not in new else []
        for place, target in targets.items():
            if (folder / place).exists():
                lake.create_dir(target)
                here = fs.LocalFileSystem()
                fs.copy_files(
                    str(folder / place),
                    target,
                    source_filesystem=here,
                    destination_filesystem=lake,
                )
        for old in left:
            lake.delete_file(old)
    except (OSError, ValueError) as error:
        why = " ".join(str(error).split())
        raise PolicyError(
            [diagnose("lake-unreachable", None, url=Elsewhere(url, "").shown, why=why)]
        ) from error


def _require_ours(path: PurePosixPath) -> None:
    if path.suffix != ".parquet":
        raise PolicyError([diagnose("not-an-export", None, path=path.parent, name=path.name)])
