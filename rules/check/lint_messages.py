"""What a close look says about a policy that compiles: it never stops a run."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from rules.message import Message

_warning = partial(Message, severity="warning")
_note = partial(Message, severity="note")

CONDITIONS: Mapping[str, Message] = {
    "condition-never": _warning(
        "{what}“{name}”的条件不可能成立",
        "the condition of the {what_en} “{name}” can never hold",
        "对照用到的字段的范围、选项和等次标准，改正界限，或者删去它",
        "compare it with the ranges, words and standards it reads; correct a limit or leave it out",
    ),
    "condition-always": _warning(
        "{what}“{name}”的条件总是成立：没有哪种取值使它不成立",
        "the condition of the {what_en} “{name}” always holds: no value makes it false",
        "改正界限；本来就是全部的，不必写条件",
        "correct a limit; where everything is meant, write no condition",
    ),
    "condition-idle-part": _warning(
        "这一部分不起作用：“{part}”写不写，条件都一样",
        "this part has no say: with or without “{part}” the condition is the same",
        "删去它，或者改正界限",
        "leave it out, or correct a limit",
    ),
    "words-against-sign": _warning(
        "文字写的是“{words}”，即 {meant}，条件写的是 {sign}",
        "the words say “{words}”, which is {meant}, and the condition says {sign}",
        "以上、以下、达到包括本数，超过、不满、不足、低于不包括；改文字，或者改符号",
        "以上, 以下 and 达到 include the number, 超过, 不满, 不足 and 低于 do not; change one",
    ),
}

OUTCOMES: Mapping[str, Message] = {
    "grade-never": _warning(
        "没有对象能得到“{name}”：没有哪个总分、哪种情形使它成立",
        "nobody can get “{name}”: no total and no other value leads to it",
        "对照各项指标最多能得的分和前面的等次，改正界限",
        "compare it with the most points there are and with the grades before it",
    ),
    "grade-falls": _warning(
        "总分更高，等次反而更低：{rest} 时，总分 {less} 评为“{lower}”，总分 {more} 评为“{higher}”",
        "more points, a worse grade: with {rest_en}, a total of {less} gives “{lower}” and {more} "
        "gives “{higher}”",
        "依次判断，第一个成立的算数：给总分高而别的条件不够的，写明评为哪一等",
        "the first condition that holds decides: say which grade a high total gets that lacks the "
        "rest",
    ),
    "rank-without-grade": _warning(
        "名单“{name}”只看名次：被一票否决、评为“{grade}”的对象仍占名次，也会列入",
        "the list “{name}” looks at places only: a subject that a veto left with “{grade}” keeps "
        "its place and is listed",
        "加上等次的条件，如 等次 >= 良好；或者在排名里写 参加",
        "add a condition on the grade, or say in the rank who takes part",
    ),
    "red-and-black": _warning(
        "同一对象可能既在“{red}”又在“{black}”：{witness}",
        "a subject may be on “{red}” and on “{black}” at once: {witness_en}",
        "在其中一个的条件里排除另一个，如 且 等次 < 良好",
        "let one condition rule the other out, for instance by the grade",
    ),
    "quota-without-room": _warning(
        "“{grade}”的名额是 0，没有对象能得到它",
        "“{grade}” has no room at all: nobody can hold it",
    ),
    "quota-never-binds": _warning(
        "“{grade}”的比例是 100%，控制不了什么",
        "“{grade}” may be held by 100% of the subjects: the quota decides nothing",
    ),
    "quota-small-groups": _warning(
        "已评对象不足 {needed} 个的组，“{grade}”一个名额也没有",
        "a group of fewer than {needed} graded subjects has no room for “{grade}” at all",
        "写 小组: {{不足: {needed}, 合并: 是}} 或者 {{不足: {needed}, 至少: 1}}",
        "write small_groups with below: {needed}, and pool or at_least",
    ),
    "quota-approved-less": _warning(
        "批准以后，“{grade}”的名额比没有批准时还少",
        "once approved, the room for “{grade}” is less than without approval",
        "调换两个数",
        "exchange the two",
    ),
}

POINTS: Mapping[str, Message] = {
    "row-never": _warning(
        "“{row}”这一行不可能符合",
        "the row “{row}” can never hold",
        "对照数值的范围改正界限，或者删去这一行",
        "compare it with the range of the value; correct it or leave it out",
    ),
    "row-masked": _warning(
        "第 {row} 行不起作用：凡是符合它的，都先符合第 {before} 行",
        "row {row} never counts: whatever meets it meets row {before} first",
        "把条件更严的一行写在前面",
        "begin with the row that is harder to meet",
    ),
    "rows-gap": _warning(
        "没有一行包括 {witness}，这样的对象只能待定",
        "no row covers {witness_en}: such a subject can only wait",
        "补上一行；其余的都一样的，写一行 任意",
        "add a row; for all the rest alike, a row of any",
    ),
    "cap-never-binds": _warning(
        "“{name}”的限额 {limit} 碰不到：最多只能到 {reach}",
        "the limit {limit} of “{name}” is never met: there are at most {reach} points",
        "改正限额，或者删去它",
        "correct the limit, or leave it out",
    ),
    "cap-beyond-item": _warning(
        "“{name}”的限额 {limit} 比这一项能扣、能加的 {reach} 分还多，不起作用",
        "the limit {limit} of “{name}” is above the {reach} points its item has to lose or to give",
        "改正限额或者分值，或者删去限额",
        "correct the limit or the full mark, or leave the limit out",
    ),
    "floor-never-binds": _warning(
        "“{name}”的最低 {limit} 碰不到：最少也有 {reach}",
        "the floor {limit} of “{name}” is never met: there are at least {reach} points",
        "改正它，或者删去它",
        "correct it, or leave it out",
    ),
    "full-mark-out-of-reach": _warning(
        "“{name}”的分值是 {limit}，最多只能得 {reach}",
        "“{name}” has a full mark of {limit}, and at most {reach} points can be got",
        "改正分值、起评分，或者各档的得分",
        "correct the full mark, the start, or the points of its rows",
    ),
    "full-marks-sum": _warning(
        "“{name}”的分值是 {full}，各分项的分值合计是 {sum}",
        "“{name}” has a full mark of {full}, and those of its parts add up to {sum}",
        "改正其中一个；加分、扣分的分项不写分值",
        "correct one of them; parts that only add or deduct have no full mark",
    ),
    "total-out-of-reach": _warning(
        "总分的上限是 {limit}，各项合计最多只有 {reach}",
        "the total goes up to {limit}, and all items together come to at most {reach}",
        "改正总分的范围，或者各项的分值、权重",
        "correct the range of the total, or the marks and weights of the items",
    ),
    "item-weights-sum": _warning(
        "{names}的权重合计是 {sum}，不是 100%",
        "the weights of {names} add up to {sum}, not to 100%",
        "权重是比例的，同一级合计 100%",
        "weights that are shares add up to 100% on each level",
    ),
    "counted-twice": _warning(
        "一条“{kind}”可能被“{one}”和“{other}”各计一次，如 {witness}",
        "one record of “{kind}” may count for “{one}” and for “{other}”: {witness_en}",
        "只计一次的，放进 取最高 或者 取首个，或者给数据写 同一事项；本来是两回事的不必改",
        "if it is to count once, put them into keep_highest or keep_first, or declare one_matter; "
        "if two things are meant, leave it",
    ),
    "always-counted-twice": _warning(
        "每一条“{kind}”都被“{one}”和“{other}”各计一次",
        "every record of “{kind}” counts for “{one}” and for “{other}”",
        "只计一次的，放进 取最高 或者 取首个，或者给数据写 同一事项；本来是两回事的不必改",
        "if it is to count once, put them into keep_highest or keep_first, or declare one_matter; "
        "if two things are meant, leave it",
    ),
}

DECLARED: Mapping[str, Message] = {
    "unused-parameter": _warning(
        "参数“{name}”没有用到",
        "the parameter “{name}” is never used",
        "删去它，或者用在该用的地方",
        "leave it out, or use it where it belongs",
    ),
    "unused-measure": _note(
        "“{name}”只列在结果里，没有用到",
        "“{name}” stands in the results and is never used",
        "本该用在指标、否决、名单里的，补上",
        "use it where it was meant for an item, a veto or a list",
    ),
    "unused-evidence": _warning(
        "“{name}”收集了没有用到",
        "“{name}” is collected and never used",
        "不用的数据不要收",
        "do not collect what is not used",
    ),
    "unused-field": _note(
        "字段“{name}”没有用到，只是收存",
        "the field “{name}” is kept and never used",
        "不用的数据不要收；留作核对的可以保留",
        "do not collect what is not used; what serves for checking may stay",
    ),
    "parameter-without-basis": _warning(
        "参数“{name}”没有写依据",
        "the parameter “{name}” cites no basis",
        "写上文件和条款；示例数字写“依据: 示例”",
        "name the document and clause; write 依据: 示例 for an illustrative number",
    ),
}

BURDEN: Mapping[str, Message] = {
    "many-items": _warning(
        "考评项目有 {count} 个，超过 {most} 个",
        "there are {count} items, more than {most}",
        "基层减负：合并相近的项目，去掉不影响等次的",
        "spare those who are assessed: merge items that are alike, drop those that decide nothing",
    ),
    "many-vetoes": _warning(
        "一票否决有 {count} 条，超过 {most} 条",
        "there are {count} vetoes, more than {most}",
        "基层减负：严格控制一票否决，能扣分的改为扣分",
        "keep vetoes few; what can be a deduction should be one",
    ),
    "many-ranks": _warning(
        "排名有 {count} 个，超过 {most} 个",
        "there are {count} rankings, more than {most}",
        "基层减负：少排名，不层层排名",
        "keep rankings few",
    ),
    "known-for-nothing": _warning(
        "这里知悉的“{code}”，下面并没有",
        "“{code}” is said to be known here, and nothing of the sort is found below",
        "删去这条注释，或者把它移到所说的那一行之上",
        "delete this comment, or move it above the line it is about",
    ),
    "known-without-reason": _warning(
        "知悉“{code}”没有写理由",
        "“{code}” is said to be known without a reason",
        "写成 # 知悉 {code}：理由",
        "write # known {code}: reason",
    ),
    "counts-traces": _warning(
        "“{name}”考核的是“{sign}”一类的痕迹，不是实绩",
        "“{name}” asks for traces (“{sign}”), not for what was achieved",
        "基层减负：不以留痕、打卡、台账作为考核内容；改为结果的指标",
        "do not assess by photos, stamps or ledgers; assess the result",
    ),
    "counts-activity": _warning(
        "“{name}”考核的是“{sign}”一类的活跃程度，不是实绩",
        "“{name}” asks for activity on a platform (“{sign}”), not for what was achieved",
        "基层减负：不以登录、点赞、转发的次数作为考核内容；改为结果的指标",
        "do not assess by logins, likes or reposts; assess the result",
    ),
}

LINT: Mapping[str, Message] = {**CONDITIONS, **OUTCOMES, **POINTS, **DECLARED, **BURDEN}
