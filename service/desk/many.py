"""Many subjects at once: each alone, or all of them as the whole population."""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Mapping, Sequence
from typing import Any

from scoring.assessment import Assessment
from scoring.evidence import Period
from service.api.questions import BatchIn, OnReject
from service.desk.answers import Detail, Frame, decided, heading, rejects, warnings
from service.desk.desk import Counter
from service.desk.identity import evidence_digest
from service.desk.one import admitted, decide_alone, require_taken
from service.desk.rows import Sent
from service.errors import Problem, Trouble, at, trouble


def assess_many(counter: Counter, asked: BatchIn, detail: Detail) -> dict[str, Any]:
    """A result for each subject, in the order they were sent."""
    period = counter.period(asked)
    sent = [
        Sent(
            item.id,
            item.fields,
            item.evidence,
            ("subjects", index, "fields"),
            ("subjects", index, "evidence"),
        )
        for index, item in enumerate(asked.subjects)
    ]
    if asked.population == "complete":
        return _complete(counter, sent, period, asked.on_reject, detail)
    return _partial(counter, sent, period, asked.on_reject, detail)


def _partial(
    counter: Counter, sent: Sequence[Sent], period: Period, on_reject: OnReject, detail: Detail
) -> dict[str, Any]:
    """Exactly what asking for each of them alone gives; a problem is that of its subject only."""
    twice = _named_twice(sent)
    results = []
    for one in sent:
        try:
            if one.subject in twice:
                raise Problem("body-refused", [_twice(one)])
            frame, gathered, found = decide_alone(counter, one, period, on_reject, detail)
        except Problem as problem:
            results.append({"subject": one.subject, "problem": problem.told()})
            continue
        found["warnings"] = warnings(frame)
        found["rejects"] = rejects(gathered, frame.evidence.rejects)
        results.append({"subject": one.subject, "decision": found})
    shared = heading(counter.edition, period, "alone", counter.engine)
    return {**shared, "warnings": [], "rejects": [], **_counted(results)}


def _complete(
    counter: Counter, sent: Sequence[Sent], period: Period, on_reject: OnReject, detail: Detail
) -> dict[str, Any]:
    """One population: what is wrong with one subject is wrong with the places of all."""
    _require_one_population(counter, sent)
    gathered = counter.gatherer.gather(sent)
    evidence = admitted(counter, gathered, period, ("subjects",))
    names = require_taken(gathered, evidence, on_reject)
    digest = evidence_digest(evidence, names)
    frame = Frame(counter.edition, evidence, digest, "complete", detail, counter.kaoping)
    found = {a.subject: a for a in counter.assessor.population(evidence)}
    results = [_of_population(frame, found, one.subject) for one in sent]
    return {
        **heading(counter.edition, period, "complete", counter.engine),
        "warnings": warnings(frame),
        "rejects": rejects(gathered, evidence.rejects),
        **_counted(results),
    }


def _of_population(frame: Frame, found: Mapping[str, Assessment], subject: str) -> dict[str, Any]:
    """A subject that was refused itself is reported with the rejects of the whole."""
    if subject not in found:
        return {"subject": subject, "problem": Problem("evidence-refused").told()}
    told = {**decided(frame, found[subject]), "warnings": [], "rejects": []}
    return {"subject": subject, "decision": told}


def _require_one_population(counter: Counter, sent: Sequence[Sent]) -> None:
    twice = _named_twice(sent)
    wrong = [_twice(one) for one in sent if one.subject in twice]
    # The kinds that most of them bring: whoever brings others is told.
    brought = [counter.gatherer.delivered(one) for one in sent]
    usual = max(Tally(brought).items(), key=lambda pair: (pair[1], sorted(pair[0])))[0]
    wrong += [
        trouble(at(*one.path), "kinds-differ")
        for one, kinds in zip(sent, brought, strict=True)
        if kinds != usual
    ]
    if wrong:
        raise Problem("body-refused", wrong[:100])


def _named_twice(sent: Sequence[Sent]) -> set[str]:
    return {name for name, times in Tally(one.subject for one in sent).items() if times > 1}


def _twice(one: Sent) -> Trouble:
    return trouble(at(*one.own[:-1], "id"), "duplicate-subject")


def _counted(results: Sequence[dict[str, Any]]) -> dict[str, Any]:
    decisions = sum("decision" in result for result in results)
    counts = {"subjects": len(results), "decisions": decisions}
    return {"counts": {**counts, "problems": len(results) - decisions}, "results": results}
