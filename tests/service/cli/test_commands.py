"""Every command as a user sees it: exit code, data on stdout, words on stderr."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import click
import pytest

from rules.library import shipped
from service.cli.main import kaoping

CASE = Path("tests/cases/review")
POLICY = f"{CASE}/policy.yaml"
EVIDENCE = ["--evidence", f"{CASE}/evidence", "--subjects", f"{CASE}/subjects.csv"]
YEAR = [*EVIDENCE, "--period", "2026"]

Shell = Callable[..., tuple[int, str, str]]


@pytest.fixture
def package(shell, tmp_path) -> Path:
    code, _, err = shell("run", POLICY, *YEAR, "--out", tmp_path / "package")
    assert code == 0, err
    return tmp_path / "package"


def told(answer: tuple[int, str, str], tmp_path: Path) -> str:
    """An answer as one text, without what differs from run to run."""
    code, out, err = answer
    text = f"exit code {code}\n── stdout\n{out}── stderr\n{err}"
    text = text.replace(str(tmp_path), "TMP").replace(str(shipped()), "SHIPPED")
    # Which engine decided depends on the Python at hand.
    text = re.sub(r"^(引擎|核对|engine|crosscheck) .*\n", "", text, flags=re.MULTILINE)
    return re.sub(r"sha256:[0-9a-f]{64}", "sha256:…", text)


REFUSED = {
    "nothing": [],
    "no-command": ["reveiw"],
    "no-choice": ["list", "--format", "xml"],
    "no-file": ["run", POLICY, *YEAR, "--subjects", "TMP", "--out", "TMP/out"],
    "no-subject": ["assess", POLICY, *YEAR],
    "no-option": ["list", "--colour"],
    "later-command": ["prove", "package"],
    "no-policy": ["run"],
    "no-out": ["run", POLICY, *YEAR],
    "unknown-policy": ["run", "propety-company", *YEAR, "--out", "TMP/out"],
    "no-such-policy-file": ["run", "nowhere.yaml", *YEAR, "--out", "TMP/out"],
    "no-evidence": ["run", POLICY, "--period", "2026", "--out", "TMP/out"],
    "no-such-evidence": ["run", POLICY, "--evidence", "nowhere.csv", "--out", "TMP/out"],
    "no-period": ["run", POLICY, *EVIDENCE, "--out", "TMP/out"],
    "bad-period": ["run", POLICY, *EVIDENCE, "--period", "2026-H1", "--out", "TMP/out"],
    "not-in-force": ["run", POLICY, *EVIDENCE, "--period", "2025", "--out", "TMP/out"],
    "bad-as-of": ["run", POLICY, *YEAR, "--as-of", "20261231", "--out", "TMP/out"],
    "early-as-of": ["run", POLICY, *YEAR, "--as-of", "2025-12-31", "--out", "TMP/out"],
    "master-alone": ["run", POLICY, *YEAR, "--master", "local", "--out", "TMP/out"],
    "memory-limit-size": [
        *("run", POLICY, *YEAR, "--out", "TMP/out", "--engine", "duckdb"),
        *("--memory-limit", "2 gigabytes"),
    ],
    "memory-limit-engine": ["run", POLICY, *YEAR, "--out", "TMP/out", "--memory-limit", "2GB"],
    "memory-limit-crosscheck": [
        *("run", POLICY, *YEAR, "--out", "TMP/out", "--engine", "duckdb"),
        *("--crosscheck", "all", "--memory-limit", "2GB"),
    ],
    "memory-limit-small": [
        *("run", POLICY, *YEAR, "--out", "TMP/out", "--engine", "duckdb"),
        *("--memory-limit", "100MB"),
    ],
    "later-crosscheck": [
        *("run", POLICY, *YEAR, "--engine", "durable", "--crosscheck", "sample"),
        *("--out", "TMP/out"),
    ],
    "history-no-package": ["run", POLICY, *YEAR, "--history", "TMP", "--out", "TMP/out"],
    "later-spreadsheet": [
        *["run", POLICY, "--evidence", "TMP/投诉.xlsx"],
        *["--period", "2026", "--out", "TMP/out"],
    ],
    "sample-and-evidence": ["run", "property-company", "--sample", *YEAR, "--out", "TMP/out"],
    "sample-and-history": [
        *("run", "property-company", "--sample"),
        *("--history", "过去.csv", "--out", "TMP/out"),
    ],
    "no-sample": ["run", POLICY, "--sample", "--out", "TMP/out"],
    "sample-by-plan": ["run", "owners-selection", "--sample", "--out", "TMP/out"],
    "sample-by-a-plan-elsewhere": ["run", "party-org-credit", "--sample", "--out", "TMP/out"],
    "foreign-folder": ["run", POLICY, *YEAR, "--out", "TMP"],
    "out-is-a-file": ["run", POLICY, *YEAR, "--out", "TMP/投诉.xlsx"],
    "no-policy-file": ["check", "TMP/empty"],
    "out-below-a-file": ["run", POLICY, *YEAR, "--out", "TMP/投诉.xlsx/out"],
    "package-is-a-file": ["verify", "TMP/wrong.yaml"],
    "no-package": ["verify", "TMP"],
    "no-folder": ["verify", "TMP/nowhere"],
    "explain-nobody": ["explain", "TMP"],
    "explain-keep-alone": ["explain", "TMP", "A1", "--keep", "投诉"],
    "explain-near-somebody": ["explain", "TMP", "A1", "--near", "1"],
    "explain-near-what": ["explain", "TMP", "--near", "1e3"],
    "warn-within-what": ["warn", "TMP", "--within", "-1"],
    "warn-no-package": ["warn", "TMP"],
    "explain-no-package": ["explain", "TMP", "A1"],
    "assess-unknown-subject": ["assess", POLICY, *YEAR, "--subject", "A0"],
    "wrong-policy": ["check", "TMP/wrong.yaml"],
    "run-wrong-policy": ["run", "TMP/wrong.yaml", *YEAR, "--out", "TMP/out"],
    "check-of-tests": ["check", "policies/uk-food-hygiene/brand-standard.test.yaml"],
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_wrong_command_policy_or_input_is_told_with_its_exit_code(name, shell, tmp_path, golden):
    (tmp_path / "empty").mkdir()
    (tmp_path / "投诉.xlsx").write_bytes(b"PK\x03\x04")
    text = (Path(__file__).resolve().parents[3] / POLICY).read_text(encoding="utf-8")
    wrong = text.replace("已核实, 扣", "已核买, 扣").replace("周期: 年度", "周期: 年渡")
    (tmp_path / "wrong.yaml").write_text(wrong, encoding="utf-8")
    answer = shell(*(word.replace("TMP", str(tmp_path)) for word in REFUSED[name]))
    assert answer[0] in (1, 2)
    golden(f"cli/refused/{name}.txt", told(answer, tmp_path))
    assert not (tmp_path / "out").exists()


JSON = ("--format", "json")
DONE = {
    "run": ["run", POLICY, *YEAR, "--out", "TMP/package"],
    "run-en": ["run", POLICY, *YEAR, "--lang", "en", "--out", "TMP/package"],
    "verify": ["verify", "TMP/package"],
    "verify-en": ["verify", "TMP/package", "--lang", "en"],
    "verify-json": ["verify", "TMP/package", "--format", "json"],
    "explain": ["explain", "TMP/package", "A2"],
    "explain-en": ["explain", "TMP/package", "A2", "--lang", "en"],
    "explain-json": ["explain", "TMP/package", "A2", "--format", "json"],
    "explain-why-not": ["explain", "TMP/package", "A2", "--why-not", "红榜"],
    "explain-why-not-json": ["explain", "TMP/package", "A2", "--why-not", "红榜", *JSON],
    "explain-lift": ["explain", "TMP/package", "A2", "--lift", "--keep", "投诉"],
    "explain-lift-json": ["explain", "TMP/package", "A2", "--lift", *JSON],
    "explain-near": ["explain", "TMP/package", "--near", "5"],
    "explain-near-json": ["explain", "TMP/package", "--near", "5", *JSON],
    "warn": ["warn", "TMP/package", "--within", "5"],
    "warn-en": ["warn", "TMP/package", "--within", "5", "--lang", "en"],
    "warn-json": ["warn", "TMP/package", *JSON],
    "run-partial": ["run", POLICY, *YEAR, "--as-of", "2026-09-30", "--out", "TMP/part"],
    "assess": ["assess", POLICY, *YEAR, "--subject", "A1"],
    "assess-json": ["assess", POLICY, *YEAR, "--subject", "A1", "--format", "json"],
    "check": ["check", POLICY],
    "check-en": ["check", POLICY, "--lang", "en"],
    "check-json": ["check", POLICY, "--format", "json"],
    "check-sarif": ["check", POLICY, "--format", "sarif"],
    "help": ["--help"],
    "help-run": ["run", "--help"],
}


@pytest.mark.parametrize("name", DONE)
def test_a_command_says_what_it_did(name, shell, package, tmp_path, golden):
    answer = shell(*(word.replace("TMP", str(tmp_path)) for word in DONE[name]))
    assert answer[0] == 0
    golden(f"cli/done/{name}.txt", told(answer, tmp_path))
    if "json" in DONE[name]:
        json.loads(answer[1])


ENGINES = {
    "reference": [
        "引擎 engine         参考引擎，未用规则引擎 the reference engine, without the rule engine"
    ],
    "auto": [
        "引擎 engine         durable-rules 2.0.28：判定条件 8 个，另有 0 个算好后交给它"
        " decided 8 atoms, 0 were computed for it",
        "核对 crosscheck     5 个对象全部由参考引擎再判一遍，无差异"
        " all 5 subjects matched again by the reference engine, no difference",
    ],
}


@pytest.mark.parametrize("engine", ENGINES)
def test_the_summary_says_which_engine_decided(engine, shell, tmp_path):
    _, out, _ = shell("run", POLICY, *YEAR, "--engine", engine, "--out", tmp_path / "out")
    told = [line for line in out.splitlines() if line.startswith(("引擎", "核对"))]
    has_engine = find_spec("durable_rules_engine") is not None
    assert told == ENGINES[engine if has_engine else "reference"]


def test_a_package_of_another_engine_differs_in_its_manifest_only(shell, tmp_path):
    out = tmp_path / "out"
    assert shell("run", POLICY, *YEAR, "--engine", "reference", "--out", out)[0] == 0
    manifest = out / "manifest.json"
    text = manifest.read_text(encoding="utf-8")
    manifest.write_text(text.replace('"reference"', '"durable"', 1), encoding="utf-8")
    code, told, _ = shell("verify", out, "--lang", "en")
    assert code == 1
    assert "every other file is the same" in told


def test_a_damaged_package_is_told_with_file_and_line(shell, package, tmp_path, golden):
    results = package / "results.csv"
    text = results.read_text(encoding="utf-8")
    results.write_text(text.replace("65.20,graded", "95.20,graded"), encoding="utf-8")
    for form in ("text", "json"):
        answer = shell("verify", package, "--format", form)
        assert answer[0] == 1
        golden(f"cli/refused/damaged-{form}.txt", told(answer, tmp_path))


def test_a_subject_nobody_knows_is_told_with_the_one_probably_meant(
    shell, package, tmp_path, golden
):
    answer = shell("explain", package, "A22")
    assert answer[0] == 1
    golden("cli/refused/explain-unknown-subject.txt", told(answer, tmp_path))


ASKED = {
    "explain-no-such-list": ["A2", "--why-not", "红傍"],
    "explain-no-such-grade": ["A2", "--lift", "--to", "优良"],
    "explain-keep-unknown": ["A2", "--lift", "--keep", "投述"],
}


@pytest.mark.parametrize("name", ASKED)
def test_what_the_policy_has_not_is_told_with_what_was_probably_meant(
    name, shell, package, tmp_path, golden
):
    answer = shell("explain", package, *ASKED[name])
    assert answer[0] == 1
    golden(f"cli/refused/{name}.txt", told(answer, tmp_path))


def test_a_policy_that_reads_no_evidence_needs_none(shell, tmp_path):
    case = Path(__file__).parents[2] / "cases" / "coverage"
    subjects = ("--subjects", case / "evidence" / "小区.csv", "--period", "2026")
    code, out, _ = shell("run", case / "community.yaml", *subjects, "--out", tmp_path / "out")
    assert (code, "8 = 已评 graded 8" in out) == (0, True)
    code, _, err = shell("run", case / "street.yaml", *subjects, "--out", tmp_path / "street")
    assert (code, "请给出 --evidence" in err) == (2, True)


def test_run_gives_the_manifest_as_json(shell, tmp_path):
    arguments = ["run", POLICY, *YEAR, "--format", "json", "--out", tmp_path / "out"]
    code, out, err = shell(*arguments)
    assert (code, err) == (0, "")
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text(encoding="utf-8"))
    assert json.loads(out) == {"folder": str(tmp_path / "out"), "manifest": manifest}


def test_one_evidence_option_takes_every_path_up_to_the_next_option(shell, tmp_path):
    files = sorted(str(path) for path in (Path.cwd() / CASE / "evidence").iterdir())
    together = ["run", POLICY, "--evidence", *files, "--subjects", f"{CASE}/subjects.csv"]
    assert shell(*together, "--period", "2026", "--out", tmp_path / "one")[0] == 0
    apart = [word for file in files for word in ("--evidence", file)]
    rest = ["--subjects", f"{CASE}/subjects.csv", "--period", "2026", "--out", tmp_path / "two"]
    assert shell("run", *apart, *rest, POLICY)[0] == 0
    one, two = (tmp_path / name / "manifest.json" for name in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()


def test_list_shows_the_shipped_policies_and_those_of_ones_own_folders(
    shell, tmp_path, monkeypatch
):
    (tmp_path / "mine" / "small-town").mkdir(parents=True)
    shutil.copy(POLICY, tmp_path / "mine" / "small-town" / "1.yaml")
    monkeypatch.setenv("KAOPING_POLICIES", str(tmp_path / "mine"))
    code, out, _ = shell("list", "--format", "json")
    policies = {policy["id"]: policy for policy in json.loads(out)["policies"]}
    assert code == 0
    assert {"small-town", "property-company", "toronto-rentsafe"} <= policies.keys()
    own = policies["small-town"]
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", own.pop("digest"))
    assert own == {
        "id": "small-town",
        "version": "1",
        "title": "小镇物业考评",
        "status": "effective",
        "in_force": {"from": "2026-01-01", "to": None},
        "period": "year",
        "systems": [],
        "sample": False,
    }
    assert "small-town" in shell("list")[1]
    assert shell("run", "small-town", *YEAR, "--out", tmp_path / "out")[0] == 0


def test_our_own_fault_is_an_incident_without_a_stack_trace(shell, tmp_path, monkeypatch):
    def fail() -> None:
        raise LookupError("the inside of the product")

    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    monkeypatch.setitem(kaoping.commands, "fail", click.Command("fail", callback=fail))
    code, out, err = shell("fail")
    incident = re.search(r"编号 ([0-9a-f]{8})", err)
    assert (code, out) == (3, "")
    assert incident is not None
    assert "inside" not in err
    assert "Traceback" not in err
    kept = tmp_path / f"kaoping-incident-{incident[1]}.txt"
    assert "LookupError: the inside of the product" in kept.read_text(encoding="utf-8")
    assert kept.stat().st_mode & 0o077 == 0
    assert shell("fail") == (code, out, err)


def test_a_reader_who_stops_reading_hears_no_complaint(package):
    command = [sys.executable, "-m", "service.cli.main", "explain", str(package), "A2"]
    with subprocess.Popen(
        command,
        cwd=Path(__file__).resolve().parents[3],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
