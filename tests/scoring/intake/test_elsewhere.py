"""Evidence out of a database and out of a data lake."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from scoring.intake.deliveries import Delivery
from scoring.intake.elsewhere import Elsewhere, brought, is_elsewhere
from scoring.intake.faults import IntakeError
from service.cli.main import main

CASE = Path(__file__).parents[2] / "cases" / "review"
TABLE = """
CREATE SCHEMA x;
CREATE TABLE x."投诉" (
    "工单号" text, "已核实" boolean, "扣分" numeric(6, 2), "受理日" date, "数" bigint
);
INSERT INTO x."投诉" VALUES
    ('a,1', true, 1.10, '2026-02-28', 9007199254740993),
    ('“引号"', false, 0.3, '2026-12-31', -1),
    (NULL, NULL, NULL, NULL, NULL);
CREATE TABLE x.floats (mark double precision);
"""
EXPECTED = [
    "工单号,已核实,扣分,受理日,数",
    '"a,1",true,1.10,2026-02-28,9007199254740993',
    '"“引号""",false,0.30,2026-12-31,-1',
    ",,,,",
]


@pytest.fixture(scope="module")
def database() -> Iterator[str]:
    """A server of its own on a socket in a folder; the address of its database."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: make spark")
    tools = _tools()
    if tools is None:
        pytest.skip("there is no PostgreSQL here")
    # A path of a socket may not be long, and the server does not run for the administrator.
    folder = Path("/tmp") / f"kaoping-postgres-{os.getpid()}"
    folder.mkdir()
    owner = "nobody" if os.geteuid() == 0 else None
    if owner:
        shutil.chown(folder, owner)

    def run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, user=owner, cwd=folder)

    initdb, control = (str(tools / name) for name in ("initdb", "pg_ctl"))
    data = str(folder / "data")
    try:
        run(initdb, "-D", data, "-U", "kaoping", "-A", "trust", "-E", "UTF8", "--locale=C")
        run(control, "-D", data, "-w", "-o", f"-k {folder} -h ''", "-l", f"{folder}/log", "start")
        address = f"postgresql://kaoping@/postgres?host={folder}"
        import psycopg

        with psycopg.connect(address) as connection:
            connection.execute(TABLE)
        yield address
        run(control, "-D", data, "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _tools() -> Path | None:
    """Where initdb and pg_ctl are: on the path, as Debian has them, or in a package of Python."""
    found = [Path(shutil.which("initdb") or "/nowhere/initdb").resolve().parent]
    found += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((path for path in found if (path / "initdb").exists()), None)


def lines(delivery: Path | Delivery) -> list[str]:
    assert isinstance(delivery, Delivery)
    return delivery.path.read_text(encoding="utf-8").splitlines()


def test_a_table_comes_as_the_database_spells_it(database: str) -> None:
    with brought([Path("b.csv"), Elsewhere(f"{database}#x.投诉", "投诉")]) as (other, table):
        assert other == Path("b.csv")
        assert lines(table) == EXPECTED
        assert isinstance(table, Delivery)
        assert (table.kind, table.path.name) == ("投诉", "x.投诉.csv")
        path = table.path
    assert not path.exists()


@pytest.mark.parametrize(
    ("table", "code"),
    [("", "table-not-named"), ("#x.nothing", "unreachable"), ("#x.floats", "float-column")],
)
def test_what_cannot_be_had_is_said(database: str, table: str, code: str) -> None:
    with pytest.raises(IntakeError) as error, brought([Elsewhere(f"{database}{table}", "投诉")]):
        pass
    assert error.value.code == code
    assert "kaoping@" not in error.value.render()


def test_where_nobody_answers_the_password_is_not_shown() -> None:
    pytest.importorskip("psycopg", reason="psycopg is not installed: make spark")
    address = "postgresql://someone:secret@127.0.0.1:1/x#t"
    with pytest.raises(IntakeError) as error, brought([Elsewhere(address, "投诉")]):
        pass
    assert error.value.code == "unreachable"
    assert "secret" not in error.value.render()
    assert error.value.file == "postgresql://127.0.0.1:1/x#t"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("postgresql://h/d#t", True),
        ("s3://bucket/x", True),
        ("投诉=s3://bucket/x", False),
        ("c://x", False),
        ("a.csv", False),
    ],
)
def test_what_lies_elsewhere_is_told_by_its_scheme(text: str, expected: bool) -> None:
    assert is_elsewhere(text) is expected


def test_a_folder_of_a_lake_comes_with_what_is_below_it(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow", reason="Arrow is not installed: make spark")
    lake = tmp_path / "lake"
    for name, text in {"b.csv": "1", "year=2026/a.csv": "2", "_SUCCESS": "", ".x": "3"}.items():
        (lake / name).parent.mkdir(parents=True, exist_ok=True)
        (lake / name).write_text(text, encoding="utf-8")
    with brought([Elsewhere(lake.as_uri(), "投诉")]) as (delivery,):
        assert isinstance(delivery, Delivery)
        assert {
            path.relative_to(delivery.path).as_posix(): path.read_text(encoding="utf-8")
            for path in delivery.path.rglob("*")
            if path.is_file()
        } == {"b.csv": "1", "year=2026/a.csv": "2"}
    with brought([Elsewhere((lake / "b.csv").as_uri(), "投诉")]) as (delivery,):
        assert isinstance(delivery, Delivery)
        assert [path.name for path in delivery.path.iterdir()] == ["b.csv"]
    with (
        pytest.raises(IntakeError) as error,
        brought([Elsewhere((tmp_path / "nowhere").as_uri(), "投诉")]),
    ):
        pass
    assert error.value.code == "file-not-found"


def test_a_run_takes_a_table_as_it_takes_a_file(database: str, tmp_path: Path, capsys) -> None:
    import psycopg

    file = CASE / "evidence" / "投诉.csv"
    with psycopg.connect(database) as connection, connection.cursor() as cursor:
        heading = file.read_text(encoding="utf-8").splitlines()[0]
        columns = ", ".join(f'"{name}" text' for name in heading.split(","))
        connection.execute(f"CREATE TABLE complaint ({columns})")
        with cursor.copy("COPY complaint FROM STDIN (FORMAT csv, HEADER)") as copy:
            copy.write(file.read_bytes())
    others = [path for path in sorted((CASE / "evidence").iterdir()) if path != file]

    def results(name: str, complaint: str) -> bytes:
        given = [complaint, *map(str, others)]
        with pytest.raises(SystemExit) as ended:
            main(
                ["run", f"{CASE}/policy.yaml", "--subjects", f"{CASE}/subjects.csv"]
                + [word for one in given for word in ("--evidence", one)]
                + ["--period", "2026", "--out", str(tmp_path / name)]
            )
        assert ended.value.code in (0, None), capsys.readouterr().err
        return (tmp_path / name / "results.csv").read_bytes()

    assert results("table", f"投诉={database}#complaint") == results("file", f"投诉={file}")
