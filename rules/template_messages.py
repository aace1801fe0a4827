"""What is said of templates of documents: files of Word with places to fill."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

TEMPLATES: Mapping[str, Message] = {
    "template-unreadable": Message(
        "“{path}”不能用作文书模板：{why}",
        "“{path}” cannot be a template: {why_en}",
        "用 kaoping report --write-templates 文件夹 写出原样的模板，在 Word 或者 WPS 里改",
        "kaoping report --write-templates FOLDER writes templates to edit in Word or WPS",
    ),
    "template-unknown-field": Message(
        "“{path}”（{part} 第 {paragraph} 段）里的“{name}”没有内容可填",
        "“{path}” ({part}, paragraph {paragraph}): there is nothing to fill “{name}” with",
        "可用的有：{known}",
        "there are: {known}",
    ),
    "template-unclosed": Message(
        "“{path}”（{part} 第 {paragraph} 段）里的“{{{{”和“}}}}”不成对：{text}",
        "“{path}” ({part}, paragraph {paragraph}): “{{{{” and “}}}}” do not pair: {text}",
        "要填的地方写成 {{{{等次}}}}，在同一段里",
        "write a place to fill as {{{{等次}}}}, within one paragraph",
    ),
    "template-group-outside-row": Message(
        "“{path}”里的“{name}”只能写在表格的一行里",
        "“{path}”: “{name}” must stand in a row of a table",
        "每一项占一行，所以要有一行可以重复",
        "each member takes a row, so there must be a row to repeat",
    ),
    "template-two-groups": Message(
        "“{path}”的表格里有一行写了两组：{names}",
        "“{path}”: a row of a table has two groups: {names}",
        "一行只能重复一组，请分成两张表",
        "a row repeats one group; make two tables",
    ),
    "template-lacks-field": Message(
        "“{path}”里没有“{{{{{name}}}}}”",
        "“{path}” has no “{{{{{name}}}}}”",
        "合成数据、不产生效力、暂定，都写在那里，读的人必须看到",
        "it tells of synthetic data, of no effect and of provisional places: readers must see it",
    ),
    "template-for-nothing": Message(
        "“{path}”里的“{name}”不是任何文书的模板",
        "“{path}”: “{name}” is a template for nothing",
        "模板按文书或者处置命名：{known}",
        "a template is named after a document or a trigger: {known}",
    ),
}
