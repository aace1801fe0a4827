"""What a caller sends: one subject with its evidence, or many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from service.api.fields import Day, Exact, Row, Word
from service.errors import Problem, Trouble, at, trouble

MOST_SUBJECTS = 20_000
MOST_KINDS = 200

Rows = Annotated[
    dict[str, list[Row]],
    Field(
        max_length=MOST_KINDS,
        description="按数据种类列出的记录；没有记录的种类写 []，没有提供的种类不写 · "
        "records by kind of evidence; [] for a kind without records, no key for one that is "
        "not delivered",
    ),
]
Fields = Annotated[Row, Field(description="对象的字段 · the fields of the subject by heading")]
OnReject = Annotated[
    Literal["refuse", "report"],
    Field(
        description="有记录不能采用时：refuse 不考评（默认），report 按其余的考评并列出退回的 · "
        "where a record cannot be taken: refuse the whole (default), or assess by the rest and "
        "report the rejects",
    ),
]


class SubjectIn(Exact):
    id: Annotated[Word, Field(description="考评对象 · the subject's id")]
    fields: Fields = Field(default_factory=dict)


class Asked(Exact):
    """What every question says: the period, and which version of the policy."""

    period: Annotated[Word, Field(description="周期 · 2026, 2026-H1, 2026-Q1, 2026-03 …")]
    as_of: Annotated[
        Day | None, Field(description="截止日，默认为周期末 · default: the end of the period")
    ] = None
    version: Annotated[
        Word | None,
        Field(
            description="指定版本；默认为周期末生效的版本 · "
            "one version; by default the one in force on the last day of the period"
        ),
    ] = None
    on_reject: OnReject = "refuse"


class AssessmentIn(Asked):
    """One subject and its evidence."""

    subject: SubjectIn
    evidence: Rows = Field(default_factory=dict)


class Item(Exact):
    """One subject of many."""

    id: Annotated[Word, Field(description="考评对象 · the subject's id")]
    fields: Fields = Field(default_factory=dict)
    evidence: Rows = Field(default_factory=dict)


class BatchIn(Asked):
    """Many subjects. With `population: complete` they are everyone, so ranks are of everyone."""

    population: Annotated[
        Literal["complete", "partial"],
        Field(
            description="complete：所列即全体，名次、比例、奖励资金一并得出；partial：各自单独考评，"
            "要看全体的结果待定 · complete: these are everyone; partial: each alone, and what "
            "needs the population is pending"
        ),
    ] = "partial"
    subjects: Annotated[list[Item], Field(min_length=1, max_length=MOST_SUBJECTS)]


def read_assessment(content: object) -> AssessmentIn:
    try:
        return AssessmentIn.model_validate(content)
    except ValidationError as error:
        raise _refusal(error) from None


def read_batch(content: object) -> BatchIn:
    try:
        return BatchIn.model_validate(content)
    except ValidationError as error:
        raise _refusal(error) from None


# What pydantic calls it, as what we call it.
_CODES: Mapping[str, str] = {
    "missing": "missing-key",
    "extra_forbidden": "unknown-key",
    "string_type": "not-text",
    "string_too_short": "blank-text",
    "string_pattern_mismatch": "blank-text",
    "string_too_long": "too-long-text",
    "not_a_date": "not-a-date",
    "dict_type": "not-an-object",
    "model_type": "not-an-object",
    "list_type": "not-a-list",
    "too_short": "too-few",
    "too_long": "too-many",
}
_MOST_TOLD = 100


def _refusal(error: ValidationError) -> Problem:
    told = error.errors(include_url=False, include_context=True, include_input=False)
    return Problem("body-refused", [_trouble(entry) for entry in told[:_MOST_TOLD]])


def _trouble(entry: ErrorDetails) -> Trouble:
    kind = entry["type"]
    pointer = at(*entry["loc"])
    if kind == "literal_error":
        words = entry["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
        return trouble(pointer, "unknown-word", words=words)
    if kind == "nested_value":
        return trouble(pointer + at(entry["ctx"]["key"]), "nested-value")
    return trouble(pointer, _CODES.get(kind, "not-as-described"))
