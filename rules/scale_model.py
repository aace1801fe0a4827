"""The part of the policy document that turns values into points: scales, tables, steps."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from rules.construct import Basis, Construct
from rules.formula import Formula
from rules.program import OnMissingValue


class Scale(Construct):
    SCALAR = "method"

    method: Literal["linear", "direct"] | None = None
    linear: Formula | None = None
    step_table: dict[str, Formula] | None = None
    band_table: dict[str, Formula] | None = None
    whole_brackets: dict[str, Formula] | None = None
    marginal_brackets: dict[str, Formula] | None = None
    target: Formula | None = None
    step_below: Formula | None = None
    step_above: Formula | None = None
    deduct: Formula | None = None
    part_step: Literal["in_proportion", "drop", "whole_step"] | None = None
    floor: Formula | None = None
    k_of_n: int | None = Field(default=None, ge=1)
    out_of: int | None = Field(default=None, ge=1)
    short: Literal["in_proportion", "zero"] | None = None
    each_more: Formula | None = None
    cap: Formula | None = None


class Decision(Construct):
    """Each row has a cell of unary tests for each input and, last, its points."""

    hit: Literal["unique", "first", "priority", "collect_sum"]
    inputs: list[Formula]
    rows: list[list[Formula]]
    priorities: list[Formula] = []


class Change(Construct):
    """One step: exactly one of add, deduct; then the balance is kept in its limits."""

    when: Formula | None = None
    add: Formula | None = None
    deduct: Formula | None = None
    floor: Formula | None = None
    cap: Formula | None = None
    label: str = ""
    basis: list[Basis] = []


class MissingValue(Construct):
    """What a missing value gives; a group mean may say within which fields' groups."""

    SCALAR = "fill"

    fill: OnMissingValue
    within: list[str] = []


class Applies(Construct):
    SCALAR = "when"

    when: Formula
    unknown: Literal["pending", "fire", "ignore"] = "pending"
