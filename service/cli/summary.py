"""The summary of a run on screen: what was run, how it came out, what to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

from rules.values import Rounding, round_number, show_percent
from rules.widths import cut, width
from scoring.assessment import Assessment
from scoring.effects import effects_told, has_effect
from scoring.evidence import History
from scoring.history import periods_told
from scoring.notes import Words
from scoring.outcome import EngineReport, Outcome, commonest
from scoring.package.digests import described
from scoring.package.manifest import MANIFEST, PAGES, REPORT
from scoring.period import applied_in
from scoring.quota_lines import QuotaLine, quota_lines
from service.cli.options import Language
from service.cli.output import padded
from service.cli.policies import STATUS
from service.cli.rewards import coefficient_line, pool_line

# A heading in Chinese and in English.
Heading: TypeAlias = tuple[str, str]

_STATES = {
    "graded": ("已评", "graded"),
    "not_graded": ("未评", "not graded"),
    "pending": ("待定", "pending"),
}
_RECORDS = {
    "scored": ("已计", "scored"),
    "not_graded": ("未评对象", "not graded"),
    "pending": ("待定对象", "pending"),
    "rejected": ("退回", "rejected"),
}
_BAR = 30
_NAMES = 5
_LINES = 8
_WIDEST = 100


def summary_lines(outcome: Outcome, folder: Path, language: Language) -> Iterator[str]:
    """Chinese with English beside it, or English alone."""
    writer = _Writer(language)
    yield from writer.about(outcome)
    yield from writer.counts(outcome)
    yield from writer.grades(outcome)
    yield from writer.quotas(outcome)
    yield from writer.lists(outcome)
    yield from writer.triggers(outcome)
    yield from writer.effects(outcome)
    yield from writer.rewards(outcome)
    yield from writer.cautions(outcome)
    digest = described(folder / MANIFEST)["sha256"]
    yield writer.line(("结果包", "package"), str(folder))
    yield writer.line(("报表", "report"), f"{folder / REPORT}、{PAGES}")
    yield writer.line(("清单摘要", "manifest"), f"sha256:{digest}")


class _Writer:
    def __init__(self, language: Language) -> None:
        self._language = language

    def both(self, words: Heading) -> str:
        return words[1] if self._language == "en" else " ".join(filter(None, words))

    def line(self, heading: Heading, text: str) -> str:
        return padded(self.both(heading), 20) + text

    def about(self, outcome: Outcome) -> Iterator[str]:
        head, period = outcome.program.head, outcome.evidence.period
        status = self.both(STATUS[head.status])
        yield self.line(("细则", "policy"), f"{head.title}（{head.id} {head.version}，{status}）")
        days = f"{period.start} – {period.end}"
        as_of = self.both(("截止日", "as of"))
        yield self.line(("周期", "period"), f"{period.label}：{days}，{as_of} {period.as_of}")
        if applied := applied_in(head, period):
            yield self.line(("适用年度", "applied in"), applied)
        if period.partial:
            left = (period.end - period.as_of).days
            told = (
                f"离期末还有 {left} 天，不是最终结果",
                f"{left} days are left, nothing is final",
            )
            yield self.line(("期中", "partial"), self.both(told))
        if outcome.program.history:
            yield self.line(("往期", "history"), self._history(outcome.evidence.history))
        if mark := outcome.request.mark:
            yield self.line(("注明", "mark"), mark.en if self._language == "en" else mark.zh)
            if self._language == "zh":
                yield self.line(("", ""), mark.en)
        yield from self._engine(outcome.engine)

    def _history(self, history: History) -> str:
        """Since when there are earlier results, and of which periods."""
        if history.start is None:
            return self.both(("没有往期结果", "no earlier results"))
        since = self.both((f"自 {history.start} 起", f"from {history.start} on"))
        return f"{since}：{periods_told(history)}"

    def _engine(self, engine: EngineReport) -> Iterator[str]:
        if engine.name == "reference":
            only = ("参考引擎，未用规则引擎", "the reference engine, without the rule engine")
            yield self.line(("引擎", "engine"), self.both(only))
            return
        if engine.name == "duckdb":
            whole = ("全部对象一起计算", "the whole population at once")
            name = f"DuckDB {engine.versions['duckdb']}"
            yield self.line(("引擎", "engine"), f"{name}：{self.both(whole)}")
            if engine.checked:
                again = (
                    f"{engine.checked:,} 个对象由{self._checker(engine)[0]}再算一遍，无差异",
                    f"{engine.checked:,} subjects assessed again by {self._checker(engine)[1]}, "
                    "no difference",
                )
                yield self.line(("核对", "crosscheck"), self.both(again))
            return
        atoms = (
            f"判定条件 {engine.decided} 个，另有 {engine.handed_over} 个算好后交给它",
            f"decided {engine.decided} atoms, {engine.handed_over} were computed for it",
        )
        name = f"durable-rules {engine.versions['durable-rules']}"
        yield self.line(("引擎", "engine"), f"{name}：{self.both(atoms)}")
        agreed = (
            f"{engine.checked:,} 个对象全部由参考引擎再判一遍，无差异",
            f"all {engine.checked:,} subjects matched again by the reference engine, no difference",
        )
        yield self.line(("核对", "crosscheck"), self.both(agreed))

    def _checker(self, engine: EngineReport) -> Heading:
        if "durable-rules" in engine.versions:
            name = f"durable-rules {engine.versions['durable-rules']}"
            return f" {name} ", name
        return "参考引擎", "the reference engine"

    def counts(self, outcome: Outcome) -> Iterator[str]:
        records = outcome.records
        parts = [f"{self.both(words)} {records[name]:,}" for name, words in _RECORDS.items()]
        yield self.line(("证据", "evidence"), f"{records['in']:,} = " + " + ".join(parts))
        states = outcome.subjects
        parts = [f"{self.both(words)} {states[name]:,}" for name, words in _STATES.items()]
        total = f"{len(outcome.assessments):,} = "
        yield self.line(("对象", "subjects"), total + " + ".join(parts))

    def grades(self, outcome: Outcome) -> Iterator[str]:
        """A bar for each grade; shares are of the graded."""
        graded = outcome.subjects["graded"]
        if not outcome.program.grades or not graded:
            return
        yield self.both(("等次", "grades"))
        columns = max(width(name) for name in outcome.grades)
        for name, count in outcome.grades.items():
            share = show_percent(round_number(Fraction(count, graded), Rounding(3)), 1)
            bar = "█" * int(round_number(Fraction(count * _BAR, graded), Rounding(0)))
            yield f"  {padded(name, columns)}  {count:>7,}  {share:>6}  {bar}".rstrip()

    def quotas(self, outcome: Outcome) -> Iterator[str]:
        """A line for each grade in each group, those without room for all first, and for whom there
        was none."""
        lines = quota_lines(outcome.program, outcome.assessments)
        if lines:
            yield self.both(("比例控制", "quotas"))
        for line in sorted(lines, key=lambda line: not line.without_room)[:_LINES]:
            yield self._filled(line)
            without = [a for a in outcome.assessments if a.subject in line.without_room]
            if without:
                shown = "、".join(_called(outcome, assessment) for assessment in without[:_NAMES])
                yield f"    {shown}{' …' if len(without) > _NAMES else ''}"
        if len(lines) > _LINES:
            yield f"        …  +{len(lines) - _LINES}"

    def _filled(self, line: QuotaLine) -> str:
        counts: tuple[tuple[Heading, int], ...] = (
            (("名额", "room"), line.room),
            (("候选", "candidates"), line.candidates),
            (("超出降等", "displaced"), line.displaced),
            (("超出", "beyond"), line.beyond),
        )
        parts = [f"{self.both(words)} {n:,}" for words, n in counts[:2]]
        parts += [f"{self.both(words)} {n:,}" for words, n in counts[2:] if n]
        parts += [self.both(("暂定", "provisional"))] if line.provisional else []
        parts += [self.both(("经批准", "approved"))] if line.approved else []
        size = f"{self.both(_STATES['graded'])} {line.size:,}"
        group = f"（{line.group}）" if line.group else ""
        return f"  {line.grade}{group}  {size}；{'，'.join(parts)}"

    def lists(self, outcome: Outcome) -> Iterator[str]:
        if outcome.program.lists:
            yield self.both(("名单", "lists"))
        for rule in outcome.program.lists:
            listed = [a for a in outcome.assessments if rule.name in a.lists]
            waiting = [a for a in outcome.assessments if rule.name in a.pending_lists]
            yield self._named(outcome, rule.name, listed, waiting)

    def triggers(self, outcome: Outcome) -> Iterator[str]:
        if outcome.program.triggers:
            yield self.both(("处置", "triggers"))
        for trigger in outcome.program.triggers:
            name = trigger.name
            fired = [a for a in outcome.assessments if any(c.trigger == name for c in a.triggers)]
            waiting = [a for a in outcome.assessments if name in a.pending_triggers]
            yield self._named(outcome, name, fired, waiting)

    def effects(self, outcome: Outcome) -> Iterator[str]:
        """What is written as evidence for other policies, and how many subjects are not."""
        if not outcome.program.effects:
            return
        period = outcome.evidence.period
        yield self.both(("记入", "effects"))
        if not has_effect(outcome.program, period):
            words = (
                "细则没有生效，或者还没到期末，什么也不记",
                "none: not in force, or not over yet",
            )
            yield "  " + self.both(words)
        for told in effects_told(outcome.program, outcome.assessments, period):
            left = {
                ("暂定不记", "provisional"): told.provisional,
                ("待定", "pending"): told.pending,
            }
            more = "".join(f"；{self.both(word)} {count}" for word, count in left.items() if count)
            yield f"  {told.policy} {told.kind}  {len(told.records)}{more}"

    def rewards(self, outcome: Outcome) -> Iterator[str]:
        """How many have each coefficient, and every pool to the last unit: paid and unspent."""
        if outcome.program.coefficients:
            yield self.both(("系数", "coefficients"))
        for coefficient in outcome.program.coefficients:
            yield coefficient_line(coefficient, outcome.assessments, self.both)
        if outcome.program.awards:
            yield self.both(("奖励资金", "award pools"))
        for pool in outcome.program.awards:
            yield pool_line(pool, outcome.assessments, self.both)

    def _named(
        self, outcome: Outcome, name: str, sure: list[Assessment], waiting: list[Assessment]
    ) -> str:
        shown = "、".join(_called(outcome, assessment) for assessment in sure[:_NAMES])
        more = " …" if len(sure) > _NAMES else ""
        for_now = sum(name in assessment.provisional for assessment in sure)
        notes = (("暂定", "provisional"), for_now), (_STATES["pending"], len(waiting))
        told = "".join(f"；{self.both(words)} {count:,}" for words, count in notes if count)
        names = f"：{shown}{more}" if shown else ""
        return f"  {name}  {len(sure):,}{names}{told}"

    def cautions(self, outcome: Outcome) -> Iterator[str]:
        """Rejects by reason, notices of the evidence, warnings of the policy, missing values: not
        those of 未评 subjects, which would bury the ones that touch a result."""
        rejects = Counter(Words(r.reason_zh, r.reason_en) for r in outcome.evidence.rejects)
        yield from self._counted(("退回原因", "rejects"), rejects)
        notices = {Words(n.zh, n.en): n.count for n in outcome.evidence.notices}
        yield from self._counted(("证据提示", "notices"), notices)
        yield from self._counted(("缺失提示", "missing values"), outcome.missing)
        warnings = Counter(Words(w.sentence("zh"), w.sentence("en")) for w in outcome.warnings)
        yield from self._counted(("细则提示", "policy warnings"), warnings)

    def _counted(self, heading: Heading, counts: Mapping[Words, int]) -> Iterator[str]:
        if not counts:
            return
        yield self.both(heading)
        ordered = commonest(counts)
        for words, count in ordered[:_LINES]:
            yield f"  {count:>7,}  {cut(words.en if self._language == 'en' else words.zh, _WIDEST)}"
            if self._language == "zh" and words.en != words.zh:
                yield f"           {cut(words.en, _WIDEST)}"
        if len(ordered) > _LINES:
            yield f"        …  +{len(ordered) - _LINES}"


def _called(outcome: Outcome, assessment: Assessment) -> str:
    """The subject's name with its id, where the policy says which field is its name."""
    field = outcome.program.subject.name_field
    name = assessment.fields.get(field) if field else None
    return f"{name}（{assessment.subject}）" if name else assessment.subject
