"""A settlement written down as a package of its own, beside its inputs already in the folder."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from rules.program import AwardPool, SignOff
from rules.values import Value
from scoring.package.delimited import write_csv
from scoring.package.digests import described
from scoring.package.manifest import MANIFEST, package_files
from scoring.package.reward_tables import awards_table, coefficients_table, money_told
from scoring.package.table import Column, Table
from scoring.package.tables import rejects_table
from scoring.settle.settlement import Settlement
from scoring.settle.signatures import Gate, sign_state

_STATES = {"signed": "已签字", "refused": "不同意", "unsigned": "未签字"}


def write_settlement(settlement: Settlement, folder: Path) -> None:
    program, statuses = settlement.program, settlement.statuses
    for listing in (
        *([coefficients_table(program, statuses)] if program.coefficients else ()),
        *([awards_table(program, statuses)] if program.awards else ()),
    ):
        write_csv(listing.table(settlement.assessments, settlement.counts), folder)
    write_csv(_signoffs_table(settlement), folder)
    write_csv(rejects_table(settlement.rejects), folder)
    _write_manifest(settlement, folder)


def _signoffs_table(settlement: Settlement) -> Table:
    """Every party of every sign-off for everyone graded, signed or not; `state` is of the sign-off
    as a whole."""
    columns = (
        *map(Column, ("sign_off", "subject", "state", "party", "verdict", "role", "signer")),
        Column("date", "date"),
    )
    rows = [row for gate in settlement.program.signoffs for row in _gate_rows(settlement, gate)]
    return Table("signoffs", columns, rows)


def _gate_rows(settlement: Settlement, gate: SignOff) -> Iterator[tuple[Value, ...]]:
    for assessment in sorted(settlement.assessments, key=lambda a: a.subject):
        if assessment.digest is None:
            continue
        state = _STATES[sign_state(gate, assessment.subject, settlement.valid)]
        for party in gate.parties:
            given = settlement.valid.get(Gate(gate.name, assessment.subject, party.name))
            told: tuple[Value, ...] = (None,) * 4
            if given is not None:
                verdict = "同意" if given.agrees else "不同意"
                told = (verdict, given.role, given.signer, given.date)
            yield (gate.name, assessment.subject, state, party.name, *told)


def _write_manifest(settlement: Settlement, folder: Path) -> None:
    """Last of all, because it holds the digests of every other file."""
    program, head = settlement.program, settlement.program.head
    files = {path: described(folder / path) for path in package_files(folder)}
    content: dict[str, object] = {
        "package": 1,
        "settlement": {"cut_off": settlement.cut_off.isoformat()},
        "policy": {
            "id": head.id,
            "title": head.title,
            "version": head.version,
            "status": head.status,
            "digest": program.digest,
        },
        "signatures": {
            "in": settlement.signatures,
            "valid": len(settlement.valid),
            "rejected": len(settlement.rejects),
        },
        "coefficients": {c.name: _counted(settlement, c.name) for c in program.coefficients},
        "awards": {
            pool.name: {
                **_money(settlement, pool),
                "shares": _counted(settlement, pool.name),
            }
            for pool in program.awards
        },
        "inputs": {path: told for path, told in files.items() if path.startswith("inputs/")},
        "outputs": {path: told for path, told in files.items() if not path.startswith("inputs/")},
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def _money(settlement: Settlement, pool: AwardPool) -> dict[str, object]:
    """Shares that are not paid are counted by their status."""
    told = money_told(pool, settlement.counts.pools[pool.name].sum())
    return {name: value for name, value in told.items() if name != "pending"}


def _counted(settlement: Settlement, name: str) -> dict[str, int]:
    found = Counter(status for (of, _), status in settlement.statuses.items() if of == name)
    return {status: found[status] for status in sorted(found)}
