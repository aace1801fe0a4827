"""The words of relations: keys and stated choices."""

from __future__ import annotations

from rules.word import Word, words_of

KEYS: tuple[Word, ...] = words_of("""
tenure           | 起止                     | 从哪天到哪天：起、止在哪两个字段
relations        | 关系                     | 这种数据是关系：对象从哪天到哪天与谁相关
key              | 键                       | 关系的另一方在哪个字段
sole             | 唯一                     | 同一方同一天只能有一个对象
headings         | 列                       | 写考评对象的列的表头
along            | 沿                       | 沿着哪个关系找到考评对象，如 小区.服务企业
""")

CHOICES: tuple[Word, ...] = words_of("""
event         | 发生日                 | 记录的发生日
longest       | 任期最长               | 周期里任期最长的
month_longest | 当月最长               | 发生日所在的月份里任期最长的
by_tenure     | 逐段                   | 按各自的任期分段
""")
