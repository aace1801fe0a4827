"""The words for what checks and decisions come to, as conditions compare them."""

from __future__ import annotations

from rules.word import Word, words_of

RESULT_WORDS: tuple[Word, ...] = words_of("""
met             | 符合     | 符合要求
excepted        | 例外     | 不符合，有例外备案
not_on_record   | 缺备案   | 不符合，或者判为这一类，而没有备案
not_met         | 不符合   | 不符合要求，或者哪一类都不是
not_applicable  | 不适用   | 不适用这一条
""")


def result_word(spelled: str) -> str:
    """The word that a check comes to, of either spelling; any other word as it is."""
    return next((w.chinese for w in RESULT_WORDS if spelled == w.english), spelled)
