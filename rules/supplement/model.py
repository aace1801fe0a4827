"""The document of a supplement: what it sets and adds, in the words of a policy."""

from __future__ import annotations

from pydantic import Field

from rules.construct import Basis, Construct, Name, Text
from rules.model import Effective, Evidence, Indicator, ListRule, Measure, Parameter, Trigger
from rules.opened_model import Extends
from rules.program import Status


class Supplement(Construct):
    """`supplement` is the title of the whole policy. What is not given is as the base has it."""

    supplement: Text
    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80)
    version: str = Field(pattern=r"^[0-9A-Za-z]+([.-][0-9A-Za-z]+)*$", max_length=40)
    extends: Extends
    document_number: str = ""
    issuer: str = ""
    status: Status | None = None
    effective: Effective | None = None
    basis: list[Basis] = []
    parameters: dict[Name, Parameter] = {}
    evidence: dict[Name, Evidence] = {}
    measures: dict[Name, Measure] = {}
    indicators: dict[Name, Indicator] = {}
    lists: dict[Name, ListRule] = {}
    triggers: dict[Name, Trigger] = {}
