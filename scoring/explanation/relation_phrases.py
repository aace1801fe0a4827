"""What an explanation says about relations and imports."""

from __future__ import annotations

from collections.abc import Mapping

from scoring.notes import Words

RELATED: Mapping[str, Words] = {
    "found_along": Words("（{field}“{other}”的{relation}）", " ({relation} of {field} “{other}”)"),
    "imports": Words("引用", "imports"),
    "import": Words(
        "{name}：引用“{policy}”的结果 {count} 条{basis}",
        "{name}: results of “{policy}”: {count}{basis}",
    ),
    "import_none": Words(
        "{name}：没有提供“{policy}”的结果{basis}",
        "{name}: results of “{policy}” were not delivered{basis}",
    ),
    "import_of": Words("{id}：{values}", "{id}: {values}"),
    "effect": Words(
        "记入“{policy}”的“{kind}”：{cells}", "written into “{kind}” of “{policy}”: {cells}"
    ),
    "effect_plain": Words("记入“{policy}”的“{kind}”", "written into “{kind}” of “{policy}”"),
    "import_more": Words("……另有 {count} 条", "… {count} more"),
}
