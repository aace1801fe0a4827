"""Drafts as the text of a test file, in the language of the policy's keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rules.expr.kinds import Kind, NumberKind, TextKind
from rules.expr.nodes import Ref, walk
from rules.expr.printer import Spelling
from rules.program import Program
from rules.values import Number, show_number
from scoring.assessment import Assessment
from scoring.casebook.cases import Path
from scoring.casebook.comparing import found
from scoring.casebook.expectations import read_expected
from scoring.casebook.writing import choices_of, key_of, names_text, result_text, scalar
from scoring.coverage.targets import FAMILIES, Side
from scoring.drafting.distances import ASTRAY
from scoring.drafting.drafts import Draft, Drafts, Unreached
from scoring.drafting.goals import Goal, Stand
from scoring.drafting.sketches import Figure, Line, subject_name
from scoring.evidence import Period

_STANDS: Mapping[Stand, tuple[str, str]] = {
    "holds": ("成立", "holds"),
    "fails": ("不成立", "fails"),
    "at": ("正好在界限上", "exactly at the edge"),
    "beyond": ("在界限另一侧", "on the other side of the edge"),
    "within": ("在界限这一侧一步", "one step within the edge"),
    "shows": ("", ""),
}
_SHOWN: Mapping[Side, tuple[str, str]] = {
    "given": ("给出", "is given"),
    "bound": ("起作用", "binds"),
    "seated": ("候选在名额之内", "has a candidate who finds room"),
    "crowded": ("候选超出名额", "has a candidate without room"),
}
_HEAD: Mapping[Spelling, str] = {
    "zh": "# 草案：应得由参照引擎算出，请逐个对照细则核对，核对过的改名并入正式用例。\n",
    "en": "# Drafts: expectations are what the reference engine computed; confirm each by the\n"
    "# rule book, then rename it and take it over.\n",
}
_NUMBER = NumberKind()


def write_drafts(drafts: Drafts, program: Program, period: Period, language: Spelling) -> str:
    """A test file that runs as it is."""
    return "".join(_lines(drafts, program, period, language))


def _lines(drafts: Drafts, program: Program, period: Period, lang: Spelling) -> Iterator[str]:
    title = f"{'草案' if lang == 'zh' else 'drafts for'} {program.head.id} {program.head.version}"
    yield _HEAD[lang]
    yield f"{key_of('tests', lang)}: {scalar(title)}\n"
    yield f'{key_of("period", lang)}: "{period.label}"\n'
    yield f"{key_of('as_of', lang)}: {period.as_of.isoformat()}\n"
    bases = _bases(drafts.found, lang)
    if bases:
        yield f"\n{key_of('fixtures', lang)}:\n"
        for name, base in bases:
            yield f"  {name}:\n"
            yield from _setting(base, Figure(), "    ", lang)
    yield f"\n{key_of('cases', lang)}:"
    yield "\n" if drafts.found else " {}\n"
    for number, one in enumerate(drafts.found, 1):
        yield from _case(one, number, bases, program, lang)
    for left in drafts.unreached:
        yield from _unreached(left, lang)


def _bases(found: Sequence[Draft], lang: Spelling) -> list[tuple[str, Figure]]:
    """What the subjects are made from, each once, with a name; nothing needs none."""
    bases: list[Figure] = []
    for one in found:
        if one.base not in bases and one.base != Figure():
            bases.append(one.base)
    word = "底稿" if lang == "zh" else "base"
    return [(f"{word}{number}", base) for number, base in enumerate(bases, 1)]


def _case(
    one: Draft,
    number: int,
    bases: Sequence[tuple[str, Figure]],
    program: Program,
    lang: Spelling,
) -> Iterator[str]:
    for goal, away in one.goals:
        yield f"  # {_told(goal, away, lang)}\n"
    word = "草案" if lang == "zh" else "draft"
    yield f"  {scalar(f'{word} {number} {one.goals[0][0].name}')}:\n"
    sights = one.seen.sights
    if len(sights) == 1:
        yield from _party(one.seen.sketch[0], one, bases, "    ", lang)
        yield from _expected(sights[0].assessment, one, program, "    ", lang)
        return
    yield f"    {key_of('subjects', lang)}:\n"
    by_subject = {sight.assessment.subject: sight.assessment for sight in sights}
    for place, figure in enumerate(one.seen.sketch):
        subject = subject_name(place)
        yield f"      {subject}:\n"
        yield from _party(figure, one, bases, "        ", lang)
        yield from _expected(by_subject[subject], one, program, "        ", lang)


def _party(
    figure: Figure, one: Draft, bases: Sequence[tuple[str, Figure]], indent: str, lang: Spelling
) -> Iterator[str]:
    by_name = dict(bases)
    own = next((name for name, base in bases if base == figure), None)
    name = own or next((name for name, base in bases if base == one.base), None)
    if name is not None:
        yield f"{indent}{key_of('use', lang)}: {name}\n"
    yield from _setting(figure, by_name.get(name, Figure()) if name else Figure(), indent, lang)


def _setting(figure: Figure, base: Figure, indent: str, lang: Spelling) -> Iterator[str]:
    """What the figure says beyond its base."""
    changed = {k: v for k, v in figure.fields.items() if base.fields.get(k) != v}
    if changed:
        yield f"{indent}{key_of('subject', lang)}: {_mapping(changed)}\n"
    kinds = {kind: own for kind, own in figure.lines.items() if base.lines.get(kind, ()) != own}
    if not kinds:
        return
    yield f"{indent}{key_of('evidence', lang)}:\n"
    for kind, lines in kinds.items():
        yield f"{indent}  {scalar(kind)}:{'' if lines else ' []'}\n"
        yield from (f"{indent}    - {_record(line, lang)}\n" for line in lines)


def _record(line: Line, lang: Spelling) -> str:
    times = {key_of("times", lang): str(line.times)} if line.times > 1 else {}
    return _mapping({**line.cells, **times})


def _mapping(cells: Mapping[str, str]) -> str:
    return "{" + ", ".join(f"{scalar(key)}: {scalar(text)}" for key, text in cells.items()) + "}"


def _expected(
    assessment: Assessment, one: Draft, program: Program, indent: str, lang: Spelling
) -> Iterator[str]:
    yield f"{indent}{key_of('expect', lang)}:\n"
    grouped: dict[str, list[str]] = {}
    for path, kind in _paths(assessment, one, program):
        text = _result(assessment, path, kind, lang)
        if text is None:
            continue
        if len(path) == 1:
            yield f"{indent}  {key_of(path[0], lang)}: {text}\n"
        else:
            grouped.setdefault(path[0], []).append(f"{scalar(path[1])}: {text}")
    for key, entries in grouped.items():
        yield f"{indent}  {key_of(key, lang)}: {{{', '.join(entries)}}}\n"


def _result(assessment: Assessment, path: Path, kind: Kind | None, lang: Spelling) -> str | None:
    """None where a test file cannot say it."""
    value = found(assessment, path)
    if isinstance(value, frozenset):
        return names_text(path, value, lang)
    text = result_text(path, value, kind, lang)
    if choices_of(path) is None and kind is not None and read_expected(text, kind) != value:
        return None
    return scalar(text)


def _paths(
    assessment: Assessment, one: Draft, program: Program
) -> Iterator[tuple[Path, Kind | None]]:
    """What a case is about: how it came out, and the quantities its goals read."""
    yield ("state",), TextKind()
    if assessment.state != "graded":
        yield ("reason",), TextKind()
    else:
        if program.total is not None:
            yield ("total",), _NUMBER
        if assessment.grade_before_veto not in (None, assessment.grade):
            yield ("grade_before_veto",), program.grade_kind
        yield ("grade",), program.grade_kind
        outcomes = (
            ("veto", program.vetoes),
            ("lists", program.lists),
            ("triggers", program.triggers),
        )
        yield from (((key,), None) for key, stated in outcomes if stated)
    read = {name for goal, _ in one.goals for name in _read(goal)}
    yield from ((("measures", m.name), m.kind) for m in program.measures if m.name in read)
    if assessment.state == "graded":
        yield from ((("indicators", i.name), _NUMBER) for i in program.indicators if i.name in read)
    rules = {goal.name for goal, _ in one.goals if goal.target and goal.target.family == "rule"}
    yield from ((("rules", rule, "points"), _NUMBER) for rule in sorted(rules))


def _read(goal: Goal) -> Iterator[str]:
    for node in walk(goal.expr) if goal.expr is not None else ():
        if isinstance(node, Ref):
            yield node.name
    if goal.target is not None:
        yield goal.target.name.rpartition(" ")[0]


def goal_told(goal: Goal, lang: Spelling) -> str:
    """What is to be shown, and where the policy says it."""
    family = FAMILIES[goal.target.family if goal.target else "edge"]
    stand = _STANDS[goal.stand]
    if goal.target is not None:
        stand = _SHOWN.get(goal.target.side, stand)
    line = goal.span.position.line if goal.span else None
    if lang == "zh":
        where = f"（细则第 {line} 行）" if line else ""
        return f"{family[0]}“{goal.name}”{stand[0]}{where}"
    where = f" (line {line} of the policy)" if line else ""
    return f"{family[1]} “{goal.name}” {stand[1]}{where}"


def _told(goal: Goal, away: Number, lang: Spelling) -> str:
    if lang == "en":
        near = f"; nearest found, {show_number(away)} from one step beside it" if away else ""
        return f"draft, to be confirmed: {goal_told(goal, lang)}{near}"
    near = f"；找到的最近的一个，离一步还差 {show_number(away)}" if away else ""
    return f"草案，请核对：{goal_told(goal, lang)}{near}"


def _unreached(left: Unreached, lang: Spelling) -> Iterator[str]:
    told = goal_told(left.goal, lang)
    yield f"# 没有起草：{told}：" if lang == "zh" else f"# not drafted: {told}: "
    yield f"{why_not(left, lang)}\n"


def why_not(left: Unreached, lang: Spelling) -> str:
    if left.looks == 0 and left.nearest is None:
        zh, en = "要看往期结果，请手工写", "it reads earlier results, to be written by hand"
    elif left.nearest is None or left.nearest >= ASTRAY or left.goal.distance is None:
        zh = f"试了 {left.looks} 次，没有遇到"
        en = f"never met in {left.looks} tries"
    else:
        away = show_number(left.nearest)
        zh = f"试了 {left.looks} 次，最近还差 {away}"
        en = f"nearest in {left.looks} tries: {away} away"
    return en if lang == "en" else zh
