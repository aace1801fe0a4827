"""Why a delivery is read row by row by the definition, which is exact and slow."""

from __future__ import annotations

from scoring.notes import Words

QUOTES = Words(
    "有引号不成对的单元格，或者单元格里有换行",
    "it has cells whose quotation marks do not close, or with a line end in them",
)
BLANK_LINES = Words("有空行", "it has blank lines")
CONTROLS = Words("有控制字符或者不常用的换行", "it has control characters or unusual line ends")
PACKED = Words("是压缩文件，解开后太大", "it is compressed, and too large once unpacked")
FORMAT = Words("不是 CSV，也不是 Parquet", "it is neither CSV nor Parquet")
ENCODING = Words("不是 UTF-8 编码", "it is not in UTF-8")
HEADINGS = Words("第一行不是列名", "its first line holds no headings")
TYPES = Words("有小数、时间等类型的列", "it has columns of decimals, times or other types")
LINES = Words("有的行太长，或者一行不是一条", "some line is too long, or is no row")
WIDE = Words("是宽表", "it is a wide table")
SEVERAL = Words("对象由几列合成", "several columns name the subject")
LACKING = Words("缺少不能缺的列", "it lacks a column")
DIFFERENT = Words("一列里不同的内容太多", "too many different texts stand in one column")
TWICE = Words("同一个文件给了两次", "one file is given twice")
MORE = Words(
    "记录还要从别处补内容：算出来的字段、上级、任职、有效期、别的细则的结果",
    "its records take more than what stands in their row: computed fields, a parent, a tenure, "
    "validity, results of another policy",
)
MAPPED = Words("按映射读取", "it is read by a mapping")
VALUES = Words("有数据库认不出的内容", "the database cannot read some of it")


class NotPlainError(Exception):
    """What is admitted by the definition alone; `file` is empty where it is not for one file."""

    def __init__(self, why: Words, file: str = "") -> None:
        super().__init__(why.en)
        self.why, self.file = why, file

    def lines(self) -> Words:
        """What people are told."""
        of, of_en = (f"“{self.file}”", f"“{self.file}”") if self.file else ("证据", "the evidence")
        return Words(
            f"{of}逐行读取，大文件会慢：{self.why.zh}",
            f"{of_en} is read row by row, which is slow for large files: {self.why.en}",
        )
