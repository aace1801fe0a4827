"""A folder of policies: `<id>/<version>.yaml`, found by id, by version, by date, or by path; and
calendars of working days."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rules.compile import compile_policy
from rules.diagnostics import Diagnostic, PolicyError, closest, diagnose
from rules.program import Program
from rules.system import reason

# The folder of a library that holds calendars of working days, a year in each file.
CALENDAR = "calendar"
# Files beside policies that are none: their tests, and supplements of others.
BESIDE = (".test.yaml", ".supplement.yaml")


@dataclass(frozen=True, slots=True)
class Entry:
    """One policy file, compiled, with what lint has to say about it."""

    path: Path
    program: Program
    remarks: tuple[Diagnostic, ...]

    @property
    def sample(self) -> Path:
        """Where the policy's own sample evidence is described."""
        return self.path.parent / "sample" / "sample.yaml"


@dataclass(frozen=True, slots=True)
class Library:
    """Folders searched in order; a policy of an earlier folder hides one of the same id below."""

    folders: tuple[Path, ...]

    def files(self) -> Sequence[Path]:
        """Every policy file, by id and then by name; tests beside policies are none."""
        found: dict[str, list[Path]] = {}
        for folder in self.folders:
            for home in sorted(p for p in folder.glob("*") if p.is_dir() and p.name != CALENDAR):
                texts = [p for p in sorted(home.glob("*.yaml")) if not p.name.endswith(BESIDE)]
                if texts:
                    found.setdefault(home.name, texts)
        return [path for name in sorted(found) for path in found[name]]

    def calendars(self) -> tuple[Path, ...]:
        """Every calendar of working days; one of an earlier folder hides its namesake below."""
        found: dict[str, Path] = {}
        for folder in self.folders:
            for path in sorted((folder / CALENDAR).glob("*.yaml")):
                found.setdefault(path.name, path)
        return tuple(found[name] for name in sorted(found))

    def entries(self) -> Sequence[Entry]:
        """Every policy, compiled. Raises PolicyError for one that does not compile."""
        return [read_entry(path) for path in self.files()]

    def find(self, name: str, on: date | None = None) -> Entry:
        """A policy by path, by `id`, or by `id@version`.

        Of several versions: the one in force on the day, else the latest to come into force."""
        if name.endswith((".yaml", ".yml")):
            return read_entry(Path(name))
        wanted, _, version = name.partition("@")
        known = self.files()
        versions = [read_entry(path) for path in known if path.parent.name == wanted]
        if version:
            versions = [entry for entry in versions if entry.program.head.version == version]
        if not versions:
            ids = {path.parent.name for path in known}
            raise PolicyError(
                [
                    diagnose(
                        "unknown-policy",
                        None,
                        name=name,
                        suggestion=closest(wanted, ids),
                    )
                ]
            )
        in_force = [entry for entry in versions if on is not None and _in_force(entry.program, on)]
        return max(in_force or versions, key=lambda entry: entry.program.head.effective_from)


def shipped() -> Path:
    """The folder of the policies that come with kaoping."""
    # Beside this package, editable or not; importlib.resources fails on a namespace package there.
    return Path(__file__).resolve().parent.parent / "policies"


def shipped_calendars() -> tuple[Path, ...]:
    return Library((shipped(),)).calendars()


def read_entry(path: Path) -> Entry:
    try:
        data = path.read_bytes()
    except OSError as error:
        why, why_en = reason(error)
        told = diagnose("unreadable-policy", None, path=path.name, why=why, why_en=why_en)
        raise PolicyError([told]) from None
    program, remarks = compile_policy(data, path.name)
    return Entry(path, program, tuple(remarks))


def _in_force(program: Program, on: date) -> bool:
    head = program.head
    return head.effective_from <= on and (head.effective_to is None or on <= head.effective_to)
