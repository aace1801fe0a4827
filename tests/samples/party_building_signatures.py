"""Writes the synthetic signatures of the `party-building-instructor` sample, as both parties would.

    python -m tests.samples.party_building_signatures policies/party-building-instructor/sample

Who signs, signs the digest of the figures. Some signed before a visit was entered belatedly.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from scoring.run import review
from scoring.runs.outcome import Outcome
from scoring.runs.sample import read_sample
from tests.samples.party_building_instructor import HEADINGS, Instructor, instructors, tables
from tests.samples.samples import outcome_of, policy_of, sample_of
from tests.samples.sheets import Row, headings_of, saved, write

POLICY = "party-building-instructor"
UNIT, COMMUNITY = "所属单位", "社区党组织"

# The numbers are those of instructors.
UNIT_ONLY = {5, 34, 90, 134}
REFUSED = {22, 108}
CORRECTED, SIGNED_ANEW = {12, 99, 103}, {103}
SIGNED_BY_ITSELF = {50}
WRONG_ROLE = {75}
TOO_LATE = {116}
CHANGED_ITS_MIND = {132}


def before_correction() -> Outcome:
    """The review before the last visit of those corrected was entered."""
    known = tables()
    belated = {i.id: _last_visit(i, known["走访"]) for i in instructors() if i.number in CORRECTED}
    visits = [row for row in known["走访"] if row[2] != belated.get(str(row[0]))]
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, saved(HEADINGS, {**known, "走访": visits}))
        (folder / "sample.yaml").write_bytes((sample_of(POLICY) / "sample.yaml").read_bytes())
        request = read_sample(folder / "sample.yaml", policy_of(POLICY))
        return review(replace(request, engine="reference"))


def digests(outcome: Outcome) -> Mapping[str, str]:
    return {a.subject: a.digest for a in outcome.assessments if a.digest}


def _number(subject: str) -> int:
    return int(subject[-3:])


def _last_visit(instructor: Instructor, visits: list[Row]) -> str:
    return str(max(row[2] for row in visits if row[0] == instructor.id))


def signatures() -> Iterator[Row]:
    now, before = digests(outcome_of(POLICY)), digests(before_correction())
    for subject, digest in now.items():
        number = _number(subject)
        seen = before[subject] if number in CORRECTED else digest
        day = f"2027-01-{15 + number % 9:02}"
        yield from _signed(subject, number, seen, day)
        if number in SIGNED_ANEW:
            yield from _signed(subject, number, digest, "2027-01-28")
    yield "年度考核", UNIT, "", "示例指导员009", "同意", "无", "2027-01-20", "示例单位负责人"


def _signed(subject: str, number: int, digest: str, day: str) -> Iterator[Row]:
    signer = subject if number in SIGNED_BY_ITSELF else "示例单位负责人"
    if number in CHANGED_ITS_MIND:
        yield "年度考核", UNIT, "", subject, "不同意", digest, "2027-01-12", signer
    yield "年度考核", UNIT, "", subject, "同意", digest, day, signer
    if number in UNIT_ONLY:
        return
    role = "委员" if number in WRONG_ROLE else "书记" if number % 3 else "副书记"
    verdict = "不同意" if number in REFUSED else "同意"
    day = "2027-02-02" if number in TOO_LATE else day
    yield "年度考核", COMMUNITY, role, subject, verdict, digest, day, f"示例社区{role}"


def files() -> Mapping[str, bytes]:
    headings = headings_of("签字 签字事项 方 角色 对象 意见 摘要 日期 签字人")
    return saved(headings, {"签字": list(signatures())})


if __name__ == "__main__":
    write(Path(sys.argv[1]), files())
