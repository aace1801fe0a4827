"""The policy document as the author wrote it: one pydantic class per construct, canonical words.

The loader turns nodes into this model; what an expression means is for the compiler.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from rules.construct import Basis as Basis
from rules.construct import Construct as Construct
from rules.construct import Name, Text, Words
from rules.construct import Rounding as Rounding
from rules.construct import TieBreak as TieBreak
from rules.formula import Formula as Formula
from rules.formula import Places as Places
from rules.import_model import Effect as Effect
from rules.import_model import FillIn as FillIn
from rules.import_model import Import as Import
from rules.import_model import LateEffect as LateEffect
from rules.import_model import Taken as Taken
from rules.opened_model import Extends as Extends
from rules.opened_model import Opened as Opened
from rules.program import PeriodKind, Status
from rules.quota_model import Quota as Quota
from rules.quota_model import SmallGroups as SmallGroups
from rules.relation_model import Owner as Owner
from rules.relation_model import Relation as Relation
from rules.reward_model import AwardPool as AwardPool
from rules.reward_model import Coefficient as Coefficient
from rules.reward_model import SignOff as SignOff
from rules.reward_model import SignParty as SignParty
from rules.scale_model import Applies as Applies
from rules.scale_model import Change as Change
from rules.scale_model import Decision as Decision
from rules.scale_model import MissingValue as MissingValue
from rules.scale_model import Scale as Scale
from rules.structure_model import Check as Check
from rules.structure_model import Choice as Choice
from rules.structure_model import Decide as Decide
from rules.structure_model import Waiver as Waiver
from rules.trigger_model import Overdue as Overdue
from rules.trigger_model import Trigger as Trigger


class Effective(Construct):
    SCALAR = "from"

    from_: date = Field(alias="from")
    to: date | None = None


class Parameter(Construct):
    SCALAR = "value"

    value: Formula | None = None
    table: dict[str, Formula] | None = None
    unit: str = ""
    label: str = ""
    basis: list[Basis] = []


class DataField(Construct):
    """Short forms: a type word or a range (`"[0..100]"`), or a list of allowed words."""

    SCALAR = "type"
    SEQUENCE = "words"

    type: Formula | None = None
    range: Formula | None = None
    decimals: int | None = Field(default=None, ge=0, le=12)
    words: Words | None = None
    ordered: Words | None = None
    label: str = ""
    aliases: list[str] = []
    unit: str = ""
    null_values: list[str] = []
    missing: FillIn | None = None


class NotAssessed(Construct):
    when: Formula
    reason: str
    unknown: Literal["pending", "fire", "ignore"] = "pending"


class Subject(Construct):
    kind: Text
    identity: list[str] = []
    fields: dict[Name, DataField] = {}
    name_field: str | None = None
    public_names: Literal["in_full", "masked"] | None = None
    not_assessed: list[NotAssessed] = []


class DerivedField(Construct):
    SCALAR = "formula"

    formula: Formula
    round: Rounding | None = None


class OneMatter(Construct):
    SEQUENCE = "keys"

    keys: list[str]
    keep: Literal["highest", "first"] = "highest"
    within_scope: Literal["rule", "indicator", "policy"] = "rule"
    matter: str = ""


class Discretion(Construct):
    """Which fields hold the points awarded, the written reason, and who approved it."""

    points: str
    reason: str
    approver: str


class Wide(Construct):
    """`columns` maps headings to item words; without it the headings are the item's words."""

    item: str
    cell: str
    columns: dict[str, str] | None = None


class Parent(Construct):
    parent_kind: str
    keys: list[str]


class Validity(Construct):
    """`lasting` is a length of time, no_end, until_rectified, or a table of them by class."""

    to: str | None = None
    lasting: Formula | None = None
    rectified: str | None = None
    counted: Literal["in_period", "period_end"]


class Evidence(Construct):
    fields: dict[Name, DataField] = {}
    label: str = ""
    aliases: list[str] = []
    derived: dict[Name, DerivedField] = {}
    event_date: str | None = None
    identity: list[str] = []
    subject: Owner | None = None
    tenure: list[str] = []
    relations: Relation | None = None
    null_values: list[str] = []
    one_matter: OneMatter | None = None
    discretion: Discretion | None = None
    case_records: bool = False
    wide: Wide | None = None
    parent: Parent | None = None
    validity: Validity | None = None
    basis: list[Basis] = []


class Measure(Construct):
    count: str | None = None
    window: Formula | None = None
    same: list[str] = []
    groups_of: Formula | None = None
    sum: str | None = None
    mean: str | None = None
    weighted_mean: str | None = None
    trimmed_mean: str | None = None
    median: str | None = None
    minimum: str | None = None
    maximum: str | None = None
    latest: str | None = None
    distinct: str | None = None
    any: str | None = None
    all: str | None = None
    ratio: str | None = None
    formula: Formula | None = None
    year_on_year: Formula | None = None
    position: Formula | None = None
    ratio_to_best: Formula | None = None
    deviation: Formula | None = None
    group_average: Formula | None = None
    share_of: Formula | None = None
    per_item: str | None = None
    same_person: str | None = None
    posts: list[Formula] = []
    inner: dict[Name, Measure] = {}
    trim: Formula | None = None
    base: Formula | None = None
    within: list[str] = []
    order: Literal["descending", "ascending"] | None = None
    of: Formula | None = None
    when: Formula | None = None
    round: Rounding | None = None
    by: Formula | None = None
    weights: dict[str, Formula] | None = None
    weight_by: Formula | None = None
    min_ballots: Formula | None = None
    missing_group: Literal["proportional", "zero", "pending"] | None = None
    numerator: Formula | None = None
    denominator: Formula | None = None
    zero_denominator: Formula | None = None
    unknown_counts: Literal["denominator"] | None = None
    unit: str = ""
    label: str = ""
    basis: list[Basis] = []


class Rule(Construct):
    """A record rule; or nothing but 取最高 or 取首个 with the rules that compete for a record."""

    each: str = ""
    when: Formula | None = None
    deduct: Formula | None = None
    add: Formula | None = None
    cap: Formula | None = None
    cap_each: Formula | None = None
    cap_daily: Formula | None = None
    cap_monthly: Formula | None = None
    keep_highest: list[Rule] = []
    keep_first: list[Rule] = []
    from_: date | None = Field(default=None, alias="from")
    to: date | None = None
    id: str | None = None
    label: str = ""
    basis: list[Basis] = []


class JointCap(Construct):
    """Limits of several rules together; the rules by their ids."""

    rules: list[str]
    cap: Formula | None = None
    cap_daily: Formula | None = None
    cap_monthly: Formula | None = None


class Indicator(Construct):
    points: Formula | None = None
    start: Formula | None = None
    deduct: list[Rule] = []
    add: list[Rule] = []
    cap: Formula | None = None
    cap_joint: list[JointCap] = []
    floor: Formula | None = None
    value: Formula | None = None
    scale: Scale | None = None
    round: Rounding | None = None
    missing: MissingValue | None = None
    decision: Decision | None = None
    steps: list[Change] = []
    weight: Formula | None = None
    applies: Applies | None = None
    restore: bool = False
    bonus_stop: bool = False
    items: dict[Name, Indicator] = {}
    scorer: str = ""
    label: str = ""
    basis: list[Basis] = []


class Total(Construct):
    range: Formula | None = None
    round: Rounding
    cap_joint: list[JointCap] = []
    restore: bool = False


class Veto(Construct):
    when: Formula
    zero: bool = False
    force: str | None = None
    at_best: str | None = None
    bar_top: bool = False
    step_down: int | None = Field(default=None, ge=1)
    unknown: Literal["pending", "fire", "ignore"] = "pending"
    id: str | None = None
    label: str = ""
    basis: list[Basis] = []


class DirectGrade(Construct):
    when: Formula
    force: str
    unknown: Literal["pending", "fire", "ignore"] = "pending"
    id: str | None = None
    label: str = ""
    basis: list[Basis] = []


class History(Construct):
    """Exactly one of consecutive, occurrences, previous, year_before."""

    consecutive: Formula | None = None
    occurrences: Formula | None = None
    previous: Formula | None = None
    year_before: Formula | None = None
    in_the_last: Formula | None = None
    dated: Literal["period_end", "as_of"] | None = None
    skip: Literal["not_graded"] | None = None
    no_history: Literal["zero"] | None = None
    spent_by: Formula | None = None
    by: str | None = None
    with_shadow: bool = False
    label: str = ""
    basis: list[Basis] = []


class Grades(Construct):
    """Best first. Bands over the total; or, under 依次, conditions of which the first that holds
    decides; or names alone, which a quota gives in the order of a rank."""

    standards: dict[str, Formula | None]
    in_order: bool = False


class Rank(Construct):
    by: Formula
    within: list[str] = []
    order: Literal["descending", "ascending"] = "descending"
    takes_part: Formula | None = None
    ties: Literal["competition", "dense"] = "competition"
    tie_break: list[TieBreak] = []
    label: str = ""


class ListRule(Construct):
    when: Formula
    unknown: Literal["pending", "fire", "ignore"] = "pending"
    ties: Literal["include", "not_listed"] = "include"
    publicity: str = ""
    audience: str = ""
    effect: list[Effect] = []
    label: str = ""
    basis: list[Basis] = []


class Policy(Construct):
    policy: Text
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)
    version: str = Field(pattern=r"^[0-9A-Za-z]+([.-][0-9A-Za-z]+)*$", max_length=40)
    language: Literal[1] = 1
    document_number: str = ""
    issuer: str = ""
    status: Status
    effective: Effective
    period: PeriodKind
    applied_year: str = ""
    systems: list[int] = []
    basis: list[Basis] = []
    extends: Extends | None = None
    open: Opened | None = None
    parameters: dict[Name, Parameter] = {}
    subject: Subject
    evidence: dict[Name, Evidence] = {}
    imports: dict[Name, Import] = {}
    history: dict[Name, History] = {}
    measures: dict[Name, Measure] = {}
    check: dict[Name, Check] = {}
    decide: dict[Name, Decide] = {}
    waiver: Waiver | None = None
    indicators: dict[Name, Indicator] = {}
    total: Total | None = None
    veto: list[Veto] = []
    direct_grade: list[DirectGrade] = []
    grades: Grades
    rank: dict[Name, Rank] = {}
    quota: list[Quota] = []
    lists: dict[Name, ListRule] = {}
    triggers: dict[Name, Trigger] = {}
    sign: dict[Name, SignOff] = {}
    coefficients: dict[Name, Coefficient] = {}
    award: dict[Name, AwardPool] = {}
