"""What every construct of the policy document is made of: its places, its short forms, clauses.

Every construct knows where each of its keys and values stands (`at`). A construct that may be
written short says which field a lone scalar or a list goes to (`SCALAR`, `SEQUENCE`).
"""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from rules.formula import Formula, Places
from rules.source import Span
from rules.values import RoundingMode


class Construct(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    SCALAR: ClassVar[str | None] = None
    SEQUENCE: ClassVar[str | None] = None

    at: SkipJsonSchema[Places] = Field(default_factory=Places, exclude=True, repr=False)

    def key_span(self, key: str) -> Span | None:
        return self.at.keys.get(key, self.at.whole)

    def value_span(self, key: str) -> Span | None:
        return self.at.values.get(key, self.at.whole)


# What cannot be left empty, and the words a field may have.
Text = Annotated[str, Field(min_length=1)]
Words = Annotated[list[Text], Field(min_length=1)]
# A count of at least one.
Positive = Annotated[int, Field(ge=1)]

# A name the author gives: an identifier of the expression language. The loader checks it.
Name = Annotated[str, "name"]


class Basis(Construct):
    SCALAR = "document"

    document: str
    clause: str = ""


class Rounding(Construct):
    """`digits` is a count of decimals, or the word exact (不舍入)."""

    SCALAR = "digits"

    digits: int | Literal["exact"]
    mode: RoundingMode = "half_up"


class TieBreak(Construct):
    SCALAR = "by"

    by: Formula
    order: Literal["descending", "ascending"] = "descending"
