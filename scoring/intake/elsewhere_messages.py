"""What is said of evidence that cannot be brought from where it lies."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

ELSEWHERE: Mapping[str, Message] = {
    "unreachable": Message(
        "取不到数据：{why}",
        "the data cannot be had: {why}",
        "请核对地址和权限；口令写在驱动程序会去找的地方（~/.pgpass、AWS_ACCESS_KEY_ID 等）",
        "check the address and what you may read; a password is looked for where the driver "
        "expects it (~/.pgpass, AWS_ACCESS_KEY_ID and the like)",
    ),
    "needs-extra": Message(
        "这里没有装读取它的程序",
        "what reads it is not installed here",
        "请用 pip install 'kaoping[{extra}]' 安装",
        "pip install 'kaoping[{extra}]'",
    ),
    "table-not-named": Message(
        "没有写哪张表",
        "the table is not named",
        "请写成 postgresql://主机/库#模式.表",
        "write postgresql://host/database#schema.table",
    ),
    "float-column": Message(
        "列“{column}”是二进制浮点数，不精确",
        "the column “{column}” is a binary float, which is not exact",
        "请建一个视图，把它转成 numeric",
        "make a view that casts it to numeric",
    ),
}
