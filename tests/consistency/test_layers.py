"""分层: which outside packages each part may import; the parts themselves are import-linter's."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.consistency.repository import place, python_files, tree

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
    "src/huiqi/kernel/sheets.py": {"xlsxwriter"},
    "src/huiqi/kernel/sight.py": {"psycopg"},  # whether a transaction has failed
    "src/huiqi/rules/choose_cpsat.py": {"ortools"},
    "src/huiqi/rules/sheets.py": {"python_calamine"},
    "src/huiqi/rules/snapshot.py": {"pyarrow"},
    "src/huiqi/rules/sql.py": {"duckdb", "pyarrow"},
    "src/huiqi/rules/strategies.py": {"hypothesis"},
}


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
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
