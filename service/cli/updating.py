"""`kaoping test --update`: what came out is written into a test file, once it was seen."""

from __future__ import annotations

import click

from rules.reading.encoding import decode
from scoring.casebook.updating import updated
from service.cli.options import Language
from service.cli.rewriting import difference, rewrite
from service.cli.verdicts import Tested


def update_tests(tested: Tested, *, asks: bool, err: bool, lang: Language) -> bool:
    """Shows the difference, asks and writes; False where something is left as it was. The
    difference goes to stderr where stdout is for a machine (`err`)."""
    if not tested.failed:
        return True
    before = decode(tested.path.read_bytes(), str(tested.path)).text
    update = updated(before, tested.book, tested.verdicts)
    for verdict, left in update.left:
        zh = f"请手工改：用例“{verdict.case.name}”"
        en = f"to be changed by hand: case “{verdict.case.name}”"
        click.echo(en if lang == "en" else f"{zh} · {en}", err=True)
        click.echo("\n".join(f"    {line}" for line in left.render().splitlines()), err=True)
    if not update.changed:
        return False
    click.echo("\n".join(difference(tested.path, before, update.text)), err=err)
    zh, en = f"改写 {update.changed} 处应得", f"rewrite {update.changed} expectations"
    told = en if lang == "en" else f"{zh} · {en}"
    if asks and not click.confirm(told, err=True):
        return False
    rewrite(tested.path, update.text)
    click.echo(f"{told}：{tested.path}", err=True)
    return not update.left
