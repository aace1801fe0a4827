"""What intake refuses and what it notes: faults with their place, by stable code, zh and en."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from rules.diagnostics import Language, closest
from rules.message import require_arguments
from scoring.evidence import Notice, Origin, Reject
from scoring.intake.messages import MESSAGES

_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, without its place. `code` is a key of MESSAGES and is for ever."""

    code: str
    args: Mapping[str, str] = field(default_factory=dict)

    def sentence(self, language: Literal["zh", "en"]) -> str:
        message = MESSAGES[self.code]
        template = message.zh if language == "zh" else message.en
        return template.format_map(self.args)

    def hint(self, language: Literal["zh", "en"]) -> str:
        """What to do next; empty where there is nothing to say."""
        message = MESSAGES[self.code]
        template = message.hint_zh if language == "zh" else message.hint_en
        parts = [template.format_map(self.args)] if template else []
        if meant := self.args.get("suggestion"):
            parts.append(f"是不是“{meant}”？" if language == "zh" else f"did you mean “{meant}”?")
        return ("；" if language == "zh" else "; ").join(parts)

    def reason(self, language: Literal["zh", "en"]) -> str:
        """Sentence and hint in one line."""
        parts = (self.sentence(language), self.hint(language))
        return ("；" if language == "zh" else "; ").join(part for part in parts if part)

    def reject(self, origin: Origin, *, value: str = "", records: int = 1) -> Reject:
        return Reject(
            origin.file,
            origin.row,
            shown(origin.column),
            shown(value),
            self.code,
            self.reason("zh"),
            self.reason("en"),
            records,
            origin.sheet,
            origin.cell,
        )

    def notice(self, count: int = 1) -> Notice:
        return Notice(self.code, self.reason("zh"), self.reason("en"), count)


class IntakeError(Exception):
    """A file that cannot be used at all, or evidence that cannot be told apart. `row` 0: the whole
    file."""

    def __init__(self, fault: Fault, *, file: str, row: int = 0) -> None:
        self.fault = fault
        self.file = file
        self.row = row
        super().__init__(self.render("en"))

    @property
    def code(self) -> str:
        return self.fault.code

    @property
    def zh(self) -> str:
        return self.fault.sentence("zh")

    @property
    def en(self) -> str:
        return self.fault.sentence("en")

    def render(self, language: Language = "both") -> str:
        """`file:row: error[code] sentence` and the hint, as diagnostics of a policy are shown."""
        place = (f"{self.file}:{self.row}: " if self.row else f"{self.file}: ") if self.file else ""
        if language == "en":
            lines = [f"{place}error[{self.code}] {self.en}"]
        else:
            lines = [f"{place}错误[{self.code}] {self.zh}"]
        if language == "both":
            lines.append(f"    error: {self.en}")
        if language != "en" and (zh := self.fault.hint("zh")):
            lines.append(f"    提示：{zh}")
        if language != "zh" and (en := self.fault.hint("en")):
            lines.append(f"    hint: {en}")
        return "\n".join(lines)


def fault(code: str, /, **args: object) -> Fault:
    """A fault with its arguments as text; an unknown code is our mistake, not the sender's."""
    if code not in MESSAGES:
        raise LookupError(f"no message for code {code!r}")
    require_arguments(code, MESSAGES[code], args)
    return Fault(code, {name: _visible(str(value)) for name, value in args.items()})


def shown(text: str) -> str:
    """The sender's text in one line, cut."""
    return _visible(text[:_SHOWN])


def listed(words: Sequence[str], limit: int = 20) -> dict[str, str]:
    """Words for a sentence in both languages, `words_zh` and `words_en`; a long list is cut."""
    cut = [shown(word) for word in words[:limit]]
    more = len(words) > limit
    return {
        "words_zh": "、".join(cut) + (f"……共 {len(words)} 个" if more else ""),
        "words_en": ", ".join(cut) + (f", … {len(words)} in all" if more else ""),
    }


def near(word: str, known: Iterable[str]) -> str:
    """The known word that was probably meant, or an empty string; a long text is no word."""
    return closest(word, known) if len(word) <= _SHOWN else ""


def _visible(text: str) -> str:
    """Nothing that breaks a line, acts on a terminal, cannot be written as UTF-8 or cannot be
    seen: an invisible character is often the very fault."""
    return text if text.isprintable() else "".join(_visible_character(char) for char in text)


def _visible_character(char: str) -> str:
    if char.isspace():
        return " "
    unseen = unicodedata.category(char) in ("Cc", "Cf", "Cs")
    return "\N{REPLACEMENT CHARACTER}" if unseen else char
