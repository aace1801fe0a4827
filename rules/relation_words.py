"""The words of relations: keys and stated choices."""

from __future__ import annotations

from rules.word import Word, words_of

KEYS: tuple[Word, ...] = words_of("""
imports          | 引用                     | 引用另一考评的结果
which            | 周期                     | 引用哪一期的结果
effect           | 记入                     | 名单上的、受处置的，给别的考评记一条数据
into             | 数据                     | 记入哪种数据
accepts          | 认                       | 只认定案的结果，还是拟定的也认
tenure           | 起止                     | 从哪天到哪天：起、止在哪两个字段
relations        | 关系                     | 这种数据是关系：对象从哪天到哪天与谁相关
key              | 键                       | 关系的另一方在哪个字段
sole             | 唯一                     | 同一方同一天只能有一个对象
otherwise        | 其余                     | 关系里没有写到的日子归谁；本身，就是归它自己
dated_in         | 计于字段                 | 按记录的哪个日期字段来看关系
headings         | 列                       | 写考评对象的列的表头
along            | 沿                       | 沿着哪个关系找到考评对象，如 小区.服务企业
""")

CHOICES: tuple[Word, ...] = words_of("""
this          | 本期                   | 同一期的结果
last          | 上期                   | 上一期的结果
each          | 本年各期               | 本年到本期末为止每一期的结果
final         | 定案                   | 有效力、不再变的结果
proposed      | 拟定                   | 还可能变的结果也认
event         | 发生日                 | 记录的发生日
longest       | 任期最长               | 周期里任期最长的
month_longest | 当月最长               | 发生日所在的月份里任期最长的
by_tenure     | 逐段                   | 按各自的任期分段
this_period_end | 本期期末             | 本期最后一天，不论引用的是哪一期
itself        | 本身                   | 归它自己
""")
