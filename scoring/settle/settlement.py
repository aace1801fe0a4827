"""Settlement: coefficients and awards of frozen results, by the signatures that count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Literal, TypeAlias

from rules.program import AwardPool, Program
from scoring.assessment import Assessment, Share
from scoring.conclude.awards import Entry, share_out
from scoring.evidence import Reject
from scoring.runs.counts import Counts, count
from scoring.settle.signatures import Signature, SignState, Valid, sign_state, valid_signatures

# Settled · a party refused · not all signed · the proposal itself waits or is provisional · what
# the pool does with a share nobody signed.
Status = Literal["settled", "refused", "unsigned", "pending", "provisional"]
# By the name of the coefficient or pool and the subject.
Statuses: TypeAlias = Mapping[tuple[str, str], Status]


@dataclass(frozen=True)
class Settlement:
    """`assessments` are those of the results, with the shares as they were settled; nothing that
    was signed is changed. `signatures` are how many rows were given."""

    program: Program
    assessments: tuple[Assessment, ...]
    cut_off: date
    signatures: int
    valid: Valid
    rejects: tuple[Reject, ...]
    statuses: Statuses

    @cached_property
    def counts(self) -> Counts:
        return count(self.program, self.assessments)


def settle(
    program: Program,
    assessments: Sequence[Assessment],
    signatures: Sequence[Signature],
    *,
    cut_off: date,
    unreadable: Sequence[Reject] = (),
) -> Settlement:
    """Every proposal with its status at the cut-off. A share that is provisional is not settled."""
    valid, rejects = valid_signatures(program, assessments, signatures, cut_off=cut_off)
    settled = {assessment.subject: assessment for assessment in assessments}
    statuses: dict[tuple[str, str], Status] = {}
    for coefficient in program.coefficients:
        for assessment in assessments:
            given = assessment.coefficients.get(coefficient.name)
            if given is not None:
                statuses[coefficient.name, assessment.subject] = _status(
                    _signed(program, coefficient.sign, assessment.subject, valid),
                    waits=given.value is None,
                    provisional=given.provisional,
                )
    for pool in program.awards:
        for subject, share, status in _settled_pool(program, pool, assessments, valid):
            statuses[pool.name, subject] = status
            awards = {**settled[subject].awards, pool.name: share}
            settled[subject] = replace(settled[subject], awards=awards)
    return Settlement(
        program=program,
        assessments=tuple(settled[assessment.subject] for assessment in assessments),
        cut_off=cut_off,
        signatures=len(signatures) + len(unreadable),
        valid=valid,
        rejects=(*unreadable, *rejects),
        statuses=statuses,
    )


def _signed(program: Program, sign: Iterable[str], subject: str, valid: Valid) -> SignState:
    """All the sign-offs of a coefficient or pool together."""
    wanted = [gate for gate in program.signoffs if gate.name in sign]
    states = {sign_state(gate, subject, valid) for gate in wanted}
    if "refused" in states:
        return "refused"
    return "unsigned" if "unsigned" in states else "signed"


def _status(signed: SignState, *, waits: bool, provisional: bool) -> Status:
    if waits:
        return "pending"
    if provisional:
        return "provisional"
    return "settled" if signed == "signed" else signed


def _settled_pool(
    program: Program, pool: AwardPool, assessments: Sequence[Assessment], valid: Valid
) -> Iterable[tuple[str, Share, Status]]:
    """A share nobody signed is not paid: it stays unspent, or those who are signed for share the
    pool among themselves, in the turn they had."""
    shares = {a.subject: a.awards[pool.name] for a in assessments if pool.name in a.awards}
    statuses = {
        subject: _status(
            _signed(program, pool.sign, subject, valid),
            waits=share.amount is None,
            provisional=share.provisional,
        )
        for subject, share in shares.items()
    }
    paid = {subject: shares[subject] for subject in shares if statuses[subject] == "settled"}
    if pool.unsigned == "leave_out":
        in_turn = sorted(paid, key=lambda subject: paid[subject].turn)
        paid = share_out(pool, [Entry(s, paid[s].weight or 0) for s in in_turn])
    for subject, share in shares.items():
        yield subject, paid.get(subject, replace(share, amount=None)), statuses[subject]
