"""What an author knows of is a note with the reason; a comment that holds for nothing is told."""

from __future__ import annotations

import pytest

from rules.check.known import acknowledged
from rules.compile import check_policy
from rules.diagnostics import Diagnostic, diagnose
from rules.source import Source, Span

TEXT = """指标:
  照片: {分值: 5}
  台账: {分值: 5}
"""


def found(source: Source, *names: str) -> list[Diagnostic]:
    """A warning of traces at each of these items."""
    places = [source.text.index(f"  {name}:") + 2 for name in names]
    return [
        diagnose("counts-traces", Span(source, at, at + 2), name=name, sign=name)
        for at, name in zip(places, names, strict=True)
    ]


def told(text: str, *names: str) -> list[tuple[str, str, str]]:
    source = Source("a.yaml", text)
    return [
        (one.code, one.severity, one.known) for one in acknowledged(source, found(source, *names))
    ]


WARNED = ("counts-traces", "warning", "")


@pytest.mark.parametrize(
    ("comment", "why"),
    [
        ("# 知悉 counts-traces：照原文", "照原文"),
        ("# 知悉 counts-traces: 照原文，见附件 #2", "照原文，见附件 #2"),
        ("#known counts-traces: as the measure says", "as the measure says"),
        ("#  知悉  counts-traces  ：  照原文  ", "照原文"),
    ],
)
@pytest.mark.parametrize("place", ["above", "beside", "above another comment"])
def test_one_that_is_known_is_a_note_with_the_reason(comment: str, why: str, place: str) -> None:
    lines = TEXT.splitlines()
    match place:
        case "above":
            lines.insert(1, f"  {comment}")
        case "beside":
            lines[1] += f"  {comment}"
        case _:
            lines[1:1] = [f"  {comment}", "", "  # 五分"]
    expected = [("counts-traces", "note", why), WARNED]
    assert told("\n".join(lines), "照片", "台账") == expected


@pytest.mark.parametrize(
    ("comment", "code"),
    [
        ("# 知悉 counts-activity：照原文", "known-for-nothing"),
        ("# 知悉 counts-trace：照原文", "known-for-nothing"),
        ("# 知悉 counts-traces", "known-without-reason"),
        ("# 知悉 counts-traces：", "known-without-reason"),
    ],
)
def test_a_comment_that_holds_for_nothing_is_told_and_silences_nothing(
    comment: str, code: str
) -> None:
    text = TEXT.replace("  照片", f"  {comment}\n  照片")
    assert told(text, "照片") == [WARNED, (code, "warning", "")]


def test_at_the_end_there_is_nothing_left_to_know_of() -> None:
    assert told(TEXT + "# 知悉 counts-traces：照原文\n", "照片") == [
        WARNED,
        ("known-for-nothing", "warning", ""),
    ]


def test_another_comment_says_nothing_of_findings() -> None:
    assert told(TEXT.replace("  照片", "  # 已知悉，照原文\n  照片"), "照片") == [WARNED]


def test_the_sentence_says_why_and_hints_at_nothing() -> None:
    source = Source("a.yaml", TEXT.replace("  照片", "  # 知悉 counts-traces：照原文\n  照片"))
    (one,) = acknowledged(source, found(source, "照片"))
    assert one.sentence("zh").endswith("不是实绩（知悉：照原文）")
    assert one.sentence("en").endswith("what was achieved (known: 照原文)")
    assert (one.hint("zh"), one.hint("en")) == ("", "")


def test_an_error_stays_an_error() -> None:
    text = "# 知悉 missing-key：不要紧\n考评: 一\n"
    assert {one.severity for one in check_policy(text.encode(), "a.yaml")} == {"error"}
