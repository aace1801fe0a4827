"""`kaoping docs` as a user sees it."""

from __future__ import annotations

import json

import pytest


@pytest.mark.parametrize(
    ("options", "name", "line"),
    [
        ((), "small-town-1.html", "已写出 written：{}\n"),
        (("--lang", "en"), "small-town-1.en.html", "written: {}\n"),
    ],
    ids=["zh", "en"],
)
def test_it_writes_a_page_for_each_policy(shell, tmp_path, options, name, line):
    code, out, err = shell("docs", "tests/cases/review/policy.yaml", "--out", tmp_path, *options)
    assert (code, out, err) == (0, line.format(tmp_path / name), "")
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert "<h1>小镇物业考评</h1>" in text
    again = tmp_path / "again"
    shell("docs", "tests/cases/review", "--out", again, *options)
    assert (again / name).read_text(encoding="utf-8") == text


def test_it_takes_ids_and_folders_and_tells_a_machine(shell, tmp_path):
    code, out, _ = shell(
        "docs",
        "uk-food-hygiene",
        "policies/toronto-rentsafe",
        "--out",
        tmp_path,
        "--format",
        "json",
    )
    names = ["uk-food-hygiene-brand-standard.html", "toronto-rentsafe-pre-2023.html"]
    assert (code, json.loads(out)) == (0, {"pages": [str(tmp_path / name) for name in names]})
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names)


def test_a_policy_that_is_wrong_is_told(shell, tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("考评: 甲\n编号: wrong\n", encoding="utf-8")
    code, _, err = shell("docs", wrong, "--out", tmp_path / "out")
    assert code == 1
    assert "[missing-key]" in err
