"""The sentences of a rule book, in Chinese and in English."""

from __future__ import annotations

from collections.abc import Mapping

from rules.expr.printer import Spelling
from rules.handbook.parts import Sentence
from rules.handbook.reading import fill, plain

_WORDS: Mapping[str, tuple[str, str]] = {
    # chapters
    "general": ("总则", "General"),
    "subject": ("考评对象", "Who is assessed"),
    "evidence": ("考核数据", "Evidence"),
    "imports": ("引用", "Imports"),
    "parameters": ("参数", "Parameters"),
    "history": ("历史", "Earlier results"),
    "measures": ("统计口径", "Measures"),
    "structure": ("核查和判定", "Checks and decisions"),
    "indicators": ("考评指标", "Indicators"),
    "total": ("总分", "Total"),
    "vetoes": ("一票否决", "Vetoes"),
    "direct": ("直接评定", "Direct grades"),
    "grades": ("等次", "Grades"),
    "ranks": ("排名", "Ranks"),
    "quotas": ("比例控制", "Quotas"),
    "conclusions": ("结果运用", "What follows"),
    # clauses
    "document": ("本细则", "This policy"),
    "reading": ("解释规则", "How it is read"),
    "fields": ("登记的字段", "Fields"),
    "not-assessed": ("不参加考评的情形", "Who is not assessed"),
    "overview": ("指标总表", "All indicators"),
    "joint": ("合计的限额", "Limits together"),
    # headings of tables
    "field": ("字段", "field"),
    "wanted": ("要求", "what it takes"),
    "name": ("名称", "name"),
    "value": ("数值", "value"),
    "of-points": ("（{points}）", " ({points})"),
    "some-points": ("{points} 分", "{points} points"),
    "meaning": ("说明", "meaning"),
    "basis": ("依据", "basis"),
    "how": ("怎样得出", "how it is found"),
    "indicator": ("指标", "indicator"),
    "points": ("分值", "points"),
    "gives": ("得分", "points"),
    "reached": ("{steps}（取达到的最高一级）", "{steps} (the highest reached)"),
    "scorer": ("考核单位", "scored by"),
    "grade": ("等次", "grade"),
    "standard": ("标准", "standard"),
    # sentences
    "derived": ("推算：{what}", "derived: {what}"),
    "not-assessed-when": ("{when}：{reason}", "{when}: {reason}"),
    "deduct": ("每有一条“{each}”，扣 {points}", "each “{each}” takes {points}"),
    "deduct-when": (
        "每有一条“{each}”符合 {when}，扣 {points}",
        "each “{each}” with {when} takes {points}",
    ),
    "add": ("每有一条“{each}”，加 {points}", "each “{each}” gives {points}"),
    "add-when": (
        "每有一条“{each}”符合 {when}，加 {points}",
        "each “{each}” with {when} gives {points}",
    ),
    "step-deduct": ("扣 {points}", "take {points}"),
    "step-add": ("加 {points}", "give {points}"),
    "step-when": ("{when} 的，{then}", "where {when}, {then}"),
    "keep_highest": (
        "对同一条记录，下列各条只计最重的一条",
        "of these, only the heaviest counts for a record",
    ),
    "keep_first": (
        "对同一条记录，下列各条只计最先符合的一条",
        "of these, only the first that holds counts for a record",
    ),
    "check": ("{strength}：{when}", "{strength}: {when}"),
    "check-deadline": ("{strength}按期完成", "{strength}: done in time"),
    "decide": ("按下列次序，判为最先符合的一类：", "the first of these that holds:"),
    "choice": ("{when} 的，判为 {give}", "where {when}: {give}"),
    "choice-else": ("其余的，判为 {give}", "else: {give}"),
    "choice-recorded": (
        "没有判为前面各类的原因须有备案",
        "the reason why none before it holds must be on record",
    ),
    "waiver": (
        "例外和原因的备案由 {approvers} 批准，在截止日有效的才算",
        "exceptions and reasons are approved by {approvers} and valid at the as-of date",
    ),
    "veto": ("{when} 的，{then}", "where {when}, {then}"),
    "zero": ("总分记零", "the total is zero"),
    "force": ("定为 {grade}", "the grade is {grade}"),
    "at_best": ("至多评为 {grade}", "the grade is {grade} at best"),
    "bar_top": ("不得评为最高等次", "not the highest grade"),
    "step_down": ("降 {count} 个等次", "{count} grades down"),
    "direct-grade": ("{when} 的，直接评定为 {grade}", "where {when}, the grade is {grade}"),
    "list": ("{when} 的，列入“{name}”", "where {when}: on “{name}”"),
    "trigger": ("{when} 的，{action}", "where {when}: {action}"),
    "decision": (
        "按下表得分（命中：{hit}）",
        "points by this table ({hit} where several rows hold)",
    ),
    # appendices and the page
    "appendix-rules": ("附录一　条文与规则对照", "Appendix 1: clauses and rules"),
    "appendix-basis": ("附录二　依据与条文对照", "Appendix 2: basis and clauses"),
    "clause": ("条文", "clause"),
    "rule": ("规则", "rule"),
    "line": ("细则的行", "line of the policy"),
    "chapter": ("第{number}章", "Chapter {number}"),
    "article": ("第{number}条", "Article {number}"),
    "contents": ("目录", "Contents"),
    "source-clause": ("条款", "clause"),
}

# What the language means where a policy says nothing else.
READING: Mapping[Spelling, tuple[str, ...]] = {
    "zh": (
        "“以上”“以下”“以内”“不低于”“不超过”包括本数；“超过”“不满”“不足”“低于”“高于”不包括本数。",
        "数据缺失不等于零。加分、扣分的条件只在确定符合时适用；否决、不参评、直接评定、适用的条件因数据缺失不能判断、又没有写明“不明时”的，该对象待定。",
        "没有写明舍入方式的，四舍五入；没有写明保留位数的地方不舍入。",
        "有分值的指标得分不低于零、不高于分值；写明“最低”“最多”的，按所写的限制。",
        "同一组里还有待定对象的，名次、名额和依据名次的结果为暂定。",
        "等宽字体的是细则原文里的条件和数值，以细则原文为准。",
    ),
    "en": (
        "Limits said with 以上, 以下, 以内, 不低于, 不超过 include the number; "
        "超过, 不满, 不足, 低于, 高于 do not.",
        "Missing is not zero. Points are given or taken only where the condition surely holds. "
        "Where a veto, a reason not to be assessed, a direct grade or what applies cannot be told "
        "for lack of data, and nothing is said for that case, the subject is pending.",
        "Rounding is half up unless said otherwise; where no digits are said nothing is rounded.",
        "An indicator with points stays between zero and its points, or within its own limits.",
        "While a group has pending subjects, places, seats and what rests on them are provisional.",
        "Conditions and numbers in fixed-width letters are the policy's own words, which decide.",
    ),
}


def word(name: str, language: Spelling) -> str:
    zh, en = _WORDS[name]
    return zh if language == "zh" else en


def heading(name: str, language: Spelling) -> str:
    """Chinese first with English beside it, or English alone."""
    zh, en = _WORDS[name]
    return f"{zh} {en}" if language == "zh" else en


def sentence(name: str, language: Spelling, /, **values: Sentence) -> Sentence:
    return fill(word(name, language), **values)


def counted(name: str, number: int, language: Spelling) -> str:
    """第十二条, Article 12."""
    told = _chinese_number(number) if language == "zh" else str(number)
    return plain(sentence(name, language, number=(told,)))


def _chinese_number(number: int) -> str:
    """一 to 九百九十九; beyond that digits."""
    digits = "零一二三四五六七八九"
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    if hundreds > 9:
        return str(number)
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else digits[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (digits[ones] if ones else "")
