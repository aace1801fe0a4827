"""组均: a subject that lacks the value of a leaf gets the mean points of its group."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rules.values import Number, Value, add_up, quotient, round_number
from scoring.notes import NEEDS_POPULATION, Words
from scoring.score.ledger import change_line
from scoring.score.scores import LeafPlan, finished, of_class
from scoring.score.tree import score_for
from scoring.standing import Company, Standing


@dataclass(frozen=True, slots=True)
class GroupMeans:
    """Leaves where a subject without the value gets the mean points of its group: of the subjects
    still in the running that have the value. `rests` is what each leaf rests on of the population
    besides the mean."""

    leaves: tuple[LeafPlan, ...]
    rests: Mapping[str, frozenset[str]]

    def hold(self, standings: Sequence[Standing]) -> None:
        running = [standing for standing in standings if standing.state == "graded"]
        pending = [standing for standing in standings if standing.state == "pending"]
        for leaf in self.leaves:
            waiting = [s for s in running if not self._own(leaf, s)]
            name = leaf.indicator.name
            # Their own points, before anybody is given a mean.
            scored = [(s, s.scored[name]) for s in running if name in s.scored]
            have = [(s, points.points) for s, points in scored if not points.absent]
            takers = {standing.subject.id for standing in waiting}
            others = [s for s in running if s.subject.id not in takers]
            lacking = [*pending, *(s for s in others if name not in s.scored)]
            groups = Groups(have, lacking, self.rests[name])
            for standing in waiting:
                _give_mean(leaf, standing, groups)
        for standing in running:
            standing.close_stage()

    def leave(self, standing: Standing) -> None:
        for leaf in self.leaves:
            if self.rests[leaf.indicator.name]:
                continue
            if not self._own(leaf, standing):
                standing.notes.wait(
                    Words(
                        f"指标“{leaf.indicator.name}”按组均：{NEEDS_POPULATION.zh}",
                        f"“{leaf.indicator.name}” takes its group's mean: {NEEDS_POPULATION.en}",
                    )
                )
        standing.close_stage()

    def _own(self, leaf: LeafPlan, standing: Standing) -> bool:
        """Whether the subject needs no mean: it has its own points, or waits for something else."""
        scored = score_for(leaf, standing)
        if scored is not None and scored.absent == "takes_mean":
            return False
        if scored is not None:
            standing.score(leaf.indicator.name, scored)
        return True


@dataclass(frozen=True, slots=True)
class Group:
    """Those of one group that have points of their own, and the company a mean of them keeps."""

    points: tuple[Number, ...]
    company: Company


class Groups:
    """Of one leaf, by the fields they are told apart by; made once, not for every taker."""

    def __init__(
        self,
        have: Sequence[tuple[Standing, Number]],
        lacking: Sequence[Standing],
        rests: frozenset[str],
    ) -> None:
        self._have = have
        self._lacking = lacking
        self._rests = rests
        self._found: dict[tuple[str, ...], dict[tuple[Value, ...], Group]] = {}

    def of(self, standing: Standing, within: tuple[str, ...]) -> Group | None:
        """None where nobody of the group has points, or its own is not known."""
        group = _group(standing, within)
        if within not in self._found:
            self._found[within] = self._grouped(within)
        return None if None in group else self._found[within].get(group)

    def _grouped(self, within: tuple[str, ...]) -> dict[tuple[Value, ...], Group]:
        fellows: dict[tuple[Value, ...], list[tuple[Standing, Number]]] = {}
        for one in self._have:
            fellows.setdefault(_group(one[0], within), []).append(one)
        lacking: dict[tuple[Value, ...], list[Standing]] = {}
        for standing in self._lacking:
            lacking.setdefault(_group(standing, within), []).append(standing)
        found = {}
        for group, those in fellows.items():
            company = Company(lacking.get(group, []))
            for other, _ in those:
                company.take_in(other, self._rests)
            found[group] = Group(tuple(points for _, points in those), company)
        return found


def _give_mean(leaf: LeafPlan, standing: Standing, groups: Groups) -> None:
    name, own = leaf.indicator.name, of_class(leaf, standing.summary, standing.notes)
    source = own.indicator.valued if own is not None else None
    if own is None or source is None:
        return
    group = groups.of(standing, source.within)
    if group is None:
        standing.notes.wait(nobody_has_points(name))
        return
    mean = quotient(add_up(group.points), len(group.points))
    rounded = mean if source.rounding is None else round_number(mean, source.rounding)
    standing.score(name, finished(own.indicator, [change_line("measure", name, mean, rounded)]))
    standing.notes.caution(name, mean_for_missing(len(group.points)))
    standing.companies[name] = group.company
    if group.company.lacking:
        standing.notes.caution(name, MEAN_OF_PART)


MEAN_OF_PART = Words("组内尚有待定对象，未计入组均", "a pending subject of the group is left out")


def nobody_has_points(leaf: str) -> Words:
    return Words(
        f"指标“{leaf}”的取值缺失，同组也没有对象有得分",
        f"the value of “{leaf}” is missing, and nobody in the group has points for it",
    )


def mean_for_missing(count: int) -> Words:
    return Words(
        f"取值缺失，按同组 {count} 个对象的平均得分计",
        f"the value is missing and counts as the mean points of {count} of its group",
    )


def _group(standing: Standing, within: Sequence[str]) -> tuple[Value, ...]:
    return tuple(standing.summary[field] for field in within)
