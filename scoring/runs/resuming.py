"""Goes on with a run that was cut short, or starts anew and says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeAlias

from scoring.package.digests import described
from scoring.package.holding import Holder
from scoring.package.keeping import Basis, UnusableError, drop, is_kept, keep, take
from scoring.runs.engines import parts
from scoring.runs.request import Request
from scoring.snapshot.reading import read_index
from scoring.snapshot.writing import INDEX

# Something to know at once, in two languages.
Tell: TypeAlias = Callable[[str, str], None]


def swept(dead: Holder | None) -> tuple[str, str]:
    """What is said of a run that was cut short, and is not resumed."""
    who, who_en = "", ""
    if dead is not None:
        who = f"（进程 {dead.process}，主机 {dead.host}，开始于 {dead.since}）"
        who_en = f" (process {dead.process} on {dead.host} since {dead.since})"
    return (
        f"上次的运行没有做完{who}，它留下的文件已清除",
        f"an earlier run did not end{who_en}; the files it left were removed",
    )


@contextmanager
def resumable(out: Path, dead: Holder | None, tell: Tell, *, resume: bool) -> Iterator[None]:
    """What an earlier run kept is there only if it is asked for. What this one keeps stays where
    the disk or a person ended it, and is removed where it is done or would fail again."""
    left = dead is not None or is_kept(out)
    if not resume:
        drop(out)
        if left:
            tell(*swept(dead))
    try:
        yield
    except (OSError, KeyboardInterrupt):
        if is_kept(out):
            tell(
                "已经做完的部分保留着；再运行时加上 --resume，就接着做",
                "what was done is kept; run it again with --resume to go on from there",
            )
        else:
            _swept_quietly(out)
        raise
    except BaseException:
        _swept_quietly(out)
        raise
    _swept_quietly(out)


def _swept_quietly(out: Path) -> None:
    """Whatever the disk does not let go of now is removed by the next run."""
    with suppress(OSError):
        drop(out)


def take_up(out: Path, pinned: Request, tell: Tell) -> None:
    """The evidence admitted by the run that was cut short, if it rests on the same inputs."""
    if pinned.snapshot is None or (pinned.snapshot / INDEX).is_file():
        return
    try:
        take(out, pinned.snapshot, _basis(pinned))
    except UnusableError as error:
        drop(out)
        tell(f"{error.zh}，从头开始", f"{error.en}, starting anew")
    else:
        tell(
            "接着上次的运行：证据已经接收过，不再重读",
            "going on with the earlier run: the evidence it admitted is not read again",
        )


def keep_admitted(out: Path, pinned: Request) -> None:
    """Evidence that was admitted from files need not be admitted again."""
    if pinned.snapshot is not None and pinned.evidence and not is_kept(out):
        keep(out, pinned.snapshot, _basis(pinned))


def _basis(pinned: Request) -> Basis:
    """All that was copied, by its path in the package. Admission has taken the digests of what it
    read already."""
    inputs, snapshot = pinned.policy.parents[1], pinned.snapshot
    known = {}
    if snapshot is not None and (snapshot / INDEX).is_file():
        known = read_index(snapshot)["originals"]
    found = {}
    for path in sorted(inputs.rglob("*")):
        if path.is_file() and path.parent != snapshot:
            name = f"inputs/{path.relative_to(inputs).as_posix()}"
            found[name] = known.get(name) or described(path)
    return Basis(parts(), found)
