"""What the YAML reader reads, where it says things stand, and what it refuses."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from itertools import pairwise
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from rules import yaml_reader
from rules.diagnostics import Diagnostic, PolicyError, render_all
from rules.reading.messages import TEXT
from rules.reading.nodes import scalars
from rules.yaml_reader import MappingNode, Node, ScalarNode, SequenceNode, read_yaml

Plain = str | list["Plain"] | dict[str, "Plain"]


def plain(node: Node) -> Plain:
    match node:
        case ScalarNode(text=text):
            return text
        case SequenceNode(items=items):
            return [plain(item) for item in items]
        case MappingNode(entries=entries):
            return {entry.key.text: plain(entry.value) for entry in entries}


def read(text: str) -> Plain:
    return plain(read_yaml(text.encode(), "p.yaml"))


def value_of(text: str) -> ScalarNode:
    root = read_yaml(text.encode(), "p.yaml")
    assert isinstance(root, MappingNode)
    value = root.entries[0].value
    assert isinstance(value, ScalarNode)
    return value


def refusal(data: bytes) -> PolicyError:
    with pytest.raises(PolicyError) as caught:
        read_yaml(data, "p.yaml")
    return caught.value


def codes(text: str | bytes) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    found = [diagnostic.code for diagnostic in refusal(data).diagnostics]
    return [code.removeprefix("yaml-") for code in found]


def places(text: str) -> list[tuple[str, str]]:
    return [
        (found.code.removeprefix("yaml-"), found.span.text)
        for found in refusal(text.encode()).diagnostics
        if found.span
    ]


# --- what is read ---------------------------------------------------------------------------


def test_every_scalar_stays_text_and_order_is_kept() -> None:
    assert read(
        "考评: 年度考评\n版本: 3.10\n生效: 2026-01-01\n乙: [1, 2.50, true]\n甲: {是: 否, x: -0}\n"
    ) == {
        "考评": "年度考评",
        "版本": "3.10",
        "生效": "2026-01-01",
        "乙": ["1", "2.50", "true"],
        "甲": {"是": "否", "x": "-0"},
    }


def test_quoted_means_any_style_but_plain() -> None:
    root = read_yaml(b"a: b\n'c': \"d\"\ne: |\n  f\ng: >-\n  h\n", "p.yaml")
    assert [(scalar.text, scalar.quoted) for scalar in scalars(root)] == [
        ("a", False),
        ("b", False),
        ("c", True),
        ("d", True),
        ("e", False),
        ("f\n", True),
        ("g", False),
        ("h", True),
    ]


def test_flow_and_span_of_lists_and_mappings() -> None:
    root = read_yaml(b"a:\n  - {b: c}\n  - [d]\n\n# end\ne: f\n", "p.yaml")
    assert isinstance(root, MappingNode)
    items = root.entries[0].value
    assert isinstance(items, SequenceNode)
    assert (root.flow, root.span.text) == (False, "a:\n  - {b: c}\n  - [d]\n\n# end\ne: f")
    assert (items.flow, items.span.text) == (False, "- {b: c}\n  - [d]")
    mapping, sequence = items.items
    assert isinstance(mapping, MappingNode)
    assert isinstance(sequence, SequenceNode)
    assert (mapping.flow, mapping.span.text) == (True, "{b: c}")
    assert (sequence.flow, sequence.span.text) == (True, "[d]")


def test_positions_count_characters_after_a_byte_order_mark_and_astral_characters() -> None:
    value = value_of("\ufeff# 𠮷\r\n“键: 值\r\n".replace("“", ""))
    assert value.span.position == (2, 4)
    value = value_of("𠮷𠮷: 值\n")
    assert (value.span.position, value.span.text) == ((1, 5), "值")


@pytest.mark.parametrize(
    "text",
    [
        "推算: {办结天数: 天数（受理日，如果 办结日 = 未填 那么 截止日 否则 办结日）}\n",
        "条件: 等次 = 不合格 或（街道排名.倒数 <= 3 且 等次 != 优秀）\n",
        "说明: 本办法第三条：办结、回访，缺一不可；“特别重大”除外\n",
        "说明:\n  本办法所称投诉，是指下列情形：一是服务不到位，\n  二是收费不规范\n",
        "依据: [评分办法第三条, 《办法》（试行）]\n",
        "等次: {优秀: 90以上, 合格: 60以上不满90, 不合格: 不满60}\n",
        "标题: 【试行】考评办法\n",
        "比例: 30%\n时刻: '08:30'\n编号: \"010\"\n是否: '否'\n",
        "网址:\n  https://example.invalid/a\n",
        "a: &#x27;\n".replace("&", "x&"),
        "a: true\nb: false\nc: {}\nd: []\ne: ''\n",
        "---\na: b\n...\n",
        "a: b # 说明\n",
        "a:\n  - b\n  -\n    c\n",
        "区间: '[0..100]'\n",
        "公式: 最大（a，b）\n列表: [最大（a，b）, 最小（a、b）]\n",
    ],
)
def test_sound_text_is_accepted(text: str) -> None:
    assert read(text) == yaml.load(text, yaml.BaseLoader)


# --- where each character stands ------------------------------------------------------------


def shown(node: ScalarNode) -> list[str]:
    return [node.fragment.span(i, i + 1).text for i in range(len(node.text))]


@pytest.mark.parametrize(
    ("text", "value", "offsets"),
    [
        pytest.param("k: ab c", "ab c", (3, 4, 5, 6, 7), id="plain"),
        pytest.param("k: ab \n\n  c", "ab\nc", (3, 4, 7, 10, 11), id="plain over blank line"),
        pytest.param("k: a\r\n  b", "a b", (3, 4, 8, 9), id="plain with CRLF"),
        pytest.param("k: 'a''b'", "a'b", (4, 5, 7, 8), id="single quotes"),
        pytest.param('k: "a\\u4e00b"', "a一b", (4, 5, 11, 12), id="escape"),
        pytest.param('k: "a \\\n   b"', "a b", (4, 5, 11, 12), id="escaped break"),
        pytest.param('k: "a  \n  b"', "a b", (4, 7, 10, 11), id="folded in double quotes"),
        pytest.param("k: |\n  a\n   b\n", "a\n b\n", (7, 8, 11, 12, 13, 14), id="literal"),
        pytest.param("k: |2-\n   a\n", " a", (9, 10, 12), id="indentation told"),
        pytest.param("k: >\n  a\n  b\n", "a b\n", (7, 8, 11, 12, 13), id="folded"),
        pytest.param(
            "k: >-\n  a\n\n   b\n  c\n", "a\n\n b\nc", (8, 9, 10, 13, 14, 15, 18, 20), id="indented"
        ),
    ],
)
def test_characters_are_traced(text: str, value: str, offsets: tuple[int, ...]) -> None:
    node = value_of(text)
    assert (node.text, node.fragment.offsets) == (value, offsets)


LETTERS = st.text(st.sampled_from("ab 且甲（，'\"\\#:x𠮷-"), min_size=1, max_size=25)
LINES = st.lists(LETTERS, min_size=1, max_size=4)


def single_quoted(lines: list[str]) -> str:
    return "k: '" + "\n  ".join(line.replace("'", "''") for line in lines) + "'\n"


def double_quoted(lines: list[str]) -> str:
    escaped = (line.replace("\\", "\\\\").replace('"', '\\"') for line in lines)
    return 'k: "' + "\n  ".join(escaped).replace("甲", "\\u7532") + '"\n'


def literal(lines: list[str]) -> str:
    return "k: |2\n" + "".join(f"  {line}\n" for line in lines)


def folded(lines: list[str]) -> str:
    return "k: >2+\n" + "".join(f"  {line}\n" for line in lines)


def nested(lines: list[str]) -> str:
    return "- 甲: >\n" + "".join(f"\n      {line}\n" for line in lines)


def unquoted(lines: list[str]) -> str:
    return "k: x" + "\n   ".join(lines) + "\n"


@pytest.mark.parametrize(
    "write",
    [single_quoted, double_quoted, literal, folded, nested, unquoted],
    ids=lambda w: w.__name__,
)
@given(lines=LINES, line_break=st.sampled_from(["\n", "\r\n"]))
@example(lines=["a  ", " b"], line_break="\r\n")
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_each_character_comes_from_where_its_fragment_says(
    write: Callable[[list[str]], str], lines: list[str], line_break: str
) -> None:
    text = write(lines).replace("\n", line_break)
    try:
        root = read_yaml(text.encode(), "p.yaml")
    except PolicyError:
        assume(False)
    node = list(scalars(root))[-1]
    for i, char in enumerate(node.text):
        place = node.fragment.span(i, i + 1).text
        if char == "\n" or (char == " " and place in "\r\n"):
            assert place == line_break[0]
        else:
            assert place == char or (write is double_quoted and place == "\\")
    assert all(a < b for a, b in pairwise(node.fragment.offsets))
    assert plain(root) == yaml.load(text, yaml.BaseLoader)


# --- what is refused ------------------------------------------------------------------------

DEEP = "a: " + "[" * 100_000 + "]" * 100_000
BOMB = "a: &a [1, 1]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n"
MERGES = "base: &b {x: 1}\n" + "".join(f"k{i}:\n  <<: *b\n" for i in range(2_000))


# A quadratic reader would need minutes: the limit is wide and catches just that.
@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    ("text", "first"),
    [(DEEP, "too-deep"), (BOMB, "anchor"), (MERGES, "anchor"), ("- " * 50_000, "too-deep")],
    ids=["nested brackets", "laughs", "merges", "nested dashes"],
)
def test_bombs_are_refused_at_once(text: str, first: str) -> None:
    assert codes(text)[0] == first


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "text",
    [
        'a: "' + " " * 1_000_000 + '"',
        "a: 【" + "，" * 300_000,
        "a: {b: " + "(x " * 300_000,
        "a: b" + ": c" * 300_000,
        "a: [" + "(," * 45_000 + "]",
        "a: b" + " \tx" * 300_000,
        "甲：1\n" * 100_000,
        "a: " + "\0" * 1_000_000,
        "a: " + "1" * 1_000_000,
        "“" * 300_000,
    ],
    ids=lambda text: text[:5],
)
def test_no_text_within_the_limits_takes_long(text: str) -> None:
    node_or_refusal(text.encode())


def test_size_is_refused_before_reading() -> None:
    assert codes(b"a: " + b"x" * (1 << 20)) == ["too-large"]
    assert read("a: " + "x" * ((1 << 20) - 3)) == {"a": "x" * ((1 << 20) - 3)}


def test_too_many_nodes_are_refused() -> None:
    assert codes("a: [" + "1," * 100_001 + "]") == ["too-many-nodes"]


def test_depth_32_is_read_and_33_refused() -> None:
    assert read("a: " + "[" * 31 + "]" * 31)
    assert codes("a: " + "[" * 32 + "]" * 32) == ["too-deep"]


def test_all_problems_are_told_at_once() -> None:
    assert places("甲: yes\n乙: 010\n甲: 1\n丙:\n丁: [f(a, b), *x]\n戊：3\n己: 1:30\n") == [
        ("yes-no", "yes"),
        ("leading-zero", "010"),
        ("duplicate-key", "甲"),
        ("empty-value", "丙"),
        ("split-expression", "f(a, b)"),
        ("anchor", "*x"),
        ("fullwidth", "："),
        ("sexagesimal", "1:30"),
    ]


def test_a_hundred_problems_are_listed_and_that_there_are_more() -> None:
    found = refusal(b"a:\n" + b"  - yes\n" * 300).diagnostics
    assert [diagnostic.code for diagnostic in found[-2:]] == ["yaml-yes-no", "yaml-more-problems"]
    assert (len(found), found[-1].span and found[-1].span.position) == (101, (102, 5))


@pytest.mark.timeout(60)
def test_problems_of_a_big_file_are_told() -> None:
    assert len(str(refusal(b"a: [" + b"y, " * 90_000 + b"z]"))) < 100_000


TRAPS: Mapping[str, list[str]] = {
    "yes-no": ["yes", "No", "ON", "off", "y", "N"],
    "leading-zero": ["010", "08", "-007", "00"],
    "sexagesimal": ["1:30", "12:30:45", "190:20:30.15"],
    "underscore": ["1_000", "1_0.5"],
    "radix": ["0x1F", "0o7", "0b101", "-0xff"],
    "exponent": ["1e3", "1.0e+3", ".5E-2", "1_0e3"],
    "not-a-number": [".nan", ".NaN", ".inf", "-.INF"],
    "null": ["~", "null", "Null", "NULL"],
    "comma-number": ["1,000", "1，000", "1,5", "１，２"],
    "fullwidth-number": ["４０", "9．5", "３０%", "30％", "－5", "２０２６-01-01"],
}


@pytest.mark.parametrize(
    ("code", "text"), [(code, text) for code, texts in TRAPS.items() for text in texts]
)
def test_a_trap_is_refused_as_a_value_and_as_a_key_and_read_in_quotes(code: str, text: str) -> None:
    assert places(f"键: {text}\n") == [(code, text)]
    assert places(f"{text}: 值\n") == [(code, text)]
    assert read(f"键: '{text}'\n\"{text}\": x\n") == {"键": text, text: "x"}


@pytest.mark.parametrize(
    "text",
    ["0", "-0", "0.5", "10", "100%", "1.", "true", "否", "2026-01-01", "1-2", "yes or", "e3"],
)
def test_an_ordinary_value_is_no_trap(text: str) -> None:
    assert read(f"键: {text}\n") == {"键": text}


# Families of refusals; each text is shown with its rendered message in tests/golden/yaml.
CASES: Mapping[str, list[str | bytes]] = {
    "bytes": [
        "考评: 物业\n".encode("gb18030"),
        "a: b\n考评: 物业\n".encode("utf-16"),
        "a: b\n考评: 物业\n".encode("utf-16-le"),
        "a: b\n考评: 物业\n".encode("utf-16-be"),
        "a: b\n".encode("utf-32"),
        b"a: b\nc: \xff\xfe\xfd\n",
        "a: 甲\0乙\n",
        "a: 甲\x1b[2J\n",
        "a: 甲\u2028b: 乙\n",
        "a: 甲\u0085b: 乙\n",
        "a: 甲\rb: 乙\n",
        "编\u200b号: 甲\n",
        "a: 甲\u202e乙\n",
        'a: "甲\\0乙"\n',
        'a: "甲\\u200b"\n',
        b"",
        "# 只有注释\n",
        "---\n",
    ],
    "limits": [
        "a: &b 1\nc: *b\n",
        "- *重要*\n",
        "a: &甲 1\n",
        "a: !!python/object:os.system x\nb: !!set {c: 1}\nd: != 3\n",
        "a:\n  <<: {b: 1}\n",
        "a: 1\n---\nb: 2\n",
        "a: 1\n...\nb: 2\n",
        "%YAML 1.2\n---\na: 1\n",
        "# 说明\n%X 1\n---\na: 1\n",
        "%TAG ! tag:x,2026:\n---\na: 1\n",
        "a: 1\nb: 2\n'a': 3\n",
        "? [a, b]\n: c\n",
        "{{ 名称 }}: 1\n",
        "a: " + "[" * 40 + "\n",
        "考评\n",
    ],
    "traps": [f"键: {texts[0]}\n" for texts in TRAPS.values()]
    + ["no: 1\n", "对象:\n种类: 企业\n", "a:\n  - b\n  -\n", "a: {b: , c: 1}\n", "a: { : 1}\n"],
    "shapes": [
        "规则: {当: 天数(受理日, 办结日) > 7, 扣: 2}\n",
        "规则: {当: 最大(a, b, c) > 7}\n",
        "规则: [天数(a, b) > 7, 其他]\n",
        '规则: {当: 包含(a, "x") = 是}\n',
        "规则: {依据: 第三条, 第四条}\n",
        "得分: [0..100]\n",
        "得分: [60..75)\n分值: 1\n",
        "规则: {得分: (0..100]}\n",
        "天数: >7\n其他: 1\n",
        "天数: > 7\n其他: 1\n",
        "规则: {天数: >= 7, 扣: 1}\n",
        "当: 天数(a #b) > 7\n",
        "颜色: #FF0000\n",
        "说明: 见附件 #3\n  续表\n",
    ],
    "input-method": [
        "考评：物业\n编号：x\n对象：\n  种类：企业\n版本: 1\n",
        "对象:\n  种类：企业\n",
        "对象:\n  种类: 企业\n  字段：x\n编号: z\n",
        "规则:\n  - 每：投诉\n    扣：2\n",
        "规则: {当：x, 扣：2}\n",
        "规则: {单位: 天， 依据: 示例}\n",
        "规则: {单位: 天，依据：示例}\n",
        "评价人: [党员，业委会]\n",
        "评价人: [党员、业委会]\n",
        "字段: ｛街道: 文本｝\n",
        "字段: {街道: 文本｝\n编号: z\n",
        "评价人: ［党员, 业委会］\n",
        "评价人: 【党员、业委会】\n",
        "“编号”: x\n",
        "原因: “注意: 物业”\n",
        "编号:x\n版本:1\n",
        "规则: {单位:天}\n",
        "列表:\n  -甲\n  -乙\n",
        "列表:\n  － 甲\n  － 乙\n",
        "对象:\n　　种类: 企业\n",
        "编号:　x\n",
        "编号: x　\n",
    ],
    "breakdowns": [
        "原因: 注意: 物业\n",
        '"甲": "乙": 丙\n',
        "对象: 企业\n  种类: x\n",
        "对象:\n    种类: x\n  字段: z\n",
        "对象:\n  种类: x\n 字段: z\n",
        "编号: x\n版本\n周期: 年度\n",
        "条件: \"重大\" 且 已核实\n",
        "编号: \"x\n版本: 1\n",
        "编号: 'x\n版本: 1\n",
        "列表: [1, 2\n版本: 1\n",
        "规则: {当: x\n版本: 1\n",
        "规则: {当: x]\n",
        "规则: {当: [x}\n",
        "规则: [a, , b]\n",
        "a: ]\n",
        "{a: 1}}\n",
        "a: @x\nb: `y`\nc: %30\nd: ? e\n",
        'a: "\\q"\n',
        "a: |文字\n  b\n",
        "a: |\n   b\n  c\nd: 1\n",
        "a: - b\n",
        "a: 1\n- b\n",
        "- a\nb: 1\n",
        "对象:\n\t种类: 企业\n\t字段: x\n",
        "对象:\n  种类: 企业\n \t字段: x\n",
        "规则: {\n\ta: 1}\n",
        "对象: 企业\t# 说明\t一\n文字: '甲\t乙'\n甲:\t乙\n丙: 丁\t戊\n",
        "规则: {街道:}\n",
        ": x\n",
        "a: !<x\n",
    ],
}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("family", CASES)
def test_refusals_read_as_expected(
    family: str, language: str, golden: Callable[[str, str], None]
) -> None:
    pages = []
    for text in CASES[family]:
        data = text if isinstance(text, bytes) else text.encode()
        assert language in ("zh", "en")
        shown = render_all(refusal(data).diagnostics, "zh" if language == "zh" else "en")
        pages.append(f"=== {text!r}\n{shown}\n")
    golden(f"yaml/{family}.{language}.txt", "\n".join(pages))


def test_every_code_of_the_reader_is_shown_by_a_test() -> None:
    shown = "".join(
        path.read_text(encoding="utf-8")
        for path in (Path(__file__).parents[1] / "golden" / "yaml").glob("*.en.txt")
    )
    unshown = {code for code in TEXT if f"[{code}]" not in shown}
    assert unshown == {"yaml-too-large", "yaml-too-many-nodes", "yaml-more-problems", "yaml-syntax"}


@pytest.mark.parametrize("family", CASES)
def test_the_pure_python_parser_gives_the_same_codes(
    family: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_c = [set(codes(text)) for text in CASES[family]]
    monkeypatch.setattr(yaml_reader, "_LOADER", yaml.SafeLoader)
    assert [set(codes(text)) for text in CASES[family]] == with_c


def test_a_lone_surrogate_is_refused_by_either_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    assert codes('a: "\\ud800"\n') == ["escape"]
    monkeypatch.setattr(yaml_reader, "_LOADER", yaml.SafeLoader)
    assert codes('a: "\\ud800"\n') == ["control-character"]


# --- anything at all ------------------------------------------------------------------------

SAMPLE = """考评: 物业服务企业年度质量考评
版本: "2026.1"
对象:
  字段: {街道: 文本, 服务月数: 整数}
  不参评: {当: 服务月数 < 6, 原因: '服务不满''半年'}
得分: "[0..100]"
说明: >-
  一
  二
扣分:
  - {每: 投诉, 当: 已核实 且 办结天数 > 办结时限, 扣: 2}
"""
NASTY = "：，“”［］｛｝　\t\n\r\0'\"[]{}:#&*!|>%@`-?,.~<=\\ \ufeff\u2028一a0"


@given(st.binary(max_size=200))
@settings(max_examples=300, deadline=None)
def test_random_bytes_give_a_node_or_a_refusal(data: bytes) -> None:
    node_or_refusal(data)


@given(st.text(st.sampled_from(NASTY), max_size=60))
@settings(max_examples=500, deadline=None)
def test_random_punctuation_gives_a_node_or_a_refusal(text: str) -> None:
    node_or_refusal(text.encode())


@given(st.integers(0, 2**32), st.integers(1, 6))
@settings(max_examples=500, deadline=None)
def test_a_damaged_policy_gives_a_node_or_a_refusal(seed: int, hits: int) -> None:
    chance, chars = random.Random(seed), list(SAMPLE)
    for _ in range(hits):
        at = chance.randrange(len(chars))
        chars[at : at + chance.randrange(2)] = chance.choice(NASTY)
    node_or_refusal("".join(chars).encode())


def node_or_refusal(data: bytes) -> None:
    """Any other exception fails the test; a refusal says something and can be shown."""
    found: tuple[Diagnostic, ...] = ()
    root: Node | None = None
    try:
        root = read_yaml(data, "p.yaml")
    except PolicyError as error:
        found = error.diagnostics
    assert bool(found) == (root is None)
    assert all(diagnostic.span is not None for diagnostic in found)
    assert bool(render_all(found, "both")) == bool(found)
    for scalar in scalars(root) if root else ():
        assert len(scalar.fragment.offsets) == len(scalar.text) + 1
