"""`kaoping new`: a policy to start from, with tests and a sample; or a copy of one there is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import click

from rules.compile import compile_policy
from rules.expr.printer import Spelling
from rules.format.formatter import format_policy
from rules.format.renumbering import renamed, renumbered
from rules.lexicon import Lexicon
from rules.library import Entry
from rules.yaml_reader import MappingNode, read_yaml
from scoring.casebook import words as casebook
from scoring.intake.mapping.words import LEXICON
from service.cli.faults import DONE, Misuse
from service.cli.hook import install_hook
from service.cli.options import FOLDER, with_format, with_policies
from service.cli.output import print_json
from service.cli.policies import library

_TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_VERSION = re.compile(r"[0-9A-Za-z]+([.-][0-9A-Za-z]+)*")
_TESTS = Lexicon(casebook.KEYS, ())


@click.command("new")
@click.argument("policy_id", metavar="[ID]", required=False)
@click.option(
    "--from", "source", metavar="POLICY", help="照抄哪份细则，另编号 · copy and renumber one"
)
@click.option(
    "--template",
    type=click.Choice(["points", "grades"]),
    default="points",
    help="样板：打分，或者按条件评等次 · points, or grades by conditions",
)
@click.option(
    "--keys", type=click.Choice(["zh", "en"]), help="关键词的文字 · language of the words"
)
@click.option("--version", default="1", help="版本 · version")
@click.option(
    "--dir", "folder", type=FOLDER, default=".", help="放在哪个文件夹 · where its folder is made"
)
@click.option("--hook", is_flag=True, help="提交到 git 前先检查 · check before each commit in git")
@with_format
@with_policies
def new_policy(
    policy_id: str | None,
    source: str | None,
    template: str,
    keys: Spelling | None,
    version: str,
    folder: Path,
    hook: bool,
    form: str,
    folders: tuple[Path, ...],
) -> int:
    """新建一份细则，带用例和样例数据 · a new policy with tests and sample evidence.

    ID 是细则编号，如 street-2027 · the id of the policy, such as street-2027.
    """
    if hook:
        click.echo(f"已写好 written：{install_hook(folder)}")
    if policy_id is None:
        if not hook:
            raise Misuse("缺少 ID（细则编号）", "missing argument ID, the id of the policy")
        return DONE
    _check(policy_id, version)
    home = folder / policy_id
    if source is None:
        files = _from_template(policy_id, version, _TEMPLATES / template / (keys or "zh"))
    else:
        files = _copied(library(folders).find(source), policy_id, version, keys)
    if (home / f"{version}.yaml").exists():
        where = home / f"{version}.yaml"
        raise Misuse(f"{where} 已经有了，没有改动", f"{where} is there already and was left")
    # A later version of the same policy keeps the sample that is there.
    wanted = {n: c for n, c in files.items() if not (n.startswith("sample/") and _has_sample(home))}
    for name, content in wanted.items():
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(content)
    _tell(home, version, sorted(wanted), form)
    return DONE


def _check(policy_id: str, version: str) -> None:
    if not _ID.fullmatch(policy_id) or len(policy_id) > 80:
        zh = f"编号“{policy_id}”应由小写字母、数字和连字符组成，如 street-2027"
        raise Misuse(zh, f"“{policy_id}”: an id is lower-case letters, digits and hyphens")
    if not _VERSION.fullmatch(version) or len(version) > 40:
        zh = f"版本“{version}”应由字母、数字、点和连字符组成，如 2027.1"
        raise Misuse(zh, f"“{version}”: a version is letters, digits, dots and hyphens")


def _has_sample(home: Path) -> bool:
    return (home / "sample" / "sample.yaml").exists()


def _from_template(policy_id: str, version: str, place: Path) -> Mapping[str, bytes]:
    policy, tests = place / "policy.yaml", place / "tests.yaml"
    text = renumbered(policy.read_bytes(), policy.name, policy_id=policy_id, version=version)
    cases = renamed(tests.read_bytes(), tests.name, _TESTS, "tests", {" 1": f" {version}"})
    sample = {f"sample/{file.name}": file.read_bytes() for file in (place / "sample").iterdir()}
    return {f"{version}.yaml": text.encode(), f"{version}.test.yaml": cases.encode(), **sample}


def _copied(
    entry: Entry, policy_id: str, version: str, keys: Spelling | None
) -> Mapping[str, bytes]:
    """The policy, its tests and its sample, with every mention of its id and version; a plan over
    several policies is no sample of one."""
    head = entry.program.head
    text = renumbered(
        entry.path.read_bytes(), entry.path.name, policy_id=policy_id, version=version
    )
    if keys:
        text = format_policy(text.encode(), entry.path.name, keys)
    compile_policy(text.encode(), entry.path.name)
    files = {f"{version}.yaml": text.encode()}
    tests = entry.path.with_name(f"{entry.path.stem}.test.yaml")
    if tests.is_file():
        new = renamed(tests.read_bytes(), tests.name, _TESTS, "tests", {head.version: version})
        files[f"{version}.test.yaml"] = new.encode()
    for file in sorted(entry.sample.parent.glob("*")) if entry.sample.is_file() else ():
        content = file.read_bytes()
        if _is_mapping(file, content):
            names = {head.id: policy_id}
            content = renamed(content, file.name, LEXICON, "policy", names).encode()
        files[f"sample/{file.name}"] = content
    return files


def _is_mapping(file: Path, content: bytes) -> bool:
    if file.suffix != ".yaml" or file.name == "sample.yaml":
        return False
    root = read_yaml(content, file.name)
    return isinstance(root, MappingNode) and any(
        entry.key.text in ("表", "tables") for entry in root.entries
    )


def _tell(home: Path, version: str, names: list[str], form: str) -> None:
    if form == "json":
        print_json({"folder": str(home), "files": names})
        return
    policy = home / f"{version}.yaml"
    click.echo(f"已新建 written：{home}\n" + "".join(f"  {name}\n" for name in names), nl=False)
    run = f"  kaoping run {home.name} --policies {home.parent} --sample --out out\n"
    click.echo(
        "接着 next：\n"
        f"  kaoping check {policy}\n"
        f"  kaoping test {policy} --coverage\n"
        f"{run if _has_sample(home) else ''}"
        f"  kaoping docs {policy} --out docs"
    )
