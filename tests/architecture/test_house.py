"""The architecture as a test: layers, homes of foreign libraries, purity, size."""

from __future__ import annotations

import ast
import sys
from fnmatch import fnmatch

import pytest

from tests.architecture.sources import PACKAGES, ROOT, imported, modules

MAY_IMPORT = {
    "rules": {"rules"},
    "scoring": {"rules", "scoring"},
    "service": {"rules", "scoring", "service"},
}

# A foreign library is imported in its home only; another one needs a line here.
HOMES = {
    "yaml": ["rules/yaml_reader.py"],
    "pydantic": [
        "rules/construct.py",
        "rules/formula.py",
        "rules/import_model.py",
        "rules/loader.py",
        "rules/model.py",
        "rules/scale_model.py",
        "rules/structure_model.py",
        "rules/opened_model.py",
        "rules/supplement/model.py",
        "service/api/*",
    ],
    "pydantic_core": ["rules/formula.py", "service/api/*"],
    "durable_rules_engine": ["rules/backends/durable.py"],
    "duckdb": [
        "scoring/intake/bulk/*",
        "scoring/intake/parquet_sheet.py",
        "scoring/package/parquet.py",
        "scoring/population/store.py",
        "scoring/snapshot/*",
        "scoring/warehouse/*",
    ],
    "psycopg": ["scoring/intake/elsewhere.py"],
    "pyarrow": [
        "scoring/cluster/*",
        "scoring/intake/elsewhere.py",
        "scoring/warehouse/lake.py",
    ],
    "pyspark": ["scoring/cluster/session.py"],
    "py4j": ["scoring/cluster/session.py"],
    "xlsxwriter": ["scoring/reports/xlsx/book.py"],
    "click": ["service/cli/*"],
    "flask": ["service/app.py"],
    "werkzeug": ["service/app.py"],
    "waitress": ["service/cli/serving.py"],
    "prometheus_client": ["service/metrics.py"],
}

# Rooms that may touch the world; everywhere else in rules/ and scoring/ is pure.
OUTSIDE = [
    "rules/library.py",
    "scoring/casebook/loading.py",
    "scoring/cluster/*",
    "scoring/runs/impact.py",
    "scoring/intake/*",
    "scoring/package/*",
    "scoring/plans/*",
    "scoring/population/assess.py",
    "scoring/population/store.py",
    "scoring/reports/cards/writing.py",
    "scoring/reports/docx/annexes.py",
    "scoring/reports/docx/archive.py",
    "scoring/reports/docx/notices.py",
    "scoring/reports/docx/templates.py",
    "scoring/reports/html/writing.py",
    "scoring/reports/office/filing.py",
    "scoring/reports/xlsx/book.py",
    "scoring/reports/xlsx/returned.py",
    "scoring/runs/request.py",
    "scoring/runs/resuming.py",
    "scoring/run.py",
    "scoring/runs/sample.py",
    "scoring/runs/scratch.py",
    "scoring/settle/settling.py",
    "scoring/snapshot/*",
    "scoring/warehouse/*",
    "service/*",
]
WORLD = {
    "glob",
    "http",
    "io",
    "os",
    "pathlib",
    "platform",
    "random",
    "secrets",
    "shutil",
    "socket",
    "subprocess",
    "tempfile",
    "time",
    "urllib",
    "uuid",
}
WORLDLY_CALLS = {"open", "input", "print"}
WORLDLY_ATTRIBUTES = {"now", "today", "utcnow", "environ", "read_text", "read_bytes"}

# Files that may name a float, and why.
FLOATS = {
    "rules/diagnostics.py": "how alike two words are, for did-you-mean",
    "scoring/intake/json_lines.py": "refuses them",
}

LONGEST_FILE = 400
LONGEST_FUNCTION = 40


def outside(path: str) -> bool:
    return any(fnmatch(path, pattern) for pattern in OUTSIDE)


@pytest.mark.parametrize("package", PACKAGES)
def test_imports_of_our_own_go_one_way(package):
    wrong = [
        f"{path} imports {name}"
        for path, tree in modules(package)
        for name in imported(tree)
        if name.partition(".")[0] in PACKAGES and name.partition(".")[0] not in MAY_IMPORT[package]
    ]
    assert wrong == []


def test_a_foreign_library_is_imported_in_its_home_only():
    wrong = [
        f"{path} imports {library}"
        for path, tree in modules()
        for library in {name.partition(".")[0] for name in imported(tree)}
        if library not in sys.stdlib_module_names and library not in PACKAGES
        if not any(fnmatch(path, home) for home in HOMES.get(library, ()))
    ]
    assert wrong == []


def test_the_inside_is_pure():
    wrong = []
    for path, tree in modules("rules", "scoring"):
        if outside(path):
            continue
        wrong += [f"{path} imports {name}" for name in imported(tree) if name in WORLD]
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name(id=name)) if name in WORLDLY_CALLS:
                    wrong.append(f"{path}:{node.lineno} calls {name}")
                case ast.Attribute(attr=name) if name in WORLDLY_ATTRIBUTES:
                    wrong.append(f"{path}:{node.lineno} reads {name}")
    assert wrong == []


def test_no_float_takes_part_in_a_result():
    wrong = []
    for path, tree in modules("rules", "scoring"):
        if path in FLOATS:
            continue
        for node in ast.walk(tree):
            match node:
                case ast.Name(id="float"):
                    wrong.append(f"{path}:{node.lineno} names float")
                case ast.Constant(value=float()):
                    wrong.append(f"{path}:{node.lineno} writes {node.value}")
    assert wrong == []


def test_no_file_and_no_function_is_too_long():
    wrong = []
    for path, tree in modules():
        lines = len((ROOT / path).read_text(encoding="utf-8").splitlines())
        if lines > LONGEST_FILE:
            wrong.append(f"{path} has {lines} lines")
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                if length > LONGEST_FUNCTION:
                    wrong.append(f"{path}:{node.lineno} {node.name} has {length} lines")
    assert wrong == []


def test_every_module_says_in_one_line_what_is_here():
    wrong = [
        path
        for path, tree in modules()
        if not path.endswith("__init__.py") and not ast.get_docstring(tree)
    ]
    assert wrong == []


def test_no_module_is_named_for_nothing():
    names = {path.rpartition("/")[2] for path, _ in modules()}
    assert names & {"utils.py", "helpers.py", "common.py", "misc.py", "base.py"} == set()
