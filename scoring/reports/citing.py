"""Where a rule comes from, in a cell."""

from __future__ import annotations

from collections.abc import Iterable

from rules.program import Basis


def cited(basis: Iterable[Basis]) -> str:
    """The clauses; a number nobody has issued is called so."""
    return "；".join(map(_clause, basis))


def _clause(basis: Basis) -> str:
    mark = "（示例 illustrative）" if basis.illustrative else ""
    return " ".join(filter(None, (basis.document, basis.clause))) + mark
