"""The settlement of a result package: signatures pinned beside a copy of it, and a new package."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path

from rules.diagnostics import PolicyError, diagnose
from scoring.intake.signatures import read_signatures
from scoring.package.comparing import Difference, changed_file, changed_input, first_difference
from scoring.package.manifest import (
    MANIFEST,
    package_files,
    read_manifest,
    require_replaceable,
)
from scoring.package.settled import write_settlement
from scoring.package.steady import steadily
from scoring.package.swap import alone_at, replaced
from scoring.run import (
    Progress,
    damaged,
    review_package,
    silent,
    unheard,
    verify_package,
)
from scoring.runs.outcome import Outcome
from scoring.runs.resuming import Tell, swept
from scoring.runs.scratch import scratch
from scoring.settle.settlement import Settlement, settle

_REQUEST = "settlement.json"


def run_settlement(
    package: Path,
    signatures: Path,
    cut_off: date,
    out: Path,
    *,
    progress: Progress = silent,
    tell: Tell = unheard,
) -> Settlement:
    """Settles the package and puts the settlement at `out`; the package itself is only read.
    Raises PolicyError where it cannot be settled, IntakeError where no signature can be read."""
    with alone_at(out) as dead:
        _require_settlement(out)
        if dead:
            tell(*swept(dead))
        with replaced(out) as folder:
            inputs = folder / "inputs"
            steadily(package, lambda: _snapshot(package, signatures, cut_off, inputs))
            _, settlement = _settled(inputs, progress)
            write_settlement(settlement, folder)
            _require_settlement(out)
    return settlement


def verify_any(folder: Path, *, progress: Progress = silent) -> Difference | None:
    """A package or a settlement computed anew and compared; None where every byte is equal."""
    return steadily(folder, lambda: _verified(folder, progress))


def _verified(folder: Path, progress: Progress) -> Difference | None:
    if not is_settlement(folder):
        return verify_package(folder, progress=progress)
    difference = changed_input(folder, read_manifest(folder))
    if difference:
        return difference
    with scratch("verify") as anew:
        shutil.copytree(folder / "inputs", anew / "inputs")
        write_settlement(_settled(anew / "inputs", progress)[1], anew)
        return first_difference(folder, anew)


def review_any(folder: Path, *, progress: Progress = silent) -> tuple[Outcome, Settlement | None]:
    """The results of a package, or those a settlement rests on and the settlement."""
    if is_settlement(folder):
        return review_settlement(folder, progress=progress)
    return review_package(folder, progress=progress), None


def review_settlement(folder: Path, *, progress: Progress = silent) -> tuple[Outcome, Settlement]:
    """The results a settlement rests on and the settlement, computed anew from its inputs. Raises
    PolicyError where they are not what the manifest lists."""
    difference = changed_input(folder, read_manifest(folder))
    if difference:
        raise damaged(folder, difference.path)
    return _settled(folder / "inputs", progress)


def is_settlement(folder: Path) -> bool:
    return "settlement" in read_manifest(folder)


def _require_settlement(out: Path) -> None:
    """What a settlement takes the place of is one too, or nothing."""
    require_replaceable(out)
    if (out / MANIFEST).is_file() and not is_settlement(out):
        raise PolicyError([diagnose("not-a-settlement", None, path=out)])


def _snapshot(package: Path, signatures: Path, cut_off: date, inputs: Path) -> None:
    """All of the package but run.json, which differs from run to run, and the signatures."""
    manifest = read_manifest(package)
    if "settlement" in manifest:
        raise PolicyError([diagnose("settled-already", None, path=package)])
    # Here, while the package can be named: the copy is hidden.
    if difference := changed_file(package, manifest):
        raise damaged(package, difference.path)
    if inputs.exists():
        shutil.rmtree(inputs)
    for path in [*package_files(package), MANIFEST]:
        _copy(package / path, inputs / "package" / path)
    _copy(signatures, inputs / "signatures" / signatures.name)
    told = {"signatures": f"signatures/{signatures.name}", "cut_off": cut_off.isoformat()}
    text = json.dumps(told, ensure_ascii=False, indent=2) + "\n"
    (inputs / _REQUEST).write_text(text, encoding="utf-8", newline="\n")


def _copy(path: Path, to: Path) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, to)


def _settled(inputs: Path, progress: Progress) -> tuple[Outcome, Settlement]:
    """The settlement of a snapshot, whose results are computed anew and found to be the same."""
    told = json.loads((inputs / _REQUEST).read_text(encoding="utf-8"))
    cut_off = date.fromisoformat(told["cut_off"])
    outcome = review_package(inputs / "package", progress=progress)
    _require_settleable(outcome, cut_off)
    signatures, unreadable = read_signatures(inputs / told["signatures"])
    return outcome, settle(
        outcome.program,
        outcome.assessments,
        signatures,
        cut_off=cut_off,
        unreadable=unreadable,
    )


def _require_settleable(outcome: Outcome, cut_off: date) -> None:
    program, as_of = outcome.program, outcome.evidence.period.as_of
    head = program.head
    told = {"title": head.title, "version": head.version}
    if head.status != "effective":
        raise PolicyError([diagnose("without-effect", None, **told)])
    if outcome.evidence.period.partial:
        end = outcome.evidence.period.end
        raise PolicyError([diagnose("settled-before-the-end", None, as_of=as_of, end=end)])
    if not program.coefficients and not program.awards and not program.signoffs:
        raise PolicyError([diagnose("nothing-to-settle", None, **told)])
    if cut_off < as_of:
        raise PolicyError([diagnose("cut-off-too-early", None, cut_off=cut_off, as_of=as_of)])
