"""A plan of reviews as its author wrote it, canonical words."""

from __future__ import annotations

from datetime import date

from rules.construct import Construct, Text


class ReviewText(Construct):
    """Paths are relative to the plan."""

    SCALAR = "policy"

    policy: Text
    period: str = ""
    as_of: date | None = None
    evidence: list[Text] = []
    subjects: Text | None = None
    imports: list[Text] = []
    history: list[Text] = []
    history_from: date | None = None
    mapping: Text | None = None


class MarkText(Construct):
    """What every reader is told of the data; one text alone is told in both languages."""

    SCALAR = "zh"

    zh: str
    en: str = ""


class PlanText(Construct):
    plan: str = ""
    mark: MarkText | None = None
    period: str = ""
    as_of: date | None = None
    reviews: list[ReviewText]
