"""What intake says of spreadsheets."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

_SAVE = (
    "请用 Excel 或 WPS 打开，另存为 xlsx 再提供",
    "open it in Excel or WPS and save it as xlsx anew",
)
_SPLIT = ("请删去无关的内容，或者拆成几个文件", "remove what does not belong there, or split it")

# A workbook that cannot be used at all.
_FILES: Mapping[str, Message] = {
    "other-spreadsheet": Message(
        "不读取 {suffix} 格式的电子表格", "spreadsheets of the format {suffix} are not read", *_SAVE
    ),
    "encrypted-workbook": Message(
        "工作簿设了打开密码，已加密",
        "the workbook is encrypted by a password",
        "请去掉打开密码（文件 → 信息 → 保护工作簿）再保存",
        "remove the password (file → info → protect workbook) and save it",
    ),
    "not-a-workbook": Message(
        "内容不是 xlsx 工作簿，而是{zh}", "the content is not an xlsx workbook but {en}", *_SAVE
    ),
    "damaged-zip": Message(
        "压缩文件不完整或已损坏", "the zip is cut short or damaged", "请重新传送", "send it again"
    ),
    "empty-zip": Message("压缩文件里没有数据文件", "there is no file of data in the zip"),
    "bad-member-name": Message(
        "压缩文件里有不能采用的文件名“{member}”",
        "the zip holds a name that cannot be used: “{member}”",
        "请解压后重新压缩",
        "unpack it and make the zip anew",
    ),
    "packed-member": Message(
        "压缩文件里又有压缩文件“{member}”",
        "the zip holds another packed file: “{member}”",
        "请先解压里面的文件",
        "unpack the inner file first",
    ),
    "damaged-parquet": Message(
        "不是完好的 Parquet 文件", "not an undamaged Parquet file", "请重新生成", "write it anew"
    ),
    "damaged-member": Message(
        "压缩在内的“{part}”已损坏",
        "“{part}”, packed in the file, is damaged",
        "请重新传送",
        "send it again",
    ),
    "damaged-workbook": Message(
        "工作簿已损坏：“{part}”", "the workbook is damaged: “{part}”", *_SAVE
    ),
    "no-workbook": Message("内容不是 xlsx 工作簿", "the content is not an xlsx workbook", *_SAVE),
    "encrypted-zip": Message(
        "文件加了密", "the file is encrypted", "请去掉密码再提供", "remove the password"
    ),
    "macros": Message("工作簿含有宏", "the workbook has macros", *_SAVE),
    "external-links": Message(
        "工作簿链接到其他文件，其内容取决于别处",
        "the workbook links to other files, so what it says hangs on them",
        "请断开链接（数据 → 编辑链接 → 断开链接）再保存",
        "break the links (data → edit links → break link) and save it",
    ),
    "document-type": Message(
        "文件含有文档类型声明，电子表格从不写它",
        "the file declares a document type, which no spreadsheet writes",
        *_SAVE,
    ),
    "too-many-members": Message(
        "压缩文件里的文件超过 {limit} 个", "more than {limit} files in the zip", *_SPLIT
    ),
    "too-many-sheets": Message("工作表超过 {limit} 个", "more than {limit} sheets", *_SPLIT),
    "too-many-parts": Message(
        "“{part}”的内容超过 {limit} 项", "“{part}” holds more than {limit} elements", *_SAVE
    ),
    "too-large-archive": Message("解压后超过 {limit}", "more than {limit} once unpacked", *_SPLIT),
    "bomb": Message(
        "“{member}”解压后超过压缩前的 {ratio} 倍，不像真实的数据",
        "“{member}” is more than {ratio} times as large once unpacked, which no real data is",
        *_SAVE,
    ),
    "too-wide": Message(
        "单元格 {cell} 在第 {limit} 列之外",
        "the cell {cell} lies beyond column {limit}",
        "请删去表格右边误写的内容",
        "remove what was written to the right of the table by mistake",
    ),
    "too-many-cells": Message(
        "工作表超过 {limit} 个单元格", "more than {limit} cells in the sheet", *_SPLIT
    ),
    "cells-out-of-order": Message(
        "这一行的单元格重复或顺序不对", "cells of this row come twice or out of order", *_SAVE
    ),
    "too-much-memory": Message(
        "读取这个文件所需的内存超过限制", "reading the file takes more memory than allowed", *_SPLIT
    ),
    "reading-ended": Message(
        "读取工作簿的进程超时、超限或中止",
        "the process that reads the workbook ran out of time or limits, or broke off",
        *_SAVE,
    ),
    "no-sheets": Message("JSON 行文件没有工作表", "a file of JSON lines has no sheets"),
    "several-sheets": Message(
        "这里只能有一个工作表，却有：{words_zh}",
        "one sheet was expected here, there are: {words_en}",
        "请把它另存为一个文件",
        "save it as a file of its own",
    ),
    "no-subject-sheet": Message(
        "看不出哪个工作表是对象表：{words_zh}",
        "no sheet says that it holds the subjects: {words_en}",
        "请把工作表命名为“{kind}”或“对象”",
        "name the sheet “{kind}” or “subjects”",
    ),
    "subjects-not-said": Message(
        "工作表“{sheet}”看来是对象表，不是考核数据",
        "the sheet “{sheet}” seems to hold the subjects, not evidence",
        "对象表在这个工作簿里时，请用 --subjects 也给出这个文件；否则请删去这个工作表",
        "give the file with --subjects too; where the subjects stand elsewhere, remove the sheet",
    ),
    "sheets-not-told": Message(
        "看不出这些工作表是哪一类考核数据：{sheets_zh}",
        "nothing says which evidence kind these sheets hold: {sheets_en}",
        "请用种类命名工作表，删去无关的工作表，或者写 --evidence 种类=文件；种类有：{words_zh}",
        "name sheets by kind, remove others, or say --evidence KIND=PATH; there are: {words_en}",
    ),
}

# A cell nothing can be read of.
_CELLS: Mapping[str, Message] = {
    "error-value": Message(
        "公式出错", "the formula ends in an error", "请改正公式", "correct the formula"
    ),
    "formula-without-result": Message(
        "公式没有保存计算结果",
        "the formula was saved without its result",
        "请用 Excel 或 WPS 打开、重新计算并保存",
        "open it in Excel or WPS, calculate and save",
    ),
    "rounded-digits": Message(
        "按数值保存的超过 15 位的数，后面的数字已经丢失",
        "a number of more than 15 digits: the last ones are lost",
        "请把这一列设为文本，重新录入",
        "format the column as text and type it again",
    ),
    "bad-date-number": Message(
        "不是日历上的日期", "a serial number that is no day of the calendar"
    ),
    "unread-type": Message(
        "这一列的数据类型不能读取",
        "a column of this type is not read",
        "请写成文字、数、日期或是否",
        "write text, numbers, dates or true and false",
    ),
    "bad-number": Message("不是正确的数", "not a correct number"),
    "merged-cell": Message(
        "在合并的单元格 {first}:{last} 之内，没有自己的内容",
        "part of the merged cells {first}:{last}, without a text of its own",
        "请取消合并并逐格填写，或者在映射中写明向下填充",
        "unmerge and fill in each cell, or let a mapping fill them down",
    ),
}

_NOTICES: Mapping[str, Message] = {
    "read-as-gb18030": Message(
        "{file}：按 GB18030（GBK）编码读取", "{file}: read as GB18030 (GBK)"
    ),
    "passed-over": Message(
        "没有读取隐藏的、临时的文件：{words_zh}",
        "hidden and temporary files were not read: {words_en}",
    ),
    "hidden-sheet": Message(
        "{file}：隐藏的工作表，其内容已读取", "{file}: a hidden sheet; it was read"
    ),
    "hidden-columns": Message(
        "{file}：有隐藏的列，其内容已读取", "{file}: there are hidden columns; they were read"
    ),
    "hidden-rows": Message(
        "{file}：有隐藏或被筛选掉的行，其内容已读取",
        "{file}: there are rows hidden or filtered out; they were read",
    ),
    "cells-without-heading": Message(
        "{file}：标题行右边之外有内容，未使用，首见于 {cell}",
        "{file}: cells to the right of the last heading were not used, first {cell}",
    ),
}

SHEETS: Mapping[str, Message] = {**_FILES, **_CELLS, **_NOTICES}
