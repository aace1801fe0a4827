"""`kaoping run` and `kaoping verify`: a review to a result package, and the proof of one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, cast

import click

from rules.backends.crossed import Engine
from rules.diagnostics import Diagnostic, PolicyError, diagnose
from rules.library import Entry
from scoring.intake.elsewhere import brought
from scoring.package.comparing import Difference
from scoring.package.manifest import MANIFEST, read_manifest
from scoring.plans.loading import policies_named
from scoring.run import run_review
from scoring.runs.request import Crosscheck, LedgerDetail, Request
from scoring.runs.sample import read_sample
from scoring.settle.settling import verify_any
from service.cli.faults import DONE, WRONG, Misuse
from service.cli.options import (
    ENGINES,
    FILE,
    Day,
    Language,
    ManyPaths,
    Size,
    with_evidence,
    with_format,
    with_history,
    with_imports,
    with_language,
    with_mapping,
    with_policies,
)
from service.cli.output import ScreenProgress, print_json, tell
from service.cli.policies import calendars_for, library
from service.cli.summary import summary_lines

# What checks an engine that takes subjects one by one is not a matter of choice.
_CHECKED = {
    "durable": (
        "--engine durable 的每一个对象都由参考引擎再判一遍，只能写 --crosscheck all",
        "with --engine durable every match is made again by the reference: --crosscheck all only",
    ),
    "reference": (
        "--engine reference 就是定义，没有另一个引擎可核对，只能写 --crosscheck none",
        "--engine reference is the definition, nothing checks it: --crosscheck none only",
    ),
}


@click.command("run", cls=ManyPaths)
@click.argument("policy")
@with_evidence(required=False, elsewhere=True)
@click.option("--subjects", type=FILE, help="对象表 · the subjects and their fields")
@click.option("--sample", is_flag=True, help="用细则自带的示例数据 · the policy's own sample")
@click.option("--period", help="周期 · 2026, 2026-H1, 2026-Q1, 2026-03, 2026-01-01/2026-03-31")
@click.option("--as-of", type=Day(), help="截止日，默认为周期末 · default: the end of the period")
@click.option(
    "--out", type=click.Path(path_type=Path), required=True, help="结果包文件夹 · the package"
)
@click.option(
    "--engine", type=click.Choice((*ENGINES, "spark")), default="auto", help="引擎 · engine"
)
@click.option(
    "--crosscheck",
    type=click.Choice(["none", "sample", "all"]),
    help="用规则引擎再算一遍的对象 · subjects assessed again by the rule engine",
)
@click.option(
    "--ledger",
    type=click.Choice(["rules", "findings"]),
    default="rules",
    help="账目写到规则还是每条认定 · the ledger by rule, or by finding",
)
@click.option(
    "--resume", is_flag=True, help="接着做上次没做完的运行 · go on with a run that was cut short"
)
@with_history
@with_imports
@with_mapping
@click.option(
    "--master",
    help="Spark 集群的地址，要和 --engine spark 一起用 · where the cluster of --engine spark is",
)
@click.option(
    "--memory-limit",
    type=Size(),
    help="整个运行最多用多少内存，如 2GB · what the whole run may take",
)
@with_format
@with_language
@with_policies
def run_policy(policy: str, out: Path, form: str, language: Language, **asked: Any) -> None:
    """按细则考评，写出结果包 · the review: writes a result package.

    POLICY 是细则文件或者编号 · a policy file, or the id of a policy.
    """
    _require_built(asked)
    entry = library(asked["folders"]).find(policy)
    require_evidence(asked, reads=bool(entry.program.evidence))
    with brought(asked["evidence"]) as evidence, ScreenProgress() as progress:
        request = _request(entry, {**asked, "evidence": evidence})
        outcome = run_review(request, out, resume=asked["resume"], progress=progress, tell=tell)
    if form == "json":
        print_json({"folder": str(out), "manifest": read_manifest(out)})
        return
    for line in summary_lines(outcome, out, language):
        click.echo(line)
    click.echo()


def _require_built(asked: dict[str, Any]) -> None:
    engine, crosscheck = asked["engine"], asked["crosscheck"]
    if asked["memory_limit"] and engine != "duckdb":
        raise Misuse(
            "--memory-limit 要和 --engine duckdb 一起用", "--memory-limit goes with --engine duckdb"
        )
    if asked["memory_limit"] and crosscheck not in (None, "none"):
        raise Misuse(
            "--memory-limit 只能和 --crosscheck none 一起用：核对要留着每一个对象",
            "--memory-limit goes with --crosscheck none only: a crosscheck keeps everybody",
        )
    if asked["master"] and engine != "spark":
        raise Misuse("--master 要和 --engine spark 一起用", "--master goes with --engine spark")
    # The rule engine always has every match computed again, the definition never.
    possible = {"durable": ("all",), "reference": ("none",)}.get(engine, (crosscheck,))
    if crosscheck and crosscheck not in possible:
        raise Misuse(*_CHECKED[engine])


def require_evidence(asked: dict[str, Any], *, reads: bool = True) -> None:
    """Evidence and period are given, or come with the sample, not both. What only imports, or
    `reads` no evidence at all, has none."""
    if not asked["sample"]:
        for name in ("evidence", "period"):
            if not asked[name] and not (name == "evidence" and (asked["imports"] or not reads)):
                raise Misuse(f"请给出 --{name}，或者写 --sample", f"give --{name}, or --sample")
        return
    brought = ("evidence", "subjects", "period", "as_of", "history", "history_from")
    for name in (*brought, "mapping", "imports"):
        if asked[name]:
            option = f"--{name.replace('_', '-')}"
            raise Misuse(f"--sample 自带 {option}，不能再写", f"--sample brings its own {option}")


def _without_sample(entry: Entry) -> Diagnostic:
    """A policy that rests on others is tried with them, by a plan beside it or beside one of
    them."""
    name = entry.program.head.id
    for plan in sorted(entry.path.parents[1].glob("*/sample/plan.yaml")):
        if name in policies_named(plan):
            return diagnose("sample-by-plan", None, id=name, plan=plan)
    return diagnose("no-sample", None, id=name)


def _request(entry: Entry, asked: dict[str, Any]) -> Request:
    # A cluster only divides what DuckDB does, so the package is the same.
    on_cluster = asked["engine"] == "spark"
    engine = cast(Engine, "duckdb" if on_cluster else asked["engine"])
    cluster = (asked["master"] or "") if on_cluster else None
    ledger = cast(LedgerDetail, asked["ledger"])
    crosscheck = cast(Crosscheck | None, asked["crosscheck"])
    if asked["sample"]:
        if not entry.sample.is_file():
            raise PolicyError([_without_sample(entry)])
        return replace(
            read_sample(entry.sample, entry.path),
            engine=engine,
            ledger=ledger,
            crosscheck=crosscheck,
            calendars=calendars_for(entry, asked["folders"]),
            cluster=cluster,
            memory=asked["memory_limit"],
        )
    return Request(
        policy=entry.path,
        evidence=asked["evidence"],
        period=asked["period"],
        subjects=asked["subjects"],
        as_of=asked["as_of"],
        engine=engine,
        ledger=ledger,
        history=asked["history"],
        history_from=asked["history_from"],
        crosscheck=crosscheck,
        mapping=asked["mapping"],
        imports=asked["imports"],
        calendars=calendars_for(entry, asked["folders"]),
        cluster=cluster,
        memory=asked["memory_limit"],
    )


@click.command("verify")
@click.argument("package", type=click.Path(path_type=Path))
@with_format
@with_language
def verify_command(package: Path, form: str, language: Language) -> int:
    """重新计算结果包并逐字节比对 · recompute a package, compare every byte.

    PACKAGE 是结果包文件夹；有差异时退出码为 1 · a package; exit code 1 where a byte differs.
    """
    with ScreenProgress() as progress:
        found = verify_any(package, progress=progress)
    if form == "json":
        difference = asdict(found) if found else None
        print_json({"folder": str(package), "verified": found is None, "difference": difference})
    else:
        for line in _verdict(found, package, language):
            click.echo(line)
    return WRONG if found else DONE


def _verdict(found: Difference | None, package: Path, language: Language) -> Iterator[str]:
    if found is None:
        yield _told(language, f"一致：{package} 重算后逐字节相同", "every byte is the same")
        return
    place = f"{found.path}:{found.line}" if found.line else found.path
    match found.what:
        case "missing":
            yield _told(language, f"不一致：缺少 {place}", f"{place} is missing")
        case "foreign":
            yield _told(
                language, f"不一致：{place} 不属于结果包", f"{place} is no part of the package"
            )
        case "not as listed":
            yield _told(
                language,
                f"不一致：{place} 与清单所记的摘要不符",
                f"{place} is not what the manifest lists",
            )
        case "changed":
            at = "" if found.offset is None else f"，第 {found.offset} 字节"
            at_en = "" if found.offset is None else f" at byte {found.offset}"
            yield _told(language, f"不一致：{place}{at}", f"{place} differs{at_en}")
            if found.line:
                yield f"    {_told(language, '包里', 'stored')}: {found.stored}"
                yield f"    {_told(language, '重算', 'recomputed')}: {found.recomputed}"
            if found.path == MANIFEST:
                # It is compared last.
                yield "    " + _told(
                    language,
                    "其余文件都相同；清单记着引擎和版本，换一个引擎或版本就会不同",
                    "every other file is the same; the manifest names the engine and the versions",
                )


def _told(language: Language, zh: str, en: str) -> str:
    return en if language == "en" else f"{zh} · {en}"
