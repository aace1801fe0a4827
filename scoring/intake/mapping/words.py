"""The one table of words a mapping file is written in: English, Chinese, and what each means."""

from __future__ import annotations

from rules.lexicon import Lexicon
from rules.vocabulary import Word, words_of

KEYS: tuple[Word, ...] = words_of("""
mapping       | 映射               | 这份映射的名称
policy        | 细则               | 给哪一份细则用，写细则的编号
tables        | 表                 | 各张表怎样读
unread_sheets | 不读的工作表       | 哪些工作表不读，可用 * 代表任意文字
former_names  | 曾用名             | 曾用名、简称对应的考评对象
file          | 文件               | 哪些文件，可用 * 代表任意文字；不写就是所有文件
sheet         | 工作表             | 哪些工作表，可用 * 代表任意文字；不写就是所有工作表
read_as       | 读作               | 读作哪一种考核数据；对象表写“对象”
headings      | 标题行             | 标题在第几行；两层标题写两行，如 [3, 4]
first_row     | 首行               | 数据从第几行开始，不写就是标题的下一行
fill_headings | 标题右填           | 空白的上层标题沿用左边的（没有合并信息的 CSV 用）
stop_at       | 止于               | 从首格是这些词的一行起，以下都不读
skip          | 跳过               | 首格是这些词的行不读
hidden_rows   | 隐藏行             | 隐藏的行读还是不读
hidden_sheets | 隐藏工作表         | 隐藏的工作表读还是不读
fields        | 字段               | 细则的字段取自表里的哪一列
wide          | 宽表               | 几列转成几条记录
heading       | 标题               | 列的标题；两层标题写成“上级/下级”
column        | 列号               | 列的字母或者序号，如 F 或 6
value         | 定值               | 每一行都是这个值
cell          | 单元格             | 取自标题以上的一个单元格，如 B2
source        | 取自               | 取自工作表名或者文件名
dates         | 日期               | 日期有哪些写法
words         | 词语               | 表里的写法对应细则里的哪个词
blank         | 空白               | 空白格读作什么
missing       | 缺失               | 哪些写法当作没有填写
unit          | 单位               | 数的计量单位，换算成细则的单位
factors       | 倍数               | 单位乘以多少是细则的单位
thousands     | 千分位             | 数中有千位分隔的逗号
full_width    | 全角               | 全角的字母、数字和符号当作半角
fill_down     | 下填               | 空白格沿用上面的值
item          | 项目               | 标题放进哪个字段
number        | 值                 | 单元格放进哪个字段
columns       | 列                 | 哪些标题各是什么项目
blank_cells   | 空白格             | 空白格也是一条记录，还是没有这条记录
name          | 名称               | 曾用名
subject       | 对象               | 现在的考评对象，写编号
since         | 自                 | 从哪天起用这个名称
until         | 至                 | 到哪天为止用这个名称
""")

CHOICES: tuple[Word, ...] = words_of("""
read          | 读                 | 照常读
skip          | 不读, 略过         | 不读，在提示中说明
sheet_name    | 工作表名           | 工作表的名称
file_name     | 文件名             | 文件的名称，不带扩展名
merged        | 合并单元格         | 只在合并单元格里沿用
blank         | 空白               | 空白格都沿用
chinese       | 年月日             | 2026年3月5日
dotted        | 点                 | 2026.3.5
slashed       | 斜线               | 2026/3/5
dashed        | 横线               | 2026-3-5
digits        | 八位               | 20260305
with_time     | 带时间             | 2026-03-05 10:20:31，只取日期
serial_1900   | 序列1900           | 46086，从 1900 年数起的天数
serial_1904   | 序列1904           | 44624，从 1904 年数起的天数
""")

# What a table of subjects is read as.
SUBJECTS = ("对象", "subjects")
LEXICON = Lexicon(KEYS, CHOICES)
