"""The looks of cells, each made once."""

from __future__ import annotations

from typing import Any, Literal, TypeAlias

Look: TypeAlias = Literal["title", "plain", "mark", "heading", "label", "block", "cell", "fault"]

# Without a scheme, or the font of a theme would take its place.
FONT = {"font_name": "宋体", "font_size": 10, "font_scheme": ""}

_LINE = {"border": 1, "border_color": "#A6A6A6"}
_LOOKS: dict[Look, dict[str, object]] = {
    "title": {"bold": True, "font_size": 16, "valign": "vcenter"},
    "plain": {"valign": "top"},
    "mark": {"bold": True, "font_color": "#9C0006"},
    "block": {"bold": True, "font_size": 12, "valign": "bottom"},
    "label": {"font_color": "#595959"},
    "heading": {
        "bold": True,
        "bg_color": "#E7ECF3",
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
        **_LINE,
    },
    "cell": {"valign": "top", **_LINE},
    "fault": {"valign": "top", "bold": True, "bg_color": "#FFC7CE", **_LINE},
}


class Styles:
    """`of(look, format)`: the look with a number format; text wraps in its cell."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[Look, str], Any] = {}

    def of(self, look: Look, number: str = "") -> Any:
        made = self._made.get((look, number))
        if made is None:
            shape: dict[str, object] = {**FONT, **_LOOKS[look]}
            if number:
                shape["num_format"] = number
            elif look in ("cell", "fault"):
                shape |= {"text_wrap": True, "num_format": "@", "align": "left", "indent": 1}
            made = self._made[look, number] = self._book.add_format(shape)
        return made
