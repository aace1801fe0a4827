"""The examples of docs/language.md, each with what has to stand around it to be a policy."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from rules.yaml_reader import MappingNode, Node, read_yaml

PAGE = Path(__file__).with_name("language.md")
AROUND = Path(__file__).with_name("language-examples.yaml")

# Parts made of names, which come together; any other part replaces that below it.
_NAMED = {"参数", "考核数据", "统计口径", "名单", "处置", "排名"}
_BLOCK = re.compile(r"^(##+) (.+?)$|^```yaml\n(.*?)^```$", re.M | re.S)


@dataclass(frozen=True, slots=True)
class Example:
    """`section` is the heading it stands under, `tree` the whole policy made of it."""

    name: str
    section: str
    text: str
    tree: MappingNode


def examples() -> tuple[Example, ...]:
    """In the order of the page; raises ValueError where the two files do not go together."""
    around = _parts(_read(AROUND.read_text(encoding="utf-8"), AROUND.name))
    skeleton = _mapping(around["skeleton"])
    section, blocks = "", []
    for _, heading, text in _BLOCK.findall(PAGE.read_text(encoding="utf-8")):
        section = heading or section
        if text:
            blocks.append((section, text))
    listed = around["examples"]
    items = getattr(listed, "items", ())
    return tuple(
        _example(section, text, _mapping(item), skeleton)
        for (section, text), item in zip(blocks, items, strict=True)
    )


def _example(section: str, text: str, item: MappingNode, skeleton: MappingNode) -> Example:
    (entry,) = item.entries
    tree = _over(
        _read(text, f"language.md {entry.key.text}"), _over(_mapping(entry.value), skeleton)
    )
    gone = {"without"}
    if "without" in _parts(tree):
        gone |= {one.text for one in getattr(_parts(tree)["without"], "items", ())}
    kept = tuple(entry for entry in tree.entries if entry.key.text not in gone)
    return Example(entry.key.text, section, text, replace(tree, entries=kept))


def _over(above: MappingNode, below: MappingNode) -> MappingNode:
    ours = _parts(above)
    entries = []
    for entry in below.entries:
        own = ours.get(entry.key.text)
        if own is None:
            entries.append(entry)
        elif entry.key.text in _NAMED:
            entries.append(replace(entry, value=_over(_mapping(own), _mapping(entry.value))))
    named = {entry.key.text for entry in entries}
    return replace(
        above, entries=(*entries, *(e for e in above.entries if e.key.text not in named))
    )


def _parts(node: MappingNode) -> Mapping[str, Node]:
    return {entry.key.text: entry.value for entry in node.entries}


def _read(text: str, name: str) -> MappingNode:
    return _mapping(read_yaml(text.encode(), name))


def _mapping(node: Node) -> MappingNode:
    if not isinstance(node, MappingNode):
        raise ValueError(f"keys and values were expected at {node.span.position}")
    return node
