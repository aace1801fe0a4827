"""The forms of a name that are compared: as it is written everywhere, and what tells it apart."""

from __future__ import annotations

import re
import unicodedata

from scoring.intake.naming.simplified import TO_SIMPLIFIED

# A reading in Latin letters beside the name: 华联物业(Hualian Wuye).
_GLOSS = re.compile(r"\([a-z][^()\u2e80-\u9fff]*\)")
# Words that firms and branches take up and drop; longer ones first.
_GENERIC = re.compile(
    "有限责任公司|股份有限公司|集团有限公司|有限公司|集团公司|分公司|公司|集团|物业管理|物业服务|物业"
    "|服务|管理|党支部委员会|党支部|支部委员会|委员会"
)
# Where two names differ in one of these they are two: 第一、第二，甲、乙，东、西.
_COUNTED = re.compile("[0-9一二三四五六七八九十百甲乙丙丁戊己庚辛壬癸东南西北上中下前后]")
_STROKES = re.compile(r"[-·•.,、，。_/\\\s]+")


def written(name: str) -> str:
    """Alike for all ways to write one name: width, blanks, capitals, old characters, a gloss."""
    folded = unicodedata.normalize("NFKC", name).casefold().translate(TO_SIMPLIFIED)
    return _STROKES.sub("", _GLOSS.sub("", folded))


def core(name: str) -> str:
    """What is left of a written name without the words of its trade; the whole if nothing is."""
    return _GENERIC.sub("", name) or name


def counted(name: str) -> str:
    """The figures and the like in a written name, in order."""
    return "".join(_COUNTED.findall(name))
