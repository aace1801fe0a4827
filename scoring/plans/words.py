"""The one table of words a plan of reviews is written in: English, Chinese, and what each means."""

from __future__ import annotations

from rules.lexicon import Lexicon
from rules.word import Word, words_of

KEYS: tuple[Word, ...] = words_of("""
plan          | 计划     | 这份计划的名称
mark          | 注明     | 每份报表、文书上都印着的一句话，例如“合成数据”
zh            | 中文     | 用中文怎么说；只写一句的，两种语言都用它
en            | 英文     | 用英文怎么说
period        | 周期     | 考评周期；各项考评可以另写
as_of         | 截止日   | 截止日；各项考评可以另写，不写就是周期末
reviews       | 考评     | 要做的各项考评，次序不限
policy        | 细则     | 细则文件，或者细则的编号
evidence      | 证据     | 证据文件、文件夹；写成 种类=文件 就指明种类
subjects      | 对象表   | 对象表
imports       | 引用     | 引用的结果中不在这份计划里的：结果包
history       | 往期     | 这份计划以外的往期结果：结果包或者表
history_from  | 往期自   | 往期结果从哪天起齐全
mapping       | 映射     | 怎样读表
""")

LEXICON = Lexicon(KEYS, ())
