"""What the YAML reader says, by stable code, in the order of reading."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

_BYTES: Mapping[str, Message] = {
    "yaml-too-large": Message(
        "文件有 {size} 字节，超过 {limit} 的上限",
        "the file has {size} bytes, more than the limit of {limit}",
        "细则通常不到 200 KB：检查是否选错了文件，或把数据移到考核数据里",
        "a policy is usually below 200 KB: check the file, or move data out of it",
    ),
    "yaml-encoding": Message(
        "文件编码是 {encoding}，不是 UTF-8",
        "the file is encoded as {encoding}, not as UTF-8",
        "用编辑器打开，另存为，编码选 UTF-8",
        "open it in an editor and save it as UTF-8",
    ),
    "yaml-not-utf8": Message(
        "从这里起不是 UTF-8 文本",
        "this is not UTF-8 text from here on",
        "确认这是文本文件（不是 Word、Excel 或压缩包），然后另存为 UTF-8",
        "make sure this is a text file (not Word, Excel or an archive), then save it as UTF-8",
    ),
    "yaml-control-character": Message(
        "控制字符 {character} 不能出现在细则里",
        "the control character {character} cannot stand in a policy",
        "删除这个字符，它多半是复制粘贴带来的",
        "delete it, it usually comes with copy and paste",
    ),
    "yaml-line-separator": Message(
        "{character} 只在部分软件里算换行，行号会因此错乱",
        "{character} ends a line in some programs only, so line numbers would disagree",
        "删除它，按回车键重新换行（换行用 LF 或 CRLF）",
        "delete it and break the line with the return key (LF or CRLF)",
    ),
    "yaml-invisible-character": Message(
        "这里有一个看不见的字符 {character}（{name}）",
        "there is a character here that cannot be seen: {character} ({name})",
        "删除后重新输入这几个字；它会让两个看上去一样的名称不相等",
        "delete it and type the text again; with it two names that look the same are different",
    ),
}

_LIMITS: Mapping[str, Message] = {
    "yaml-too-many-nodes": Message(
        "文件的键、值和列表项超过 {limit} 个",
        "the file has more than {limit} keys, values and list items",
        "把数据移到考核数据文件里，细则里只留规则",
        "move data to evidence files and keep only rules in the policy",
    ),
    "yaml-too-deep": Message(
        "嵌套超过 {limit} 层",
        "nesting is deeper than {limit} levels",
        "检查是否有多余的“[”或“{{”没有配对",
        "check for a “[” or “{{” too many",
    ),
    "yaml-anchor": Message(
        "“{text}”在 YAML 里是引用标记，细则不使用",
        "“{text}” is a YAML anchor or alias, which a policy does not use",
        "要写文字请加引号；要重复使用一个数，请写成参数",
        "put text in quotes; to use a number twice, make it a parameter",
    ),
    "yaml-tag": Message(
        "“{text}”在 YAML 里是类型标记，细则不使用",
        "“{text}” is a YAML tag, which a policy does not use",
        "以“!”开头的文字或条件请整个加引号",
        "put a text or condition that begins with “!” in quotes as a whole",
    ),
    "yaml-merge-key": Message(
        "细则不使用合并键“<<”",
        "a policy does not use the merge key “<<”",
        "把要合并的各行直接写出来",
        "write the merged lines out",
    ),
    "yaml-two-documents": Message(
        "一个文件只能有一份细则，这里开始了第二份",
        "a file holds one policy, and a second one begins here",
        "删除这行“---”，或把后面的内容另存一个文件",
        "delete this “---”, or move what follows to a file of its own",
    ),
    "yaml-after-end": Message(
        "“...”表示文件结束，后面不能再有内容",
        "“...” ends the text, so nothing can follow it",
        "删除单独成行的“...”",
        "delete the line with “...”",
    ),
    "yaml-directive": Message(
        "细则不使用以“%”开头的 YAML 指令",
        "a policy does not use YAML directives, the lines that begin with “%”",
        "删除这一行",
        "delete the line",
    ),
    "yaml-empty": Message(
        "文件是空的，或者只有注释",
        "the file is empty or has only comments",
        "第一行写“考评: 名称”",
        "begin with “policy: a title”",
    ),
    "yaml-not-mapping": Message(
        "这里应当是“键: 值”，却是一段文字“{text}”",
        "expected “key: value” here, found the text “{text}”",
        "每行写成“键: 值”，冒号用半角，后面空一格",
        "write each line as “key: value”, with an ASCII colon and a blank after it",
    ),
    "yaml-duplicate-key": Message(
        "键“{text}”重复：第 {line} 行已经写过",
        "the key “{text}” is written twice: it already stands in line {line}",
        "只留一处，或把两处合并",
        "keep one of them, or merge the two",
    ),
    "yaml-key-not-text": Message(
        "键应当是一个词，这里是列表或映射",
        "a key must be one word, this is a list or a mapping",
        "以“[”或“{{”开头的文字请加引号",
        "put a text that begins with “[” or “{{” in quotes",
    ),
    "yaml-no-key": Message(
        "冒号前面没有键",
        "there is no key before the colon",
        "写上键，或删除这个冒号",
        "write the key, or delete the colon",
    ),
    "yaml-more-problems": Message(
        "从这里起还有问题没有列出",
        "there are more problems from here on, which are not listed",
        "先改好上面的问题，再检查一次",
        "mend the problems above, then check again",
    ),
}

_TRAPS: Mapping[str, Message] = {
    "yaml-yes-no": Message(
        "“{text}”在一些 YAML 软件里是“{meant}”，在另一些里是文字",
        "“{text}” is a truth value to some YAML programs and a text to others",
        '表示是否请写“{meant}”；要文字本身请加引号："{text}"',
        'write “{meant}” ({plain}) for a truth value; quote a text: "{text}"',
    ),
    "yaml-leading-zero": Message(
        "“{text}”以 0 开头，有的软件按八进制读，有的按十进制读",
        "“{text}” begins with 0: octal to some programs, decimal to others",
        '数请写 {meant}；编号请加引号："{text}"',
        'write {meant} for a number; quote a code: "{text}"',
    ),
    "yaml-sexagesimal": Message(
        "“{text}”在一些 YAML 软件里按六十进制读成一个数",
        "“{text}” is a number in base sixty to some YAML programs",
        '时刻或比例请加引号："{text}"',
        'quote a time or a proportion: "{text}"',
    ),
    "yaml-underscore": Message(
        "“{text}”里的下划线有的软件忽略，有的不忽略",
        "some programs skip the underscores in “{text}”, others do not",
        '数请写 {meant}；编号请加引号："{text}"',
        'write {meant} for a number; quote a code: "{text}"',
    ),
    "yaml-radix": Message(
        "“{text}”会被一些软件读成十六、八或二进制数",
        "“{text}” is hexadecimal, octal or binary to some programs",
        '数请写成十进制；编号请加引号："{text}"',
        'write a number in decimal; quote a code: "{text}"',
    ),
    "yaml-exponent": Message(
        "“{text}”会被一些软件读成科学记数法",
        "“{text}” is a number in scientific notation to some programs",
        '数请写全，如 1000；编号请加引号："{text}"',
        'write a number out, like 1000; quote a code: "{text}"',
    ),
    "yaml-not-a-number": Message(
        "“{text}”不是可以计算的数",
        "“{text}” is no number to count with",
        "还没有定下的数写“未定”，没有上限就不写这个键",
        "write “unset” for a number nobody has fixed; leave the key out where there is no limit",
    ),
    "yaml-null": Message(
        "“{text}”表示空值，细则里没有默认的空值",
        "“{text}” means nothing here, and a policy has no default for nothing",
        "没有填的值写“未填”，还没有定下的数写“未定”，不需要就删除这个键",
        "write “未填” for a missing value, “unset” for a number not fixed yet, or remove the key",
    ),
    "yaml-empty-value": Message(
        "“{text}”后面没有值",
        "“{text}” has no value",
        "写“未填”或“未定”，或删除这个键；下面的行若属于它，请向右缩进两格",
        "write “未填” or “unset”, or remove the key; indent the lines below by two blanks if they "
        "belong to it",
    ),
    "yaml-empty-item": Message(
        "这个列表项是空的",
        "this list item is empty",
        "写上内容，或删除这一项",
        "write something, or remove the item",
    ),
    "yaml-comma-number": Message(
        "“{text}”带逗号，不是一个数",
        "“{text}” has a comma, so it is not one number",
        "一个数请写 {meant}，小数用“.”；几个数请写成列表，如 [1, 2]",
        "write {meant} for one number, with “.” before decimals; write a list as [1, 2]",
    ),
    "yaml-fullwidth-number": Message(
        "“{text}”里有全角数字或符号",
        "“{text}” has full-width digits or signs",
        "切换到半角，写成 {meant}",
        "write {meant}",
    ),
}

_SHAPES: Mapping[str, Message] = {
    "yaml-split-expression": Message(
        "这个式子被 YAML 从逗号处拆开了：“{text}”",
        "YAML split this expression at its comma: “{text}”",
        "给整个式子加引号，或者用全角（ ， ）：{meant}",
        "put the whole expression in quotes, or use full-width （ ， ）: {meant}",
    ),
    "yaml-comma-in-flow": Message(
        "“{text}”后面没有值：花括号里的逗号会开始一个新键",
        "“{text}” has no value: in braces a comma begins a new key",
        "逗号若是文字的一部分，给整段文字加引号，或用全角逗号“，”",
        "if the comma belongs to the text, put the text in quotes or use a full-width comma “，”",
    ),
    "yaml-range": Message(
        "“{text}”是区间，不加引号会被 YAML 当成列表",
        "“{text}” is a range, which YAML takes for a list where it has no quotes",
        '加引号："{text}"',
        'put it in quotes: "{text}"',
    ),
    "yaml-comparison": Message(
        "以“>”开头的值会被 YAML 当成多行文字",
        "YAML takes a value that begins with “>” for a text over several lines",
        '加引号："{text}"',
        'put it in quotes: "{text}"',
    ),
    "yaml-cut-by-comment": Message(
        "“ #”后面的内容被当作注释丢掉了",
        "what follows “ #” is taken for a comment",
        "“#”若是内容的一部分，请给整个值加引号",
        "if “#” belongs to the value, put the whole value in quotes",
    ),
    "yaml-fullwidth": Message(
        "全角字符 {char} 在这里不起作用",
        "the full-width {char} has no meaning to YAML here",
        "换成半角 {ascii}；若是文字的一部分，请给整个值加引号",
        "write {ascii}; if it belongs to a text, put the whole text in quotes",
    ),
    "yaml-wide-space": Message(
        "这里的空白是 {character}，不是普通空格",
        "the blank here is {character}, not an ordinary one",
        "切换到半角，按空格键重新输入",
        "delete it and press the space bar in half-width mode",
    ),
    "yaml-colon-blank": Message(
        "“{text}:”的冒号后面缺一个空格",
        "there is no blank after the colon of “{text}:”",
        "写成“{text}: 值”；若本来就是一段文字，请加引号",
        "write “{text}: value”; if this is one text, put it in quotes",
    ),
    "yaml-dash-blank": Message(
        "列表项的“-”后面缺一个空格",
        "there is no blank after the “-” of this list item",
        "写成“- 内容”；若本来就是一段文字，请加引号",
        "write “- item”; if this is one text, put it in quotes",
    ),
    "yaml-tab": Message(
        "这里有制表符（Tab），YAML 不把它当空格",
        "there is a tab here, which is no blank to YAML",
        "换成空格，缩进每层两格；编辑器里可设置“Tab 转为空格”",
        "write blanks, two for each level of indentation; most editors can turn tabs into blanks",
    ),
}

_BREAKDOWNS: Mapping[str, Message] = {
    "yaml-second-colon": Message(
        "同一行里有第二个“: ”",
        "there is a second “: ” in this line",
        "值里有冒号时给整个值加引号，或用全角冒号“：”；若是两个键，请分两行写",
        "put a value that has a colon in quotes, or use “：”; write two keys in two lines",
    ),
    "yaml-no-colon": Message(
        "“{text}”这一行应当是“键: 值”，但没有“: ”",
        "expected “key: value”, but “{text}” has no “: ”",
        "写上半角冒号和一个空格；若是上一行文字的延续，请比上一行的键多缩进两格",
        "write an ASCII colon and a blank; indent it if it continues the text of the line above",
    ),
    "yaml-cannot-start": Message(
        "不加引号的值不能以“{char}”开头",
        "a value without quotes cannot begin with “{char}”",
        "给整个值加引号",
        "put the whole value in quotes",
    ),
    "yaml-indentation": Message(
        "这一行的缩进与上面各行对不上",
        "the indentation of this line does not fit the lines above",
        "同一层的行从同一列开始；下一层多缩进两格；上一行已有值时，下面不能再缩进",
        "lines of one level begin in one column; the next level stands two blanks further in; "
        "nothing can be indented under a line that already has a value",
    ),
    "yaml-text-after-quote": Message(
        "引号或括号结束以后还有文字“{text}”",
        "there is text after the closing quote or bracket: “{text}”",
        "给整个值加引号，里面的引号用另一种，如 '\"重大\" 且 已核实'",
        "put the whole value in quotes of the other kind, like '\"major\" and verified'",
    ),
    "yaml-unclosed-quote": Message(
        "这个引号 {char} 没有配对",
        "this quote {char} is never closed",
        "在文字末尾补上 {char}",
        "write {char} where the text ends",
    ),
    "yaml-unclosed-bracket": Message(
        "这个“{char}”没有配对的“{close}”",
        "this “{char}” has no matching “{close}”",
        "补上“{close}”；若“{char}”是文字的一部分，请给整个值加引号",
        "write the “{close}”; if “{char}” belongs to a text, put the whole text in quotes",
    ),
    "yaml-no-comma": Message(
        "括号里“{text}”前面应当是逗号或“{close}”",
        "expected a comma or “{close}” before “{text}”",
        "各项之间用半角逗号；含有 : , [ ] {{ }} 的文字请加引号",
        "put commas between the parts; put a text that has : , [ ] {{ }} in quotes",
    ),
    "yaml-stray": Message(
        "这里多了一个“{char}”",
        "there is a “{char}” too many here",
        "删除它；若是文字的一部分，请给整个值加引号",
        "delete it; if it belongs to a text, put the whole text in quotes",
    ),
    "yaml-escape": Message(
        "双引号里的“{text}”不是有效的转义",
        "“{text}” is no escape that double quotes know",
        "反斜杠写两个，或改用单引号",
        "write the backslash twice, or use single quotes",
    ),
    "yaml-block-header": Message(
        "“{char}”后面同一行不能再写文字",
        "no text can follow “{char}” in the same line",
        "多行文字从下一行开始并缩进；若“{char}”是文字的一部分，请给整个值加引号",
        "begin the text in the next line, indented; if “{char}” belongs to a text, put the whole "
        "text in quotes",
    ),
    "yaml-dash-after-key": Message(
        "列表不能与键写在同一行",
        "a list cannot begin in the line of its key",
        "换行再写“- 内容”；若“-”是文字的一部分，请加引号",
        "begin a new line for “- item”; if “-” belongs to a text, put the text in quotes",
    ),
    "yaml-mixed": Message(
        "“- 列表项”和“键: 值”混在了同一层",
        "list items and keys are mixed on one level",
        "检查缩进，同一层要么全是“- 项”，要么全是“键: 值”",
        "check the indentation: a level holds list items or keys, not both",
    ),
    "yaml-syntax": Message(
        "从这里起读不懂，前面可能少了引号、括号或冒号",
        "this cannot be read; a quote, a bracket or a colon may be missing before it",
        "对照上一行的写法检查缩进、引号、括号和冒号",
        "compare the indentation, quotes, brackets and colons with the line above",
    ),
}

TEXT: Mapping[str, Message] = {**_BYTES, **_LIMITS, **_TRAPS, **_SHAPES, **_BREAKDOWNS}
