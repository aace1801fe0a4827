"""How long `kaoping check` looks at a policy of 500 rules: `make bench`. Reports only."""

from __future__ import annotations

import platform
import statistics
from collections import Counter
from decimal import Decimal
from time import process_time

from rules.compile import check_policy, compile_policy

RULES = 500
PER_ITEM = 10
ITEMS = RULES // PER_ITEM
ROUNDS = 5
HEAD = """\
考评: 有五百条规则的细则
编号: five-hundred
版本: "1"
状态: 仅计分
生效: 2026-01-01
周期: 年度
参数:
  时限: {值: 7, 依据: 示例}
  扣分表: {表: {一般: 1, 较重: 2, 重大: 5}, 依据: 示例}
对象:
  种类: 物业服务企业
  字段: {街道: 文本, 服务月数: {类型: 整数, 范围: "[0..12]"}}
考核数据:
"""
FIELDS = """\
    字段:
      程度: {依次: [一般, 较重, 重大]}
      属实: 是否
      受理日: 日期
      办结日: {类型: 日期, 缺失: 不计}
      得分: "[0..100]"
    推算:
      天数用时: 天数（受理日，如果 办结日 = 未填 那么 截止日 否则 办结日）
      超期: 天数用时 > 时限
"""
TAIL = """\
总分: {范围: "[0..500]", 保留: 2}
等次:
  依次:
    - 优秀: 总分 >= 450 且 口径0 < 3
    - 良好: 总分 >= 400 且 口径1 >= 60
    - 合格: 总分 >= 300
    - 不合格: 其余
排名:
  街道排名: {按: 总分, 分组: 街道}
名单:
  红榜: {条件: 等次 = 优秀 且 街道排名.占比 <= 10%, 依据: 示例}
  黑榜: {条件: 等次 = 不合格 或 街道排名.倒数 <= 3 且 等次 < 良好, 依据: 示例}
处置:
  约谈: {条件: 黑榜 或 口径2 >= 30, 依据: 示例}
"""


def policy(kinds: int) -> str:
    """Rules of ten items, spread over this many kinds of evidence; a table for every tenth item."""
    evidence = "".join(f"  数据{kind}:\n{FIELDS}" for kind in range(kinds))
    measures = "统计口径:\n" + "".join(
        f"  口径{n}: {{计数: 数据{n % kinds}, 当: 属实 且 得分 >= {n}}}\n"
        if n % 2 == 0
        else f"  口径{n}: {{平均: 数据{n % kinds}.得分, 当: 程度 >= 较重, 保留: 2}}\n"
        for n in range(ITEMS)
    )
    items = "".join(_item(number, kinds) for number in range(ITEMS))
    return HEAD + evidence + measures + "指标:\n" + items + TAIL


def _item(number: int, kinds: int) -> str:
    rules = "".join(_rule(number * PER_ITEM + n, kinds) for n in range(PER_ITEM))
    table = f"""\
  表{number}:
    分值: 10
    决策表: {{命中: 首个, 输入: [口径{number}, 口径{number + 1}], 行: [[5以下, 不满60, 4],
      [超过5不满20, 不满80, 6], [20以上, 任意, 8], [任意, 任意, 10]]}}
    缺失: 待定
    依据: 示例
"""
    item = f"  指标{number}: {{分值: 10, 起评分: 满分, 依据: 示例, 扣分: [\n{rules}  ]}}\n"
    return item + (table if number % 10 == 0 else "")


def _rule(number: int, kinds: int) -> str:
    """Each over marks of its own, so that every rule is held against all others of its kind."""
    at = f"得分 属于 [{Decimal(number) / 5}..{Decimal(number + 1) / 5})"
    when = (
        f"属实 且 程度 >= 较重 且 {at}",
        f"{at} 且 非（属实）且（天数用时 > {number % 30 + 7} 或 程度 = 一般）",
        f"超期 且 程度 != 一般 且 {at}",
        f"程度 = 重大 且 {at} 或（{at} 且 办结日 = 未填 且 程度 = 较重）",
    )[number % 4]
    points = "查表（扣分表，程度）" if number % 3 else "0.5"
    return f'    {{每: 数据{number % kinds}, 当: "{when}", 扣: {points}, 最多: 5}},\n'


def main() -> None:
    print(f"Python {platform.python_version()}, {platform.machine()}, {RULES} rules")
    print(f"{'kinds of evidence':>18} {'compile s':>10} {'check s':>8}  findings")
    for kinds in (20, 5, 1):
        data = policy(kinds).encode()
        compiled = [
            _seconds(lambda data=data: compile_policy(data, "bench")) for _ in range(ROUNDS)
        ]
        checked = [_seconds(lambda data=data: check_policy(data, "bench")) for _ in range(ROUNDS)]
        found = Counter(d.severity for d in check_policy(data, "bench"))
        print(
            f"{kinds:18} {statistics.median(compiled):10.2f} {statistics.median(checked):8.2f}  "
            + ", ".join(f"{severity} {count}" for severity, count in sorted(found.items()))
        )


def _seconds(work: object) -> float:
    """Of processor time."""
    start = process_time()
    work()  # type: ignore[operator]
    return process_time() - start


if __name__ == "__main__":
    main()
