"""What is said of a package that cannot be exported as tables."""

from __future__ import annotations

from collections.abc import Mapping

from rules.message import Message

WAREHOUSE: Mapping[str, Message] = {
    "settlement-not-exported": Message(
        "“{path}”是兑现结果，导出的是考评的结果包",
        "“{path}” is a settlement; what is exported is a result package",
        "请给出它所依据的结果包",
        "name the result package it rests on",
    ),
    "not-an-export": Message(
        "文件夹“{path}”里有“{name}”，不是导出的表，不会覆盖",
        "the folder “{path}” holds “{name}”, which is no exported table: not replaced",
        "请换一个文件夹，或者先移走其中的文件",
        "choose another folder, or move the files away first",
    ),
    "columns-alike": Message(
        "列“{one}”和“{other}”只差大小写，多数数据仓库会当成同一列",
        "the columns “{one}” and “{other}” differ in case only, which most warehouses take for one",
        "请在细则里给其中一个改名，再做一次考评",
        "rename one of them in the policy, then run it again",
    ),
    "lake-needs-extra": Message(
        "这里没有装写数据湖的程序",
        "what writes to a data lake is not installed here",
        "请用 pip install 'kaoping[lake]' 安装",
        "pip install 'kaoping[lake]'",
    ),
    "lake-unreachable": Message(
        "没有写进“{url}”：{why}",
        "“{url}” cannot be written: {why}",
        "请核对地址和权限，口令写在驱动程序会去找的地方（AWS_ACCESS_KEY_ID 等），再导出一次",
        "check the address and what you may write; a password is looked for where the driver "
        "expects it (AWS_ACCESS_KEY_ID and the like); then export again",
    ),
    "number-too-wide": Message(
        "对象“{subject}”的“{column}”是 {value}，整数部分超过 20 位，没有导出",
        "“{column}” of “{subject}” is {value}, more than 20 digits before the point: not exported",
        "请在细则里改用大一些的单位，如万元",
        "let the policy use a larger unit, such as thousands",
    ),
}
