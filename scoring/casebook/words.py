"""The one table of words a test file is written in: English, Chinese, and what each means."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from rules.program import GRADE, TOTAL
from rules.vocabulary import Word, spellings_of
from scoring.explanation.case_phrases import CASE_STATE_WORDS


def _words(rows: str) -> tuple[Word, ...]:
    """Rows of `english | chinese | meaning`."""
    cut = ((part.strip() for part in row.split("|")) for row in rows.strip().splitlines())
    return tuple(Word(english, chinese, meaning) for english, chinese, meaning in cut)


# Words of the policy language keep their spellings here.
KEYS: tuple[Word, ...] = _words("""
tests            | 测试       | 这组用例的名称
period           | 周期       | 考评哪一期，写法同命令行的 --period
as_of            | 截止日     | 数据的截止日，不写就是周期的最后一天
history_from     | 历史自     | 往期结果从哪天起齐全，同命令行的 --history-from
fixtures         | 样例       | 几个用例共用的数据，各有名称
cases            | 用例       | 用例，各有名称
use              | 沿用       | 沿用哪些样例，后面的盖过前面的
skip             | 跳过       | 暂不执行的原因
subject          | 对象       | 考评对象的字段
subjects         | 各对象     | 几个考评对象，各有编号，写法同只有一个对象的用例
evidence         | 考核数据   | 每种数据的记录；写了就代替样例里的同一种
times            | 条数       | 同样的记录有多少条
history          | 历史       | 往期结果，每期一行；写在应得里就是历史各量的数值
status           | 细则状态   | 往期结果依据的细则是什么状态
not_delivered    | 未提供     | 没有提供的数据种类
rejects          | 退回       | 应当退回哪些记录，写退回的代码
expect           | 应得       | 应当得到的结果，只比较写出来的
state            | 状态       | 已评、未评或者待定；案件的在办、已整改等
reason           | 原因       | 未评或者待定的原因
measures         | 统计口径   | 统计口径的数值
check            | 核查       | 核查的结论，不明的写“未填”
decide           | 判定       | 判为哪一类，不明的写“未填”
indicators       | 指标       | 指标的得分
rules            | 规则       | 规则扣了多少分、加了多少分，扣分是负数
records          | 条数       | 符合规则的记录有多少条
raw              | 应计       | 限额之前的分数
points           | 实计       | 限额之后的分数
not_applicable   | 不适用     | 哪些指标不适用
excluded         | 剔除       | 哪些指标剔除折算
total            | 总分       | 总分
grade_before_veto| 否决前等次 | 一票否决之前的等次
veto             | 一票否决   | 触发了哪些一票否决
grade_after_veto | 否决后等次 | 一票否决之后、比例控制之前的等次
direct_grade     | 直接评定   | 按哪些规定直接评定
grade            | 等次       | 最后的等次
quota            | 比例控制   | 某等次的候选在内、降等或者超出
rank             | 排名       | 各个排名里的名次
place            | 名次       | 第几名
place_from_last  | 倒数       | 倒数第几名
size             | 组内       | 同组有多少个对象
provisional      | 暂定       | 名次是否暂定；写在应得里就是哪些结果暂定
lists            | 名单       | 在哪些名单上
pending_lists    | 待定名单   | 在哪些名单的待定表上
triggers         | 处置       | 触发了哪些处置
level            | 级         | 递进到第几级
action           | 措施       | 采取什么措施
deadline         | 期限       | 处置的最后期限
case_files       | 案件       | 往期立案、延续到本期的案件；写在应得里就是案件的情况
opened           | 立案日     | 案件哪天立案
since            | 起算日     | 现在的期限从哪天起算
overdue          | 逾期日     | 最近一次从哪天起逾期
closed           | 办结日     | 案件哪天办结
pending_triggers | 待定处置   | 哪些处置待定
coefficients     | 系数       | 各项系数，没有的写“无”
award            | 奖励资金   | 各项奖励资金分到多少元，没有的写“无”
cautions         | 提示       | 在哪些地方有提示
""")

STATES: Mapping[str, str] = {
    "graded": "graded",
    "已评": "graded",
    "not_graded": "not_graded",
    "未评": "not_graded",
    "pending": "pending",
    "待定": "pending",
}
STATE_WORDS: Mapping[str, str] = {"graded": "已评", "not_graded": "未评", "pending": "待定"}
SEATS: Mapping[str, str] = {
    "seated": "seated",
    "在内": "seated",
    "displaced": "displaced",
    "降等": "displaced",
    "beyond": "beyond",
    "超出": "beyond",
}
SEAT_WORDS: Mapping[str, str] = {"seated": "在内", "displaced": "降等", "beyond": "超出"}
CASE_STATES: Mapping[str, str] = {
    spelling: state for state, words in CASE_STATE_WORDS.items() for spelling in (state, words.zh)
}
NONE = ("无", "none")
MISSING = ("未填", "missing")

_CHINESE: Mapping[str, str] = {word.english: word.chinese for word in KEYS}


def spellings(canonical: Collection[str]) -> Mapping[str, str]:
    """Every accepted spelling of some keys, to the canonical word."""
    return spellings_of(KEYS, canonical)


def chinese(english: str) -> str:
    return _CHINESE.get(english, english)


def told(name: str) -> str:
    """What may be provisional under one name: a name of the policy's, or its total or grade."""
    canonical = spellings({TOTAL, GRADE}).get(name)
    return chinese(canonical) if canonical else name
