"""Two outcomes compared: everything that differs, and plainly where nothing does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from scoring.comparison.causes import Cause, Inquiry
from scoring.comparison.edits import Key, edits_between
from scoring.comparison.firing import Firing, firings
from scoring.comparison.memberships import Membership, memberships
from scoring.comparison.migration import Line, Migration, lines_crossed, migrate
from scoring.comparison.pairs import Pair, pairs_of
from scoring.comparison.quotas import QuotaMove, quota_moves
from scoring.comparison.reach import Reach, reaches
from scoring.comparison.rewards import CoefficientMove, PoolMove, coefficient_moves, pool_moves
from scoring.comparison.totals import Spread, details, difference, spread_of
from scoring.runs.outcome import Outcome


@dataclass(frozen=True, slots=True)
class Mover:
    """A subject that stands elsewhere, and why."""

    pair: Pair
    causes: tuple[Cause, ...]
    decided_by: Key | None


@dataclass(frozen=True)
class Comparison:
    """`settled` totals are those of subjects whose standing is the same. `details` count subjects
    by what else differs of them."""

    before: Outcome
    after: Outcome
    pairs: tuple[Pair, ...]
    reaches: tuple[Reach, ...]
    migration: Migration
    lines: tuple[Line, ...]
    movers: tuple[Mover, ...]
    spread: Spread | None
    memberships: tuple[Membership, ...]
    coefficients: tuple[CoefficientMove, ...]
    pools: tuple[PoolMove, ...]
    quotas: tuple[QuotaMove, ...]
    firings: tuple[Firing, ...]
    details: Mapping[str, int]

    @property
    def same_policy(self) -> bool:
        return self.before.program.digest == self.after.program.digest

    @property
    def rejected(self) -> tuple[int, int]:
        """Records that were not taken, before and after."""
        return self.before.evidence.rejected, self.after.evidence.rejected

    @cached_property
    def changes_nothing(self) -> bool:
        """Nobody stands elsewhere, and no total, list, case, coefficient or amount is another."""
        moved = (self.movers, self.memberships, self.coefficients, self.pools)
        return not any(moved) and not any(difference(pair) for pair in self.pairs)

    @cached_property
    def is_identical(self) -> bool:
        """Beyond that, nothing at all differs in what both results say of anybody."""
        moved = (self.details, self.firings, self.quotas)
        return self.changes_nothing and not any(moved) and self.rejected[0] == self.rejected[1]

    @cached_property
    def deciding(self) -> Mapping[Key | None, int]:
        """How many moves each construct decides, most first; None are changes of state."""
        found = Counter(mover.decided_by for mover in self.movers)
        return dict(sorted(found.items(), key=lambda pair: (-pair[1], pair[0] or ("", ""))))


def compare(before: Outcome, after: Outcome) -> Comparison:
    pairs = pairs_of(before, after)
    ours, theirs = before.program, after.program
    edits = edits_between(ours, theirs)
    inquiry = Inquiry(before, after, edits)
    whys = ((pair, inquiry.causes(pair)) for pair in pairs if pair.moved)
    movers = tuple(Mover(pair, why, inquiry.deciding(pair, why)) for pair, why in whys)
    return Comparison(
        before=before,
        after=after,
        pairs=pairs,
        reaches=reaches(ours, theirs, edits, pairs),
        migration=migrate(ours, theirs, pairs),
        lines=lines_crossed(ours, theirs, pairs),
        movers=movers,
        spread=spread_of(pair for pair in pairs if not pair.moved),
        memberships=memberships(ours, theirs, pairs),
        coefficients=coefficient_moves(before, after, pairs),
        pools=pool_moves(before, after, pairs),
        quotas=quota_moves(before, after),
        firings=firings(before, after),
        details=details(ours, theirs, pairs),
    )
