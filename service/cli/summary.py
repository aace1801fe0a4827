"""The summary of a run on screen: what was run, how it came out, what to look at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path
from typing import TypeAlias

from rules.values import Rounding, round_number, show_percent
from rules.widths import cut, width
from scoring.conclude.effects import effects_told, has_effect
from scoring.evidence import History
from scoring.explanation.case_phrases import CASE_STATE_WORDS
from scoring.grade.quota_lines import QuotaLine
from scoring.notes import Words
from scoring.package.cases import case_states
from scoring.package.digests import described
from scoring.package.manifest import MANIFEST, PAGES, REPORT
from scoring.past.history import periods_told
from scoring.period import applied_in
from scoring.runs.counts import Proposed
from scoring.runs.outcome import EngineReport, Summary, commonest
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
_LINES = 8
_WIDEST = 100


def summary_lines(summary: Summary, folder: Path, language: Language) -> Iterator[str]:
    """Chinese with English beside it, or English alone."""
    writer = _Writer(language)
    yield from writer.about(summary)
    yield from writer.counts(summary)
    yield from writer.pending(summary)
    yield from writer.grades(summary)
    yield from writer.quotas(summary)
    yield from writer.lists(summary)
    yield from writer.triggers(summary)
    yield from writer.cases(summary)
    yield from writer.effects(summary)
    yield from writer.rewards(summary)
    yield from writer.cautions(summary)
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

    def about(self, summary: Summary) -> Iterator[str]:
        head, period = summary.program.head, summary.evidence.period
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
        if summary.program.history:
            yield self.line(("往期", "history"), self._history(summary.evidence.history))
        if mark := summary.request.mark:
            yield self.line(("注明", "mark"), mark.en if self._language == "en" else mark.zh)
            if self._language == "zh":
                yield self.line(("", ""), mark.en)
        yield from self._engine(summary.engine)

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

    def counts(self, summary: Summary) -> Iterator[str]:
        records = summary.records
        parts = [f"{self.both(words)} {records[name]:,}" for name, words in _RECORDS.items()]
        yield self.line(("证据", "evidence"), f"{records['in']:,} = " + " + ".join(parts))
        states = summary.subjects
        parts = [f"{self.both(words)} {states[name]:,}" for name, words in _STATES.items()]
        total = f"{summary.counts.everyone:,} = "
        yield self.line(("对象", "subjects"), total + " + ".join(parts))

    def pending(self, summary: Summary) -> Iterator[str]:
        yield from self._counted(("待定原因", "why pending"), summary.counts.pending)

    def grades(self, summary: Summary) -> Iterator[str]:
        """A bar for each grade; shares are of the graded."""
        graded = summary.subjects["graded"]
        if not summary.program.grades or not graded:
            return
        yield self.both(("等次", "grades"))
        columns = max(width(name) for name in summary.grades)
        for name, count in summary.grades.items():
            share = show_percent(round_number(Fraction(count, graded), Rounding(3)), 1)
            bar = "█" * int(round_number(Fraction(count * _BAR, graded), Rounding(0)))
            yield f"  {padded(name, columns)}  {count:>7,}  {share:>6}  {bar}".rstrip()

    def quotas(self, summary: Summary) -> Iterator[str]:
        """A line for each grade in each group, those without room for all first, and for whom there
        was none."""
        lines = summary.counts.quotas
        if lines:
            yield self.both(("比例控制", "quotas"))
        for line in sorted(lines, key=lambda line: not line.without_room)[:_LINES]:
            yield self._filled(line)
            if line.without_room:
                first = summary.counts.without_room[line.quota, line.grade, line.group]
                more = " …" if len(line.without_room) > len(first) else ""
                yield f"    {_called(first)}{more}"
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

    def lists(self, summary: Summary) -> Iterator[str]:
        if summary.program.lists:
            yield self.both(("名单", "lists"))
        for name, found in summary.counts.lists.items():
            yield self._named(name, found)

    def cases(self, summary: Summary) -> Iterator[str]:
        """How many cases stand how, where the policy follows them."""
        if not summary.program.follows_cases:
            return
        there = [(state, count) for state, count in case_states(summary).items() if count]
        told = "，".join(f"{self.both(CASE_STATE_WORDS[s])} {count:,}" for s, count in there)
        yield self.line(("案件", "cases"), told or self.both(("无", "none")))

    def triggers(self, summary: Summary) -> Iterator[str]:
        if summary.program.triggers:
            yield self.both(("处置", "triggers"))
        for name, found in summary.counts.triggers.items():
            yield self._named(name, found)

    def effects(self, summary: Summary) -> Iterator[str]:
        """What is written as evidence for other policies, and how many subjects are not."""
        if not summary.program.effects:
            return
        period = summary.evidence.period
        yield self.both(("记入", "effects"))
        if not has_effect(summary.program, period):
            words = (
                "细则没有生效，或者还没到期末，什么也不记",
                "none: not in force, or not over yet",
            )
            yield "  " + self.both(words)
        for told in effects_told(summary.program, summary.counts.acting, summary.evidence):
            left = {
                ("暂定不记", "provisional"): told.provisional,
                ("待定", "pending"): told.pending,
            }
            more = "".join(f"；{self.both(word)} {count}" for word, count in left.items() if count)
            yield f"  {told.policy} {told.kind}  {len(told.records)}{more}"

    def rewards(self, summary: Summary) -> Iterator[str]:
        """How many have each coefficient, and every pool to the last unit: paid and unspent."""
        if summary.program.coefficients:
            yield self.both(("系数", "coefficients"))
        for coefficient in summary.program.coefficients:
            given = summary.counts.coefficients[coefficient.name]
            yield coefficient_line(coefficient, given, self.both)
        if summary.program.awards:
            yield self.both(("奖励资金", "award pools"))
        for pool in summary.program.awards:
            yield pool_line(pool, summary.counts.pools[pool.name].sum(), self.both)

    def _named(self, name: str, found: Proposed) -> str:
        more = " …" if found.sure > len(found.first) else ""
        notes = (("暂定", "provisional"), found.provisional), (_STATES["pending"], found.pending)
        told = "".join(f"；{self.both(words)} {count:,}" for words, count in notes if count)
        names = f"：{_called(found.first)}{more}" if found.first else ""
        return f"  {name}  {found.sure:,}{names}{told}"

    def cautions(self, summary: Summary) -> Iterator[str]:
        """Rejects by reason, notices of the evidence, warnings of the policy, missing values: not
        those of 未评 subjects, which would bury the ones that touch a result."""
        rejects = Counter(Words(r.reason_zh, r.reason_en) for r in summary.evidence.rejects)
        yield from self._counted(("退回原因", "rejects"), rejects)
        notices = {Words(n.zh, n.en): n.count for n in summary.evidence.notices}
        yield from self._counted(("证据提示", "notices"), notices)
        yield from self._counted(("缺失提示", "missing values"), summary.counts.missing)
        warnings = Counter(Words(w.sentence("zh"), w.sentence("en")) for w in summary.warnings)
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


def _called(first: Mapping[str, str]) -> str:
    """The names of subjects with their ids, where the policy says which field is their name."""
    return "、".join(f"{name}（{subject}）" if name else subject for subject, name in first.items())
