"""The workload in OpenFisca behind its own web API: evidence as persons, companies as groups."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from openfisca_core.entities import build_entity
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import DateUnit
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable
from openfisca_web_api.app import create_app
from waitress import serve

from bench.rivals.zen_flask import RULES

KINDS = {"complaint": 1, "inspection": 2, "survey": 3, "award": 4}
SEVERITIES = {"general": 1, "serious": 2, "major": 3}
GROUPS = {"party_member": (1, 3), "committee": (2, 3), "owner": (3, 4)}
# A missing number is -1: OpenFisca has no missing.
INPUTS = ("kind", "severity", "verified", "days_to_resolve", "mark", "rater_group", "weight")

RECORD = build_entity("record", "records", "record", is_person=True)
COMPANY = build_entity(
    "company", "companies", "company", roles=[{"key": "item", "plural": "items", "label": "item"}]
)


def variable(name: str, entity: Any, formula: Any = None) -> Any:
    parts = {
        "value_type": int,
        "entity": entity,
        "definition_period": DateUnit.YEAR,
        "label": name,
    }
    return type(name, (Variable,), {**parts, "formula": formula} if formula else parts)


def hit(rule: tuple[Any, ...]) -> Any:
    name, kind, severities, verified, days, mark, _, _ = rule

    def formula(record: Any, period: Any) -> Any:
        met = record("kind", period) == KINDS[kind]
        if severities:
            met &= np.isin(record("severity", period), [SEVERITIES[s] for s in severities])
        if verified:
            met &= record("verified", period) == (verified == "true")
        taken = record("days_to_resolve", period)
        if days:
            met &= taken == -1 if days == "null" else taken > int(days[2:])
        if mark:
            marks = record("mark", period)
            met &= (marks >= 0) & (marks < int(mark[2:]))
        return met * 1

    return variable(f"hit_{name}", RECORD, formula)


def satisfaction(company: Any, period: Any) -> Any:
    marks = company.members("mark", period).astype(np.int64)
    valid = (company.members("kind", period) == KINDS["survey"]) & (marks >= 0)
    weights = company.members("weight", period).astype(np.int64)
    over: Any = 0
    under: Any = 0
    for code, share in GROUPS.values():
        own = valid & (company.members("rater_group", period) == code)
        weight = company.sum(own * weights).astype(np.int64)
        marked = company.sum(own * weights * marks).astype(np.int64)
        mean = (200 * marked + weight) // np.maximum(2 * weight, 1)
        over = over + np.where(weight > 0, share * mean, 0)
        under = under + np.where(weight > 0, share, 0)
    points = (60 * over + 100 * under) // np.maximum(200 * under, 1)
    return np.where(company.sum(valid * 1) < 5, 1800, points)


def total(company: Any, period: Any) -> Any:
    points = 7000 + company("satisfaction", period).astype(np.int64)
    for name, *_, each, cap in RULES:
        hits = company.sum(company.members(f"hit_{name}", period))
        earned = np.minimum(hits * abs(each), cap)
        points = points + earned if each < 0 else points - earned
    return np.clip(points, 0, 11000)


def system() -> TaxBenefitSystem:
    found = TaxBenefitSystem([RECORD, COMPANY])
    found.parameters = ParameterNode(
        "", data={"clamp": {"values": {"2020-01-01": {"value": 11000}}}}
    )
    for name in INPUTS:
        found.add_variable(variable(name, RECORD))
    for rule in RULES:
        found.add_variable(hit(rule))
    found.add_variable(variable("satisfaction", COMPANY, satisfaction))
    found.add_variable(variable("total", COMPANY, total))
    return found


def main() -> None:
    serve(create_app(system()), host="127.0.0.1", port=int(sys.argv[1]), threads=8)


if __name__ == "__main__":
    main()
