"""Where a rule comes from, in a cell."""

from __future__ import annotations

from collections.abc import Iterable

from rules.program import Basis

_IN_BOTH, _IN_CHINESE = "（示例 illustrative）", "（示例）"


def cited(basis: Iterable[Basis]) -> str:
    """The clauses; a number nobody has issued is called so."""
    return "；".join(_clause(one, _IN_BOTH) for one in basis)


def cited_in_chinese(basis: Iterable[Basis]) -> str:
    return "；".join(_clause(one, _IN_CHINESE) for one in basis)


def _clause(basis: Basis, mark: str) -> str:
    clause = " ".join(filter(None, (basis.document, basis.clause)))
    return clause + (mark if basis.illustrative else "")
