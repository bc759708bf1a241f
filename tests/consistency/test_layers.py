"""分层: which outside packages each part may import; the parts themselves are import-linter's."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.consistency.repository import ROOT, SRC, nodes, place, python_files

# Of all that read the sources, one process parses them.
pytestmark = pytest.mark.xdist_group("sources")

# Packages a part may use anywhere in it.
ALLOWED = {
    "src/huiqi/kernel": {
        "chinese_calendar",
        "django",
        "pgtrigger",
        "procrastinate",
        "huiqi.kernel",
    },
    "src/huiqi/rules": {"numpy", "sqlglot", "yaml", "huiqi.rules"},
    "src/huiqi/library": {"huiqi.rules", "huiqi.library"},
}

# Packages that only the modules made for them may use.
NAMED = {
    "src/huiqi/kernel/content.py": {"filetype"},
    "src/huiqi/kernel/pdf.py": {"pylopdf_fonts_zh_cn", "typst"},
    "src/huiqi/kernel/qr.py": {"qrcode"},
    "src/huiqi/kernel/sealing.py": {"cryptography"},
    "src/huiqi/kernel/sheets.py": {"xlsxwriter"},
    "src/huiqi/kernel/sight.py": {"psycopg"},  # whether a transaction has failed
    "src/huiqi/rules/choose_cpsat.py": {"ortools"},
    "src/huiqi/rules/distinct.py": {"pyarrow"},
    "src/huiqi/rules/sheets.py": {"python_calamine"},
    "src/huiqi/rules/snapshot.py": {"pyarrow"},
    "src/huiqi/rules/sql.py": {"duckdb", "pyarrow"},
    "src/huiqi/rules/strategies.py": {"hypothesis"},
    "src/huiqi/rules/sweep/duck.py": {"duckdb", "pyarrow"},
    "src/huiqi/rules/sweep/parts.py": {"pyarrow", "pyroaring"},
    **{
        f"src/huiqi/rules/sweep/{name}.py": {"pyarrow"}
        for name in ("population", "portion", "question", "received", "result")
    },
    "src/huiqi/rules/sweep/session.py": {"py4j", "pyspark"},
    "src/huiqi/rules/sweep/spark.py": {"pyarrow", "pyspark"},
}


def _imported(path: Path) -> Iterator[str]:
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def _part(module: str) -> str:
    names = module.split(".")
    return ".".join(names[:2]) if names[0] == "huiqi" else names[0]


def test_each_part_imports_only_what_its_layer_allows() -> None:
    wrong = [
        f"{place(path)} imports {module}"
        for folder, allowed in ALLOWED.items()
        for path in python_files(folder)
        for module in _imported(path)
        if _part(module) not in sys.stdlib_module_names
        and _part(module) not in allowed | NAMED.get(place(path), set())
    ]
    assert wrong == []


def _without_code(folder: str, names: list[str]) -> list[str]:
    return [name for name in names if Path(folder, name).is_file() and not name.endswith(".py")]


def test_import_against_the_layers_would_be_found(tmp_path: Path) -> None:
    """The contracts of pyproject.toml, over a copy of the code in which the kernel knows a page."""
    shutil.copytree(SRC, tmp_path / "huiqi", ignore=_without_code)
    (tmp_path / "huiqi" / "kernel" / "planted.py").write_text("import huiqi.web.context\n")
    told = subprocess.run(
        [
            *(Path(sys.executable).with_name("lint-imports"), "--no-cache"),
            *("--config", ROOT / "pyproject.toml"),
        ],
        cwd=tmp_path,
        env={"PYTHONPATH": str(tmp_path), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1, told.stdout + told.stderr
    wrong = [line for line in told.stdout.splitlines() if "->" in line]
    assert wrong == ["- huiqi.kernel.planted -> huiqi.web.context (l.1)"]
