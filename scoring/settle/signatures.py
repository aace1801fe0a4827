"""Signatures: which of them count, and which sign-offs they complete."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, NamedTuple, TypeAlias

from rules.program import Program, SignOff
from scoring.assessment import Assessment
from scoring.evidence import Origin, Reject
from scoring.intake.faults import Fault, fault, listed

SignState = Literal["signed", "refused", "unsigned"]


@dataclass(frozen=True, slots=True)
class Signature:
    """What one party says of one subject at one gate; `digest` is of the figures it saw."""

    sign_off: str
    party: str
    role: str | None
    subject: str
    agrees: bool
    digest: str
    date: date
    signer: str
    origin: Origin


class Gate(NamedTuple):
    """One party's place at one sign-off of one subject."""

    sign_off: str
    subject: str
    party: str

    @property
    def label(self) -> str:
        """As a reject names it."""
        return f"{self.sign_off}/{self.party}/{self.subject}"


Valid: TypeAlias = Mapping[Gate, Signature]


def valid_signatures(
    program: Program,
    assessments: Iterable[Assessment],
    signatures: Sequence[Signature],
    *,
    cut_off: date,
) -> tuple[Valid, tuple[Reject, ...]]:
    """At most one signature for each gate and the rejects, whatever the order of the rows. A party
    may sign anew, and its latest word counts; of two words on one day neither does, unless they are
    the same. Nobody signs for two parties."""
    subjects = {assessment.subject: assessment for assessment in assessments}
    rejects: list[Reject] = []
    by_gate: dict[Gate, list[Signature]] = {}
    for signature in signatures:
        wrong = _fault(program, subjects, signature, cut_off)
        if wrong is not None:
            rejects.append(_reject(wrong, signature))
        else:
            gate = Gate(signature.sign_off, signature.subject, signature.party)
            by_gate.setdefault(gate, []).append(signature)
    valid: dict[Gate, Signature] = {}
    for gate, given in by_gate.items():
        latest, others = _latest(given)
        rejects += [_reject(wrong, signature) for wrong, signature in others]
        if latest is not None:
            valid[gate] = latest
    for gate in _of_one_person(valid):
        rejects.append(_reject(fault("signed-for-both"), valid.pop(gate)))
    return valid, tuple(rejects)


def _of_one_person(valid: Valid) -> list[Gate]:
    """Two signatures are two people's: who signs for several parties at one sign-off of one subject
    has signed for none."""
    told = Counter((gate.sign_off, gate.subject, given.signer) for gate, given in valid.items())
    return [
        gate for gate, given in valid.items() if told[gate.sign_off, gate.subject, given.signer] > 1
    ]


def _fault(
    program: Program,
    subjects: Mapping[str, Assessment],
    signature: Signature,
    cut_off: date,
) -> Fault | None:
    """What is wrong with a signature by itself."""
    gate = next((one for one in program.signoffs if one.name == signature.sign_off), None)
    if gate is None:
        return fault("unknown-sign-off", **listed([one.name for one in program.signoffs]))
    party = next((one for one in gate.parties if one.name == signature.party), None)
    if party is None:
        return fault("unknown-party", **listed([one.name for one in gate.parties]))
    if party.roles and signature.role not in party.roles:
        return fault("wrong-role", party=party.name, **listed(party.roles))
    assessment = subjects.get(signature.subject)
    if assessment is None:
        return fault("unknown-signed-subject")
    if signature.signer in _own_names(program, assessment):
        return fault("signed-by-itself")
    if assessment.digest is None:
        return fault("nothing-to-sign")
    if signature.digest != assessment.digest:
        return fault("figures-changed")
    return fault("signed-too-late", cut_off=cut_off) if signature.date > cut_off else None


def _own_names(program: Program, assessment: Assessment) -> Iterator[str]:
    """The ways a subject may be named where somebody signs."""
    yield assessment.subject
    name = assessment.fields.get(program.subject.name_field or "")
    if isinstance(name, str):
        yield name


def _latest(
    given: Sequence[Signature],
) -> tuple[Signature | None, list[tuple[Fault, Signature]]]:
    """The one that counts, if any, and why each of the others does not."""
    last = max(signature.date for signature in given)
    final = sorted(
        (signature for signature in given if signature.date == last),
        key=lambda s: (s.signer, s.role or "", s.origin.file, s.origin.row),
    )
    earlier = [(fault("signed-anew"), s) for s in given if s.date < last]
    if len({signature.agrees for signature in final}) > 1:
        return None, [*earlier, *((fault("signed-both-ways"), s) for s in final)]
    return final[0], [*earlier, *((fault("signed-twice"), s) for s in final[1:])]


def _reject(wrong: Fault, signature: Signature) -> Reject:
    gate = Gate(signature.sign_off, signature.subject, signature.party)
    return wrong.reject(signature.origin, value=gate.label)


def sign_state(sign_off: SignOff, subject: str, valid: Valid) -> SignState:
    """Signed where every party agrees; one that refuses is enough to refuse."""
    given = [valid.get(Gate(sign_off.name, subject, party.name)) for party in sign_off.parties]
    if any(signature is not None and not signature.agrees for signature in given):
        return "refused"
    return "unsigned" if None in given else "signed"
