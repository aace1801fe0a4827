"""What intake says of tables read by a mapping, and of names."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

MAPPED: Mapping[str, Message] = {
    # A file.
    "kind-and-mapping": Message(
        "这个文件按映射“{mapping}”读取，不能再指明种类",
        "the file is read by the mapping “{mapping}”, so its kind cannot be given too",
        "去掉“种类=”，或者在映射里改“读作”",
        "leave KIND= out, or change `read_as` in the mapping",
    ),
    # A cell.
    "unit-not-said": Message(
        "没有写单位，映射里有几种：{units}",
        "the unit is not written, and the mapping has several: {units}",
        "在数后面写上单位",
        "write the unit behind the number",
    ),
    "unknown-unit": Message(
        "单位“{unit}”不在映射之中：{units}",
        "the unit “{unit}” is none of the mapping's: {units}",
        "改正单位，或者在映射里加上",
        "correct it, or add it to the mapping",
    ),
    "no-finite-decimal": Message(
        "换算后是 {number}，写不成有限小数，不作舍入",
        "it converts to {number}, which no finite decimal writes; nothing is rounded here",
        "按细则的单位填写",
        "write it in the unit of the policy",
    ),
    # A subject's name.
    "former-name-not-then": Message(
        "曾用名“{name}”在 {when} 不代表任何考评对象",
        "the former name “{name}” stands for no subject on {when}",
        "核对日期，或者改正映射里曾用名的起止",
        "check the date, or the dates of the former name in the mapping",
    ),
    # What a reader of the result should know.
    "mapping-used": Message("按映射“{mapping}”读取", "read by the mapping “{mapping}”"),
    "sheet-left-out": Message("{file}：按映射没有读取", "{file}: not read, as the mapping says"),
    "rows-above": Message(
        "{file}：标题之外、首行以上的内容没有读取：第 {rows} 行",
        "{file}: not read, above the first row of data and no headings: rows {rows}",
    ),
    "rows-by-word": Message(
        "{file}：合计之类的行没有读取：第 {rows} 行",
        "{file}: not read, totals and the like: rows {rows}",
    ),
    "rows-below": Message(
        "{file}：表尾以下没有读取：第 {rows} 行",
        "{file}: not read, below the end of the table: rows {rows}",
    ),
    "rows-hidden": Message(
        "{file}：隐藏的行没有读取：第 {rows} 行", "{file}: not read, hidden: rows {rows}"
    ),
    "blank-wide-cells": Message(
        "{file}：宽表的空白格，没有这条记录",
        "{file}: blank cells of a wide table, which are no records",
    ),
    "former-names-used": Message(
        "按曾用名找到考评对象：{words_zh}", "subjects found by a former name: {words_en}"
    ),
    "same-names": Message(
        "几个考评对象名称相同，请核对是不是同一个：{words_zh}",
        "subjects of one name; check whether they are one: {words_en}",
    ),
    "alike-names": Message(
        "名称相近的考评对象，请核对是不是同一个：{words_zh}",
        "subjects with names that are alike; check whether they are one: {words_en}",
    ),
}
