"""What intake says about a table of cases that were open before kaoping followed them."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

CASES: Mapping[str, Message] = {
    "case-columns": Message("案件表缺少列：{words_zh}", "the table of cases lacks: {words_en}"),
    "case-columns-twice": Message(
        "案件表的列重复：{words_zh}", "columns of the table of cases stand twice: {words_en}"
    ),
    "case-rows": Message(
        "案件表有 {count} 处读不进去：{words_zh}",
        "the table of cases cannot be read at {count} places: {words_en}",
        "案件逐期办理，一处也不能差，先改正再考评",
        "cases go on from period to period: correct every place before you assess",
    ),
    "case-rung": Message(
        "“{trigger}”要写在第几级，1 到 {most}",
        "“{trigger}” has rungs: say which one, 1 to {most}",
    ),
    "case-no-rung": Message("“{trigger}”没有递进，不写级", "“{trigger}” has no ladder, so no rung"),
    "case-needs-deadline": Message(
        "“{trigger}”有期限，在办的案件要写到哪一天",
        "“{trigger}” has a term: say on which day that of an open case ends",
    ),
    "case-too-early": Message("不应早于 {first}", "should not be earlier than {first}"),
    "case-too-late": Message("不应晚于 {last}", "should not be later than {last}"),
    "case-closing": Message(
        "已整改、已撤销的要写办结日，没有办结的不写",
        "a case that was put right or withdrawn has a closing day, and no other has",
    ),
    "case-twice": Message(
        "同一对象的“{trigger}”有几件同一天立案，或者几件没有办结",
        "several cases “{trigger}” of one subject opened on one day, or are open at once",
        "一个处置同时只有一个案件，留下在办的一件",
        "a trigger has one open case: keep that one",
    ),
    "cases-unused": Message(
        "细则不逐期办理案件，案件表没有用",
        "the policy follows no cases: the table of cases is not used",
    ),
    "case-tables": Message(
        "案件表只能给一份，另有一份是 {other}",
        "there can be one table of cases only; another is {other}",
        "合成一份",
        "make one of them",
    ),
    "cases-of-others": Message(
        "有案件、本期不在考评之列的对象：{words_zh}",
        "subjects with cases that are not assessed now: {words_en}",
        "案件留在案上；对象写错的，先改正",
        "their cases stay on file; correct the subject where it is misspelt",
    ),
    "cases-told": Message(
        "以前立案的案件取自案件表", "cases opened before are taken from the table of cases"
    ),
}
