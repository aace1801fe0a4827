"""Which engine decided, and who computed how much of it again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from scoring.notes import Words
from scoring.reports.document import Block, Facts, Remark

_NAMES = {
    "reference": Words("参考引擎", "the reference engine"),
    "durable": Words("durable-rules 规则引擎", "durable-rules"),
    "duckdb": Words("DuckDB，全部对象一起计算", "DuckDB, the whole population at once"),
}


def engine_blocks(told: Mapping[str, Any]) -> Iterator[Block]:
    """`told` is the manifest."""
    engine, check = told["engine"], told["crosscheck"]
    name = _NAMES.get(engine["name"], Words(engine["name"], ""))
    versions = "，".join(f"{part} {version}" for part, version in engine["versions"].items())
    facts = [
        (Words("引擎", "engine"), " · ".join(filter(None, name))),
        (Words("版本", "versions"), versions),
    ]
    if atoms := engine["atoms"]["decided"] + engine["atoms"]["handed_over"]:
        facts.append((Words("判定条件", "atoms decided by it"), f"{atoms:,}"))
    again = f"{check['subjects']:,} / {told['subjects']['all']:,}"
    facts.append((Words("另一引擎再算的对象", "subjects computed again by another"), again))
    facts.append((Words("差异", "differences"), str(check["differences"])))
    yield Facts(tuple(facts))
    if not check["subjects"]:
        yield Remark(
            Words(
                "没有用另一个引擎再算；可以用 kaoping verify 结果包 重算并逐字节比对",
                "nothing was computed again; kaoping verify PACKAGE recomputes every byte",
            )
        )
