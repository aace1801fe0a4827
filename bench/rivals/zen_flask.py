"""The workload by ZEN behind a minimal Flask app: rules in a decision table, sums in Python.

It checks nothing, explains nothing and keeps no ledger; that is what it is measured for.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

import zen
from flask import Flask, request
from waitress import serve

# id, kind, severities, verified, days, mark, points and cap in hundredths
RULES = (
    ("R01", "complaint", ("general",), "true", "", "", 50, 500),
    ("R02", "complaint", ("serious",), "true", "", "", 100, 600),
    ("R03", "complaint", ("major",), "true", "", "", 300, 900),
    ("R04", "complaint", (), "true", "> 15", "", 50, 400),
    ("R05", "complaint", ("serious", "major"), "true", "> 30", "", 150, 600),
    ("R06", "complaint", (), "true", "null", "", 100, 500),
    ("R07", "inspection", ("general",), "true", "", "", 100, 800),
    ("R08", "inspection", ("serious",), "true", "", "", 200, 1000),
    ("R09", "inspection", ("major",), "true", "", "", 500, 1000),
    ("R10", "inspection", (), "true", "> 30", "", 100, 500),
    ("R11", "inspection", ("serious", "major"), "false", "", "", 50, 200),
    ("R12", "survey", (), "", "", "< 40", 50, 300),
    ("A01", "award", (), "true", "", "", -100, 500),
)
WEIGHTS = {"party_member": 3, "committee": 3, "owner": 4}
INPUTS = ("kind", "severity", "verified", "days_to_resolve", "mark")


def table() -> dict[str, Any]:
    """One decision table over the records of a subject, every row that hits counted."""
    rows = []
    for name, kind, severities, verified, days, mark, _, _ in RULES:
        words = ", ".join(f'"{severity}"' for severity in severities)
        cells = dict(zip(INPUTS, (f'"{kind}"', words, verified, days, mark), strict=True))
        rows.append({"_id": name, **cells, "rule": f'"{name}"'})
    content = {
        "hitPolicy": "collect",
        "executionMode": "loop",
        "inputField": "records",
        "outputPath": "hits",
        "inputs": [{"id": name, "name": name, "field": name} for name in INPUTS],
        "outputs": [{"id": "rule", "name": "rule", "field": "rule"}],
        "rules": rows,
    }
    at = {"x": 0, "y": 0}
    nodes = [
        {"id": "in", "name": "in", "type": "inputNode", "position": at},
        {"id": "t", "name": "t", "type": "decisionTableNode", "position": at, "content": content},
        {"id": "out", "name": "out", "type": "outputNode", "position": at},
    ]
    edges = [
        {"id": "a", "sourceId": "in", "targetId": "t", "type": "edge"},
        {"id": "b", "sourceId": "t", "targetId": "out", "type": "edge"},
    ]
    return {"contentType": "application/vnd.gorules.decision", "nodes": nodes, "edges": edges}


def total(decision: Any, records: list[dict[str, Any]]) -> int:
    """In hundredths."""
    found: Counter[str] = Counter()
    for hits in decision.evaluate({"records": records})["result"]["hits"]:
        for hit in hits if isinstance(hits, list) else [hits] if hits else []:
            found[hit["rule"]] += 1
    points = 0
    for name, *_, each, cap in RULES:
        earned = min(found[name] * abs(each), cap)
        points += earned if each < 0 else -earned
    return max(0, min(11000, 7000 + service(records) + points))


def service(records: list[dict[str, Any]]) -> int:
    sums: Counter[str] = Counter()
    weights: Counter[str] = Counter()
    ballots = 0
    for record in records:
        if record["kind"] == "survey" and record["mark"] is not None:
            sums[record["rater_group"]] += record["mark"] * record["weight"]
            weights[record["rater_group"]] += record["weight"]
            ballots += 1
    if ballots < 5:
        return 1800
    over = sum(WEIGHTS[group] * half_up(100 * sums[group], weights[group]) for group in weights)
    return half_up(30 * over, 100 * sum(WEIGHTS[group] for group in weights))


def half_up(over: int, under: int) -> int:
    return (2 * over + under) // (2 * under)


def main() -> None:
    decision = zen.ZenEngine().create_decision(json.dumps(table()))
    app = Flask("zen")

    @app.post("/")
    def answer() -> dict[str, Any]:
        records = request.get_json()["records"]
        return {"total": total(decision, records)}

    serve(app, host="127.0.0.1", port=int(sys.argv[1]), threads=8)


if __name__ == "__main__":
    main()
