"""The recipes of docs/cookbook/ as a page: each is a small policy, its words in the comments above
it, and its cases beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rules.yaml_reader import MappingNode, Node, ScalarNode, SequenceNode, read_yaml

FOLDER = Path(__file__).parent / "cookbook"
_PREFACE = FOLDER / "README.md"
WORDS = ("title", "条文", "clause", "坑", "trap", "见")

# The number each chapter begins with.
CHAPTERS = {
    1: "加分、扣分和限额 · Points and limits",
    11: "由数值得分 · From a value to points",
    18: "统计口径 · Measures",
    25: "各项怎样合成 · How items come together",
    30: "等次和否决 · Grades and vetoes",
    36: "比例、名次和名单 · Shares, places and lists",
    39: "处置和往期 · Consequences and earlier periods",
    44: "有效期、交接、引用 · Validity, handing over, other reviews",
    47: "核查和判定 · Checks and decisions",
    50: "系数、奖励和签字 · Coefficients, awards and signatures",
    52: "补充 · Supplements",
}


@dataclass(frozen=True, slots=True)
class Recipe:
    """`words` are those of WORDS; `policy` and `cases` the files as they are read; `text` as it is
    written, without the words."""

    path: Path
    words: Mapping[str, str]
    policy: Mapping[str, Any]
    cases: Mapping[str, Any]
    text: str

    @property
    def number(self) -> int:
        return int(self.path.stem.partition("-")[0])

    @property
    def title(self) -> str:
        return str(self.policy["考评"])

    @property
    def see(self) -> tuple[str, ...]:
        """Headings of docs/language.md."""
        return tuple(self.words["见"].split("；"))

    @property
    def supplement(self) -> Path | None:
        path = self.path.with_suffix(".supplement.yaml")
        return path if path.exists() else None


def recipes() -> tuple[Recipe, ...]:
    """In the order of their numbers."""
    files = sorted(FOLDER.glob("*.yaml"))
    return tuple(_read(path) for path in files if path.name.count(".") == 1)


def _read(path: Path) -> Recipe:
    written = path.read_text(encoding="utf-8")
    head, text = re.split(r"^(?=[^#])", written, maxsplit=1, flags=re.M)
    lines = (re.split(r"：|: ", line.removeprefix("# "), maxsplit=1) for line in head.splitlines())
    words = dict(lines)
    if tuple(words) != WORDS:
        raise ValueError(f"{path.name}: the words above a recipe are {WORDS}")
    cases = path.with_suffix(".test.yaml")
    return Recipe(
        path,
        words,
        plain(read_yaml(text.encode(), path.name)),
        plain(read_yaml(cases.read_bytes(), cases.name)),
        text,
    )


def plain(node: Node) -> Any:
    """Every scalar as it is written."""
    match node:
        case ScalarNode():
            return node.text
        case SequenceNode():
            return [plain(item) for item in node.items]
        case MappingNode():
            return {entry.key.text: plain(entry.value) for entry in node.entries}


def cookbook() -> str:
    found = recipes()
    pages = ["\n".join(_page(one)) for one in found]
    parts = [_PREFACE.read_text(encoding="utf-8"), "\n".join(_contents(found)), *pages]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _contents(found: tuple[Recipe, ...]) -> Iterator[str]:
    for one in found:
        if one.number in CHAPTERS:
            yield from ("", f"**{CHAPTERS[one.number]}**", "")
        link = f"[{one.title}](#{anchor(_heading(one))})"
        yield f"{one.number}. {link} · {one.words['title']}"


def anchor(heading: str) -> str:
    """How a page on GitHub names a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _heading(one: Recipe) -> str:
    return f"{one.number} {one.title}"


def _page(one: Recipe) -> Iterator[str]:
    yield f"## {_heading(one)}"
    yield ""
    yield f"> {one.words['条文']}——{_source(one.policy['依据'])}"
    yield ">"
    yield f"> *{one.words['clause']}*"
    yield ""
    yield "```yaml"
    yield "\n".join(_shown(one))
    yield "```"
    yield ""
    if one.supplement:
        yield "```yaml"
        yield one.supplement.read_text(encoding="utf-8").rstrip()
        yield "```"
        yield ""
    yield "| 用例 case | 数据 given | 得到 gives |"
    yield "|---|---|---|"
    for name, case in one.cases["用例"].items():
        for who, party in case.get("各对象", {"": case}).items():
            label = f"{name}：{who}" if who else name
            whole = {**case, **party}
            yield f"| {label} | {'<br>'.join(_given(whole))} | {'<br>'.join(_gives(whole))} |"
    yield ""
    yield f"**坑 trap** {one.words['坑']} *{one.words['trap']}*"
    yield ""
    links = "、".join(f"[{heading}](language.md#{anchor(heading)})" for heading in one.see)
    files = f"[{one.path.name}](cookbook/{one.path.name})"
    cases = one.path.with_suffix(".test.yaml").name
    yield f"见 see：{links} · {files} · [用例 cases](cookbook/{cases})"


def _source(basis: Any) -> str:
    match basis:
        case "示例":
            return "示例"
        case str():
            return f"《{basis}》"
        case {"文件": document, "条款": clause}:
            return f"《{document}》{clause}"
    raise ValueError(f"a recipe cites one document: {basis}")


# --- the part of the policy that says it ---------------------------------------------------------


def _shown(one: Recipe) -> Iterator[str]:
    for block in re.split(r"^(?=\S)", one.text, flags=re.M):
        key = block.partition(":")[0]
        if block.strip() and _matters(key, one):
            yield block.rstrip()


def _matters(key: str, one: Recipe) -> bool:
    """What every policy has is left out where it says nothing of its own."""
    value = one.policy.get(key)
    match key:
        case "考评" | "编号" | "版本" | "生效" | "依据":
            return False
        case "状态" | "周期":
            return value not in ("仅计分", "年度")
        case "对象":
            return set(value or {}) != {"种类"}
        case "总分":
            return not set(value or {}) <= {"范围", "保留"}
        case "等次":
            bands = isinstance(value, dict) and "依次" not in value
            return not bands or "等次" in one.see
    return True


# --- a case as a row -----------------------------------------------------------------------------


def _given(case: Mapping[str, Any]) -> Iterator[str]:
    for key in ("周期", "截止日"):
        if key in case:
            yield f"{key} {case[key]}"
    if fields := case.get("对象"):
        yield _pairs(fields)
    for kind, rows in case.get("考核数据", {}).items():
        yield f"{kind}：{'；'.join(map(_row, rows))}"
    for key in ("历史", "案件"):
        if rows := case.get(key):
            yield f"{'往期' if key == '历史' else '在办的案件'}：{'；'.join(map(_row, rows))}"
    if kinds := case.get("未提供"):
        yield f"没有交来 {_value(kinds)}"


def _row(row: Mapping[str, Any]) -> str:
    cells = {key: value for key, value in row.items() if key != "条数"}
    times = f"（{row['条数']} 条）" if "条数" in row else ""
    return (_pairs(cells) or "都没有填写") + times


def _gives(case: Mapping[str, Any]) -> Iterator[str]:
    if codes := case.get("退回"):
        yield f"退回 `{_value(codes)}`"
    for key, value in case.get("应得", {}).items():
        colon = "：" if isinstance(value, dict) else " "
        yield f"{key}{colon}{_value(value)}"


def _pairs(cells: Mapping[str, Any]) -> str:
    return "，".join(f"{key} {_value(value)}" for key, value in cells.items())


def _value(value: Any) -> str:
    match value:
        case dict():
            return "，".join(
                f"{key}（{_pairs(inner)}）" if isinstance(inner, dict) else f"{key} {_value(inner)}"
                for key, inner in value.items()
            )
        case list():
            return "、".join(map(_value, value))
    return str(value)
