"""What answers look like: policies, decisions, problems. Descriptions only, held true by tests."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from scoring.conclude.case_files import CaseState
from service.api.fields import Shown

# A number as exact text: 84.5, -3, 1/3. Readers of JSON numbers have doubles.
Exactly = Annotated[
    str, Field(pattern=r"^-?[0-9]+(\.[0-9]+|/[0-9]+)?$", description="准确的数 · an exact number")
]
Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]
DayOut = Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")]
# A field or a measure: text, an exact number as text, a day, 是 or 否, or missing.
Quantity = str | bool | None


class InForce(Shown):
    since: Annotated[DayOut, Field(alias="from")]
    to: DayOut | None


class PolicyVersion(Shown):
    """One version of a policy, as `kaoping list --format json` tells it."""

    id: str
    version: str
    title: str
    status: Literal["draft", "shadow", "effective", "repealed"]
    in_force: InForce
    period: Literal["year", "half_year", "quarter", "month", "custom"]
    systems: list[int]
    digest: Digest


class Policies(Shown):
    policies: list[PolicyVersion]


class Policy(Shown):
    id: str
    versions: list[PolicyVersion]


class Ready(Shown):
    status: Literal["live", "ready"]


class TroubleOut(Shown):
    pointer: Annotated[
        str, Field(description="JSON Pointer，参数写作 ?名称 · a pointer, or ?name of a parameter")
    ]
    code: str
    zh: str
    en: str


class ProblemOut(Shown):
    """RFC 9457; `detail` says what to do next."""

    type: Annotated[str, Field(pattern=r"^urn:kaoping:problem:[a-z0-9-]+$")]
    title: str
    title_en: str
    status: int
    detail: str
    detail_en: str
    code: str
    errors: list[TroubleOut]
    instance: Annotated[str, Field(pattern=r"^urn:kaoping:request:.+$")]


class ItemProblem(Shown):
    """The problem of one subject of many."""

    type: Annotated[str, Field(pattern=r"^urn:kaoping:problem:[a-z0-9-]+$")]
    title: str
    title_en: str
    status: int
    detail: str
    detail_en: str
    code: str
    errors: list[TroubleOut]


class PolicyRef(Shown):
    id: str
    version: str
    title: str
    status: Literal["draft", "shadow", "effective"]
    digest: Digest


class PeriodOut(Shown):
    label: str
    start: DayOut
    end: DayOut
    as_of: DayOut


class EngineOut(Shown):
    """`crosschecked`: every match was computed by a second engine with the same result. `because`
    is why the rule engine did not decide where it should have."""

    name: Literal["durable", "reference"]
    versions: dict[str, str]
    crosschecked: bool
    because: Literal["engine-stopped"] | None


class Pending(Shown):
    name: str
    why: Literal["population", "input"]
    zh: str
    en: str


class WarningOut(Shown):
    code: str
    zh: str
    en: str
    count: int


class RejectOut(Shown):
    pointer: str
    code: str
    zh: str
    en: str
    records: int


class LedgerLineOut(Shown):
    kind: str
    indicator: str
    rule: str
    hits: int
    raw: Exactly
    applied: Exactly
    lost_to: str
    contribution: Exactly


class FindingOut(Shown):
    rule: str
    indicator: str
    kind: str
    evidence: str
    date: DayOut | None
    raw: Exactly
    applied: Exactly
    lost_to: str


class PlaceOut(Shown):
    group: str
    place: int
    place_from_last: int
    size: int
    tied: int
    provisional: bool


class SeatOut(Shown):
    quota: str
    grade: str
    group: str
    size: int
    room: int
    candidates: int
    place: int
    outcome: Literal["seated", "displaced", "beyond"]
    held: str
    direct: bool
    approved: bool
    provisional: bool


class CaseOut(Shown):
    trigger: str
    action: str
    recipients: list[str]
    deadline: DayOut | None
    because: str
    level: int | None
    deadline_provisional: bool


class CaseFileOut(Shown):
    id: str
    subject: str
    trigger: str
    state: CaseState
    period: str
    opened: DayOut
    since: DayOut
    level: int | None
    action: str
    recipients: list[str]
    rectification: list[str]
    deadline: DayOut | None
    deadline_provisional: bool
    because: str
    basis: str
    fired: list[DayOut]
    extended: list[DayOut]
    overdue: list[DayOut]
    closed: DayOut | None
    closing: Literal["rectified", "withdrawn"] | None
    handled_by: str
    provisional: bool
    unsure: bool


class CoefficientOut(Shown):
    value: Exactly | None
    factor: Exactly | None
    base: Exactly | None
    computed: Exactly | None
    provisional: bool


class ShareOut(Shown):
    amount: Exactly | None
    weight: Exactly | None
    weights: Exactly
    winners: Exactly
    turn: Exactly
    provisional: bool


class CautionOut(Shown):
    place: str
    zh: str
    en: str
    count: int


class Explanation(Shown):
    zh: list[str]
    en: list[str]


class Decided(Shown):
    """Everything decided about one subject; a proposal until it is signed and final."""

    decision_id: Annotated[
        str,
        Field(
            pattern=r"^[0-9a-f]{32}$",
            description="同样的问题编号相同 · the same question has the same id",
        ),
    ]
    evidence_digest: Digest
    subject: str
    fields: dict[str, Quantity]
    state: Literal["graded", "not_graded", "pending"]
    reason_zh: str
    reason_en: str
    evidence_count: int
    measures: dict[str, Quantity]
    indicators: dict[str, Exactly]
    total: Exactly | None
    grade_before_veto: str | None
    vetoes: list[str]
    grade_after_veto: str | None
    grade: str | None
    direct_grades: list[str]
    seats: list[SeatOut]
    places: dict[str, PlaceOut]
    lists: list[str]
    pending_lists: list[str]
    triggers: list[CaseOut]
    pending_triggers: list[str]
    cases: list[CaseFileOut]
    coefficients: dict[str, CoefficientOut]
    awards: dict[str, ShareOut]
    history: dict[str, Quantity]
    digest: Annotated[
        str | None, Field(description="签字所针对的数字的摘要 · what a signature is for")
    ]
    provisional: list[str]
    not_applicable: list[str]
    excluded: list[str]
    cautions: list[CautionOut]
    pending: list[Pending]
    warnings: list[WarningOut]
    rejects: list[RejectOut]
    ledger: Annotated[
        list[LedgerLineOut], Field(description="explain=ledger 或 full 时才有 · with explain only")
    ] = Field(default_factory=list)
    findings: Annotated[
        list[FindingOut], Field(description="explain=full 时才有 · with explain=full only")
    ] = Field(default_factory=list)
    explanation: Annotated[
        Explanation | None, Field(description="explain=full 时才有 · with explain=full only")
    ] = None


class Framed(Shown):
    """What was asked, and by what it was decided."""

    policy: PolicyRef
    period: PeriodOut
    population: Literal["complete", "alone"]
    engine: EngineOut
    proposal: Literal[True]


class Decision(Framed, Decided):
    pass


class DecidedItem(Shown):
    subject: str
    decision: Decided


class RefusedItem(Shown):
    subject: str
    problem: ItemProblem


class Counts(Shown):
    subjects: int
    decisions: int
    problems: int


class Decisions(Framed):
    """A result for each subject, in the order they were sent."""

    warnings: list[WarningOut]
    rejects: list[RejectOut]
    counts: Counts
    results: list[DecidedItem | RefusedItem]
