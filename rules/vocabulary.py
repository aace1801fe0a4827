"""The one table of words a policy file is written in: keys and stated choices, English and Chinese.

The loader, the schema, the formatter and the docs read it. Words are for ever.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Literal

from rules import relation_words
from rules.word import Word as Word
from rules.word import words_of as words_of

# A spelling may stand for two keys (范围 is `range` and `within_scope`), never in one construct.
KEYS: tuple[Word, ...] = (
    words_of("""
language         | 语言                     | 本语言的版本号，现为 1
policy           | 考评                     | 考评的名称
id               | 编号                     | 编号：细则、规则的固定代号
version          | 版本                     | 细则的版本
document_number  | 文号                     | 发文字号
issuer           | 发布机关                 | 制定、发布细则的机关
status           | 状态                     | 起草、仅计分、生效或者废止
effective        | 生效                     | 生效日期，可写起止
from             | 自                       | 起始日期，包括当天
to               | 至                       | 截止日期，包括当天；或者最后一天在哪个字段
period           | 周期                     | 考评周期
applied_year     | 适用年度                 | 结果运用的年度：当年、次年，或者写明年份
systems          | 制度                     | 对应的制度序号
basis            | 依据                     | 文件和条款；示例数字写“示例”
document         | 文件                     | 依据的文件
clause           | 条款                     | 依据的条款
extends          | 基于                     | 在哪一份细则的基础上
digest           | 摘要                     | 那一份细则的摘要
supplement       | 补充                     | 补充以后的细则叫什么
open             | 开放                     | 补充可以改什么、加什么
each_at_most     | 每项最多                 | 补充的每一项最多多少分
parameters       | 参数                     | 有名字的数字和对照表
value            | 值, 取值                 | 数值，或者指标取自哪个统计口径
table            | 表                       | 类别对应数字的表
unit             | 单位                     | 计量单位
subject          | 对象                     | 考评对象，或者证据里写考评对象的那一列
kind             | 种类                     | 考评对象的种类
fields           | 字段                     | 数据项
identity         | 标识                     | 用来识别一条记录或一个对象的列
name_field       | 名称字段                 | 显示用的名称在哪个字段
public_names     | 公示名称                 | 公开的文书里写全名还是隐名
not_assessed     | 不参评                   | 不参加考评的情形
reason           | 原因                     | 不参评的原因，或者酌情的原因在哪个字段
evidence         | 考核数据, 证据, 佐证材料 | 考评所依据的数据
label            | 名称                     | 给人看的名称
aliases          | 别名                     | 表头可以用的其他写法
type             | 类型                     | 数据类型
range            | 范围                     | 取值范围，如 "[0..100]"
decimals         | 小数                     | 最多几位小数
words            | 选项                     | 允许的取值
ordered          | 依次                     | 有高低次序的取值，从低到高；或者依次判断的等次
null_values      | 视为缺失                 | 这些写法当作没有填写
missing          | 缺失                     | 没有数据时怎么办
fill             | 按                       | 没有填写时以此值代替
derived          | 推算                     | 由其他字段算出的字段
event_date       | 发生日                   | 发生日期在哪个字段
one_matter       | 同一事项                 | 同一件事只计一次
keys             | 键                       | 用哪些字段认定是同一件事，或者认定上级记录
keep             | 取                       | 取最高或者取首个
within_scope     | 范围                     | 本条、本项或者全表
matter           | 事项                     | 几种数据共有的事项叫什么
discretion       | 酌情                     | 在幅度内酌情加减分
approver         | 批准人                   | 批准人在哪个字段，或者例外由谁批准
parent           | 属于                     | 这条记录属于哪一条上级记录
parent_kind      | 数据                     | 上级记录是哪种数据
validity         | 有效期                   | 记录有效多久，在哪些周期计入
lasting          | 时长                     | 从发生日起有效多久
rectified        | 整改日                   | 整改完成的日期在哪个字段
counted          | 计入                     | 以前发生而仍然有效的怎样计入
wide             | 宽表                     | 一行多列的表转成一列一条
columns          | 列                       | 宽表里的列
item             | 项目                     | 列名放进哪个字段
cell             | 值                       | 单元格放进哪个字段
measures         | 统计口径, 度量           | 由数据统计出来的量
count            | 计数                     | 有多少条
window           | 时段内                   | 多长的时间之内最多有几条
same             | 相同                     | 哪些字段相同的才算在一起
groups_of        | 每满                     | 凑满几条算一次
sum              | 求和                     | 合计
mean             | 平均, 均值               | 平均值
weighted_mean    | 加权平均                 | 加权平均值
ratio            | 比率                     | 分子占分母的百分比
formula          | 算式                     | 由其他量算出
trimmed_mean     | 去极值平均               | 去掉最高、最低的几个以后的平均值
trim             | 去掉                     | 最高、最低各去掉几个，或者各去掉百分之几
median           | 中位数                   | 从小到大居中的值
minimum          | 最小值                   | 最小、最早或者最低的值
maximum          | 最大值                   | 最大、最晚或者最高的值
latest           | 最近                     | 发生日最晚的一条记录的值
distinct         | 去重计数                 | 有多少个不同的值
any              | 任一                     | 是否有任何一条记录符合
all              | 全部                     | 是否每一条记录都符合
year_on_year     | 同比                     | 比基数增加或者减少的百分比
base             | 基数                     | 同比的基数
position         | 名次                     | 在组里按某个量排第几
ratio_to_best    | 与最好之比               | 与组里最好的值之比
deviation        | 与组均之差               | 减去组里的平均值
group_average    | 组均                     | 组里的平均值
share_of         | 份额, 占比               | 占组里合计的百分比
per_item         | 逐项                     | 每一项得一个数，再统计这些数
same_person      | 同一人在                 | 有几个人同时有几样记录
posts            | 各有                     | 同一个人各有哪几样记录
inner            | 先算                     | 每一项依次算出什么
of               | 取                       | 统计每条记录的什么
by               | 按                       | 按哪个字段分组，或者按什么排名
weights          | 权重                     | 各组的权重
weight_by        | 权数                     | 每条记录或者每一项的权数
min_ballots      | 最少票数                 | 一组至少要有几票
missing_group    | 缺组                     | 票数不够的组怎么办
numerator        | 分子                     | 计入分子的条件
denominator      | 分母                     | 计入分母的条件
zero_denominator | 零分母                   | 分母为零时的取值
unknown_counts   | 未知计入                 | 是否符合不明的记录计入哪里
round            | 保留                     | 保留几位小数
digits           | 位数                     | 小数位数
mode             | 方式                     | 舍入方式
when             | 当, 条件, 情形           | 条件
unknown          | 不明时                   | 条件不能判断时怎么办
check            | 核查                     | 结构核查：应当怎样，实际是否这样
done             | 完成                     | 完成的日期
decide           | 判定                     | 依次判定属于哪一类
give             | 判为                     | 判为哪一类
recorded         | 须备案                   | 为什么没有判为前面的，须有备案
waiver           | 例外备案                 | 例外由谁批准
indicators       | 指标                     | 考评指标
items            | 分项                     | 下级指标
points           | 分值                     | 满分是多少
start            | 起评分, 起始, 基础分     | 从多少分起算
scorer           | 考核单位                 | 谁提供、认定这一项
deduct           | 扣分, 扣                 | 扣多少分，或者扣分的规则
add              | 加分, 加                 | 加多少分，或者加分的规则
each             | 每                       | 每一条哪种数据
cap              | 最多                     | 合计最多多少分
cap_each         | 每次最多                 | 每条记录最多多少分
cap_daily        | 每日最多                 | 同一天合计最多多少分
cap_monthly      | 每月最多                 | 同一个月合计最多多少分
cap_joint        | 合计最多                 | 几条规则合计最多多少分
rules            | 规则                     | 合计的是哪几条规则，写编号
first_time       | 首次                     | 第一次发生
keep_highest     | 取最高                   | 几条规则中只计最重的一条
keep_first       | 取首个                   | 几条规则中只计最先成立的一条
floor            | 最低                     | 合计最低多少分
scale            | 折算                     | 怎样由数值得出分数
linear           | 线性                     | 按比例折算
step_table       | 阶梯                     | 达到哪一级得多少分
band_table       | 分档                     | 落在哪一档得多少分
whole_brackets   | 全额                     | 全部数值按所在一档的每单位得分计
marginal_brackets | 超额累进                | 各档部分分别按该档的每单位得分计
target           | 目标                     | 与目标比较，达到目标得满分
step_below       | 每低                     | 比目标每低多少扣一次
step_above       | 每高                     | 比目标每高多少扣一次
part_step        | 不足一档                 | 不足一档的部分怎样计
k_of_n           | 任选                     | 任选做到几项得满分
out_of           | 共                       | 一共有几项可选
short            | 不足                     | 没有做到这么多项怎样计
each_more        | 每多                     | 每多做一项加多少分
decision         | 决策表                   | 多条件对照
hit              | 命中                     | 几行都符合时怎么办
inputs           | 输入                     | 决策表看哪些量
rows             | 行                       | 决策表的各行，最后一格是得分
priorities       | 优先次序                 | 得分的优先次序，先写的优先
steps            | 逐步                     | 依次加减，每步限幅
weight           | 权重                     | 指标的权重
applies          | 适用                     | 适用于哪些对象
restore          | 折百                     | 不适用的不计，余下的折算回满分
bonus_stop       | 满分为止                 | 加到总分的满分为止
total            | 总分                     | 总分的范围和位数
veto             | 一票否决                 | 一票否决的情形
zero             | 清零                     | 总分记零
force            | 定为                     | 直接定为某一等次
at_best          | 至多评为                 | 最高只能评为某一等次
bar_top          | 不得评优                 | 不得评为最高等次
step_down        | 降等                     | 降几个等次
grades           | 等次                     | 等次和标准，从高到低
direct_grade     | 直接评定                 | 不看分数，直接评定为某一等次
rank             | 排名                     | 排名
within           | 分组                     | 在哪个组里排名
order            | 次序                     | 高者在前或者低者在前
takes_part       | 参加                     | 哪些对象参加排名
ties             | 并列                     | 并列时怎么办
tie_break        | 同分比较                 | 同分时依次比什么
quota            | 比例控制                 | 各等次的比例或者名额
quota_max        | 至多                     | 至多多少
quota_exact      | 恰按                     | 正好多少
heads            | 取整                     | 按比例算出的名额不是整数时怎么办
strength         | 力度                     | 超出的降等，还是只作提示；核查是应当还是原则上
small_groups     | 小组                     | 对象少的组怎么办
below            | 不足                     | 少于多少个对象算小组
pool             | 合并                     | 各小组合并计算
at_least         | 至少                     | 至少几个名额
approved         | 可批准                   | 经批准可以放宽到多少
history          | 历史                     | 由往期结果得出的量
consecutive      | 连续                     | 连续几期如此，数到本期为止
occurrences      | 次数                     | 一段时间内几次如此
in_the_last      | 内                       | 往前多长时间，如 12个月
dated            | 计于                     | 一期的结果算在哪一天
skip             | 跳过                     | 哪样的一期略过不算
no_history       | 缺史                     | 早于全部往期结果的怎么算
spent_by         | 用后清零                 | 有了它，此前的就不再算
with_shadow      | 含仅计分                 | 仅计分的往期结果也算
previous         | 上期                     | 上一期的什么
year_before      | 上年同期                 | 上年同一期的什么
lists            | 名单                     | 红榜、黑榜等名单
publicity        | 公示                     | 公示多久
audience         | 可见                     | 谁可以看
triggers         | 处置, 触发               | 约谈等处置
action           | 措施                     | 采取什么措施
recipients       | 送达                     | 送给谁
deadline         | 期限                     | 多少天或者多少工作日内
ladder           | 递进                     | 逐级处置：到几就采取什么措施
rectification    | 整改事项                 | 要整改哪些事项
cool_off         | 冷却                     | 开案以后多久之内不再触发
overdue          | 逾期                     | 到期没有整改的扣多少分、记入什么
charged_to       | 计入                     | 扣在哪一项指标
case_records     | 处置记录                 | 这种数据记的是处置的办理情况
sign             | 签字                     | 哪些方面要签字，或者要有哪些签字
parties          | 各方                     | 要签字的各方
party            | 方                       | 要签字的一方
roles            | 角色                     | 这一方由谁签字
coefficients     | 系数                     | 按结果建议的系数
base_value       | 基数                     | 系数在什么上面加、乘
min_grade        | 最低等次                 | 低于这个等次就没有系数
applied_by       | 由                       | 由谁运用
award            | 奖励资金, 奖金池         | 奖励资金的分配
amount           | 金额                     | 奖励资金一共多少元
method           | 方法                     | 怎样分配
parts            | 份数                     | 每个等次算几份
fixed            | 定额                     | 每个等次多少元
shortfall        | 不足                     | 资金不够定额时怎么办
months           | 折月                     | 按考评周期内的月数折算
cap_share        | 每个最多                 | 一个对象最多多少元
remainder        | 余额                     | 超过每个最多的部分怎么办
odd_units        | 尾差                     | 除不尽的一分先给谁
unsigned         | 未签字                   | 兑现时没有签齐的怎么办
""")
    + relation_words.KEYS
)

# Known words of the language that this version does not do yet: they are refused, never ignored.
LATER: tuple[Word, ...] = words_of("""
lift             | 解除           | 怎样解除否决
settle           | 兑现           | 兑现
""")

# Stated choices. The same spelling may serve several places; the place says which are allowed.
CHOICES: tuple[Word, ...] = (
    words_of("""
draft         | 起草                   | 尚未发布
shadow        | 仅计分                 | 只计分，不运用
effective     | 生效                   | 正式运用
repealed      | 废止                   | 不再使用
month         | 月度, 月               | 每月
quarter       | 季度, 季               | 每季
half_year     | 半年                   | 每半年
year          | 年度, 年               | 每年
custom        | 自定                   | 起止由运行时指定
text          | 文本                   | 文字
integer       | 整数                   | 没有小数的数
number        | 数, 数值               | 数
percentage    | 百分比                 | 带 % 的数
date          | 日期                   | 年月日
boolean       | 是否                   | 是或者否
credit_code   | 统一社会信用代码       | 18 位，核对校验码
id_card       | 身份证号, 公民身份号码 | 18 位，核对校验码；退回时只显示首尾
in_full       | 全名                   | 名称和编号照写
masked        | 隐名                   | 名称只写首尾字，不写编号
reject        | 报错                   | 退回该条记录
keep          | 不计                   | 该值缺失，记录仍算
highest       | 取最高                 | 取扣得最多或加得最多的一次
first         | 取首个, 首个           | 取最早的一次
rule          | 本条                   | 同一条规则之内
indicator     | 本项                   | 同一项指标之内
policy        | 全表                   | 整个细则之内
proportional  | 按比例分摊             | 权重分给其他组
zero          | 零分, 按零             | 按零计
full          | 满分                   | 按满分计
pending       | 待定                   | 该对象待定
missing       | 缺失                   | 没有值
denominator   | 分母                   | 计入分母
exact         | 不舍入                 | 不舍入
half_up       | 四舍五入               | 四舍五入
half_even     | 四舍六入五成双         | 四舍六入五成双
up            | 向上, 进一             | 有余数就进一
down          | 向下, 舍去             | 舍去余数
linear        | 线性                   | 按比例折算
direct        | 直接                   | 数值就是分数
fire          | 触发                   | 当作符合
ignore        | 不触发                 | 当作不符合
descending    | 高者在前               | 高的排前面
ascending     | 低者在前               | 低的排前面
competition   | 占位                   | 并列占位次：1、2、2、4
dense         | 不占位                 | 并列不占位次：1、2、2、3
include       | 列入                   | 并列的都列入
hard          | 硬                     | 超出的降到下一等次
soft          | 软                     | 超出的只作提示
none          | 无                     | 没有
unset         | 未定                   | 尚未确定
illustrative  | 示例                   | 示例数字
group_mean    | 组均                   | 按同组其他对象的平均得分计
exclude       | 剔除折算               | 剔除该项，余下的折算回满分
in_proportion | 按比例                 | 按所占的比例计
drop          | 不计                   | 不足一档的不计
whole_step    | 按一档                 | 不足一档的按一档计
unique        | 唯一                   | 只能有一行符合
priority      | 优先                   | 按优先次序取一行
collect_sum   | 合计                   | 符合的各行相加
wildcard      | 任意, -                | 什么值都可以
not_listed    | 不列入                 | 并列的都不列入
forfeit       | 不得分, 全扣           | 这一项不得分
else          | 其余                   | 其他情形
uplift        | 上浮                   | 加在基数上
multiply      | 乘以                   | 与基数相乘
equal         | 平均                   | 每个对象一样多
by_score      | 按分                   | 按分数的比例
tiered        | 分档                   | 按等次的份数
per_head      | 按人数                 | 按人数的比例
fixed         | 定额                   | 每个等次定额
fen           | 分                     | 精确到 0.01 元
jiao          | 角                     | 精确到 0.1 元
yuan          | 元                     | 精确到 1 元
hundred_yuan  | 百元                   | 精确到 100 元
redistribute  | 重分                   | 分给其他对象
retain        | 留存                   | 不发放
leave_out     | 不计入                 | 由其他对象分
subject_id    | 编号                   | 按对象编号
period_end    | 期末                   | 周期的最后一天
in_period     | 期内                   | 发生在本期，或者本期第一天仍然有效
no_end        | 长期                   | 没有期限
until_rectified | 至整改               | 到整改完成的那一天为止
as_of         | 截止日                 | 数据的截止日
not_graded    | 未评                   | 没有参加考评
same_year     | 当年                   | 周期末所在的年度
next_year     | 次年                   | 周期末所在年度的下一年
shall         | 应当                   | 不符合就是不符合
in_principle  | 原则上                 | 有例外备案的可以例外
usual         | 一般                   | 不符合的只作记录
encouraged    | 鼓励                   | 符合的计数
not_met       | 不符合                 | 没有日期就是没有完成
""")
    + relation_words.CHOICES
)

# Names every policy has, in expressions.
BUILT_INS: tuple[Word, ...] = words_of("""
total           | 总分     | 总分
grade           | 等次     | 等次
as_of           | 截止日   | 截止日
period_start    | 期初     | 周期的第一天
period_end      | 期末     | 周期的最后一天
event_date      | 发生日   | 记录的发生日
""")

RANK_WORDS: tuple[Word, ...] = words_of("""
place           | 名次     | 第几名
place_from_last | 倒数     | 倒数第几名
share           | 占比     | 名次占组内对象的比例
share_from_last | 倒数占比 | 倒数名次占组内对象的比例
""")

# What a period can be asked in 历史, beside its total, grade, lists and triggers.
STATE_WORDS: tuple[Word, ...] = words_of("""
graded          | 已评     | 这一期有等次
not_graded      | 未评     | 这一期没有参加考评
pending         | 待定     | 这一期待定
""")

HISTORY_WORDS: tuple[Word, ...] = words_of("""
earlier         | 往期     | 只数往期，不算本期
""")

_CHINESE: Mapping[str, str] = {word.english: word.chinese for word in (*LATER, *KEYS)}
_CHINESE_CHOICE: Mapping[str, str] = {word.english: word.chinese for word in CHOICES}


def spellings_of(words: tuple[Word, ...], canonical: Collection[str]) -> Mapping[str, str]:
    """Every accepted spelling of the given canonical words, in the order given."""
    table = {word.english: word.spellings for word in words}
    return {s: english for english in canonical for s in table.get(english, ())}


def chinese(english: str, table: Literal["key", "choice"] = "key") -> str:
    """What the formatter writes for a canonical key or choice."""
    return (_CHINESE if table == "key" else _CHINESE_CHOICE).get(english, english)
