"""`kaoping settle`: coefficients and awards of a result package, by its signatures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from rules.widths import cut
from scoring.package.digests import described
from scoring.package.manifest import MANIFEST, read_manifest
from scoring.settle.settlement import Settlement, Status
from scoring.settle.settling import run_settlement
from service.cli.options import FILE, Day, Language, with_format, with_language
from service.cli.output import ScreenProgress, padded, print_json, tell
from service.cli.rewards import pool_line

_STATUS: dict[Status, tuple[str, str]] = {
    "settled": ("已兑现", "settled"),
    "refused": ("不同意", "refused"),
    "unsigned": ("未签字", "unsigned"),
    "pending": ("待定", "pending"),
    "provisional": ("暂定", "provisional"),
}
_WIDEST = 100


@click.command("settle")
@click.argument("package", type=click.Path(path_type=Path))
@click.option("--signatures", type=FILE, required=True, help="签字表 · the table of signatures")
@click.option("--cut-off", type=Day(), required=True, help="签字截止日 · last day of signatures")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="兑现结果的文件夹，默认是结果包旁边的 …-settled · default: PACKAGE-settled",
)
@with_format
@with_language
def settle_package(
    package: Path,
    signatures: Path,
    cut_off: date,
    out: Path | None,
    form: str,
    language: Language,
) -> None:
    """按签字兑现系数和奖励资金 · coefficients and awards by valid signatures.

    PACKAGE 是结果包文件夹，不会改动 · a result package, which is left as it is.
    """
    out = out or package.resolve().with_name(f"{package.resolve().name}-settled")
    with ScreenProgress() as progress:
        settlement = run_settlement(package, signatures, cut_off, out, progress=progress, tell=tell)
    if form == "json":
        print_json({"folder": str(out), "manifest": read_manifest(out)})
        return
    for line in _lines(settlement, out, language):
        click.echo(line)


def _lines(settlement: Settlement, out: Path, language: Language) -> Iterator[str]:
    def both(words: tuple[str, str]) -> str:
        return words[1] if language == "en" else " ".join(words)

    def line(heading: tuple[str, str], text: str) -> str:
        return padded(both(heading), 20) + text

    head = settlement.program.head
    yield line(("细则", "policy"), f"{head.title}（{head.id} {head.version}）")
    counts = (
        f"{settlement.signatures:,} = {both(('有效', 'valid'))} {len(settlement.valid):,} + "
        f"{both(('退回', 'rejected'))} {len(settlement.rejects):,}"
    )
    until = f"{both(('截止', 'until'))} {settlement.cut_off}"
    yield line(("签字", "signatures"), f"{counts}；{until}")
    for coefficient in settlement.program.coefficients:
        yield line(("系数", "coefficient"), _told(settlement, coefficient.name, language))
    for pool in settlement.program.awards:
        yield line(("奖励资金", "award pool"), _told(settlement, pool.name, language))
        yield pool_line(pool, settlement.counts.pools[pool.name].sum(), both, waiting=False)
    reasons = Counter((r.reason_zh, r.reason_en) for r in settlement.rejects)
    for (zh, en), count in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0])):
        yield f"  {count:>7,}  {cut(en if language == 'en' else zh, _WIDEST)}"
    yield line(("兑现结果", "settlement"), str(out))
    yield line(("清单摘要", "manifest"), f"sha256:{described(out / MANIFEST)['sha256']}")


def _told(settlement: Settlement, name: str, language: Language) -> str:
    found = Counter(status for (of, _), status in settlement.statuses.items() if of == name)
    words = {
        status: en if language == "en" else f"{zh} {en}" for status, (zh, en) in _STATUS.items()
    }
    parts = [f"{words[status]} {found[status]:,}" for status in _STATUS if found[status]]
    return f"{name}：" + ("，".join(parts) or "0")
