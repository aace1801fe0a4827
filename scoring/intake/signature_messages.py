"""What is said of signatures that do not count, by stable code."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

SIGNATURES: Mapping[str, Message] = {
    "unknown-sign-off": Message(
        "细则没有这一道签字，有的是 {words_zh}",
        "the policy has no such sign-off; it has {words_en}",
    ),
    "unknown-party": Message(
        "这一道签字没有这一方，要签字的是 {words_zh}",
        "no such party signs here; those that do are {words_en}",
    ),
    "wrong-role": Message(
        "“{party}”由 {words_zh} 签字", "for “{party}” it is {words_en} who signs"
    ),
    "unknown-signed-subject": Message(
        "结果里没有这个对象",
        "the results have no such subject",
        "results.csv 第一列是全部对象",
        "the first column of results.csv holds every subject",
    ),
    "signed-by-itself": Message("不能自己给自己签字", "nobody signs for themselves"),
    "nothing-to-sign": Message(
        "该对象没有评出结果，不用签字", "the subject was not graded: there is nothing to sign"
    ),
    "figures-changed": Message(
        "摘要与现在的结果不符，签字作废",
        "the digest is not that of the figures as they are, so the signature is void",
        "核对结果后，按 results.csv 的“digest”一栏重新签字",
        "look at the results and sign anew, with the digest in results.csv",
    ),
    "signed-too-late": Message(
        "签字日期在签字截止日 {cut_off} 之后", "signed after the cut-off date {cut_off}"
    ),
    "signed-anew": Message("同一方后来又签了字，以后来的为准", "the party signed again later"),
    "signed-twice": Message("同一方同一天签了两次，只计一次", "the party signed twice on one day"),
    "signed-for-both": Message(
        "同一个人在这一道签字里代表了几方，都不计",
        "one person signed for several parties at this sign-off: none of them counts",
        "请每一方由自己的人签字",
        "ask each party to sign by a person of its own",
    ),
    "signed-both-ways": Message(
        "同一方同一天既同意又不同意，都不计",
        "the party agreed and refused on one day: neither counts",
        "请该方重新签字",
        "ask the party to sign anew",
    ),
}
