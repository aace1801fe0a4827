"""What a mapping file of spreadsheets refuses: its words, and where a sheet is not what it says."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

MAPPINGS: Mapping[str, Message] = {
    "map-other-policy": Message(
        "这份映射是给细则“{text}”用的，不是“{id}”",
        "this mapping is for the policy “{text}”, not “{id}”",
        "换一份映射；确实可以通用的，去掉“细则”这一行",
        "use another mapping; if it serves both, leave the line “policy” out",
    ),
    "map-kind": Message(
        "细则里没有“{text}”这种考核数据",
        "the policy has no evidence kind “{text}”",
        "可以写：{known}",
        "there are: {known_en}",
    ),
    "map-heading-rows": Message(
        "标题行应当是相连的一到{most}行，从上到下",
        "the heading rows are one to {most} rows, one below the other",
        "写成 3 或者 [3, 4] 的样子",
        "write them like 3 or [3, 4]",
    ),
    "map-first-row": Message(
        "首行应当在标题之下，标题到第 {last} 行",
        "the first row of data is below the headings, which end in row {last}",
    ),
    "map-target-twice": Message(
        "字段“{name}”写了两次，写法不同",
        "the field “{name}” is given twice, under two of its names",
        "只留一个",
        "keep one of them",
    ),
    "map-lacks": Message(
        "没有说从哪里取：{words}",
        "it is not said where these come from: {words_en}",
        "在“字段”里加上；表里确实没有而每行都一样的，写“定值”",
        "add them to the fields; what is not in the table and always the same is a `value`",
    ),
    "map-field": Message(
        "这种数据没有字段“{name}”",
        "this kind of evidence has no field “{name}”",
        "可以写：{known}",
        "there are: {known_en}",
    ),
    "map-source": Message(
        "要说明取自哪里，只写一样：{known}",
        "say where it comes from, in one way: {known_en}",
    ),
    "map-in-wide": Message(
        "“{name}”由宽表的列填写，这里只写怎样理解单元格",
        "“{name}” comes from the columns of the wide table; only say here how its cells read",
        "去掉标题、列号、定值、单元格、取自和下填",
        "leave out heading, column, value, cell, source and fill_down",
    ),
    "map-column": Message(
        "“{text}”不是列的字母或者序号",
        "“{text}” is neither the letters nor the number of a column",
        "写成 F 或者 6 的样子；按标题找列就写“标题”",
        "write it like F or 6; to find a column by its heading write `heading`",
    ),
    "map-cell": Message(
        "“{text}”不是标题以上的单元格",
        "“{text}” is no cell above the data",
        "写成 B2 的样子，行号小于 {row}",
        "write it like B2, in a row before {row}",
    ),
    "map-fill": Message(
        "只有取自列的字段才能下填", "only a field that comes from a column can be filled down"
    ),
    "map-two-serials": Message(
        "序列号不能既从 1900 年数起又从 1904 年数起",
        "serial numbers are counted from 1900 or from 1904, not from both",
        "在表格软件里看一个日期，确定是哪一种",
        "look at one date in the spreadsheet to see which it is",
    ),
    "map-word-twice": Message(
        "“{text}”既读作“{first}”又读作“{second}”",
        "“{text}” reads as “{first}” and as “{second}”",
        "只留一个",
        "keep one of them",
    ),
    "map-unit": Message(
        "不知道“{unit}”怎样换算成“{name}”的单位“{to}”",
        "how “{unit}” converts to “{to}”, the unit of “{name}”, is not known",
        "用“倍数”写明，如 倍数: {{{unit}: 1000}}",
        "say it by factors, such as factors: {{{unit}: 1000}}",
    ),
    "map-factor": Message(
        "“{text}”不是倍数",
        "“{text}” is no factor",
        "写成 10000、0.75 或者 1/60 的样子，大于零",
        "write it like 10000, 0.75 or 1/60, more than zero",
    ),
    "map-no-columns": Message(
        "宽表没有写明有哪些列",
        "the wide table does not say which columns it has",
        "写成 列: {{标题: 项目}} 的样子",
        "write it like columns: {{heading: item}}",
    ),
    # Where a sheet is not what the mapping says.
    "map-no-heading": Message(
        "{place}第 {row} 行没有标题“{heading}”",
        "{place}: row {row} has no heading “{heading}”",
        "这一行的标题：{known}",
        "the headings there: {known_en}",
    ),
    "map-heading-twice": Message(
        "{place}第 {row} 行有几个标题“{heading}”：{columns} 列",
        "{place}: row {row} has several headings “{heading}”: columns {columns}",
        "改用“列号”指明是哪一列",
        "name one of them by `column`",
    ),
    "map-no-headings": Message(
        "{place}第 {row} 行没有内容，读不到标题",
        "{place}: row {row} is blank, so there are no headings",
        "核对标题在第几行",
        "check in which row the headings stand",
    ),
    "map-no-cell": Message("{place}的单元格 {cell} 是空的", "{place}: the cell {cell} is blank"),
    "map-no-sheet": Message(
        "没有文件或者工作表符合这一条",
        "no file or sheet is covered by this entry",
        "数据里有：{known}；这一条不再需要就删掉",
        "there are: {known_en}; remove the entry if it is no longer needed",
    ),
    "map-unread-sheet": Message(
        "{place}没有说怎样读",
        "it is not said how to read {place}",
        "加上一条，或者写进“不读的工作表”",
        "add an entry for it, or list it under unread_sheets",
    ),
    "map-which": Message(
        "有几份映射：{words}",
        "there are several mappings: {words_en}",
        "用 --mapping 指明一份",
        "name one with --mapping",
    ),
    # Former names.
    "former-name-of-nobody": Message(
        "没有考评对象“{subject}”",
        "there is no subject “{subject}”",
        "写对象表里的编号",
        "write its id in the table of subjects",
    ),
    "former-name-in-use": Message(
        "“{name}”是现有考评对象的编号，不能又是曾用名",
        "“{name}” is the id of a subject and cannot be a former name too",
    ),
    "former-name-twice": Message(
        "曾用名“{name}”在同一天对应两个考评对象：{first}、{second}",
        "the former name “{name}” stands for two subjects on one day: {first}, {second}",
        "用“自”“至”分开",
        "keep them apart by since and until",
    ),
}
