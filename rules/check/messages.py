"""What the checks say about a policy that can be compiled and should not be as it is."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

CHECKS: Mapping[str, Message] = {
    "band-gap": Message(
        "没有一档包括 {gap}",
        "no band covers {gap}",
        "改动相邻一档的界限，使每个可能的数都落在一档里",
        "move the edge of a neighbouring band so that every possible value lies in one",
    ),
    "band-overlap": Message(
        "“{one}”与“{other}”都包括 {overlap}",
        "“{one}” and “{other}” both cover {overlap}",
        "以上、以下包括本数，超过、不满不包括",
        "以上 and 以下 include the number, 超过 and 不满 do not",
    ),
    "grades-order": Message(
        "“{name}”写在“{better}”后面，分数却更高",
        "“{name}” stands after “{better}” and has the higher totals",
        "等次从好到差写",
        "write the grades from the best to the worst",
    ),
    "grades-rise": Message(
        "写在前面的等次为好：分数最低的“{best}”成了最好的等次",
        "grades stand best first: “{best}”, of the lowest totals, is the best grade here",
        "若不是分数越低越好，请把“{worst}”写在最前面",
        "unless lower totals are better, begin with “{worst}”",
        severity="warning",
    ),
    "grade-unreachable": Message(
        "没有对象能得到“{name}”：前面的等次已经包括它的全部分数",
        "nobody can get “{name}”: the grades before it take up all its totals",
        "把条件更严的等次写在前面",
        "begin with the grade that is harder to get",
    ),
    "no-basis": Message(
        "“{name}”没有写依据",
        "“{name}” cites no basis",
        "写上文件和条款；示例数字写“依据: 示例”",
        "name the document and clause; write 依据: 示例 for an illustrative number",
        severity="warning",
    ),
    "too-big": Message(
        "“{name}”的精确值可能长达 {bits} 位二进制，超过 127 位",
        "the exact value of “{name}” may need {bits} bits, more than 127",
        "给用到的字段写上范围，或者先用“保留”舍入中间的口径",
        "declare the ranges of the fields it reads, or round a measure on the way",
    ),
}
