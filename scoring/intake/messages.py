"""Every sentence intake says, by stable code. Codes are public and for ever."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message
from scoring.intake.case_messages import CASES
from scoring.intake.elsewhere_messages import ELSEWHERE
from scoring.intake.mapping_messages import MAPPED
from scoring.intake.relation_messages import RELATED
from scoring.intake.sheet_messages import SHEETS
from scoring.intake.signature_messages import SIGNATURES

# A file that cannot be used at all.
_FILES: Mapping[str, Message] = {
    "file-not-found": Message("找不到这个文件", "there is no such file"),
    "not-a-file": Message(
        "这是文件夹，不是文件",
        "this is a folder, not a file",
        "请逐个给出文件",
        "give the files one by one",
    ),
    "unreadable-file": Message("无法读取这个文件：{why_zh}", "the file cannot be read: {why_en}"),
    "unknown-format": Message(
        "不认识的文件类型“{suffix}”",
        "unknown kind of file “{suffix}”",
        "可用的是 .xlsx、.csv、.jsonl、.parquet，文件夹和 .zip；.csv 和 .jsonl 可以是 .gz 压缩",
        "use .xlsx, .csv, .jsonl, .parquet, folders or .zip; .csv and .jsonl also as .gz",
    ),
    "renamed-file": Message(
        "文件内容不是文本，而是{zh}",
        "the content is not text but {en}",
        "请另存为 xlsx 或 CSV UTF-8，不要只改文件名",
        "save it as xlsx or CSV UTF-8; a new name alone does not change the content",
    ),
    "wrong-encoding": Message(
        "不是 UTF-8 编码，看上去是 {zh}",
        "not UTF-8; it looks like {en}",
        "请另存为 UTF-8（电子表格：CSV UTF-8）",
        "save it as UTF-8 (in a spreadsheet: CSV UTF-8)",
    ),
    "damaged-gzip": Message(
        "压缩文件不完整或已损坏",
        "the compressed file is cut short or damaged",
        "请重新压缩或重新传送",
        "compress it or send it again",
    ),
    "too-large": Message(
        "解压后超过 {limit} 个字符的限制",
        "more than the limit of {limit} characters once unpacked",
        "请拆成几个文件",
        "split it into several files",
    ),
    "too-long-row": Message(
        "从这一行起的一条记录超过 {limit} 个字符",
        "the row that starts here has more than {limit} characters",
        "请检查引号是否成对、换行是否丢失",
        "look for a quote that is never closed or lost line breaks",
    ),
    "too-long-cell": Message(
        "一个单元格超过 {limit} 个字符",
        "a cell has more than {limit} characters",
        "请检查引号是否成对；长文请另存，表里写编号",
        "look for a quote that is never closed; keep long texts elsewhere and name them here",
    ),
    "unclosed-quote": Message(
        "从这一行起，引号没有正确结束",
        "a quote opened in this row is not properly closed",
        '单元格里的引号要写两个：""',
        'a quote inside a cell is written twice: ""',
    ),
    "empty-file": Message(
        "文件是空的",
        "the file is empty",
        "确实没有数据时，请给只有标题行的 CSV",
        "where there is truly nothing, give a CSV that has only its headings",
    ),
    "wrong-delimiter": Message(
        "标题行只有一列，却含有“{mark}”",
        "the headings are one column only, with “{mark}” in it",
        "请用英文逗号分隔",
        "separate the columns by commas",
    ),
    "not-json-lines": Message(
        "不是每行一个 JSON 对象",
        "this is not one JSON object per line",
        "请把每条记录写成一行，去掉外层的方括号",
        "write each record on one line, without brackets around them all",
    ),
    "duplicate-headings": Message(
        "标题重复：{words_zh}",
        "headings stand twice: {words_en}",
        "请给每一列不同的标题",
        "give each column a heading of its own",
    ),
    "two-columns-for-one": Message(
        "几列都对应“{field}”：{words_zh}",
        "several columns are “{field}”: {words_en}",
        "请只保留一列",
        "keep only one of them",
    ),
    "missing-columns": Message(
        "缺少列：{words_zh}", "columns are missing: {words_en}", "{near_zh}", "{near_en}"
    ),
    "no-subject-column": Message(
        "没有说明对象的列",
        "no column names the subject",
        "第一行应当是标题，不是表名；可用的标题：{words_zh}",
        "the first line holds the headings, not a title; accepted headings: {words_en}",
    ),
    "kind-not-told": Message(
        "看不出这是哪一类考核数据：没有指明，没有“种类”列，文件名“{stem}”也不是其中一类",
        "it does not say which evidence kind this is: none was given, there is no “kind” column, "
        "and the file name “{stem}” is not one of them",
        "请用种类作文件名，或者加一列“种类”；种类有：{words_zh}",
        "name the file after its kind, or add a column “kind”; there are: {words_en}",
    ),
    "same-file-twice": Message(
        "同一个文件给了两次",
        "the same file was given twice",
        "只给一次；一个文件含几类数据时，请加一列“种类”",
        "give it once; where it holds several kinds, add a column “kind”",
    ),
    "subjects-needed": Message(
        "细则中的对象有字段，需要对象表",
        "the policy's subjects have fields, so a table of subjects is needed",
        "对象表的列：{words_zh}",
        "the columns of the table: {words_en}",
    ),
}

# A row or an object.
_ROWS: Mapping[str, Message] = {
    "ragged-row": Message(
        "这一行有 {found} 个单元格，标题有 {expected} 个",
        "this row has {found} cells, the headings are {expected}",
    ),
    "bad-json": Message("这一行不是正确的 JSON", "this line is not correct JSON"),
    "not-an-object": Message("应为一个 JSON 对象", "a JSON object was expected"),
    "nested-value": Message(
        "应为文字、数或是否，不是列表、对象或其他",
        "text, a number or true/false was expected, not a list, an object or anything else",
    ),
    "inexact-number": Message(
        "二进制浮点数不精确", "a binary float is not exact", "请写成文字", "write it as text"
    ),
    "unknown-kind": Message(
        "没有这一类考核数据",
        "there is no such evidence kind",
        "种类有：{words_zh}",
        "the kinds are: {words_en}",
    ),
    "missing-subject": Message("没有写明对象", "the subject is not named"),
    "unknown-subject": Message("对象表中没有这个对象", "the table of subjects does not have it"),
    "rejected-subject": Message(
        "对象表中这个对象的行未被采用", "its row in the table of subjects was rejected"
    ),
    "slash-in-identity": Message(
        "合成编号的各部分不能含“/”", "a part of a joined identity must not hold “/”"
    ),
    "missing-identity": Message("没有写明编号", "the identity is missing"),
    "conflicting-subject": Message(
        "同一对象有内容不同的几行，均不采用",
        "rows of one subject differ, so none of them is taken",
        "请只保留正确的一行",
        "keep only the right one",
    ),
    "outside-period": Message(
        "不在考评周期 {start} 至 {end} 之内", "outside the period from {start} to {end}"
    ),
    "no-longer-valid": Message(
        "有效期到 {last} 为止，不计入 {start} 至 {end} 这一期",
        "it was valid until {last} and does not count in the period from {start} to {end}",
    ),
    "carried": Message(
        "“{kind}”中有本期以前发生、仍然有效的记录，已计入",
        "“{kind}” has records of earlier periods that are still valid; they are counted",
    ),
    "after-as-of": Message("在截止日 {as_of} 之后", "after the as-of date {as_of}"),
    "duplicate-identity": Message(
        "编号“{id}”的这条记录重复，内容相同，只计一次",
        "the record “{id}” stands again with the same content; it counts once",
    ),
    "no-parent": Message(
        "该对象没有“{id}”这一条“{parent}”",
        "the subject has no “{parent}” called “{id}”",
        "改正编号，或者补上这条“{parent}”",
        "correct the id, or deliver that record of “{parent}” too",
    ),
    "parent-not-delivered": Message(
        "没有提供“{parent}”，这条记录不知道属于哪一条",
        "“{parent}” was not delivered, so what this record belongs to is not known",
        "把“{parent}”一起提供",
        "deliver “{parent}” with it",
    ),
    "conflicting-identity": Message(
        "编号“{id}”的几条记录内容不同，均不采用",
        "records named “{id}” differ, so none of them is taken",
        "请只保留正确的一条，或改正编号",
        "keep only the right one, or correct the identity",
    ),
}

# A cell.
_CELLS: Mapping[str, Message] = {
    "missing-value": Message("不能为空", "must not be blank"),
    "not-a-number": Message(
        "应为数，如 12 或 -3.5", "a plain number was expected, such as 12 or -3.5"
    ),
    "full-width-number": Message(
        "数中有全角字符", "full-width characters in a number", "请用半角", "use plain ASCII digits"
    ),
    "thousands-separator": Message(
        "数中有千位分隔符", "thousands separators in a number", "请去掉逗号", "leave the commas out"
    ),
    "exponent-number": Message(
        "不接受科学记数法", "exponents are not accepted", "请写出全部数字", "write all digits out"
    ),
    "not-finite": Message("不是有限的数", "not a finite number"),
    "leading-zeros": Message("数的前面有多余的零", "superfluous zeros lead the number"),
    "too-many-digits": Message("数字超过 30 位", "more than 30 digits"),
    "unit-in-cell": Message(
        "数后面带有单位", "a unit follows the number", "请去掉“{unit}”", "leave “{unit}” out"
    ),
    "too-many-decimals": Message(
        "最多 {decimals} 位小数，不作舍入", "at most {decimals} decimals; nothing is rounded here"
    ),
    "not-whole": Message(
        "应为整数，不作舍入", "a whole number was expected; nothing is rounded here"
    ),
    "out-of-bounds": Message("应在 {bounds} 之内", "expected within {bounds}"),
    "not-a-percentage": Message("应为百分比，如 59.5%", "a percentage was expected, such as 59.5%"),
    "not-a-date": Message("应为日期，如 2026-01-31", "a date was expected, such as 2026-01-31"),
    "not-a-boolean": Message("应为 是 或 否", "是 or 否 (true or false) was expected"),
    "unknown-category": Message("应为：{words_zh}", "expected one of: {words_en}"),
    "not-a-credit-code": Message(
        "应为 18 位统一社会信用代码，不含字母 I、O、S、V、Z",
        "an 18-character unified social credit code was expected, without I, O, S, V and Z",
    ),
    "not-an-id-card": Message("应为 18 位身份证号", "an 18-character id card number was expected"),
    "wrong-check-digit": Message(
        "校验码不对，号码有误",
        "the check digit is wrong, so the number is",
        "请与证照核对",
        "compare it with the document",
    ),
    "too-long-text": Message("超过 {limit} 个字符", "more than {limit} characters"),
    "bad-text": Message("含有空字符或不成对的代理字符", "holds a NUL or half of a surrogate pair"),
}

# What a reader of the result should know.
_PAST: Mapping[str, Message] = {
    # Earlier results: rows that are not taken, and tables that cannot be read.
    "past-columns": Message(
        "往期结果表缺少列：{words_zh}", "the table of earlier results lacks columns: {words_en}"
    ),
    "past-columns-twice": Message(
        "往期结果表的列重复：{words_zh}", "columns of earlier results stand twice: {words_en}"
    ),
    "past-other-policy": Message(
        "是细则“{policy}”的结果，不是“{id}”的往期结果",
        "this is a result of policy “{policy}”, no history of “{id}”",
    ),
    "past-without-effect": Message(
        "草案或者已废止的细则的结果不是往期结果",
        "the results of a draft or of a repealed policy are no history",
    ),
    "past-period": Message(
        "不是该细则的考评周期，应当像 {example}",
        "not a period of this policy, which is like {example}",
    ),
    "past-not-past": Message(
        "不早于本期 {here}，不是往期结果", "not earlier than {here}: no earlier result"
    ),
    "past-too-early": Message(
        "早于往期结果的起始日 {start}",
        "earlier than {start}, from which on history was said to be complete",
    ),
    "past-subject-twice": Message(
        "该对象在 {period} 有几个结果，都不采用",
        "this subject has several results of {period}; none of them is taken",
        "只留正确的一个",
        "keep the right one",
    ),
}

_NOTICES: Mapping[str, Message] = {
    "blank-rows": Message("{file}：跳过空行", "{file}: blank rows were passed over"),
    "no-records": Message("{file}：没有记录", "{file}: there are no records"),
    "unread-columns": Message(
        "{file}：未使用的列：{words_zh}", "{file}: columns nobody reads: {words_en}"
    ),
    "absent-columns": Message(
        "{file}：没有这些列，按规则的缺失处理：{words_zh}",
        "{file}: absent columns, treated as the policy says of missing values: {words_en}",
    ),
    "kind-not-delivered": Message(
        "没有收到考核数据“{kind}”；确实一条也没有的，请交一张只有表头的表",
        "no evidence of kind “{kind}” was delivered; where there is none, deliver headings alone",
    ),
    "subjects-from-evidence": Message(
        "没有对象表，对象取自所采用的考核数据：没有记录的对象不在其中",
        "without a table of subjects they come from the evidence taken: who has none is not there",
    ),
    "all-rejected": Message(
        "“{kind}”的记录全部退回，一条也没有采用：请先改正再考评",
        "every record of “{kind}” was rejected and none taken: correct them before you assess",
    ),
    "same-content": Message(
        "“{kind}”中有编号不同而内容相同的记录，均已计入",
        "“{kind}” has records of the same content under different identities; all are counted",
    ),
    "past-none": Message(
        "细则要看往期结果，没有提供", "the policy looks at earlier results; none were given"
    ),
    "past-withdrawn": Message(
        "已撤销的往期结果，不算",
        "earlier results that were withdrawn do not count",
    ),
    "cases-unknown": Message(
        "没有提供 {period} 的结果包，此前立案、还没有办结的案件不明",
        "the package of {period} was not given: cases opened before and not closed are not known",
    ),
    "past-unused": Message(
        "细则没有用到往期结果", "earlier results were given; the policy does not look at any"
    ),
    "past-unknown-subjects": Message(
        "有往期结果、本期不在考评之列的对象：{words_zh}",
        "subjects with earlier results that are not assessed now: {words_en}",
    ),
    "repeated-subject": Message(
        "{file}：有对象重复出现，内容相同，只计一次",
        "{file}: subjects stand again with the same content; they count once",
    ),
}

MESSAGES: Mapping[str, Message] = {
    **CASES,
    **_FILES,
    **_ROWS,
    **_CELLS,
    **_PAST,
    **_NOTICES,
    **ELSEWHERE,
    **MAPPED,
    **RELATED,
    **SHEETS,
    **SIGNATURES,
}
