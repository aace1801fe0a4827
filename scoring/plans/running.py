"""Runs the reviews of a plan in order, a package each, and writes down the whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from rules.backends.crossed import Engine
from scoring.conclude.effects import has_effect
from scoring.intake.deliveries import Delivery
from scoring.package.digests import described
from scoring.package.effect_tables import effect_file
from scoring.package.manifest import MANIFEST, package_files, read_manifest
from scoring.plans.ordering import earlier_of, imported_by, needed_by, ordered, writing_to
from scoring.plans.plan import Plan, Review
from scoring.run import Progress, run_review, silent, unheard
from scoring.runs.engines import parts
from scoring.runs.outcome import Summary
from scoring.runs.request import Request, snapshot
from scoring.runs.resuming import Tell
from scoring.runs.scratch import scratch

# The manifest of a whole plan.
WHOLE = "review.json"


def run_plan(
    plan: Plan,
    out: Path,
    *,
    engine: Engine | None = None,
    resume: bool = False,
    progress: Progress = silent,
    tell: Tell = unheard,
) -> Iterator[tuple[Review, Path, Summary | None]]:
    """Each review with its package, as it is done; None for the outcome of one that was done
    already. An `engine` takes the place of those of the requests. Raises PolicyError before the
    first where they go in a circle."""
    order = ordered(plan.reviews)
    (out / WHOLE).unlink(missing_ok=True)
    for review in order:
        for other in writing_to(review, order):
            if not has_effect(other.program, other.period):
                tell(*_unwritten(other, review))
        request = _completed(review, order, out)
        request = replace(request, engine=engine or request.engine)
        folder = out / review.name
        if resume and _is_done(request, folder):
            yield review, folder, None
            continue
        outcome = run_review(request, folder, resume=resume, progress=progress, tell=tell)
        yield review, folder, outcome
    _write_whole(plan, order, out)


def _unwritten(other: Review, review: Review) -> tuple[str, str]:
    head, label, into = other.program.head, other.period.label, review.program.head.id
    return (
        f"“{head.id}”{label} 没有生效，或者还没到期末，没有给“{into}”记入什么",
        f"“{head.id}” {label} is not in force or not over yet: it writes nothing for “{into}”",
    )


def _completed(review: Review, order: tuple[Review, ...], out: Path) -> Request:
    """With the packages of the plan it imports and looks back to, and the evidence that others of
    it write."""
    imports = [out / other.name for other in imported_by(review, order)]
    earlier = [out / other.name for other in earlier_of(review, order)]
    written = [
        Delivery(out / other.name / effect_file(other.program, other.period, effect), effect.kind)
        for other in writing_to(review, order)
        for _, effect in other.program.effects
        if effect.policy == review.program.head.id and has_effect(other.program, other.period)
    ]
    request = review.request
    evidence = (*request.evidence, *dict.fromkeys(written))
    return replace(
        request,
        evidence=evidence,
        imports=(*request.imports, *imports),
        history=(*request.history, *earlier),
    )


def _is_done(request: Request, folder: Path) -> bool:
    """Whether the package is whole and was made of the same by the same."""
    if not (folder / MANIFEST).is_file():
        return False
    manifest = read_manifest(folder)
    made_by = manifest["engine"]["versions"]
    if any(made_by.get(part) != version for part, version in parts().items()):
        return False
    listed = {**manifest["inputs"], **manifest["outputs"]}
    if {name: described(folder / name) for name in package_files(folder)} != listed:
        return False
    with scratch("review") as anew:
        snapshot(request, anew / "inputs")
        found = {name: described(anew / name) for name in package_files(anew)}
    told = manifest["inputs"].items()
    return found == {name: one for name, one in told if not name.startswith("inputs/snapshot/")}


def _write_whole(plan: Plan, order: tuple[Review, ...], out: Path) -> None:
    told = []
    for review in order:
        manifest = read_manifest(out / review.name)
        told.append(
            {
                "policy": manifest["policy"]["id"],
                "version": manifest["policy"]["version"],
                "digest": manifest["policy"]["digest"],
                "period": review.period.label,
                "package": review.name,
                "manifest": described(out / review.name / MANIFEST)["sha256"],
                "needs": [one.name for one in needed_by(review, order)],
            }
        )
    content = {"review": 1, "title": plan.title, "order": told}
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    (out / WHOLE).write_text(text, encoding="utf-8", newline="\n")
