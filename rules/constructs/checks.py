"""Structural checks and decisions: what they say; what they come to is a measure of their name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rules.constructs.head import Basis
from rules.expr.nodes import Expr

# Unmet, 应当 fails, 原则上 fails unless an exception is on record; 一般 is noted, 鼓励 counted.
Strength = Literal["shall", "in_principle", "usual", "encouraged"]

# What a check comes to, in words that conditions compare; unknown (不明) is missing.
MET = "符合"
EXCEPTED = "例外"
UNRECORDED = "缺备案"
NOT_MET = "不符合"
NOT_APPLICABLE = "不适用"
RESULTS = (MET, EXCEPTED, UNRECORDED, NOT_MET, NOT_APPLICABLE)

# The kind of evidence that exceptions and reasons are recorded in, and its fields.
WAIVERS = "例外备案"
WAIVED = "核查"
WAIVER_REASON = "原因"
WAIVER_APPROVER = "批准人"
FILED = "备案日"
VALID_TO = "有效至"

# Members of a check or of a category: whether it is on record, and the last day.
RECORD = "备案"
LAST_DAY = "期限"


@dataclass(frozen=True, slots=True)
class Check:
    """The measure `name` holds the result. A deadline has the day it is `done` instead of `when`;
    `due` and `record` are the measures of the last day and of the exception on record."""

    name: str
    strength: Strength
    when: Expr | None = None
    applies: Expr | None = None
    done: Expr | None = None
    due: str = ""
    record: str = ""
    label: str = ""
    basis: tuple[Basis, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """`when` None is 其余; `record` is the measure of the reason on record, where one is needed."""

    give: str
    when: Expr | None
    record: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """A category by the first condition that holds; the measure `name` holds it."""

    name: str
    choices: tuple[Choice, ...]
    label: str = ""
    basis: tuple[Basis, ...] = ()
